/** The first late return after a start of the service: on a batch of 150,000 lines beside one of 100. Shown, as the start itself weighs in both. */
'use strict';
const { fundCounty } = require('../county-money');
const { lateReturns, settledBatch } = require('../settled-batch');
const { startService } = require('../service');

const side = (lines) => async (server) => {
  const databaseUrl = await server.database();
  const first = await startService(server, databaseUrl, { MINGZHANG_ROLES: 'api' });
  await fundCounty(first);
  await settledBatch(first, 'B', lines);
  await first.stop();
  let returned = 0;
  return {
    async run() {
      const service = await startService(server, databaseUrl, { MINGZHANG_ROLES: 'api', DATA_DIR: first.dataDir });
      try {
        await service.signIn('bank');
        const next = lateReturns(service, ['B'], lines, returned);
        returned += 1;
        const from = performance.now();
        await next();
        return performance.now() - from;
      } finally {
        await service.stop();
      }
    },
    close: () => Promise.resolve(),
  };
};

module.exports = { name: 'batch.return.restarted', unit: 'ms the first return', rounds: 3, ours: side(150_000), peer: side(100) };
