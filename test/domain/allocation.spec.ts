/** Money of an allocation is somewhere at every moment: split, committed, paid, reclaimed or left. */
import fc from 'fast-check';
import allocation, { type AllocationCommand, type AllocationEvent, identityOf } from '../../src/domain/allocation';
import type { Context } from '../../src/domain/decider';
import { Refused } from '../../src/domain/refused';
import { COUNTY, allocationData, cited, hold, issued, move, programmeDefined, splitData, splitOff } from '../support/money-story';
import { type Told, seed, storyOf, told } from '../support/story';

const { given } = storyOf(allocation, { id: 'county', cited: cited({ 'programme-YULU': [programmeDefined()] }) });
const adjusted = (changeFen: number) => ({ changeFen, documentNumber: '鄂财农发〔2018〕9号', reason: '调整', occurredOn: '2018-06-01' });
const reclaimed = (amountFen: number) => ({ amountFen, documentNumber: '鄂财农发〔2018〕8号', reason: '结余收回', occurredOn: '2018-12-01' });
const committed = (amountFen: number, over: object = {}): Told => told('FundsCommitted', hold(amountFen, over));
const paid = (amountFen: number, cause: string): Told => told('CommittedFundsPaid', move(amountFen, cause));

describe('an allocation', () => {
  it('is issued once, under a programme that exists', () => {
    given().when('IssueAllocation', allocationData(), { role: 'province' }).thenRecords('AllocationIssued');
    given().when('IssueAllocation', allocationData(), { cited: new Map() }).thenRefuses('programme-unknown');
    given(issued()).when('IssueAllocation', allocationData()).thenRefuses('allocation-already-opened');
  });

  it('does nothing before it is opened', () => {
    given().when('SplitAllocation', splitData()).thenRefuses('allocation-unknown');
    given().when('CommitFunds', hold(1)).thenRefuses('allocation-unknown');
  });

  it.each<[string, object, readonly Told[], string | undefined]>([
    ['split of all there is', splitData({ amountFen: 1_000_00, toAllocationId: 'town', toRegion: '422899101' }), [], undefined],
    ['split of a fen too much', splitData({ amountFen: 1_000_01, toAllocationId: 'town', toRegion: '422899101' }), [], 'allocation-over-drawn'],
    ['split of what is committed', splitData({ toAllocationId: 'town', amountFen: 500_01 }), [committed(500_00)], 'allocation-over-drawn'],
    ['split to another county', splitData({ toAllocationId: 'town', toRegion: '422826' }), [], 'split-outside-region'],
    ['split under a used id', splitData({ toAllocationId: 'town' }), [splitOff({ toAllocationId: 'village', amountFen: 1 })], 'split-id-taken'],
    ['split to an allocation split to before', splitData({ splitId: 'S2', toAllocationId: 'village' }), [splitOff({ toAllocationId: 'village', amountFen: 1 })], 'split-id-taken'],
    ['split to itself', splitData(), [], 'split-id-taken'],
  ])('%s', (_what, data, history, code) => {
    const attempt = given(issued(), ...history).when('SplitAllocation', data);
    if (code) attempt.thenRefuses(code);
    else attempt.thenRecords('AllocationSplit');
  });

  it.each<[string, string, object, string | undefined]>([
    ['a cut to nothing', 'AdjustAllocation', adjusted(-600_00), undefined],
    ['a cut below what is left', 'AdjustAllocation', adjusted(-600_01), 'allocation-over-drawn'],
    ['a rise', 'AdjustAllocation', adjusted(1), undefined],
    ['an adjustment of nothing', 'AdjustAllocation', adjusted(0), 'adjustment-of-nothing'],
    ['a rise beyond exact counting', 'AdjustAllocation', adjusted(Number.MAX_SAFE_INTEGER), 'amount-out-of-range'],
    ['a reclaim of all that is left', 'ReclaimAllocation', reclaimed(600_00), undefined],
    ['a reclaim of more', 'ReclaimAllocation', reclaimed(600_01), 'allocation-over-drawn'],
  ])('of 1,000.00 with 400.00 committed: %s', (_what, command, data, code) => {
    const attempt = given(issued(), committed(400_00)).when(command, data);
    if (code) attempt.thenRefuses(code);
    else expect(attempt.events()).toHaveLength(1);
  });

  it('is not moved by the province below its own levels', () => {
    given(issued()).when('SplitAllocation', splitData({ toAllocationId: 'town' }), { role: 'province', region: '42' }).thenRefuses('allocation-not-own');
  });
});

describe('a receipt', () => {
  const receipt = (over: object = {}) => ({ fromAllocationId: 'root', splitId: 'S1', region: COUNTY, amountFen: 400_00, occurredOn: '2018-01-12', ...over });
  const parent = cited({ 'allocation-root': [issued({ region: '42' }), splitOff({ splitId: 'S0', toAllocationId: 'other' }), splitOff()] });

  it('takes programme, source and year from the parent and names the split it answers', () => {
    given().when('ReceiveAllocation', receipt(), { cited: parent }).then({
      type: 'AllocationReceived',
      data: { ...receipt(), programmeId: 'YULU', documentNumber: '鄂财农发〔2018〕2号', budgetYear: 2018, source: 'central', functionCode: '2130599', splitAt: 2 },
    });
  });

  it.each<[string, object, object, string]>([
    ['another amount', receipt({ amountFen: 400_01 }), {}, 'split-amount-differs'],
    ['a split nobody made', receipt({ splitId: 'S9' }), {}, 'split-unknown'],
    ['a parent that does not exist', receipt({ fromAllocationId: 'nowhere' }), {}, 'allocation-unknown'],
    ['a split meant for another allocation', receipt({ splitId: 'S0' }), {}, 'split-not-yours'],
    ['a split meant for another region', receipt({ region: '422826' }), {}, 'split-not-yours'],
    ['the province receiving for a county', receipt(), { role: 'province', region: '42' }, 'allocation-not-own'],
  ])('is refused for %s', (_what, data, now, code) => {
    given().when('ReceiveAllocation', data, { cited: parent, ...now }).thenRefuses(code);
  });

  it('happens once', () => {
    given(issued()).when('ReceiveAllocation', receipt(), { cited: parent }).thenRefuses('allocation-already-opened');
  });
});

describe('a commitment', () => {
  it('is made within the balance, once', () => {
    given(issued()).when('CommitFunds', hold(1_000_00)).thenRecords('FundsCommitted');
    given(issued()).when('CommitFunds', hold(1_000_01)).thenRefuses('allocation-over-drawn');
    given(issued(), committed(600_00)).when('CommitFunds', hold(600_00)).then();
    given(issued(), committed(600_00), paid(600_00, 'R1')).when('CommitFunds', hold(600_00)).then();
    given(issued(), committed(600_00)).when('CommitFunds', hold(500_00, { holderId: 'B2' })).thenRefuses('allocation-over-drawn');
  });

  it('made for a list that was rejected gives way to that of the list entered anew', () => {
    given(issued(), committed(600_00)).when('CommitFunds', hold(900_00)).then(told('CommitmentReleased', move(600_00, 'committed-anew')), told('FundsCommitted', hold(900_00)));
    given(issued(), committed(600_00)).when('CommitFunds', hold(1_000_01)).thenRefuses('allocation-over-drawn');
    given(issued(), committed(600_00), paid(1, 'R1')).when('CommitFunds', hold(500_00)).thenRefuses('commitment-already-used');
  });

  it('is paid, given back and released once per cause, and never beyond itself', () => {
    const half = [issued(), committed(600_00), paid(300_00, 'R1')];
    given(...half).when('PayCommittedFunds', move(300_00, 'R1')).then();
    given(...half).when('PayCommittedFunds', move(300_00, 'R2')).thenRecords('CommittedFundsPaid');
    given(...half).when('PayCommittedFunds', move(300_01, 'R2')).thenRefuses('commitment-exceeded');
    given(...half).when('ReturnPaidFunds', move(300_00, 'R2')).thenRecords('PaidFundsReturned');
    given(...half).when('ReturnPaidFunds', move(300_01, 'R2')).thenRefuses('commitment-exceeded');
    given(...half, told('PaidFundsReturned', move(1_00, 'R2'))).when('ReturnPaidFunds', move(1_00, 'R2')).then();
    given(...half).when('ReleaseCommitment', move(300_00, 'closing')).thenRecords('CommitmentReleased');
    given(...half).when('ReleaseCommitment', move(300_01, 'closing')).thenRefuses('commitment-exceeded');
    given(...half, told('CommitmentReleased', move(100_00, 'closing'))).when('ReleaseCommitment', move(100_00, 'closing')).then();
    given(issued()).when('ReleaseCommitment', move(1, 'rejection')).then();
  });

  it('can be asked for by no one directly', () => {
    for (const step of ['CommitFunds', 'PayCommittedFunds', 'ReturnPaidFunds', 'ReleaseCommitment'] as const) expect(allocation.commands[step].by).toEqual([]);
  });
});

describe('the identity of a fund', () => {
  const amountFen = fc.integer({ min: 1, max: 700_00 });
  const holderId = fc.constantFrom('B1', 'B2', 'B3');
  const causeId = fc.constantFrom('R1', 'R2', 'R3');
  const attempt = fc.oneof(
    fc.record({ n: fc.nat(5), amountFen }).map(({ n, amountFen: fen }) => ({ type: 'SplitAllocation', data: splitData({ splitId: `S${String(n)}`, toAllocationId: `t${String(n)}`, amountFen: fen }) })),
    fc.integer({ min: -700_00, max: 300_00 }).map((change) => ({ type: 'AdjustAllocation', data: adjusted(change) })),
    amountFen.map((fen) => ({ type: 'ReclaimAllocation', data: reclaimed(fen) })),
    fc.record({ amountFen, holderId }).map(({ amountFen: fen, ...over }) => ({ type: 'CommitFunds', data: hold(fen, over) })),
    fc.record({ type: fc.constantFrom('PayCommittedFunds', 'ReturnPaidFunds', 'ReleaseCommitment'), amountFen, holderId, causeId })
      .map(({ type, amountFen: fen, causeId: cause, ...over }) => ({ type, data: move(fen, cause, over) })),
  ) as fc.Arbitrary<AllocationCommand>;
  const context: Context = { id: 'county', actor: { id: 'c', role: 'clerk', office: 'o', region: COUNTY }, ledgerDay: undefined, cited: new Map() };

  it('holds at every position, each pot at least nothing, and a refusal changes nothing', () => {
    fc.assert(fc.property(fc.array(attempt, { maxLength: 80 }), (attempts) => {
      let state = allocation.evolve(allocation.initial, issued() as AllocationEvent);
      for (const command of attempts) {
        const before = structuredClone({ ...state });
        let events: readonly AllocationEvent[] = [];
        try {
          events = allocation.decide(command, state, context);
        } catch (error) {
          if (!(error instanceof Refused)) throw error;
        }
        expect(state).toEqual(before);
        for (const event of events) {
          state = allocation.evolve(state, event);
          const { adjustedFen: _signed, residualFen, ...pots } = identityOf(state);
          expect(residualFen).toBe(0);
          expect(Math.min(...Object.values(pots))).toBeGreaterThanOrEqual(0);
          const heldFen = [...state.commitments.values()].reduce((sum, held) => sum + held.outstandingFen, 0);
          expect(heldFen).toBe(pots.committedFen);
        }
      }
    }), { seed, numRuns: 300 });
  });
});
