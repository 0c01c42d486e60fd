/** Coverage stories of people: who is eligible, by which register and evidence. */
import { HASH, VILLAGE, household, person } from './county';
import { peopleAid } from './people-aid';
import { peopleHomes } from './people-homes';
import type { Story } from './story';

const STANDING = 'select status, entitled, campaign, register_year from audit.status_on';
const met = { food: true, clothing: true, education: true, medical: true, housing: true, water: true };

const eligibility: readonly Story[] = [
  {
    item: 21, phrase: '两不愁、三保障', recordedBy: 'RegisterHousehold, MarkStatus (criteria)', fact: 'household_status', checkedBy: 'A39; the evidence beside each mark',
    given: [household('c21', 210, '2016-01-15', { criteria: { ...met, medical: false, housing: false }, incomePerPersonFen: 285_000, lineFen: 295_200, evaluator: '示例镇人民政府' })],
    when: { by: 'office', type: 'MarkStatus', id: 'c21', data: { status: 'exited', basis: '退出公告', criteria: met, incomePerPersonFen: 402_000, lineFen: 353_500, evaluator: '县扶贫办', occurredOn: '2017-12-20' } },
    then: [{
      sql: `select status, food, clothing, education, medical, housing, water, income_per_person_fen, line_fen, evaluator from audit.household_status($1) where household_id = 'c21' order by position`,
      rows: [
        { status: 'registered', ...met, medical: false, housing: false, income_per_person_fen: 285_000, line_fen: 295_200, evaluator: '示例镇人民政府' },
        { status: 'exited', ...met, income_per_person_fen: 402_000, line_fen: 353_500, evaluator: '县扶贫办' },
      ],
    }],
  },
  {
    item: 22, phrase: '建档立卡;村:贫困发生率高于全省贫困发生率一倍以上、农民人均纯收入低于全省平均水平60%、没有集体经济收入', recordedBy: 'RegisterHousehold, RegisterVillage, ReportIncome', fact: 'village_criteria, household_status, household_income', checkedBy: 'the figures beside those of the province',
    given: [
      household('c22', 220, '2014-04-10', { incomePerPersonFen: 198_000, lineFen: 273_600, evaluator: '示例村民委员会' }),
      { by: 'office', type: 'ReportIncome', id: 'c22', data: { year: 2014, perPersonFen: 231_000, lineFen: 280_000, source: 'verification', occurredOn: '2015-01-12' } },
    ],
    when: {
      by: 'office', type: 'RegisterVillage', id: VILLAGE,
      data: { region: VILLAGE, year: 2013, incidenceBasisPoints: 3_150, incomePerPersonFen: 412_000, collectiveIncomeFen: 0, provinceIncidenceBasisPoints: 1_440, provinceIncomePerPersonFen: 886_700, evaluator: '示例县扶贫办', occurredOn: '2014-05-20' },
    },
    then: [
      {
        sql: `select year, incidence_basis_points >= 2 * province_incidence_basis_points as incidence, income_per_person_fen * 10 < province_income_per_person_fen * 6 as income, collective_income_fen, evaluator from audit.village_criteria($1) where region = '${VILLAGE}'`,
        rows: [{ year: 2013, incidence: true, income: true, collective_income_fen: 0, evaluator: '示例县扶贫办' }],
      },
      { sql: `select year, per_person_fen, line_fen, source from audit.household_income($1) where household_id = 'c22'`, rows: [{ year: 2014, per_person_fen: 231_000, line_fen: 280_000, source: 'verification' }] },
    ],
  },
  {
    item: 23, phrase: '以每年12月31日为节点…动态调整,标注脱贫人口,建卡返贫人口', recordedBy: 'FreezeRegister, MarkStatus', fact: 'register_freeze, household_status', checkedBy: 'audit.status_on (status for a benefit period)',
    given: [
      household('c23', 230, '2014-06-30'),
      { by: 'admin', type: 'FreezeRegister', id: '422899', data: { region: '422899', year: 2015, households: 21_000, contentHash: HASH, occurredOn: '2015-12-31' } },
      { by: 'admin', type: 'FreezeRegister', id: '422899', data: { region: '422899', year: 2015, households: 20_999, occurredOn: '2015-12-31' }, refused: 'already-frozen' },
    ],
    when: { by: 'office', type: 'MarkStatus', id: 'c23', data: { status: 'removed', basis: '核查', occurredOn: '2015-09-01' } },
    then: [
      { sql: `select year, households, content_hash from audit.register_freeze($1) where region = '422899' and year = 2015`, rows: [{ year: 2015, households: 21_000, content_hash: HASH }] },
      { sql: `${STANDING}($1, 'c23', '2015-10-01')`, rows: [{ status: 'registered', entitled: true, campaign: null, register_year: null }] },
      { sql: `${STANDING}($1, 'c23', '2016-01-01')`, rows: [{ status: 'removed', entitled: false, campaign: null, register_year: 2015 }] },
    ],
  },
  {
    item: 24, phrase: '脱贫即出、返贫即入;卡外无真贫、卡内无硬伤;剔除不符合条件…及时纳入…遗漏', recordedBy: 'MarkStatus, RegisterHousehold, EnterRegisterRows', fact: 'household_status, register_row', checkedBy: 'A05 (in the register in error), A18 (left out); audit.status_on',
    given: [
      household('c24', 240, '2016-02-01'),
      { by: 'office', type: 'MarkStatus', id: 'c24', data: { status: 'exited', basis: '退出公告', occurredOn: '2017-03-31' } },
      { by: 'office', type: 'ImportRegister', id: 'c24-low', data: { kind: 'low-income', region: '422899', source: '县民政局', asOf: '2017-06-30', count: 1, addedCount: 1, removedCount: 0, contentHash: HASH, occurredOn: '2017-07-02' } },
      { by: 'office', type: 'EnterRegisterRows', id: 'c24-low', data: { kind: 'low-income', region: '422899', rows: [{ change: 'added', person: person(249), region: VILLAGE, role: 'a', on: '2017-05-01' }] } },
    ],
    when: { by: 'office', type: 'MarkStatus', id: 'c24', data: { status: 'returned', basis: '因病返贫', occurredOn: '2017-08-15' } },
    then: [
      { sql: `select s.status from unnest(array['2017-03-30', '2017-03-31', '2017-08-15']::date[]) d(on_date) cross join lateral audit.status_on($1, 'c24', d.on_date) s order by d.on_date`, rows: [{ status: 'registered' }, { status: 'exited' }, { status: 'returned' }] },
      // Poor by civil affairs, in no household of the register: left out.
      { sql: `select r.kind, r.role, (select i.source from audit.register_import($1) i where i.kind = r.kind) as source from audit.register_row($1) r where r.kind = 'low-income' and not exists (select from audit.household_member($1) m where m.person_ref = r.person_ref)`, rows: [{ kind: 'low-income', role: 'a', source: '县民政局' }] },
    ],
  },
  {
    item: 25, phrase: '“回头看”:补录807万,剔除929万;自查自纠;动态管理', recordedBy: 'any correction with `campaign`', fact: 'household_status, household_member, household', checkedBy: 'sums by campaign; audit.status_on corrects a frozen register only by a campaign',
    given: [
      household('c25', 250, '2014-06-30'),
      { by: 'admin', type: 'FreezeRegister', id: '422899', data: { region: '422899', year: 2016, households: 20_400, occurredOn: '2016-12-31' } },
      household('c25-b', 251, '2016-06-30', { status: 'added-back', campaign: 'c25-lookback' }),
    ],
    when: { by: 'office', type: 'MarkStatus', id: 'c25', data: { status: 'removed', campaign: 'c25-lookback', basis: '回头看剔除', occurredOn: '2016-06-30' } },
    then: [
      { sql: `select status, count(*) as households from audit.household_status($1) where campaign = 'c25-lookback' group by status order by status`, rows: [{ status: 'added-back', households: 1 }, { status: 'removed', households: 1 }] },
      { sql: `${STANDING}($1, 'c25', '2016-06-29')`, rows: [{ status: 'registered', entitled: true, campaign: null, register_year: 2015 }] },
      { sql: `${STANDING}($1, 'c25', '2016-06-30')`, rows: [{ status: 'removed', entitled: false, campaign: 'c25-lookback', register_year: 2015 }] },
    ],
  },
  {
    item: 26, phrase: '全国统一的扶贫开发信息系统;建档立卡专项评估检查', recordedBy: 'RegisterHousehold (register number), FreezeRegister (content hash), MarkStatus (evaluator)', fact: 'household, register_freeze, household_status', checkedBy: 'number in the national register, hash of the frozen one, who checked and what came of it',
    given: [
      household('c26', 260, '2014-06-30', { register: { number: '4228990260' } }),
      { by: 'admin', type: 'FreezeRegister', id: '422899', data: { region: '422899', year: 2014, households: 20_000, contentHash: HASH, occurredOn: '2014-12-31' } },
    ],
    when: { by: 'office', type: 'MarkStatus', id: 'c26', data: { status: 'removed', campaign: 'c26-check', basis: '专项评估检查', evaluator: '省评估检查组', occurredOn: '2017-04-01' } },
    then: [
      { sql: `select register_ref is not null as numbered from audit.household($1) where household_id = 'c26'`, rows: [{ numbered: true }] },
      { sql: `select content_hash from audit.register_freeze($1) where region = '422899' and year = 2014`, rows: [{ content_hash: HASH }] },
      { sql: `select status, campaign, basis, evaluator from audit.household_status($1) where household_id = 'c26' and campaign is not null`, rows: [{ status: 'removed', campaign: 'c26-check', basis: '专项评估检查', evaluator: '省评估检查组' }] },
    ],
  },
  {
    item: 27, phrase: '对脱贫户实施跟踪和动态监测;脱贫后继续享受低保', recordedBy: 'MarkStatus (policyUntil), ReportIncome', fact: 'household_status, household_income', checkedBy: 'audit.status_on: an exit is no loss of eligibility',
    given: [
      household('c27', 270, '2016-02-01'),
      { by: 'office', type: 'MarkStatus', id: 'c27', data: { status: 'exited', basis: '退出公告', policyUntil: '2020-12-31', occurredOn: '2017-12-28' } },
    ],
    when: { by: 'office', type: 'ReportIncome', id: 'c27', data: { year: 2017, perPersonFen: 361_000, lineFen: 335_000, source: 'verification', occurredOn: '2018-01-15' } },
    then: [
      { sql: `select s.status, s.entitled, s.policy_until from unnest(array['2018-06-01', '2021-01-01']::date[]) d(on_date) cross join lateral audit.status_on($1, 'c27', d.on_date) s order by d.on_date`,
        rows: [{ status: 'exited', entitled: true, policy_until: '2020-12-31' }, { status: 'exited', entitled: false, policy_until: '2020-12-31' }] },
      { sql: `select year, per_person_fen, source from audit.household_income($1) where household_id = 'c27'`, rows: [{ year: 2017, per_person_fen: 361_000, source: 'verification' }] },
    ],
  },
  {
    item: 28, phrase: '贫困县、村、人口退出标准、程序;防止数字脱贫、虚假脱贫', recordedBy: 'MarkStatus (procedure, income beside the line), ClassifyRegion', fact: 'household_status, region_class', checkedBy: 'A39',
    given: [
      { by: 'province', type: 'ClassifyRegion', id: '422826', data: { region: '422826', class: 'poor-county', effectiveFrom: '2014-01-01', basis: '国开办发〔2014〕12号', occurredOn: '2014-01-20' } },
      { by: 'province', type: 'ClassifyRegion', id: '422826', data: { region: '422826', class: 'other-county', effectiveFrom: '2017-10-30', basis: '鄂政发〔2017〕50号', occurredOn: '2017-10-30' } },
      household('c28', 280, '2016-02-01'),
    ],
    when: {
      by: 'office', type: 'MarkStatus', id: 'c28',
      data: {
        status: 'exited', basis: '鄂贫组发〔2017〕3号', incomePerPersonFen: 336_000, lineFen: 335_000, evaluator: '县脱贫攻坚领导小组', occurredOn: '2017-12-31',
        procedure: { appraisedOn: '2017-11-03', verifiedOn: '2017-11-10', agreed: true, postedFrom: '2017-11-15', postedUntil: '2017-11-22', recordHash: HASH },
      },
    },
    then: [
      {
        sql: `select income_per_person_fen * 100 < line_fen * 102 as just_over_the_line, appraised_on, verified_on, agreed, posted_from, posted_until, record_hash from audit.household_status($1) where household_id = 'c28' and status = 'exited'`,
        rows: [{ just_over_the_line: true, appraised_on: '2017-11-03', verified_on: '2017-11-10', agreed: true, posted_from: '2017-11-15', posted_until: '2017-11-22', record_hash: HASH }],
      },
      { sql: `select class, effective_from, basis from audit.region_class($1) where region = '422826' order by effective_from`, rows: [{ class: 'poor-county', effective_from: '2014-01-01', basis: '国开办发〔2014〕12号' }, { class: 'other-county', effective_from: '2017-10-30', basis: '鄂政发〔2017〕50号' }] },
    ],
  },
];

export const people: readonly Story[] = [...eligibility, ...peopleAid, ...peopleHomes];
