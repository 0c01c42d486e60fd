/** The ceiling for what follows a ledger: COPY BINARY of that ledger's own rows into a table with the same indexes, one transaction per 1,000 rows. */
'use strict';
const { Client } = require('pg');
const { from, to } = require('pg-copy-streams');
const { ours } = require('./server');
const { tellCounty } = require('./county-ledger');

const perCopy = 1_000;
const columns = 'position, stream_id, revision, event_id, type, schema_v, recorded_us, header, payload, salt';

const ledgerCopy = (batches, lines) => async (server) => {
  const { PostgresEventStore } = ours('src/event-store/postgres/postgres-event-store');
  const connectionString = await server.database();
  const store = await PostgresEventStore.open({ connection: { connectionString } });
  const size = await tellCounty(store, batches, lines);
  await store.close();
  const client = new Client({ connectionString });
  await client.connect();
  await client.query('CREATE SCHEMA peer; CREATE TABLE peer.event (LIKE ledger.event INCLUDING ALL)');
  const encoded = [];
  for (let position = 0; position + perCopy <= size; position += perCopy) {
    const chunks = [];
    const stream = client.query(to(`COPY (SELECT ${columns} FROM ledger.event WHERE position >= ${position} AND position < ${position + perCopy} ORDER BY position) TO STDOUT BINARY`));
    for await (const chunk of stream) chunks.push(chunk);
    encoded.push(Buffer.concat(chunks));
  }
  const copy = (bytes) => new Promise((resolve, reject) => {
    const stream = client.query(from(`COPY peer.event (${columns}) FROM STDIN BINARY`));
    stream.once('finish', resolve).once('error', reject);
    stream.end(bytes);
  });
  return {
    /** The whole ledger, whatever the seconds. */
    async run() {
      await client.query('TRUNCATE peer.event');
      const start = performance.now();
      for (const bytes of encoded) await copy(bytes);
      return (encoded.length * perCopy * 1000) / (performance.now() - start);
    },
    close: () => client.end(),
  };
};

module.exports = { ledgerCopy };
