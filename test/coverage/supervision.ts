/** Coverage stories of disclosure, supervision, accountability and data: cadres, external matching, complaints, what may not be asked of people. */
import { card, COUNTY, fund, household, person, programme, TOWNSHIP, uscc, VILLAGE } from './county';
import type { Step, Story } from './story';
import { supervisionCases } from './supervision-cases';

const register = (id: string, kind: string, on: string, rows: readonly object[], asOf = on): readonly Step[] => [
  { by: 'office', type: 'ImportRegister', id, data: { kind, region: COUNTY, source: '县委组织部', asOf, count: rows.length, addedCount: rows.length, removedCount: 0, contentHash: '64'.repeat(32), occurredOn: on } },
];

/** The term of office is replayed: what stood on its last day, by what was recorded then. */
const term: Story = {
  item: 64, phrase: '党政一把手离任审计含产业扶贫;考核', recordedBy: 'any event: every read takes `effectiveOn` and `asOf`', fact: 'allocation, allocation_move', checkedBy: 'state, changes and SQL as of the last day of a term',
  given: [programme('c64'), ...fund('c64', 'c64', 100_000_000, '2018-01-10'), ...fund('c64-next', 'c64', 70_000_000, '2018-03-20')],
  when: { by: 'clerk', type: 'SplitAllocation', id: 'c64-county', data: { splitId: 's2', toAllocationId: 'c64-town', toRegion: TOWNSHIP, documentNumber: '恩财农发〔2018〕9号', amountFen: 30_000_000, occurredOn: '2018-03-25' } },
  then: [
    { by: 'auditor', get: '/v1/allocations/c64-county?effectiveOn=2018-02-28', holds: { balanceFen: 100_000_000, splitFen: 0 } },
    { by: 'auditor', get: '/v1/allocations/c64-county?effectiveOn=2018-03-31', holds: { balanceFen: 70_000_000, splitFen: 30_000_000 } },
    { sql: `select sum(amount_fen)::bigint as term_fen from audit.allocation($1) where region = '${COUNTY}' and programme_id = 'c64' and occurred_on between '2018-01-01' and '2018-02-28'`, rows: [{ term_fen: 100_000_000 }] },
  ],
};

/** Nothing is typed twice: the child of a split carries programme, source and document of its root, and the money of plaques is money of a forbidden purpose. */
const tenForbidden: Story = {
  item: 65, phrase: '“十不准”:不准花钱“贴标签”;不准增加填表报数', recordedBy: 'DefineProgramme (negative list with `publicity`), OrderPayment (purpose `publicity`)', fact: 'programme_version, payment', checkedBy: 'A12; what a split inherits is never asked again',
  given: [
    programme('c65', { negativeList: ['publicity', 'office-building'] }), ...fund('c65', 'c65', 1_000_000, '2018-03-01'),
    {
      by: 'clerk', type: 'OrderPayment', id: 'c65',
      data: {
        region: COUNTY, allocationId: 'c65-county', payeeKind: 'organisation', payeeName: '示例广告部', payeeUscc: uscc('91', 65), account: card(65), amountFen: 20_000, economicClass: '30299', functionCode: '2130505', purpose: 'publicity',
        summary: '帮扶责任牌', occurredOn: '2018-03-05',
      },
    },
    { by: 'checker', type: 'ApprovePayment', id: 'c65', data: { occurredOn: '2018-03-05' } },
  ],
  when: { by: 'clerk', type: 'ExecutePayment', id: 'c65', data: { voucherNumber: 'v65', occurredOn: '2018-03-06' } },
  then: [
    { sql: `select p.purpose, p.purpose = any (g.negative_list) as forbidden from audit.payment($1) p join audit.allocation($1) a on a.allocation_id = p.allocation_id cross join lateral audit.programme_on($1, a.programme_id, p.occurred_on) g where p.payment_id = 'c65'`, rows: [{ purpose: 'publicity', forbidden: true }] },
    { sql: `select programme_id, source, document_number from audit.allocation($1) where allocation_id = 'c65-county'`, rows: [{ programme_id: 'c65', source: 'provincial', document_number: '鄂财农发〔2018〕12号' }] },
  ],
};

/** One register of one domain stands for the ten; each row is evidence with its source and day. */
const matching: Story = {
  item: 66, phrase: '大数据平台对接:户籍、教育、健康、就业、社会保险、住房、银行、农村低保、残疾人、安全饮水', recordedBy: 'ImportRegister, EnterRegisterRows (or a file at /v1/registers/{id}/file)', fact: 'register_import, register_row', checkedBy: 'A02, A05, A06; matches dated by source and as-of day',
  given: [household('c66', 660, '2018-01-05'), ...register('c66', 'disabled', '2018-03-01', [{}], '2018-02-28')],
  when: { by: 'office', type: 'EnterRegisterRows', id: 'c66', data: { kind: 'disabled', region: COUNTY, rows: [{ change: 'added', person: person(660), role: 'level-2', region: VILLAGE, on: '2016-05-01' }] } },
  then: [{
    sql: `select r.kind, r.role, r.on_date, m.household_id from audit.register_row($1) r join audit.household_member($1) m on m.person_ref = r.person_ref where m.household_id = 'c66'`,
    rows: [{ kind: 'disabled', role: 'level-2', on_date: '2016-05-01', household_id: 'c66' }],
  }],
};

/** People are references in every fact, masked in every answer; a read in clear is an event first. */
const secrecy: Story = {
  item: 67, phrase: '按照国家信息安全标准构建扶贫开发信息安全防护体系', recordedBy: 'any event with a person: sealed before it is stored; PersonalDataRevealed when opened', fact: 'household_member (references only)', checkedBy: 'masked reads; `POST /v1/people/reveal` is recorded; roles by region', later: 'proof that nothing was changed or left out comes with the issue on proof',
  given: [],
  when: household('c67', 670, '2018-01-06'),
  then: [
    { sql: `select count(*)::integer as clear from audit.household_member($1) m where m.household_id = 'c67' and m.person_ref !~ '^p-[0-9a-z]{26}$'`, rows: [{ clear: 0 }] },
    { by: 'office', get: '/v1/households/c67', holds: { id: 'c67' } },
  ],
};

/** Who held which post in which village from when to when: asked on any day. */
const cadres: Story = {
  item: 68, phrase: '驻村干部/第一书记;村书记县级联审;扶贫信息员', recordedBy: 'EnterRegisterRows (kind cadre)', fact: 'register_row', checkedBy: 'A06; who was responsible on a day',
  given: [...register('c68', 'cadre', '2018-03-01', [{}, {}])],
  when: {
    by: 'office', type: 'EnterRegisterRows', id: 'c68',
    data: {
      kind: 'cadre', region: COUNTY,
      rows: [
        { change: 'added', person: person(680), role: 'first-secretary', region: VILLAGE, on: '2016-01-01', until: '2017-12-31' },
        { change: 'added', person: person(681), role: 'first-secretary', region: VILLAGE, on: '2018-01-01' },
      ],
    },
  },
  then: [{
    sql: `select role, region, on_date from audit.register_row($1) where kind = 'cadre' and role = 'first-secretary' and region = '${VILLAGE}' and on_date <= '2018-02-01' and (until_date is null or until_date >= '2018-02-01')`,
    rows: [{ role: 'first-secretary', region: VILLAGE, on_date: '2018-01-01' }],
  }],
};

const led: Story = {
  item: 69, phrase: '牵头负责/分别负责(每项任务之后的责任清单)', recordedBy: 'DefineProgramme (ownerDepartment)', fact: 'programme_version', checkedBy: 'programme in force on a day says whose task it is',
  given: [],
  when: programme('c69', { name: '农村危房改造补助', allowedPurposes: ['house-rebuilding'], ownerDepartment: 'housing' }),
  then: [{ sql: `select owner_department from audit.programme_on($1, 'c69', date '2018-06-01')`, rows: [{ owner_department: 'housing' }] }],
};

/** Who informed is in the vault alone; clerks do not even learn that a complaint exists. */
const complaints: Story = {
  item: 70, phrase: '舆情、社会风险;12317、12388 举报', recordedBy: 'ReceiveComplaint, LinkComplaint, AnswerComplaint', fact: 'complaint, duty', checkedBy: 'duty of answering within 60 days (confidential)',
  given: [{ by: 'inspector', type: 'ReceiveComplaint', id: 'c70', data: { region: VILLAGE, channel: '12317', category: 'payment', matter: '反映补贴发放不公', informant: person(700), occurredOn: '2018-03-02' } }],
  when: { by: 'inspector', type: 'LinkComplaint', id: 'c70', data: { flagIds: ['70'.repeat(32)], occurredOn: '2018-03-03' } },
  then: [
    { sql: `select change, channel, category, flag_id from audit.complaint($1) where complaint_id = 'c70' order by position`, rows: [{ change: 'received', channel: '12317', category: 'payment', flag_id: null }, { change: 'linked', channel: '12317', category: 'payment', flag_id: '70'.repeat(32) }] },
    { by: 'inspector', get: '/v1/duties?subject=c70', holds: { items: [{ kind: 'answer-complaint', dueOn: '2018-05-01' }] } },
    { by: 'clerk', get: '/v1/duties?subject=c70', holds: { items: [] } },
  ],
};

/** Coverage counts are sums over facts: here, in how many villages industry money has a project with households behind it. */
const coverage: Story = {
  item: 71, phrase: '每个贫困村至少 1 个专业合作社;村村有集体经济收入;退耕全覆盖', recordedBy: 'PlanProject, ClassifyRegion', fact: 'project, region_class', checkedBy: 'villages covered ÷ villages classed, by SQL over facts',
  given: [
    programme('c71'), { by: 'admin', type: 'ClassifyRegion', id: '422899171201', data: { region: '422899171201', class: 'poor-village', effectiveFrom: '2018-01-01', basis: '建档立卡', occurredOn: '2018-01-01' } },
    { by: 'admin', type: 'ClassifyRegion', id: '422899171202', data: { region: '422899171202', class: 'poor-village', effectiveFrom: '2018-01-01', basis: '建档立卡', occurredOn: '2018-01-01' } },
  ],
  when: {
    by: 'office', type: 'PlanProject', id: 'c71',
    data: {
      region: '422899171201', name: '茶叶合作社', programmeId: 'c71', site: '一组', content: '茶园', unitName: '示例专业合作社', unitUscc: uscc('93', 71), amountFen: 5_000_000, beneficiaryHouseholds: 40, plannedStart: '2018-04-01', plannedEnd: '2018-10-31',
      occurredOn: '2018-03-01',
    },
  },
  then: [{
    sql: `select count(distinct c.region)::integer as villages, count(distinct p.region)::integer as covered from audit.region_class($1) c left join audit.project($1) p on p.region = c.region and p.beneficiary_households > 0 where c.class = 'poor-village' and starts_with(c.region, '422899171')`,
    rows: [{ villages: 2, covered: 1 }],
  }],
};

export const supervision: readonly Story[] = [...supervisionCases, term, tenForbidden, matching, secrecy, cadres, led, complaints, coverage];
