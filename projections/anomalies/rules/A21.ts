/** A21: is a household loan past due, how much of what a county lent is, and was the bank compensated before it went to law? */
import { LoanRepaid } from '../../../src/domain/loan';
import { LoanExtended, LoanLegalStepTaken, RiskCompensationPaid } from '../../../src/domain/loan-course';
import { dayEndsSql } from '../day-steps';
import { within } from '../regions';
import { reader, rule, yuan, type Parameter } from '../rule';
import { COUNTY, dayEnded, lentAndMoved, said, type StoryEvent } from '../story';

const days = { zh: '日', en: 'days' };
const [dueDay, ratioDay] = [{ zh: '到期日', en: 'the day the loan was due' }, { zh: '日终之日', en: 'the day that ended' }];
const share = { zh: '万分之', en: 'basis points of the principal outstanding' };
const [MEDIUM_DAYS, HIGH_DAYS] = [30, 90];
const parameters: readonly Parameter[] = [
  { name: 'mediumDays', value: MEDIUM_DAYS, unit: days, basis: 'proposal', readAt: dueDay },
  { name: 'highDays', value: HIGH_DAYS, unit: days, basis: '《贷款风险分类指引》:逾期 90 日以上至少为次级', readAt: dueDay },
  { name: 'ratioBasisPoints', value: 500, unit: share, basis: 'proposal', readAt: ratioDay },
  { name: 'highRatioBasisPoints', value: 1000, unit: share, basis: 'proposal', readAt: ratioDay },
];
const read = reader('A21', parameters);
const loanId = `substr(p.subject, 6)`;
const county = `substr(p.subject, 8)`;
const asNumber = (day: string): string => `(extract(year from ${day}) * 10000 + extract(month from ${day}) * 100 + extract(day from ${day}))::bigint`;

/** What is owed and until when, by what was recorded up to `at`; what was brought over without its pay-outs counts as paid out. */
const owedSql = (at: string): string => `
cross join lateral (select u.due_on, u.position from audit.loan_due(${at}) u where u.loan_id = g.loan_id order by u.position desc limit 1) u
cross join lateral (
  select coalesce((select sum(o.amount_fen) from audit.loan_payout(${at}) o where o.loan_id = g.loan_id), case when g.campaign is not null then g.principal_fen end, 0)::bigint
    - coalesce((select sum(y.principal_fen) from audit.loan_payment(${at}) y where y.loan_id = g.loan_id), 0)::bigint as fen offset 0
) owed`;

/** A loan entered when it was past due already is judged when the next day has ended; an extension gives it another due day and another flag. */
const pastDue = `
select 'a' as part, 'loan' as subject_kind, g.loan_id as subject_id, 'due-' || ${asNumber('u.due_on')} as occurrence,
  case when e.occurred_on - u.due_on > ${read('highDays', 'g.region', 'u.due_on')} then 'high' when e.occurred_on - u.due_on > ${read('mediumDays', 'g.region', 'u.due_on')} then 'medium' else 'notice' end as severity,
  owed.fen as amount_fen, g.region, u.due_on as read_on, array[u.position, e.position] as evidence,
  jsonb_build_object('owedFen', owed.fen, 'dueOn', u.due_on, 'endedOn', e.occurred_on, 'days', e.occurred_on - u.due_on) as facts
from audit.loan(p.at) g
${owedSql('p.at')}
cross join lateral (select e.occurred_on, e.position from audit.day_end(p.at) e where e.position > u.position order by e.position desc limit 1) e
where left(p.subject, 5) = 'loan|' and g.loan_id = ${loanId} and owed.fen > 0 and e.occurred_on > u.due_on`;

/** As known when the last day ended: between two day-ends nothing changes. */
const ofCounty = `
select 'b' as part, 'region' as subject_kind, ${county} as subject_id, 'overdue-ratio' as occurrence,
  case when v.overdue_fen * 10000 > v.owed_fen * ${read('highRatioBasisPoints', county, 'v.ended_on')} then 'high' else 'medium' end as severity,
  v.overdue_fen::bigint as amount_fen, ${county} as region, v.ended_on as read_on, v.evidence || v.ended_at as evidence,
  jsonb_build_object('overdueFen', v.overdue_fen, 'owedFen', v.owed_fen, 'loans', v.loans, 'endedOn', v.ended_on) as facts
from (
  select e.occurred_on as ended_on, e.position as ended_at, k.*
  from (select e.occurred_on, e.position from audit.day_end(p.at) e where left(p.subject, 7) = 'county|' order by e.position desc limit 1) e
  cross join lateral (
    select sum(owed.fen) as owed_fen, sum(owed.fen) filter (where u.due_on < e.occurred_on) as overdue_fen, count(*) filter (where u.due_on < e.occurred_on) as loans,
      array_agg(u.position order by u.position) filter (where u.due_on < e.occurred_on) as evidence
    from audit.loan(e.position) g
    ${owedSql('e.position')}
    where ${within('g', county)} and owed.fen > 0
  ) k
) v
where v.overdue_fen * 10000 > v.owed_fen * ${read('ratioBasisPoints', county, 'v.ended_on')}`;

/** A letter that demands payment is no step of the law; what the bank itself says of its steps is taken as said. */
const compensated = `
select 'c' as part, 'loan' as subject_kind, c.loan_id as subject_id, 'compensation-' || c.revision as occurrence, 'high' as severity, c.amount_fen, c.region, c.occurred_on as read_on, array[c.position] as evidence,
  jsonb_build_object('amountFen', c.amount_fen, 'paidOn', c.occurred_on) as facts
from audit.loan_compensation(p.at) c
where left(p.subject, 5) = 'loan|' and c.loan_id = ${loanId} and (c.legal_step_on <= c.occurred_on) is not true
  and not exists (select from audit.loan_legal_step(p.at) s where s.loan_id = c.loan_id and s.step <> 'demand-letter' and s.occurred_on <= c.occurred_on)`;

const changed = (from: string, to: string): string => `
  select g.loan_id, g.position from audit.loan(${to}) g where g.position >= ${from}
  union all
  select o.loan_id, o.position from audit.loan_payout(${to}) o where o.position >= ${from}
  union all
  select y.loan_id, y.position from audit.loan_payment(${to}) y where y.position >= ${from} and y.principal_fen > 0
  union all
  select u.loan_id, u.position from audit.loan_due(${to}) u where u.position >= ${from}`;
const touches = `
select 'loan|' || t.loan_id, t.position from (${changed('$1', '$2 - 1')}
  union all
  select c.loan_id, c.position from audit.loan_compensation($2 - 1) c where c.position >= $1
  union all
  select s.loan_id, s.position from audit.loan_legal_step($2 - 1) s where s.position >= $1
) t`;

/** Every number of days anybody ever set as a step. */
const steps = `(select 0 as days union select ${MEDIUM_DAYS} union select ${HIGH_DAYS}
  union select x.value::integer from audit.rule_parameter($2 - 1) x where x.rule = 'A21' and x.name in ('mediumDays', 'highDays'))`;
const dayEndTouches = `
select 'loan|' || u.loan_id, e.position
from ${dayEndsSql} e
cross join lateral (select u.loan_id from audit.loan_due($2 - 1) u where u.position > e.previous_at and u.position < e.position offset 0) u
union all
select 'loan|' || u.loan_id, e.position
from ${dayEndsSql} e
cross join ${steps} s
cross join lateral (select u.loan_id from audit.loan_due($2 - 1) u where u.due_on >= e.previous - s.days and u.due_on < e.occurred_on - s.days and u.position < e.position offset 0) u`;

/** The counties of whatever changed since the day before, or was due on it. */
const countyTouches = `
select 'county|' || left(g.region, 6), e.position
from ${dayEndsSql} e
cross join lateral (
  select t.loan_id from (${changed('(e.previous_at + 1)', '(e.position - 1)')}) t
  union all
  select u.loan_id from audit.loan_due($2 - 1) u where u.due_on >= e.previous and u.due_on < e.occurred_on and u.position < e.position
  offset 0
) t
cross join lateral (select g.region from audit.loan($2 - 1) g where g.loan_id = t.loan_id offset 0) g`;

const lent = (id = 'l1', terms: Parameters<typeof lentAndMoved>[4] = {}): StoryEvent[] => lentAndMoved(id, 'chen', '2018-01-10', {}, { dueOn: '2018-06-10', ...terms }).slice(0, 2);
const repaid = (on: string, principalFen = 5_000_000, id = 'l1'): StoryEvent => said(`loan-${id}`, LoanRepaid, { payer: 'borrower', principalFen, interestFen: 0, occurredOn: on });
const late = (severity: 'notice' | 'medium' | 'high', amountFen = 5_000_000) => ({ part: 'a', subject: 'loan:l1', severity, amountFen });
const ratio = (severity: 'medium' | 'high', amountFen: number) => ({ part: 'b', subject: `region:${COUNTY}`, severity, amountFen });
/** So much that one small loan past due does not weigh. */
const others = (principalFen = 100_000_000): StoryEvent[] => lent('l9', { principalFen, dueOn: '2020-12-31' });
const compensation = (terms: Partial<RiskCompensationPaid> = {}): StoryEvent => said('loan-l1', RiskCompensationPaid, { amountFen: 3_500_000, principalFen: 5_000_000, occurredOn: '2018-12-01', ...terms });
const step = (name: string, on: string): StoryEvent => said('loan-l1', LoanLegalStepTaken, { step: name, occurredOn: on });

export default rule({
  code: 'A21',
  title: { zh: '贷款逾期、风险补偿', en: 'Loans past due, and compensation of banks' },
  harm: 'enterprise-loan',
  basis: [
    { zh: '《商业银行法》第四十二条:借款人应当按期归还贷款本息', en: 'Commercial bank law, article 42: loans are repaid when due' },
    { zh: '湖北省打赢脱贫攻坚战三年行动实施意见四(二)、五(八):纠正贷款逾期等问题', en: 'Hubei three-year opinion, 4 (2) and 5 (8): loans past due are put right' },
    { zh: '银监发〔2017〕42号:风险补偿须按约定条件(先行追偿)启用', en: 'Yinjianfa [2017] 42: compensation follows the bank’s own recovery' },
  ],
  parameters,
  query: [pastDue, ofCounty, compensated].map((part) => `select * from (${part}\n) part`).join('\nunion all\n'),
  touches: [touches, dayEndTouches, countyTouches],
  indexes: [{ table: 'loan', columns: 'region' }],
  sentence: (facts, part) => {
    const ended = String(facts['endedOn']);
    if (part === 'c') {
      const [sum, on] = [yuan(Number(facts['amountFen'])), String(facts['paidOn'])];
      return { zh: `${on} 支付风险补偿 ${sum} 元,此前未见依法追偿记录,待核。`, en: `${sum} yuan of compensation was paid on ${on}; no step of the law before that is on record. To be checked.` };
    }
    if (part === 'b') {
      const [overdue, owed, loans] = [yuan(Number(facts['overdueFen'])), yuan(Number(facts['owedFen'])), String(facts['loans'])];
      return { zh: `至 ${ended} 全县小额信贷余额 ${owed} 元中 ${loans} 笔共 ${overdue} 元逾期,超过规定比例,待核。`, en: `On ${ended}, ${overdue} of ${owed} yuan outstanding in the county, ${loans} loan(s), was past due: more than the ratio allows. To be checked.` };
    }
    const [sum, due, since] = [yuan(Number(facts['owedFen'])), String(facts['dueOn']), String(facts['days'])];
    return { zh: `贷款 ${due} 到期,至 ${ended} 逾期 ${since} 日,尚欠本金 ${sum} 元,待核。`, en: `The loan was due on ${due}; by ${ended}, ${since} day(s) later, ${sum} yuan of principal was owed. To be checked.` };
  },
  innocent: [
    { zh: '受疫情影响依法展期', en: 'an extension because of the pandemic' },
    { zh: '还款尚未登记', en: 'the repayment was not entered yet' },
  ],
  mustAct: { zh: '承贷银行、县级扶贫和金融部门', en: 'lending bank and county' },
  clears: { zh: '登记还款、展期,或补偿前的依法追偿步骤', en: 'the repayment, the extension or the step of the law before the compensation is entered' },
  flagged: [
    { told: 'a day past due', events: [...others(), ...lent(), dayEnded('2018-06-10'), dayEnded('2018-06-11')], flags: [late('notice')] },
    { told: 'thirty-one days, half repaid', events: [...others(), ...lent(), repaid('2018-06-01', 2_500_000), dayEnded('2018-07-10'), dayEnded('2018-07-11')], flags: [late('medium', 2_500_000)] },
    { told: 'ninety-one days: compensation leaves the borrower owing', events: [...others(), ...lent(), dayEnded('2018-06-11'), dayEnded('2018-09-08'), compensation({ legalStepOn: '2018-09-01' }), dayEnded('2018-09-09')], flags: [late('high')] },
    { told: 'a loan brought over, past due already', events: [...others(), lent('l1', { campaign: 'takeover' })[0] as StoryEvent, dayEnded('2018-06-30')], flags: [late('notice')] },
    { told: 'a hair more than five per cent of what the county lent', events: [...others(94_000_000), ...lent(), dayEnded('2018-06-11')], flags: [late('notice'), ratio('medium', 5_000_000)] },
    { told: 'more than ten per cent, once others repaid', events: [...others(46_000_000), ...lent(), repaid('2018-06-11', 2_000_000, 'l9'), dayEnded('2018-06-11')], flags: [late('notice'), ratio('high', 5_000_000)] },
    { told: 'the bank is compensated after a letter, and goes to law a month later', events: [...lent(), repaid('2018-06-10'), step('demand-letter', '2018-07-01'), compensation(), step('lawsuit', '2019-01-02')], flags: [{ part: 'c', subject: 'loan:l1', severity: 'high', amountFen: 3_500_000 }] },
    { told: 'the bank itself dates its step after the compensation', events: [...lent(), repaid('2018-06-10'), compensation({ legalStepOn: '2018-12-02' })], flags: [{ part: 'c', subject: 'loan:l1', severity: 'high' }] },
  ],
  clean: [
    { told: 'the due day itself', events: [...lent(), dayEnded('2018-06-10')] },
    { told: 'repaid late: it was past due, and is not any more', events: [...others(), ...lent(), dayEnded('2018-06-11'), repaid('2018-06-20'), dayEnded('2018-06-20')] },
    { told: 'extended because of the pandemic, entered after the due day', events: [...lent('l1', { dueOn: '2020-02-29' }), dayEnded('2020-03-02'), said('loan-l1', LoanExtended, { kind: 'extension', untilOn: '2020-08-29', reason: '疫情展期', occurredOn: '2020-02-28' }), dayEnded('2020-03-31')] },
    { told: 'five per cent exactly, and repaid the same day', events: [...others(95_000_000), ...lent(), dayEnded('2018-06-11'), repaid('2018-06-11')] },
    { told: 'granted, and nothing paid out', events: [lent()[0] as StoryEvent, dayEnded('2018-07-31')] },
    { told: 'compensated on the day of the lawsuit', events: [...lent(), repaid('2018-06-10'), step('lawsuit', '2018-12-01'), compensation()] },
  ],
});
