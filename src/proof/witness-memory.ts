/** What a witness has last seen of each log, a file each: the checkpoint, signed by the log and by the witness. On disk before anybody is told. */
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseCheckpoint, type Checkpoint } from './checkpoint';
import { writeDurably } from './durable-file';
import { noteText, parseNote, type SignedNote, type VerifierKey } from './note';
import { cosignedAt, isSignedBy, standingOf } from './signer';

export interface Seen {
  readonly note: SignedNote;
  readonly checkpoint: Checkpoint;
  readonly atSeconds: number;
}

/** As many refused checkpoints are kept: each is a proof against the log that signed it, and one would do. */
const REFUSED_KEPT = 100;

/** How tlog-witness names a log in an address. */
export const originHash = (origin: string): string => createHash('sha256').update(origin).digest('hex');

function seenIn(note: SignedNote, witness: VerifierKey): Seen {
  const cosignature = note.signatures.find((line) => isSignedBy(witness, note.text, line));
  if (!cosignature || standingOf(witness, note) !== 'signed') throw new Error(`not signed by ${witness.name}`);
  return { note, checkpoint: parseCheckpoint(note.text), atSeconds: cosignedAt(cosignature) };
}

export class WitnessMemory {
  private readonly seen = new Map<string, Seen>();

  private constructor(private readonly folder: string, private readonly witness: VerifierKey) {}

  /** A file that cannot be read, or was not written by this witness, is an error and never an empty memory. */
  static open(folder: string, witness: VerifierKey): WitnessMemory {
    const memory = new WitnessMemory(folder, witness);
    for (const name of ['seen', 'refused']) fs.mkdirSync(path.join(folder, name), { recursive: true, mode: 0o700 });
    for (const name of fs.readdirSync(path.join(folder, 'seen')).filter((each) => !each.endsWith('.new'))) {
      const file = path.join(folder, 'seen', name);
      try {
        const seen = seenIn(parseNote(fs.readFileSync(file)), witness);
        if (originHash(seen.checkpoint.origin) !== name) throw new Error(`it is of ${seen.checkpoint.origin}`);
        memory.seen.set(seen.checkpoint.origin, seen);
      } catch (error) {
        throw new Error(`${file} is not what this witness wrote (${(error as Error).message}). It may have been tampered with: look into it before anything is signed again.`, { cause: error });
      }
    }
    return memory;
  }

  of(origin: string): Seen | undefined {
    return this.seen.get(origin);
  }

  byHash(hash: string): Seen | undefined {
    return this.all().find(({ checkpoint }) => originHash(checkpoint.origin) === hash);
  }

  all(): readonly Seen[] {
    return [...this.seen.values()];
  }

  /** On disk when this answers; where it throws, nothing was seen. */
  async keep(note: SignedNote): Promise<void> {
    const seen = seenIn(note, this.witness);
    await writeDurably(path.join(this.folder, 'seen', originHash(seen.checkpoint.origin)), noteText(note));
    this.seen.set(seen.checkpoint.origin, seen);
  }

  /** What a log signed though it contradicts what it signed before. */
  async keepRefused(request: string, { origin, size, root }: Checkpoint): Promise<void> {
    const folder = path.join(this.folder, 'refused');
    const name = `${originHash(origin).slice(0, 16)}-${String(size)}-${root.toString('hex').slice(0, 16)}`;
    if (!fs.existsSync(path.join(folder, name)) && fs.readdirSync(folder).length < REFUSED_KEPT) await writeDurably(path.join(folder, name), request);
  }
}
