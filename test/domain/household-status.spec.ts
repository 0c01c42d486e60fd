/** Status, evidence and refused aid of a household: exit is no loss, a campaign corrects the past, and no is an answer on record. */
import household from '../../src/domain/household';
import { ref, storyOf, told } from '../support/story';

const { given } = storyOf(household, { id: 'h-1', role: 'office' });
const [wang, li, stranger] = [ref('p', 1), ref('p', 2), ref('p', 9)];
const criteria = { food: true, clothing: true, education: true, medical: false, housing: false };
const registration = {
  region: '422899101201', headRef: wang, status: 'registered', occurredOn: '2016-01-15', members: [{ personRef: wang, relation: 'head' }, { personRef: li, relation: 'spouse' }],
  criteria, incomePerPersonFen: 285_000, lineFen: 295_200, evaluator: '示例镇人民政府',
};
const registered = told('HouseholdRegistered', registration);
const exit = { status: 'exited', basis: '退出公示', occurredOn: '2018-12-31', criteria: { ...criteria, medical: true, housing: true, water: true }, incomePerPersonFen: 401_000 };
const exited = told('StatusMarked', exit);

describe('a mark', () => {
  it('carries the evidence, the procedure and the day policies end', () => {
    given().when('RegisterHousehold', registration).thenRecords('HouseholdRegistered');
    given(registered).when('MarkStatus', {
      ...exit, lineFen: 353_500, evaluator: '县扶贫办', policyUntil: '2020-12-31', procedure: { appraisedOn: '2018-11-02', verifiedOn: '2018-11-10', agreed: true, postedFrom: '2018-11-15', postedUntil: '2018-11-22' },
    }).thenRecords('StatusMarked');
    given(registered).when('MarkStatus', { ...exit, policyUntil: '2018-12-30' }).thenRefuses('dates-reversed');
    given(registered).when('MarkStatus', { ...exit, procedure: { postedFrom: '2018-11-15', postedUntil: '2018-11-14' } }).thenRefuses('dates-reversed');
  });

  it('of the same status changes something only where it sets another end of policies', () => {
    given(registered, exited).when('MarkStatus', exit).thenRefuses('status-unchanged');
    given(registered, exited).when('MarkStatus', { ...exit, policyUntil: '2020-12-31' }).thenRecords('StatusMarked');
    given(registered, told('StatusMarked', { ...exit, policyUntil: '2020-12-31' })).when('MarkStatus', { ...exit, policyUntil: '2020-12-31' }).thenRefuses('status-unchanged');
  });

  it('under a campaign may say again of an earlier day what holds today, once', () => {
    const earlier = { ...exit, occurredOn: '2017-12-31', campaign: 'lookback-2019' };
    given(registered, exited).when('MarkStatus', earlier).thenRecords('StatusMarked');
    given(registered, exited).when('MarkStatus', { ...exit, campaign: 'lookback-2019' }).thenRefuses('status-unchanged');
  });

  it('of the past leaves standing what came after it', () => {
    const past = told('StatusMarked', { status: 'returned', basis: '回头看', occurredOn: '2017-05-01', campaign: 'lookback-2019' });
    expect(given(registered, exited, past).state()).toMatchObject({ status: 'exited', statusOn: '2018-12-31' });
    expect(given(registered, past).state()).toMatchObject({ status: 'returned', statusOn: '2017-05-01' });
  });
});

describe('income', () => {
  const income = { year: 2017, perPersonFen: 310_000, lineFen: 335_000, source: 'verification', occurredOn: '2018-01-20' };

  it('is reported year by year, again and again, never of a year to come', () => {
    given(registered).when('ReportIncome', income).thenRecords('IncomeReported');
    given(registered, told('IncomeReported', income)).when('ReportIncome', { ...income, perPersonFen: 330_000 }).thenRecords('IncomeReported');
    given(registered).when('ReportIncome', { ...income, year: 2019 }).thenRefuses('income-of-a-year-to-come');
    given().when('ReportIncome', income).thenRefuses('not-found');
  });
});

describe('no', () => {
  const refusal = { personRef: li, programmeId: 'subsistence', reason: '收入超过标准', occurredOn: '2018-04-02' };

  it('is said by the office or by the person, of a member or of the whole household', () => {
    given(registered).when('RefuseBenefit', { ...refusal, documentNumber: '恩民复〔2018〕7号' }).thenRecords('BenefitRefused');
    given(registered).when('ReportAidDeclined', { programmeId: 'relocation', reason: '不愿搬迁', occurredOn: '2018-04-02' }).thenRecords('AidDeclined');
    given(registered).when('RefuseBenefit', { ...refusal, personRef: stranger }).thenRefuses('not-a-member');
    given(registered).when('ReportAidDeclined', { ...refusal, personRef: stranger }).thenRefuses('not-a-member');
    given(registered, told('MemberLeft', { personRef: li, cause: 'moved', occurredOn: '2018-01-01' })).when('RefuseBenefit', refusal).thenRecords('BenefitRefused');
  });
});
