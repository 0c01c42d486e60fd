/** A43: does a government give what it owes of growth and of recovered money, and leave to counties what they may approve? */
import { ApprovalDelegated, FiscalYearReported, YearClosed } from '../../../src/domain/year';
import { reader, rule, yuan, type Parameter } from '../rule';
import { COUNTY, said, type StoryEvent } from '../story';

const readAt = { zh: '该年 12 月 31 日', en: '31 December of the year' };
const opinion = '湖北省脱贫攻坚三年行动实施意见五(二)';
const report = '国家脱贫攻坚情况报告三(五)';
const basisPoints = (of: { zh: string; en: string }): Parameter['unit'] => ({ zh: `万分之(${of.zh})`, en: `basis points of ${of.en}` });
const parameters: readonly Parameter[] = [
  { name: 'growthShareBasisPoints', value: 1500, unit: basisPoints({ zh: '财政收入增量', en: 'the growth of revenue' }), basis: `${opinion}:增量的 15%`, readAt },
  { name: 'stockShareBasisPoints', value: 5000, unit: basisPoints({ zh: '收回的存量资金', en: 'recovered stock money' }), basis: `${opinion}:50% 以上,含 50%`, readAt },
  { name: 'countyShareBasisPoints', value: 9500, unit: basisPoints({ zh: '县可审批事项', en: 'what counties may approve' }), basis: `${report}:2016 年 95%`, readAt },
  { name: 'mediumShareBasisPoints', value: 5000, unit: basisPoints({ zh: '应列数', en: 'what is owed' }), basis: 'proposal', readAt },
  { name: 'mediumCountyShareBasisPoints', value: 7000, unit: basisPoints({ zh: '县可审批事项', en: 'what counties may approve' }), basis: `${report}:2014 年 70%`, readAt },
];
const read = reader('A43', parameters);
const at = (name: string): string => read(name, 'c.region', 'c.read_on');

/** The year of the subject, once its books are closed. */
const closed = `(
  select c.region, c.year, c.position, make_date(c.year::integer, 12, 31) as read_on from audit.year_close(p.at) c
  where c.region = split_part(p.subject, '|', 1) and c.year = split_part(p.subject, '|', 2)::bigint order by c.position limit 1)`;

/** The last report counts; poor counties owe no share of growth, nor does anybody where revenue did not grow. */
const budgetShares = `
select v.part, 'region' as subject_kind, v.region as subject_id, v.year || '' as occurrence,
  case when v.reported_at is null then null when v.given_fen::numeric * 100000000 < v.base_fen::numeric * v.share * v.medium_share then 'medium' else 'notice' end as severity,
  ((v.owed - v.owed % 10000) / 10000 - v.given_fen)::bigint as amount_fen, v.region, v.read_on, array_remove(array[v.position, v.reported_at], null) as evidence,
  jsonb_build_object('year', v.year, 'baseFen', v.base_fen, 'givenFen', v.given_fen, 'owedFen', ((v.owed - v.owed % 10000) / 10000)::bigint) as facts
from (
  select c.*, f.position as reported_at, w.*, w.base_fen::numeric * w.share + 9999 as owed, ${at('mediumShareBasisPoints')} as medium_share
  from ${closed} c
  left join lateral (select f.* from audit.fiscal_year(p.at) f where f.region = c.region and f.year = c.year order by f.position desc limit 1) f on true
  cross join lateral (
    select 'a' as part, case when f.poor_county then 0 else greatest(f.revenue_fen - f.previous_revenue_fen, 0) end as base_fen, f.special_budget_added_fen as given_fen, ${at('growthShareBasisPoints')} as share
    union all
    select 'b', f.recovered_stock_fen, f.recovered_stock_to_poverty_fen, ${at('stockShareBasisPoints')}
  ) w
) v
where v.reported_at is null or v.given_fen::numeric * 10000 < v.base_fen::numeric * v.share`;

/** Of what counties may approve, by number and by money; a decision told again counts as told last. A province that closes its year has some to tell. */
const countyShare = `
select 'c' as part, 'region' as subject_kind, v.region as subject_id, v.year || '' as occurrence,
  case when v.told = 0 then null when least(v.count_share, v.money_share) < v.medium_share then 'medium' else 'notice' end as severity,
  null::bigint as amount_fen, v.region, v.read_on, array_remove(v.evidence || v.position, null) as evidence,
  jsonb_build_object('year', v.year, 'approvals', v.approvals, 'countyApprovals', v.county_approvals, 'fen', v.fen, 'countyFen', v.county_fen) as facts
from (
  select c.*, s.*, coalesce(s.county_approvals * 10000 / nullif(s.approvals, 0), 10000) as count_share, coalesce(s.county_fen * 10000 / nullif(s.fen, 0), 10000) as money_share,
    ${at('countyShareBasisPoints')} as share, ${at('mediumCountyShareBasisPoints')} as medium_share
  from ${closed} c
  cross join lateral (
    select count(*) as told, coalesce(sum(a.count) filter (where a.county_may_approve), 0) as approvals, coalesce(sum(a.count) filter (where a.county_may_approve and a.level = 'county'), 0) as county_approvals,
      coalesce(sum(a.amount_fen) filter (where a.county_may_approve), 0) as fen, coalesce(sum(a.amount_fen) filter (where a.county_may_approve and a.level = 'county'), 0) as county_fen,
      array_agg(a.position order by a.position) filter (where a.county_may_approve) as evidence
    from audit.approval_delegated(p.at) a
    where a.region = c.region and a.year = c.year
      and not exists (select from audit.approval_delegated(p.at) l where l.region = a.region and l.year = a.year and l.item_id = a.item_id and l.position > a.position)
  ) s
) v
where case when v.told = 0 then length(v.region) = 2 else least(v.count_share, v.money_share) < v.share end`;

const touches = `
select t.region || '|' || t.year, t.position
from (
  select c.region, c.year, c.position from audit.year_close($2 - 1) c where c.position >= $1
  union all
  select f.region, f.year, f.position from audit.fiscal_year($2 - 1) f where f.position >= $1
  union all
  select a.region, a.year, a.position from audit.approval_delegated($2 - 1) a where a.position >= $1
) t`;

const figures = (region: string, terms: Partial<FiscalYearReported> = {}): StoryEvent => said(`year-${region}-2018`, FiscalYearReported, {
  region, year: 2018, revenueFen: 200_000_000, previousRevenueFen: 100_000_000, specialBudgetAddedFen: 15_000_000, recoveredStockFen: 80_000_000, recoveredStockToPovertyFen: 40_000_000, poorCounty: false, occurredOn: '2019-01-20', ...terms,
});
const closing = (region: string): StoryEvent => said(`year-${region}-2018`, YearClosed, { region, year: 2018, occurredOn: '2019-01-31' });
const approved = (itemId: string, level: ApprovalDelegated['level'], count: number, amountFen: number, countyMayApprove = true): StoryEvent =>
  said('year-42-2018', ApprovalDelegated, { region: '42', year: 2018, itemId, what: '产业项目', level, countyMayApprove, count, amountFen, occurredOn: '2018-05-03' });
const province = [figures('42'), closing('42')];

export default rule({
  code: 'A43',
  title: { zh: '三率异常', en: 'Shares owed by governments' },
  harm: 'process',
  basis: [
    { zh: `${opinion}:按收入增量的 15% 增列专项扶贫预算,清理回收存量资金 50% 以上用于精准扶贫`, en: 'Hubei opinion on three years of poverty relief, five (2): 15 % of the growth of revenue, and half of recovered stock money or more' },
    { zh: `${report}:资金项目审批权限下放到县`, en: 'National report on poverty relief, three (5): approval of money and projects is handed down to counties' },
  ],
  parameters,
  query: [budgetShares, countyShare].map((part) => `select * from (${part}\n) part`).join('\nunion all\n'),
  touches: [touches],
  sentence: (facts, part) => {
    const year = String(facts['year']);
    if (part === 'c') {
      return {
        zh: `${year} 年县级可审批的 ${String(facts['approvals'])} 项、${yuan(Number(facts['fen']))} 元中,在县审批 ${String(facts['countyApprovals'])} 项、${yuan(Number(facts['countyFen']))} 元,待核。`,
        en: `In ${year}, of ${String(facts['approvals'])} items and ${yuan(Number(facts['fen']))} yuan that counties may approve, they approved ${String(facts['countyApprovals'])} and ${yuan(Number(facts['countyFen']))} yuan. To be checked.`,
      };
    }
    const [base, owed, given] = [yuan(Number(facts['baseFen'])), yuan(Number(facts['owedFen'])), yuan(Number(facts['givenFen']))];
    return part === 'a'
      ? { zh: `${year} 年地方财政收入增量 ${base} 元,应增列专项扶贫预算 ${owed} 元,实列 ${given} 元,待核。`, en: `Revenue grew by ${base} yuan in ${year}; ${owed} yuan was owed to the poverty-relief budget, ${given} was added. To be checked.` }
      : { zh: `${year} 年收回可统筹存量资金 ${base} 元,应用于精准扶贫 ${owed} 元,实用 ${given} 元,待核。`, en: `${base} yuan of idle stock money was recovered in ${year}; ${owed} yuan was owed to poverty relief, ${given} was given. To be checked.` };
  },
  innocent: [
    { zh: '当年收入没有增长', en: 'revenue did not grow' },
    { zh: '贫困县不承担 15% 增列', en: 'a poor county owes no share of growth' },
    { zh: '依规由上级审批的事项', en: 'items that the rules in force leave to higher levels' },
  ],
  mustAct: { zh: '省级财政部门', en: 'provincial finance department' },
  clears: { zh: '更正决算数据或审批登记', en: 'figures of the final account, or the approvals, are corrected' },
  flagged: [
    { told: 'a fen short of fifteen per cent of growth, and of half of what was recovered', events: [figures(COUNTY, { specialBudgetAddedFen: 14_999_999, recoveredStockFen: 80_000_001 }), closing(COUNTY)], flags: [{ part: 'a', subject: `region:${COUNTY}`, severity: 'notice', amountFen: 1 }, { part: 'b', subject: `region:${COUNTY}`, severity: 'notice', amountFen: 1 }] },
    { told: 'less than half of either', events: [figures(COUNTY, { specialBudgetAddedFen: 7_499_999, recoveredStockToPovertyFen: 19_999_999 }), closing(COUNTY)], flags: [{ part: 'a', subject: `region:${COUNTY}`, severity: 'medium', amountFen: 7_500_001 }, { part: 'b', subject: `region:${COUNTY}`, severity: 'medium', amountFen: 20_000_001 }] },
    { told: 'ninety-six of a hundred approvals are given in counties, but ninety-four per cent of the money', events: [approved('i1', 'county', 96, 9_400), approved('i2', 'township', 4, 600), ...province], flags: [{ part: 'c', subject: 'region:42', severity: 'notice' }] },
    { told: 'less than in 2014', events: [approved('i1', 'county', 60, 6_000), approved('i2', 'province', 40, 4_000), ...province], flags: [{ part: 'c', subject: 'region:42', severity: 'medium' }] },
    { told: 'all that is told was approved by the province, though a county may', events: [approved('i1', 'province', 1, 4_000), ...province], flags: [{ part: 'c', subject: 'region:42', severity: 'medium' }] },
  ],
  clean: [
    { told: 'fifteen per cent and half, to the fen', events: [figures(COUNTY), closing(COUNTY)] },
    { told: 'a poor county, and one whose revenue shrank', events: [figures(COUNTY, { poorCounty: true, specialBudgetAddedFen: 0 }), closing(COUNTY), figures('422801', { previousRevenueFen: 300_000_000, specialBudgetAddedFen: 0 }), closing('422801')] },
    { told: 'the figures are corrected after the closing', events: [figures(COUNTY, { specialBudgetAddedFen: 0, recoveredStockToPovertyFen: 0 }), closing(COUNTY), figures(COUNTY)] },
    { told: 'the books are not closed yet', events: [figures(COUNTY, { specialBudgetAddedFen: 0, recoveredStockToPovertyFen: 0 })] },
    { told: 'ninety-five per cent; what a county may not approve does not count', events: [approved('i1', 'county', 95, 9_500), approved('i2', 'township', 5, 500), approved('i3', 'province', 50, 90_000, false), ...province] },
    { told: 'closed without figures: undecided, not silent', events: [closing(COUNTY), closing('42')] },
  ],
});
