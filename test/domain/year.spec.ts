/** A fiscal year is reported as often as need be and closed once, by its own finance office. */
import year from '../../src/domain/year';
import { actor, clerk, checker, County, province } from '../support/money-county';
import { splitData } from '../support/money-story';
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
