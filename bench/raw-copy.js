/** The ceiling: COPY BINARY of the same rows into a table with the same indexes, encoded before the clock starts, one transaction per 1,000 rows. */
'use strict';
const { Client } = require('pg');
const { from } = require('pg-copy-streams');
const { ours } = require('./server');
const { allSeries } = require('./workload');

const perCopy = 1_000;

const rawCopy = async (server) => {
  const { prepare } = ours('src/event-store/prepare');
  const { framedHeader } = ours('src/event-store/canonical-header');
  const { encodedRows } = ours('src/event-store/postgres/event-copy');
  const client = new Client({ connectionString: await server.database() });
  await client.connect();
  await client.query('CREATE SCHEMA peer; CREATE TABLE peer.event (LIKE ledger.event INCLUDING ALL)');
  const [appends] = allSeries(1, perCopy);
  let position = 0;
  const encoded = () => {
    const { frame, streamId, events } = prepare(appends.next().value);
    const rows = events.map((event, revision) => {
      const recordedUs = 1_545_868_800_000_000 + position;
      const header = framedHeader(frame, event.id, event.type, event.schemaVersion, revision, recordedUs);
      return { position: position++, streamId, revision, recordedUs, header, event };
    });
    return Buffer.concat([...encodedRows(rows)].map((chunk) => Buffer.from(chunk)));
  };
  const copy = (bytes) => new Promise((resolve, reject) => {
    const stream = client.query(from('COPY peer.event (position, stream_id, revision, event_id, type, schema_v, recorded_us, header, payload, salt) FROM STDIN BINARY'));
    stream.once('finish', resolve).once('error', reject);
    stream.end(bytes);
  });
  return {
    async run(seconds) {
      const ready = Array.from({ length: Math.ceil(seconds * 150) }, encoded);
      const start = performance.now();
      let done = 0;
      while (performance.now() - start < seconds * 1000 && ready.length > 0) {
        await copy(ready.shift());
        done += perCopy;
      }
      return (done * 1000) / (performance.now() - start);
    },
    close: () => client.end(),
  };
};

module.exports = { rawCopy };
