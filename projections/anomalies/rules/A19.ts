/** A19: does the money of household loans serve an enterprise instead of the households that owe it? */
import { LoanDividendPaid } from '../../../src/domain/loan';
import { clustersSql } from '../clusters';
import { reader, rule, yuan, type Parameter } from '../rule';
import { lentAndMoved, said } from '../story';

const proposal = 'proposal';
const movedOn = { zh: '最近一次资金流转日', en: 'the day of the latest movement' };
const days = { zh: '日', en: 'days' };
const parameters: readonly Parameter[] = [
  { name: 'shareBasisPoints', value: 8000, unit: { zh: '万分之', en: 'basis points of the principal' }, basis: proposal, readAt: movedOn },
  { name: 'withinDays', value: 30, unit: days, basis: proposal, readAt: movedOn },
  { name: 'maxHops', value: 2, unit: { zh: '手', en: 'hops' }, basis: proposal, readAt: movedOn },
  { name: 'households', value: 5, unit: { zh: '户', en: 'households' }, basis: proposal, readAt: movedOn },
  { name: 'windowDays', value: 90, unit: days, basis: proposal, readAt: movedOn },
  { name: 'householdShareBasisPoints', value: 5000, unit: { zh: '万分之', en: 'basis points of the proceeds' }, basis: proposal, readAt: movedOn },
  { name: 'newFromYear', value: 2018, unit: { zh: '年', en: 'year' }, basis: '银监发〔2017〕42号:2017 年底起不得新发放“户贷企用”', readAt: movedOn },
];
const read = reader('A19', parameters);
const loanId = `substr(p.subject, 6)`;
const severityOf = (granted: string, region: string, on: string): string =>
  `case when extract(year from ${granted}) >= ${read('newFromYear', region, on)} then 'critical' else 'high' end`;

const proceedsMoved = `
select 'a' as part, 'loan' as subject_kind, v.loan_id as subject_id, 'proceeds' as occurrence, ${severityOf('v.granted_on', 'v.region', 'v.read_on')} as severity,
  v.amount_fen, v.region, v.read_on, v.evidence, jsonb_build_object('entity', v.entity, 'movedFen', v.amount_fen, 'principalFen', v.principal_fen) as facts
from (
  select g.loan_id, g.occurred_on as granted_on, g.region, g.principal_fen, m.entity, sum(m.amount_fen)::bigint as amount_fen, max(m.occurred_on) as read_on,
    array_agg(m.position order by m.position) as evidence, min(m.position) as first_at
  from audit.loan(p.at) g
  join audit.loan_movement(p.at) m on m.loan_id = g.loan_id
  where left(p.subject, 5) = 'loan|' and g.loan_id = ${loanId} and m.entity_kind = 'organisation' and not m.purchase and not m.lawful_cooperative
    and m.hop <= ${read('maxHops', 'g.region', 'm.occurred_on')}
    and m.occurred_on <= coalesce((select min(o.occurred_on) from audit.loan_payout(p.at) o where o.loan_id = g.loan_id), g.occurred_on) + (${read('withinDays', 'g.region', 'm.occurred_on')})::integer
  group by g.loan_id, g.occurred_on, g.region, g.principal_fen, m.entity
  having sum(m.amount_fen) * 10000 >= g.principal_fen * ${read('shareBasisPoints', 'g.region', 'max(m.occurred_on)')}
  order by sum(m.amount_fen) desc, min(m.position) limit 1
) v`;

/** Households in windows that are close to each other are one cluster, named by the loan whose money came first to the ledger. */
const sameEntity = `
select 'b' as part, v.entity_kind as subject_kind, substr(p.subject, 8) as subject_id, v.first_loan as occurrence, ${severityOf('v.last_granted_on', 'v.region', 'v.read_on')} as severity,
  v.amount_fen, v.region, v.read_on, v.evidence, jsonb_build_object('households', v.households, 'loans', v.loans, 'movedFen', v.amount_fen, 'from', v.from_on, 'to', v.to_on) as facts
from (
  with moves as materialized (
    select m.* from audit.loan_movement(p.at) m
    where left(p.subject, 7) = 'entity|' and m.entity = substr(p.subject, 8) and not m.purchase and not m.lawful_cooperative
      and m.hop <= ${read('maxHops', 'm.region', 'm.occurred_on')}
  ), numbers as materialized (
    select n.*, ${read('households', 'n.region', 'n.read_on')} as households, ${read('windowDays', 'n.region', 'n.read_on')}::integer as window_days,
      ${read('householdShareBasisPoints', 'n.region', 'n.read_on')} as share
    from (select left(min(m.region), 6) as region, max(m.occurred_on) as read_on from moves m) n
  ), proceeds as (
    select k.household_key, sum(coalesce(
      (select sum(o.amount_fen) from audit.loan_payout(p.at) o where o.loan_id = k.loan_id), (select max(g.principal_fen) from audit.loan(p.at) g where g.loan_id = k.loan_id))) as fen
    from (select distinct m.household_key, m.loan_id from moves m) k group by k.household_key
  ), reached as materialized (
    select m.household_key, min(m.occurred_on) as reached_on
    from (select m.*, sum(m.amount_fen) over (partition by m.household_key order by m.occurred_on, m.position) as so_far from moves m) m
    join proceeds c on c.household_key = m.household_key
    join numbers n on m.so_far * 10000 >= c.fen * n.share
    group by m.household_key
  ), ${clustersSql({ rows: 'reached', on: 'reached_on', by: 'household_key', enough: 'households' })}
  select c.cluster, count(distinct c.household_key) as households, count(distinct m.loan_id) as loans, sum(m.amount_fen)::bigint as amount_fen, min(c.reached_on) as from_on, max(c.reached_on) as to_on,
    (array_agg(m.loan_id order by m.position))[1] as first_loan, array_agg(m.position order by m.position) as evidence,
    max((select max(g.occurred_on) from audit.loan(p.at) g where g.loan_id = m.loan_id)) as last_granted_on, n.region, n.read_on, min(m.entity_kind) as entity_kind
  from clustered c join moves m on m.household_key = c.household_key join numbers n on true
  group by c.cluster, n.region, n.read_on
) v
where left(p.subject, 7) = 'entity|'`;

const entityPays = `
select 'c' as part, 'loan' as subject_kind, g.loan_id as subject_id, coalesce(y.payer_uscc, 'organisation') as occurrence,
  ${severityOf('g.occurred_on', 'g.region', 'max(y.occurred_on)')} as severity,
  sum(coalesce(y.dividend_fen, 0) + coalesce(y.principal_fen, 0) + coalesce(y.interest_fen, 0))::bigint as amount_fen, g.region, max(y.occurred_on) as read_on,
  array_agg(y.position order by y.position) as evidence,
  jsonb_build_object('payer', y.payer_uscc, 'paidFen', sum(coalesce(y.dividend_fen, 0) + coalesce(y.principal_fen, 0) + coalesce(y.interest_fen, 0))::bigint, 'dividend', bool_or(y.kind = 'dividend')) as facts
from audit.loan(p.at) g
join audit.loan_payment(p.at) y on y.loan_id = g.loan_id
where left(p.subject, 5) = 'loan|' and g.loan_id = ${loanId} and y.payer = 'organisation' and (y.fixed or (y.kind = 'repayment' and not y.lawful_cooperative))
group by g.loan_id, g.occurred_on, g.region, y.payer_uscc`;

const declaredCooperative = `
select 'd' as part, 'loan' as subject_kind, g.loan_id as subject_id, 'mode' as occurrence, ${severityOf('g.occurred_on', 'g.region', 'g.occurred_on')} as severity,
  g.principal_fen as amount_fen, g.region, g.occurred_on as read_on, array_agg(g.position order by g.position) as evidence,
  jsonb_build_object('member', g.member_on_record, 'participation', g.participation_on_record, 'principalFen', g.principal_fen) as facts
from audit.loan(p.at) g
where left(p.subject, 5) = 'loan|' and g.loan_id = ${loanId} and g.mode = 'co-operative' and not (g.member_on_record and g.participation_on_record)
group by g.loan_id, g.occurred_on, g.region, g.principal_fen, g.member_on_record, g.participation_on_record`;

const touches = `
select 'loan|' || t.loan_id, t.position
from (
  select g.loan_id, g.position from audit.loan($2 - 1) g where g.position >= $1
  union all
  select o.loan_id, o.position from audit.loan_payout($2 - 1) o where o.position >= $1
  union all
  select m.loan_id, m.position from audit.loan_movement($2 - 1) m where m.position >= $1
  union all
  select y.loan_id, y.position from audit.loan_payment($2 - 1) y where y.position >= $1
) t`;

/** A pay-out changes what half of the proceeds is, for everyone the loan's money reached. */
const entityTouches = `
select 'entity|' || m.entity, m.position from audit.loan_movement($2 - 1) m where m.position >= $1
union all
select 'entity|' || m.entity, o.position from audit.loan_payout($2 - 1) o join audit.loan_movement($2 - 1) m on m.loan_id = o.loan_id where o.position >= $1`;

const company = '91422801MA0000000A';
const fiveHouseholds = ['chen', 'deng', 'fang', 'gao', 'huang'];

export default rule({
  code: 'A19',
  title: { zh: '户贷企用', en: 'Household loan used by an enterprise' },
  harm: 'enterprise-loan',
  basis: [
    { zh: '银监发〔2017〕42号、银保监发〔2019〕24号:扶贫小额信贷须户贷户用户还', en: 'Yinjianfa [2017] 42 and Yinbaojianfa [2019] 24: the household borrows, uses and repays' },
    { zh: '国开办发〔2014〕78号', en: 'Guokaibanfa [2014] 78' },
  ],
  parameters,
  query: [proceedsMoved, sameEntity, entityPays, declaredCooperative].map((part) => `select * from (${part}\n) part`).join('\nunion all\n'),
  touches: [touches, entityTouches],
  sentence: (facts, part) => {
    switch (part) {
      case 'a':
        return {
          zh: `贷款本金 ${yuan(Number(facts['principalFen']))} 元中 ${yuan(Number(facts['movedFen']))} 元转入单位 ${String(facts['entity'])},无发票和交货单,待核。`,
          en: `Of the principal of ${yuan(Number(facts['principalFen']))} yuan, ${yuan(Number(facts['movedFen']))} yuan moved to organisation ${String(facts['entity'])} without invoice and delivery note. To be checked.`,
        };
      case 'b':
        return {
          zh: `${String(facts['households'])} 户的 ${String(facts['loans'])} 笔小额信贷共 ${yuan(Number(facts['movedFen']))} 元于 ${String(facts['from'])} 至 ${String(facts['to'])} 汇入同一主体,待核。`,
          en: `${String(facts['loans'])} loan(s) of ${String(facts['households'])} households, ${yuan(Number(facts['movedFen']))} yuan, reached the same receiver between ${String(facts['from'])} and ${String(facts['to'])}. To be checked.`,
        };
      case 'c':
        return {
          zh: `单位${facts['payer'] ? ` ${String(facts['payer'])} ` : ''}代付${facts['dividend'] ? '固定“分红”或' : ''}本息共 ${yuan(Number(facts['paidFen']))} 元,待核。`,
          en: `An organisation${facts['payer'] ? `, ${String(facts['payer'])},` : ''} paid ${facts['dividend'] ? 'a fixed "dividend" or ' : ''}principal or interest, ${yuan(Number(facts['paidFen']))} yuan in all. To be checked.`,
        };
      default:
        return {
          zh: `申报为“户贷社管”,但未见${facts['member'] ? '' : '社员资格'}${facts['member'] || facts['participation'] ? '' : '和'}${facts['participation'] ? '' : '参与生产'}记录,待核。`,
          en: `Declared as co-operative mode, but there is no record of ${[facts['member'] ? '' : 'membership', facts['participation'] ? '' : 'participation'].filter(Boolean).join(' or ')}. To be checked.`,
        };
    }
  },
  innocent: [
    { zh: '统一采购种苗、饲料(有发票和交货单)', en: 'bulk purchase of seedlings or feed, with invoice and delivery' },
    { zh: '依法“户贷社管”,有社员资格、本人同意和参与记录', en: 'lawful co-operative mode with membership, consent and participation' },
    { zh: '经办人代收还款', en: 'repayments collected by an agent' },
  ],
  mustAct: { zh: '扶贫办、银保监和人民银行、承贷银行', en: 'poverty-relief office, banking supervision, lending bank' },
  clears: { zh: '补登发票和交货单,或资金退回借款户', en: 'invoice and delivery note are entered, or the money returns to the household' },
  flagged: [
    {
      told: 'the proceeds of five households, 60 % of each, reach one company within ninety days',
      events: fiveHouseholds.flatMap((who, index) => lentAndMoved(`l${String(index + 1)}`, who, `2018-0${String(4 + Math.floor(index / 2))}-10`, { counterpartyUscc: company, amountFen: 3_000_000 })),
      flags: [{ part: 'b', subject: `organisation:${company}`, severity: 'critical', amountFen: 15_000_000 }],
    },
    {
      told: 'a whole loan goes to a company, which pays a fixed dividend; another is declared co-operative without membership',
      events: [
        ...lentAndMoved('l1', 'chen', '2017-04-10', { counterpartyUscc: company }),
        said('loan-l1', LoanDividendPaid, { payer: 'organisation', payerUscc: company, amountFen: 300_000, fixed: true, occurredOn: '2017-12-20' }),
        ...lentAndMoved('l2', 'deng', '2018-04-10', { counterpartyKind: 'person', counterpartyRef: 'p-00000000000000000000000000', amountFen: 10_000 }, { mode: 'co-operative', memberOnRecord: true }),
      ],
      flags: [
        { part: 'a', subject: 'loan:l1', severity: 'high', amountFen: 5_000_000 }, { part: 'c', subject: 'loan:l1', severity: 'high', amountFen: 300_000 },
        { part: 'd', subject: 'loan:l2', severity: 'critical' },
      ],
    },
  ],
  clean: [
    { told: 'five households buy feed from one company, with invoice and delivery note', events: fiveHouseholds.flatMap((who, index) => lentAndMoved(`l${String(index + 1)}`, who, '2018-04-10', { counterpartyUscc: company, invoiceNumber: `F${String(index)}`, deliveryNumber: `D${String(index)}` })) },
    { told: 'members who take part lend through their co-operative', events: fiveHouseholds.flatMap((who, index) => lentAndMoved(`l${String(index + 1)}`, who, '2018-04-10', { counterpartyUscc: '93422801MA00000004' }, { mode: 'co-operative', memberOnRecord: true, participationOnRecord: true, consentOnRecord: true })) },
  ],
});
