/** Words to tell the short stories that show a rule at work: events with what matters, the rest filled in. Invented people only. */
import { AllocationIssued } from '../../src/domain/allocation-opening';
import { BatchApproved, BatchOpened, BatchSubmitted, DisbursementEntered } from '../../src/domain/batch';
import { DisbursementSettled, ResultsReceived } from '../../src/domain/batch-results';
import { HolidaysPublished } from '../../src/domain/calendar';
import { CommittedFundsPaid } from '../../src/domain/commitment';
import { DayEnded } from '../../src/domain/day';
import { DisclosurePosted } from '../../src/domain/disclosure';
import { HouseholdRegistered } from '../../src/domain/household';
import { AccountBound } from '../../src/domain/household-accounts';
import { LoanGranted, LoanPaidOut, LoanProceedsMoved } from '../../src/domain/loan';
import { PaymentExecuted, PaymentOrdered } from '../../src/domain/payment';
import { ProgrammeDefined } from '../../src/domain/programme';
import { RegisterImported, RegisterRowsEntered, type RegisterRow } from '../../src/domain/register';
import { RosterCompiled, RosterPosted } from '../../src/domain/roster';
import type { Severity } from './severity';

export interface StoryEvent {
  readonly streamId: string;
  readonly type: string;
  readonly data: object;
  /** Who recorded it, where that matters. */
  readonly by?: string;
}

export interface Expected {
  readonly part?: string;
  readonly subject: string;
  readonly severity: Severity;
  readonly amountFen?: number;
}

export interface Story {
  /** What happens, in one line. */
  readonly told: string;
  readonly events: readonly StoryEvent[];
  /** Rules that judge beside, where this one reads what they say. */
  readonly beside?: readonly string[];
  /** How things stand in the end; none in a clean story. */
  readonly flags?: readonly Expected[];
}

export const said = <T extends object>(streamId: string, type: new () => T, data: T): StoryEvent => ({ streamId, type: type.name, data });

/** Recorded by somebody in particular. */
export const by = (actor: string, event: StoryEvent): StoryEvent => ({ ...event, by: actor });

export const person = (name: string): string => `p-${name.padEnd(26, '0')}`;
export const account = (name: string): string => `a-${name.padEnd(26, '0')}`;
export const COUNTY = '422899';
export const VILLAGE = '422899001201';
const HASH = '0'.repeat(64);

export const dayEnded = (on: string): StoryEvent => said('day-ledger', DayEnded, { occurredOn: on });

export const programme = (id: string, terms: Partial<ProgrammeDefined> = {}): StoryEvent =>
  said(`programme-${id}`, ProgrammeDefined, {
    region: '42', name: '示例补贴', basis: '示例文件', effectiveFrom: '2018-01-01', occurredOn: '2018-01-01', payee: 'person', cadence: 'monthly',
    allowedPurposes: ['household-subsidy', 'production'], negativeList: ['office-building'], economicClasses: [], exclusiveWith: [], endsWithDeath: true, rosterPostingDays: 7, ...terms,
  });

export const allocation = (id: string, terms: Partial<AllocationIssued> = {}): StoryEvent =>
  said(`allocation-${id}`, AllocationIssued, {
    region: COUNTY, programmeId: 'p1', documentNumber: '鄂财农〔2018〕1号', budgetYear: 2018, source: 'central', functionCode: '2130505', amountFen: 100_000_000, occurredOn: '2018-03-01', ...terms,
  });

export interface Line {
  readonly payee: string;
  readonly account?: string;
  readonly household?: string;
  readonly amountFen?: number;
  readonly supplements?: string;
}

/** A batch opened, its lines entered and settled on one day. */
export function paidBatch(id: string, month: string, on: string, lines: readonly Line[], terms: Partial<BatchOpened> = {}): StoryEvent[] {
  const stream = `batch-${id}`;
  const amount = (line: Line): number => line.amountFen ?? 30_000;
  const total = lines.reduce((sum, line) => sum + amount(line), 0);
  return [
    said(stream, BatchOpened, {
      region: COUNTY, programmeId: 'p1', allocationId: 'a1', benefitFrom: month, benefitTo: month, budgetYear: 2018, declaredCount: lines.length, declaredTotalFen: total,
      bank: '示例银行', occurredOn: on, ...terms,
    }),
    ...lines.map((line, index) => said(stream, DisbursementEntered, {
      ordinal: index + 1, payeeRef: person(line.payee), accountRef: account(line.account ?? line.payee), region: VILLAGE, amountFen: amount(line),
      ...(line.household !== undefined && { householdId: line.household }), ...(line.supplements !== undefined && { supplements: line.supplements }),
    })),
    ...lines.map((line, index) => said(stream, DisbursementSettled, { ordinal: index + 1, attempt: 1, amountFen: amount(line), resultsId: 'r1', occurredOn: on })),
  ];
}

/** The maker hands a batch in. */
export const submitted = (batchId: string, on: string): StoryEvent => said(`batch-${batchId}`, BatchSubmitted, { count: 1, totalFen: 30_000, contentHash: HASH, occurredOn: on });

/** The checker approves a batch. */
export const approved = (batchId: string, on: string): StoryEvent => said(`batch-${batchId}`, BatchApproved, { occurredOn: on });

/** The header of a results file: what of the batch was paid that day. */
export const resultsOf = (batchId: string, on: string, settledFen = 30_000): StoryEvent =>
  said(`batch-${batchId}`, ResultsReceived, { resultsId: `r-${on}`, settledCount: 1, settledFen, failedCount: 0, failedFen: 0, returnedCount: 0, returnedFen: 0, occurredOn: on });

/** A roster of the village, posted from one day to another. */
export const rosterPosted = (id: string, from: string, until: string): StoryEvent[] => [
  said(`roster-${id}`, RosterCompiled, {
    region: VILLAGE, programmeId: 'p1', benefitFrom: '2018-05', benefitTo: '2018-05', entries: [{ payeeRef: person('li'), amountFen: 30_000 }], contentHash: HASH, occurredOn: from,
  }),
  said(`roster-${id}`, RosterPosted, { level: 'village', venueName: '村务公开栏', contentHash: HASH, occurredOn: from, until }),
];

/** Another office hands a register of the county over; rows are new unless they say otherwise. */
export const handedOver = (kind: RegisterImported['kind'], rows: readonly Partial<RegisterRow>[], asOf = '2018-01-31'): StoryEvent[] => [
  said(`register-${kind}`, RegisterImported, { kind, region: COUNTY, source: '县直部门', asOf, count: rows.length, addedCount: rows.length, removedCount: 0, contentHash: HASH, occurredOn: asOf }),
  ...(rows.length > 0 ? [said(`register-${kind}`, RegisterRowsEntered, { kind, region: COUNTY, rows: rows.map((row) => ({ change: 'added' as const, ...row })) })] : []),
];

/** A household whose head alone is named, with an account in that name. */
export const household = (id: string, head: string, on = '2018-01-01'): StoryEvent[] => [
  said(`household-${id}`, HouseholdRegistered, { region: VILLAGE, headRef: person(head), members: [{ personRef: person(head), relation: 'head' }], status: 'registered', occurredOn: on }),
  said(`household-${id}`, AccountBound, { accountRef: account(head), personRef: person(head), bank: '示例银行', kind: 'card', occurredOn: on }),
];

/** A loan granted and paid out, and its proceeds moved to one receiver. */
export function lentAndMoved(id: string, borrower: string, on: string, move: Partial<LoanProceedsMoved>, terms: Partial<LoanGranted> = {}): StoryEvent[] {
  const stream = `loan-${id}`;
  const principalFen = terms.principalFen ?? 5_000_000;
  return [
    said(stream, LoanGranted, {
      region: VILLAGE, householdId: `h-${borrower}`, borrowerRef: person(borrower), bank: '示例银行', product: '扶贫小额信贷', principalFen, termMonths: 36,
      rateBasisPoints: 435, mode: 'self', use: 'production', collateral: false, occurredOn: on, ...terms,
    }),
    said(stream, LoanPaidOut, { amountFen: principalFen, accountRef: account(borrower), occurredOn: on }),
    said(stream, LoanProceedsMoved, { hop: 1, amountFen: principalFen, counterpartyKind: 'organisation', occurredOn: on, ...move }),
  ];
}

/** A calendar in which every Monday to Friday is worked. */
export const calendar = (year: number, holidays: string[] = []): StoryEvent =>
  said('calendar-cn', HolidaysPublished, { year, holidays, workdays: [], documentNumber: '国办发明电〔2017〕12号', occurredOn: `${String(year - 1)}-11-30` });

export const posted = (streamId: string, on: string, terms: Partial<DisclosurePosted> = {}): StoryEvent =>
  said(streamId, DisclosurePosted, {
    kind: 'announcement', item: 'allocation', level: 'county', venue: 'portal', fields: ['name', 'amount'], occurredOn: on, from: on, contentHash: HASH, ...terms,
  });

/** Money of an allocation goes out. */
export const paidFrom = (allocationId: string, on: string, amountFen = 1_000_000): StoryEvent =>
  said(`allocation-${allocationId}`, CommittedFundsPaid, { holder: 'batch', holderId: 'b1', amountFen, causeId: 'r1', occurredOn: on });

/** The treasury orders and executes a payment on one day: to a firm, for production, unless said otherwise. */
export const treasuryPaid = (id: string, on: string, order: Partial<PaymentOrdered> = {}): StoryEvent[] => [
  said(`payment-${id}`, PaymentOrdered, {
    region: COUNTY, allocationId: 'a1', payeeKind: 'organisation', payeeUscc: '91422801MA0000000A', accountRef: account('firm'), amountFen: 10_000_000, economicClass: '31005', functionCode: '2130505',
    purpose: 'production', summary: '拨款', occurredOn: on, ...order,
  }),
  said(`payment-${id}`, PaymentExecuted, { voucherNumber: `V-${id}`, occurredOn: on }),
];

/** Every day from the first to the last, in order. */
export function daysEnded(first: string, last: string): StoryEvent[] {
  const days: StoryEvent[] = [];
  for (let on = first; on <= last; on = dayAfter(on)) days.push(dayEnded(on));
  return days;
}

export function dayAfter(on: string, days = 1): string {
  const date = new Date(`${on}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}
