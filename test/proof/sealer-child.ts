/** A sealer in a process of its own, to be killed at any moment. */
import { wallClock } from '../../src/event-store/clock';
import { Pool } from 'pg';
import { PostgresEventStore } from '../../src/event-store/postgres/postgres-event-store';
import { Disagreements } from '../../src/proof/disagreements';
import { LeafLog } from '../../src/proof/leaf-log';
import { ProofTables } from '../../src/proof/proof-tables';
import { loadSealKeys } from '../../src/proof/seal-keys';
import { SealMemory } from '../../src/proof/seal-memory';
import { Sealer } from '../../src/proof/sealer';

const [url = '', folder = '', origin = ''] = process.argv.slice(2);

async function seal(): Promise<void> {
  const pool = new Pool({ connectionString: url, max: 3 });
  const store = await PostgresEventStore.open({ connection: { connectionString: url } });
  const disagreements = new Disagreements(pool);
  new Sealer({
    store, tables: new ProofTables(pool), memory: new SealMemory(folder), leaves: new LeafLog(folder), keys: loadSealKeys({ folder, origin, sm2: false, mayMake: true }), disagreements, nowUs: wallClock,
    refused: (finding) => disagreements.record(finding, wallClock()), signed: (size) => void process.stdout.write(`${String(size)}\n`), troubled: (error) => void process.stderr.write(`${String(error)}\n`),
  }).start();
}

void seal();
