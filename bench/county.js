/**
 * A county told month by month in the project's own events: households with their accounts, monthly and yearly lists entered and settled, works, loans,
 * disclosures, day-ends; most of it ordinary, a little of it what the rules look for. The same size and seed tell the same county.
 */
'use strict';
const { createHash } = require('node:crypto');
const { ours } = require('./server');

const COUNTY = '422899';
const base32 = 'abcdefghijklmnopqrstuvwxyz234567';
/** References are random in the vault, so they must be here: neighbours in a list are not neighbours in an index. */
const ref = (kind, name) => `${kind}-${[...createHash('sha256').update(`${kind} ${name}`).digest().subarray(0, 26)].map((byte) => base32[byte & 31]).join('')}`;

const pad = (n) => String(n).padStart(2, '0');
const daysIn = (year, month) => new Date(Date.UTC(year, month, 0)).getUTCDate();
const HASH = '0'.repeat(64);

/** Numbers in [0, 1), the same for the same seed. */
function chanceOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

class County {
  constructor({ households, seed = 2018 }) {
    this.size = households;
    this.chance = chanceOf(seed);
    this.revisions = new Map();
    this.appends = [];
    this.serial = 0;
    this.months = 0;
    this.classes = {};
    for (const decider of ours('src/domain/nouns').NOUNS) Object.assign(this.classes, decider.events);
    this.checkMessage = ours('src/domain/field-check').checkMessage;
    this.households = Array.from({ length: households }, (_, n) => ({
      id: `h${n}`, village: `${COUNTY}001${String(201 + (n % 40)).padStart(3, '0')}`, head: ref('p', `head ${n}`), spouse: ref('p', `spouse ${n}`), child: ref('p', `child ${n}`),
      account: ref('a', `head ${n}`), second: ref('a', `spouse ${n}`), diedIn: undefined,
    }));
  }

  /** Events of one stream in one append, checked by their classes as the service does. */
  say(streamId, events) {
    const told = events.map(([type, data]) => {
      const found = this.checkMessage(this.classes[type], data);
      if (found.length > 0) throw new Error(`${type}: ${JSON.stringify(found)}`);
      return { type, schemaVersion: 1, data };
    });
    const expected = this.revisions.get(streamId) ?? -1;
    this.revisions.set(streamId, expected + told.length);
    const key = `${streamId}/${this.serial += 1}`;
    this.appends.push({
      streamId, expected: expected === -1 ? 'none' : expected, events: told, metadata: { actor: 'bench', region: COUNTY, correlationId: key, causationId: '' },
      key: { office: `${COUNTY}/bench`, key, bodyHash: createHash('sha256').update(key).digest('hex') },
    });
  }

  /** Hands over what was told since. */
  taken() {
    const { appends } = this;
    this.appends = [];
    return appends;
  }

  programme(id, terms) {
    this.say(`programme-${id}`, [['ProgrammeDefined', {
      region: '42', name: '示例补贴', basis: '示例文件', effectiveFrom: '2008-01-01', occurredOn: '2008-01-01', payee: 'person', cadence: 'monthly', allowedPurposes: ['household-subsidy', 'production'],
      negativeList: ['office-building'], economicClasses: [], exclusiveWith: [], endsWithDeath: true, rosterPostingDays: 7, ...terms,
    }]]);
  }

  setting() {
    this.programme('LOWINC', {});
    this.programme('LAND', { payee: 'household', cadence: 'yearly', endsWithDeath: false });
    this.programme('WORKS', { payee: 'organisation', cadence: 'by-progress', allowedPurposes: ['rural-infrastructure'], endsWithDeath: false });
    for (const one of this.households) {
      this.say(`household-${one.id}`, [
        ['HouseholdRegistered', { region: one.village, headRef: one.head, members: [{ personRef: one.head, relation: 'head' }, { personRef: one.spouse, relation: 'spouse' }, { personRef: one.child, relation: 'child' }], status: 'registered', occurredOn: '2008-01-01' }],
        ['AccountBound', { accountRef: one.account, personRef: one.head, bank: '农商行', kind: 'card', occurredOn: '2008-01-01' }],
        ['AccountBound', { accountRef: one.second, personRef: one.spouse, bank: '农商行', kind: 'card', occurredOn: '2008-01-01' }],
      ]);
    }
    return this.taken();
  }

  /** Who is on the monthly list, on whose account: one in two hundred on the neighbour's, one in three hundred twice; of the dead, one in three is noticed only after four months. */
  monthlyLines() {
    return this.households.flatMap((one, n) => {
      const payee = n % 4 === 3 ? 'spouse' : 'head';
      if (one.diedIn !== undefined && (n % 3 > 0 || this.months - one.diedIn > 4)) return [];
      const line = { householdId: one.id, payeeRef: one[payee], accountRef: payee === 'spouse' ? one.second : one.account, region: one.village, amountFen: 30_000 + (n % 7) * 1_000 };
      if (n % 200 === 7) line.accountRef = this.households[(n + 1) % this.size].account;
      return this.chance() < 1 / 300 ? [line, line] : [line];
    });
  }

  yearlyLines() {
    return this.households.map((one, n) => ({ householdId: one.id, payeeRef: one.head, accountRef: one.account, region: one.village, amountFen: 90_000 + (n % 11) * 500, quantityMilli: 3_000, standardFen: 30_000 }));
  }

  /** A list opened, entered, answered by the bank; one line in a hundred fails and is paid to the same account a week later. */
  *batch(programmeId, month, on, lines) {
    const id = `${programmeId}-${month}-${this.serial}`;
    const stream = `batch-${id}`;
    const total = lines.reduce((sum, line) => sum + line.amountFen, 0);
    this.say(stream, [['BatchOpened', {
      region: COUNTY, programmeId, allocationId: `${programmeId}-${month.slice(0, 4)}`, benefitFrom: month, benefitTo: month, budgetYear: Number(month.slice(0, 4)), declaredCount: lines.length, declaredTotalFen: total, bank: '农商行', occurredOn: on,
    }]]);
    for (let start = 0; start < lines.length; start += 1_000) {
      this.say(stream, lines.slice(start, start + 1_000).map((line, n) => ['DisbursementEntered', { ordinal: start + n + 1, ...line }]));
      yield this.taken();
    }
    this.say(stream, [['BatchSubmitted', { count: lines.length, totalFen: total, contentHash: HASH, occurredOn: on }], ['BatchApproved', { occurredOn: on }], ['BatchSent', { occurredOn: on }]]);
    for (let start = 0; start < lines.length; start += 1_000) {
      const some = lines.slice(start, start + 1_000);
      const resultsId = `r${start / 1_000 + 1}`;
      const results = some.map((line, n) => {
        const result = { ordinal: start + n + 1, attempt: 1, amountFen: line.amountFen, resultsId, occurredOn: on };
        return this.chance() < 0.01 ? ['DisbursementFailed', { ...result, reason: 'F01' }] : ['DisbursementSettled', result];
      });
      const sums = (type) => results.filter(([name]) => name === type).reduce(([count, fen], [, { amountFen }]) => [count + 1, fen + amountFen], [0, 0]);
      const [[settledCount, settledFen], [failedCount, failedFen]] = [sums('DisbursementSettled'), sums('DisbursementFailed')];
      this.say(stream, [['ResultsReceived', { resultsId, settledCount, settledFen, failedCount, failedFen, returnedCount: 0, returnedFen: 0, occurredOn: on }], ...results]);
      const again = results.filter(([type]) => type === 'DisbursementFailed').map(([, result]) => result);
      for (const { ordinal, amountFen } of again) {
        const { payeeRef, accountRef } = lines[ordinal - 1];
        this.say(stream, [['DisbursementReissued', { ordinal, attempt: 2, accountRef, payeeRef, reason: '核对后重新发放', occurredOn: on }], ['DisbursementSettled', { ordinal, attempt: 2, amountFen, resultsId: `${resultsId}b`, occurredOn: on }]]);
      }
      this.say(`allocation-${programmeId}-${month.slice(0, 4)}`, [['CommittedFundsPaid', { holder: 'batch', holderId: id, amountFen: Math.max(1, settledFen), causeId: resultsId, occurredOn: on }]]);
      yield this.taken();
    }
  }

  yearBegins(year) {
    this.say('calendar-cn', [['HolidaysPublished', { year, holidays: [`${year}-01-01`, `${year}-05-01`, `${year}-10-01`], workdays: [], documentNumber: '国办发明电〔2017〕12号', occurredOn: `${year - 1}-11-30` }]]);
    for (const programmeId of ['LOWINC', 'LAND', 'WORKS']) {
      const stream = `allocation-${programmeId}-${year}`;
      this.say(stream, [['AllocationIssued', { region: COUNTY, programmeId, documentNumber: '鄂财农〔2018〕1号', budgetYear: year, source: 'central', functionCode: '2130505', amountFen: 100_000_000_000, occurredOn: `${year}-01-02` }],
        ['DisclosurePosted', { kind: 'announcement', item: 'allocation', level: 'county', venue: 'portal', fields: ['name', 'amount'], occurredOn: `${year}-01-08`, from: `${year}-01-08`, contentHash: HASH }]]);
    }
  }

  works(year, month) {
    const on = `${year}-${pad(month)}-05`;
    for (let n = 0; n < Math.ceil(this.size / 1_000); n += 1) {
      const id = `W${year}${pad(month)}${n}`;
      const notice = (item) => ['DisclosurePosted', { kind: 'notice', item, level: 'village', venue: 'board', fields: ['name', 'amount'], occurredOn: on, from: on, contentHash: HASH }];
      this.say(`project-${id}`, [['ProjectPlanned', { region: this.households[n].village, name: '村道硬化', programmeId: 'WORKS', allocationId: `WORKS-${year}`, site: '一组', content: '硬化一公里', unitName: '示例公司', amountFen: 10_000_000, plannedStart: on, plannedEnd: on, occurredOn: on }],
        ...(n % 9 === 0 ? [] : [notice('project-before-start')]), ['ProjectStarted', { occurredOn: on }], ...(n % 7 === 3 ? [['ProjectChanged', { aspect: 'amount', amountFen: 13_000_000, reason: '工程量增加', occurredOn: on }]] : []),
        ['ProjectAccepted', { occurredOn: on }]]);
      this.say(`payment-${id}`, [['PaymentOrdered', { region: COUNTY, allocationId: `WORKS-${year}`, projectId: id, payeeKind: 'organisation', payeeUscc: '91422801MA0000000A', accountRef: ref('a', 'firm'), amountFen: 9_000_000, economicClass: '31005', functionCode: '2130505', purpose: n % 11 === 5 ? 'office-building' : 'rural-infrastructure', summary: '工程款', occurredOn: on }],
        ['PaymentApproved', { occurredOn: on }], ['PaymentExecuted', { voucherNumber: `V${id}`, occurredOn: on }]]);
      const { id: householdId, head, account, village } = this.households[Math.floor(this.chance() * this.size)];
      this.say(`loan-${id}`, [['LoanGranted', { region: village, householdId, borrowerRef: head, bank: '农商行', product: '扶贫小额信贷', principalFen: 5_000_000, termMonths: 36, rateBasisPoints: 435, mode: 'self', use: 'production', collateral: false, occurredOn: on }],
        ['LoanPaidOut', { amountFen: 5_000_000, accountRef: account, occurredOn: on }],
        ['LoanProceedsMoved', { hop: 1, amountFen: 5_000_000, counterpartyKind: 'organisation', counterpartyUscc: `91422801MA00000${String(n % 40).padStart(2, '0')}A`.slice(0, 18), occurredOn: on, ...(n % 5 > 0 && { invoiceNumber: `F${id}`, deliveryNumber: `D${id}` }) }]]);
    }
  }

  /** Everything of the next month, an append list at a time. */
  *nextMonth() {
    const year = 2009 + Math.floor(this.months / 12);
    const month = (this.months % 12) + 1;
    this.months += 1;
    const on = (day) => `${year}-${pad(month)}-${pad(day)}`;
    if (month === 1) this.yearBegins(year);
    this.works(year, month);
    for (const one of this.households) {
      if (one.diedIn !== undefined || this.chance() >= 0.0008) continue;
      one.diedIn = this.months;
      this.say(`household-${one.id}`, [['MemberDied', { personRef: one.head, source: 'village', occurredOn: on(1) }]]);
    }
    yield this.taken();
    for (let day = 1; day <= daysIn(year, month); day += 1) {
      if (day === 10) yield* this.batch('LOWINC', `${year}-${pad(month)}`, on(day), this.monthlyLines());
      if (day === 20 && month === 6) yield* this.batch('LAND', `${year}-${pad(month)}`, on(day), this.yearlyLines());
      this.say('day-ledger', [['DayEnded', { occurredOn: on(day) }]]);
    }
    yield this.taken();
  }
}


module.exports = { County, ref };
