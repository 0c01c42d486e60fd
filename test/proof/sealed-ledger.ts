/** A ledger in PostgreSQL with its sealer and the sealer's folder, for tests: notes are appended, signed, and what lies in the tables can be changed as by a superuser. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { wallClock } from '../../src/event-store/clock';
import { PostgresEventStore } from '../../src/event-store/postgres/postgres-event-store';
import { Disagreements, type Finding } from '../../src/proof/disagreements';
import { LeafLog } from '../../src/proof/leaf-log';
import { LeafThreads } from '../../src/proof/leaf-threads';
import { ProofTables } from '../../src/proof/proof-tables';
import { Scrub } from '../../src/proof/scrub';
import { loadSealKeys, type SealKeys } from '../../src/proof/seal-keys';
import { SealMemory } from '../../src/proof/seal-memory';
import { Sealer } from '../../src/proof/sealer';
import { appendOf } from '../event-store/conformance';
import { freshDatabase, type TestDatabase } from '../support/database';

export class SealedLedger {
  readonly tables: ProofTables;
  readonly disagreements: Disagreements;
  /** What the sealer refused, and what troubled it. */
  readonly refused: Finding[] = [];
  readonly troubles: unknown[] = [];
  private sealer: Sealer | undefined;
  private keys = 0;

  private constructor(readonly database: TestDatabase, public store: PostgresEventStore, readonly folder: string) {
    this.tables = new ProofTables(database.pool);
    this.disagreements = new Disagreements(database.pool);
  }

  static async make(folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mingzhang-seal-'))): Promise<SealedLedger> {
    return SealedLedger.on(await freshDatabase(), folder);
  }

  /** A ledger that is there already, brought back from a backup perhaps. */
  static async on(database: TestDatabase, folder: string): Promise<SealedLedger> {
    return new SealedLedger(database, await PostgresEventStore.open({ connection: { connectionString: database.url } }), folder);
  }

  /** The same ledger, as another process sees it that has a folder of its own. */
  beside(folder: string): SealedLedger {
    return new SealedLedger(this.database, this.store, folder);
  }

  get memory(): SealMemory {
    return new SealMemory(this.folder);
  }

  seal(origin = 'ledger.example.org/test'): SealKeys {
    return loadSealKeys({ folder: this.folder, origin, sm2: false, mayMake: true });
  }

  /** So many events, in appends of a hundred. */
  async append(events: number, words = 'noted'): Promise<void> {
    for (let left = events; left > 0; left -= 100) {
      this.keys += 1;
      await this.store.append(appendOf(`note-${words}-${String(this.keys)}`, 'none', `k-${words}-${String(this.keys)}`, Array.from({ length: Math.min(100, left) }, (_, n) => `${words} ${String(n)}`)));
    }
  }

  start(origin?: string, tables = this.tables): void {
    this.sealer = new Sealer({
      store: this.store, tables, memory: this.memory, leaves: new LeafLog(this.folder), keys: this.seal(origin), disagreements: this.disagreements, nowUs: wallClock,
      refused: async (finding) => { this.refused.push(finding); await this.disagreements.record(finding, wallClock()); }, troubled: (error) => this.troubles.push(error),
    });
    this.sealer.start();
  }

  /** As after a restart: a store remembers where it left the head. */
  async reopen(): Promise<void> {
    await this.store.close();
    this.store = await PostgresEventStore.open({ connection: { connectionString: this.database.url } });
  }

  async stop(): Promise<void> {
    await this.sealer?.stop();
    this.sealer = undefined;
  }

  async proven(size: number): Promise<void> {
    await until(`${String(size)} events proven`, async () => (await this.tables.provenSize()) >= size);
  }

  /** Starts, waits until everything recorded is signed, stops. */
  async signed(origin?: string): Promise<void> {
    this.start(origin);
    await this.proven((await this.store.head()).size);
    await this.stop();
  }

  /** With the sealer's folder at hand, or without. Leaves are computed in another thread, as the command has it, and here, as the service does: both find the same. */
  async scrub(apart = true): Promise<Finding | undefined> {
    const leaves = new LeafLog(this.folder);
    const threads = new LeafThreads();
    const ground = { pool: this.database.pool, tables: this.tables, key: this.seal().signers[0].key, ...(apart ? { memory: this.memory, leaves } : {}) };
    try {
      const [there, here] = [await new Scrub({ ...ground, threads }).whole(512), await new Scrub(ground).whole(512)];
      expect(there).toEqual(here);
      return here;
    } finally {
      await threads.close();
      await leaves.close();
    }
  }

  /** As somebody who owns the database, with every guard in it switched off. */
  async tamper(...statements: readonly string[]): Promise<void> {
    await this.database.pool.query(['ALTER TABLE ledger.event DISABLE TRIGGER ALL', ...statements, 'ALTER TABLE ledger.event ENABLE TRIGGER ALL'].join(';'));
  }

  async end(): Promise<void> {
    await this.stop();
    await this.store.close();
    await this.database.drop();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

export async function until(what: string, holds: () => Promise<boolean> | boolean, withinMs = 15_000): Promise<void> {
  for (const end = performance.now() + withinMs; performance.now() < end; await sleep(25)) if (await holds()) return;
  throw new Error(`not within ${String(withinMs)} ms: ${what}`);
}
