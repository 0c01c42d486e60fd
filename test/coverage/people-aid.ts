/** Coverage stories of aid: allowances, premiums, students, posts, training, medical bills. */
import { HASH, VILLAGE, fund, household, person, programme } from './county';
import { paidOut } from './paid-out';
import type { Given, Step, Story } from './story';

const of = (id: string, serial: number): object => ({ region: VILLAGE, person: person(serial), householdId: id, programmeId: id });
const terms = (id: string, more: object): Step => programme(id, { payee: 'person', allowedPurposes: ['household-subsidy'], ...more });
const rows = (id: string, kind: string, entered: readonly object[]): readonly Given[] => [
  { by: 'office', type: 'ImportRegister', id, data: { kind, region: '422899', source: '示例局', asOf: '2018-01-31', count: entered.length, addedCount: entered.length, removedCount: 0, contentHash: HASH, occurredOn: '2018-02-05' } },
  { by: 'office', type: 'EnterRegisterRows', id, data: { kind, region: '422899', rows: entered.map((row) => ({ change: 'added', region: VILLAGE, ...row })) } },
];
const bill = (id: string, serial: number, billId: string, ownFen: number, more: object = {}): object => ({
  ...of(id, serial), billId, kind: 'inpatient', billFen: 4_200_000 + ownFen, basicFen: 3_000_000, seriousFen: 700_000, assistanceFen: 400_000, guaranteeFen: 100_000, ownFen, occurredOn: '2018-05-10', ...more,
});

const allowances: readonly Story[] = [
  {
    item: 29, phrase: '农村低保应保尽保;宣布脱贫后继续享受低保政策', recordedBy: 'GrantAllowance, EndAllowance', fact: 'allowance, household_status, register_row', checkedBy: 'A18 (left out), A05 (in error); the interval beside the status',
    given: [
      terms('c29', { cadence: 'monthly', eligibleClasses: ['low-income:low-income'], endsWithDeath: true }), household('c29', 290, '2016-02-01'),
      { by: 'office', type: 'MarkStatus', id: 'c29', data: { status: 'exited', basis: '退出公告', occurredOn: '2017-12-30' } },
      ...rows('c29-low', 'low-income', [{ person: person(290), role: 'low-income' }, { person: person(299), role: 'low-income' }]),
      { by: 'office', type: 'GrantAllowance', id: 'c29', data: { ...of('c29', 290), from: '2017-01', amountPerMonthFen: 30_000, occurredOn: '2016-12-20' } },
    ],
    when: { by: 'office', type: 'EndAllowance', id: 'c29', data: { programmeId: 'c29', until: '2018-09', reason: '收入稳定超过标准', occurredOn: '2018-09-20' } },
    then: [
      {
        sql: `select a.change, a.from_month, a.until_month, s.status, s.entitled from audit.allowance($1) a cross join lateral audit.status_on($1, a.household_id, '2018-03-01') s where a.benefit_id = 'c29' order by a.position`,
        rows: [{ change: 'granted', from_month: '2017-01-01', until_month: null, status: 'exited', entitled: true }, { change: 'ended', from_month: null, until_month: '2018-09-01', status: 'exited', entitled: true }],
      },
      {
        sql: `select count(*) as left_out from audit.register_row($1) r where r.kind = 'low-income' and r.role = 'low-income' and r.on_date is null and not exists (select from audit.allowance($1) a where a.person_ref = r.person_ref and a.programme_id = 'c29')`,
        rows: [{ left_out: 1 }],
      },
    ],
  },
  {
    item: 30, phrase: '不低于当地低保标准的20%增发补助金(老年人、未成年人、重度残疾人、重病患者)', recordedBy: 'DefineProgramme (topUpBasisPoints), GrantAllowance (topUpFen)', fact: 'programme_version, allowance', checkedBy: 'A17 (top-up missing or short)',
    given: [terms('c30', { cadence: 'monthly', standardFen: 40_000, standardPer: 'person', topUpBasisPoints: 2_000, topUpClasses: ['elderly', 'severely-disabled'] }), household('c30', 300, '2016-02-01')],
    when: { by: 'office', type: 'GrantAllowance', id: 'c30', data: { ...of('c30', 300), from: '2018-01', amountPerMonthFen: 45_000, topUpFen: 5_000, topUpClasses: ['elderly'], grade: 'A', occurredOn: '2017-12-20' } },
    then: [{
      sql: `select a.top_up_fen, v.standard_fen * v.top_up_basis_points / 10000 as due_fen, a.top_up_classes, a.grade from audit.allowance($1) a cross join lateral audit.programme_on($1, a.programme_id, a.from_month) v where a.benefit_id = 'c30'`,
      rows: [{ top_up_fen: 5_000, due_fen: 8_000, top_up_classes: ['elderly'], grade: 'A' }],
    }],
  },
  {
    item: 31, phrase: '代缴全额最低标准城乡居民养老保险费', recordedBy: 'PayPremiumOnBehalf', fact: 'premium_payment', checkedBy: 'A17 (less than the tier), A18 (nobody paid), A03 (twice)',
    given: [terms('c31', { allowedPurposes: ['insurance-premium'] }), household('c31', 310, '2016-02-01')],
    when: { by: 'office', type: 'PayPremiumOnBehalf', id: 'c31', data: { ...of('c31', 310), insurance: 'pension', year: 2018, tierFen: 10_000, paidFen: 6_000, paidToInsurer: true, occurredOn: '2018-06-30' } },
    then: [{ sql: `select insurance, year, tier_fen - paid_fen as short_fen, paid_to_insurer from audit.premium_payment($1) where benefit_id = 'c31'`, rows: [{ insurance: 'pension', year: 2018, short_fen: 4_000, paid_to_insurer: true }] }],
  },
  {
    item: 32, phrase: '临时救助;特困人员供养;残疾人两项补贴;托养/照护补贴;无障碍改造', recordedBy: 'DefineProgramme (exclusiveWith, stackableWith), GrantAllowance', fact: 'programme_version, allowance', checkedBy: 'A04 (exclusive), A16',
    given: [
      terms('c32-low', { exclusiveWith: ['c32-destitute'], stackableWith: ['c32-care'] }), terms('c32-destitute', { exclusiveWith: ['c32-low'] }), terms('c32-care', { stackableWith: ['c32-low'] }), household('c32', 320, '2016-02-01'),
      { by: 'office', type: 'GrantAllowance', id: 'c32', data: { ...of('c32', 320), programmeId: 'c32-low', from: '2018-01', amountPerMonthFen: 30_000, occurredOn: '2017-12-20' } },
      { by: 'office', type: 'GrantAllowance', id: 'c32', data: { ...of('c32', 320), programmeId: 'c32-care', from: '2018-01', amountPerMonthFen: 10_000, occurredOn: '2017-12-20' } },
    ],
    when: { by: 'office', type: 'GrantAllowance', id: 'c32', data: { ...of('c32', 320), programmeId: 'c32-destitute', from: '2018-04', amountPerMonthFen: 60_000, occurredOn: '2018-03-20' } },
    then: [{
      sql: `select a.programme_id as one, b.programme_id as other, b.programme_id = any(v.exclusive_with) as excluded, coalesce(b.programme_id = any(v.stackable_with), false) as stacked
        from audit.allowance($1) a join audit.allowance($1) b on b.benefit_id = a.benefit_id and b.position > a.position cross join lateral audit.programme_on($1, a.programme_id, b.from_month) v
        where a.benefit_id = 'c32' order by a.position, b.position`,
      rows: [
        { one: 'c32-low', other: 'c32-care', excluded: false, stacked: true }, { one: 'c32-low', other: 'c32-destitute', excluded: true, stacked: false }, { one: 'c32-care', other: 'c32-destitute', excluded: false, stacked: false },
      ],
    }],
  },
  {
    item: 33, phrase: '学籍信息与建档立卡数据比对;学生资助全部纳入;免学杂费;营养改善', recordedBy: 'EnterRegisterRows (student), AidStudent', fact: 'register_row, student_aid', checkedBy: 'A18 (students nobody aided), A04 (aided in two counties)',
    given: [terms('c33', { eligibleClasses: ['student'] }), household('c33', 330, '2016-02-01', { members: [{ person: person(330), relation: 'head' }, { person: person(331, '20050301'), relation: 'child' }, { person: person(332, '20070301'), relation: 'child' }] }),
      ...rows('c33-students', 'student', [{ person: person(331, '20050301'), role: 'junior' }, { person: person(332, '20070301'), role: 'primary' }])],
    when: { by: 'office', type: 'AidStudent', id: 'c33', data: { ...of('c33', 331), person: person(331, '20050301'), schoolId: '3142000123', schoolRegion: '422899', term: '2018-spring', tier: 'junior', amountFen: 62_500, registeredMatch: true, occurredOn: '2018-04-20' } },
    then: [
      { sql: `select school_id, term, tier, amount_fen, registered_match from audit.student_aid($1) where benefit_id = 'c33'`, rows: [{ school_id: '3142000123', term: '2018-spring', tier: 'junior', amount_fen: 62_500, registered_match: true }] },
      {
        sql: `select r.role from audit.register_row($1) r join audit.household_member($1) m on m.person_ref = r.person_ref and m.household_id = 'c33' where r.kind = 'student' and not exists (select from audit.student_aid($1) a where a.person_ref = r.person_ref and a.term = '2018-spring')`,
        rows: [{ role: 'primary' }],
      },
    ],
  },
  {
    item: 34, phrase: '资助资金分配“按建档立卡贫困家庭学生基数”', recordedBy: 'IssueAllocation (factor)', fact: 'allocation', checkedBy: 'the factor beside the amount, and the students of the register beside the factor',
    given: [terms('c34', { eligibleClasses: ['student'] })],
    when: { by: 'province', type: 'IssueAllocation', id: 'c34', data: { region: '42', programmeId: 'c34', documentNumber: '鄂财教发〔2018〕21号', budgetYear: 2018, source: 'provincial', functionCode: '2050299', amountFen: 125_000_000, factor: '建档立卡贫困家庭学生 1000 人', occurredOn: '2018-03-05' } },
    then: [{ sql: `select factor, amount_fen, programme_id from audit.allocation($1) where allocation_id = 'c34'`, rows: [{ factor: '建档立卡贫困家庭学生 1000 人', amount_fen: 125_000_000, programme_id: 'c34' }] }],
  },
];

const work: readonly Story[] = [
  {
    item: 36, phrase: '从建档立卡贫困户中选聘2.5万名生态护林员,按每人每年4000元', recordedBy: 'DefineProgramme (capFen, headsCap), EngageRanger, ReportAttendance', fact: 'paid_post, attendance, programme_version', checkedBy: 'A16 (over 4,000 a year), A05 (not registered)',
    given: [
      terms('c36', { allowedPurposes: ['wage-of-post'], cadence: 'quarterly', capFen: 400_000, headsCap: 25_000 }), household('c36', 360, '2016-02-01'),
      { by: 'office', type: 'EngageRanger', id: 'c36', data: { ...of('c36', 360), from: '2018-01-01', until: '2018-12-31', yearlyFen: 480_000, contractNumber: '护2018-36', areaMilliMu: 500_000, occurredOn: '2017-12-28' } },
    ],
    when: { by: 'office', type: 'ReportAttendance', id: 'c36', data: { programmeId: 'c36', month: '2018-02', daysDue: 20, daysPresent: 7, occurredOn: '2018-03-02' } },
    then: [
      {
        sql: `select p.kind, p.yearly_fen > v.cap_fen as over, s.status, (select count(*) from audit.paid_post($1) h where h.programme_id = 'c36') <= v.heads_cap as within_heads from audit.paid_post($1) p
          cross join lateral audit.programme_on($1, p.programme_id, p.from_date) v cross join lateral audit.status_on($1, p.household_id, p.from_date) s where p.benefit_id = 'c36'`,
        rows: [{ kind: 'ranger', over: true, status: 'registered', within_heads: true }],
      },
      { sql: `select month, days_due, days_present from audit.attendance($1) where benefit_id = 'c36'`, rows: [{ month: '2018-02-01', days_due: 20, days_present: 7 }] },
    ],
  },
  {
    item: 37, phrase: '零就业贫困户至少一人实现就业;公益岗位;扶贫车间;以工代赈', recordedBy: 'EngagePost, EngageRanger', fact: 'paid_post', checkedBy: 'A04 (two paid public posts in one month)',
    given: [
      terms('c37', { allowedPurposes: ['wage-of-post'], exclusiveWith: ['c37-ranger'] }), household('c37', 370, '2016-02-01'),
      { by: 'office', type: 'EngageRanger', id: 'c37', data: { ...of('c37', 370), programmeId: 'c37-ranger', from: '2018-01-01', until: '2018-12-31', yearlyFen: 400_000, occurredOn: '2017-12-28' } },
      { by: 'office', type: 'EngagePost', id: 'c37', data: { ...of('c37', 370), kind: 'public-welfare', post: '保洁员', from: '2018-03-01', monthlyFen: 50_000, occurredOn: '2018-02-27' } },
    ],
    when: { by: 'office', type: 'EngagePost', id: 'c37', data: { ...of('c37', 370), kind: 'public-welfare', post: '保洁员', from: '2018-06-01', monthlyFen: 50_000, occurredOn: '2018-05-27' }, refused: 'post-already-held' },
    then: [{
      sql: `select a.kind as one, b.kind as other, b.post, greatest(a.from_date, b.from_date) as both_from from audit.paid_post($1) a join audit.paid_post($1) b on b.person_ref = a.person_ref and b.position > a.position
        and b.from_date <= coalesce(a.until_date, b.from_date) where a.benefit_id = 'c37'`,
      rows: [{ one: 'ranger', other: 'public-welfare', post: '保洁员', both_from: '2018-03-01' }],
    }],
  },
  {
    item: 38, phrase: '除低保兜底发放现金外…原则上不直接发钱发物', recordedBy: 'DefineProgramme (participationRequired), ConfirmParticipation', fact: 'programme_version, participation, settlement', checkedBy: 'A33 (cash without proof of taking part)',
    given: [
      programme('c38', { participationRequired: true }), ...fund('c38', 'c38', 10_000_000, '2018-03-02'), household('c38-a', 380, '2016-02-01'), household('c38-b', 381, '2016-02-01'),
      ...paidOut('c38', 'c38', 'c38-county', '2018-06-04', [{ serial: 380, householdId: 'c38-a', amountFen: 100_000 }, { serial: 381, householdId: 'c38-b', amountFen: 100_000 }]),
    ],
    when: { by: 'office', type: 'ConfirmParticipation', id: 'c38', data: { region: VILLAGE, householdId: 'c38-a', programmeId: 'c38', form: 'production', from: '2018-03-01', confirmedBy: '示例村委会', occurredOn: '2018-06-01' } },
    then: [{
      sql: `select l.household_id, l.amount_fen, exists (select from audit.participation($1) c where c.household_id = l.household_id and c.programme_id = l.programme_id) as took_part
        from audit.paid_line($1) l cross join lateral audit.programme_on($1, l.programme_id, l.paid_on) v where l.programme_id = 'c38' and v.participation_required order by l.line`,
      rows: [{ household_id: 'c38-a', amount_fen: 100_000, took_part: true }, { household_id: 'c38-b', amount_fen: 100_000, took_part: false }],
    }],
  },
  {
    item: 39, phrase: '职业培训补贴;创业担保贷款;致富带头人', recordedBy: 'TrainPerson', fact: 'training', checkedBy: 'A03 (one person claimed twice for one course), A44',
    given: [
      terms('c39', { allowedPurposes: ['training'] }), household('c39', 390, '2016-02-01'),
      { by: 'office', type: 'TrainPerson', id: 'c39', data: { ...of('c39', 390), courseId: 'c39-tea', course: '茶叶加工', hours: 40, provider: '示例职校', subsidyFen: 80_000, certificate: true, occurredOn: '2018-04-15' } },
    ],
    when: { by: 'office', type: 'TrainPerson', id: 'c39', data: { ...of('c39', 390), courseId: 'c39-tea', course: '茶叶加工', hours: 0, provider: '示例职校', subsidyFen: 80_000, occurredOn: '2018-05-15' } },
    then: [{
      sql: `select course_id, count(*) as times, sum(hours) as hours, sum(subsidy_fen) as subsidy_fen from audit.training($1) where person_ref = (select person_ref from audit.training($1) where benefit_id = 'c39' limit 1) group by course_id`,
      rows: [{ course_id: 'c39-tea', times: 2, hours: 40, subsidy_fen: 160_000 }],
    }],
  },
];

const health: readonly Story[] = [
  {
    item: 40, phrase: '住院个人实际报销比例提高到90%左右;大病、特殊慢性病门诊80%左右;个人年度实际负担5000元以内', recordedBy: 'SettleMedicalBill, PayMedicalGuarantee', fact: 'medical_bill, medical_guarantee, duty', checkedBy: 'duty of bearing what is above the cap (A17); the ratio beside that of the programme',
    given: [
      terms('c40', { ratioBasisPoints: 9_000, ownBurdenCapFen: 500_000 }), household('c40', 400, '2016-02-01'),
      { by: 'office', type: 'SettleMedicalBill', id: 'c40', data: bill('c40', 400, 'c40-1', 420_000) },
      { by: 'office', type: 'SettleMedicalBill', id: 'c40', data: bill('c40', 400, 'c40-2', 230_000) },
    ],
    when: { by: 'office', type: 'PayMedicalGuarantee', id: 'c40', data: { programmeId: 'c40', year: 2018, paidFen: 150_000, occurredOn: '2018-05-30' } },
    then: [
      { sql: `select change, year, amount_fen, own_burden_fen, cap_fen from audit.medical_guarantee($1) where benefit_id = 'c40' order by position`, rows: [{ change: 'due', year: 2018, amount_fen: 150_000, own_burden_fen: 650_000, cap_fen: 500_000 }, { change: 'paid', year: 2018, amount_fen: 150_000, own_burden_fen: null, cap_fen: null }] },
      {
        sql: `select sum(b.own_fen) as own_fen, sum(b.bill_fen - b.own_fen) * 10000 / sum(b.bill_fen) >= max(v.ratio_basis_points) as ratio_reached from audit.medical_bill($1) b cross join lateral audit.programme_on($1, b.programme_id, b.occurred_on) v where b.benefit_id = 'c40'`,
        rows: [{ own_fen: 650_000, ratio_reached: true }],
      },
      { by: 'office', get: '/v1/benefits/c40', holds: { region: VILLAGE, householdId: 'c40', bills: ['c40-1', 'c40-2'], burden: { 2018: { ownFen: 650_000, dueFen: 150_000, paidFen: 150_000 } } } },
      { by: 'auditor', get: '/v1/duties?kind=pay-medical-guarantee', holds: { items: [{ streamId: 'benefit-c40', baseOn: '2018-05-10', dueOn: '2018-06-09', shownOn: '2018-05-30', status: 'met', amountFen: 150_000 }] } },
    ],
  },
  {
    item: 41, phrase: '四位一体;先诊疗后付费;一站式;一票制', recordedBy: 'SettleMedicalBill', fact: 'medical_bill', checkedBy: 'legs and own part are the bill, or it is refused',
    given: [
      terms('c41', { ownBurdenCapFen: 500_000 }), household('c41', 410, '2016-02-01'),
      { by: 'office', type: 'SettleMedicalBill', id: 'c41', data: bill('c41', 410, 'c41-1', 320_000, { billFen: 4_520_001 }), refused: 'legs-differ-from-bill' },
    ],
    when: { by: 'office', type: 'SettleMedicalBill', id: 'c41', data: bill('c41', 410, 'c41-1', 320_000, { treatedFirst: true, oneStop: true }) },
    then: [{
      sql: `select bill_fen, basic_fen, serious_fen, assistance_fen, guarantee_fen, own_fen, treated_first, one_stop from audit.medical_bill($1) where benefit_id = 'c41'`,
      rows: [{ bill_fen: 4_520_000, basic_fen: 3_000_000, serious_fen: 700_000, assistance_fen: 400_000, guarantee_fen: 100_000, own_fen: 320_000, treated_first: true, one_stop: true }],
    }],
  },
];

export const peopleAid: readonly Story[] = [...allowances, ...work, ...health];
