/** The whole stored ledger compared with what was signed, as `mingzhang scrub` does it, beside a plain read of the same rows. */
'use strict';
const { sealedLedger, tellLines } = require('../sealed');
const { ours } = require('../server');

const EVENTS = 200_000;
const PAGE = 4_096;

let shared;
async function prepare(server) {
  const ledger = await sealedLedger(server, await server.database());
  await tellLines(ledger.store, EVENTS);
  const { size } = await ledger.store.head();
  await ledger.proven(size);
  await ledger.pool.query('vacuum analyze');
  return { ledger, size };
}

const side = (read, last) => async (server) => {
  const { ledger, size } = await (shared ??= prepare(server));
  return {
    async run() {
      const start = performance.now();
      await read(ledger, size);
      return (size * 1000) / (performance.now() - start);
    },
    close: () => (last ? ledger.close() : undefined),
  };
};

async function verified({ pool, tables, key, memory, leaves }) {
  const { Scrub } = ours('src/proof/scrub');
  const threads = new (ours('src/proof/leaf-threads').LeafThreads)();
  const found = await new Scrub({ pool, tables, key, memory, leaves, threads }).whole(PAGE).finally(() => threads.close());
  if (found) throw new Error(`found ${JSON.stringify(found)}`);
}

async function plain({ pool }, size) {
  for (let from = 0; from < size; from += PAGE) {
    const { rows } = await pool.query({ name: 'plain', text: 'SELECT position, header, payload, salt FROM ledger.event WHERE position >= $1 AND position < $2 ORDER BY position', values: [from, from + PAGE] });
    if (rows.length !== Math.min(PAGE, size - from)) throw new Error(`${rows.length} rows from ${from}`);
  }
}

module.exports = { name: 'proof.verify', unit: 'events', target: 0.5, ours: side(verified, true), peer: side(plain, false) };
