/** What everybody may read of the log: checkpoint, tiles, entries, proofs. Nothing beyond what is signed. */
import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../config';
import type { EventStore } from '../event-store/event-store';
import { leafOf } from '../event-store/leaf';
import { ProofTables } from '../proof/proof-tables';
import { Proofs } from '../proof/proofs';
import { entryBundle, hashAt, TILE_WIDTH, tileWidth, widthOf, type TilePath } from '../proof/tiles';
import { tlogProofText } from '../proof/tlog-proof';
import { CONFIG, EVENT_STORE } from '../tokens';
import { NotYet } from './not-yet';
import { ReadPool } from './read-pool';

const notProven = (): NotYet => new NotYet(425, 'not-proven', { zh: '尚未签入检查点,请稍后再读', en: 'no signed checkpoint covers this yet; read again shortly' }, 1);

@Injectable()
export class ProofReads {
  readonly tables: ProofTables;
  private readonly proofs: Proofs;

  constructor(@Inject(CONFIG) private readonly config: Config, @Inject(EVENT_STORE) private readonly store: EventStore, pool: ReadPool) {
    this.tables = new ProofTables(pool);
    this.proofs = new Proofs(this.tables);
  }

  /** The policy this service is run under; else one that trusts the keys of the log and asks for no witness. Null until the log was signed. */
  async policy(): Promise<string | null> {
    const log = await this.tables.log();
    return this.config.policy?.text ?? (log?.vkeys[0] === undefined ? null : `log ${log.vkeys[0]}\nquorum none\n`);
  }

  /** The newest, with the lines of the witnesses that have seen it so far. */
  async checkpoint(): Promise<string | undefined> {
    const newest = await this.tables.newest();
    return newest && this.proofs.noteOf(newest);
  }

  /** Undefined where the signed tree has no such tile, or not so wide. */
  async tile({ level, index, width }: TilePath): Promise<Buffer | undefined> {
    const signed = await this.tables.provenSize();
    if (tileWidth({ level: level === 'entries' ? 0 : level, index }, signed) < width) return undefined;
    if (level === 'entries') return this.entries(index, width);
    const [tile] = await this.tables.tiles([{ level, index }]);
    return tile && widthOf(tile.hashes) >= width ? Buffer.concat(Array.from({ length: width }, (_, at) => hashAt(tile.hashes, at))) : undefined;
  }

  /** Inclusion of one event, as `.tlog-proof`. */
  async inclusion(position: number): Promise<string> {
    const [event] = await this.store.readAll(position, 1);
    const checkpoint = await this.proofs.checkpointFor(position);
    if (!checkpoint || !event) throw notProven();
    const hashes = await this.proofs.inclusion(position, checkpoint.size);
    return tlogProofText({ extra: leafOf(event), index: position, hashes, checkpoint: await this.proofs.noteOf(checkpoint) });
  }

  async consistency(from: number, to: number): Promise<object> {
    if (to > await this.tables.provenSize()) throw notProven();
    const side = async (size: number): Promise<object> => ({ size, root: (await this.proofs.rootAt(size)).toString('base64') });
    const hashes = await this.proofs.consistency(from, to);
    return { from: await side(from), to: await side(to), hashes: hashes.map((hash) => hash.toString('base64')) };
  }

  /** The leaves themselves, each behind its length. */
  private async entries(index: number, width: number): Promise<Buffer | undefined> {
    const events = await this.store.readAll(index * TILE_WIDTH, width);
    if (events.length < width) return undefined;
    return entryBundle(events.map(leafOf));
  }
}
