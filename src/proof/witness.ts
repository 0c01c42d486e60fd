/** A witness (c2sp.org/tlog-witness): signs a checkpoint of a log it watches only if it continues the last one it signed. Whoever shows two histories finds one of them refused. */
import { oneByOne } from '../event-store/one-by-one';
import { noteText, parseNote, signatureLine, type SignedNote, type VerifierKey } from './note';
import { parseAddCheckpoint, SIZE_TYPE, type AddCheckpoint } from './add-checkpoint';
import { parseCheckpoint, type Checkpoint } from './checkpoint';
import { isSignedBy, standingOf, type Cosigner } from './signer';
import { EMPTY_ROOT, extendsTree } from './tree';
import { Unreadable } from './unreadable';
import type { WitnessMemory } from './witness-memory';

export interface WitnessAnswer {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422;
  readonly type?: typeof SIZE_TYPE;
  readonly body: string;
}

export interface WitnessOptions {
  readonly cosigner: Cosigner;
  /** Keys of the logs watched; the name of a key is the origin it may sign for. */
  readonly logs: readonly VerifierKey[];
  readonly memory: WitnessMemory;
  readonly nowSeconds: () => number;
  /** Hears of a log that contradicts itself. */
  readonly refused?: (checkpoint: Checkpoint, why: string) => void;
}

interface Submitted extends AddCheckpoint {
  readonly note: SignedNote;
  readonly new: Checkpoint;
}

/** A request of the largest size that is of use: proof, checkpoint, and signatures of several kinds. */
export const REQUEST_BYTES = 256 * 1024;

const answer = (status: WitnessAnswer['status'], why: string): WitnessAnswer => ({ status, body: `${why}\n` });

function read(body: Uint8Array): Submitted {
  const request = parseAddCheckpoint(body);
  const note = parseNote(Buffer.from(request.checkpoint));
  return { ...request, note, new: parseCheckpoint(note.text) };
}

export class Witness {
  /** By origin: what is checked and what is kept must be one step. */
  private readonly turns = new Map<string, ReturnType<typeof oneByOne>>();

  constructor(private readonly options: WitnessOptions) {}

  async add(body: Uint8Array): Promise<WitnessAnswer> {
    let submitted: Submitted;
    try {
      submitted = read(body);
    } catch (error) {
      if (error instanceof Unreadable) return answer(400, error.message);
      throw error;
    }
    const keys = this.options.logs.filter((key) => key.name === submitted.new.origin);
    if (keys.length === 0) return answer(404, 'this log is not watched here');
    const standings = keys.map((key) => standingOf(key, submitted.note));
    if (standings.includes('forged') || !standings.includes('signed')) return answer(403, 'not signed by the key of this log');
    if (submitted.oldSize > submitted.new.size) return answer(400, 'the old size is larger than the new one');
    return this.turnsOf(submitted.new.origin)(() => this.judge(submitted, keys));
  }

  private turnsOf(origin: string): ReturnType<typeof oneByOne> {
    const turns = this.turns.get(origin) ?? oneByOne();
    this.turns.set(origin, turns);
    return turns;
  }

  private async judge(submitted: Submitted, keys: readonly VerifierKey[]): Promise<WitnessAnswer> {
    const seen = this.options.memory.of(submitted.new.origin);
    const old = seen?.checkpoint ?? { size: 0, root: EMPTY_ROOT };
    if (submitted.oldSize !== old.size) return { status: 409, type: SIZE_TYPE, body: `${String(old.size)}\n` };
    if (!extendsTree(old, submitted.new, submitted.proof) || (submitted.new.size === 0 && !submitted.new.root.equals(EMPTY_ROOT))) {
      const why = `the proof does not show that this continues the ${String(old.size)} entries seen before`;
      this.options.refused?.(submitted.new, why);
      // The refusal holds all the same where there is no room to keep what was refused.
      await this.options.memory.keepRefused(noteText(submitted.note), submitted.new).catch(() => undefined);
      return answer(422, why);
    }
    // A clock that was set back must not make a larger tree seem older than a smaller one.
    const cosignature = this.options.cosigner.cosign(submitted.note.text, Math.max(this.options.nowSeconds(), seen?.atSeconds ?? 0));
    const ofLog = submitted.note.signatures.filter((line) => keys.some((key) => isSignedBy(key, submitted.note.text, line)));
    await this.options.memory.keep({ text: submitted.note.text, signatures: [...ofLog, cosignature] });
    return { status: 200, body: signatureLine(cosignature) };
  }
}
