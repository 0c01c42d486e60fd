/** Coverage stories of where money comes from when it is no ordinary transfer, and of land, loans and platforms it passes through. */
import { COUNTY, VILLAGE, card, fund, household, person, programme, uscc } from './county';
import type { Call, Step, Story } from './story';

const given = (id: string, programmeId: string, source: string, amountFen: number, origin: object, more: object = {}): Step => ({
  by: 'province', type: 'IssueAllocation', id, data: { region: '42', programmeId, documentNumber: '鄂扶组发〔2018〕8号', budgetYear: 2018, source, functionCode: '2130599', amountFen, origin, occurredOn: '2018-03-10', ...more },
});

const order = (id: string, allocationId: string, amountFen: number, purpose: string, on: string, more: object = {}): readonly Step[] => [
  {
    by: 'clerk', type: 'OrderPayment', id, data: {
      region: COUNTY, allocationId, payeeKind: 'organisation', payeeName: '示例水电工程有限公司', payeeUscc: uscc('91', 18), account: card(918), amountFen, economicClass: '31005', functionCode: '2130505', purpose, summary: '工程款', occurredOn: on, ...more,
    },
  },
  { by: 'checker', type: 'ApprovePayment', id, data: { occurredOn: on } },
  { by: 'clerk', type: 'ExecutePayment', id, data: { voucherNumber: `V-${id}`, occurredOn: on } },
];

const batchOf = (id: string, lines: readonly object[], more: object): readonly Call[] => [
  { by: 'clerk', post: '/v1/batches', body: { id, region: COUNTY, benefitFrom: '2018-01', benefitTo: '2018-12', budgetYear: 2018, declaredCount: lines.length, bank: '农商行', occurredOn: '2018-06-01', ...more } },
  { by: 'clerk', post: `/v1/batches/${id}/lines`, body: { lines } },
  { by: 'clerk', post: `/v1/batches/${id}/submit`, body: { occurredOn: '2018-06-02' } },
];

const gifts: readonly Story[] = [
  {
    item: 12, phrase: '杭州市对口帮扶恩施州…资金支持;东西部扶贫协作', recordedBy: 'IssueAllocation (source `east-west-cooperation`, origin)', fact: 'allocation, allocation_origin', checkedBy: 'A24, A14; totals by source and donor region',
    given: [programme('c12')],
    when: { by: 'province', type: 'IssueAllocation', id: 'c12', data: { region: '42', programmeId: 'c12', documentNumber: '杭财〔2018〕5号', budgetYear: 2018, source: 'east-west-cooperation', functionCode: '2130505', amountFen: 500_000_000, origin: { giverName: '杭州市人民政府', giverRegion: '3301', designation: '产业合作' }, occurredOn: '2018-03-01' } },
    then: [
      { sql: `select source, amount_fen from audit.allocation($1) where allocation_id = 'c12'`, rows: [{ source: 'east-west-cooperation', amount_fen: 500_000_000 }] },
      { sql: `select giver_name, giver_region, designation, amount_fen from audit.allocation_origin($1) where allocation_id = 'c12'`, rows: [{ giver_name: '杭州市人民政府', giver_region: '3301', designation: '产业合作', amount_fen: 500_000_000 }] },
    ],
  },
  {
    item: 13, phrase: '中央/省直单位定点扶贫;千企帮千村;中国社会扶贫网;爱心人士', recordedBy: 'IssueAllocation (sources `designated-assistance`, `social-donation`; origin)', fact: 'allocation_origin', checkedBy: 'A24, A14; designation against use by A12',
    given: [
      programme('c13'),
      given('c13-kind', 'c13', 'social-donation', 30_000_00, { giverName: '示例集团', giverUscc: uscc('91', 13), designation: '村小学取暖', inKind: true }, {}),
      given('c13-person', 'c13', 'social-donation', 2_000_00, { giver: person(131), designation: '助学' }),
    ].map((step) => (step.id === 'c13-kind' ? { ...step, refused: 'valuation-basis-missing' } : step)),
    when: given('c13-kind', 'c13', 'social-donation', 30_000_00, { giverName: '示例集团', giverUscc: uscc('91', 13), designation: '村小学取暖', inKind: true, valuationBasis: '购货发票' }),
    then: [{
      sql: `select allocation_id, giver_name, giver_ref is not null as by_person, designation, in_kind, valuation_basis, amount_fen from audit.allocation_origin($1) where allocation_id like 'c13-%' order by position`,
      rows: [
        { allocation_id: 'c13-person', giver_name: null, by_person: true, designation: '助学', in_kind: null, valuation_basis: null, amount_fen: 2_000_00 },
        { allocation_id: 'c13-kind', giver_name: '示例集团', by_person: false, designation: '村小学取暖', in_kind: true, valuation_basis: '购货发票', amount_fen: 30_000_00 },
      ],
    }],
  },
  {
    item: 14, phrase: '派出单位要严格落实项目、资金、责任捆绑要求', recordedBy: 'IssueAllocation (origin: sending unit, village, person responsible)', fact: 'allocation_origin', checkedBy: 'unit ↔ village ↔ amount ↔ person; A14',
    given: [programme('c14')],
    when: given('c14', 'c14', 'designated-assistance', 200_000_00, { giverName: '省直示例厅', sendingUnit: '省直示例厅驻村工作队', villageRegion: VILLAGE, responsible: person(141), designation: '村集体产业' }),
    then: [{
      sql: `select sending_unit, village_region, amount_fen, responsible_ref is not null as has_responsible from audit.allocation_origin($1) where allocation_id = 'c14'`,
      rows: [{ sending_unit: '省直示例厅驻村工作队', village_region: VILLAGE, amount_fen: 200_000_00, has_responsible: true }],
    }],
  },
  {
    item: 15, phrase: '扶持集体经济发展引导资金,用好党费专项扶持资金;农村集体“三资”清理', recordedBy: 'IssueAllocation (source `collective-economy`, origin)', fact: 'allocation_origin', checkedBy: 'money beside the asset it comes from; A14',
    given: [programme('c15'), given('c15-dues', 'c15', 'collective-economy', 50_000_00, { collectiveKind: 'party-dues', giverName: '县委组织部', villageRegion: VILLAGE })],
    when: given('c15-asset', 'c15', 'collective-economy', 18_000_00, { collectiveKind: 'assets', assetName: '村部门面房三间', villageRegion: VILLAGE, contractNumber: '租〔2018〕2号' }),
    then: [{
      sql: `select collective_kind, asset_name, amount_fen, contract_number from audit.allocation_origin($1) where village_region = '${VILLAGE}' and source = 'collective-economy' order by position`,
      rows: [{ collective_kind: 'party-dues', asset_name: null, amount_fen: 50_000_00, contract_number: null }, { collective_kind: 'assets', asset_name: '村部门面房三间', amount_fen: 18_000_00, contract_number: '租〔2018〕2号' }],
    }],
  },
  {
    item: 16, phrase: '增减挂钩节余指标/工矿废弃地复垦指标调剂;土地整治新增耕地指标跨省调剂', recordedBy: 'IssueAllocation (source `land-quota-proceeds`, origin)', fact: 'allocation_origin', checkedBy: 'price × area = amount; the buyer; A14',
    given: [programme('c16')],
    when: given('c16', 'c16', 'land-quota-proceeds', 90_000_000_00, { quotaAreaMilliMu: 300_000, tradePriceFenPerMu: 30_000_000, buyerName: '示例市土地储备中心', contractNumber: '指标交易〔2018〕16号' }),
    then: [{
      sql: `select quota_area_milli_mu * trade_price_fen_per_mu = amount_fen * 1000 as adds_up, buyer_name, amount_fen from audit.allocation_origin($1) where allocation_id = 'c16'`,
      rows: [{ adds_up: true, buyer_name: '示例市土地储备中心', amount_fen: 90_000_000_00 }],
    }],
  },
];

const loansAndWorks: readonly Story[] = [
  {
    item: 17, phrase: '防止地方政府以脱贫攻坚名义盲目举债…坚决遏制地方政府隐性债务增量', recordedBy: 'IssueAllocation (source `debt`, origin), OrderPayment (purpose `gap-and-debt`)', fact: 'allocation_origin, payment', checkedBy: 'A12 (poverty money that repays debt); promises of repayment by county',
    given: [
      programme('c17', { negativeList: ['gap-and-debt'] }), ...fund('c17', 'c17', 60_000_000, '2018-03-01'),
      given('c17-debt', 'c17', 'debt', 300_000_000, { lenderName: '示例商业银行', repaymentPromised: true, guaranteeGiven: false, contractNumber: '借〔2018〕1号' }),
      ...order('c17', 'c17-county', 12_000_000, 'gap-and-debt', '2018-05-04').slice(0, 2),
    ],
    when: order('c17', 'c17-county', 12_000_000, 'gap-and-debt', '2018-05-04')[2] as Step,
    then: [
      { sql: `select lender_name, repayment_promised, guarantee_given, amount_fen from audit.allocation_origin($1) where allocation_id = 'c17-debt'`, rows: [{ lender_name: '示例商业银行', repayment_promised: true, guarantee_given: false, amount_fen: 300_000_000 }] },
      { sql: `select rule, severity, facts ->> 'purpose' as purpose from audit.flag($1) where subject_kind = 'payment' and subject_id = 'c17'`, rows: [{ rule: 'A12', severity: 'critical', purpose: 'gap-and-debt' }] },
    ],
  },
  {
    item: 18, phrase: '脱贫攻坚重大工程包;交通/水利/电力扶贫', recordedBy: 'DefineProgramme (negative list of special funds), OrderPayment', fact: 'programme_version, payment', checkedBy: 'A12: special money that paid large works; sector money may',
    given: [
      programme('c18-special', { negativeList: ['large-construction'] }), programme('c18-sector', { name: '水利行业资金', allowedPurposes: ['large-construction'] }),
      ...fund('c18-a', 'c18-special', 60_000_000, '2018-03-01'), ...fund('c18-b', 'c18-sector', 60_000_000, '2018-03-01'),
      ...order('c18-sector', 'c18-b-county', 40_000_000, 'large-construction', '2018-05-04'), ...order('c18-special', 'c18-a-county', 40_000_000, 'large-construction', '2018-05-04').slice(0, 2),
    ],
    when: order('c18-special', 'c18-a-county', 40_000_000, 'large-construction', '2018-05-04')[2] as Step,
    then: [{ sql: `select subject_id, rule, severity from audit.flag($1) where rule = 'A12' and subject_id like 'c18-%'`, rows: [{ subject_id: 'c18-special', rule: 'A12', severity: 'critical' }] }],
  },
  {
    item: 19, phrase: '碳汇,横向生态补偿,生态公益林补偿,天然林管护,退耕还林(25°;库区15°)', recordedBy: 'MeasurePlot; lines with quantity and standard', fact: 'plot, disbursement', checkedBy: 'A16 (quantity × standard); area paid against area steep enough',
    given: [
      programme('c19', { name: '退耕还林补助', allowedPurposes: ['household-subsidy'], standardFen: 30_000, standardPer: 'mu', cadence: 'yearly' }), ...fund('c19', 'c19', 10_000_000, '2018-03-01'), household('c19', 190, '2016-01-05'),
      { by: 'office', type: 'MeasurePlot', id: 'c19', data: { plotId: 'p1', use: 'farmland-to-forest', areaMilliMu: 2_500, slopeDegrees: 27, occurredOn: '2017-10-01' } },
      { by: 'office', type: 'MeasurePlot', id: 'c19', data: { plotId: 'p2', use: 'farmland-to-forest', areaMilliMu: 1_000, slopeDegrees: 16, reservoirArea: true, occurredOn: '2017-10-01' } },
      ...batchOf('c19', [{ householdId: 'c19', payee: person(190), account: card(190), quantityMilli: 4_500, standardFen: 30_000, dueFen: 135_000, amountFen: 135_000 }], { programmeId: 'c19', allocationId: 'c19-county', declaredTotalFen: 135_000 }),
    ],
    when: { by: 'office', type: 'MeasurePlot', id: 'c19', data: { plotId: 'p3', use: 'farmland-to-forest', areaMilliMu: 1_000, slopeDegrees: 20, occurredOn: '2017-10-01' } },
    then: [{
      sql: `select d.quantity_milli, d.amount_fen, (select sum(p.area_milli_mu) from audit.plot($1) p where p.household_id = d.household_id)::bigint as measured, (select sum(p.area_milli_mu) from audit.plot($1) p where p.household_id = d.household_id and p.slope_degrees >= case when p.reservoir_area then 15 else 25 end)::bigint as steep_enough from audit.disbursement($1) d where d.household_id = 'c19'`,
      rows: [{ quantity_milli: 4_500, amount_fen: 135_000, measured: 4_500, steep_enough: 3_500 }],
    }],
  },
  {
    item: 20, phrase: '国开行/农发行/省长江投(易地扶贫搬迁融资)', recordedBy: 'IssueAllocation (source `debt`, lender), OrderPayment to the platform, ReportUseOfFunds', fact: 'allocation_origin, payment, funds_use', checkedBy: 'borrowed, passed on, idle on the platform’s account; A13, A14',
    given: [
      programme('c20', { name: '易地扶贫搬迁', allowedPurposes: ['relocation'] }),
      given('c20', 'c20', 'debt', 800_000_00, { giverName: '省长江投融资主体', lenderName: '国家开发银行', contractNumber: '国开〔2016〕20号' }, { occurredOn: '2018-03-01' }),
      { by: 'province', type: 'SplitAllocation', id: 'c20', data: { splitId: 's1', toAllocationId: 'c20-county', toRegion: COUNTY, documentNumber: '鄂发改〔2018〕20号', amountFen: 800_000_00, occurredOn: '2018-03-02' } },
      { by: 'clerk', type: 'ReceiveAllocation', id: 'c20-county', data: { fromAllocationId: 'c20', splitId: 's1', region: COUNTY, amountFen: 800_000_00, occurredOn: '2018-03-03' } },
      ...order('c20', 'c20-county', 700_000_00, 'relocation', '2018-04-02', { payeeName: '示例县易迁投资公司', payeeUscc: uscc('91', 20), functionCode: '2130599' }),
      { by: 'clerk', type: 'ReportUseOfFunds', id: 'c20', data: { use: 'passed-on', amountFen: 450_000_00, passedToName: '示例建筑公司', passedToUscc: uscc('91', 21), occurredOn: '2018-06-30' } },
    ],
    when: { by: 'clerk', type: 'ReportUseOfFunds', id: 'c20', data: { use: 'held', amountFen: 250_000_00, occurredOn: '2018-07-02' } },
    then: [
      { sql: `select use, amount_fen, paid_fen, passed_to_name from audit.funds_use($1) where payment_id = 'c20' order by position`, rows: [{ use: 'passed-on', amount_fen: 450_000_00, paid_fen: 700_000_00, passed_to_name: '示例建筑公司' }, { use: 'held', amount_fen: 250_000_00, paid_fen: 700_000_00, passed_to_name: null }] },
      {
        sql: `select g.lender_name, g.amount_fen as borrowed, (select sum(y.amount_fen) from audit.payment($1) y where y.allocation_id = 'c20-county' and y.kind = 'executed')::bigint as transferred, (select u.amount_fen from audit.funds_use($1) u where u.payment_id = 'c20' and u.use = 'held' order by u.position desc limit 1) as idle from audit.allocation_origin($1) g where g.allocation_id = 'c20'`,
        rows: [{ lender_name: '国家开发银行', borrowed: 800_000_00, transferred: 700_000_00, idle: 250_000_00 }],
      },
    ],
  },
];

export const moneySources: readonly Story[] = [...gifts, ...loansAndWorks];
