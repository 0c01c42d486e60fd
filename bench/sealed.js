/** A ledger with its sealer beside it, as one process of the service has them. */
'use strict';
const path = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');
const { Pool } = require('pg');
const { ours } = require('./server');
const { allSeries } = require('./workload');

let made = 0;

/** Answers `{ store, pool, tables, key, folder, sealer, proven(size), close() }`; the sealer has been started. */
async function sealedLedger(server, connectionString) {
  const { PostgresEventStore } = ours('src/event-store/postgres/postgres-event-store');
  const { Disagreements } = ours('src/proof/disagreements');
  const { LeafLog } = ours('src/proof/leaf-log');
  const { ProofTables } = ours('src/proof/proof-tables');
  const { loadSealKeys } = ours('src/proof/seal-keys');
  const { SealMemory } = ours('src/proof/seal-memory');
  const { Sealer } = ours('src/proof/sealer');
  const folder = path.join(server.folder, `seal-${made += 1}`);
  const keys = loadSealKeys({ folder, origin: 'mingzhang.local/bench', sm2: false, mayMake: true });
  const pool = new Pool({ connectionString, max: 4 });
  pool.on('error', () => undefined);
  const store = await PostgresEventStore.open({ connection: { connectionString } });
  const tables = new ProofTables(pool);
  const trouble = [];
  const sealer = new Sealer({
    store, tables, memory: new SealMemory(folder), leaves: new LeafLog(folder), keys, disagreements: new Disagreements(pool), nowUs: () => Date.now() * 1000,
    refused: async (finding) => { trouble.push(finding); }, troubled: (error) => trouble.push(error),
  });
  sealer.start();
  return {
    store, pool, tables, folder, key: keys.signers[0].key, memory: new SealMemory(folder), leaves: new LeafLog(folder),
    async proven(size) {
      for (let waited = 0; (await tables.provenSize()) < size; waited += 50) {
        if (trouble.length > 0 || waited > 600_000) throw new Error(`not sealed: ${trouble.map((one) => one.message ?? JSON.stringify(one))}`);
        await sleep(50);
      }
    },
    async close() {
      await sealer.stop();
      await store.close();
      await pool.end();
    },
  };
}

/** So many events of disbursement lines, 1,000 an append. */
async function tellLines(store, events) {
  const told = allSeries(4, 1_000);
  await Promise.all(told.map(async (series) => {
    for (let recorded = 0; recorded < events / told.length; recorded += 1_000) {
      const outcome = await store.append(series.next().value);
      if (outcome.status !== 'recorded') throw new Error(`an append was ${outcome.status}`);
    }
  }));
}

module.exports = { sealedLedger, tellLines };
