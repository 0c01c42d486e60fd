/** The program of the thread that reads a list: connections and keys of its own, so that nothing of it waits for the thread that answers HTTP. */
import 'reflect-metadata';
import { parentPort } from 'node:worker_threads';
import { Pool, type ClientBase } from 'pg';
import { MasterKeys } from '../vault/keys';
import { Vault } from '../vault/vault';
import { KnownPeople } from './known-people';
import { readIntoStaging } from './list-reading';
import { ListStore } from './list-store';
import { said, type Handed, type Told } from './list-thread';

/** Look-ups of one page go side by side with the writes of another. */
const CONNECTIONS = 4;
/** In the middle of a transaction, before the server ends it. */
const SILENT_MS = 30_000;

const tell = (told: Told): void => { parentPort?.postMessage(told); };

interface Tools {
  readonly databaseUrl: string;
  readonly pool: Pool;
  readonly store: ListStore;
  readonly known: KnownPeople;
}

/** Kept from one list to the next; connections nobody uses are closed by their pool. */
let kept: Tools | undefined;

function toolsFor({ databaseUrl, keys }: Handed): Tools {
  if (kept?.databaseUrl === databaseUrl) return kept;
  void kept?.pool.end();
  // Staged rows become durable with the commit that makes them current: no flush is waited for before.
  const onConnect = async (client: ClientBase): Promise<void> => { await client.query('SET synchronous_commit TO off'); };
  // eslint-disable-next-line @typescript-eslint/no-misused-promises -- the pool waits for it, its types do not say so.
  const pool = new Pool({ connectionString: databaseUrl, max: CONNECTIONS, idle_in_transaction_session_timeout: SILENT_MS, onConnect });
  // A connection that goes is told by the query it was needed for.
  pool.on('error', () => undefined);
  const master = MasterKeys.handedOver(keys);
  return (kept = { databaseUrl, pool, store: new ListStore(pool, master), known: new KnownPeople(pool, new Vault(pool, master)) });
}

async function run(handed: Handed): Promise<void> {
  const { store, known } = toolsFor(handed);
  try {
    tell({ outcome: await readIntoStaging(handed.order, handed.bytes, { store, known, say: (progress: object) => { tell({ progress }); } }) });
  } catch (error) {
    tell({ error: said(error) });
  }
}

parentPort?.on('message', (handed: Handed) => { void run(handed); });
