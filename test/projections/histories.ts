/** Random histories for every rule there is: few people, accounts, loans and firms, so that they collide; late facts, returns, day-ends, parameters. */
import * as fc from 'fast-check';
import { allRules } from '../../projections/anomalies/catalogue';
import {
  account, allocation, approved, calendar, COUNTY, dayAfter, dayEnded, household, lentAndMoved, paidFrom, person, posted, programme, rosterPosted, said, VILLAGE, type StoryEvent,
} from '../../projections/anomalies/story';
import { AllocationSplit } from '../../src/domain/allocation';
import { AllocationReclaimed, CarriedOver, FundsIntegrated, IntegratedFundsReceived, ReclaimedFundsReceived } from '../../src/domain/allocation-transfer';
import { BatchClosed, BatchOpened, DisbursementEntered } from '../../src/domain/batch';
import { DisbursementReissued, DisbursementReversed, FailedFundsRepaid } from '../../src/domain/batch-corrections';
import { DisputeResolved, ResultDisputed } from '../../src/domain/batch-disputes';
import { DisbursementFailed, DisbursementReturned, DisbursementSettled, ResultsReceived } from '../../src/domain/batch-results';
import { FundsCommitted } from '../../src/domain/commitment';
import { MemberAdded, MemberDied, MemberLeft } from '../../src/domain/household';
import { AccountBound, AccountReplaced, ProxyAuthorised, ProxyEnded } from '../../src/domain/household-accounts';
import { IncidentRecorded } from '../../src/domain/incident';
import { LoanDividendPaid, LoanPaidOut, LoanProceedsMoved, LoanRepaid } from '../../src/domain/loan';
import { PaymentApproved, PaymentExecuted, PaymentOrdered, PaymentReversed } from '../../src/domain/payment';
import { ProgrammeRevised } from '../../src/domain/programme';
import { ProjectAccepted, ProjectChangeApproved, ProjectChanged, ProjectPlanned, ProjectStarted } from '../../src/domain/project';
import { ObjectionAnswered, ObjectionRaised } from '../../src/domain/roster';
import { RegisterRowsEntered } from '../../src/domain/register';
import { RuleParameterSet } from '../../src/domain/rule';
import { released } from '../support/told-ledger';

interface Act {
  readonly kind: keyof typeof TELL;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly late: number;
}

const people = ['li', 'wang', 'zhao', 'sun', 'qian', 'zhou', 'wu'];
const firms = ['91422801MA0000000A', '93422801MA00000004', '11422801000000000F'];
const pick = <T>(from: readonly T[], n: number): T => from[n % from.length] as T;

/** What the history knows of itself while it is told. */
class Telling {
  readonly events: StoryEvent[] = [];
  private readonly revisions = new Map<string, number>();
  today = '2018-03-01';
  batches = 0;
  readonly lines: { batch: string; line: number; attempt: number; payee: string; amountFen: number; settledRevision?: number }[] = [];
  readonly loans = new Set<string>();
  readonly projects: { id: string; changes: number[] }[] = [];
  readonly payments: string[] = [];
  readonly disputes: { batch: string; revision: number }[] = [];

  say(...events: StoryEvent[]): number {
    let revision = 0;
    for (const event of events) {
      revision = this.revisions.get(event.streamId) ?? 0;
      this.revisions.set(event.streamId, revision + 1);
      this.events.push(event);
    }
    return revision;
  }

  knows(streamId: string): boolean {
    return this.revisions.has(streamId);
  }

  /** Facts come late, never early. */
  on(act: Act): string {
    return dayAfter(this.today, -(act.late % 3 === 0 ? act.late % 50 : 0));
  }
}

function enterBatch(told: Telling, { a, b, c, ...act }: Act): void {
  const id = `b${String((told.batches += 1))}`;
  const month = pick(['2018-03', '2018-04'], a);
  told.say(said(`batch-${id}`, BatchOpened, {
    region: COUNTY, programmeId: pick(['p1', 'p2'], b), allocationId: pick(['a1', 'a2'], c), benefitFrom: month, benefitTo: month, budgetYear: 2018, declaredCount: 2, declaredTotalFen: 1,
    bank: '示例银行', occurredOn: told.on({ a, b, c, ...act }), ...(a % 3 > 0 && { rosterId: pick(['r1', 'r2'], a) }), ...(c % 11 === 0 && { campaign: 'takeover' }),
  }));
  if (b % 4 > 0) told.say(approved(id, told.on({ a, b, c, ...act })));
  for (const line of [1, 2]) {
    const payee = pick(people, a + line * b);
    const amountFen = pick([30_000, 1_200_000], c + line);
    const supplements = (a + line) % 7 === 0 && told.batches > 1 ? { supplements: `b${String(told.batches - 1)}-1` } : {};
    told.say(said(`batch-${id}`, DisbursementEntered, {
      ordinal: line, payeeRef: person(payee), accountRef: account(pick(people, c % 3 === 0 ? a + line * b : c)), region: VILLAGE, amountFen, ...supplements,
      ...((a + line) % 3 === 0 && { quantityMilli: pick([1000, 40_000, 60_000], c) }),
      ...(b % 3 > 0 && { householdId: pick(['h1', 'h2', 'h3'], a + line) }), ...((b + line) % 6 === 0 && { amber: ['L63', pick(['L61', 'L21', 'L60'], a)] }),
    }));
    told.lines.push({ batch: id, line, attempt: 1, payee, amountFen });
  }
}

function settle(told: Telling, act: Act): void {
  const paid = told.lines.filter((one) => one.settledRevision === undefined).slice(0, 1 + (act.a % 3));
  for (const batch of new Set(paid.map((line) => line.batch))) {
    const settledFen = paid.filter((line) => line.batch === batch).reduce((sum, line) => sum + line.amountFen, 0);
    told.say(said(`batch-${batch}`, ResultsReceived, { resultsId: 'r1', settledCount: 1, settledFen, failedCount: 0, failedFen: 0, returnedCount: 0, returnedFen: 0, occurredOn: told.on(act) }));
  }
  for (const line of paid) {
    line.settledRevision = told.say(said(`batch-${line.batch}`, DisbursementSettled, { ordinal: line.line, attempt: line.attempt, amountFen: line.amountFen, resultsId: 'r1', occurredOn: told.on(act) }));
  }
}

function comeBack(told: Telling, act: Act): void {
  const line = pick(told.lines.filter((one) => one.settledRevision !== undefined), act.a) as Telling['lines'][number] | undefined;
  if (line?.settledRevision === undefined) return;
  const stream = `batch-${line.batch}`;
  const on = told.on(act);
  if (act.b % 2 === 0) told.say(said(stream, DisbursementReturned, { ordinal: line.line, attempt: line.attempt, amountFen: line.amountFen, resultsId: 'r2', reason: 'F03', occurredOn: on }));
  else told.say(said(stream, DisbursementReversed, { ordinal: line.line, reversesRevision: line.settledRevision, amountFen: line.amountFen, moneyBack: act.c % 2 === 0, reason: '错付', occurredOn: on }));
  line.settledRevision = undefined;
  line.attempt += 1;
  const payee = act.c % 5 === 0 ? pick(people, act.c) : line.payee;
  told.say(said(stream, DisbursementReissued, { ordinal: line.line, attempt: line.attempt, accountRef: account(pick(people, act.a)), payeeRef: person(payee), reason: '重发', occurredOn: on }));
}

/** The bank cannot pay; some lines are sent again, some stay, some batches are closed over them, some money is brought back. */
function fail(told: Telling, act: Act): void {
  const line = pick(told.lines.filter((one) => one.settledRevision === undefined), act.a) as Telling['lines'][number] | undefined;
  if (!line) return;
  const stream = `batch-${line.batch}`;
  told.say(said(stream, DisbursementFailed, { ordinal: line.line, attempt: line.attempt, amountFen: line.amountFen, resultsId: 'r3', reason: 'F01', occurredOn: told.on(act) }));
  switch (act.b % 5) {
    case 0: return void told.say(said(stream, BatchClosed, { releasedFen: 0, occurredOn: told.on(act) }));
    case 1: return void told.say(said(stream, FailedFundsRepaid, { lines: [{ ordinal: line.line, amountFen: line.amountFen }], occurredOn: told.on(act) }));
    case 2: {
      line.attempt += 1;
      const payeeRef = person(act.c % 2 === 0 ? pick(people, act.c) : line.payee);
      return void told.say(said(stream, DisbursementReissued, { ordinal: line.line, attempt: line.attempt, accountRef: account(pick(people, act.a)), payeeRef, reason: '重发', occurredOn: told.on(act) }));
    }
  }
}

/** What concerns the record itself: incidents, and banks that contradict themselves until they mend it. */
function oddity(told: Telling, act: Act): void {
  const batch = `b${String(1 + (act.a % 3))}`;
  if (act.c % 3 === 0) {
    const id = `incident-${String(act.b % 5)}`;
    if (!told.knows(id)) told.say(said(id, IncidentRecorded, { kind: pick(['key-conflict', 'scrub-failed'] as const, act.a), attempted: '另一请求', aboutStreamId: pick([`batch-${batch}`, 'register-r1'], act.b), region: COUNTY }));
    return;
  }
  if (!told.knows(`batch-${batch}`)) return;
  const open = told.disputes.findIndex((one) => one.batch === batch);
  if (act.c % 3 === 1 && open >= 0) {
    const [answered] = told.disputes.splice(open, 1);
    return void told.say(said(`batch-${batch}`, DisputeResolved, { disputeRevision: answered?.revision ?? 0, resolution: 'ledger-stands', occurredOn: told.on(act) }));
  }
  const revision = told.say(said(`batch-${batch}`, ResultDisputed, { resultsId: pick(['r1', 'r2'], act.b), kind: pick(['line-unknown', 'second-result', 'total-differs'] as const, act.a), statedAmountFen: 30_000, occurredOn: told.on(act) }));
  told.disputes.push({ batch, revision });
}

/** A roster hangs in the village, sometimes too short; now and then somebody objects, and is answered. */
function hangRoster(told: Telling, act: Act): void {
  const id = pick(['r1', 'r2'], act.a);
  const stream = `roster-${id}`;
  const from = told.on(act);
  const [compiled, hung] = rosterPosted(id, from, dayAfter(from, pick([6, 3, 9], act.b))) as [StoryEvent, StoryEvent];
  if (!told.knows(stream)) told.say({ ...compiled, data: { ...compiled.data, programmeId: pick(['p1', 'p2'], act.c) } });
  switch (act.c % 6) {
    case 0: return void told.say(said(stream, ObjectionRaised, { objectionId: `o${String(act.b % 3)}`, matter: '面积', occurredOn: from }));
    case 1: return void told.say(said(stream, ObjectionAnswered, { objectionId: `o${String(act.b % 3)}`, upheld: false, answer: '已复核', occurredOn: from }));
    case 2: return void told.say(posted(stream, from, { kind: 'notice', item: 'roster', venue: 'board', until: dayAfter(from, pick([6, 2], act.b)) }));
    default: return void told.say(hung);
  }
}

function reviseProgramme(told: Telling, act: Act): void {
  const id = pick(['p1', 'p2'], act.a);
  const terms = { payee: pick(['person', 'household'] as const, act.b), endsWithDeath: act.c % 4 > 0, negativeList: act.c % 3 === 0 ? ['office-building'] : [], allowedPurposes: ['production'], urgentRelief: act.b % 7 === 0, cadence: pick(['monthly', 'once', 'yearly'] as const, act.c),
    ...(act.a % 4 > 0 && { standardFen: pick([25_000, 1_000_000, 30_000], act.b), standardPer: pick(['person', 'square-metre'], act.c) }), ...(act.c % 3 > 0 && { capFen: pick([60_000, 1_300_000], act.a) }),
    ...(act.a % 3 > 0 && { payWithinWorkdays: pick([10, 20], act.c) }), ...(act.b % 2 === 0 && { quantityCapMilli: 25_000, quantityCapPer: pick(['member', 'payee'] as const, act.a) }) };
  const first = programme(id, terms);
  if (!told.knows(`programme-${id}`)) told.say(first);
  else told.say(said(`programme-${id}`, ProgrammeRevised, Object.assign({}, first.data as ProgrammeRevised, { reason: '修订', effectiveFrom: pick(['2018-02-01', '2018-04-01'], act.c), occurredOn: told.on(act) })));
}

function household1(told: Telling, act: Act): void {
  const id = pick(['h1', 'h2', 'h3'], act.a);
  const stream = `household-${id}`;
  const who = person(pick(people, act.b));
  const on = told.on(act);
  if (!told.knows(stream)) return void told.say(...household(id, pick(people, act.b)));
  switch (act.c % 8) {
    case 0: return void told.say(said(stream, MemberAdded, { personRef: who, relation: 'child', cause: 'other', occurredOn: on }));
    case 1: return void told.say(said(stream, MemberLeft, { personRef: who, cause: 'other', occurredOn: on }));
    case 2: return void told.say(said(stream, MemberDied, { personRef: who, source: 'village', occurredOn: dayAfter(on, pick([-40, -100], act.a)) }));
    case 3: return void told.say(said(stream, AccountBound, { accountRef: account(pick(people, act.a)), personRef: who, bank: '示例银行', kind: pick(['card', 'card', 'care-home'], act.a), occurredOn: on }));
    case 4: return void told.say(said(stream, AccountReplaced, { oldAccountRef: account(pick(people, act.a)), accountRef: account(pick(people, act.a + 1)), personRef: who, bank: '示例银行', reason: '换卡', occurredOn: on }));
    case 5: return void told.say(said(stream, ProxyEnded, { personRef: who, proxyRef: person(pick(people, act.a)), occurredOn: on }));
    default: return void told.say(said(stream, ProxyAuthorised, { personRef: who, proxyRef: person(pick(people, act.a)), basis: 'guardian', occurredOn: dayAfter(on, -20) }));
  }
}

function enterRegister(told: Telling, act: Act): void {
  const kind = pick(['deceased', 'cadre', 'deceased', 'low-income'] as const, act.a);
  told.say(said('register-r1', RegisterRowsEntered, { kind, region: COUNTY, rows: [{ change: act.c % 4 === 0 ? 'removed' : 'added', personRef: person(pick(people, act.b)), on: dayAfter(told.today, -(act.c % 110)) }] }));
}

/** Often several neighbours borrow on one day: clusters must happen. */
function lend(told: Telling, act: Act): void {
  for (let n = 0; n <= (act.b % 4 === 0 ? 3 : 0); n += 1) lendOne(told, { ...act, a: act.a + n });
}

function lendOne(told: Telling, act: Act): void {
  const id = `l${String(act.a % 9)}`;
  const stream = `loan-${id}`;
  const on = told.on(act);
  const firm = pick(firms, act.c % 9 === 0 ? 1 : 0);
  const move = { hop: act.c % 13 === 0 ? 3 : 1, amountFen: pick([5_000_000, 2_600_000, 5_000_000, 1_000_000], act.b), counterpartyUscc: firm, ...(act.c % 11 === 0 && { invoiceNumber: 'F1', deliveryNumber: 'D1' }) };
  if (!told.knows(stream)) {
    const mode = pick(['self', 'self', 'co-operative'] as const, act.c);
    return void told.say(...lentAndMoved(id, pick(people, act.a), on, move, { mode, memberOnRecord: act.b % 2 === 0, participationOnRecord: act.b % 3 > 0, occurredOn: pick([on, '2017-06-01'], act.c) }));
  }
  switch (act.b % 5) {
    case 0: return void told.say(said(stream, LoanPaidOut, { amountFen: 3_000_000, accountRef: account('li'), occurredOn: on }));
    case 1: return void told.say(said(stream, LoanRepaid, { payer: pick(['borrower', 'organisation'], act.c), payerUscc: firm, principalFen: 100_000, interestFen: 1_000, occurredOn: on }));
    case 2: return void told.say(said(stream, LoanDividendPaid, { payer: 'organisation', payerUscc: firm, amountFen: 50_000, fixed: act.c % 2 === 0, occurredOn: on }));
    default: return void told.say(said(stream, LoanProceedsMoved, { counterpartyKind: 'organisation', occurredOn: on, ...move }));
  }
}

function allot(told: Telling, act: Act): void {
  const id = pick(['a1', 'a2'], act.a);
  const stream = `allocation-${id}`;
  const on = told.on(act);
  if (!told.knows(stream)) {
    return void told.say(allocation(id, {
      occurredOn: on, programmeId: pick(['p1', 'p2'], act.b), region: pick([COUNTY, COUNTY, '42'], act.c), source: pick(['central', 'provincial'] as const, act.b), ...(act.a % 5 === 0 && { campaign: 'takeover', occurredOn: dayAfter(on, -60) }),
    }));
  }
  switch (act.b % 7) {
    case 0: return void told.say(said(stream, AllocationSplit, { splitId: `s${String(act.c)}`, toAllocationId: 'a3', toRegion: VILLAGE.slice(0, 9), documentNumber: '鄂财农〔2018〕2号', amountFen: pick([1_000, 40_000_000], act.c), occurredOn: on }));
    case 1: return void told.say(paidFrom(id, on, pick([1_000_000, 50_000_000, 95_000_000], act.c)));
    case 2: return void told.say(said(stream, FundsCommitted, { holder: 'batch', holderId: `b${String(1 + (act.c % 3))}`, amountFen: 60_000_000, occurredOn: on }));
    case 3: return void told.say(said(stream, AllocationReclaimed, { amountFen: pick([20_000_000, 95_000_000], act.c), documentNumber: '鄂财农〔2018〕3号', reason: '收回', occurredOn: on }));
    case 4: return passOver(told, stream, act, on);
    default: return void told.say(posted(stream, on, act.c % 3 === 0 ? { venue: 'board', until: dayAfter(on, 3) } : {}));
  }
}

/** Money pooled, carried over, come back from below. */
function passOver(told: Telling, stream: string, { c }: Act, occurredOn: string): void {
  const amountFen = pick([30_000_000, 95_000_000], c);
  const plan = { useProgrammeId: 'p1', planNumber: '方案1', planVersion: 1 };
  switch (c % 4) {
    case 0: return void told.say(said(stream, FundsIntegrated, { integrationId: `i${String(c)}`, toAllocationId: 'a2', amountFen, ...plan, occurredOn }));
    case 1: return void told.say(said(stream, IntegratedFundsReceived, { fromAllocationId: 'a9', integrationId: `i${String(c)}`, amountFen, ...plan, originSource: 'central', originProgrammeId: 'p9', originFunctionCode: '2130505', integratedAt: 0, occurredOn }));
    case 2: return void told.say(said(stream, CarriedOver, { carryId: `c${String(c)}`, kind: 'surplus', toBudgetYear: 2019, documentNumber: '鄂财农〔2018〕4号', amountFen, occurredOn }));
    default: return void told.say(said(stream, ReclaimedFundsReceived, { fromAllocationId: 'a3', reclaimRevision: 1, amountFen, reclaimedAt: 0, occurredOn }));
  }
}

function runProject(told: Telling, act: Act): void {
  const id = pick(['j1', 'j2'], act.a);
  const stream = `project-${id}`;
  const on = told.on(act);
  if (!told.knows(stream)) {
    told.projects.push({ id, changes: [] });
    return void told.say(said(stream, ProjectPlanned, {
      region: VILLAGE, name: '村道', programmeId: 'p1', allocationId: 'a1', site: '一组', content: '硬化一公里', unitName: '示例公司', amountFen: 10_000_000, plannedStart: on, plannedEnd: on, occurredOn: on,
    }));
  }
  const project = told.projects.find((one) => one.id === id);
  const approval = { documentNumber: '县扶办〔2018〕3号', office: '县扶贫办', approvedOn: dayAfter(on, act.b % 5 === 0 ? 0 : -10) };
  switch (act.c % 7) {
    case 0: return void told.say(said(stream, ProjectStarted, { occurredOn: on }));
    case 1: return void told.say(said(stream, ProjectAccepted, { occurredOn: on }));
    case 2: return void told.say(posted(stream, on, { item: pick(['project-before-start', 'project-after-completion'], act.b) }));
    case 3: {
      const change = project?.changes.at(-1);
      return change === undefined ? undefined : void told.say(said(stream, ProjectChangeApproved, { changeRevision: change, approval, occurredOn: on }));
    }
    default: {
      const revision = told.say(said(stream, ProjectChanged, { aspect: pick(['amount', 'site', 'amount'] as const, act.b), amountFen: pick([11_000_000, 12_000_000], act.b), ...(act.b % 4 === 0 && { approval }), reason: '调整', occurredOn: on }));
      return void project?.changes.push(revision);
    }
  }
}

function pay(told: Telling, act: Act): void {
  const on = told.on(act);
  const open = act.c % 5 === 0 ? told.payments.at(-1) : undefined;
  if (open) return void told.say(said(`payment-${open}`, PaymentReversed, { reason: '退回', occurredOn: on }));
  const id = `y${String(told.payments.push(`y${String(told.payments.length + 1)}`))}`;
  told.say(
    said(`payment-${id}`, PaymentOrdered, {
      region: COUNTY, allocationId: pick(['a1', 'a2'], act.a), ...(act.b % 2 === 0 && { projectId: pick(['j1', 'j2'], act.a) }), payeeKind: 'organisation', payeeUscc: pick(firms, act.b), accountRef: account('firm'),
      amountFen: pick([1_000_000, 3_500_000], act.c), economicClass: pick(['31005', '30201'], act.c), functionCode: pick(['2130505', '2130501'], act.a), purpose: pick(['production', 'office-building', 'training'] as const, act.b), summary: '工程款', occurredOn: on,
    }),
    ...(act.c % 4 > 0 ? [said(`payment-${id}`, PaymentApproved, { occurredOn: told.on({ ...act, late: act.b }) })] : []),
    said(`payment-${id}`, PaymentExecuted, { voucherNumber: `v-${id}`, occurredOn: on }),
  );
}

function setParameter(told: Telling, act: Act): void {
  const rules = allRules().filter((rule) => rule.parameters.length > 0 && told.knows(`rule-${rule.code}`));
  if (rules.length === 0) return;
  const rule = pick(rules, act.a);
  const parameter = pick(rule.parameters, act.b);
  told.say(said(`rule-${rule.code}`, RuleParameterSet, {
    name: parameter.name, value: Math.max(1, Math.trunc((parameter.value * pick([50, 80, 120], act.c)) / 100)), basis: 'proposal', region: pick(['00', '42', COUNTY, VILLAGE], act.b + act.c),
    effectiveFrom: pick(['2018-01-01', '2018-04-01'], act.c), proposalRevision: 1,
  }));
}

function passDays(told: Telling, act: Act): void {
  told.say(dayEnded(told.today));
  told.today = dayAfter(told.today, 1 + (act.a % 9));
}

const TELL = {
  batch: enterBatch, settle, back: comeBack, fail, roster: hangRoster, oddity, programme: reviseProgramme, household: household1, register: enterRegister, loan: lend, allot, project: runProject, pay, parameter: setParameter, day: passDays,
  calendar: (told: Telling, act: Act) => void told.say(calendar(2018, act.a % 2 === 0 ? [] : ['2018-04-05', '2018-04-06', '2018-04-30', '2018-05-01'])),
  rule: (told: Telling, act: Act) => {
    const rule = pick(allRules(), act.a);
    if (!told.knows(`rule-${rule.code}`)) told.say(released(rule));
  },
} satisfies Record<string, (told: Telling, act: Act) => void>;

const WEIGHTS: Readonly<Record<keyof typeof TELL, number>> = {
  batch: 3, settle: 4, back: 2, fail: 2, roster: 2, oddity: 1, programme: 2, household: 5, register: 2, loan: 6, allot: 4, project: 5, pay: 3, parameter: 2, day: 7, calendar: 1, rule: 3,
};

/** Some histories tell of everything, the others dwell on one matter: what needs five of a kind must happen by chance too. */
const MATTERS: readonly (readonly (keyof typeof TELL)[])[] = [[], ['batch', 'settle', 'household'], ['loan'], ['allot', 'project', 'day'], ['project', 'pay', 'allot']];

const acts = (matter: readonly (keyof typeof TELL)[]): fc.Arbitrary<Act[]> => {
  const kinds = Object.entries(WEIGHTS).map(([name, weight]) => ({ weight: weight * (matter.includes(name as keyof typeof TELL) ? 6 : 1), arbitrary: fc.constant(name as keyof typeof TELL) }));
  return fc.array(fc.record({ kind: fc.oneof(...kinds), a: fc.nat(997), b: fc.nat(997), c: fc.nat(997), late: fc.nat(99) }), { minLength: 40, maxLength: 70, size: 'max' });
};

/** About a third of the rules are released before anything happens, the rest on the way. */
export const historiesOf = (...matters: (readonly (keyof typeof TELL)[])[]): fc.Arbitrary<readonly StoryEvent[]> => fc.tuple(fc.nat(2), fc.constantFrom(...matters).chain(acts)).map(([early, all]) => {
  const told = new Telling();
  allRules().forEach((rule, index) => { if (index % 3 === early) told.say(released(rule)); });
  for (const one of all) TELL[one.kind](told, one);
  allRules().forEach((rule) => { if (!told.knows(`rule-${rule.code}`)) told.say(released(rule)); });
  return told.events;
});

export const histories = historiesOf(...MATTERS);

/** What each rule is about, so that the costly questions are asked where it has something to say; a rule without an entry is asked about everything. */
const ABOUT: Readonly<Record<string, readonly (readonly (keyof typeof TELL)[])[]>> = {
  A02: [['batch', 'settle', 'programme', 'household', 'register']], A03: [['batch', 'settle', 'back', 'programme']], A07: [['batch', 'settle', 'household']], A12: [['pay', 'allot', 'programme', 'batch']],
  A42: [['allot', 'day', 'batch', 'settle', 'fail', 'oddity'], ['oddity', 'batch', 'day', 'roster']], A11: [['allot', 'day', 'programme', 'calendar', 'roster'], ['allot', 'day', 'programme', 'calendar']], A36: [['batch', 'settle', 'fail', 'back', 'day', 'calendar'], ['batch', 'fail', 'back', 'household', 'register']], A16: [['batch', 'settle', 'back', 'programme', 'household']], A01: [['batch', 'settle', 'back', 'household', 'register']], A26: [['batch', 'settle', 'roster', 'programme'], ['pay', 'project']],
  A19: [['loan']], A24: [['allot', 'project', 'day', 'calendar']], A28: [['project', 'pay']],
};
export const historiesAbout = (rule: string): fc.Arbitrary<readonly StoryEvent[]> => historiesOf(...(ABOUT[rule] ?? MATTERS));
