/** The paying of a county as a ledger: batches opened, lines entered, approved, sent and answered by the bank, a few failed or come back. The same events each time. */
'use strict';
const { createHash } = require('node:crypto');

const COUNTY = '422899';
const PEOPLE = 20_000;
const perAppend = 1_000;

const reference = (kind, n) => `${kind}-${createHash('sha256').update(`${kind}${n}`).digest('hex').slice(0, 26)}`;
const people = Array.from({ length: PEOPLE }, (_, n) => ({ payeeRef: reference('p', n), accountRef: reference('a', n), householdId: `H${n % 8_000}`, region: `${COUNTY}1${String(n % 97).padStart(2, '0')}201` }));

const dayOf = (n) => new Date(Date.UTC(2018, 0, 1 + n)).toISOString().slice(0, 10);

/** One batch from opening to the bank's answer; every hundredth line fails, every three hundredth comes back. */
function batch(n, lines) {
  const on = dayOf(n);
  const month = on.slice(0, 7);
  const resultsId = `R${n}`;
  const entered = [];
  const answered = [];
  for (let line = 1; line <= lines; line += 1) {
    const person = people[(n * 7_919 + line * 31) % PEOPLE];
    const amountFen = 30_000 + (line % 97) * 100;
    entered.push({ type: 'DisbursementEntered', data: { ordinal: line, fileRow: line + 3, ...person, quantityMilli: 1_000, standardFen: amountFen, dueFen: amountFen, deductedFen: 0, amountFen } });
    const answer = { ordinal: line, attempt: 1, amountFen, resultsId, occurredOn: on };
    answered.push(line % 100 === 0 ? { type: 'DisbursementFailed', data: { ...answer, reason: 'F01' } } : { type: 'DisbursementSettled', data: answer });
    if (line % 300 === 1) answered.push({ type: 'DisbursementReturned', data: { ...answer, reason: 'F02' } });
  }
  const totalFen = entered.reduce((sum, { data }) => sum + data.amountFen, 0);
  const opened = {
    region: COUNTY, programmeId: `P${n % 20}`, allocationId: `A${n % 20}`, benefitFrom: month, benefitTo: month, budgetYear: 2018, declaredCount: lines, declaredTotalFen: totalFen, bank: '农商行', occurredOn: on,
  };
  const file = { resultsId, settledCount: lines, settledFen: totalFen, failedCount: 0, failedFen: 0, returnedCount: 0, returnedFen: 0, occurredOn: on };
  return [
    { type: 'BatchOpened', data: opened }, ...entered, { type: 'BatchSubmitted', data: { count: lines, totalFen, contentHash: createHash('sha256').update(`list ${n}`).digest('hex'), occurredOn: on } },
    { type: 'BatchApproved', data: { occurredOn: on } }, { type: 'BatchSent', data: { occurredOn: on } }, { type: 'ResultsReceived', data: file }, ...answered,
  ];
}

const defined = (n) => ({
  region: '42', name: '示例补贴', basis: '示例文件', effectiveFrom: '2018-01-01', occurredOn: '2018-01-01', payee: 'person', cadence: 'monthly', allowedPurposes: ['household-subsidy'], negativeList: ['office-building'],
  economicClasses: [], exclusiveWith: [], endsWithDeath: true, rosterPostingDays: 7, standardFen: 30_000 + n,
});

function* appends(batches, lines) {
  for (let n = 0; n < 20; n += 1) yield { streamId: `programme-P${n}`, revision: -1, events: [{ type: 'ProgrammeDefined', data: defined(n) }] };
  for (let n = 0; n < batches; n += 1) {
    const events = batch(n, lines);
    for (let from = 0; from < events.length; from += perAppend) yield { streamId: `batch-B${n}`, revision: from - 1, events: events.slice(from, from + perAppend) };
    yield { streamId: 'day-ledger', revision: n - 1, events: [{ type: 'DayEnded', data: { occurredOn: dayOf(n) } }] };
  }
}

/** Records it all through the store and answers how many events there are. */
async function tellCounty(store, batches, lines) {
  let events = 0;
  for (const append of appends(batches, lines)) {
    const key = `${append.streamId}/${append.revision}`;
    const outcome = await store.append({
      streamId: append.streamId, expected: append.revision === -1 ? 'none' : append.revision, events: append.events.map((event) => ({ ...event, schemaVersion: 1 })),
      metadata: { actor: 'clerk', region: COUNTY, correlationId: key, causationId: '' }, key: { office: '422899/finance', key, bodyHash: createHash('sha256').update(key).digest('hex') },
    });
    if (outcome.status !== 'recorded') throw new Error(`an append was ${outcome.status}`);
    events += append.events.length;
  }
  return events;
}

module.exports = { tellCounty };
