/** Batches all of whose lines the bank has paid, and one late return after the other on them, over HTTP. */
'use strict';
const { createHash } = require('node:crypto');
const { command, opening, ON } = require('./county-money');

const LINE_FEN = 10_000;
/** As many as a body of two megabytes holds with room. */
const PART_LINES = 5_000;

const reference = (kind, n) => `${kind}-${createHash('sha256').update(`${kind}${n}`).digest('hex').slice(0, 26)}`;
const parts = (lines) => Array.from({ length: Math.ceil(lines / PART_LINES) }, (_, part) => [part * PART_LINES + 1, Math.min(lines, (part + 1) * PART_LINES)]);
const range = ([from, to], make) => Array.from({ length: to - from + 1 }, (_, at) => make(from + at));

async function settledBatch(service, id, lines) {
  const [clerk, checker, bank] = ['clerk', 'checker', 'bank'].map((user) => command(service.as(user)));
  await clerk('OpenBatch', id, opening(lines, lines * LINE_FEN));
  for (const part of parts(lines)) {
    const entered = range(part, (ordinal) => ({ ordinal, payeeRef: reference('p', ordinal), accountRef: reference('a', ordinal), amountFen: LINE_FEN }));
    await clerk('EnterDisbursements', id, { lines: entered }, `enter-${id}-${part[0]}`);
  }
  await clerk('SubmitBatch', id, { count: lines, totalFen: lines * LINE_FEN, contentHash: createHash('sha256').update(id).digest('hex'), occurredOn: ON });
  await checker('ApproveBatch', id, { occurredOn: ON });
  await clerk('SendBatch', id, { occurredOn: ON });
  for (const part of parts(lines)) {
    const results = range(part, (ordinal) => ({ ordinal, outcome: 'settled', amountFen: LINE_FEN }));
    await bank('ReceiveResults', id, { resultsId: `settled-${part[0]}`, lines: results, occurredOn: ON }, `settled-${id}-${part[0]}`);
  }
}

/** Answers a function that returns one line more at each call, the next batch's when one has none left; some may have been returned before. */
function lateReturns(service, ids, lines, returned = 0) {
  const bank = service.as('bank');
  return async () => {
    const id = ids[Math.floor(returned / lines) % ids.length];
    const ordinal = (returned % lines) + 1;
    returned += 1;
    await bank('POST', `/v1/batches/${id}/results`, { resultsId: `late-${ordinal}`, occurredOn: ON, lines: [{ ordinal, outcome: 'returned', amountFen: LINE_FEN, reason: 'F02' }] }, { 'idempotency-key': `late-${id}-${ordinal}` });
  };
}

module.exports = { settledBatch, lateReturns };
