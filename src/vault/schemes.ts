/** Which keyed hashes are valid now, and what this process may remember: good for one epoch of the vault. */
import type { Pool } from 'pg';
import { keyedHash, lookupHashes, type KeyedHash, type LookupHashName } from './cipher';
import type { MasterKeys } from './keys';
import { bumpEpoch, readEpoch, readSchemes, writing, type Scheme } from './tables';

export interface HashScheme extends Scheme {
  readonly hash: KeyedHash;
}

export interface Epoch {
  readonly number: number;
  /** Today's: new subjects and questions use it first. */
  readonly current: HashScheme;
  /** Older ones not yet retired, under which a subject may still be found. */
  readonly others: readonly HashScheme[];
}

export class Schemes {
  private known: Epoch | undefined;
  private running: Promise<Epoch> | undefined;
  private waiting: Promise<Epoch> | undefined;

  constructor(
    private readonly pool: Pool,
    private readonly keys: MasterKeys,
    private readonly algorithm: LookupHashName,
    private readonly forget: () => void,
  ) {}

  /**
   * The epoch as it was after the call began: an erasure answered before it is never missed. Callers that arrive while
   * a reading is under way share the next one, so many single requests cost few questions.
   */
  fresh(): Promise<Epoch> {
    if (!this.running) return (this.running = this.read().finally(() => (this.running = undefined)));
    if (!this.waiting) {
      const next = (): Promise<Epoch> => {
        this.waiting = undefined;
        return this.fresh();
      };
      this.waiting = this.running.then(next, next);
    }
    return this.waiting;
  }

  private async read(): Promise<Epoch> {
    const number = await readEpoch(this.pool);
    if (this.known?.number === number) return this.known;
    this.forget();
    const registered = await readSchemes(this.pool);
    if (!registered.some((scheme) => this.isCurrent(scheme))) {
      await this.register();
      return this.read();
    }
    const schemes = registered.map((scheme) => this.withHash(scheme));
    const current = schemes.find((scheme) => this.isCurrent(scheme)) ?? this.withHash({ version: this.keys.current, algorithm: this.algorithm });
    return (this.known = { number, current, others: schemes.filter((scheme) => scheme !== current) });
  }

  private isCurrent(scheme: Scheme): boolean {
    return scheme.version === this.keys.current && scheme.algorithm === this.algorithm;
  }

  /** Throws where this process lacks a key that others look up with: going on would give one person two references. */
  private withHash(scheme: Scheme): HashScheme {
    if (!Object.hasOwn(lookupHashes, scheme.algorithm)) throw new Error(`the vault uses a look-up algorithm unknown here: ${scheme.algorithm}`);
    return { ...scheme, hash: keyedHash(scheme.algorithm as LookupHashName, this.keys.derive('lookup', scheme.version)) };
  }

  private register(): Promise<void> {
    return writing(this.pool, undefined, async (client) => {
      const { rowCount } = await client.query('insert into vault.scheme (key_version, algorithm) values ($1, $2) on conflict do nothing', [this.keys.current, this.algorithm]);
      if (rowCount) await bumpEpoch(client);
    });
  }
}
