/** Coverage stories of loans, projects and linkage. */
import { VILLAGE, card, fund, household, person, programme, uscc } from './county';
import type { Given, Step, Story } from './story';

const loan = (id: string, serial: number, more: object = {}): Step => ({
  by: 'bank', type: 'GrantLoan', id,
  data: {
    region: VILLAGE, householdId: `h-${id}`, borrower: person(serial), bank: '农商行', product: '扶贫小额信贷', principalFen: 5_000_000, termMonths: 36, rateBasisPoints: 475, mode: 'self', use: 'production', collateral: false,
    occurredOn: '2018-03-01', ...more,
  },
});
const lent = (id: string, serial: number, more: object = {}): readonly Given[] => [
  household(`h-${id}`, serial, '2018-01-05'), loan(id, serial, more), { by: 'bank', type: 'PayOutLoan', id, data: { amountFen: 5_000_000, account: card(serial), occurredOn: '2018-03-02' } },
];
const found = (id: string, aspect: string): Step => ({ by: 'bank', type: 'ReportLoanIrregularity', id, data: { aspect, foundBy: 'bank', note: '贷后检查发现', occurredOn: '2018-06-01' } });
const project = (id: string, more: object = {}): Step => ({
  by: 'office', type: 'PlanProject', id,
  data: { region: VILLAGE, name: '茶叶基地', programmeId: id, site: '三组', content: '新建茶园 100 亩', unitName: '示例茶叶专业合作社', unitUscc: uscc('93', 50), amountFen: 40_000_000, plannedStart: '2018-04-01', plannedEnd: '2018-10-31', occurredOn: '2018-03-01', ...more },
});

export const projects: readonly Story[] = [
  {
    item: 46, phrase: '“五个不能”:不能户贷企用、不能非生产经营、不能变相提高贷款利率、不能变相要求抵押担保、不能随意改变产品名称', recordedBy: 'ReportLoanIrregularity (one word for each prohibition)', fact: 'loan_irregularity; loan', checkedBy: 'A19, A20',
    given: [...lent('c46', 460), found('c46', 'enterprise-use'), found('c46', 'non-production'), found('c46', 'raised-rate'), found('c46', 'collateral')],
    when: found('c46', 'renamed-product'),
    then: [{ sql: `select aspect, found_by from audit.loan_irregularity($1) where loan_id = 'c46' order by position`, rows: ['enterprise-use', 'non-production', 'raised-rate', 'collateral', 'renamed-product'].map((aspect) => ({ aspect, found_by: 'bank' })) }],
  },
  {
    item: 47, phrase: '“一自两合”:户贷户用自我发展、户贷户用合伙发展、户贷社管合作发展', recordedBy: 'GrantLoan (mode: self, partnership or co-operative, with its evidence)', fact: 'loan', checkedBy: 'A19 (d)',
    given: [
      household('h-c47a', 470, '2018-01-05'), household('h-c47b', 471, '2018-01-05'), household('h-c47c', 472, '2018-01-05'),
      loan('c47a', 470), loan('c47b', 471, { mode: 'partnership', partnerUscc: uscc('92', 47), agreementOnRecord: true }),
      { ...loan('c47x', 470, { mode: 'enterprise' }), refused: 'malformed-data' },
    ],
    when: loan('c47c', 472, { mode: 'co-operative', partnerUscc: uscc('93', 47), memberOnRecord: true, participationOnRecord: true, consentOnRecord: true, agreementOnRecord: true }),
    then: [{
      sql: `select loan_id, mode, member_on_record, participation_on_record, consent_on_record, agreement_on_record from audit.loan($1) where loan_id like 'c47%' order by loan_id`,
      rows: [
        { loan_id: 'c47a', mode: 'self', member_on_record: false, participation_on_record: false, consent_on_record: false, agreement_on_record: false },
        { loan_id: 'c47b', mode: 'partnership', member_on_record: false, participation_on_record: false, consent_on_record: false, agreement_on_record: true },
        { loan_id: 'c47c', mode: 'co-operative', member_on_record: true, participation_on_record: true, consent_on_record: true, agreement_on_record: true },
      ],
    }],
  },
  {
    item: 48, phrase: '贷款逾期、户贷企用、非生产性支出;纠正户贷企用、违规用款等问题', recordedBy: 'ReportLoanProceeds, ReportLoanRepayment, ExtendLoan, ReportLoanIrregularity, ReportLoanRectification', fact: 'loan_due, loan_movement, loan_irregularity', checkedBy: 'A19; A21 reads what is due',
    given: [
      ...lent('c48', 480), { by: 'bank', type: 'ReportLoanProceeds', id: 'c48', data: { hop: 1, amountFen: 5_000_000, counterpartyKind: 'organisation', counterpartyUscc: uscc('91', 48), counterpartyName: '示例农业公司', occurredOn: '2018-03-05' } },
      { by: 'bank', type: 'ExtendLoan', id: 'c48', data: { kind: 'extension', untilOn: '2021-09-01', reason: '受灾', occurredOn: '2018-06-01' } },
      { by: 'bank', type: 'ReportLoanIrregularity', id: 'c48', data: { aspect: 'enterprise-use', foundBy: 'audit', amountFen: 5_000_000, note: '全部转入企业账户', occurredOn: '2018-07-01' } },
    ],
    when: { by: 'bank', type: 'ReportLoanRectification', id: 'c48', data: { reportRevision: 4, measure: 'loan-recalled', amountFen: 5_000_000, note: '已收回', occurredOn: '2018-08-01' } },
    then: [
      { sql: `select kind, due_on from audit.loan_due($1) where loan_id = 'c48' order by position`, rows: [{ kind: 'grant', due_on: '2021-03-01' }, { kind: 'extension', due_on: '2021-09-01' }] },
      { sql: `select kind, aspect, measure, amount_fen from audit.loan_irregularity($1) where loan_id = 'c48' order by position`, rows: [{ kind: 'reported', aspect: 'enterprise-use', measure: null, amount_fen: 5_000_000 }, { kind: 'rectified', aspect: null, measure: 'loan-recalled', amount_fen: 5_000_000 }] },
      { sql: `select entity_kind, amount_fen from audit.loan_movement($1) where loan_id = 'c48'`, rows: [{ entity_kind: 'organisation', amount_fen: 5_000_000 }] },
    ],
  },
  {
    item: 49, phrase: '扶贫再贷款;“扶贫保”', recordedBy: 'GrantLoan (relendingNumber), InsureLoan, PayInterestSubsidy', fact: 'loan, loan_subsidy', checkedBy: 'A22', later: '绿色通道(IPO/新三板/债): aid to enterprises, outside the scope of household money',
    given: [...lent('c49', 490, { relendingNumber: 'ZD2018-7' }), { by: 'bank', type: 'PayInterestSubsidy', id: 'c49', data: { subsidisedPrincipalFen: 5_000_000, from: '2018-03-02', until: '2018-06-20', amountFen: 60_000, occurredOn: '2018-06-25' } }],
    when: { by: 'bank', type: 'InsureLoan', id: 'c49', data: { insurer: '示例财险', product: '扶贫保', premiumFen: 20_000, subsidyFen: 16_000, from: '2018-03-02', until: '2019-03-01', occurredOn: '2018-07-02' } },
    then: [
      { sql: `select relending_number from audit.loan($1) where loan_id = 'c49'`, rows: [{ relending_number: 'ZD2018-7' }] },
      { sql: `select kind, amount_fen from audit.loan_subsidy($1) where loan_id = 'c49' order by position`, rows: [{ kind: 'interest', amount_fen: 60_000 }, { kind: 'premium', amount_fen: 16_000 }] },
    ],
  },
  {
    item: 50, phrase: '新型经营主体“利益联结机制”;资金变股份;量化资产收益;光伏', recordedBy: 'AgreeLinkage, PayDividend', fact: 'linkage, linkage_household, dividend, dividend_due; duty', checkedBy: 'duty of paying a dividend; A32',
    given: [
      programme('c50'), project('c50'), household('h-c50a', 500, '2018-01-05'), household('h-c50b', 501, '2018-01-05'),
      { by: 'office', type: 'AgreeLinkage', id: 'c50', data: {
        agreementNumber: 'LJ-50', entityUscc: uscc('93', 50), entityName: '示例茶叶专业合作社', mode: 'funds-as-shares', fundsFen: 40_000_000, households: ['h-c50a', 'h-c50b'],
        dividend: { everyMonths: 12, firstDueOn: '2018-09-30', times: 3, amountFen: 80_000, per: 'household' }, occurredOn: '2018-03-20',
      } },
    ],
    when: { by: 'office', type: 'PayDividend', id: 'c50', data: { agreementNumber: 'LJ-50', entityUscc: uscc('93', 50), periodDueOn: '2018-09-30', payments: [{ householdId: 'h-c50a', amountFen: 80_000 }, { householdId: 'h-c50b', amountFen: 80_000 }], occurredOn: '2018-09-28' } },
    then: [
      { sql: `select mode, funds_fen from audit.linkage($1) where project_id = 'c50'`, rows: [{ mode: 'funds-as-shares', funds_fen: 40_000_000 }] },
      { sql: `select household_id from audit.linkage_household($1) where project_id = 'c50' order by household_id`, rows: [{ household_id: 'h-c50a' }, { household_id: 'h-c50b' }] },
      { sql: `select household_id, amount_fen from audit.dividend($1) where project_id = 'c50' order by household_id`, rows: [{ household_id: 'h-c50a', amount_fen: 80_000 }, { household_id: 'h-c50b', amount_fen: 80_000 }] },
      { by: 'office', get: '/v1/duties?kind=pay-dividend&subject=c50', holds: { items: [{ kind: 'pay-dividend', dueOn: '2018-09-30', status: 'met', amountFen: 160_000 }, { dueOn: '2019-09-30', status: 'open' }, { dueOn: '2020-09-30', status: 'open' }] } },
    ],
  },
  {
    item: 51, phrase: '政府购买服务;以购代捐;定向直供直销', recordedBy: 'ReportProcurement', fact: 'procurement', checkedBy: 'A32 (a purchase is a benefit households have)',
    given: [programme('c51'), project('c51'), household('h-c51', 510, '2018-01-05')],
    when: { by: 'office', type: 'ReportProcurement', id: 'c51', data: { channel: 'purchase-instead-of-donation', what: '茶叶 200 斤', buyerName: '省直某单位', households: ['h-c51'], amountFen: 3_000_000, occurredOn: '2018-10-10' } },
    then: [{ sql: `select channel, buyer_name, amount_fen from audit.procurement($1) where project_id = 'c51'`, rows: [{ channel: 'purchase-instead-of-donation', buyer_name: '省直某单位', amount_fen: 3_000_000 }] }],
  },
  {
    item: 52, phrase: '建立县级脱贫攻坚项目库', recordedBy: 'ProposeProject, ScreenProject, AdmitProject, RemoveProject', fact: 'project_library; project', checkedBy: 'A23 reads admission before plan and payment',
    given: [
      programme('c52'), ...fund('c52', 'c52', 100_000_000, '2018-02-01'),
      { by: 'office', type: 'ProposeProject', id: 'c52', data: { region: VILLAGE, name: '村道硬化', projectClass: 'village-infrastructure', site: '一组', content: '硬化 1 公里', amountFen: 40_000_000, meetingOn: '2018-01-10', occurredOn: '2018-01-12' } },
      { by: 'office', type: 'ScreenProject', id: 'c52', data: { outcome: 'passed', office: '云岭镇人民政府', occurredOn: '2018-01-20' } },
      { by: 'office', type: 'AdmitProject', id: 'c52', data: { libraryVersion: '2018-1', projectClass: 'village-infrastructure', performanceTarget: '受益 60 户', documentNumber: '示扶组发〔2018〕3号', office: '县扶贫开发领导小组', occurredOn: '2018-02-05' } },
      { by: 'office', type: 'AdmitProject', id: 'c52', data: { libraryVersion: '2018-2', projectClass: 'village-infrastructure', performanceTarget: '受益 60 户', documentNumber: '示扶组发〔2018〕9号', office: '县扶贫开发领导小组', occurredOn: '2018-02-06' }, refused: 'project-already-admitted' },
    ],
    when: project('c52', { name: '村道硬化', content: '硬化 1 公里', allocationId: 'c52-county' }),
    then: [
      { sql: `select l.kind, l.occurred_on < j.occurred_on as before_plan from audit.project_library($1) l join audit.project($1) j on j.project_id = l.project_id where l.project_id = 'c52' order by l.position`, rows: [{ kind: 'proposed', before_plan: true }, { kind: 'screened', before_plan: true }, { kind: 'admitted', before_plan: true }] },
      { by: 'office', get: '/v1/projects/c52', holds: { standing: 'planned', library: { inLibrary: true, admission: { libraryVersion: '2018-1' } } } },
    ],
  },
];
