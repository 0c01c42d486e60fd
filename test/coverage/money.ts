/** Coverage stories of money: what governments owe, by which authority it is allotted, what it may be used for. */
import { COUNTY, HASH, card, fund, programme, uscc } from './county';
import { moneySources } from './money-sources';
import type { Step, Story } from './story';

/** Books that other stories do not post to. */
const ELSEWHERE = '422826';

/** Ordered, approved and executed on one day. */
export const paid = (id: string, allocationId: string, amountFen: number, purpose: string, on: string, more: object = {}): readonly Step[] => [
  {
    by: 'clerk', type: 'OrderPayment', id, data: {
      region: COUNTY, allocationId, payeeKind: 'organisation', payeeName: '示例建设有限公司', payeeUscc: uscc('91', 7), account: card(901), amountFen, economicClass: '31005', functionCode: '2130505', purpose, summary: '进度款',
      occurredOn: on, ...more,
    },
  },
  { by: 'checker', type: 'ApprovePayment', id, data: { occurredOn: on } },
  { by: 'clerk', type: 'ExecutePayment', id, data: { voucherNumber: `V-${id}`, occurredOn: on } },
];

const issue = (id: string, programmeId: string, source: string, budgetYear: number, amountFen: number, more: object = {}): Step => ({
  by: 'province', type: 'IssueAllocation', id, data: { region: '42', programmeId, documentNumber: '鄂财农发〔2018〕30号', budgetYear, source, functionCode: '2130505', amountFen, occurredOn: '2018-03-10', ...more },
});

const figures = (region: string, year: number, more: object): object => ({
  region, year, revenueFen: 1_200_000_000_00, previousRevenueFen: 1_000_000_000_00, specialBudgetAddedFen: 0, recoveredStockFen: 0, recoveredStockToPovertyFen: 0, poorCounty: false, occurredOn: `${String(year + 1)}-01-15`, ...more,
});

const delegation = (id: string, level: string, count: number, amountFen: number, more: object = {}): Step => ({
  by: 'province', type: 'DelegateApproval', id: '42-2016', data: { region: '42', year: 2016, itemId: id, what: '产业项目审批', level, countyMayApprove: true, count, amountFen, occurredOn: '2016-11-30', ...more },
});

const duties: readonly Story[] = [
  {
    item: 1, phrase: '省、市州、非贫困县分别按当年地方财政收入增量的15%增列专项扶贫预算', recordedBy: 'ReportFiscalYear, CloseYear', fact: 'fiscal_year, year_close', checkedBy: 'A43; statistics of the 15 % duty',
    given: [
      { by: `clerk@${ELSEWHERE}`, type: 'ReportFiscalYear', id: `${ELSEWHERE}-2018`, data: figures(ELSEWHERE, 2018, { specialBudgetAddedFen: 20_000_000_00, occurredOn: '2018-12-31' }) },
      { by: 'province', type: 'CloseYear', id: `${ELSEWHERE}-2018`, data: { region: ELSEWHERE, year: 2018, occurredOn: '2018-12-31' }, refused: 'year-not-own' },
      { by: `clerk@${ELSEWHERE}`, type: 'CloseYear', id: `${ELSEWHERE}-2018`, data: { region: ELSEWHERE, year: 2018, occurredOn: '2018-12-30' }, refused: 'year-not-over' },
    ],
    when: { by: `clerk@${ELSEWHERE}`, type: 'CloseYear', id: `${ELSEWHERE}-2018`, data: { region: ELSEWHERE, year: 2018, occurredOn: '2018-12-31' } },
    then: [
      {
        sql: `select f.region, f.year, f.special_budget_added_fen * 100 >= 15 * greatest(0, f.revenue_fen - f.previous_revenue_fen) as met, f.poor_county from audit.fiscal_year($1) f join audit.year_close($1) c using (region, year) where f.region = '${ELSEWHERE}'`,
        rows: [{ region: ELSEWHERE, year: 2018, met: false, poor_county: false }],
      },
      { by: `clerk@${ELSEWHERE}`, get: '/v1/years', holds: { items: [{ id: `${ELSEWHERE}-2018` }] } },
      { by: `clerk@${ELSEWHERE}`, get: `/v1/years/${ELSEWHERE}-2018`, holds: { closedOn: '2018-12-31', report: { specialBudgetAddedFen: 20_000_000_00 } } },
    ],
  },
  {
    item: 2, phrase: '各级财政当年清理回收可统筹使用的存量资金中50%以上用于精准扶贫', recordedBy: 'ReportFiscalYear', fact: 'fiscal_year', checkedBy: 'A43; statistics of the 50 % duty',
    given: [{ by: 'clerk@422825', type: 'ReportFiscalYear', id: '422825-2017', data: figures('422825', 2017, { recoveredStockFen: 80_000_001, recoveredStockToPovertyFen: 40_000_000 }) }],
    when: { by: 'clerk@422825', type: 'ReportFiscalYear', id: '422825-2017', data: figures('422825', 2017, { recoveredStockFen: 80_000_000, recoveredStockToPovertyFen: 40_000_000 }) },
    then: [{
      // 以上 holds the half itself: the first figures missed it by a fen.
      sql: `select recovered_stock_to_poverty_fen * 2 >= recovered_stock_fen as met, recovered_stock_fen from audit.fiscal_year($1) where region = '422825' order by position`,
      rows: [{ met: false, recovered_stock_fen: 80_000_001 }, { met: true, recovered_stock_fen: 80_000_000 }],
    }],
  },
  {
    item: 3, phrase: '资金、项目、招投标、管理、责任“五到县”;继续下放审批权限', recordedBy: 'DelegateApproval', fact: 'approval_delegated', checkedBy: 'A43 (approved above the county though a county may)',
    given: [],
    when: { by: 'province', type: 'DelegateApproval', id: '42-2017', data: { region: '42', year: 2017, itemId: 'c3', what: '示例县产业园项目', level: 'province', countyMayApprove: true, count: 1, amountFen: 3_000_000_00, documentNumber: '鄂发改审〔2017〕3号', occurredOn: '2017-05-03' } },
    then: [{
      sql: `select item_id, level, county_may_approve, count, amount_fen, document_number from audit.approval_delegated($1) where level <> 'county' and county_may_approve and year = 2017`,
      rows: [{ item_id: 'c3', level: 'province', county_may_approve: true, count: 1, amount_fen: 3_000_000_00, document_number: '鄂发改审〔2017〕3号' }],
    }],
  },
  {
    item: 4, phrase: '资金项目审批权限下放到县,到县比例从2014年的70%提高到2016年的95%', recordedBy: 'DelegateApproval', fact: 'approval_delegated', checkedBy: 'A43; statistics of delegated approval',
    given: [delegation('c4-county', 'county', 96, 9_400), delegation('c4-province', 'province', 4, 600), delegation('c4-county', 'county', 1, 1, { itemId: 'c4-county' })].map((step, at) => (at === 2 ? { ...step, refused: 'approval-already-told' } : step)),
    when: delegation('c4-prefecture', 'prefecture', 0, 0, { countyMayApprove: false }),
    then: [{
      sql: `select year, sum(count) filter (where level = 'county') * 10000 / sum(count) as count_basis_points, sum(amount_fen) filter (where level = 'county') * 10000 / sum(amount_fen) as money_basis_points from audit.approval_delegated($1) where region = '42' and year = 2016 group by year`,
      rows: [{ year: 2016, count_basis_points: 9_600, money_basis_points: 9_400 }],
    }],
  },
];

const uses: readonly Story[] = [
  {
    item: 5, phrase: '扩大县级统筹整合使用资金的权力…政策叠加、差异化扶持办法,分类制定资金补助标准', recordedBy: 'DefineProgramme, ReviseProgramme (county terms); IntegrateFunds (plan and its amendments)', fact: 'programme_version, integration', checkedBy: 'A16 (standard of that county and day), A12',
    given: [
      { by: 'office', type: 'DefineProgramme', id: 'c5', data: { ...(programme('c5', { region: COUNTY, standardFen: 50_000, standardPer: 'mu' }).data) } },
      ...fund('c5', 'c5', 90_000_000, '2018-03-01'), ...fund('c5-pool', 'c5', 10_000_000, '2018-03-01'),
      { by: 'clerk', type: 'IntegrateFunds', id: 'c5-county', data: { integrationId: 'i1', toAllocationId: 'c5-pool-county', amountFen: 20_000_000, planNumber: '恩整合〔2018〕1号', planVersion: 1, useProgrammeId: 'c5', occurredOn: '2018-04-01' } },
      { by: 'clerk', type: 'IntegrateFunds', id: 'c5-county', data: { integrationId: 'i2', toAllocationId: 'c5-pool-county', amountFen: 5_000_000, planNumber: '恩整合〔2018〕1号', planVersion: 2, useProgrammeId: 'c5', occurredOn: '2018-09-01' } },
    ],
    when: { by: 'office', type: 'ReviseProgramme', id: 'c5', data: { ...(programme('c5', { standardFen: 80_000, standardPer: 'mu', effectiveFrom: '2018-07-01', reason: '县方案调整', occurredOn: '2018-06-20' }).data), region: undefined } },
    then: [
      {
        sql: `select g.standard_fen, d.on_date from unnest(array['2018-06-30', '2018-07-01']::date[]) d(on_date) cross join lateral audit.programme_on($1, 'c5', d.on_date) g order by d.on_date`,
        rows: [{ standard_fen: 50_000, on_date: '2018-06-30' }, { standard_fen: 80_000, on_date: '2018-07-01' }],
      },
      { sql: `select plan_version, sum(amount_fen)::bigint as amount_fen from audit.integration($1) where plan_number = '恩整合〔2018〕1号' and direction = 'out' group by plan_version order by plan_version`, rows: [{ plan_version: 1, amount_fen: 20_000_000 }, { plan_version: 2, amount_fen: 5_000_000 }] },
    ],
  },
  {
    item: 6, phrase: '2016年整合…资金2340亿元;贫困县统筹整合使用财政涉农资金试点', recordedBy: 'IntegrateFunds, ReceiveIntegratedFunds', fact: 'integration, allocation_move', checkedBy: 'A12 (what it was beside what it is used for); trace',
    given: [
      programme('c6-forest', { name: '林业补助' }), programme('c6-roads', { name: '村组道路', allowedPurposes: ['rural-infrastructure'] }),
      ...fund('c6', 'c6-forest', 90_000_000, '2018-03-01', { source: 'central' }), ...fund('c6-pool', 'c6-roads', 30_000_000, '2018-03-01'),
      { by: 'clerk', type: 'IntegrateFunds', id: 'c6-county', data: { integrationId: 'i1', toAllocationId: 'c6-pool-county', amountFen: 60_000_000, planNumber: '恩整合〔2018〕6号', planVersion: 1, useProgrammeId: 'c6-forest', occurredOn: '2018-04-01' }, refused: 'integration-use-differs' },
      { by: 'clerk', type: 'IntegrateFunds', id: 'c6-county', data: { integrationId: 'i1', toAllocationId: 'c6-pool-county', amountFen: 60_000_000, planNumber: '恩整合〔2018〕6号', planVersion: 1, useProgrammeId: 'c6-roads', occurredOn: '2018-04-01' } },
      { by: 'clerk', type: 'ReceiveIntegratedFunds', id: 'c6-pool-county', data: { fromAllocationId: 'c6-county', integrationId: 'i1', amountFen: 60_000_000, occurredOn: '2018-04-02' } },
      ...paid('c6', 'c6-pool-county', 10_000_001, 'rural-infrastructure', '2018-05-10').slice(0, 2),
    ],
    when: paid('c6', 'c6-pool-county', 10_000_001, 'rural-infrastructure', '2018-05-10')[2] as Step,
    then: [
      {
        sql: `select direction, allocation_id, amount_fen, origin_source, origin_programme_id, use_programme_id, answers_position is not null as answered from audit.integration($1) where plan_number = '恩整合〔2018〕6号' order by position`,
        rows: [
          { direction: 'out', allocation_id: 'c6-county', amount_fen: 60_000_000, origin_source: 'central', origin_programme_id: 'c6-forest', use_programme_id: 'c6-roads', answered: false },
          { direction: 'in', allocation_id: 'c6-pool-county', amount_fen: 60_000_000, origin_source: 'central', origin_programme_id: 'c6-forest', use_programme_id: 'c6-roads', answered: true },
        ],
      },
      // A third of the pool is its own, two thirds came from the forest fund; the odd fen goes to the larger remainder.
      {
        by: 'auditor', get: '/v1/trace/payment/c6?direction=up', holds: {
          path: [
            { kind: 'payment', id: 'c6' }, { id: 'c6-pool-county', shareFen: 10_000_001, origins: [{ via: 'split', basisPoints: 3_333, shareFen: 3_333_334 }, { via: 'integration', basisPoints: 6_667, shareFen: 6_666_667 }] },
            { id: 'c6-pool', shareFen: 3_333_334 }, { id: 'c6-county', via: 'integration', shareFen: 6_666_667 }, { id: 'c6', source: 'central', shareFen: 6_666_667 },
          ],
        },
      },
      {
        by: 'auditor@42', get: '/v1/trace/allocation/c6?direction=down', holds: {
          root: { unexplainedFen: 0, funds: [{ id: 'c6-county', unexplainedFen: 0, integratedOutFen: 60_000_000, integrations: [{ received: true, share: { basisPoints: 6_667, paidFen: 6_666_667 }, fund: { id: 'c6-pool-county', unexplainedFen: 0, holders: [{ id: 'c6' }] } }] }] },
        },
      },
    ],
  },
  {
    item: 7, phrase: '建立负面清单管理机制', recordedBy: 'DefineProgramme (negative list), OrderPayment (purpose)', fact: 'programme_version, payment', checkedBy: 'A12',
    given: [programme('c7', { negativeList: ['vehicles-and-equipment'] }), ...fund('c7', 'c7', 50_000_000, '2018-03-01'), ...paid('c7', 'c7-county', 18_000_000, 'vehicles-and-equipment', '2018-05-02').slice(0, 2)],
    when: paid('c7', 'c7-county', 18_000_000, 'vehicles-and-equipment', '2018-05-02')[2] as Step,
    then: [{ sql: `select rule, transition, severity, amount_fen, facts ->> 'purpose' as purpose from audit.flag($1) where subject_kind = 'payment' and subject_id = 'c7'`, rows: [{ rule: 'A12', transition: 'raised', severity: 'critical', amount_fen: 18_000_000, purpose: 'vehicles-and-equipment' }] }],
  },
  {
    item: 8, phrase: '完善财政专项扶贫资金管理办法,提高资金使用精准度', recordedBy: 'ReviseProgramme', fact: 'programme_version, payment', checkedBy: 'A12 by the terms in force on the day of payment',
    given: [
      programme('c8', { allowedPurposes: ['production', 'training'] }), ...fund('c8', 'c8', 50_000_000, '2018-03-01'),
      { by: 'province', type: 'ReviseProgramme', id: 'c8', data: { ...(programme('c8', { allowedPurposes: ['production'], effectiveFrom: '2018-06-01', reason: '办法修订', occurredOn: '2018-05-20' }).data), region: undefined } },
      ...paid('c8-before', 'c8-county', 1_000_000, 'training', '2018-05-31'), ...paid('c8-after', 'c8-county', 1_000_000, 'training', '2018-06-01').slice(0, 2),
    ],
    when: paid('c8-after', 'c8-county', 1_000_000, 'training', '2018-06-01')[2] as Step,
    then: [
      { sql: `select y.payment_id, g.effective_from from audit.payment($1) y cross join lateral audit.programme_on($1, 'c8', y.occurred_on) g where y.allocation_id = 'c8-county' order by y.position`, rows: [{ payment_id: 'c8-before', effective_from: '2018-01-01' }, { payment_id: 'c8-after', effective_from: '2018-06-01' }] },
      { sql: `select subject_id, severity from audit.flag($1) where rule = 'A12' and subject_id like 'c8-%'`, rows: [{ subject_id: 'c8-after', severity: 'high' }] },
    ],
  },
  {
    item: 9, phrase: '财政扶贫资金投入体系…与脱贫攻坚任务相适应的投入保障机制', recordedBy: 'IssueAllocation', fact: 'allocation', checkedBy: 'totals by level, source and year; statistics',
    given: [programme('c9'), issue('c9-a', 'c9', 'central', 2017, 70_000), issue('c9-b', 'c9', 'central', 2018, 80_000), issue('c9-c', 'c9', 'provincial', 2018, 20_000, { meetingRef: '省领导小组会议纪要〔2018〕2号' })],
    when: issue('c9-d', 'c9', 'county', 2018, 5_000, { campaign: 'cut-over-2018', broughtOverPaidFen: 1_500 }),
    then: [
      {
        sql: `select source, budget_year, sum(amount_fen)::bigint as amount_fen from audit.allocation($1) where programme_id = 'c9' and opened_by = 'issued' group by source, budget_year order by source, budget_year`,
        rows: [{ source: 'central', budget_year: 2017, amount_fen: 70_000 }, { source: 'central', budget_year: 2018, amount_fen: 80_000 }, { source: 'county', budget_year: 2018, amount_fen: 5_000 }, { source: 'provincial', budget_year: 2018, amount_fen: 20_000 }],
      },
      { by: 'auditor@42', get: '/v1/allocations/c9-d', holds: { issuedFen: 5_000, paidFen: 1_500, balanceFen: 3_500, residualFen: 0 } },
    ],
  },
  {
    item: 10, phrase: '加大对深度贫困村的倾斜支持;9个深度贫困县、507个深度贫困村;三个新增;22条支持政策举措', recordedBy: 'ClassifyRegion; SplitAllocation (factor)', fact: 'region_class, allocation_move', checkedBy: 'share and growth by class',
    given: [
      programme('c10'), ...fund('c10', 'c10', 100_000_000, '2018-03-01'),
      { by: 'office', type: 'ClassifyRegion', id: '422899102201', data: { region: '422899102201', class: 'deep-poverty-village', effectiveFrom: '2017-12-01', basis: '鄂办发〔2017〕47号', occurredOn: '2017-12-01' } },
      { by: 'office', type: 'ClassifyRegion', id: '422899102202', data: { region: '422899102202', class: 'other-village', effectiveFrom: '2017-12-01', basis: '鄂办发〔2017〕47号', occurredOn: '2017-12-01' } },
      { by: 'clerk', type: 'SplitAllocation', id: 'c10-county', data: { splitId: 's1', toAllocationId: 'c10-deep', toRegion: '422899102201', documentNumber: '恩财〔2018〕41号', amountFen: 60_000_000, factor: '深度贫困村每村60万元', occurredOn: '2018-04-01' } },
    ],
    when: { by: 'clerk', type: 'SplitAllocation', id: 'c10-county', data: { splitId: 's2', toAllocationId: 'c10-other', toRegion: '422899102202', documentNumber: '恩财〔2018〕41号', amountFen: 15_000_000, factor: '非贫困村补短板', occurredOn: '2018-04-01' } },
    then: [{
      sql: `select c.class, sum(m.amount_fen)::bigint as amount_fen, sum(m.amount_fen) * 10000 / sum(sum(m.amount_fen)) over () as basis_points from audit.allocation_move($1) m join audit.region_class($1) c on c.region = m.to_region and c.effective_from <= m.occurred_on where m.kind = 'split' and m.allocation_id = 'c10-county' group by c.class order by c.class`,
      rows: [{ class: 'deep-poverty-village', amount_fen: 60_000_000, basis_points: 8_000 }, { class: 'other-village', amount_fen: 15_000_000, basis_points: 2_000 }],
    }],
  },
  {
    item: 11, phrase: '四个一致;财政投入、项目支持…支持政策;788个村、65.94万人在非贫困县', recordedBy: 'ClassifyRegion; every command of a county', fact: 'region_class, allocation, duty', checkedBy: 'the same duties and rules in every county',
    given: [
      programme('c11'), ...fund('c11', 'c11', 40_000_000, '2018-03-05'),
      { by: 'province', type: 'ClassifyRegion', id: '421181', data: { region: '421181', class: 'other-county', effectiveFrom: '2014-01-01', basis: '非贫困县名单', occurredOn: '2014-01-01' } },
      { by: 'province', type: 'IssueAllocation', id: 'c11-b', data: { region: '42', programmeId: 'c11', documentNumber: '鄂财农发〔2018〕31号', budgetYear: 2018, source: 'provincial', functionCode: '2130505', amountFen: 9_000_000, occurredOn: '2018-03-05' } },
      { by: 'province', type: 'SplitAllocation', id: 'c11-b', data: { splitId: 's1', toAllocationId: 'c11-other', toRegion: '421181', documentNumber: '鄂财农发〔2018〕32号', amountFen: 9_000_000, occurredOn: '2018-03-05' } },
    ],
    when: { by: 'clerk@421181', type: 'ReceiveAllocation', id: 'c11-other', data: { fromAllocationId: 'c11-b', splitId: 's1', region: '421181', amountFen: 9_000_000, occurredOn: '2018-03-05' } },
    then: [{
      sql: `select owner_region, kind from audit.duty($1) where subject_id in ('c11-other', 'c11-county') and kind = 'announce-allocation' order by owner_region`,
      rows: [{ owner_region: '421181', kind: 'announce-allocation' }, { owner_region: COUNTY, kind: 'announce-allocation' }],
    }],
  },
];

const disclosed: Story = {
  item: 53, phrase: '健全公告公示制度;加强扶贫事务公开', recordedBy: 'PostDisclosure', fact: 'disclosure, duty', checkedBy: 'duty of announcing an allocation; A24',
  given: [programme('c53'), ...fund('c53', 'c53', 100_000_000, '2018-03-02')],
  when: { by: 'clerk', type: 'PostDisclosure', id: 'allocation-c53-county', data: { kind: 'announcement', item: 'allocation', level: 'county', venue: 'portal', fields: ['name', 'result', 'document-number'], occurredOn: '2018-03-05', from: '2018-03-05', contentHash: HASH } },
  then: [
    { sql: `select kind, item, level, shown_from from audit.disclosure($1) where stream_id = 'allocation-c53-county'`, rows: [{ kind: 'announcement', item: 'allocation', level: 'county', shown_from: '2018-03-05' }] },
    { sql: `select kind, owner_region from audit.duty($1) where subject_id = 'c53-county' and kind like 'announce%'`, rows: [{ kind: 'announce-allocation', owner_region: COUNTY }] },
  ],
};

export const money: readonly Story[] = [...duties, ...uses, ...moneySources, disclosed];
