/** One disbursement command per request, 64 keep-alive connections, each with a batch of its own: durable, beside the same service that answers without storing. */
'use strict';
const http = require('node:http');
const path = require('node:path');
const { closedLoop } = require('../figures');
const { command, fundCounty, opening } = require('../county-money');
const { startService } = require('../service');

const CLIENTS = 64;
const LINE_FEN = 10_000;
const MOST_LINES = 200_000;

const reference = (kind, n) => `${kind}-${String(n).padStart(26, '0')}`;

async function post(agent, url, authorization, body) {
  const bytes = Buffer.from(JSON.stringify(body));
  return new Promise((resolve, reject) => {
    const headers = { authorization, 'content-type': 'application/json', 'content-length': bytes.length };
    const request = http.request(url, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece) => { text += piece; }).on('end', () => {
        if (response.statusCode === 201) resolve();
        else reject(new Error(`${response.statusCode} ${text.slice(0, 300)}`));
      });
    });
    request.on('error', reject).end(bytes);
  });
}

const side = (program) => async (server) => {
  const service = await startService(server, await server.database(), { MINGZHANG_ROLES: 'api' }, program);
  await fundCounty(service);
  const clerk = command(service.as('clerk'));
  for (let client = 0; client < CLIENTS; client += 1) await clerk('OpenBatch', `B${client}`, opening(MOST_LINES, MOST_LINES * LINE_FEN));
  const authorization = await service.signIn('clerk');
  const agent = new http.Agent({ keepAlive: true, maxSockets: CLIENTS });
  const url = new URL('/v1/commands', service.url);
  const ordinals = new Array(CLIENTS).fill(0);
  return {
    run: (seconds) => closedLoop(CLIENTS, seconds, async (client) => {
      const ordinal = ordinals[client] += 1;
      const line = { ordinal, householdId: `H${ordinal}`, payeeRef: reference('p', ordinal), accountRef: reference('a', ordinal), region: '422899101203', quantityMilli: 1_000, standardFen: LINE_FEN, dueFen: LINE_FEN, amountFen: LINE_FEN };
      await post(agent, url, authorization, { key: `B${client}-${ordinal}`, type: 'EnterDisbursements', id: `B${client}`, data: { lines: [line] } });
      return 1;
    }),
    close: async () => {
      agent.destroy();
      await service.stop();
    },
  };
};

module.exports = { name: 'intake.single', unit: 'commands', target: 0.5, ours: side(), peer: side(path.join(__dirname, '..', 'answering-service.js')) };
