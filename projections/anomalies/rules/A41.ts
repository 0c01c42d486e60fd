/** A41: are duties apart: does another approve than made, another bind accounts than pays to them, and are accounts edited in bulk only by day? */
import { AccountBound, AccountReplaced } from '../../../src/domain/household-accounts';
import { PaymentApproved } from '../../../src/domain/payment';
import { dayEndsSql } from '../day-steps';
import { reader, rule, yuan, type Parameter } from '../rule';
import { account, approved, by, calendar, dayEnded, household, paidBatch, person, resultsOf, said, submitted, treasuryPaid, type StoryEvent } from '../story';

const readAt = { zh: '录入日', en: 'the day of the edit' };
const hour = { zh: '时', en: 'hour of the day' };
const parameters: readonly Parameter[] = [
  { name: 'bulkEdits', value: 20, unit: { zh: '次', en: 'edits' }, basis: 'proposal', readAt },
  { name: 'windowMinutes', value: 60, unit: { zh: '分钟', en: 'minutes' }, basis: 'proposal', readAt },
  { name: 'nightFromHour', value: 22, unit: hour, basis: 'proposal', readAt },
  { name: 'nightUntilHour', value: 6, unit: hour, basis: 'proposal', readAt },
];
const read = reader('A41', parameters);

/** When money first came out of the batch or payment order `v`. */
const moneyOut = `
left join lateral (
  select m.position, m.occurred_on from (
    select r.position, r.occurred_on from audit.batch_result(p.at) r where v.subject_kind = 'batch' and r.batch_id = v.subject_id and r.settled_fen > 0
    union all
    select y.position, y.occurred_on from audit.payment(p.at) y where v.subject_kind = 'payment' and y.payment_id = v.subject_id and y.kind = 'executed'
  ) m order by m.position limit 1
) m on true`;

const madeAndApproved = `
select 'a' as part, v.subject_kind, v.subject_id, 'approval' as occurrence, case when m.position is null then 'medium' else 'high' end as severity, v.amount_fen, v.region, v.occurred_on as read_on,
  array_remove(array[v.made_at, v.position, m.position], null) as evidence,
  jsonb_build_object('kind', v.subject_kind, 'approvedOn', v.occurred_on, 'amountFen', v.amount_fen, 'paidOn', m.occurred_on) as facts
from (
  select a.subject_kind, a.subject_id, a.region, a.occurred_on, a.position, k.position as made_at, (
    select s.amount_fen from audit.act(p.at) s where s.stream_id = a.stream_id and s.type in ('BatchSubmitted', 'PaymentOrdered') order by s.position desc limit 1) as amount_fen
  from audit.act(p.at) a
  cross join lateral (
    select k.position from audit.act(p.at) k
    where k.stream_id = a.stream_id and k.type in ('BatchOpened', 'BatchSubmitted', 'PaymentOrdered') and k.by_actor = a.by_actor and k.position < a.position order by k.position limit 1
  ) k
  where a.stream_id = p.subject and a.type in ('BatchApproved', 'PaymentApproved')
  order by a.position limit 1
) v
${moneyOut}`;

/**
 * Whoever never bound an account need not be held against the lines. `in` has the accounts of whoever submitted looked up in memory: a large list is read
 * once, and only a line that pays to one of them goes on to the index.
 */
const boundAndSubmitted = `
with v as materialized (
  select s.* from audit.act(p.at) s where s.stream_id = p.subject and s.type = 'BatchSubmitted' order by s.position desc limit 1
), own as materialized (
  select k.account_ref from v cross join lateral (select k.account_ref from audit.account_binding(p.at) k where k.by_actor = v.by_actor and k.position < v.position) k
)
select 'b' as part, v.subject_kind, v.subject_id, 'accounts' as occurrence, case when m.position is null then 'medium' else 'high' end as severity, e.amount_fen, v.region, v.occurred_on as read_on,
  array_remove(array[e.bound_at, v.position, m.position], null) as evidence,
  jsonb_build_object('accounts', e.accounts, 'amountFen', e.amount_fen, 'submittedOn', v.occurred_on, 'paidOn', m.occurred_on) as facts
from v
cross join lateral (select from own limit 1) bound
cross join lateral (
  select count(distinct d.account_ref) as accounts, sum(d.amount_fen)::bigint as amount_fen, min(k.position) as bound_at
  from (
    select d.account_ref, d.amount_fen, d.account_ref in (select o.account_ref from own o) as is_own
    from audit.disbursement(p.at) d where d.batch_id = v.subject_id and d.attempt = 1 and d.position < v.position offset 0
  ) d
  cross join lateral (
    select k.position from audit.account_binding(p.at) k where k.account_ref = d.account_ref and k.by_actor = v.by_actor and k.position < v.position order by k.position limit 1
  ) k
  where d.is_own
) e
${moneyOut}
where e.accounts > 0`;

const startsOn = `case when left(p.subject, 9) = 'operator|' then substr(p.subject, 10, 10)::date end`;
/** The first of the quickest edits in a row that meet a condition, as many as make a bulk; no row where they took longer than the window. */
const bulk = (condition: string): string => `
select x.first_minute, x.minute from (
  select k.minute, k.position, lag(k.minute, (select n.bulk_edits - 1 from numbers n)::integer) over (order by k.minute, k.position) as first_minute from edits k where ${condition}
) x
where x.minute - x.first_minute < (select n.window_minutes from numbers n) order by x.minute, x.position limit 1`;

/**
 * Edits of one operator from a morning to the end of the night after it, as told up to the last day-end. Those by day count where the day is not worked; where no
 * calendar says, the whole is undecided. Edits under a campaign are a switch of cards, not somebody's doing.
 */
const bulkEdits = `
with edits as materialized (
  select k.*, c.working, k.hour >= k.night_from or k.hour < k.night_until as night, (k.occurred_on - ${startsOn}) * 1440 + k.hour * 60 + substr(k.entered_at, 4, 2)::integer as minute
  from (
    select k.position, k.region, k.by_office, k.occurred_on, k.entered_at, substr(k.entered_at, 1, 2)::integer as hour,
      ${read('nightFromHour', 'k.region', 'k.occurred_on')} as night_from, ${read('nightUntilHour', 'k.region', 'k.occurred_on')} as night_until
    from audit.account_binding(p.at) k
    where k.by_actor = substr(p.subject, 21) and k.occurred_on >= ${startsOn} and k.occurred_on <= ${startsOn} + 1 and k.campaign is null and k.entered_at is not null
      and k.position < (select e.position from audit.day_end(p.at) e order by e.position desc limit 1)
    offset 0
  ) k
  left join lateral (select c.working from audit.calendar_day(p.at) c where c.on_date = k.occurred_on order by c.position desc limit 1) c on true
  where (k.occurred_on = ${startsOn}) = (k.hour >= k.night_until)
), numbers as materialized (
  select n.region, n.office, ${read('bulkEdits', 'n.region', startsOn)} as bulk_edits, ${read('windowMinutes', 'n.region', startsOn)} as window_minutes
  from (select min(k.region) as region, min(k.by_office) as office from edits k) n
  where n.region is not null
), found as (
  select f.* from (
    select true as sure, b.* from (${bulk('k.night or not k.working')}) b
    union all
    select false, b.* from (${bulk('k.night or not coalesce(k.working, false)')}) b
  ) f order by f.sure desc limit 1
)
select 'c' as part, 'office' as subject_kind, n.office as subject_id, substr(p.subject, 10) as occurrence, case when f.sure then 'medium' end as severity, null::bigint as amount_fen, n.region,
  ${startsOn} as read_on, (
    select array_agg(k.position order by k.position) from (
      select k.position from edits k where k.minute >= f.first_minute and k.minute <= f.minute and (k.night or not coalesce(k.working, false)) order by k.minute, k.position limit 50) k) as evidence,
  (select jsonb_build_object('edits', count(*), 'minutes', f.minute - f.first_minute, 'on', min(k.occurred_on), 'from', (array_agg(k.entered_at order by k.minute, k.position))[1], 'night', bool_or(k.night))
   from edits k where k.minute >= f.first_minute and k.minute <= f.minute and (k.night or not coalesce(k.working, false))) as facts
from found f
cross join numbers n`;

/** Of many results of a batch, only the first that paid anything says more than was known. */
const actTouches = `
select a.stream_id, a.position from audit.act($2 - 1) a where a.position >= $1 and a.type in ('BatchSubmitted', 'BatchApproved', 'PaymentApproved')
union all
select 'batch-' || r.batch_id, r.position from audit.batch_result($2 - 1) r
where r.position >= $1 and r.settled_fen > 0 and not exists (select from audit.batch_result(r.position - 1) b where b.batch_id = r.batch_id and b.settled_fen > 0 offset 0)
union all
select 'payment-' || y.payment_id, y.position from audit.payment($2 - 1) y where y.position >= $1 and y.kind = 'executed'`;

/** An edit early in the morning may belong to the night before. */
const operatorTouches = `
select 'operator|' || (k.occurred_on - s.back) || '|' || k.by_actor, k.at
from (
  select distinct k.occurred_on, k.by_actor, e.position as at
  from ${dayEndsSql} e
  cross join lateral (
    select k.occurred_on, k.by_actor from audit.account_binding($2 - 1) k where k.position > e.previous_at and k.position < e.position and k.entered_at is not null and k.campaign is null offset 0
  ) k
  union all
  select distinct k.occurred_on, k.by_actor, c.position
  from (select distinct c.position, c.year from audit.calendar_day($2 - 1) c where c.position >= $1) c
  cross join lateral (
    select k.occurred_on, k.by_actor from audit.account_binding(c.position) k
    where k.occurred_on >= make_date(c.year::integer, 1, 1) and k.occurred_on <= make_date(c.year::integer, 12, 31) and k.entered_at is not null and k.campaign is null offset 0
  ) k
) k
cross join (values (0), (1)) s (back)`;

const paid = (lines: readonly string[], maker = 'maker', submitter = maker): StoryEvent[] => [
  ...paidBatch('b1', '2018-05', '2018-05-10', lines.map((payee) => ({ payee }))).slice(0, 1 + lines.length).map((event) => by(maker, event)), by(submitter, submitted('b1', '2018-05-11')),
];
const approvedBy = (who: string): StoryEvent => by(who, approved('b1', '2018-05-12'));
const ordered = (orderedBy: string, approver: string): StoryEvent[] => {
  const [order, executed] = treasuryPaid('y1', '2018-05-10') as [StoryEvent, StoryEvent];
  return [by(orderedBy, order), by(approver, said('payment-y1', PaymentApproved, { occurredOn: '2018-05-10' })), executed];
};
/** A number of accounts, one every two minutes or as said. */
const edits = (count: number, on: string, from: number, terms: Partial<AccountReplaced> = {}, every = 2): StoryEvent[] => Array.from({ length: count }, (_, nth) => {
  const minute = (from + nth * every) % 1440;
  const enteredAt = `${String(Math.trunc(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  const day = from + nth * every >= 1440 ? `${on.slice(0, 8)}${String(Number(on.slice(8)) + 1).padStart(2, '0')}` : on;
  return by('night-clerk', said('household-h1', AccountReplaced, { oldAccountRef: account('li'), accountRef: account(`n${String(nth)}`), personRef: person('li'), bank: '示例银行', reason: '换卡', enteredAt, occurredOn: day, ...terms }));
});
const year = [calendar(2018, ['2018-05-01']), ...household('h1', 'li')];
const bound = (who: string): StoryEvent => by('township-clerk', said('household-h1', AccountBound, { accountRef: account(who), personRef: person(who), bank: '示例银行', kind: 'card', occurredOn: '2018-02-01' }));

export default rule({
  code: 'A41',
  title: { zh: '职责分离违规', en: 'Duties not kept apart' },
  harm: 'integrity',
  basis: [
    { zh: '《行政事业单位内部控制规范(试行)》(财会〔2012〕21号)第十二条:不相容岗位相互分离', en: 'Rules on internal control of public units (Caikuai [2012] 21), article 12: incompatible posts are kept apart' },
    { zh: '《会计法》(2017)第三十七条:内部稽核制度;夜间、批量数值为 proposal', en: 'Accounting law (2017), article 37: internal checking; night and bulk are proposals' },
  ],
  parameters,
  query: [madeAndApproved, boundAndSubmitted, bulkEdits].map((part) => `select * from (${part}\n) part`).join('\nunion all\n'),
  touches: [actTouches, operatorTouches],
  indexes: [{ table: 'account_binding', columns: 'by_actor, occurred_on' }, { table: 'account_binding', columns: 'occurred_on, position' }],
  sentence: (facts, part) => {
    const later = facts['paidOn'] ? { zh: `,${String(facts['paidOn'])} 已支付`, en: `; money was paid on ${String(facts['paidOn'])}` } : { zh: '', en: '' };
    if (part === 'a') {
      const what = facts['kind'] === 'batch' ? { zh: '批次', en: 'A batch' } : { zh: '支付令', en: 'A payment order' };
      const sum = facts['amountFen'] === null ? { zh: '', en: '' } : { zh: `(${yuan(Number(facts['amountFen']))} 元)`, en: ` of ${yuan(Number(facts['amountFen']))} yuan` };
      return { zh: `${what.zh}${sum.zh}于 ${String(facts['approvedOn'])} 由编制、提交人本人审批${later.zh},待核。`, en: `${what.en}${sum.en} was approved on ${String(facts['approvedOn'])} by the same person who made it${later.en}. To be checked.` };
    }
    if (part === 'b') {
      return {
        zh: `${String(facts['submittedOn'])} 提交的批次中,有 ${String(facts['accounts'])} 个收款账户共 ${yuan(Number(facts['amountFen']))} 元是提交人本人绑定的${later.zh},待核。`,
        en: `The batch submitted on ${String(facts['submittedOn'])} pays ${yuan(Number(facts['amountFen']))} yuan to ${String(facts['accounts'])} account(s) the same person had bound${later.en}. To be checked.`,
      };
    }
    const when = facts['night'] ? { zh: '夜间', en: 'at night' } : { zh: '非工作日', en: 'on a day not worked' };
    return {
      zh: `同一操作人 ${String(facts['on'])} ${String(facts['from'])} 起在${when.zh} ${String(facts['minutes'])} 分钟内变更 ${String(facts['edits'])} 个账户,待核。`,
      en: `One operator edited ${String(facts['edits'])} accounts ${when.en} within ${String(facts['minutes'])} minutes, from ${String(facts['from'])} on ${String(facts['on'])}. To be checked.`,
    };
  },
  innocent: [
    { zh: '乡镇人手不足,一人多岗', en: 'a small township, where one person does several jobs' },
    { zh: '有活动编号的成批换卡', en: 'a mass switch of cards under a campaign that says so' },
  ],
  mustAct: { zh: '系统安全管理、纪检监察机关', en: 'system security and inspectors' },
  clears: { zh: '批次由他人重新提交;其余由纪检查明后结论', en: 'the batch is submitted anew by somebody else; the rest is for inspectors to conclude' },
  flagged: [
    { told: 'a batch brought over was approved by whoever opened it', events: [...paid(['li'], 'one', 'other'), approvedBy('one')], flags: [{ part: 'a', subject: 'batch:b1', severity: 'medium', amountFen: 30_000 }] },
    { told: 'and was paid', events: [...paid(['li']), approvedBy('maker'), resultsOf('b1', '2018-05-15')], flags: [{ part: 'a', subject: 'batch:b1', severity: 'high' }] },
    { told: 'a payment ordered and approved by one person', events: ordered('one', 'one'), flags: [{ part: 'a', subject: 'payment:y1', severity: 'high', amountFen: 10_000_000 }] },
    { told: 'the clerk who bound an account submits the batch that pays to it', events: [...household('h1', 'li'), bound('wang'), ...paid(['li', 'wang'], 'maker', 'township-clerk')], flags: [{ part: 'b', subject: 'batch:b1', severity: 'medium', amountFen: 30_000 }] },
    { told: 'and the bank pays', events: [...household('h1', 'li'), bound('wang'), ...paid(['li', 'wang'], 'maker', 'township-clerk'), approvedBy('checker'), resultsOf('b1', '2018-05-15')], flags: [{ part: 'b', subject: 'batch:b1', severity: 'high' }] },
    { told: 'twenty accounts in the hour around midnight', events: [...year, ...edits(20, '2018-05-08', 1420, {}, 3), dayEnded('2018-05-08'), dayEnded('2018-05-09')], flags: [{ part: 'c', subject: 'office:test', severity: 'medium' }] },
    { told: 'twenty accounts on the morning of a holiday', events: [...year, ...edits(20, '2018-05-01', 600), dayEnded('2018-05-01')], flags: [{ part: 'c', subject: 'office:test', severity: 'medium' }] },
  ],
  clean: [
    { told: 'made by one, submitted by another, approved by a third', events: [...household('h1', 'li'), bound('wang'), ...paid(['li', 'wang'], 'maker', 'submitter'), approvedBy('township-clerk'), resultsOf('b1', '2018-05-15')] },
    { told: 'the clerk who binds accounts submits a batch that pays to others', events: [...household('h1', 'li'), bound('wang'), ...paid(['li', 'zhao'], 'maker', 'township-clerk')] },
    { told: 'nineteen at night; twenty that took an hour and more; twenty before ten in the evening', events: [...year, ...edits(19, '2018-05-08', 1330), ...edits(20, '2018-05-09', 1320, {}, 4), ...edits(20, '2018-05-10', 1270), dayEnded('2018-05-10')] },
    { told: 'a campaign switches cards at night', events: [...year, ...edits(40, '2018-05-08', 1330, { campaign: 'card-switch-2018' }, 1), dayEnded('2018-05-08')] },
    { told: 'by day, and no calendar tells whether it was worked: undecided, not silent', events: [...household('h1', 'li'), ...edits(20, '2018-05-08', 600), dayEnded('2018-05-08')] },
  ],
});
