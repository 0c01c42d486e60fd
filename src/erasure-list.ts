/** References of everybody who was erased, in a file apart from the database: a ledger brought back from before an erasure does not know of it. A reference is a random name; the list tells nothing of anybody. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { oneByOne } from './event-store/one-by-one';
import { writeDurably } from './proof/durable-file';

const REFERENCE = /^[par]-[0-9a-z]{26}$/;

/** Said to the person who gave the file. */
export class NoErasureList extends Error {}

export class ErasureList {
  readonly file: string;
  private readonly inTurn = oneByOne();

  constructor(private readonly dataDir: string) {
    this.file = path.join(dataDir, 'erasures');
  }

  read(): readonly string[] {
    return fs.existsSync(this.file) ? readErasures(this.file) : [];
  }

  /** On disk when this answers. */
  add(refs: readonly string[]): Promise<void> {
    return this.inTurn(() => this.write(refs));
  }

  private async write(refs: readonly string[]): Promise<void> {
    const before = new Set(this.read());
    const all = new Set([...before, ...refs]);
    if (all.size === before.size) return;
    fs.mkdirSync(this.dataDir, { recursive: true });
    await writeDurably(this.file, `${[...all].join('\n')}\n`);
  }
}

/** A reference on each line. A list that cannot be read whole is an error: somebody on it would come back. */
export function readErasures(file: string): readonly string[] {
  if (!fs.existsSync(file)) throw new NoErasureList(`there is no ${file}`);
  const lines = fs.readFileSync(file, 'utf8').split('\n').filter((line) => line !== '');
  lines.forEach((line, at) => {
    if (!REFERENCE.test(line)) throw new NoErasureList(`${file}, line ${String(at + 1)}: not the reference of a subject`);
  });
  return lines;
}
