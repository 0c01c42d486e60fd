/** A fiscal year is reported as often as need be and closed once, by its own finance office. */
import allocation, { type AllocationEvent, type AllocationState } from '../../src/domain/allocation';
import year from '../../src/domain/year';
import { actor, clerk, checker, County, province } from '../support/money-county';
import { paymentData, splitData } from '../support/money-story';
import { storyOf, told } from '../support/story';

const { given } = storyOf(year, { id: '422899-2018' });
const of = { region: '422899', year: 2018 };
const figures = (over: object = {}) => ({
  ...of, revenueFen: 120_000_00, previousRevenueFen: 100_000_00, specialBudgetAddedFen: 3_000_00, recoveredStockFen: 10_000_00, recoveredStockToPovertyFen: 5_000_00, poorCounty: false, occurredOn: '2019-01-15', ...over,
});
const approval = (over: object = {}) => ({ ...of, itemId: 'D1', what: '产业项目审批', level: 'county', countyMayApprove: true, count: 12, amountFen: 900_00, occurredOn: '2018-06-30', ...over });
const closing = (over: object = {}) => ({ ...of, occurredOn: '2019-01-20', ...over });

describe('a fiscal year', () => {
  it('is reported, and reported anew, whatever the figures say', () => {
    given().when('ReportFiscalYear', figures()).thenRecords('FiscalYearReported');
    given(told('FiscalYearReported', figures())).when('ReportFiscalYear', figures({ revenueFen: 0 })).thenRecords('FiscalYearReported');
    given().when('ReportFiscalYear', figures({ recoveredStockToPovertyFen: 10_000_01 })).thenRefuses('more-than-recovered');
  });

  it('counts each approval once', () => {
    given().when('DelegateApproval', approval()).thenRecords('ApprovalDelegated');
    given(told('ApprovalDelegated', approval())).when('DelegateApproval', approval({ level: 'province' })).thenRefuses('approval-already-told');
  });

  it('is closed once, after it is over', () => {
    given().when('CloseYear', closing()).thenRecords('YearClosed');
    given().when('CloseYear', closing({ occurredOn: '2018-12-30' })).thenRefuses('year-not-over');
    given(told('YearClosed', closing())).when('CloseYear', closing({ occurredOn: '2019-02-01' })).thenRefuses('year-already-closed');
    expect(given(told('FiscalYearReported', figures()), told('YearClosed', closing())).state()).toMatchObject({ region: '422899', closedOn: '2019-01-20', report: figures() });
  });

  it('stands in the stream of its region and year, and belongs to that office', () => {
    given().when('CloseYear', closing({ year: 2017 })).thenRefuses('other-year');
    given().when('ReportFiscalYear', figures({ region: '422826' })).thenRefuses('other-year');
    given().when('CloseYear', closing(), { role: 'province', region: '42' }).thenRefuses('year-not-own');
    given().when('CloseYear', closing({ region: '42' }), { id: '42-2018', role: 'province', region: '42' }).thenRecords('YearClosed');
  });
});

describe('money of a closed year', () => {
  it('is refused by the real command handler, by the books of its own office', async () => {
    const county = await new County().begin();
    const split = (id: string, over: object) => ({ ...splitData({ splitId: id, toAllocationId: id, amountFen: 1_00 }), ...over });
    expect(await county.send(clerk, 'year-422899-2018', 'CloseYear', closing())).toBe('recorded');
    expect(await county.send(clerk, 'allocation-county', 'SplitAllocation', split('t1', { toRegion: '422899101' }))).toBe('refused');
    expect(await county.send(clerk, 'allocation-county', 'SplitAllocation', split('t1', { toRegion: '422899101', occurredOn: '2019-01-21' }))).toBe('recorded');
    expect(await county.send(checker, 'payment-P1', 'ApprovePayment', { occurredOn: '2018-12-31' })).toBe('refused');
    expect(await county.send(checker, 'payment-P1', 'ApprovePayment', { occurredOn: '2019-01-21' })).toBe('recorded');
    // The province's books are open still, and its own to close.
    expect(await county.send(province, 'allocation-root', 'SplitAllocation', split('t2', {}))).toBe('recorded');
    expect(await county.send(actor('mof', 'province', '42'), 'year-42-2018', 'CloseYear', closing({ region: '42' }))).toBe('recorded');
    expect(await county.send(province, 'allocation-root', 'SplitAllocation', split('t3', {}))).toBe('refused');
    await county.check();
  });
});

describe('a use plan', () => {
  it('is not drawn beyond by a second payment, through the real command handler', async () => {
    const county = await new County().begin();
    const plan = { planId: 'P-04', unitName: '县扶贫办', month: '2018-04', amountFen: 300_00, documentNumber: '恩财〔2018〕31号', occurredOn: '2018-03-28' };
    expect(await county.send(clerk, 'allocation-county', 'ApproveUsePlan', plan)).toBe('refused');
    expect(await county.send(checker, 'allocation-county', 'ApproveUsePlan', plan)).toBe('recorded');
    for (const [id, amountFen] of [['P2', 200_00], ['P3', 100_01]] as const) await county.send(clerk, `payment-${id}`, 'OrderPayment', paymentData({ amountFen, usePlanId: 'P-04' }));
    expect(await county.send(checker, 'payment-P2', 'ApprovePayment', { occurredOn: '2018-04-02' })).toBe('recorded');
    expect(await county.send(checker, 'payment-P3', 'ApprovePayment', { occurredOn: '2018-04-02' })).toBe('refused');
    const { plans, pots } = await county.fold<AllocationState, AllocationEvent>(allocation, 'county');
    expect([plans.get('P-04')?.usedFen, pots.committedFen]).toEqual([200_00, 200_00]);
    expect(await county.send(clerk, 'payment-P2', 'ExecutePayment', { voucherNumber: 'V2', occurredOn: '2018-04-03' })).toBe('recorded');
    expect(await county.send(clerk, 'payment-P2', 'ReversePayment', { reason: '账号有误', occurredOn: '2018-04-05' })).toBe('recorded');
    expect(await county.send(checker, 'payment-P3', 'ApprovePayment', { occurredOn: '2018-04-06' })).toBe('recorded');
  });
});
