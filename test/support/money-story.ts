/** Programmes, allocations, batches and payments as stories tell them: defaults for everything, so that a test names only what matters to it. */
import type { Recorded } from '../../src/domain/decider';
import { type Told, hash, recorded, ref, told } from './story';

export const COUNTY = '422899';

export const programmeTerms = (over: object = {}) => ({
  name: '雨露计划', basis: '国开办发〔2015〕19号', effectiveFrom: '2018-01-01', payee: 'person', cadence: 'yearly', standardFen: 300_000, standardPer: 'person',
  allowedPurposes: ['training', 'household-subsidy'], negativeList: ['office-building', 'vehicles-and-equipment'], economicClasses: ['303'], exclusiveWith: [],
  endsWithDeath: true, rosterPostingDays: 7, payWithinWorkdays: 30, occurredOn: '2018-01-02', ...over,
});
export const programmeData = (over: object = {}) => ({ region: '42', ...programmeTerms(over) });
export const programmeDefined = (over: object = {}): Told => told('ProgrammeDefined', programmeData(over));

export const allocationData = (over: object = {}) => ({
  region: COUNTY, programmeId: 'YULU', documentNumber: '鄂财农发〔2018〕1号', budgetYear: 2018, source: 'central', functionCode: '2130599', amountFen: 1_000_00, occurredOn: '2018-01-05', ...over,
});
export const issued = (over: object = {}): Told => told('AllocationIssued', allocationData(over));
export const splitData = (over: object = {}) => ({
  splitId: 'S1', toAllocationId: 'county', toRegion: COUNTY, documentNumber: '鄂财农发〔2018〕2号', amountFen: 400_00, occurredOn: '2018-01-10', ...over,
});
export const splitOff = (over: object = {}): Told => told('AllocationSplit', splitData(over));
export const hold = (amountFen: number, over: object = {}) => ({ holder: 'batch', holderId: 'B1', amountFen, occurredOn: '2018-03-01', ...over });
export const move = (amountFen: number, causeId: string, over: object = {}) => ({ ...hold(amountFen, over), causeId });

export const batchData = (over: object = {}) => ({
  region: COUNTY, programmeId: 'YULU', allocationId: 'county', benefitFrom: '2018-01', benefitTo: '2018-06', budgetYear: 2018, declaredCount: 3, declaredTotalFen: 600_00,
  bank: '示例农商行', occurredOn: '2018-03-01', ...over,
});
export const batchOpened = (over: object = {}, by = 'clerk'): Told => told('BatchOpened', batchData(over), by);
export const lineData = (ordinal: number, amountFen = ordinal * 100_00) => ({ ordinal, payeeRef: ref('p', ordinal), accountRef: ref('a', ordinal), amountFen });
export const line = (ordinal: number, amountFen?: number): Told => told('DisbursementEntered', lineData(ordinal, amountFen), 'clerk');
export const submission = (over: object = {}) => ({ count: 3, totalFen: 600_00, contentHash: hash('c'), occurredOn: '2018-03-02', ...over });
/** Lines 1, 2 and 3 of 100, 200 and 300 yuan, submitted. */
export const submittedBatch: readonly Told[] = [batchOpened(), line(1), line(2), line(3), told('BatchSubmitted', submission(), 'clerk-2')];
export const sentBatch: readonly Told[] = [...submittedBatch, told('BatchApproved', { occurredOn: '2018-03-03' }, 'checker'), told('BatchSent', { occurredOn: '2018-03-04' }, 'clerk')];

export const paymentData = (over: object = {}) => ({
  region: COUNTY, allocationId: 'county', payeeKind: 'organisation', payeeName: '示例建设有限公司', payeeUscc: '91422801MA0000000A', accountRef: ref('a', 9), amountFen: 250_00,
  economicClass: '31005', functionCode: '2130504', purpose: 'rural-infrastructure', summary: '通村公路第一期工程款', occurredOn: '2018-04-01', ...over,
});
export const ordered = (over: object = {}, by = 'clerk'): Told => told('PaymentOrdered', paymentData(over), by);

/** Streams cited as evidence, as `execute` hands them over. */
export const cited = (streams: Readonly<Record<string, readonly Told[]>>): ReadonlyMap<string, readonly Recorded[]> =>
  new Map(Object.entries(streams).map(([stream, events]) => [stream, events.map((event, revision) => recorded(event, revision, stream))]));
