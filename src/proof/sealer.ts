/** The sealer: folds every event in order into the tree, and signs its root at least each second while events arrive. What it signs it remembers first, apart from the database, and never contradicts. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Pursuit, type Pursued } from '../event-store/pursuit';
import type { EventStore } from '../event-store/event-store';
import { checkpointText } from './checkpoint';
import { type Disagreements, type Finding, SEAL_KINDS } from './disagreements';
import { noteText } from './note';
import { beginSealing, PAGE_LEAVES, type SealGround } from './seal-start';
import { SealRefused } from './seal-refused';
import { widthOf, type GrowingTree, type Tile } from './tiles';

export interface SealerOptions extends SealGround {
  readonly store: Pick<EventStore, 'head' | 'readLeafHashes' | 'onAppended'>;
  readonly disagreements: Pick<Disagreements, 'standing'>;
  readonly nowUs: () => number;
  /** Tells of what contradicts what was signed, durably; writing stops. */
  readonly refused: (finding: Finding) => Promise<void>;
  /** Hears of trouble that is being waited out. */
  readonly troubled?: (error: unknown) => void;
  /** Called when memory, database and key were found to tell of one log. */
  readonly begun?: () => void;
  /** Called after each checkpoint that was published. */
  readonly signed?: (size: number) => void;
}

/** Between two signatures while nothing waits, and at most while much comes in. */
const RESTING_MS = 250;
const BUSY_MS = 1_000;
/** Leaves are read by the handful: whoever waits for a signature waits longer for its turn. */
const REST_MS = 100;
const THIN_EVERY = 200;

interface Log {
  readonly tree: GrowingTree;
  tiles: Tile[];
  /** Leaves folded and not signed yet. */
  leaves: Buffer[];
  signedSize: number;
}

/** A refusal that nobody has settled yet. */
class StillRefused extends Error {}

export class Sealer implements Pursued {
  private readonly pursuit = new Pursuit(this, REST_MS);
  private deaf: () => void = () => undefined;
  private log: Log | undefined;
  private lastSignedMs = -Infinity;
  private signatures = 0;
  private stopping = new AbortController();

  constructor(private readonly options: SealerOptions) {}

  start(): void {
    this.stopping = new AbortController();
    this.deaf = this.options.store.onAppended(() => { this.pursuit.rouse(); });
    this.pursuit.start();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.deaf();
    await this.pursuit.stop();
    await this.options.leaves.close();
    this.log = undefined;
  }

  async begin(): Promise<void> {
    this.log = undefined;
    await this.refuseWhileStanding();
    const { tree, tiles, remembered, published } = await beginSealing(this.options);
    this.log = { tree, tiles: [...tiles], leaves: [], signedSize: tree.size };
    // Signed, and a crash came before it was told.
    if (remembered && remembered.checkpoint.size > published) await this.publish(this.log, remembered.checkpoint.root, remembered.note);
    this.options.begun?.();
  }

  /** One page more, and a signature when it is due. */
  async step(): Promise<boolean> {
    await this.refuseWhileStanding();
    const log = this.log as Log;
    const { size } = await this.options.store.head();
    if (size < log.tree.size) throw new SealRefused({ position: size, kind: 'ledger-shorter', detail: `${String(log.tree.size)} events were folded, the ledger holds ${String(size)}` });
    if (size > log.tree.size) await this.fold(log, size);
    if (log.tree.size === log.signedSize) return false;
    const caughtUp = log.tree.size >= size;
    const dueInMs = this.lastSignedMs + (caughtUp ? RESTING_MS : BUSY_MS) - performance.now();
    if (dueInMs <= 0) await this.sign(log);
    else if (caughtUp) await sleep(dueInMs, undefined, { signal: this.stopping.signal }).catch(() => { /* told to stop: what is not signed is signed at the next start */ });
    return !this.stopping.signal.aborted;
  }

  /** What a person settles may change memory and tiles: afterwards everything is looked at anew. */
  private async refuseWhileStanding(): Promise<void> {
    const standing = await this.options.disagreements.standing();
    const mine = standing.find(({ kind }) => (SEAL_KINDS as readonly string[]).includes(kind));
    if (mine) throw new StillRefused(`disagreement ${String(mine.id)} is not settled`);
  }

  troubled(error: unknown): void {
    if (error instanceof StillRefused) return;
    if (!(error instanceof SealRefused)) {
      this.options.troubled?.(error);
      return;
    }
    this.options.refused(error.finding).catch((failed: unknown) => this.options.troubled?.(failed));
  }

  private async fold(log: Log, size: number): Promise<void> {
    const hashes = await this.options.store.readLeafHashes(log.tree.size, Math.min(PAGE_LEAVES, size - log.tree.size));
    if (hashes.length === 0) throw new SealRefused({ position: log.tree.size, kind: 'event-missing', detail: `the ledger holds ${String(size)} events, and none at this position` });
    log.tiles.push(...log.tree.append(hashes));
    log.leaves.push(hashes);
  }

  /** Leaves and note are on disk, apart, before anybody is told: a crash between the two writes leaves leaves that were never signed, one after them a note that is told at the next start. */
  private async sign(log: Log): Promise<void> {
    const { keys, memory, leaves } = this.options;
    const root = log.tree.root();
    const text = checkpointText({ origin: keys.origin, size: log.tree.size, root });
    const note = noteText({ text, signatures: keys.signers.map((signer) => signer.sign(text)) });
    const folded = Buffer.concat(log.leaves);
    const from = log.tree.size - widthOf(folded);
    // Where those before could not be remembered, these would stand in the wrong place.
    if (leaves.size() === from) await leaves.write(from, folded);
    await memory.write(note);
    await this.publish(log, root, note);
    log.leaves = [];
    log.signedSize = log.tree.size;
    this.lastSignedMs = performance.now();
    this.signatures += 1;
    if (this.signatures % THIN_EVERY === 0) await this.options.tables.thin();
  }

  private async publish(log: Log, root: Buffer, note: string): Promise<void> {
    await this.options.tables.publish({ size: log.tree.size, root, note, signedUs: this.options.nowUs() }, [...log.tiles, ...log.tree.openTiles()]);
    log.tiles = [];
    this.options.signed?.(log.tree.size);
  }
}
