/** The watcher of identities is worth its name only if it speaks when one is broken. */
import type { Recorded } from '../../src/domain/decider';
import { recorded, ref, told } from '../support/story';
import { Identities } from './identities';

const opened = { region: '422899', programmeId: 'p', documentNumber: '1号', budgetYear: 2018, source: 'county', functionCode: '2130505', amountFen: 100, occurredOn: '2018-01-02' };
const at = (streamId: string, revision: number, type: string, data: object): Recorded => recorded(told(type, data), revision, streamId);
const watching = (...events: readonly Recorded[]): readonly string[] => {
  const identities = new Identities();
  events.forEach((event) => { identities.take(event); });
  return identities.broken();
};
const issued = at('allocation-a', 0, 'AllocationIssued', opened);
const split = at('allocation-a', 1, 'AllocationSplit', { splitId: 's', toAllocationId: 'b', toRegion: '422899001', documentNumber: '2号', amountFen: 60, occurredOn: '2018-01-03' });
const received = (amountFen: number): Recorded => at('allocation-b', 0, 'AllocationReceived', { ...opened, amountFen, fromAllocationId: 'a', splitId: 's', splitAt: 1 });

describe('the watcher of identities', () => {
  it('is silent while every fen is left, on its way or received', () => {
    expect(watching(issued)).toEqual([]);
    expect(watching(issued, split)).toEqual([]);
    expect(watching(issued, split, received(60))).toEqual([]);
  });

  it('speaks when more is received than was split', () => {
    expect(watching(issued, split, received(61))).toEqual(['the tree: 100 fen came, 101 are found']);
  });

  it('speaks when more is split than there was', () => {
    expect(watching(issued, split, at('allocation-a', 2, 'AllocationReclaimed', { amountFen: 50, documentNumber: '3号', reason: 'r', occurredOn: '2018-01-04' }))).toEqual(['allocation a: balanceFen is -10']);
  });

  it('speaks when a loan is repaid beyond what was paid out', () => {
    const granted = at('loan-l', 0, 'LoanGranted', { region: '422899', principalFen: 100, termMonths: 12, occurredOn: '2018-01-02' });
    expect(watching(granted, at('loan-l', 1, 'LoanRepaid', { principalFen: 1, interestFen: 0 }))).toEqual(['loan l: -1 fen outstanding of 100']);
  });

  it('speaks when a batch was submitted with fewer lines than it declared', () => {
    const open = at('batch-x', 0, 'BatchOpened', { region: '422899', declaredCount: 2, declaredTotalFen: 10 });
    const entered = at('batch-x', 1, 'DisbursementEntered', { ordinal: 1, payeeRef: ref('p', 1), accountRef: ref('a', 1), amountFen: 5 });
    expect(watching(open, entered)).toEqual([]);
    expect(watching(open, entered, at('batch-x', 2, 'BatchSubmitted', { count: 1, totalFen: 5 }))).toEqual(['batch x: 2 lines of 10 fen declared, 1 of 5 entered']);
    expect(watching(open, entered, at('batch-x', 2, 'BatchSubmitted', { count: 1, totalFen: 5, splitOffCount: 1, splitOffFen: 5 }))).toEqual([]);
  });
});
