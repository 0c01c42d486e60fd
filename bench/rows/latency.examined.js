/**
 * Recorded → examined in seconds, p99, of 200 single lines a second sent to the whole service over HTTP, while the bank settles a batch of 150,000 lines
 * and a day-end finds 20,000 duties due and unmet. Payees are heads of registered households; one in a hundred of either list is in no register, and is
 * flagged. The stream runs for a while, and the ledger is sealed, before anything is measured. The peer is one second.
 */
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');
const { Client } = require('pg');
const { ref } = require('../county');
const { followedCounty } = require('../followed-county');
const { startService } = require('../service');

const LINES = 150_000;
const DUTIES = 20_000;
const PER_SECOND = 200;
const WARM_SECONDS = 15;
const SECONDS = 60;
const LINES_EACH = WARM_SECONDS + SECONDS;
const HASH = '0'.repeat(64);
const on = '2009-12-01';

const isGhost = (n) => n % 100 === 99;

/** The payees of `list`, as households of one village after another. */
async function register(say, list, count) {
  for (let start = 0; start < count; start += 2_000) {
    for (let n = start; n < Math.min(count, start + 2_000); n += 1) {
      if (!isGhost(n)) say.tell(`household-${list}${n}`, [['HouseholdRegistered', { region: `422899001${String(201 + (n % 40)).padStart(3, '0')}`, headRef: ref('p', `${list} ${n}`), members: [{ personRef: ref('p', `${list} ${n}`), relation: 'head' }], status: 'registered', occurredOn: '2008-01-01' }]]);
    }
    await say.record();
  }
}

/** A large batch approved and sent, 20,000 projects accepted on one day whose announcement falls due on the next day-end, and the batches that lines arrive in. */
async function stage(county) {
  const { county: told, record } = county;
  const say = async (stream, events) => {
    told.say(stream, events);
    await record(told.taken());
  };
  for (const appends of told.nextMonth()) await record(appends);
  const households = { tell: (stream, events) => told.say(stream, events), record: () => record(told.taken()) };
  await register(households, 'large', LINES);
  await register(households, 'arriving', PER_SECOND * LINES_EACH);
  const opened = (id, count) => ['BatchOpened', { region: '422899', programmeId: 'LOWINC', allocationId: 'LOWINC-2009', benefitFrom: '2009-01', benefitTo: '2009-01', budgetYear: 2009, declaredCount: count, declaredTotalFen: count * 30_000, bank: '农商行', occurredOn: '2009-01-31' }];
  await say('batch-LARGE', [opened('LARGE', LINES)]);
  for (let start = 0; start < LINES; start += 2_000) {
    await say('batch-LARGE', Array.from({ length: 2_000 }, (_, n) => ['DisbursementEntered', { ordinal: start + n + 1, payeeRef: ref('p', `large ${start + n}`), accountRef: ref('a', `large ${start + n}`), region: '422899001201', amountFen: 30_000 }]));
  }
  await say('allocation-LOWINC-2009', [['FundsCommitted', { holder: 'batch', holderId: 'LARGE', amountFen: LINES * 30_000, occurredOn: '2009-01-31' }]]);
  await say('batch-LARGE', [['BatchSubmitted', { count: LINES, totalFen: LINES * 30_000, contentHash: HASH, occurredOn: '2009-01-31' }], ['BatchApproved', { occurredOn: '2009-01-31' }], ['BatchSent', { occurredOn: '2009-01-31' }]]);
  for (let n = 0; n < PER_SECOND; n += 1) told.say(`batch-ARRIVING-${n}`, [opened(`ARRIVING-${n}`, LINES_EACH)]);
  await record(told.taken());
  for (let n = 0; n < DUTIES; n += 1) {
    told.say(`project-D${n}`, [['ProjectPlanned', { region: `422899001${String(201 + (n % 40)).padStart(3, '0')}`, name: '村道硬化', programmeId: 'WORKS', site: '一组', content: '硬化一公里', unitName: '示例公司', amountFen: 1_000_000, plannedStart: on, plannedEnd: on, occurredOn: '2009-01-31' }], ['ProjectAccepted', { occurredOn: '2009-01-31' }]]);
    if (n % 2_000 === 1_999) await record(told.taken());
  }
  // Twenty working days after 31 January is 2 March: every day-end before it is already past.
  for (const day of ['02-01', '02-02', '02-03', '02-04', '02-05', '02-06', '02-07', '02-08', '02-09', '02-10', '02-11', '02-12', '02-13', '02-14', '02-15', '02-16', '02-17', '02-18', '02-19', '02-20', '02-21', '02-22', '02-23', '02-24', '02-25', '02-26']) {
    told.say('day-ledger', [['DayEnded', { occurredOn: `2009-${day}` }]]);
  }
  await record(told.taken());
  await county.follow();
  await county.pool.query('vacuum analyze');
}

/** What the bank answers to the large batch, as a file: a body of lines may not be so large. */
const resultsFile = Buffer.from(['明细号,金额,状态', ...Array.from({ length: LINES }, (_, line) => `${line + 1},300.00,成功`)].join('\r\n'));

/** When each position was seen examined, never before it was; looking must not cost what is looked at. */
function watch(client) {
  const seen = [];
  let going = true;
  const looking = (async () => {
    while (going) {
      const { rows: [row] } = await client.query(`select min(position)::integer as before from work.follower where name = 'facts' or name like 'rule-%'`);
      const last = seen.at(-1);
      if (last === undefined || row.before > last.before) seen.push({ before: row.before, at: performance.now() });
      await sleep(20);
    }
  })();
  return { seen, stop: async () => ((going = false), looking) };
}

/** Until what was recorded before the service came up is signed: a service that starts anew finds it so. */
async function sealed(client) {
  for (let waited = 0; waited < 120_000; waited += 100) {
    const { rows: [{ behind }] } = await client.query('select (select size from ledger.log_head) - coalesce((select max(size) from proof.checkpoint), 0) as behind');
    if (Number(behind) === 0) return;
    await sleep(100);
  }
  throw new Error('two minutes were not enough to sign what there was');
}

async function examined(server) {
  const county = await followedCounty(server, { households: 2_000 });
  await stage(county);
  await county.store.close();
  const { connectionString } = county.pool.options;
  await county.pool.end();
  const running = await startService(server, connectionString);
  const client = new Client({ connectionString });
  await client.connect();
  return {
    async run() {
      const [bank, admin] = ['bank', 'admin'].map((user) => running.as(user));
      const enter = running.commanding('clerk');
      const { seen, stop } = watch(client);
      const recorded = [];
      // Ordinals rise within a batch: each batch has one line on its way at a time.
      const before = new Map();
      const send = async (n) => {
        const batch = n % PER_SECOND;
        await before.get(batch);
        const { position } = await enter({ key: `arriving-${n}`, type: 'EnterDisbursements', id: `ARRIVING-${batch}`, data: { lines: [{ ordinal: Math.floor(n / PER_SECOND) + 1, payeeRef: ref('p', `arriving ${n}`), accountRef: ref('a', `arriving ${n}`), amountFen: 30_000 }] } });
        recorded.push({ position, at: performance.now() });
      };
      const bulk = [];
      const sent = [];
      await sealed(client);
      const start = performance.now();
      for (let n = 0; n < PER_SECOND * LINES_EACH; n += 1) {
        const due = start + (n * 1000) / PER_SECOND;
        if (due > performance.now()) await sleep(due - performance.now());
        if (n === PER_SECOND * WARM_SECONDS) recorded.length = 0;
        if (n === PER_SECOND * (WARM_SECONDS + 5)) bulk.push(bank('POST', '/v1/batches/LARGE/results?resultsId=r1&occurredOn=2009-02-26', resultsFile, { 'content-type': 'text/csv' }));
        if (n === PER_SECOND * (WARM_SECONDS + 40)) bulk.push((async () => { for (const day of ['02-27', '02-28', '03-01', '03-02']) await admin('POST', '/v1/commands', { key: `end-${day}`, type: 'EndDay', id: 'ledger', data: { occurredOn: `2009-${day}` } }); })());
        const one = send(n);
        before.set(n % PER_SECOND, one);
        sent.push(one);
      }
      await Promise.all([...bulk, ...sent]);
      const end = Math.max(...recorded.map(({ position }) => position));
      for (let waited = 0; waited < 60_000 && (seen.at(-1)?.before ?? 0) <= end; waited += 50) await sleep(50);
      await stop();
      const { rows: [{ flags }] } = await client.query(`select count(*)::integer as flags from facts.flag where rule = 'A24' and subject_kind = 'project'`);
      if (flags < DUTIES) throw new Error(`the day-end raised ${flags} flags, not ${DUTIES}`);
      if ((seen.at(-1)?.before ?? 0) <= end) throw new Error(`a minute after the last line only ${seen.at(-1)?.before} of ${end + 1} were examined`);
      const waits = recorded.map(({ position, at }) => (seen.find(({ before }) => before > position).at - at) / 1000).sort((a, b) => a - b);
      return Math.max(0, waits[Math.floor(waits.length * 0.99)]);
    },
    async close() {
      await client.end();
      await running.stop();
    },
  };
}

module.exports = { name: 'latency.examined', unit: 'seconds, p99', target: 1, atMost: true, rounds: 1, warm: false, ours: examined, peer: () => ({ run: () => 1, close: () => undefined }) };
