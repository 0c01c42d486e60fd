/** A32: does industry money that goes to a firm or co-operative reach poor households: by an agreement that names them, enough of them, and dividends that are paid? */
import { PaymentExecuted, PaymentOrdered } from '../../../src/domain/payment';
import { ProjectPlanned } from '../../../src/domain/project';
import { DividendPaid, LinkageAgreed } from '../../../src/domain/project-linkage';
import { dayEndsSql } from '../day-steps';
import { reader, rule, yuan, type Parameter, type Said } from '../rule';
import { account, COUNTY, dayEnded, said, VILLAGE, type StoryEvent } from '../story';

const days = { zh: '日', en: 'days' };
const [paidDay, dueDay] = [{ zh: '最近一笔支付日', en: 'the day of the latest payment' }, { zh: '约定的分红日', en: 'the day the dividend is promised for' }];
const DAYS = { dividendDays: 0, unpaidDays: 90, highDays: 180 };
const parameters: readonly Parameter[] = [
  { name: 'householdsPerMillionYuan', value: 20, unit: { zh: '户/百万元', en: 'households per million yuan' }, basis: 'proposal(每万元 0.2 户)', readAt: paidDay },
  { name: 'dividendDays', value: DAYS.dividendDays, unit: days, basis: '约定的分红日即到期日', readAt: dueDay },
  { name: 'unpaidDays', value: DAYS.unpaidDays, unit: days, basis: 'proposal', readAt: dueDay },
  { name: 'highDays', value: DAYS.highDays, unit: days, basis: 'proposal', readAt: dueDay },
];
const read = reader('A32', parameters);
const part = (n: number): string => `split_part(p.subject, '|', ${String(n)})`;
const asNumber = (day: string): string => `(extract(year from ${day}) * 10000 + extract(month from ${day}) * 100 + extract(day from ${day}))::bigint`;

/** Given, not paid for works or goods; organs and public institutions are A12's. */
const givenForIndustry = (y: string): string => `${y}.kind = 'executed' and ${y}.payee_kind = 'organisation' and coalesce(left(${y}.payee_uscc, 2) not in ('11', '12'), true)
    and ${y}.contract_number is null and coalesce(cardinality(${y}.invoice_numbers), 0) = 0
    and (${y}.purpose = 'production' or (${y}.purpose = 'other' and exists (select from audit.project(p.at) j where j.project_id = ${y}.project_id and j.class = 'industry')))
    and not exists (select from audit.payment(p.at) r where r.payment_id = ${y}.payment_id and r.kind = 'reversed')`;

/** An agreement of the project with whoever was paid; where the order names no project, of that firm in any. */
const noLinkage = `
select 'a' as part, 'payment' as subject_kind, y.payment_id as subject_id, 'linkage' as occurrence, case when l.first_on is null then 'high' else 'medium' end as severity, y.amount_fen, y.region, y.occurred_on as read_on,
  array_remove(array[y.position, l.first_at], null) as evidence, jsonb_build_object('amountFen', y.amount_fen, 'paidOn', y.occurred_on, 'payee', y.payee_uscc, 'agreedOn', l.first_on) as facts
from audit.payment(p.at) y
cross join lateral (
  select min(l.occurred_on) as first_on, min(l.position) as first_at, bool_or(l.occurred_on <= y.occurred_on and coalesce(l.until_on >= y.occurred_on, true)) as in_force
  from (
    select l.* from audit.linkage(p.at) l where l.project_id = y.project_id and (l.entity_uscc = y.payee_uscc or y.payee_uscc is null)
    union all
    select l.* from audit.linkage(p.at) l where y.project_id is null and l.entity_uscc = y.payee_uscc
  ) l
  where l.households > 0
) l
where ${part(1)} = 'payment' and y.payment_id = ${part(2)} and l.in_force is not true and ${givenForIndustry('y')}`;

/** As many steps of days as anybody ever set, counted from the promised day. */
const steps = `(select a.days + b.days as days
  from (select ${DAYS.dividendDays} as days union select x.value::integer from audit.rule_parameter($2 - 1) x where x.rule = 'A32' and x.name = 'dividendDays') a
  cross join (select ${DAYS.unpaidDays} as days union select ${DAYS.highDays} union select x.value::integer from audit.rule_parameter($2 - 1) x where x.rule = 'A32' and x.name in ('unpaidDays', 'highDays')) b)`;

/** What all events of an agreement promise for a day is one dividend; one promised late is judged when the next day has ended. */
const unpaid = `
select 'b' as part, 'project' as subject_kind, ${part(2)} as subject_id, v.agreement_number || ' ' || ${asNumber('v.due_on')} as occurrence,
  case when e.occurred_on - v.due_on > v.grace + ${read('highDays', 'v.region', 'v.due_on')} then 'high' else 'medium' end as severity,
  v.owed_fen - v.paid_fen as amount_fen, v.region, v.due_on as read_on, v.evidence || e.position as evidence,
  jsonb_build_object('unpaidFen', v.owed_fen - v.paid_fen, 'owedFen', v.owed_fen, 'dueOn', v.due_on, 'endedOn', e.occurred_on, 'days', e.occurred_on - v.due_on, 'payee', v.entity) as facts
from (
  select w.*, ${read('dividendDays', 'w.region', 'w.due_on')} as grace, (
    select coalesce(sum(o.amount_fen), 0)::bigint from audit.dividend(p.at) o where o.project_id = ${part(2)} and o.agreement_number = w.agreement_number and o.period_due_on = w.due_on) as paid_fen
  from (
    select w.agreement_number, w.due_on, min(w.region) as region, min(w.entity_uscc) as entity, sum(w.amount_fen)::bigint as owed_fen, min(w.position) as first_at, array_agg(w.position order by w.position) as evidence
    from audit.dividend_due(p.at) w
    where ${part(1)} = 'due' and w.project_id = ${part(2)} and w.agreement_number = ${part(3)} and ${asNumber('w.due_on')} = ${part(4)}::bigint
    group by w.agreement_number, w.due_on
  ) w
  offset 0
) v
cross join lateral (select e.occurred_on, e.position from audit.day_end(p.at) e where e.position > v.first_at order by e.position desc limit 1) e
where v.paid_fen < v.owed_fen and e.occurred_on - v.due_on > v.grace + ${read('unpaidDays', 'v.region', 'v.due_on')}`;

/** Where there are households at all; where there are none, each payment is a flag of its own. */
const tooFew = `
select 'c' as part, 'project' as subject_kind, ${part(2)} as subject_id, 'households ' || v.entity as occurrence, 'medium' as severity,
  (v.paid_fen - v.households * 100000000::numeric / v.per_million)::bigint as amount_fen, v.region, v.read_on, v.all_evidence as evidence,
  jsonb_build_object('paidFen', v.paid_fen, 'households', v.households, 'perMillion', v.per_million, 'payee', v.entity) as facts
from (
  select k.*, h.households, k.evidence || h.evidence as all_evidence, greatest(${read('householdsPerMillionYuan', 'k.region', 'k.read_on')}, 1) as per_million
  from (
    select y.payee_uscc as entity, sum(y.amount_fen)::bigint as paid_fen, min(y.region) as region, max(y.occurred_on) as read_on, array_agg(y.position order by y.position) as evidence
    from audit.payment(p.at) y
    where ${part(1)} = 'project' and y.project_id = ${part(2)} and y.payee_uscc is not null and ${givenForIndustry('y')}
    group by y.payee_uscc
  ) k
  cross join lateral (
    select count(distinct h.household_id) as households, array_agg(distinct h.position order by h.position) as evidence
    from audit.linkage_household(p.at) h where h.project_id = ${part(2)} and h.kind = 'agreement' and h.entity_uscc = k.entity
  ) h
  where h.households > 0
) v
where v.households * 100000000::numeric < v.paid_fen * v.per_million`;

const touches = `
select x.subject, y.position
from audit.payment($2 - 1) y
cross join lateral (values ('payment|' || y.payment_id), ('project|' || y.project_id)) x (subject)
where y.position >= $1 and y.purpose in ('production', 'other')
union all
select x.subject, t.position
from (
  select l.project_id, l.entity_uscc, l.position from audit.linkage($2 - 1) l where l.position >= $1
  union all
  select j.project_id, null, j.position from audit.project($2 - 1) j where j.position >= $1
) t
cross join lateral (
  select 'project|' || t.project_id
  union all
  select 'payment|' || y.payment_id from audit.payment($2 - 1) y where y.project_id = t.project_id
  union all
  select 'payment|' || y.payment_id from audit.payment($2 - 1) y where y.payee_uscc = t.entity_uscc and y.project_id is null
  offset 0
) x (subject)`;

const due = `'due|' || w.project_id || '|' || w.agreement_number || '|' || ${asNumber('w.due_on')}`;
const dueTouches = `
select ${due}, w.position from audit.dividend_due($2 - 1) w where w.position >= $1
union all
select 'due|' || o.project_id || '|' || o.agreement_number || '|' || ${asNumber('o.period_due_on')}, o.position from audit.dividend($2 - 1) o where o.position >= $1
union all
select ${due}, d.at
from (
  select d.position, d.base_on, e.position as at
  from ${dayEndsSql} e
  cross join lateral (select d.position, d.base_on from audit.duty($2 - 1) d where d.kind = 'pay-dividend' and d.position > e.previous_at and d.position < e.position offset 0) d
  union all
  select d.position, d.base_on, e.position
  from ${dayEndsSql} e
  cross join ${steps} s
  cross join lateral (select d.position, d.base_on from audit.duty($2 - 1) d where d.kind = 'pay-dividend' and d.base_on >= e.previous - s.days and d.base_on < e.occurred_on - s.days and d.position < e.position offset 0) d
) d
cross join lateral (select w.* from audit.dividend_due($2 - 1) w where w.position = d.position and w.due_on = d.base_on offset 0) w`;

const PARTS: Readonly<Record<string, (facts: Said) => { zh: string; en: string }>> = {
  a: ({ amountFen, paidOn, payee, agreedOn }) => ({
    zh: `${String(paidOn)} 向单位${payee ? ` ${String(payee)} ` : ''}支付产业资金 ${yuan(Number(amountFen))} 元,${agreedOn ? `${String(agreedOn)} 方与农户签订利益联结协议` : '未见写明农户的利益联结协议'}`,
    en: `${yuan(Number(amountFen))} yuan of industry money was paid to ${payee ? `organisation ${String(payee)}` : 'an organisation'} on ${String(paidOn)}; ${agreedOn ? `an agreement with households was made only on ${String(agreedOn)}` : 'no agreement that names households is on record'}`,
  }),
  b: ({ unpaidFen, owedFen, dueOn, endedOn, days: since }) => ({
    zh: `约定 ${String(dueOn)} 的分红 ${yuan(Number(owedFen))} 元,至 ${String(endedOn)} 已过 ${String(since)} 日,尚有 ${yuan(Number(unpaidFen))} 元未付`,
    en: `Of a dividend of ${yuan(Number(owedFen))} yuan promised for ${String(dueOn)}, ${yuan(Number(unpaidFen))} yuan was not paid by ${String(endedOn)}, ${String(since)} days later`,
  }),
  c: ({ paidFen, households, perMillion, payee }) => ({
    zh: `单位 ${String(payee)} 获产业资金 ${yuan(Number(paidFen))} 元,联结 ${String(households)} 户,低于每百万元 ${String(perMillion)} 户`,
    en: `Organisation ${String(payee)} got ${yuan(Number(paidFen))} yuan of industry money and is linked with ${String(households)} household(s): fewer than ${String(perMillion)} per million yuan`,
  }),
};

const firm = '93422801MA00000004';
const planned = said('project-j1', ProjectPlanned, {
  region: VILLAGE, name: '茶叶基地', programmeId: 'p1', allocationId: 'a1', site: '一组', content: '新建基地', projectClass: 'industry', unitName: '示例合作社', amountFen: 100_000_000, plannedStart: '2018-04-01', plannedEnd: '2018-09-30', occurredOn: '2018-03-01',
});
const paid = (id: string, on: string, terms: Partial<PaymentOrdered> = {}): StoryEvent[] => [
  said(`payment-${id}`, PaymentOrdered, {
    region: COUNTY, allocationId: 'a1', projectId: 'j1', payeeKind: 'organisation', payeeUscc: firm, accountRef: account('firm'), amountFen: 50_000_000, economicClass: '31205', functionCode: '2130505', purpose: 'production', summary: '产业扶持', occurredOn: on, ...terms,
  }),
  said(`payment-${id}`, PaymentExecuted, { voucherNumber: `V-${id}`, occurredOn: on }),
];
const agreed = (on: string, households: number, terms: Partial<LinkageAgreed> = {}): StoryEvent =>
  said('project-j1', LinkageAgreed, { agreementNumber: 'X1', entityUscc: firm, mode: 'shareholding', households: Array.from({ length: households }, (_, n) => `h${String(n + 1)}`), occurredOn: on, ...terms });
const yearly = { everyMonths: 12, firstDueOn: '2018-12-31', times: 2, amountFen: 50_000, per: 'household' } as const;
const dividend = (on: string, amountFen: number): StoryEvent => said('project-j1', DividendPaid, { agreementNumber: 'X1', entityUscc: firm, periodDueOn: '2018-12-31', payments: [{ householdId: 'h1', amountFen }], occurredOn: on });
const lacking = (severity: 'medium' | 'high') => [{ part: 'a', subject: 'payment:y1', severity, amountFen: 50_000_000 }];
const owing = (severity: 'medium' | 'high', amountFen: number) => [{ part: 'b', subject: 'project:j1', severity, amountFen }];

export default rule({
  code: 'A32',
  title: { zh: '无利益联结(垒大户)', en: 'Industry money without gain for households' },
  harm: 'process',
  basis: [
    { zh: '湖北省打赢脱贫攻坚战三年行动实施意见四(二)(四)(十二):新型经营主体与贫困户的利益联结机制', en: 'Hubei three-year opinion, 4 (2), (4), (12): entities are linked with poor households by interest' },
    { zh: '分红日由利益联结协议载明', en: 'The agreement names the days of dividends' },
  ],
  parameters,
  query: [noLinkage, unpaid, tooFew].map((sql) => `select * from (${sql}\n) part`).join('\nunion all\n'),
  touches: [touches, dueTouches],
  sentence: (facts, code) => {
    const { zh, en } = PARTS[code]?.(facts) ?? { zh: '利益联结', en: 'Linkage' };
    return { zh: `${zh},待核。`, en: `${en}. To be checked.` };
  },
  innocent: [
    { zh: '首季尚未收获,分红未到约定日', en: 'the first season is not harvested: no dividend is due yet' },
    { zh: '购买种苗、服务的货款(有合同或发票)', en: 'seedlings or services bought, on a contract or against invoices' },
  ],
  mustAct: { zh: '农业、扶贫部门', en: 'agriculture and poverty-relief offices' },
  clears: { zh: '登记支付前的利益联结协议及农户、分红支付记录', en: 'the agreement made before the payment, its households or the dividends paid are entered' },
  flagged: [
    { told: 'half a million goes to a co-operative that is linked with nobody', events: [planned, ...paid('y1', '2018-05-10')], flags: lacking('high') },
    { told: 'an agreement that names no household, and money that names no project', events: [planned, agreed('2018-04-01', 0), ...paid('y1', '2018-05-10', { projectId: undefined })], flags: lacking('high') },
    { told: 'the agreement is made the day after the payment', events: [planned, agreed('2018-05-11', 10), ...paid('y1', '2018-05-10')], flags: lacking('medium') },
    { told: 'ninety-one days after the dividend was due, half is paid', events: [planned, agreed('2018-04-01', 2, { dividend: yearly }), ...paid('y1', '2018-05-10', { amountFen: 1_000_000 }), dividend('2019-01-10', 50_000), dayEnded('2019-03-31'), dayEnded('2019-04-01')], flags: owing('medium', 50_000) },
    { told: 'a hundred and eighty-one days', events: [planned, agreed('2018-04-01', 2, { dividend: yearly }), dayEnded('2018-12-31'), dayEnded('2019-06-30')], flags: owing('high', 100_000) },
    { told: 'nine households for half a million', events: [planned, agreed('2018-04-01', 9), ...paid('y1', '2018-05-10')], flags: [{ part: 'c', subject: 'project:j1', severity: 'medium', amountFen: 5_000_000 }] },
  ],
  clean: [
    { told: 'ten households for half a million, agreed on the day of the payment', events: [planned, agreed('2018-05-10', 10), ...paid('y1', '2018-05-10')] },
    { told: 'the first season is not harvested', events: [planned, agreed('2018-04-01', 2, { dividend: { ...yearly, firstDueOn: '2019-10-31' } }), dayEnded('2019-10-31')] },
    { told: 'ninety days, then paid', events: [planned, agreed('2018-04-01', 2, { dividend: yearly }), dayEnded('2018-12-31'), dayEnded('2019-03-31'), dividend('2019-04-01', 100_000), dayEnded('2019-04-01')] },
    { told: 'seedlings are bought on a contract; a bureau is paid', events: [planned, ...paid('y1', '2018-05-10', { contractNumber: 'H1' }), ...paid('y2', '2018-05-10', { invoiceNumbers: ['F1'] }), ...paid('y3', '2018-05-10', { payeeUscc: '11422801000000000F' })] },
    { told: 'a road is built', events: [planned, ...paid('y1', '2018-05-10', { purpose: 'rural-infrastructure' })] },
  ],
});
