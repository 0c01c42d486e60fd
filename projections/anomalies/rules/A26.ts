/** A26: was money paid before the roster's posting had closed, before anybody approved, or for works that had not begun? */
import { PaymentApproved, PaymentExecuted, PaymentOrdered } from '../../../src/domain/payment';
import { ProjectPlanned, ProjectStarted } from '../../../src/domain/project';
import { historySql } from '../ledger-day';
import { reader, rule, yuan, type Parameter } from '../rule';
import { account, approved, COUNTY, dayEnded, paidBatch, programme, resultsOf, rosterPosted, said, VILLAGE, type StoryEvent } from '../story';

const parameters: readonly Parameter[] = [
  {
    name: 'advanceBasisPoints', value: 3000, unit: { zh: '万分之', en: 'basis points of the plan' }, basis: '《建设工程价款结算暂行办法》(财建〔2004〕369号)第十二条:预付款不高于合同金额的 30%',
    readAt: { zh: '支付日', en: 'the day of the payment' },
  },
];
const read = reader('A26', parameters);
const batchId = `substr(p.subject, 7)`;
const paymentId = `substr(p.subject, 9)`;

/** Postings that hung as long as the programme asks; a permanent one counts from its first day. */
const closedOn = `
select min(x.shown_from + b.posting_days - 1) from (
  select r.shown_from, r.shown_until from audit.roster_posting(p.at) r where r.roster_id = b.roster_id
  union all
  select greatest(x.occurred_on, x.shown_from), x.shown_until from audit.disclosure(p.at) x where x.stream_id = 'roster-' || b.roster_id and x.item = 'roster'
) x where x.shown_until is null or x.shown_until - x.shown_from + 1 >= b.posting_days`;

/** Money that came out, file by file; urgent relief may be posted and approved afterwards. */
const batchQuery = `
with opened as materialized (
  select b.*, (g.roster_posting_days)::integer as posting_days, g.position as terms_at
  from audit.batch(p.at) b
  cross join lateral audit.programme_on(p.at, b.programme_id, b.benefit_from) g
  where left(p.subject, 6) = 'batch|' and b.batch_id = ${batchId} and not g.urgent_relief
), known as materialized (
  select b.*, case when b.roster_id is not null then (${closedOn}) end as closed_on,
    (select min(a.occurred_on) from audit.act(p.at) a where a.stream_id = 'batch-' || b.batch_id and a.type = 'BatchApproved') as approved_on
  from opened b
), paid as materialized (
  select k.*, r.position as paid_at, r.occurred_on as paid_on, r.settled_fen
  from known k
  join audit.batch_result(p.at) r on r.batch_id = k.batch_id and r.settled_fen > 0
  where not ${historySql('k.campaign', 'k.position', 'r.occurred_on')}
)
select 'a' as part, 'batch' as subject_kind, v.batch_id as subject_id, 'posting' as occurrence, case when v.roster_id is null then null else 'high' end as severity,
  sum(v.settled_fen)::bigint as amount_fen, v.region, min(v.paid_on) as read_on, array_agg(v.paid_at order by v.paid_at) || v.terms_at as evidence,
  jsonb_build_object('paidFen', sum(v.settled_fen)::bigint, 'paidOn', min(v.paid_on), 'closedOn', v.closed_on, 'postingDays', v.posting_days, 'roster', v.roster_id) as facts
from paid v where v.posting_days > 0 and (v.closed_on is null or v.paid_on <= v.closed_on)
group by v.batch_id, v.roster_id, v.region, v.terms_at, v.closed_on, v.posting_days
union all
select 'b', 'batch', v.batch_id, 'approval', 'high', sum(v.settled_fen)::bigint, v.region, min(v.paid_on), array_agg(v.paid_at order by v.paid_at),
  jsonb_build_object('paidFen', sum(v.settled_fen)::bigint, 'paidOn', min(v.paid_on), 'approvedOn', v.approved_on)
from paid v where v.approved_on is null or v.paid_on < v.approved_on
group by v.batch_id, v.region, v.approved_on`;

const executed = `
select y.*, a.campaign, (select min(o.occurred_on) from audit.act(p.at) o where o.stream_id = a.stream_id and o.type = 'PaymentApproved') as approved_on
from audit.payment(p.at) y
join audit.act(p.at) a on a.stream_id = 'payment-' || y.payment_id and a.type = 'PaymentExecuted'
where left(p.subject, 8) = 'payment|' and y.payment_id = ${paymentId} and y.kind = 'executed' and not ${historySql('a.campaign', 'y.position', 'y.occurred_on')}
  and not exists (select from audit.payment(p.at) r where r.payment_id = y.payment_id and r.kind = 'reversed')`;

const paymentQuery = `
select 'b' as part, 'payment' as subject_kind, y.payment_id as subject_id, 'approval' as occurrence, 'high' as severity, y.amount_fen, y.region, y.occurred_on as read_on,
  array[y.position] as evidence, jsonb_build_object('paidFen', y.amount_fen, 'paidOn', y.occurred_on, 'approvedOn', y.approved_on) as facts
from (${executed}) y where y.approved_on is null or y.occurred_on < y.approved_on`;

/** What had been paid for the works with this payment, while they had not begun. */
const startQuery = `
select 'c' as part, 'payment' as subject_kind, y.payment_id as subject_id, 'start' as occurrence, 'high' as severity, y.amount_fen, y.region, y.occurred_on as read_on,
  array[y.position, j.position] as evidence,
  jsonb_build_object('paidFen', y.amount_fen, 'paidOn', y.occurred_on, 'startedOn', s.started_on, 'beforeFen', c.before_fen, 'plannedFen', j.amount_fen, 'project', y.project_id) as facts
from (${executed}) y
cross join lateral (select j.amount_fen, j.position from audit.project(p.at) j where j.project_id = y.project_id order by j.position limit 1) j
cross join lateral (select min(a.occurred_on) as started_on from audit.act(p.at) a where a.stream_id = 'project-' || y.project_id and a.type = 'ProjectStarted') s
cross join lateral (
  select sum(o.amount_fen)::bigint as before_fen from audit.payment(p.at) o
  where o.project_id = y.project_id and o.kind = 'executed' and (o.occurred_on < y.occurred_on or (o.occurred_on = y.occurred_on and o.position <= y.position))
    and not exists (select from audit.payment(p.at) r where r.payment_id = o.payment_id and r.kind = 'reversed')
) c
where (s.started_on is null or y.occurred_on < s.started_on) and c.before_fen * 10000 > j.amount_fen * ${read('advanceBasisPoints', 'y.region', 'y.occurred_on')}`;

const batchTouches = `
select 'batch|' || r.batch_id, r.position from audit.batch_result($2 - 1) r where r.position >= $1
union all
select 'batch|' || a.subject_id, a.position from audit.act($2 - 1) a where a.position >= $1 and a.type = 'BatchApproved'
union all
select 'batch|' || b.batch_id, t.position
from (
  select r.roster_id, r.position from audit.roster_posting($2 - 1) r where r.position >= $1
  union all
  select substr(x.stream_id, 8), x.position from audit.disclosure($2 - 1) x where x.position >= $1 and starts_with(x.stream_id, 'roster-')
) t
join audit.batch($2 - 1) b on b.roster_id = t.roster_id
union all
select 'batch|' || b.batch_id, v.position from audit.programme_version($2 - 1) v join audit.batch($2 - 1) b on b.programme_id = v.programme_id where v.position >= $1`;

const paymentTouches = `
select 'payment|' || y.payment_id, y.position from audit.payment($2 - 1) y where y.position >= $1
union all
select 'payment|' || a.subject_id, a.position from audit.act($2 - 1) a where a.position >= $1 and a.type = 'PaymentApproved'
union all
select 'payment|' || y.payment_id, t.position
from (
  select o.project_id, o.position from audit.payment($2 - 1) o where o.position >= $1 and o.project_id is not null
  union all
  select j.project_id, j.position from audit.project($2 - 1) j where j.position >= $1
  union all
  select a.subject_id, a.position from audit.act($2 - 1) a where a.position >= $1 and a.type = 'ProjectStarted'
) t
join audit.payment($2 - 1) y on y.project_id = t.project_id and y.kind = 'executed'`;

const roster = { rosterId: 'r1', benefitFrom: '2018-05', benefitTo: '2018-05' };
const batch = (on: string, terms: object = roster): StoryEvent[] => [...paidBatch('b1', '2018-05', on, [{ payee: 'li' }], terms), approved('b1', '2018-05-02'), resultsOf('b1', on)];
const project: StoryEvent = said('project-j1', ProjectPlanned, {
  region: VILLAGE, name: '村道硬化', programmeId: 'p1', allocationId: 'a1', site: '一组', content: '硬化一公里', unitName: '示例公司', amountFen: 10_000_000, plannedStart: '2018-06-01', plannedEnd: '2018-09-30', occurredOn: '2018-03-01',
});
const paid = (id: string, on: string, amountFen: number, order: Partial<PaymentOrdered> = {}, approvedOn = on): StoryEvent[] => [
  said(`payment-${id}`, PaymentOrdered, {
    region: COUNTY, allocationId: 'a1', projectId: 'j1', payeeKind: 'organisation', payeeUscc: '91422801MA0000000A', accountRef: account('firm'), amountFen, economicClass: '31005', functionCode: '2130505',
    purpose: 'rural-infrastructure', summary: '工程款', occurredOn: on, ...order,
  }),
  said(`payment-${id}`, PaymentApproved, { occurredOn: approvedOn }),
  said(`payment-${id}`, PaymentExecuted, { voucherNumber: `V-${id}`, occurredOn: on }),
];

export default rule({
  code: 'A26',
  title: { zh: '未公示先发放、先支后批', en: 'Paid before posting, approval or start' },
  harm: 'process',
  basis: [
    { zh: '公告公示指导意见(2018)第四条;发放花名册张榜公示 7 日(桃江、城口等地规定,天数由补贴项目载明)', en: 'Guiding opinion on announcing poverty-relief funds (2018), item 4; rosters hang 7 days before payment (local rules; the programme says how long)' },
    { zh: '《预算法实施条例》第五十七条:不得无用款计划、超进度支付', en: 'Regulation on the Budget law, article 57: no payment without plan or ahead of progress' },
  ],
  parameters,
  query: [batchQuery, paymentQuery, startQuery].map((part) => `select * from (${part}\n) part`).join('\nunion all\n'),
  touches: [batchTouches, paymentTouches],
  sentence: (facts, part) => {
    const paidFen = yuan(Number(facts['paidFen']));
    const on = String(facts['paidOn']);
    if (part === 'a') {
      const closed = facts['closedOn'] ? { zh: `公示至 ${String(facts['closedOn'])} 方满`, en: `the posting was complete only on ${String(facts['closedOn'])}` } : { zh: '未见满期公示', en: 'no complete posting is on record' };
      return {
        zh: `花名册须公示 ${String(facts['postingDays'])} 日,${closed.zh},而 ${on} 起已发放 ${paidFen} 元,待核。`,
        en: `The roster must hang ${String(facts['postingDays'])} days and ${closed.en}, yet ${paidFen} yuan was paid from ${on} on. To be checked.`,
      };
    }
    if (part === 'b') {
      const approval = facts['approvedOn'] ? { zh: `审批日期为 ${String(facts['approvedOn'])}`, en: `the approval is dated ${String(facts['approvedOn'])}` } : { zh: '未见审批', en: 'no approval is on record' };
      return { zh: `${on} 已支付 ${paidFen} 元,${approval.zh},属先支后批,待核。`, en: `${paidFen} yuan was paid on ${on}; ${approval.en}. To be checked.` };
    }
    const start = facts['startedOn'] ? { zh: `项目 ${String(facts['startedOn'])} 才开工`, en: `work began only on ${String(facts['startedOn'])}` } : { zh: '项目未见开工', en: 'work is not known to have begun' };
    return {
      zh: `${start.zh},${on} 又支付 ${paidFen} 元,开工前累计 ${yuan(Number(facts['beforeFen']))} 元,计划 ${yuan(Number(facts['plannedFen']))} 元,超出预付比例,待核。`,
      en: `${paidFen} yuan was paid on ${on} though ${start.en}: ${yuan(Number(facts['beforeFen']))} yuan before work, of ${yuan(Number(facts['plannedFen']))} planned, is more than an advance. To be checked.`,
    };
  },
  innocent: [
    { zh: '合同约定的预付款', en: 'an advance the contract allows' },
    { zh: '救灾资金依法及时拨付(《预算法》第五十二条、第六十四条)', en: 'disaster relief, paid at once by law' },
    { zh: '从其他系统迁入的历史数据', en: 'history brought over from another system' },
  ],
  mustAct: { zh: '财政部门', en: 'finance bureau' },
  clears: { zh: '补录支付前已满期的公示、已有的审批或开工记录,或支付冲销', en: 'a posting, approval or start dated before the payment is entered, or the payment is reversed' },
  flagged: [
    { told: 'paid on the fifth day of a posting of seven', events: [programme('p1'), ...rosterPosted('r1', '2018-05-06', '2018-05-12'), ...batch('2018-05-10')], flags: [{ part: 'a', subject: 'batch:b1', severity: 'high', amountFen: 30_000 }] },
    { told: 'posted for three days only, paid long after', events: [programme('p1'), ...rosterPosted('r1', '2018-05-01', '2018-05-03'), ...batch('2018-06-10')], flags: [{ part: 'a', subject: 'batch:b1', severity: 'high' }] },
    {
      told: 'paid first, approved a week later; half of a road paid before work began',
      events: [
        programme('p1', { rosterPostingDays: 0 }), ...paidBatch('b1', '2018-05', '2018-05-10', [{ payee: 'li' }]), resultsOf('b1', '2018-05-10'), approved('b1', '2018-05-17'),
        project, ...paid('y1', '2018-05-20', 3_000_000), ...paid('y2', '2018-05-25', 2_000_000, {}, '2018-05-28'), said('project-j1', ProjectStarted, { occurredOn: '2018-06-01' }),
      ],
      flags: [
        { part: 'b', subject: 'batch:b1', severity: 'high', amountFen: 30_000 }, { part: 'b', subject: 'payment:y2', severity: 'high', amountFen: 2_000_000 },
        { part: 'c', subject: 'payment:y2', severity: 'high', amountFen: 2_000_000 },
      ],
    },
  ],
  clean: [
    { told: 'paid the day after the posting closed, approved before', events: [programme('p1'), ...rosterPosted('r1', '2018-05-03', '2018-05-09'), ...batch('2018-05-10')] },
    { told: 'an advance of thirty per cent, and the rest after work began', events: [project, ...paid('y1', '2018-05-20', 3_000_000), said('project-j1', ProjectStarted, { occurredOn: '2018-06-01' }), ...paid('y2', '2018-06-10', 2_000_000)] },
    { told: 'relief after a flood is paid at once; roster and approval follow', events: [programme('p1', { urgentRelief: true }), ...paidBatch('b1', '2018-05', '2018-05-10', [{ payee: 'li' }], roster), resultsOf('b1', '2018-05-10'), approved('b1', '2018-05-12'), ...rosterPosted('r1', '2018-05-12', '2018-05-18')] },
    { told: 'last year’s batches are brought over by a campaign', events: [programme('p1', { effectiveFrom: '2017-01-01' }), dayEnded('2018-04-30'), ...paidBatch('b1', '2018-03', '2018-03-10', [{ payee: 'li' }], { campaign: 'takeover-2018' }), resultsOf('b1', '2018-03-10'), approved('b1', '2018-05-01')] },
    { told: 'the list names no roster: undecided, not silent', events: [programme('p1'), ...batch('2018-05-10', {})] },
  ],
});
