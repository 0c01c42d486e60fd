/** The frozen bytes of every event version ever written: a line once committed is never edited, because proofs are made over these bytes. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Class } from '../../src/domain/field-list';
import { checkMessage } from '../../src/domain/field-check';
import { NOUNS } from '../../src/domain/nouns';
import { canonicalJson } from '../../src/event-store/canonical-json';
import { newestVersion, upcast } from '../../src/event-store/upcast';
import { sampleOf } from '../support/sample';

interface Line {
  readonly type: string;
  readonly schemaVersion: number;
  readonly data: object;
  readonly canonical: string;
}

const lines = fs.readFileSync(path.join(__dirname, 'events.jsonl'), 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line) as Line);
const classes = new Map<string, Class>(NOUNS.flatMap((decider) => Object.entries(decider.events as Record<string, Class>)));

describe('the golden events', () => {
  it('hold one line per type and version', () => {
    const names = lines.map(({ type, schemaVersion }) => `${type}@${String(schemaVersion)}`);
    expect(new Set(names).size).toBe(names.length);
    expect([...classes.keys()].filter((type) => !names.includes(`${type}@${String(newestVersion(type))}`)).map((type) => suggestion(type, classes.get(type)!))).toEqual([]);
  });

  it.each(lines.map((line) => [`${line.type}@${String(line.schemaVersion)}`, line] as const))('%s has the bytes it always had, and is still understood', (_name, line) => {
    expect(canonicalJson(line.data)).toBe(line.canonical);
    const type = classes.get(line.type);
    expect(type).toBeDefined();
    expect(checkMessage(type!, upcast(line).data)).toEqual([]);
  });
});

/** The line to append for an event that has none yet. */
function suggestion(type: string, of: Class): string {
  const data = sampleOf(of);
  return JSON.stringify({ type, schemaVersion: newestVersion(type), data, canonical: canonicalJson(data) });
}
