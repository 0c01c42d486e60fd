/** Recorded → proven in seconds, p99, of 200 single lines a second sent to the service over HTTP. The peer is two seconds. */
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');
const { Client } = require('pg');
const { command, fundCounty, opening } = require('../county-money');
const { quantile } = require('../figures');
const { startService } = require('../service');

const BATCHES = 50;
const PER_SECOND = 200;
const SECONDS = 20;
const LINE_FEN = 10_000;

const reference = (kind, n) => `${kind}-${String(n).padStart(26, '0')}`;

/** When each size was seen signed, looked at every few milliseconds. */
function watch(client) {
  const seen = [];
  let going = true;
  const looking = (async () => {
    while (going) {
      const { rows: [{ size }] } = await client.query('select coalesce(max(size), 0)::integer as size from proof.checkpoint');
      if (size > (seen.at(-1)?.size ?? 0)) seen.push({ size, at: performance.now() });
      await sleep(4);
    }
  })();
  return { seen, stop: async () => ((going = false), looking) };
}

async function proven(server) {
  const url = await server.database();
  const service = await startService(server, url, { MINGZHANG_ROLES: 'api,sealer' });
  await fundCounty(service);
  const clerk = command(service.as('clerk'));
  for (let batch = 0; batch < BATCHES; batch += 1) await clerk('OpenBatch', `B${batch}`, opening(100_000, 100_000 * LINE_FEN));
  const client = new Client({ connectionString: url });
  await client.connect();
  const office = service.as('clerk');
  let told = 0;
  return {
    async run() {
      const { seen, stop } = watch(client);
      const recorded = [];
      const before = new Map();
      const send = async (n, ordinal) => {
        const batch = n % BATCHES;
        await before.get(batch);
        const line = { ordinal, householdId: `H${ordinal}`, payeeRef: reference('p', ordinal), accountRef: reference('a', ordinal), region: '422899101203', quantityMilli: 1_000, standardFen: LINE_FEN, dueFen: LINE_FEN, amountFen: LINE_FEN };
        const { position } = await office('POST', '/v1/commands', { key: `B${batch}-${ordinal}`, type: 'EnterDisbursements', id: `B${batch}`, data: { lines: [line] } });
        recorded.push({ position, at: performance.now() });
      };
      const start = performance.now();
      const sent = [];
      for (let n = 0; n < PER_SECOND * SECONDS; n += 1) {
        const due = start + (n * 1000) / PER_SECOND;
        if (due > performance.now()) await sleep(due - performance.now());
        const one = send(n, Math.floor((told += 1) / BATCHES) + 1);
        before.set(n % BATCHES, one);
        sent.push(one);
      }
      await Promise.all(sent);
      const end = Math.max(...recorded.map(({ position }) => position));
      for (let waited = 0; waited < 30_000 && (seen.at(-1)?.size ?? 0) <= end; waited += 50) await sleep(50);
      await stop();
      if ((seen.at(-1)?.size ?? 0) <= end) throw new Error(`half a minute after the last line only ${seen.at(-1)?.size} of ${end + 1} were proven`);
      return quantile(recorded.map(({ position, at }) => Math.max(0, (seen.find(({ size }) => size > position).at - at) / 1000)), 0.99);
    },
    async close() {
      await client.end();
      await service.stop();
    },
  };
}

module.exports = { name: 'proof.lag', unit: 'seconds, p99', target: 1, atMost: true, rounds: 1, warm: false, ours: proven, peer: () => ({ run: () => 2, close: () => undefined }) };
