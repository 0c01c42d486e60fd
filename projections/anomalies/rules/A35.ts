/** A35: does what several payees of a list are paid leave their accounts within days, nearly all of it to one account? */
import { ResultsReceived } from '../../../src/domain/batch-results';
import { HouseholdRegistered } from '../../../src/domain/household';
import { AccountBound, ProxyAuthorised } from '../../../src/domain/household-accounts';
import { RegisterImported, RegisterRowsEntered, type RegisterRow } from '../../../src/domain/register';
import { within } from '../regions';
import { reader, rule, yuan, type Parameter } from '../rule';
import { account, COUNTY, household, paidBatch, person, programme, said, VILLAGE, type StoryEvent } from '../story';

const readAt = { zh: '到账日', en: 'the day the money arrived' };
const WITHIN_DAYS = 3;
const parameters: readonly Parameter[] = [
  { name: 'payees', value: 5, unit: { zh: '个账户', en: 'accounts' }, basis: 'proposal', readAt },
  { name: 'withinDays', value: WITHIN_DAYS, unit: { zh: '日', en: 'days' }, basis: 'proposal', readAt },
  { name: 'shareBasisPoints', value: 8000, unit: { zh: '万分之', en: 'basis points of what arrived' }, basis: 'proposal', readAt },
];
const read = reader('A35', parameters);
const [second, batchId] = [`split_part(p.subject, '|', 2)`, `split_part(p.subject, '|', 3)`];

/** A flow stands in the file of the account it left, of the one it reached, or of both: `in` rows tell it from the other side. */
const rowsTo = (at: string, receiver: string): string => `
  select r.account_ref as payer, ${receiver} as receiver, r.on_date, r.amount_fen, r.change, r.position, r.uscc, true as told_by_payer from audit.register_row(${at}) r
  where r.other_account_ref = ${receiver} and r.kind = 'bank-flow' and r.role is distinct from 'in'
  union all
  select r.other_account_ref, ${receiver}, r.on_date, r.amount_fen, r.change, r.position, r.uscc, false from audit.register_row(${at}) r
  where r.account_ref = ${receiver} and r.kind = 'bank-flow' and r.role = 'in'`;
const rowsFrom = (payer: string): string => `
  select r.other_account_ref as receiver, r.on_date from audit.register_row($2 - 1) r where r.account_ref = ${payer} and r.kind = 'bank-flow' and r.role is distinct from 'in'
  union all
  select r.account_ref, r.on_date from audit.register_row($2 - 1) r where r.other_account_ref = ${payer} and r.kind = 'bank-flow' and r.role = 'in'`;

/** The holder of the receiving account is the payee, of one household with the payee, or authorised by the payee. */
const related = `(
  exists (
    select from holder h
    where h.holder_ref = l.payee_ref or h.household_id = l.household_id or exists (
      select from audit.household_member(p.at) m
      where m.person_ref = l.payee_ref and m.change = 'joined' and (m.household_id = h.household_id
        or exists (select from audit.household_member(p.at) o where o.household_id = m.household_id and o.person_ref = h.holder_ref and o.change = 'joined'))))
  or exists (
    select from audit.proxy(p.at) x
    where x.person_ref = l.payee_ref and not x.ended and x.occurred_on <= l.paid_on and coalesce(x.holds_until >= l.paid_on, true)
      and (x.account_ref = ${second} or (x.account_ref is null and x.proxy_ref = (select h.holder_ref from holder h)))
      and not exists (
        select from audit.proxy(p.at) e where e.person_ref = x.person_ref and e.proxy_ref = x.proxy_ref and e.ended and e.occurred_on < l.paid_on and e.occurred_on >= x.occurred_on)))`;

/** What a co-operative gets by name is what its members owe it for seedlings and feed. Several payees of one account are A07's, and count once here. */
const collected = `
select '' as part, 'account' as subject_kind, ${second} as subject_id, ${batchId} as occurrence, 'critical' as severity, v.back_fen as amount_fen, v.region, v.read_on, v.evidence,
  jsonb_build_object('payees', v.payees, 'backFen', v.back_fen, 'creditedFen', v.credited_fen, 'from', v.from_on, 'until', v.read_on) as facts
from (
  with holder as materialized (
    select b.holder_ref, b.household_id from audit.account_binding(p.at) b where b.account_ref = ${second} order by b.position desc, b.ordinal desc limit 1
  ), flows as materialized (
    select r.payer, r.on_date, max(r.position) as position, greatest(
        coalesce(sum(case r.change when 'added' then r.amount_fen else -r.amount_fen end) filter (where r.told_by_payer), 0),
        coalesce(sum(case r.change when 'added' then r.amount_fen else -r.amount_fen end) filter (where not r.told_by_payer), 0)) as fen
    from audit.batch(p.at) b
    cross join lateral (${rowsTo('p.at', second)}) r
    where left(p.subject, 5) = 'flow|' and b.batch_id = ${batchId} and r.payer <> ${second} and r.on_date >= b.occurred_on and coalesce(left(r.uscc, 2) <> '93', true)
    group by r.payer, r.on_date
  ), credited as materialized (
    select l.account_ref, l.paid_on, sum(l.amount_fen) as fen, min(l.batch_region) as region, array_agg(l.position order by l.position) as evidence
    from (select distinct f.payer from flows f) f
    cross join lateral (select l.* from audit.paid_line(p.at) l where l.account_ref = f.payer and l.batch_id = ${batchId} offset 0) l
    where not ${related}
    group by l.account_ref, l.paid_on
  ), hits as materialized (
    select c.account_ref, c.paid_on, c.region, c.fen, least(c.fen, f.fen) as back_fen, c.evidence || f.evidence as evidence
    from credited c
    cross join lateral (
      select sum(f.fen) as fen, array_agg(f.position order by f.position) as evidence
      from flows f where f.payer = c.account_ref and f.fen > 0 and f.on_date >= c.paid_on and f.on_date <= c.paid_on + (${read('withinDays', 'c.region', 'c.paid_on')})::integer
    ) f
    where f.fen * 10000 >= c.fen * ${read('shareBasisPoints', 'c.region', 'c.paid_on')}
  )
  select s.*, (select array_agg(distinct e.position order by e.position) from hits h cross join lateral unnest(h.evidence) e (position)) as evidence
  from (
    select count(distinct h.account_ref) as payees, sum(h.back_fen)::bigint as back_fen, sum(h.fen)::bigint as credited_fen, min(h.region) as region, min(h.paid_on) as from_on, max(h.paid_on) as read_on from hits h
  ) s
  where s.payees >= ${read('payees', 's.region', 's.read_on')}
) v
where left(p.subject, 5) = 'flow|'`;

/** A list is judged once the flows of the days after it are handed over. */
const undecided = `
select '' as part, 'batch' as subject_kind, v.batch_id as subject_id, 'bank-flow' as occurrence, null::text as severity, null::bigint as amount_fen, v.region, v.paid_on as read_on, array[v.position] as evidence,
  jsonb_build_object('paidOn', v.paid_on) as facts
from (
  select r.batch_id, min(r.region) as region, max(r.occurred_on) as paid_on, max(r.position) as position
  from audit.batch_result(p.at) r where left(p.subject, 6) = 'batch|' and r.batch_id = ${second} group by r.batch_id
) v
where not exists (
  select from audit.register_import(p.at) i where i.kind = 'bank-flow' and starts_with(v.region, i.region) and i.as_of >= v.paid_on + (${read('withinDays', 'v.region', 'v.paid_on')})::integer)`;

/** As many days as anybody ever set. */
const withinDays = `(select greatest(${WITHIN_DAYS}, max(x.value))::integer from audit.rule_parameter($2 - 1) x where x.rule = 'A35' and x.name = 'withinDays')`;
const anyFlow = `exists (select from audit.register_row($2 - 1) r where r.kind = 'bank-flow' limit 1)`;

/** From flows to the lists that paid the account they left. */
const byFlow = (flows: string): string => `
select 'flow|' || k.receiver || '|' || d.batch_id, k.position
from (${flows}) k
cross join lateral (
  select d.batch_id
  from audit.disbursement($2 - 1) d
  cross join lateral (
    select from audit.settlement($2 - 1) s where s.batch_id = d.batch_id and s.line = d.line and s.attempt = d.attempt and s.occurred_on <= k.on_date and s.occurred_on >= k.on_date - ${withinDays} limit 1
  ) s
  where d.account_ref = k.payer
  offset 0
) d`;
/** From attempts to pay to whoever got the money from there. */
const byLine = (attempts: string): string => `
select 'flow|' || r.receiver || '|' || k.batch_id, k.at
from (${attempts}) k
cross join lateral (select s.occurred_on from audit.settlement($2 - 1) s where s.batch_id = k.batch_id and s.line = k.line and s.attempt = k.attempt offset 0) s
cross join lateral (${rowsFrom('k.account_ref')} offset 0) r
where r.receiver is not null and r.on_date >= s.occurred_on and r.on_date <= s.occurred_on + ${withinDays}`;

const flowTouches = byFlow(`
  select case when r.role = 'in' then r.account_ref else r.other_account_ref end as receiver, case when r.role = 'in' then r.other_account_ref else r.account_ref end as payer, r.on_date, r.position
  from audit.register_row($2 - 1) r where r.position >= $1 and r.kind = 'bank-flow'`);
const holderTouches = byFlow(`
  select r.receiver, r.payer, r.on_date, t.position
  from (
    select b.account_ref, b.position from audit.account_binding($2 - 1) b where b.position >= $1
    union all
    select b.account_ref, m.position from audit.household_member($2 - 1) m
    cross join lateral (select b.account_ref from audit.account_binding($2 - 1) b where b.holder_ref = m.person_ref offset 0) b
    where m.position >= $1 and m.change = 'joined'
  ) t
  cross join lateral (${rowsTo('$2 - 1', 't.account_ref')} offset 0) r
  where ${anyFlow}`);
/** Lists are paid before the flows after them are known: only where flows of that day or later came first are lines looked at one by one. */
const settledTouches = byLine(`
  select d.batch_id, d.line, d.attempt, d.account_ref, s.position as at
  from (select distinct s.batch_id, s.occurred_on from audit.settlement($2 - 1) s where s.position >= $1) n
  cross join lateral (select from audit.register_row($2 - 1) r where r.kind = 'bank-flow' and r.on_date >= n.occurred_on limit 1) f
  cross join lateral (select s.line, s.attempt, s.position from audit.settlement($2 - 1) s where s.batch_id = n.batch_id and s.position >= $1 and s.occurred_on = n.occurred_on offset 0) s
  cross join lateral (select d.* from audit.disbursement($2 - 1) d where d.batch_id = n.batch_id and d.line = s.line and d.attempt = s.attempt offset 0) d`);
const personTouches = byLine(`
  select d.batch_id, d.line, d.attempt, d.account_ref, t.position as at
  from (
    select b.batch_id, b.line, null as person_ref, b.position from audit.line_return($2 - 1) b where b.position >= $1
    union all
    select null, null, m.person_ref, m.position from audit.household_member($2 - 1) m where m.position >= $1 and m.change = 'joined'
    union all
    select null, null, x.person_ref, x.position from audit.proxy($2 - 1) x where x.position >= $1
  ) t
  cross join lateral (
    select d.* from audit.disbursement($2 - 1) d where d.batch_id = t.batch_id and d.line = t.line
    union all
    select d.* from audit.disbursement($2 - 1) d where d.payee_ref = t.person_ref
    offset 0
  ) d
  where ${anyFlow}`);

const batchTouches = `
select 'batch|' || r.batch_id, r.position from audit.batch_result($2 - 1) r where r.position >= $1
union all
select 'batch|' || b.batch_id, i.position
from audit.register_import($2 - 1) i
cross join lateral (select b.batch_id from audit.batch($2 - 1) b where ${within('b', 'i.region')} and b.position < i.position offset 0) b
where i.position >= $1 and i.kind = 'bank-flow'`;

const payees = ['li', 'wang', 'zhao', 'sun', 'qian'];
const paid = (who = payees): StoryEvent[] => [programme('p1'), ...paidBatch('b1', '2018-05', '2018-05-10', who.map((payee) => ({ payee, household: `h-${payee}` })))];
const flows = (rows: readonly Partial<RegisterRow>[]): StoryEvent[] => [
  said('register-f1', RegisterImported, { kind: 'bank-flow', region: COUNTY, source: '示例银行', asOf: '2018-05-31', count: rows.length, addedCount: rows.length, removedCount: 0, contentHash: '0'.repeat(64), occurredOn: '2018-06-05' }),
  said('register-f1', RegisterRowsEntered, { kind: 'bank-flow', region: COUNTY, rows: rows.map((row) => ({ change: 'added' as const, otherAccountRef: account('boss'), role: 'out', on: '2018-05-11', amountFen: 30_000, ...row })) }),
];
const from = (who = payees, row: Partial<RegisterRow> = {}): Partial<RegisterRow>[] => who.map((payee) => ({ accountRef: account(payee), ...row }));
const results = said('batch-b1', ResultsReceived, { resultsId: 'r1', settledCount: 5, settledFen: 150_000, failedCount: 0, failedFen: 0, returnedCount: 0, returnedFen: 0, occurredOn: '2018-05-10' });
const boss = (householdId: string): StoryEvent => said(`household-${householdId}`, AccountBound, { accountRef: account('boss'), personRef: person('boss'), bank: '示例银行', kind: 'card', occurredOn: '2018-01-01' });
const flagged = (amountFen: number) => [{ subject: `account:${account('boss')}`, severity: 'critical' as const, amountFen }];

export default rule({
  code: 'A35',
  title: { zh: '资金回流', en: 'Money that flows back' },
  harm: 'misappropriation',
  basis: [
    { zh: '《财政违法行为处罚处分条例》第六条、第十四条:以虚报、冒领等手段骗取财政资金', en: 'Regulation on penalties for fiscal violations, articles 6 and 14: obtaining public funds by false pretences' },
    { zh: '财办〔2020〕37号:严禁截留、代持“一卡通”补贴', en: 'Caiban [2020] 37: no withholding of one-card subsidies, no holding for others' },
  ],
  parameters,
  query: [collected, undecided].map((sql) => `select * from (${sql}\n) part`).join('\nunion all\n'),
  touches: [flowTouches, holderTouches, settledTouches, personTouches, batchTouches],
  indexes: [{ table: 'register_row', columns: 'other_account_ref, on_date where other_account_ref is not null' }, { table: 'register_row', columns: "on_date where kind = 'bank-flow'" }],
  sentence: ({ payees: accounts, backFen, creditedFen, from: first, until }) => ({
    zh: `同一批次 ${String(accounts)} 个账户于 ${String(first)} 至 ${String(until)} 到账的 ${yuan(Number(creditedFen))} 元中,${yuan(Number(backFen))} 元数日内转入同一账户,待核。`,
    en: `Of ${yuan(Number(creditedFen))} yuan that one list paid to ${String(accounts)} accounts between ${String(first)} and ${String(until)}, ${yuan(Number(backFen))} yuan went on to one account within days. To be checked.`,
  }),
  innocent: [
    { zh: '向合作社购买种苗、饲料', en: 'inputs bought from a co-operative' },
    { zh: '家人或受托人代办', en: 'a member of the family or an agent' },
    { zh: '同一商户、水电费代收账户', en: 'one shop, or an account that collects bills' },
  ],
  mustAct: { zh: '纪检监察', en: 'discipline inspection' },
  clears: { zh: '登记代领授权、同户关系,或名册更正流水', en: 'an authorisation or the household is entered, or the register corrects the flows' },
  flagged: [
    { told: 'five villagers pass on what they got the day before', events: [...paid(), ...flows(from())], flags: flagged(150_000) },
    { told: 'four fifths exactly, on the third day, told by both accounts', events: [...paid(), ...flows([...from(payees, { on: '2018-05-13', amountFen: 24_000 }), ...payees.map((payee) => ({ accountRef: account('boss'), otherAccountRef: account(payee), role: 'in', on: '2018-05-13', amountFen: 24_000 }))])], flags: flagged(120_000) },
    { told: 'six, one of them a brother of the holder', events: [...household('h-boss', 'boss'), boss('h-boss'), ...paid([...payees, 'zhou']), said('household-h-zhou', HouseholdRegistered, { region: VILLAGE, headRef: person('zhou'), members: [{ personRef: person('zhou'), relation: 'head' }, { personRef: person('boss'), relation: 'sibling' }], status: 'registered', occurredOn: '2018-01-01' }), ...flows(from([...payees, 'zhou']))], flags: flagged(150_000) },
  ],
  clean: [
    { told: 'four villagers', events: [...paid(), ...flows(from(payees.slice(1)))] },
    { told: 'five, of whom one passes on a fen less than four fifths, or a day too late', events: [...paid(), ...flows([...from(payees.slice(1)), { accountRef: account('li'), amountFen: 23_999 }, { accountRef: account('li'), on: '2018-05-14', amountFen: 10_000 }])] },
    { told: 'feed is bought from a co-operative', events: [...paid(), ...flows(from(payees, { uscc: '93422801MA00000004' }))] },
    { told: 'one of five has authorised the holder', events: [boss('h-boss'), said('household-h-li', ProxyAuthorised, { personRef: person('li'), proxyRef: person('boss'), basis: 'guardian', occurredOn: '2018-02-01' }), ...paid(), ...flows(from())] },
    { told: 'the register takes a flow back', events: [...paid(), ...flows([...from(), { ...from(['li'])[0], change: 'removed' }])] },
    { told: 'no flows are handed over: undecided, not silent', events: [...paid(), results] },
  ],
});
