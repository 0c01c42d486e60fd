/** Facts as the textbook follows a ledger: for each event one transaction that moves the position and inserts its rows. The same rows into the same tables, all indexes in place. */
'use strict';
const { Pool } = require('pg');
const { ours } = require('./server');
const { tellCounty } = require('./county-ledger');

const usualPage = 2_000;

/** A database with a county's ledger, fact tables and every index of fact files and rules, and the open store. */
async function countyWithFacts(server, batches, lines) {
  const { PostgresEventStore } = ours('src/event-store/postgres/postgres-event-store');
  const { prepareFacts } = ours('projections/facts/schema');
  const { makeRuleIndexes } = ours('projections/anomalies/catalogue');
  const connectionString = await server.database();
  const pool = new Pool({ connectionString, max: 4 });
  // A server that stops may still find a connection that is being closed.
  pool.on('error', () => undefined);
  const store = await PostgresEventStore.open({ connection: { connectionString } });
  const size = await tellCounty(store, batches, lines);
  await pool.query('VACUUM ANALYZE ledger.event');
  await prepareFacts(pool);
  await makeRuleIndexes(pool);
  return { pool, store, size, close: async () => { await store.close(); await pool.end(); } };
}

/** Each event is folded by the fact files as ours is; the insert is prepared once per table. */
function writerOf(client, openings) {
  const { factTables } = ours('projections/facts/schema');
  const { allColumns } = ours('projections/facts/fact');
  const folds = new Map();
  for (const fact of factTables()) {
    const columns = Object.keys(allColumns(fact));
    const insert = { name: fact.table, text: `INSERT INTO facts.${fact.table} (${columns.join(', ')}) VALUES (${columns.map((_, n) => `$${n + 1}`).join(', ')})` };
    for (const [type, fold] of Object.entries(fact.from)) folds.set(type, [...(folds.get(type) ?? []), { fold, columns, insert }]);
  }
  return async (event) => {
    if (event.revision === 0) openings.set(event.streamId, event.data);
    await client.query('BEGIN');
    await client.query({ name: 'move', text: 'UPDATE work.follower SET position = $1, updated_at = now() WHERE name = $2 AND position = $3', values: [event.position + 1, 'textbook', event.position] });
    for (const { fold, columns, insert } of folds.get(event.type) ?? []) {
      const said = fold(event.data, event, openings.get(event.streamId));
      for (const [ordinal, row] of (Array.isArray(said) ? said : [said]).entries()) {
        const whole = { position: event.position, ordinal, recorded_at: new Date(event.recordedAtUs / 1000), occurred_on: event.data.occurredOn, ...row };
        await client.query({ ...insert, values: columns.map((column) => whole[column] ?? null) });
      }
    }
    await client.query('COMMIT');
  };
}

const textbookFacts = (batches, lines) => async (server) => {
  const { pool, store, size, close } = await countyWithFacts(server, batches, lines);
  const client = await pool.connect();
  await client.query(`INSERT INTO work.follower (name) VALUES ('textbook')`);
  const write = writerOf(client, new Map());
  let page = [];
  let position = 0;
  return {
    async run(seconds) {
      const start = performance.now();
      let done = 0;
      for (; position < size && performance.now() - start < seconds * 1000; position += 1, done += 1) {
        if (page.length === 0) page = [...(await store.readRecorded(position, usualPage))];
        await write(page.shift());
      }
      return (done * 1000) / (performance.now() - start);
    },
    async close() {
      client.release();
      await close();
    },
  };
};

/** Our follower from the first event of the ledger to the last, into empty tables. */
const followedFacts = (batches, lines) => async (server) => {
  const { factsFollower } = ours('projections/facts/writer');
  const { factTables } = ours('projections/facts/schema');
  const { pool, store, size, close } = await countyWithFacts(server, batches, lines);
  return {
    async run() {
      await pool.query(`TRUNCATE ${factTables().map(({ table }) => `facts.${table}`).join(', ')}; DELETE FROM work.follower`);
      const start = performance.now();
      const { position } = await factsFollower({ pool, store }).catchUp();
      if (position !== size) throw new Error(`facts stopped at ${position} of ${size}`);
      return (size * 1000) / (performance.now() - start);
    },
    close,
  };
};

module.exports = { countyWithFacts, textbookFacts, followedFacts };
