/** Compares what is stored with what was signed: bytes with leaves, columns with bytes, tiles with leaves and with each other, their root with the sealer's memory. Hashes are computed here, from leaf.ts. */
import type { Pool } from 'pg';
import { DIGEST_BYTES } from '../event-store/leaf';
import { withClient } from '../event-store/postgres/with-client';
import type { Finding } from './disagreements';
import type { LeafLog } from './leaf-log';
import type { LeafThreads } from './leaf-threads';
import type { VerifierKey } from './note';
import { Proofs } from './proofs';
import type { ProofTables, SignedCheckpoint } from './proof-tables';
import type { SealMemory } from './seal-memory';
import { isCheckpointBy } from './signer';
import { leavesIn, type StoredLeaves } from './stored-leaves';
import { headAndSurplus, storedBytes } from './stored-rows';
import { hashAt, TILE_WIDTH, tileWidth, widthOf, type Tile } from './tiles';
import { perfectRoot } from './tree';

export interface ScrubGround {
  readonly pool: Pick<Pool, 'query' | 'connect'>;
  readonly tables: ProofTables;
  /** The key the log is signed with. */
  readonly key: VerifierKey;
  /** The sealer's folder, where it is at hand: without it, whoever can write the database can also make its tiles anew. */
  readonly memory?: SealMemory;
  readonly leaves?: LeafLog;
  /** Where leaves are computed; in this thread without it. */
  readonly threads?: Pick<LeafThreads, 'leavesIn'>;
}

interface Signed {
  /** Events covered by what the sealer remembers; by what it published, where its folder is not at hand. */
  readonly leaves: number;
  /** The newest checkpoint in the database: tiles reach so far. */
  readonly published: SignedCheckpoint | undefined;
  /** That checkpoint bears no signature of ours, or is not what it was when it got it, or is not the one remembered of this size. */
  readonly foreign: boolean;
}

interface Page {
  readonly until: number;
  readonly leaves: StoredLeaves;
}

/** An event as it is stored: the hash of its leaf, and the columns that say otherwise than its header. */
interface Stored {
  readonly now: Buffer;
  readonly unlike: readonly string[];
}

/** While one page is compared, the next is computed and the one after it read. */
const PAGES_AHEAD = 3;

interface Expected {
  /** The leaf as it was signed, remembered apart. */
  readonly then: Buffer | undefined;
  /** As the tile holds it. */
  readonly stored: Buffer | undefined;
  readonly isInTiles: boolean;
}

const hex = (hash: Buffer | undefined): string => (hash ? hash.toString('hex').slice(0, 16) : 'none');
/** By these words a difference that was accepted is known again. */
export const differsDetail = (now: Buffer, signed: Buffer): string => `leaf ${hex(now)}, signed ${hex(signed)}`;

export class Scrub {
  private readonly proofs: Proofs;

  constructor(private readonly ground: ScrubGround) {
    this.proofs = new Proofs(ground.tables);
  }

  /** The whole ledger, page by page from its beginning; answers what is wrong first. `passing` hears how far it is, and may take its time. */
  async whole(pageEvents: number, passing: (position: number, head: number) => Promise<void> | void = () => undefined, skip: (finding: Finding) => boolean = () => false): Promise<Finding | undefined> {
    for (const look of [() => this.range(0, Infinity, pageEvents, passing, skip), () => this.ends(), () => this.root()]) {
      const found = await look();
      if (found && !skip(found)) return found;
    }
    return undefined;
  }

  /** Events from one position to another, or to the head as it then is. */
  async range(from: number, until: number, pageEvents: number, passing: (position: number, head: number) => Promise<void> | void, skip: (finding: Finding) => boolean = () => false): Promise<Finding | undefined> {
    const ahead: Promise<Page>[] = [];
    for (let at = from - (from % TILE_WIDTH); at < until; at += pageEvents) {
      const { head } = await headAndSurplus(this.ground.pool);
      if (at >= head) return undefined;
      const page = await (ahead.shift() ?? this.read(at, Math.min(at + pageEvents, head)));
      // Only a page that is whole is read before its turn: what comes later belongs to a later head.
      for (let next = at + (ahead.length + 1) * pageEvents; ahead.length < PAGES_AHEAD && next + pageEvents <= Math.min(head, until); next += pageEvents) ahead.push(this.read(next, next + pageEvents));
      const found = (await this.page(at, page)).find((finding) => !skip(finding));
      if (found) return found;
      await passing(Math.min(at + pageEvents, head), head);
    }
    return undefined;
  }

  /** The ledger ends where its head says, and not before what was signed; and the checkpoint in the database is one that was signed. */
  async ends(): Promise<Finding | undefined> {
    const { leaves, published, foreign } = await this.signed();
    const { head, surplus } = await headAndSurplus(this.ground.pool);
    if (head < leaves) return { position: head, kind: 'ledger-shorter', detail: `${String(leaves)} events were signed, the ledger holds ${String(head)}` };
    if (surplus !== undefined) return { position: surplus, kind: 'event-surplus', detail: `the ledger holds ${String(head)} events, and one beyond them` };
    return foreign ? { position: published?.size ?? 0, kind: 'checkpoint-foreign', detail: `the newest checkpoint, of size ${String(published?.size)}, is not as it was signed` } : undefined;
  }

  /** The stored tree has the root that was signed. */
  async root(): Promise<Finding | undefined> {
    const { published } = await this.signed();
    if (!published || (await this.rootAt(published.size))?.equals(published.root)) return undefined;
    const agreed = await this.lastAgreed();
    return { position: agreed, kind: 'root-differs', detail: `the stored tiles do not have the root signed for ${String(published.size)} events; they have the one signed for ${String(agreed)}` };
  }

  /** What was published is read first: it was remembered before. */
  private async signed(): Promise<Signed> {
    const published = await this.ground.tables.newest();
    const remembered = this.ground.memory?.read()?.checkpoint;
    const another = remembered !== undefined && remembered.size === published?.size && !remembered.root.equals(published.root);
    return { leaves: remembered?.size ?? published?.size ?? 0, published, foreign: published !== undefined && (another || !isCheckpointBy(this.ground.key, published)) };
  }

  private async rootAt(size: number): Promise<Buffer | undefined> {
    try {
      return await this.proofs.rootAt(size);
    } catch {
      // A tile is missing or too short.
      return undefined;
    }
  }

  /** The largest signed size whose root the stored tiles still have: what is wrong lies at or behind it. */
  private async lastAgreed(): Promise<number> {
    const sizes = await this.ground.tables.sizes();
    let [low, high] = [0, sizes.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const checkpoint = await this.ground.tables.at(sizes[middle] as number);
      const agrees = checkpoint !== undefined && isCheckpointBy(this.ground.key, checkpoint) && (await this.rootAt(checkpoint.size))?.equals(checkpoint.root) === true;
      if (agrees) low = middle + 1;
      else high = middle;
    }
    return sizes[low - 1] ?? 0;
  }

  private read(from: number, until: number): Promise<Page> {
    const read = async (): Promise<Page> => {
      const bytes = await withClient(this.ground.pool, (client) => storedBytes(client, from, until));
      return { until, leaves: await (this.ground.threads?.leavesIn(bytes) ?? leavesIn(bytes)) };
    };
    const reading = read();
    // Its failure is heard when it is wanted.
    reading.catch(() => undefined);
    return reading;
  }

  /** `from` is where a tile begins. */
  private async page(from: number, { until, leaves: { positions, hashes, unlike } }: Page): Promise<Finding[]> {
    const { tables, leaves } = this.ground;
    const { leaves: signed, published } = await this.signed();
    const remembered = await leaves?.read(from, Math.max(0, Math.min(until, signed) - from));
    const ids = Array.from({ length: Math.ceil((until - from) / TILE_WIDTH) }, (_, at) => ({ level: 0, index: from / TILE_WIDTH + at }));
    const tiles = new Map((await tables.tiles(ids)).map((tile) => [tile.index, tile]));
    const found: Finding[] = [];
    const parents: Tile[] = [];
    const bytes = Buffer.from(hashes.buffer, hashes.byteOffset, hashes.byteLength);
    let nth = 0;
    const storedAt = (position: number): Stored | undefined => {
      while ((positions[nth] ?? Infinity) < position) nth += 1;
      return positions[nth] === position ? { now: hashAt(bytes, nth), unlike: unlike.get(position) ?? [] } : undefined;
    };
    const isGapless = positions.length === until - from && positions[0] === from && positions.at(-1) === until - 1;
    // Most tiles are as they were signed, and their events as the tile has them: 256 are compared at once.
    const isAsSigned = (start: number, end: number, tile: Tile | undefined): boolean => {
      const now = bytes.subarray((start - from) * DIGEST_BYTES, (end - from) * DIGEST_BYTES);
      const asRemembered = !remembered || (end <= signed && remembered.subarray((start - from) * DIGEST_BYTES, (end - from) * DIGEST_BYTES).equals(now));
      return isGapless && unlike.size === 0 && asRemembered && end <= (published?.size ?? 0) && tile?.hashes.subarray(0, now.length).equals(now) === true;
    };
    for (const { index } of ids) {
      const tile = tiles.get(index);
      const inTile: Finding[] = [];
      const [start, end] = [index * TILE_WIDTH, Math.min((index + 1) * TILE_WIDTH, until)];
      for (let position = isAsSigned(start, end, tile) ? end : start; position < end; position += 1) {
        inTile.push(...this.event(position, storedAt(position), {
          then: remembered && position < signed ? hashIn(remembered, position - from) : undefined, stored: tile && position < (published?.size ?? 0) ? hashIn(tile.hashes, position % TILE_WIDTH) : undefined,
          isInTiles: position < (published?.size ?? 0),
        }));
      }
      const above = tile ? await this.above(tile, published?.size ?? 0, parents) : [];
      // Where event and tile differ and the tile above does not hold the tile as it is, the tile was changed; its parent tells no more than that.
      const isTile = above.some((finding) => finding.position === index * TILE_WIDTH);
      found.push(...(isTile && inTile.length > 0 ? inTile.map((finding) => (finding.kind === 'event-differs' && !remembered?.length ? { ...finding, kind: 'tile-differs' as const } : finding)) : [...inTile, ...above]));
    }
    return found.sort((a, b) => a.position - b.position);
  }

  private event(position: number, event: Stored | undefined, { then, stored, isInTiles }: Expected): Finding[] {
    if (!event) return [{ position, kind: 'event-missing', detail: 'the head counts it, and it is not there' }];
    const { now, unlike } = event;
    const signed = then ?? stored;
    if (signed && !now.equals(signed)) return [{ position, kind: 'event-differs', detail: differsDetail(now, signed) }];
    if (isInTiles && !(stored?.equals(now) ?? false)) return [{ position, kind: 'tile-differs', detail: `leaf ${hex(now)}, stored hash ${hex(stored)}` }];
    return unlike.length === 0 ? [] : [{ position, kind: 'columns-differ', detail: `the header says otherwise than ${unlike.join(', ')}` }];
  }

  /** A whole tile has the hash the tile above it holds; and where it is the last below that one, so on upwards. `parents` keeps what was read for one page. */
  private async above(tile: Tile, signed: number, parents: Tile[]): Promise<Finding[]> {
    const { level, index, hashes } = tile;
    if (tileWidth(tile, signed) < TILE_WIDTH) return [];
    const id = { level: level + 1, index: Math.floor(index / TILE_WIDTH) };
    const known = parents.find((one) => one.level === id.level && one.index === id.index);
    const [parent] = known ? [known] : await this.ground.tables.tiles([id]);
    if (parent && !known) parents.push(parent);
    const held = parent && hashIn(parent.hashes, index % TILE_WIDTH);
    const root = widthOf(hashes) === TILE_WIDTH ? perfectRoot(hashes) : undefined;
    const found: Finding[] = root && held?.equals(root) ? [] : [{ position: index * TILE_WIDTH ** (level + 1), kind: 'tile-differs', detail: `tile ${String(index)} of level ${String(level)} has root ${hex(root)}, the one above holds ${hex(held)}` }];
    return index % TILE_WIDTH === TILE_WIDTH - 1 && parent ? [...found, ...await this.above(parent, signed, parents)] : found;
  }
}

const hashIn = (hashes: Buffer, at: number): Buffer | undefined => ((at + 1) * DIGEST_BYTES <= hashes.length ? hashAt(hashes, at) : undefined);
