/** What households gain from a project: agreements grow, dividends add up, nobody counts twice. */
import project from '../../src/domain/project';
import { dividendFen, dueDays } from '../../src/domain/project-linkage';
import { storyOf, told } from '../support/story';

const { given } = storyOf(project, { role: 'office' });
const on = (occurredOn: string) => ({ occurredOn });
const firm = '91422801MA0000000A';
const planned = told('ProjectPlanned', {
  region: '422899101201', name: '茶园', programmeId: 'tea', site: '二组', content: '改造茶园', unitName: '示例村委会', amountFen: 40_000_000, plannedStart: '2018-03-01', plannedEnd: '2018-09-30', ...on('2018-02-01'),
});
const dividend = { everyMonths: 1, firstDueOn: '2019-01-31', times: 3, amountFen: 60_000, per: 'household' as const };
const agreement = { agreementNumber: 'L-1', entityUscc: firm, mode: 'asset-income' as const, fundsFen: 10_000_000, households: ['h-1', 'h-2'], dividend, until: '2020-12-31', ...on('2018-05-01') };
const payment = { agreementNumber: 'L-1', entityUscc: firm, periodDueOn: '2019-01-31', payments: [{ householdId: 'h-1', amountFen: 60_000 }, { householdId: 'h-2', amountFen: 40_000 }], ...on('2019-02-01') };
const participation = { activity: 'labour', households: ['h-1', 'h-2'], from: '2018-05-01', until: '2018-05-20', ...on('2018-05-21') };
const purchase = { channel: 'direct-sale', what: '茶叶', buyerName: '示例学校', households: ['h-1'], amountFen: 500_000, ...on('2018-09-01') };
const agreed = told('LinkageAgreed', agreement);
const MOST = Number.MAX_SAFE_INTEGER;

describe('the linkage of a project', () => {
  it('records agreements, also with no household at all', () => {
    given(planned).when('AgreeLinkage', agreement).thenRecords('LinkageAgreed');
    given(planned).when('AgreeLinkage', { ...agreement, households: [], dividend: undefined }).thenRecords('LinkageAgreed');
    given(planned).when('AgreeLinkage', { ...agreement, households: [], dividend: { ...dividend, per: 'total' } }).thenRecords('LinkageAgreed');
    given().when('AgreeLinkage', agreement).thenRefuses('not-found');
  });

  it.each([
    ['household-twice', { households: ['h-1', 'h-2', 'h-1'] }],
    ['dividend-for-nobody', { households: [] }],
    ['dates-reversed', { until: '2018-04-30' }],
    ['amount-out-of-range', { dividend: { ...dividend, amountFen: MOST } }],
  ])('refuses an agreement: %s', (code, wrong) => {
    given(planned).when('AgreeLinkage', { ...agreement, ...wrong }).thenRefuses(code);
  });

  it('adds later households and funds to the agreement, and what was paid under it, agreed or not', () => {
    const history = [planned, told('DividendPaid', payment), agreed, told('LinkageAgreed', { ...agreement, fundsFen: 1, households: ['h-2', 'h-3'] }), told('DividendPaid', payment)];
    expect(given(...history).state().linkages.get('L-1')).toEqual({ entityUscc: firm, mode: 'asset-income', fundsFen: 10_000_001, households: new Set(['h-1', 'h-2', 'h-3']), dividendsPaidFen: 200_000 });
    given(planned, agreed).when('AgreeLinkage', { ...agreement, fundsFen: MOST }).thenRefuses('amount-out-of-range');
  });

  it('pays dividends to households named once', () => {
    given(planned).when('PayDividend', payment).thenRecords('DividendPaid');
    given(planned).when('PayDividend', { ...payment, payments: [] }).thenRefuses('nothing-paid');
    given(planned).when('PayDividend', { ...payment, payments: [...payment.payments, { householdId: 'h-1', amountFen: 1 }] }).thenRefuses('household-twice');
    given(planned, told('DividendPaid', payment)).when('PayDividend', { ...payment, payments: [{ householdId: 'h-1', amountFen: MOST }] }).thenRefuses('amount-out-of-range');
  });

  it('records work and purchases', () => {
    given(planned).when('ReportParticipation', participation).thenRecords('ParticipationReported');
    given(planned).when('ReportParticipation', { ...participation, households: ['h-1', 'h-1'] }).thenRefuses('household-twice');
    given(planned).when('ReportParticipation', { ...participation, until: '2018-04-30' }).thenRefuses('dates-reversed');
    given(planned).when('ReportProcurement', purchase).thenRecords('ProcurementReported');
    given(planned).when('ReportProcurement', { ...purchase, households: undefined }).thenRecords('ProcurementReported');
    given(planned).when('ReportProcurement', { ...purchase, households: ['h-1', 'h-1'] }).thenRefuses('household-twice');
  });

  it('counts due days from the first, so that a short month shortens only itself', () => {
    expect(dueDays(dividend)).toEqual(['2019-01-31', '2019-02-28', '2019-03-31']);
    expect(dueDays({ ...dividend, everyMonths: 12, times: 2, firstDueOn: '2020-02-29' })).toEqual(['2020-02-29', '2021-02-28']);
  });

  it('knows what one payment comes to', () => {
    expect(dividendFen(agreement)).toBe(120_000);
    expect(dividendFen({ ...agreement, dividend: { ...dividend, per: 'total' } })).toBe(60_000);
    expect(dividendFen({ ...agreement, dividend: undefined })).toBe(0);
  });
});
