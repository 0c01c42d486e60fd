/** One late return, over HTTP until it is durable and its money is back in the commitment: on a batch of 150,000 lines beside batches of 100, in one service. */
'use strict';
const { median } = require('../figures');
const { fundCounty } = require('../county-money');
const { lateReturns, settledBatch } = require('../settled-batch');
const { startService } = require('../service');

const LARGE = 150_000;
const SMALL = 100;
const SMALL_BATCHES = 20;
const RETURNS_PER_ROUND = 100;

let shared;
async function prepare(server) {
  const service = await startService(server, await server.database(), { MINGZHANG_ROLES: 'api' });
  await fundCounty(service);
  await settledBatch(service, 'LARGE', LARGE);
  const small = Array.from({ length: SMALL_BATCHES }, (_, n) => `SMALL-${n}`);
  for (const id of small) await settledBatch(service, id, SMALL);
  return { service, small };
}

const side = (ids, lines) => async (server) => {
  const { service, small } = await (shared ??= prepare(server));
  const next = lateReturns(service, ids ?? small, lines);
  return {
    async run() {
      const took = [];
      for (let n = 0; n < RETURNS_PER_ROUND; n += 1) {
        const from = performance.now();
        await next();
        took.push(performance.now() - from);
      }
      return median(took);
    },
    close: () => service.stop(),
  };
};

module.exports = { name: 'batch.return', unit: 'ms a return', target: 1.5, atMost: true, ours: side(['LARGE'], LARGE), peer: side(undefined, SMALL) };
