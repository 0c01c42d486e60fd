/** A22: was interest subsidised on money that was not owed, not due any more, or beyond what may be subsidised? */
import { LoanRepaid } from '../../../src/domain/loan';
import { InterestSubsidyPaid, LoanExtended } from '../../../src/domain/loan-course';
import { dueOnSql, linesSql, paidOutSql, touchesOfLines, undecidedSql } from '../interest-lines';
import { reader, rule, yuan, type Parameter, type Said } from '../rule';
import { household, lentAndMoved, paidBatch, programme, said, type StoryEvent } from '../story';

const readAt = { zh: '贴息支付日', en: 'the day the subsidy was paid' };
const parameters: readonly Parameter[] = [
  { name: 'baseFen', value: 5_000_000, unit: { zh: '分', en: 'fen' }, basis: '国开办发〔2014〕78号:5 万元以内按基准利率贴息', readAt },
  { name: 'overdueDays', value: 0, unit: { zh: '日', en: 'days' }, basis: 'proposal', readAt },
];
const read = reader('A22', parameters);
const who = `substr(p.subject, 11)`;

/**
 * A subsidy is cut where what may be subsidised changes: money paid out or repaid, the loan past due, another subsidy recorded before it for the same days.
 * A day on which money is repaid bears no interest; a repayment after the subsidy was paid is settled with the next one and does not count.
 */
const pieces = `
  with subsidies as materialized (
    select s.*, g.position as granted_at, g.campaign, g.principal_fen, g.occurred_on as granted_on, ${dueOnSql('g')} + (${read('overdueDays', 's.region', 's.occurred_on')})::integer as last_on, ${dueOnSql('g')} as due_on,
      ${read('baseFen', 's.region', 's.occurred_on')} as base_fen
    from audit.loan_subsidy(p.at) s
    cross join lateral (select g.* from audit.loan(p.at) g where g.loan_id = s.loan_id order by g.position limit 1) g
    where left(p.subject, 10) = 'household|' and s.household_key = ${who} and s.kind = 'interest'
  ), cuts as (
    select s.position, c.on_day
    from subsidies s
    cross join lateral (
      select s.from_on
      union select s.last_on + 1
      union select s.granted_on
      union select o.occurred_on from audit.loan_payout(p.at) o where o.loan_id = s.loan_id
      union select y.occurred_on from audit.loan_payment(p.at) y where y.loan_id = s.loan_id
      union select x.from_on from subsidies x where x.position < s.position
      union select x.until_on + 1 from subsidies x where x.position < s.position
    ) c (on_day)
    where c.on_day >= s.from_on and c.on_day <= s.until_on
  ), pieces as (
    select s.*, c.on_day, coalesce(lead(c.on_day) over (partition by s.position order by c.on_day), s.until_on + 1) - c.on_day as days from cuts c join subsidies s on s.position = c.position
  ), held as (
    select c.*, ${paidOutSql('c', 'c.on_day')} as paid_out_fen, (
        select coalesce(sum(y.principal_fen), 0) from audit.loan_payment(p.at) y where y.loan_id = c.loan_id and y.occurred_on <= least(c.on_day, c.occurred_on)) as repaid_fen,
      x.of_loan_fen, x.of_household_fen
    from pieces c
    cross join lateral (
      select coalesce(sum(x.subsidised_principal_fen) filter (where x.loan_id = c.loan_id), 0) as of_loan_fen, coalesce(sum(x.subsidised_principal_fen), 0) as of_household_fen
      from subsidies x where x.position < c.position and x.from_on <= c.on_day and x.until_on >= c.on_day
    ) x
  ), judged as (
    select h.*, case when h.paid_out_fen = 0 then 'a' when h.paid_out_fen <= h.repaid_fen then 'b' when h.on_day > h.last_on then 'c' else 'd' end as part,
      greatest(0, least(h.subsidised_principal_fen, h.paid_out_fen - h.repaid_fen - h.of_loan_fen, h.base_fen - h.of_household_fen)) as allowed_fen
    from held h
  )`;

const subsidies = `
select v.part, 'loan' as subject_kind, v.loan_id as subject_id, 'subsidy-' || v.revision as occurrence, 'high' as severity,
  (v.amount_fen * v.wrong / (v.subsidised_principal_fen::numeric * (v.until_on - v.from_on + 1)))::bigint as amount_fen, v.region, v.occurred_on as read_on,
  array_remove(array[v.granted_at, v.position] || case v.part
    when 'b' then (select array_agg(y.position order by y.position) from audit.loan_payment(p.at) y where y.loan_id = v.loan_id and y.principal_fen > 0 and y.occurred_on <= v.occurred_on)
    when 'c' then (select array_agg(u.position order by u.position) from audit.loan_due(p.at) u where u.loan_id = v.loan_id and u.position > v.granted_at)
    when 'd' then v.others end, null) as evidence,
  jsonb_build_object('from', v.from_on, 'until', v.until_on, 'firstOn', v.first_on, 'days', v.days, 'subsidisedFen', v.subsidised_principal_fen, 'allowedFen', v.allowed_fen, 'amountFen', v.amount_fen, 'dueOn', v.due_on) as facts
from (
  ${pieces}
  select j.part, j.loan_id, j.revision, j.position, j.granted_at, j.region, j.occurred_on, j.from_on, j.until_on, j.due_on, j.amount_fen, j.subsidised_principal_fen, min(j.on_day) as first_on, sum(j.days) as days, min(j.allowed_fen) as allowed_fen,
    sum(case when j.part = 'd' then j.subsidised_principal_fen - j.allowed_fen else j.subsidised_principal_fen end * j.days::numeric) as wrong, (
      select array_agg(x.position order by x.position) from subsidies x where x.position < j.position and x.from_on <= j.until_on and x.until_on >= j.from_on) as others
  from judged j
  where j.part <> 'd' or j.allowed_fen < j.subsidised_principal_fen
  group by j.part, j.loan_id, j.revision, j.position, j.granted_at, j.region, j.occurred_on, j.from_on, j.until_on, j.due_on, j.amount_fen, j.subsidised_principal_fen
) v`;

/** Loans few of which were ever subsidised. */
const touches = `
select 'household|' || s.household_key, s.position from audit.loan_subsidy($2 - 1) s where s.position >= $1 and s.kind = 'interest'
union all
select 'household|' || s.household_key, t.position
from (
  select o.loan_id, o.position from audit.loan_payout($2 - 1) o where o.position >= $1
  union all
  select y.loan_id, y.position from audit.loan_payment($2 - 1) y where y.position >= $1 and y.principal_fen > 0
  union all
  select u.loan_id, u.position from audit.loan_due($2 - 1) u where u.position >= $1
) t
cross join lateral (select s.household_key from audit.loan_subsidy($2 - 1) s where s.loan_id = t.loan_id and s.kind = 'interest' limit 1) s`;

const PARTS: Readonly<Record<string, (facts: Said) => { zh: string; en: string }>> = {
  a: ({ firstOn, days }) => ({ zh: `其中自 ${String(firstOn)} 起 ${String(days)} 日贷款尚未发放`, en: `the loan was not paid out yet for ${String(days)} of these days, from ${String(firstOn)}` }),
  b: ({ firstOn, days }) => ({ zh: `其中自 ${String(firstOn)} 起 ${String(days)} 日本金已还清`, en: `the principal was repaid for ${String(days)} of these days, from ${String(firstOn)}` }),
  c: ({ firstOn, days, dueOn }) => ({ zh: `贷款于 ${String(dueOn)} 到期,其中自 ${String(firstOn)} 起 ${String(days)} 日已逾期`, en: `the loan was due on ${String(dueOn)} and past that for ${String(days)} of these days, from ${String(firstOn)}` }),
  d: ({ subsidisedFen, allowedFen }) => ({ zh: `贴息本金 ${yuan(Number(subsidisedFen))} 元,可贴息本金最低时为 ${yuan(Number(allowedFen))} 元`, en: `it counts ${yuan(Number(subsidisedFen))} yuan of principal where at times ${yuan(Number(allowedFen))} yuan may be subsidised` }),
};
const LINES: Readonly<Record<string, { zh: string; en: string }>> = {
  a: { zh: '未见对应的已发放贷款', en: 'no loan that was paid out is on record for it' }, b: { zh: '对应贷款本金已还清', en: 'the principal was repaid before' }, c: { zh: '对应贷款已逾期', en: 'the loan was past due' },
};

const lent = (id: string, on = '2018-01-10', principalFen = 5_000_000): StoryEvent[] => lentAndMoved(id, 'chen', on, {}, { principalFen, termMonths: 12 }).slice(0, 2);
const subsidised = (from: string, until: string, terms: Partial<InterestSubsidyPaid> = {}, id = 'l1'): StoryEvent =>
  said(`loan-${id}`, InterestSubsidyPaid, { subsidisedPrincipalFen: 5_000_000, from, until, amountFen: 90_000, occurredOn: until, ...terms });
const repaid = (on: string, principalFen = 5_000_000): StoryEvent => said('loan-l1', LoanRepaid, { payer: 'borrower', principalFen, interestFen: 0, occurredOn: on });
const interest = programme('p1', { payee: 'household', cadence: 'quarterly', allowedPurposes: ['interest-subsidy'] });
const quarter = (from: string, to: string, payee = 'chen', householdId = 'h-chen'): StoryEvent[] => paidBatch('b1', from, `${to}-28`, [{ payee, household: householdId }], { benefitTo: to });
const one = (part: string, subject: string, amountFen: number) => [{ part, subject, severity: 'high' as const, amountFen }];

export default rule({
  code: 'A22',
  title: { zh: '贴息套取', en: 'Interest subsidy not due' },
  harm: 'misappropriation',
  basis: [
    { zh: '《财政违法行为处罚处分条例》第十四条:骗取财政资金', en: 'Regulation on penalties for fiscal violations, article 14: obtaining public funds by false pretences' },
    { zh: '国开办发〔2014〕78号:5 万元以下、3 年期以内贷款由财政贴息', en: 'Guokaibanfa [2014] 78: loans up to 50,000 yuan and three years are subsidised' },
  ],
  parameters,
  query: [subsidies, linesSql(read('overdueDays', 'l.batch_region', 'l.paid_on')), undecidedSql].map((part) => `select * from (${part}\n) part`).join('\nunion all\n'),
  touches: [touches, ...touchesOfLines],
  indexes: [{ table: 'loan', columns: 'region' }, { table: 'programme_version', columns: "position where 'interest-subsidy' = any(allowed_purposes)" }],
  sentence: (facts, part) => {
    const why = (facts['line'] ? LINES[part] : PARTS[part]?.(facts)) ?? { zh: '', en: '' };
    const [sum, from, until] = [yuan(Number(facts['amountFen'])), String(facts['from']), String(facts['until'])];
    return { zh: `${from} 至 ${until} 贴息 ${sum} 元,${why.zh},待核。`, en: `${sum} yuan of interest was subsidised for ${from} to ${until}; ${why.en}. To be checked.` };
  },
  innocent: [
    { zh: '按季结算:贴息支付后才还款,下季冲抵', en: 'timing of the quarter: repaid after the subsidy was paid, and settled with the next' },
    { zh: '展期手续补录', en: 'an extension entered late' },
  ],
  mustAct: { zh: '财政部门', en: 'finance office' },
  clears: { zh: '登记放款、展期或还款的实际日期;多付部分由追回案件处理', en: 'the pay-out, the extension or the true day of repayment is entered; what was paid too much is recovered in a case' },
  flagged: [
    { told: 'nothing was ever paid out', events: [lent('l1')[0] as StoryEvent, subsidised('2018-01-10', '2018-03-20')], flags: one('a', 'loan:l1', 90_000) },
    { told: 'thirty days of ninety after the last fen was repaid', events: [...lent('l1'), repaid('2018-05-20'), subsidised('2018-03-21', '2018-06-18')], flags: one('b', 'loan:l1', 30_000) },
    { told: 'ninety days, thirty of them past due', events: [...lent('l1'), subsidised('2018-11-12', '2019-02-09')], flags: one('c', 'loan:l1', 30_000) },
    { told: '60,000 yuan are subsidised: a sixth too much', events: [...lent('l1', '2018-01-10', 6_000_000), subsidised('2018-03-21', '2018-06-20', { subsidisedPrincipalFen: 6_000_000 })], flags: one('d', 'loan:l1', 15_000) },
    { told: 'two loans of 30,000 in one household: the second goes beyond 50,000', events: [...lent('l1', '2018-01-10', 3_000_000), ...lent('l2', '2018-01-10', 3_000_000), subsidised('2018-03-21', '2018-06-20', { subsidisedPrincipalFen: 3_000_000 }), subsidised('2018-03-21', '2018-06-20', { subsidisedPrincipalFen: 3_000_000 }, 'l2')], flags: one('d', 'loan:l2', 30_000) },
    { told: 'the same quarter twice', events: [...lent('l1'), subsidised('2018-03-21', '2018-06-20'), subsidised('2018-03-21', '2018-06-20', { occurredOn: '2018-07-01' })], flags: one('d', 'loan:l1', 90_000) },
    { told: 'a list pays interest to a household without a loan', events: [interest, ...lent('l1'), ...quarter('2018-04', '2018-06', 'deng', 'h-deng')], flags: one('a', 'disbursement:b1/1', 30_000) },
    { told: 'a list pays interest for the quarter after the last fen was repaid', events: [interest, ...lent('l1'), repaid('2018-03-31'), ...quarter('2018-04', '2018-06')], flags: one('b', 'disbursement:b1/1', 30_000) },
    { told: 'a list pays interest for the quarter after the loan fell due', events: [interest, ...lent('l1', '2017-03-31'), ...quarter('2018-04', '2018-06')], flags: one('c', 'disbursement:b1/1', 30_000) },
  ],
  clean: [
    { told: 'up to the day before the repayment, and to the due day', events: [...lent('l1'), ...lent('l2', '2017-06-20', 1_000_000), repaid('2018-05-21'), subsidised('2018-03-21', '2018-05-20'), subsidised('2018-05-21', '2018-06-20', { subsidisedPrincipalFen: 1_000_000 }, 'l2')] },
    { told: 'the quarter was subsidised a week before the loan was repaid', events: [...lent('l1'), repaid('2018-06-15'), subsidised('2018-03-21', '2018-06-20', { occurredOn: '2018-06-08' })] },
    { told: 'an extension entered late', events: [...lent('l1'), subsidised('2018-12-21', '2019-03-20'), said('loan-l1', LoanExtended, { kind: 'extension', untilOn: '2019-07-10', reason: '示例', occurredOn: '2019-01-05' })] },
    { told: 'half was repaid, half is subsidised', events: [...lent('l1'), repaid('2018-03-20', 2_500_000), subsidised('2018-03-21', '2018-06-20', { subsidisedPrincipalFen: 2_500_000 })] },
    { told: 'a list pays the wife for the loan of the household, in the quarter it was repaid in', events: [interest, ...household('h-chen', 'deng'), ...lent('l1'), repaid('2018-04-02'), ...quarter('2018-04', '2018-06', 'deng')] },
    { told: 'no loan of the county is on record: undecided, not silent', events: [interest, ...quarter('2018-04', '2018-06')] },
    { told: 'the programme pays for production too: undecided', events: [programme('p1', { allowedPurposes: ['interest-subsidy', 'production'] }), ...lent('l1'), ...quarter('2018-04', '2018-06', 'deng', 'h-deng')] },
  ],
});
