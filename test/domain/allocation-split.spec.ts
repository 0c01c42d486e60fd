/** A split that is not taken comes back by two acts: its receiver declines it, its maker withdraws it; and never when it was received. */
import allocation, { identityOf } from '../../src/domain/allocation';
import { allocationData, cited, issued, splitData } from '../support/money-story';
import { storyOf, told, type Told } from '../support/story';

const split = told('AllocationSplit', splitData());
const { splitId, toAllocationId, toRegion, amountFen } = splitData() as { splitId: string; toAllocationId: string; toRegion: string; amountFen: number };
const declining = { fromAllocationId: 'root', splitId, region: toRegion, reason: '项目已取消', occurredOn: '2018-02-01' };
const declined = told('AllocationDeclined', declining);
const withdrawing = { splitId, reason: '对方退回', occurredOn: '2018-02-02' };
const received = (over: object = {}): Told => told('AllocationReceived', { ...allocationData({ amountFen }), region: toRegion, fromAllocationId: 'root', splitId, splitAt: 1, ...over });

describe('a split its receiver does not want', () => {
  const receiver = storyOf(allocation, { id: toAllocationId, cited: cited({ 'allocation-root': [issued({ region: '42' }), split] }) });
  const maker = (opening?: Told) => storyOf(allocation, { id: 'root', region: '42', role: 'province', cited: cited(opening ? { [`allocation-${toAllocationId}`]: [opening] } : {}) });

  it('is declined where it would have been received, once, and not by others', () => {
    receiver.given().when('DeclineAllocation', declining).thenRecords('AllocationDeclined');
    receiver.given(declined).when('DeclineAllocation', declining).thenRefuses('allocation-declined');
    receiver.given(received()).when('DeclineAllocation', declining).thenRefuses('allocation-already-opened');
    receiver.given().when('DeclineAllocation', { ...declining, splitId: 'other' }).thenRefuses('split-unknown');
    receiver.given().when('DeclineAllocation', { ...declining, region: '422826' }, { region: '422826' }).thenRefuses('split-not-yours');
  });

  it('cannot be received after all, nor opened otherwise', () => {
    receiver.given(declined).when('ReceiveAllocation', { fromAllocationId: 'root', splitId, region: toRegion, amountFen, occurredOn: '2018-02-03' }).thenRefuses('allocation-declined');
  });

  it('is withdrawn by who made it, and its money is in the balance again', () => {
    const { given } = maker(declined);
    given(issued({ region: '42' }), split).when('WithdrawSplit', withdrawing).then({ type: 'SplitWithdrawn', data: { ...withdrawing, toAllocationId, amountFen } });
    const after = given(issued({ region: '42' }), split, told('SplitWithdrawn', { ...withdrawing, toAllocationId, amountFen }));
    const before = given(issued({ region: '42' }));
    expect(identityOf(after.state())).toEqual(identityOf(before.state()));
    after.when('WithdrawSplit', withdrawing).thenRefuses('split-unknown');
    after.when('SplitAllocation', splitData()).thenRefuses('split-id-taken');
  });

  it('is withdrawn too when something else was opened under its id', () => {
    maker(issued({ region: '42' })).given(issued({ region: '42' }), split).when('WithdrawSplit', withdrawing).then({ type: 'SplitWithdrawn', data: { ...withdrawing, toAllocationId, amountFen } });
  });

  it('is not withdrawn while it is on its way, nor when it was received', () => {
    maker().given(issued({ region: '42' }), split).when('WithdrawSplit', withdrawing).thenRefuses('split-on-its-way');
    maker(received()).given(issued({ region: '42' }), split).when('WithdrawSplit', withdrawing).thenRefuses('split-received');
  });
});

it('a split names an allocation nobody opened: money sent to another would never arrive', () => {
  const { given } = storyOf(allocation, { id: 'root', region: '42', role: 'province', cited: cited({ [`allocation-${toAllocationId}`]: [issued()] }) });
  given(issued({ region: '42' })).when('SplitAllocation', splitData()).thenRefuses('split-target-opened');
});
