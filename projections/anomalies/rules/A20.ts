/** A20: does a household loan keep within what such a loan may be: amount, term, rate, no security, name, age, borrower, use? */
import { StatusMarked } from '../../../src/domain/household-status';
import { LoanRepaid } from '../../../src/domain/loan';
import { LoanExtended, LoanIrregularityRectified, LoanIrregularityReported } from '../../../src/domain/loan-course';
import { RuleParameterSet } from '../../../src/domain/rule';
import { inCountyOf } from '../regions';
import { reader, rule, yuan, type Parameter, type Said } from '../rule';
import { household, lentAndMoved, said, type StoryEvent } from '../story';

const readAt = { zh: '合同日(本金:放款日)', en: 'the day of the contract (principal: of the pay-out)' };
const terms = '国开办发〔2014〕78号、银监发〔2017〕42号:5 万元以下、3 年期以内、免担保免抵押、基准利率放贷';
const [points, years, date] = [{ zh: '万分之', en: 'basis points a year' }, { zh: '周岁', en: 'years' }, { zh: '年月日', en: 'as year, month and day' }];
const benchmark = '人民银行 2015-10-24 贷款基准利率';
const BENCHMARK = { oneYearBasisPoints: 435, longerBasisPoints: 475 };
const parameters: readonly Parameter[] = [
  { name: 'principalFen', value: 5_000_000, unit: { zh: '分', en: 'fen' }, basis: terms, readAt },
  { name: 'termMonths', value: 36, unit: { zh: '月', en: 'months' }, basis: terms, readAt },
  { name: 'oneYearBasisPoints', value: BENCHMARK.oneYearBasisPoints, unit: points, basis: `${benchmark}(一年以内);其后按公布的 LPR 另行登记`, readAt },
  { name: 'longerBasisPoints', value: BENCHMARK.longerBasisPoints, unit: points, basis: `${benchmark}(一至五年);其后按公布的 LPR 另行登记`, readAt },
  { name: 'benchmarkFromYyyymmdd', value: 20151024, unit: date, basis: benchmark, readAt },
  { name: 'benchmarkUntilYyyymmdd', value: 20201231, unit: date, basis: 'proposal;银保监发〔2021〕6号起参照 LPR', readAt },
  { name: 'youngestYears', value: 18, unit: years, basis: '银保监发〔2019〕24号', readAt },
  { name: 'oldestYears', value: 65, unit: years, basis: '银保监发〔2019〕24号', readAt },
  { name: 'lowIncomeFromYear', value: 2020, unit: { zh: '年', en: 'year' }, basis: '湖北省 2020 年:边缘户可申请', readAt },
];
const read = reader('A20', parameters);
const who = `substr(p.subject, 11)`;
/** What a contract must be called; a name that holds neither is another product. */
const PRODUCTS = ['扶贫小额', '脱贫人口小额'];

/** A loan counts for its household; for the borrower where none is named. What no pay-out is on record of counts as paid out by the contract. */
const tooMuch = `
select 'a' as part, 'loan' as subject_kind, v.loan_id as subject_id, 'principal' as occurrence, 'high' as severity, sum(v.beyond_fen)::bigint as amount_fen, v.region, max(v.occurred_on) as read_on,
  array_agg(v.position order by v.position) as evidence, jsonb_build_object('owedFen', max(v.owed_fen), 'capFen', max(v.cap_fen), 'beyondFen', sum(v.beyond_fen)) as facts
from (
  with loans as materialized (
    select g.* from audit.loan(p.at) g where left(p.subject, 10) = 'household|' and g.household_id = ${who}
    union all
    select g.* from audit.loan(p.at) g where left(p.subject, 10) = 'household|' and g.borrower_ref = ${who} and g.household_id is null
  ), moves as (
    select g.loan_id, g.region, o.occurred_on, o.position, o.amount_fen, 1 as later from loans g join audit.loan_payout(p.at) o on o.loan_id = g.loan_id
    union all
    select g.loan_id, g.region, g.occurred_on, g.position, g.principal_fen, 1 from loans g where not exists (select from audit.loan_payout(p.at) o where o.loan_id = g.loan_id)
    union all
    select g.loan_id, g.region, y.occurred_on, y.position, -y.principal_fen, 0 from loans g join audit.loan_payment(p.at) y on y.loan_id = g.loan_id where y.principal_fen > 0
  ), running as (
    select m.*, (sum(m.amount_fen) over (order by m.occurred_on, m.later, m.position))::bigint as owed_fen, ${read('principalFen', 'm.region', 'm.occurred_on')} as cap_fen from moves m
  )
  select r.*, least(r.amount_fen, r.owed_fen - r.cap_fen) as beyond_fen from running r where r.later = 1 and r.owed_fen > r.cap_fen
) v
group by v.loan_id, v.region`;

const householdOf = `coalesce(g.household_id, (
  select m.household_id from audit.household_member(p.at) m where m.person_ref = g.borrower_ref and m.change = 'joined' order by m.position desc, m.ordinal desc limit 1))`;

/** Brought-over loans may be older than what the ledger knows of their household: its first mark counts for those. */
const numbers = `
select n.*, ${read('termMonths', 'g.region', 'g.occurred_on')} as term_cap, ${read('youngestYears', 'g.region', 'g.occurred_on')} as youngest, ${read('oldestYears', 'g.region', 'g.occurred_on')} as oldest,
  coalesce(
    (select value from audit.parameter(p.at, 'A20', case when g.term_months <= 12 then 'oneYearBasisPoints' else 'longerBasisPoints' end, g.region, g.occurred_on)),
    case when n.signed_on >= ${read('benchmarkFromYyyymmdd', 'g.region', 'g.occurred_on')} and n.signed_on <= ${read('benchmarkUntilYyyymmdd', 'g.region', 'g.occurred_on')}
      then case when g.term_months <= 12 then ${BENCHMARK.oneYearBasisPoints} else ${BENCHMARK.longerBasisPoints} end end) as rate_cap,
  case when exists (select from audit.household(p.at) h where ${inCountyOf('h', 'g.region')}) then coalesce((
    select s.entitled and (s.status in ('registered', 'exited', 'returned', 'added-back')
      or (s.status = 'low-income' and extract(year from g.occurred_on) >= ${read('lowIncomeFromYear', 'g.region', 'g.occurred_on')}))
    from audit.status_on(p.at, n.household_id, case when g.campaign is null then g.occurred_on
      else greatest(g.occurred_on, (select min(h.occurred_on) from audit.household_status(p.at) h where h.household_id = n.household_id)) end) s), false) end as eligible
from (select ${householdOf} as household_id, (extract(year from g.occurred_on) * 10000 + extract(month from g.occurred_on) * 100 + extract(day from g.occurred_on))::bigint as signed_on offset 0) n
offset 0`;

/** What the contract itself says is one flag; what was reported of it later joins that, or is one of its own. The use of the money by an enterprise is A19's wherever money moved. */
const broken = `
select b.part, 'loan' as subject_kind, g.loan_id as subject_id, k.occurrence, k.severity, k.amount_fen, g.region, g.occurred_on as read_on, k.evidence,
  jsonb_build_object('principalFen', g.principal_fen, 'termMonths', g.term_months, 'termCap', n.term_cap, 'dueOn', g.due_on, 'rate', g.rate_basis_points, 'rateCap', n.rate_cap,
    'age', g.borrower_age, 'youngest', n.youngest, 'oldest', n.oldest, 'use', g.use, 'reportedOn', k.reported_on) as facts
from audit.loan(p.at) g
cross join lateral (${numbers}) n
cross join lateral (values
  ('b', null, g.term_months > n.term_cap or g.due_on > g.occurred_on + n.term_cap * interval '1 month'),
  ('c', 'raised-rate', g.rate_basis_points > n.rate_cap),
  ('d', 'collateral', g.collateral),
  ('e', 'renamed-product', ${PRODUCTS.map((name) => `position('${name}' in g.product) = 0`).join(' and ')}),
  ('f', null, g.borrower_age < n.youngest or g.borrower_age > n.oldest),
  ('g', null, not n.eligible),
  ('h', 'non-production', g.use <> 'production'),
  ('i', 'enterprise-use', false)
) b (part, aspect, contract)
cross join lateral (
  with reports as materialized (
    select i.*, exists (select from audit.loan_irregularity(p.at) r where r.loan_id = i.loan_id and r.kind = 'rectified' and r.revision = i.revision) as settled
    from audit.loan_irregularity(p.at) i where i.loan_id = g.loan_id and i.kind = 'reported' and i.aspect = b.aspect
  ), standing as materialized (
    select case when exists (select from reports r where r.settled) then false else b.contract end as contract, (select array_agg(r.position order by r.position) from reports r where not r.settled) as reported
  )
  select 'contract' as occurrence, case when s.contract then 'high' end as severity, g.principal_fen as amount_fen, g.position || s.reported as evidence, null::date as reported_on
  from standing s where s.contract is null or s.contract
  union all
  select 'report-' || r.revision, 'high', coalesce(r.amount_fen, g.principal_fen), array[g.position, r.position], r.occurred_on
  from standing s join reports r on not r.settled
  where s.contract is not true and (b.aspect <> 'enterprise-use' or not (
    exists (select from audit.loan_movement(p.at) m where m.loan_id = g.loan_id and m.entity_kind = 'organisation')
    or exists (select from audit.loan_payment(p.at) y where y.loan_id = g.loan_id and y.payer = 'organisation')))
) k
where left(p.subject, 5) = 'loan|' and g.loan_id = substr(p.subject, 6)`;

const householdTouches = `
select 'household|' || g.key, t.position
from (
  select o.loan_id, o.position from audit.loan_payout($2 - 1) o where o.position >= $1
  union all
  select y.loan_id, y.position from audit.loan_payment($2 - 1) y where y.position >= $1 and y.principal_fen > 0
  union all
  select g.loan_id, g.position from audit.loan($2 - 1) g where g.position >= $1
) t
cross join lateral (select coalesce(g.household_id, g.borrower_ref) as key from audit.loan($2 - 1) g where g.loan_id = t.loan_id offset 0) g`;

const loanTouches = `
select 'loan|' || g.loan_id, g.position from audit.loan($2 - 1) g where g.position >= $1
union all
select 'loan|' || i.loan_id, i.position from audit.loan_irregularity($2 - 1) i where i.position >= $1
union all
select 'loan|' || t.loan_id, t.position
from (
  select m.loan_id, m.position from audit.loan_movement($2 - 1) m where m.position >= $1 and m.entity_kind = 'organisation'
  union all
  select y.loan_id, y.position from audit.loan_payment($2 - 1) y where y.position >= $1 and y.payer = 'organisation'
) t
where exists (select from audit.loan_irregularity($2 - 1) i where i.loan_id = t.loan_id and i.aspect = 'enterprise-use')`;

/** What is learnt of a household concerns its loans; with the first household of a county its loans can be judged at all. */
const registerTouches = `
select 'loan|' || g.loan_id, t.position
from (select s.household_id, s.position from audit.household_status($2 - 1) s where s.position >= $1) t
cross join lateral (
  select g.loan_id from audit.loan($2 - 1) g where g.household_id = t.household_id
  union all
  select g.loan_id from audit.household_member($2 - 1) m
  cross join lateral (select g.loan_id from audit.loan($2 - 1) g where g.borrower_ref = m.person_ref and g.household_id is null offset 0) g
  where m.household_id = t.household_id
  offset 0
) g
union all
select 'loan|' || g.loan_id, m.position
from audit.household_member($2 - 1) m
cross join lateral (select g.loan_id from audit.loan($2 - 1) g where g.borrower_ref = m.person_ref and g.household_id is null offset 0) g
where m.position >= $1 and m.change = 'joined'
union all
select 'loan|' || l.loan_id, g.position
from (select g.region, g.position from audit.household($2 - 1) g where g.position >= $1 and not exists (select from audit.household(g.position - 1) h where ${inCountyOf('h', 'g.region')}) offset 0) g
cross join lateral (select l.loan_id from audit.loan($2 - 1) l where ${inCountyOf('l', 'g.region')} offset 0) l`;

const PARTS: Readonly<Record<string, (facts: Said) => { zh: string; en: string }>> = {
  a: ({ owedFen, capFen }) => ({ zh: `放款后该户小额信贷本金余额 ${yuan(Number(owedFen))} 元,上限 ${yuan(Number(capFen))} 元`, en: `After the pay-out the household owed ${yuan(Number(owedFen))} yuan of principal; the limit is ${yuan(Number(capFen))} yuan` }),
  b: ({ termMonths, dueOn, termCap }) => ({ zh: `合同期限 ${String(termMonths)} 个月、到期日 ${String(dueOn)},上限 ${String(termCap)} 个月`, en: `The contract runs for ${String(termMonths)} months until ${String(dueOn)}; the limit is ${String(termCap)} months` }),
  c: ({ rate, rateCap, reportedOn }) => (reportedOn ? { zh: '登记为变相提高贷款利率', en: 'The rate is reported as raised in other ways' }
    : { zh: `合同年利率万分之 ${String(rate)},同期限上限为万分之 ${String(rateCap)}`, en: `The contract rate is ${String(rate)} basis points a year; the limit for its term is ${String(rateCap)}` }),
  d: () => ({ zh: '贷款附有抵押或担保', en: 'Collateral or a guarantor was asked for' }),
  e: () => ({ zh: '合同产品名称不是扶贫小额信贷', en: 'The product named in the contract is not the poverty-relief micro-loan' }),
  f: ({ age, youngest, oldest }) => ({ zh: `借款人签约时 ${String(age)} 周岁,应为 ${String(youngest)} 至 ${String(oldest)} 周岁`, en: `The borrower was ${String(age)} years old; ${String(youngest)} to ${String(oldest)} is allowed` }),
  g: () => ({ zh: '签约时未见借款户在建档立卡范围内', en: 'The household is not on record as registered at the contract' }),
  h: ({ use }) => ({ zh: `贷款用途(合同登记“${String(use)}”)涉及非生产经营`, en: `The loan (use in the contract: ${String(use)}) is told to serve no production` }),
  i: () => ({ zh: '登记为企业使用贷款资金', en: 'The money is reported as used by an enterprise' }),
};

const lent = (terms: Parameters<typeof lentAndMoved>[4] = {}, id = 'l1', on = '2018-04-10'): StoryEvent[] => lentAndMoved(id, 'chen', on, {}, { borrowerAge: 40, ...terms }).slice(0, 2);
const register = household('h-chen', 'chen');
const reported = (aspect: LoanIrregularityReported['aspect'], amountFen?: number): StoryEvent => said('loan-l1', LoanIrregularityReported, { aspect, foundBy: 'inspection', amountFen, note: '示例', occurredOn: '2018-08-01' });
const rectified = said('loan-l1', LoanIrregularityRectified, { reportRevision: 2, measure: 'use-corrected', note: '示例', occurredOn: '2018-09-01' });
const high = (part: string, amountFen = 5_000_000) => [{ part, subject: 'loan:l1', severity: 'high' as const, amountFen }];

export default rule({
  code: 'A20',
  title: { zh: '小额信贷要素违规', en: 'Terms of a household loan out of bounds' },
  harm: 'enterprise-loan',
  basis: [
    { zh: '湖北省打赢脱贫攻坚战三年行动实施意见四(二):“五个不能”', en: 'Hubei three-year opinion, 4 (2): the five prohibitions' },
    { zh: `${terms}(政策要点)`, en: 'Guokaibanfa [2014] 78 and Yinjianfa [2017] 42, key points: up to 50,000 yuan, three years, no security, benchmark rate' },
    { zh: '《商业银行法》第三十八条:贷款利率按规定的上下限确定', en: 'Commercial bank law, article 38: rates within the limits set' },
  ],
  parameters,
  query: [tooMuch, broken].map((part) => `select * from (${part}\n) part`).join('\nunion all\n'),
  touches: [householdTouches, loanTouches, registerTouches],
  indexes: [{ table: 'loan', columns: 'region' }, { table: 'household', columns: 'region' }],
  sentence: (facts, part) => {
    const { zh, en } = PARTS[part]?.(facts) ?? { zh: '贷款要素', en: 'Terms of the loan' };
    const told = facts['reportedOn'] ? { zh: `(${String(facts['reportedOn'])} 登记)`, en: `, as reported on ${String(facts['reportedOn'])}` } : { zh: '', en: '' };
    return { zh: `${zh}${told.zh},待核。`, en: `${en}${told.en}. To be checked.` };
  },
  innocent: [
    { zh: '展期和无还本续贷不重复计算金额和期限', en: 'an extension or renewal counts neither amount nor term anew' },
    { zh: '2020 年起的边缘户', en: 'a household on the edge of poverty, from 2020 on' },
    { zh: '产品使用当地名称', en: 'the product has a local name' },
  ],
  mustAct: { zh: '承贷银行', en: 'lending bank' },
  clears: { zh: '登记对应违规的整改、还款日期,或补登户籍、年龄等要素', en: 'the rectification is entered, or the repayment, the household or the age that was missing' },
  flagged: [
    { told: 'a second loan takes the household 10,000 yuan over 50,000', events: [...register, ...lent({ principalFen: 4_000_000 }), ...lent({ principalFen: 2_000_000 }, 'l2', '2018-05-10')], flags: [{ part: 'a', subject: 'loan:l2', severity: 'high', amountFen: 1_000_000 }] },
    { told: 'one month more than three years', events: [...register, ...lent({ termMonths: 37 })], flags: high('b') },
    { told: 'three years by name, due a day later', events: [...register, ...lent({ dueOn: '2021-04-11' })], flags: high('b') },
    { told: 'a year at the rate of three', events: [...register, ...lent({ termMonths: 12, rateBasisPoints: 436 })], flags: high('c') },
    { told: 'three years at a hundredth over the benchmark, and the bank was found to take more', events: [...register, ...lent({ rateBasisPoints: 476 }), reported('raised-rate')], flags: high('c') },
    {
      told: 'a year at the benchmark that was, when a lower LPR is published and entered',
      events: [...register, said('rule-A20', RuleParameterSet, { name: 'oneYearBasisPoints', value: 385, basis: 'LPR 2021-03-22', region: '00', effectiveFrom: '2021-03-22', proposalRevision: 1 }), ...lent({ termMonths: 12 }, 'l1', '2021-04-10')],
      flags: high('c'),
    },
    { told: 'fees that raise the rate were found', events: [...register, ...lent(), reported('raised-rate', 30_000)], flags: high('c', 30_000) },
    { told: 'a guarantor signs', events: [...register, ...lent({ collateral: true })], flags: high('d') },
    { told: 'a consumer loan by name', events: [...register, ...lent({ product: '个人消费贷款' })], flags: high('e') },
    { told: 'a borrower of sixty-six', events: [...register, ...lent({ borrowerAge: 66 })], flags: high('f') },
    { told: 'a borrower of seventeen', events: [...register, ...lent({ borrowerAge: 17 })], flags: high('f') },
    { told: 'a household that was removed from the register before', events: [...register, said('household-h-chen', StatusMarked, { status: 'removed', basis: '示例', occurredOn: '2018-03-01' }), ...lent()], flags: high('g') },
    { told: 'money for a wedding house', events: [...register, ...lent({ use: 'house' })], flags: high('h') },
    { told: 'spent on furniture, as an inspection found', events: [...register, ...lent(), reported('non-production', 800_000)], flags: high('h', 800_000) },
    { told: 'used by an enterprise as the bank reports, though no money was seen to move', events: [...register, ...lent(), reported('enterprise-use')], flags: high('i') },
  ],
  clean: [
    { told: 'the name of the product was copied with a blank in it', events: [...register, ...lent({ product: '扶贫 小额信贷' })] },
    { told: '50,000 yuan, thirty-six months, the benchmark, sixty-five years', events: [...register, ...lent({ borrowerAge: 65, rateBasisPoints: 475 })] },
    { told: 'thirty-six months from 29 February, and eighteen years', events: [...register, ...lent({ borrowerAge: 18, dueOn: '2023-02-28' }, 'l1', '2020-02-29')] },
    { told: 'extended and renewed: neither amount nor term count anew', events: [...register, ...lent(), said('loan-l1', LoanExtended, { kind: 'renewal', untilOn: '2023-04-10', newContractNumber: 'X2', reason: '续贷', occurredOn: '2021-04-01' })] },
    { told: 'repaid, and borrowed again on the same day', events: [...register, ...lent(), ...lent({}, 'l2', '2018-12-10'), said('loan-l1', LoanRepaid, { payer: 'borrower', principalFen: 5_000_000, interestFen: 0, occurredOn: '2018-12-10' })] },
    { told: 'a household on the edge of poverty, in 2020', events: [...register, said('household-h-chen', StatusMarked, { status: 'low-income', basis: '示例', occurredOn: '2019-12-01' }), ...lent({}, 'l1', '2020-01-10')] },
    { told: 'what was found was put right', events: [...register, ...lent(), reported('non-production'), rectified] },
    { told: 'the money went to an enterprise: A19 tells of it', events: [...register, ...lentAndMoved('l1', 'chen', '2018-04-10', { counterpartyUscc: '91422801MA0000000A' }, { borrowerAge: 40 }), said('loan-l1', LoanIrregularityReported, { aspect: 'enterprise-use', foundBy: 'bank', note: '示例', occurredOn: '2018-08-01' })] },
    { told: 'no household of the county is registered, no age told, no rate published for the day: undecided, not silent', events: lent({ borrowerAge: undefined }, 'l1', '2021-04-10') },
  ],
});
