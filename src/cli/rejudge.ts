/** `mingzhang rejudge PACK`: renders the verdicts of a pack anew on a database of its own and compares them byte for byte. */
import * as fs from 'node:fs/promises';
import { rejudge, UnfitText, type Derived, type Rendered, type Wanted } from '../../projections/rejudge/rejudge';
import type { Recorded } from '../domain/decider';
import type { RuleReleased } from '../domain/rule';
import { upcast } from '../event-store/upcast';
import { exitCodeOf } from '../pack/finding';
import { DERIVED_FILE } from '../pack/manifest';
import { Fields, parsedJson } from '../pack/json';
import { linesOf } from '../pack/packed-event';
import { saidOf } from '../pack/verifier';
import { verdictText, type PackedVerdict, type VerdictLine } from '../pack/verdict';
import { readPack, type ReadPack } from '../pack/verify-pack';
import { onOwnDatabase } from '../postgres/own-database';
import { parsePolicy } from '../proof/policy';
import { Unreadable } from '../proof/unreadable';
import { BadUse, type Command, type ExitCode, type Given } from './command';

interface Outcome {
  readonly flagId: string;
  readonly rule: string;
  readonly at: number;
  readonly outcome: 'same' | 'differs' | 'not-closed';
  /** Fields of the verdict that differ. */
  readonly fields: readonly string[];
}

const recordedIn = ({ events }: ReadPack): Recorded[] =>
  [...events.values()].filter(({ payload }) => payload !== undefined).map(({ position, header, payload }) => upcast({ position, ...header, data: payload ?? {} }));

function derivedIn({ files }: ReadPack): Derived[] {
  return linesOf(files.get(DERIVED_FILE) ?? Buffer.alloc(0), 'derived').map((line, at) => {
    const read = Fields.of(`derived line ${String(at + 1)}`, parsedJson('derived', line));
    read.fields('row');
    return { table: read.text('table', /^[a-z_]+$/), row: read.raw('row') as object };
  });
}

/** The text is the one the ledger released, not one the verdict brings along. */
function wantedIn({ events, verdicts }: ReadPack): Wanted[] {
  return verdicts.map(({ verdict: { flagId, rule, version, releasedAt, judged, at } }) => {
    const release = events.get(releasedAt)?.payload as RuleReleased | undefined;
    if (!release) throw new Unreadable('pack', `the release of ${rule} at position ${String(releasedAt)} is withheld`);
    return { flagId, pair: { subject: judged, at }, version: { rule, version, harm: release.harm, sql: release.sql, touches: release.touches, parameters: release.parameters, releasedAt } };
  });
}

function compared({ verdict, closed }: VerdictLine, rendered: Rendered | undefined): Outcome {
  const { flagId, rule, at } = verdict;
  const anew: PackedVerdict | undefined = rendered && { ...verdict, ...said(rendered), parameters: rendered.parameters.map(({ name, value, setAt = null }) => ({ name, value, setAt })) };
  if (anew && verdictText(anew) === verdictText(verdict)) return { flagId, rule, at, outcome: 'same', fields: [] };
  const differing = (Object.keys(verdict) as (keyof PackedVerdict)[]).filter((field) => verdictText({ [field]: anew?.[field] ?? null } as never) !== verdictText({ [field]: verdict[field] } as never));
  return { flagId, rule, at, outcome: closed ? 'differs' : 'not-closed', fields: differing };
}

const said = ({ verdict: { flagId, part, subjectKind, subjectId, occurrence, severity, amountFen, region, readOn, evidence, facts } }: Rendered): Partial<PackedVerdict> =>
  ({ flagId, part, subjectKind, subjectId, occurrence, severity: severity ?? '', amountFen, region, readOn, evidence, facts });

const WORDS = {
  same: { zh: '复算一致,逐字节相同', en: 'rendered anew, the same byte for byte' },
  differs: { zh: '复算结果不同', en: 'rendered anew, it DIFFERS' },
  'not-closed': { zh: '制包时已说明:仅凭包内事件不能复算', en: 'as the pack says, its events alone do not suffice' },
} as const;

function codeOf(pack: ReadPack, outcomes: readonly Outcome[]): ExitCode {
  if (outcomes.some(({ outcome }) => outcome === 'differs') && pack.manifest.redacted.length === 0) return 1;
  return outcomes.every(({ outcome }) => outcome === 'same') && [...pack.events.values()].every(({ payload }) => payload !== undefined) ? 0 : 2;
}

async function rejudged(pack: ReadPack, { options, out, tell }: Given): Promise<ExitCode> {
  const { verification, verdicts } = pack;
  if (exitCodeOf(verification) === 1) {
    if (options['json'] === true) out(JSON.stringify({ exitCode: 1, verification }));
    else for (const line of saidOf(verification)) out(line);
    return 1;
  }
  if (verdicts.length === 0) throw new BadUse('there is no verdict in this pack');
  const wanted = wantedIn(pack);
  const rendered = await onOwnDatabase(tell, (pool) => rejudge(pool, recordedIn(pack), derivedIn(pack), wanted));
  const outcomes = verdicts.map((line, at) => compared(line, rendered[at]));
  const exitCode = codeOf(pack, outcomes);
  if (options['json'] === true) out(JSON.stringify({ exitCode, verification, outcomes }));
  else {
    for (const line of saidOf(verification)) out(line);
    for (const { flagId, rule, at, outcome, fields } of outcomes) out(`${rule} ${flagId.slice(0, 12)} @${String(at)}: ${WORDS[outcome].zh} ${WORDS[outcome].en}${fields.length > 0 ? `: ${fields.join(', ')}` : ''}`);
  }
  return exitCode;
}

async function run(given: Given): Promise<ExitCode> {
  const { words: [file], options } = given;
  if (file === undefined) throw new BadUse('name the pack');
  try {
    const policy = typeof options['policy'] === 'string' ? parsePolicy(await fs.readFile(options['policy'], 'utf8')) : undefined;
    return await rejudged(readPack(await fs.readFile(file), policy), given);
  } catch (error) {
    if (error instanceof Unreadable || error instanceof UnfitText || (error as NodeJS.ErrnoException).code === 'ENOENT') throw new BadUse((error as Error).message);
    throw error;
  }
}

const command: Command = {
  summary: 'render the verdicts of an evidence pack anew on an embedded database and compare byte for byte',
  words: 'PACK',
  options: { policy: { type: 'string', meaning: 'file: whose log it is; obtained elsewhere than the pack' } },
  run,
};
export default command;
