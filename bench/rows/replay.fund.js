/** The state of a fund of 5,000 events as of positions drawn over its life: folded and shown, beside reading those events. In one process, one after the other. */
'use strict';
const { followedCounty } = require('../followed-county');
const { ours } = require('../server');

const EVENTS = 5_000;
const SPLITS = 60;
const ASKED = 40;
const on = '2009-01-31';

/** Issued, split to townships half of which received theirs, announced, and drawn on by batches and payments that commit, pay, come back and release. */
function fund(county) {
  const { county: told } = county;
  told.say('programme-REPLAY', [['ProgrammeDefined', { region: '42', name: '产业扶贫', basis: '财农〔2017〕8号', effectiveFrom: '2009-01-01', payee: 'household', cadence: 'once', allowedPurposes: ['production'], negativeList: [], economicClasses: [], exclusiveWith: [], endsWithDeath: false, rosterPostingDays: 7, occurredOn: on }]]);
  const opening = { region: '422899', programmeId: 'REPLAY', documentNumber: '鄂财农发〔2009〕1号', budgetYear: 2009, source: 'central', functionCode: '2130505', occurredOn: on };
  const life = [['AllocationIssued', { ...opening, amountFen: 1_000_000_000_00 }]];
  for (let n = 0; life.length < EVENTS; n += 1) {
    const holder = { holder: n % 3 === 0 ? 'payment' : 'batch', holderId: `H-${n}`, amountFen: 1_000_00 + n, occurredOn: on };
    life.push(['FundsCommitted', holder], ['CommittedFundsPaid', { ...holder, causeId: 'r1' }]);
    if (n % 10 === 9) life.push(['PaidFundsReturned', { ...holder, amountFen: 500_00, causeId: 'r2' }], ['CommitmentReleased', { ...holder, amountFen: 500_00, causeId: 'close' }]);
    if (n % 40 === 39 && n / 40 < SPLITS) life.push(['AllocationSplit', { splitId: `s${n}`, toAllocationId: `REPLAY-${n}`, toRegion: `422899${String(100 + (n % 13)).padStart(3, '0')}`, documentNumber: '示财农〔2009〕2号', amountFen: 10_000_00, occurredOn: on }]);
  }
  told.say('allocation-REPLAY', life.slice(0, EVENTS));
  const splits = life.slice(0, EVENTS).flatMap(([type, data], at) => (type === 'AllocationSplit' ? [{ ...data, at }] : []));
  splits.filter((_, n) => n % 2 === 0).forEach(({ splitId, toAllocationId, toRegion, documentNumber, amountFen }) => {
    told.say(`allocation-${toAllocationId}`, [['AllocationReceived', { ...opening, region: toRegion, documentNumber, amountFen, fromAllocationId: 'REPLAY', splitId, splitAt: 0 }]]);
  });
  return county.record(told.taken());
}

let shared;
async function prepare(server) {
  const county = await followedCounty(server, { households: 10 });
  const { size: start } = await county.store.head();
  await fund(county);
  await county.pool.query('vacuum analyze');
  const { LedgerReads } = ours('src/api/ledger-reads');
  const reads = new LedgerReads(county.store);
  // Spread over the fund's life, the same for both sides; all of it is known at the last.
  const positions = Array.from({ length: ASKED }, (_, n) => start + Math.floor(((n + 1) * EVENTS) / ASKED));
  return { county, reads, positions, start };
}

const side = (one, last) => async (server) => {
  const { county, reads, positions, start } = await (shared ??= prepare(server));
  return {
    async run() {
      const from = performance.now();
      for (const position of positions) await one(reads, position, start);
      return (performance.now() - from) / positions.length;
    },
    close: () => (last ? county.close() : undefined),
  };
};

/** As GET /v1/allocations/{id}?asOf answers it. */
async function replayed(reads, position) {
  const allocation = ours('src/domain/allocation').default;
  const { fold } = ours('src/api/ledger-reads');
  const { shapeOf } = ours('src/api/noun-shapes');
  const { events } = await reads.see(allocation, 'allocation-REPLAY', { position });
  const shown = await shapeOf('allocation', 'REPLAY', fold(allocation, events), { position }, reads);
  if (shown.residualFen !== 0) throw new Error(`${shown.residualFen} fen unexplained`);
}

/** Those events and no more. */
async function read(reads, position, start) {
  let left = position - start + 1;
  for (let from = 0; left > 0; from += 1_000, left -= 1_000) {
    const events = await reads.some('allocation-REPLAY', from, Math.min(1_000, left));
    if (events.length < Math.min(1_000, left) && from + events.length < EVENTS) throw new Error('events are missing');
  }
}

module.exports = { name: 'replay.fund', unit: 'ms a state', target: 3, atMost: true, ours: side(replayed, true), peer: side(read, false) };
