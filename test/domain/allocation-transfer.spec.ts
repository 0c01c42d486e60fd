/** Money passes between allocations by two legs that cite each other: integrated, carried over, reclaimed; each answered once. */
import allocation, { identityOf } from '../../src/domain/allocation';
import { COUNTY, allocationData, cited, hold, issued, move, programmeDefined, splitData, splitOff } from '../support/money-story';
import { type Told, storyOf, told } from '../support/story';

const integration = (over: object = {}) => ({
  integrationId: 'I1', toAllocationId: 'pool', amountFen: 300_00, planNumber: '恩整合〔2018〕1号', planVersion: 1, useProgrammeId: 'ROADS', occurredOn: '2018-05-01', ...over,
});
const integrated = (over: object = {}): Told => told('FundsIntegrated', integration(over));
const integrationReceipt = (over: object = {}) => ({ fromAllocationId: 'county', integrationId: 'I1', amountFen: 300_00, occurredOn: '2018-05-02', ...over });
const carry = (over: object = {}) => ({ carryId: 'C1', kind: 'carry-over', toAllocationId: 'next', toBudgetYear: 2019, documentNumber: '恩财〔2018〕90号', amountFen: 200_00, occurredOn: '2018-12-31', ...over });
const carriedReceipt = (over: object = {}) => ({ carriedFromId: 'county', carryId: 'C1', amountFen: 200_00, occurredOn: '2019-01-02', ...over });
const reclaim = (amountFen: number, over: object = {}) => ({ amountFen, documentNumber: '鄂财农发〔2018〕8号', reason: '结余收回', occurredOn: '2018-12-01', ...over });
const received = (over: object = {}): Told => told('AllocationReceived', { ...allocationData({ amountFen: 400_00, occurredOn: '2018-01-12' }), fromAllocationId: 'root', splitId: 'S1', splitAt: 1, ...over });
const pool = issued({ programmeId: 'ROADS' });

describe('an integration', () => {
  const from = storyOf(allocation, { id: 'county', cited: cited({ 'allocation-pool': [pool] }) });
  const into = storyOf(allocation, { id: 'pool', cited: cited({ 'allocation-county': [issued(), integrated()] }) });

  it('leaves the balance for an allocation of the same county whose programme is the use', () => {
    from.given(issued()).when('IntegrateFunds', integration()).thenRecords('FundsIntegrated');
    const { balanceFen, integratedOutFen, residualFen } = identityOf(from.given(issued(), integrated()).state());
    expect([balanceFen, integratedOutFen, residualFen]).toEqual([700_00, 300_00, 0]);
  });

  it.each<[string, object, readonly Told[], object, string]>([
    ['a fen too much', integration({ amountFen: 1_000_01 }), [], {}, 'allocation-over-drawn'],
    ['a used id', integration({ amountFen: 1 }), [integrated()], {}, 'transfer-id-taken'],
    ['itself', integration({ toAllocationId: 'county' }), [], {}, 'integrated-into-itself'],
    ['an allocation nobody opened', integration(), [], { cited: new Map() }, 'allocation-unknown'],
    ['another county', integration(), [], { cited: cited({ 'allocation-pool': [issued({ region: '422826', programmeId: 'ROADS' })] }) }, 'allocation-of-another-region'],
    ['another use than that of the pool', integration({ useProgrammeId: 'YULU' }), [], {}, 'integration-use-differs'],
    ['a county by the province', integration(), [], { role: 'province', region: '42' }, 'allocation-not-own'],
  ])('is refused for %s', (_what, data, history, now, code) => {
    from.given(issued(), ...history).when('IntegrateFunds', data, now).thenRefuses(code);
  });

  it('is received once, keeps what it was beside what it is used for', () => {
    into.given(pool).when('ReceiveIntegratedFunds', integrationReceipt()).then({
      type: 'IntegratedFundsReceived',
      data: { ...integrationReceipt(), originSource: 'central', originProgrammeId: 'YULU', originFunctionCode: '2130599', useProgrammeId: 'ROADS', planNumber: '恩整合〔2018〕1号', planVersion: 1, integratedAt: 1 },
    });
    const [event] = into.given(pool).when('ReceiveIntegratedFunds', integrationReceipt()).events();
    const after = [pool, event as Told];
    into.given(...after).when('ReceiveIntegratedFunds', integrationReceipt()).thenRefuses('transfer-already-received');
    const { balanceFen, integratedInFen, residualFen } = identityOf(into.given(...after).state());
    expect([balanceFen, integratedInFen, residualFen]).toEqual([1_300_00, 300_00, 0]);
  });

  it.each<[string, object, object, string]>([
    ['another amount', integrationReceipt({ amountFen: 300_01 }), {}, 'transfer-amount-differs'],
    ['an integration nobody made', integrationReceipt({ integrationId: 'I9' }), {}, 'transfer-unknown'],
    ['one meant for another pool', integrationReceipt(), { id: 'other-pool' }, 'transfer-unknown'],
    ['an allocation that does not exist', integrationReceipt(), { cited: new Map() }, 'allocation-unknown'],
    ['money of another county', integrationReceipt(), { cited: cited({ 'allocation-county': [issued({ region: '422826' }), integrated()] }) }, 'allocation-of-another-region'],
  ])('is not received as %s', (_what, data, now, code) => {
    into.given(pool).when('ReceiveIntegratedFunds', data, now).thenRefuses(code);
  });

  it('is not received by an allocation nobody opened', () => {
    into.given().when('ReceiveIntegratedFunds', integrationReceipt()).thenRefuses('allocation-unknown');
  });
});

describe('a carry-over', () => {
  const earlier = storyOf(allocation, { id: 'county' });
  const later = storyOf(allocation, { id: 'next', cited: cited({ 'allocation-county': [issued(), told('CarriedOver', carry())] }) });
  const nextYear = issued({ budgetYear: 2019 });

  it('names the allocation it opens or feeds; a surplus may go back to the budget', () => {
    earlier.given(issued()).when('CarryOver', carry()).thenRecords('CarriedOver');
    earlier.given(issued()).when('CarryOver', carry({ kind: 'surplus', toAllocationId: undefined })).thenRecords('CarriedOver');
    earlier.given(issued()).when('CarryOver', carry({ toAllocationId: undefined })).thenRefuses('carried-nowhere');
    earlier.given(issued()).when('CarryOver', carry({ toBudgetYear: 2018 })).thenRefuses('carried-backwards');
    earlier.given(issued()).when('CarryOver', carry({ amountFen: 1_000_01 })).thenRefuses('allocation-over-drawn');
    earlier.given(issued(), told('CarriedOver', carry())).when('CarryOver', carry({ amountFen: 1 })).thenRefuses('transfer-id-taken');
  });

  it.each<[string, object]>([['another programme', { programmeId: 'ROADS' }], ['another source', { source: 'county' }], ['another year', { budgetYear: 2020 }], ['another office', { region: '422899101' }]])('does not feed an allocation of %s', (_what, over) => {
    const elsewhere = cited({ 'allocation-next': [issued({ budgetYear: 2019, ...over })] });
    earlier.given(issued()).when('CarryOver', carry(), { cited: elsewhere }).thenRefuses('carry-over-elsewhere');
    later.given(issued({ budgetYear: 2019, ...over })).when('ReceiveCarriedFunds', carriedReceipt()).thenRefuses('carry-over-elsewhere');
  });

  it('opens the allocation of the later year, once', () => {
    const open = { ...carriedReceipt(), region: COUNTY };
    later.given().when('OpenCarriedAllocation', open).then({
      type: 'CarriedAllocationOpened', data: { ...open, programmeId: 'YULU', source: 'central', functionCode: '2130599', documentNumber: '恩财〔2018〕90号', budgetYear: 2019, carriedAt: 1 },
    });
    const [event] = later.given().when('OpenCarriedAllocation', open).events();
    later.given(event as Told).when('OpenCarriedAllocation', open).thenRefuses('allocation-already-opened');
    later.given(event as Told).when('ReceiveCarriedFunds', carriedReceipt()).thenRefuses('transfer-already-received');
    later.given().when('OpenCarriedAllocation', { ...open, region: '422826' }).thenRefuses('carry-over-elsewhere');
    later.given().when('OpenCarriedAllocation', { ...open, amountFen: 1 }).thenRefuses('transfer-amount-differs');
    expect(identityOf(later.given(event as Told).state())).toMatchObject({ carriedInFen: 200_00, balanceFen: 200_00, residualFen: 0 });
  });

  it('feeds one that is open, once', () => {
    later.given(nextYear).when('ReceiveCarriedFunds', carriedReceipt()).then({ type: 'CarriedFundsReceived', data: { ...carriedReceipt(), carriedAt: 1 } });
    const [event] = later.given(nextYear).when('ReceiveCarriedFunds', carriedReceipt()).events();
    later.given(nextYear, event as Told).when('ReceiveCarriedFunds', carriedReceipt()).thenRefuses('transfer-already-received');
    expect(identityOf(later.given(nextYear, event as Told).state())).toMatchObject({ issuedFen: 1_000_00, carriedInFen: 200_00, balanceFen: 1_200_00, residualFen: 0 });
  });
});

describe('reclaimed money', () => {
  const child = storyOf(allocation, { id: 'county' });
  const back = (over: object = {}) => ({ fromAllocationId: 'county', reclaimRevision: 1, amountFen: 150_00, occurredOn: '2018-12-03', ...over });
  const parentOf = (history: readonly Told[]) => storyOf(allocation, { id: 'root', cited: cited({ 'allocation-county': history }) }).given(issued({ region: '42' }), splitOff());

  it('goes up to where it came from, no more than was given; the rest to the treasury of its own level', () => {
    child.given(received()).when('ReclaimAllocation', reclaim(400_00)).thenRecords('AllocationReclaimed');
    const fed = told('IntegratedFundsReceived', { ...integrationReceipt(), originSource: 'central', originProgrammeId: 'YULU', originFunctionCode: '2130599', useProgrammeId: 'YULU', planNumber: 'x', planVersion: 1, integratedAt: 1 });
    child.given(received(), fed).when('ReclaimAllocation', reclaim(400_01)).thenRefuses('reclaim-beyond-received');
    child.given(received(), fed, told('AllocationReclaimed', reclaim(300_00))).when('ReclaimAllocation', reclaim(100_01)).thenRefuses('reclaim-beyond-received');
    child.given(received(), fed).when('ReclaimAllocation', reclaim(700_00, { takenBy: 'own-treasury' })).thenRecords('AllocationReclaimed');
    child.given(issued()).when('ReclaimAllocation', reclaim(1_00, { takenBy: 'level-above' })).thenRefuses('no-level-above');
  });

  it('is seen to come back by the level above, once', () => {
    const history = [received(), told('AllocationReclaimed', reclaim(150_00))];
    parentOf(history).when('ReceiveReclaimedFunds', back()).then({ type: 'ReclaimedFundsReceived', data: { ...back(), reclaimedAt: 1 } });
    const event = told('ReclaimedFundsReceived', { ...back(), reclaimedAt: 1 });
    const parent = storyOf(allocation, { id: 'root', cited: cited({ 'allocation-county': history }) });
    parent.given(issued({ region: '42' }), splitOff(), event).when('ReceiveReclaimedFunds', back()).thenRefuses('transfer-already-received');
    expect(identityOf(parent.given(issued({ region: '42' }), splitOff(), event).state())).toMatchObject({ splitFen: 250_00, balanceFen: 750_00, residualFen: 0 });
  });

  it.each<[string, readonly Told[], object, string]>([
    ['of another amount', [received(), told('AllocationReclaimed', reclaim(150_01))], back(), 'transfer-amount-differs'],
    ['nobody gave back', [received()], back(), 'transfer-unknown'],
    ['of another revision', [received(), told('AllocationReclaimed', reclaim(150_00))], back({ reclaimRevision: 0 }), 'transfer-unknown'],
    ['taken by the treasury below', [received(), told('AllocationReclaimed', reclaim(150_00, { takenBy: 'own-treasury' }))], back(), 'transfer-unknown'],
    ['of another parent', [received({ fromAllocationId: 'elsewhere' }), told('AllocationReclaimed', reclaim(150_00))], back(), 'transfer-unknown'],
  ])('does not come back %s', (_what, history, data, code) => {
    parentOf(history).when('ReceiveReclaimedFunds', data).thenRefuses(code);
  });
});

describe('a use plan', () => {
  const { given } = storyOf(allocation, { id: 'county', role: 'checker' });
  const plan = (over: object = {}) => ({ planId: 'P-05', unitName: '县扶贫办', month: '2018-05', amountFen: 500_00, documentNumber: '恩财〔2018〕31号', occurredOn: '2018-04-28', ...over });
  const approved = (over: object = {}): Told => told('UsePlanApproved', plan(over));
  const under = (amountFen: number, holderId = 'pay-1') => hold(amountFen, { holder: 'payment', holderId, usePlanId: 'P-05' });

  it('is approved once, and never beyond what there is to pay from', () => {
    given(issued()).when('ApproveUsePlan', plan({ amountFen: 1_000_00 })).thenRecords('UsePlanApproved');
    given(issued()).when('ApproveUsePlan', plan({ amountFen: 1_000_01 })).thenRefuses('use-plan-over-budget');
    given(issued(), approved()).when('ApproveUsePlan', plan({ amountFen: 1 })).thenRefuses('use-plan-already-approved');
    given(issued(), approved()).when('ApproveUsePlan', plan({ planId: 'P-06', amountFen: 500_01 })).thenRefuses('use-plan-over-budget');
    given(issued(), splitOff({ toAllocationId: 'town' })).when('ApproveUsePlan', plan({ amountFen: 600_01 })).thenRefuses('use-plan-over-budget');
  });

  it('bounds what payments commit under it; what is released may be drawn again, what is paid may not', () => {
    given(issued()).when('CommitFunds', under(1)).thenRefuses('use-plan-unknown');
    given(issued(), approved()).when('CommitFunds', under(500_00)).thenRecords('FundsCommitted');
    given(issued(), approved()).when('CommitFunds', under(500_01)).thenRefuses('use-plan-exceeded');
    const drawn = told('FundsCommitted', under(300_00));
    const cause = (amountFen: number, causeId: string) => move(amountFen, causeId, { holder: 'payment', holderId: 'pay-1' });
    given(issued(), approved(), drawn).when('CommitFunds', under(200_01, 'pay-2')).thenRefuses('use-plan-exceeded');
    given(issued(), approved(), drawn, told('CommittedFundsPaid', cause(300_00, 'V1'))).when('CommitFunds', under(200_01, 'pay-2')).thenRefuses('use-plan-exceeded');
    given(issued(), approved(), drawn, told('CommitmentReleased', cause(300_00, 'rejection'))).when('CommitFunds', under(500_00, 'pay-2')).thenRecords('FundsCommitted');
    expect(given(issued(), approved(), drawn).when('CommitFunds', under(500_00)).events().map(({ type }) => type)).toEqual(['CommitmentReleased', 'FundsCommitted']);
  });
});

describe('an opening balance brought over in mid-year', () => {
  const { given } = storyOf(allocation, { id: 'county', cited: cited({ 'programme-YULU': [programmeDefined()] }) });

  it('counts what another system paid as paid', () => {
    given().when('IssueAllocation', allocationData({ campaign: 'cut-over-2018', broughtOverPaidFen: 1_000_00 })).thenRecords('AllocationIssued');
    given().when('IssueAllocation', allocationData({ broughtOverPaidFen: 1 })).thenRefuses('brought-over-without-campaign');
    given().when('IssueAllocation', allocationData({ campaign: 'cut-over-2018', broughtOverPaidFen: 1_000_01 })).thenRefuses('brought-over-exceeds');
    expect(identityOf(given(issued({ campaign: 'c', broughtOverPaidFen: 250_00 })).state())).toMatchObject({ issuedFen: 1_000_00, paidFen: 250_00, balanceFen: 750_00, residualFen: 0 });
  });

  it('asks the basis of a valuation in kind', () => {
    given().when('IssueAllocation', allocationData({ source: 'social-donation', origin: { giverName: '示例集团', inKind: true } })).thenRefuses('valuation-basis-missing');
  });
});

describe('money that lies idle', () => {
  const { given } = storyOf(allocation, { id: 'county' });
  it('is explained by whoever holds it', () => {
    const why = { amountFen: 50_00, reason: 'retention', until: '2019-06-30', occurredOn: '2018-12-01' };
    given(issued()).when('ExplainIdleFunds', why).thenRecords('IdleFundsExplained');
    given(issued()).when('ExplainIdleFunds', { ...why, until: '2018-11-30' }).thenRefuses('dates-reversed');
    given().when('ExplainIdleFunds', why).thenRefuses('allocation-unknown');
  });
});

describe('a closed year', () => {
  const closed = cited({ 'year-422899-2018': [told('YearClosed', { region: COUNTY, year: 2018, occurredOn: '2019-01-20' })], 'programme-YULU': [programmeDefined()], 'allocation-pool': [pool] });
  const { given } = storyOf(allocation, { id: 'county', cited: closed });

  it('takes no more money, and the next one does', () => {
    given(issued()).when('SplitAllocation', splitData({ toAllocationId: 'town', occurredOn: '2018-12-30' })).thenRefuses('year-closed');
    given(issued()).when('SplitAllocation', splitData({ toAllocationId: 'town', toRegion: '422899101', occurredOn: '2019-01-21' })).thenRecords('AllocationSplit');
    given().when('IssueAllocation', allocationData()).thenRefuses('year-closed');
    given(issued()).when('IntegrateFunds', integration()).thenRefuses('year-closed');
    given(issued()).when('CommitFunds', hold(1)).thenRefuses('year-closed');
  });

  it('still takes what a bank says, and explanations', () => {
    given(issued(), told('FundsCommitted', hold(600_00))).when('PayCommittedFunds', move(600_00, 'R1')).thenRecords('CommittedFundsPaid');
    given(issued()).when('ExplainIdleFunds', { amountFen: 1, reason: 'other', occurredOn: '2018-12-01' }).thenRecords('IdleFundsExplained');
  });
});
