/** The proof of one event among 2,000,000, anywhere in the ledger, over HTTP, beside one event read by its position, over HTTP. One request after the other. */
'use strict';
const { sealedLedger, tellLines } = require('../sealed');
const { startService } = require('../service');

const EVENTS = 2_000_000;

let shared;
async function prepare(server) {
  const url = await server.database();
  const ledger = await sealedLedger(server, url);
  await tellLines(ledger.store, EVENTS);
  const { size } = await ledger.store.head();
  await ledger.proven(size);
  await ledger.pool.query('vacuum analyze');
  await ledger.close();
  return { service: await startService(server, url, { MINGZHANG_ROLES: 'api' }), size };
}

const side = (address, last) => async (server) => {
  const { service, size } = await (shared ??= prepare(server));
  const auditor = service.as('auditor');
  let at = 0;
  return {
    async run(seconds) {
      const start = performance.now();
      let asked = 0;
      for (; performance.now() - start < seconds * 1000; asked += 1) await auditor('GET', address((at += 7_919 * 127) % size));
      return (performance.now() - start) / asked;
    },
    close: () => (last ? service.stop() : undefined),
  };
};

module.exports = { name: 'proof.single', unit: 'ms a request', target: 5, atMost: true, ours: side((position) => `/v1/proofs/${position}`, true), peer: side((position) => `/v1/events/${position}/bytes`, false) };
