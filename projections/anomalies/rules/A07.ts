/** A07: does one account take the money of several households, or of someone else than its holder, or one person draw on several accounts? */
import { AccountBound, ProxyAuthorised } from '../../../src/domain/household-accounts';
import { reader, rule, yuan, type Parameter } from '../rule';
import { account, household, paidBatch, person, programme, said } from '../story';

const readAt = { zh: '最近一笔支付日', en: 'the day of the latest line' };
const parameters: readonly Parameter[] = [
  { name: 'windowDays', value: 365, unit: { zh: '日', en: 'days' }, basis: 'proposal', readAt },
  { name: 'households', value: 2, unit: { zh: '户', en: 'households' }, basis: 'proposal', readAt },
  { name: 'highHouseholds', value: 3, unit: { zh: '户', en: 'households' }, basis: 'proposal', readAt },
  { name: 'criticalHouseholds', value: 5, unit: { zh: '户', en: 'households' }, basis: 'proposal', readAt },
];
const read = reader('A07', parameters);
const subject = `split_part(p.subject, '|', 2)`;

/** The household someone last joined, by the register. */
const householdOf = (who: string): string =>
  `(select m.household_id from audit.household_member(p.at) m where m.person_ref = ${who} and m.change = 'joined' order by m.position desc, m.ordinal desc limit 1)`;

/** A household stays in the window from the day it is paid until it is paid again or `windowDays` are over: the day on which most are in is found by adding who comes and goes, day by day. */
const accountQuery = `
select v.part, 'account' as subject_kind, ${subject} as subject_id, v.occurrence, v.severity, v.amount_fen, v.region, v.read_on, v.evidence, v.facts
from (
  with holder as materialized (
    select b.holder_ref, b.position, ${householdOf('b.holder_ref')} as household_id,
      (select r.change from audit.register_row(p.at) r where r.person_ref = b.holder_ref and r.kind = 'cadre' order by r.position desc, r.ordinal desc limit 1) = 'added' as cadre
    from audit.account_binding(p.at) b where b.account_ref = ${subject} order by b.position desc, b.ordinal desc limit 1
  ), lines as materialized (
    select l.position, l.paid_on, l.amount_fen, l.payee_ref, l.region, l.batch_region, l.programme_id, l.benefit_from,
      coalesce(l.household_id, ${householdOf('l.payee_ref')}, l.payee_ref) as household_key
    from audit.paid_line(p.at) l
    where left(p.subject, 8) = 'account|' and l.account_ref = ${subject}
      and (select count(*) from audit.account_binding(p.at) b where b.account_ref = ${subject} and b.kind = 'care-home') = 0
      and not exists (
        select from audit.proxy(p.at) x
        where x.person_ref = l.payee_ref and not x.ended and x.occurred_on <= l.paid_on and (x.holds_until is null or x.holds_until >= l.paid_on)
          and (x.account_ref = ${subject} or (x.account_ref is null and x.proxy_ref = (select h.holder_ref from holder h)))
          and not exists (
            select from audit.proxy(p.at) e
            where e.person_ref = x.person_ref and e.proxy_ref = x.proxy_ref and e.ended and e.occurred_on < l.paid_on and e.occurred_on >= x.occurred_on))
  ), numbers as materialized (
    select n.*, ${read('windowDays', 'n.region', 'n.read_on')} as window_days, ${read('households', 'n.region', 'n.read_on')} as households,
      ${read('highHouseholds', 'n.region', 'n.read_on')} as high, ${read('criticalHouseholds', 'n.region', 'n.read_on')} as critical
    from (select min(l.batch_region) as region, max(l.paid_on) as read_on from lines l) n
  ), stays as (
    select h.household_key, h.paid_on, lead(h.paid_on) over (partition by h.household_key order by h.paid_on) as next_on from (select distinct l.household_key, l.paid_on from lines l) h
  ), fullest as (
    select c.on_date as ends_on, (sum(sum(c.change)) over (order by c.on_date))::bigint as households
    from numbers n
    cross join lateral (select s.paid_on, 1 from stays s union all select least(s.paid_on + n.window_days::integer, s.next_on), -1 from stays s) c (on_date, change)
    group by c.on_date
    order by households desc, ends_on limit 1
  ), others as (
    select l.* from lines l join holder h on h.holder_ref <> l.payee_ref
    where not (case when h.household_id = l.household_key then coalesce((select g.payee from audit.programme_on(p.at, l.programme_id, l.benefit_from) g) = 'household', false) else false end)
  )
  select 'a' as part, 'account' as occurrence,
    case when w.households >= n.critical or (w.households >= n.high and h.cadre) then 'critical' when w.households >= n.high or h.cadre then 'high' else 'medium' end as severity,
    w.amount_fen, w.region, n.read_on, w.evidence, jsonb_build_object('households', w.households, 'totalFen', w.amount_fen, 'windowDays', n.window_days) as facts
  from (
    select f.households, sum(o.amount_fen)::bigint as amount_fen, min(o.region) as region, array_agg(o.position order by o.position) as evidence
    from fullest f
    join numbers n on f.households >= n.households
    join lines o on o.paid_on <= f.ends_on and o.paid_on > f.ends_on - n.window_days::integer
    group by f.households
  ) w
  join numbers n on true
  left join holder h on true
  union all
  select 'b', o.payee_ref,
    case when k.households >= n.critical or (k.households >= n.high and h.cadre) then 'critical' when k.households >= n.high or h.cadre then 'high' else 'medium' end,
    o.amount_fen, o.region, n.read_on, array_remove(o.evidence || h.position, null), jsonb_build_object('households', k.households, 'totalFen', o.amount_fen, 'lines', o.lines)
  from (select o.payee_ref, sum(o.amount_fen)::bigint as amount_fen, min(o.region) as region, count(*) as lines, array_agg(o.position order by o.position) as evidence from others o group by o.payee_ref) o
  join numbers n on true
  join (select count(distinct o.household_key) as households from others o) k on true
  join holder h on true
) v
where left(p.subject, 8) = 'account|'`;

/** A card given up, or an attempt that failed and went to another card, is a replacement and no second card; an item whose terms bind it to no single card (“两卡”政策) asks for none. */
const personQuery = `
select v.part, 'person' as subject_kind, ${subject} as subject_id, 'person' as occurrence, 'medium' as severity, v.amount_fen, v.region, v.read_on, v.evidence,
  jsonb_build_object('accounts', v.accounts, 'totalFen', v.amount_fen, 'windowDays', v.window_days) as facts
from (
  with lines as materialized (
    select l.position, l.paid_on, l.amount_fen, l.account_ref, l.region, l.batch_region
    from audit.paid_line(p.at) l
    where left(p.subject, 7) = 'person|' and l.payee_ref = ${subject}
      and coalesce((select g.one_card from audit.programme_on(p.at, l.programme_id, l.benefit_from) g), true)
      and coalesce((select b.holder_ref from audit.account_binding(p.at) b where b.account_ref = l.account_ref order by b.position desc, b.ordinal desc limit 1), l.payee_ref) = l.payee_ref
      and not exists (select from audit.account_binding(p.at) b where b.old_account_ref = l.account_ref and b.occurred_on >= l.paid_on)
      and not exists (
        select from audit.disbursement(p.at) was join audit.disbursement(p.at) now_is
          on now_is.batch_id = was.batch_id and now_is.line = was.line and now_is.attempt = was.attempt + 1 and now_is.payee_ref = was.payee_ref
        where was.payee_ref = l.payee_ref and was.account_ref = l.account_ref and now_is.account_ref <> was.account_ref and now_is.occurred_on >= l.paid_on)
  ), numbers as materialized (
    select ${read('windowDays', 'n.region', 'n.read_on')} as window_days, n.read_on from (select min(l.batch_region) as region, max(l.paid_on) as read_on from lines l) n
  )
  select 'c' as part, count(distinct o.account_ref) as accounts, sum(o.amount_fen)::bigint as amount_fen, min(o.region) as region, n.read_on, n.window_days,
    array_agg(o.position order by o.position) as evidence
  from (select distinct l.paid_on from lines l) e
  join numbers n on true
  join lines o on o.paid_on <= e.paid_on and o.paid_on > e.paid_on - n.window_days::integer
  group by e.paid_on, n.read_on, n.window_days
  having count(distinct o.account_ref) >= 2
  order by count(distinct o.account_ref) desc, e.paid_on limit 1
) v
where left(p.subject, 7) = 'person|'`;

/**
 * SQL condition. Most accounts take the money of one person of one household, who holds them: there is no verdict on those, unless one household is said
 * to be too many. Whatever makes an account another is entered before money goes there. The first line in order of payee and household is compared with
 * those after it; a line reissued from elsewhere may be of any household.
 */
const shared = (account: string): string => `exists (
  select from (select f.payee_ref, f.household_id from audit.disbursement($2 - 1) f where f.account_ref = ${account} order by f.payee_ref, f.household_id limit 1) f
  where exists (select from audit.disbursement($2 - 1) o where o.account_ref = ${account} and o.payee_ref > f.payee_ref)
    or exists (select from audit.disbursement($2 - 1) o where o.account_ref = ${account} and o.payee_ref = f.payee_ref and o.household_id > f.household_id)
    or exists (
      select from audit.disbursement($2 - 1) o left join audit.disbursement($2 - 1) e on o.attempt > 1 and e.batch_id = o.batch_id and e.line = o.line and e.attempt = 1
      where o.account_ref = ${account} and o.household_id is null
        and case when o.attempt = 1 then f.household_id is not null else e.account_ref <> o.account_ref or e.payee_ref <> o.payee_ref end)
    or exists (select from audit.account_binding($2 - 1) w where w.account_ref = ${account} and w.holder_ref <> f.payee_ref)
    or (select min(q.value) from audit.rule_parameter($2 - 1) q where q.rule = 'A07' and q.name = 'households') < 2)`;

/** SQL condition. A person draws on two accounts only where two are named. */
const onSeveral = (payee: string): string => `exists (
  select from (select f.account_ref from audit.disbursement($2 - 1) f where f.payee_ref = ${payee} order by f.account_ref limit 1) f
  where exists (select from audit.disbursement($2 - 1) o where o.payee_ref = ${payee} and o.account_ref > f.account_ref))`;

const lineTouches = `
select x.subject, t.position
from (
  select s.batch_id, s.line, s.position from audit.settlement($2 - 1) s where s.position >= $1
  union all
  select r.batch_id, r.line, r.position from audit.line_return($2 - 1) r where r.position >= $1
  union all
  select d.batch_id, d.line, d.position from audit.disbursement($2 - 1) d where d.position >= $1 and d.attempt > 1
) t
join audit.disbursement($2 - 1) d on d.batch_id = t.batch_id and d.line = t.line
cross join lateral (
  select 'account|' || d.account_ref where ${shared('d.account_ref')}
  union all
  select 'person|' || d.payee_ref where ${onSeveral('d.payee_ref')}
) x (subject)`;

/** A binding concerns its account and the one given up, everyone paid there, and its holder. */
const bindingTouches = `
select 'account|' || b.account_ref, b.position from audit.account_binding($2 - 1) b where b.position >= $1 and ${shared('b.account_ref')}
union all
select 'person|' || d.payee_ref, b.position from audit.account_binding($2 - 1) b join audit.disbursement($2 - 1) d on d.account_ref = b.account_ref
where b.position >= $1 and ${onSeveral('d.payee_ref')}
union all
select 'person|' || d.payee_ref, b.position from audit.account_binding($2 - 1) b join audit.disbursement($2 - 1) d on d.account_ref = b.old_account_ref
where b.position >= $1 and ${onSeveral('d.payee_ref')}`;

/** What is learnt of a person concerns the accounts that person is paid on or holds. */
const personTouches = `
select 'account|' || k.account_ref, t.position
from (
  select x.person_ref, x.position from audit.proxy($2 - 1) x where x.position >= $1
  union all
  select m.person_ref, m.position from audit.household_member($2 - 1) m where m.position >= $1
  union all
  select r.person_ref, r.position from audit.register_row($2 - 1) r where r.position >= $1 and r.kind = 'cadre'
) t
cross join lateral (
  select d.account_ref from audit.disbursement($2 - 1) d where d.payee_ref = t.person_ref
  union all
  select b.account_ref from audit.account_binding($2 - 1) b where b.holder_ref = t.person_ref
) k
where ${shared('k.account_ref')}`;

const programmeTouches = `
select 'account|' || d.account_ref, v.position
from audit.programme_version($2 - 1) v join audit.disbursement($2 - 1) d on d.programme_id = v.programme_id
where v.position >= $1 and ${shared('d.account_ref')}
union all
select 'person|' || d.payee_ref, v.position
from audit.programme_version($2 - 1) v join audit.disbursement($2 - 1) d on d.programme_id = v.programme_id
where v.position >= $1 and ${onSeveral('d.payee_ref')}`;

export default rule({
  code: 'A07',
  title: { zh: '一户多卡、多户一卡(账户代持)', en: 'Shared accounts' },
  harm: 'misappropriation',
  basis: [
    { zh: '财办〔2020〕37号:惠民惠农财政补贴资金“一卡通”管理,严禁代持、借名', en: 'Caiban [2020] 37 on one-card subsidies: no holding of cards for others' },
    { zh: '《财政违法行为处罚处分条例》第十四条', en: 'Regulation on penalties for fiscal violations, article 14' },
  ],
  parameters,
  query: `${accountQuery}\nunion all\n${personQuery}`,
  touches: [lineTouches, bindingTouches, personTouches, programmeTouches],
  sentence: ({ households, accounts, totalFen, windowDays, lines }, part) => {
    const sum = yuan(Number(totalFen));
    if (part === 'a') {
      return {
        zh: `同一账户 ${String(windowDays)} 日内收取 ${String(households)} 户的补贴 ${sum} 元,未见代领授权,待核。`,
        en: `One account took ${sum} yuan for ${String(households)} households within ${String(windowDays)} days; no authorisation is on record. To be checked.`,
      };
    }
    if (part === 'b') {
      return {
        zh: `${String(lines)} 笔共 ${sum} 元发入他人名下账户,未见代领授权;该账户共涉及 ${String(households)} 户,待核。`,
        en: `${String(lines)} line(s), ${sum} yuan, went to an account held by someone else without authorisation on record; the account concerns ${String(households)} household(s). To be checked.`,
      };
    }
    return {
      zh: `同一人 ${String(windowDays)} 日内在 ${String(accounts)} 个在用账户领取一卡通补贴共 ${sum} 元,待核。`,
      en: `One person drew one-card subsidies of ${sum} yuan on ${String(accounts)} accounts in use within ${String(windowDays)} days. To be checked.`,
    };
  },
  innocent: [
    { zh: '按户补贴使用户主卡', en: "the head's card, for an item due per household" },
    { zh: '监护人代领', en: 'a guardian' },
    { zh: '集中供养机构账户', en: 'a care-home account' },
    { zh: '“两卡”政策、换卡', en: 'a two-card policy, or a card replaced' },
  ],
  mustAct: { zh: '财政所、代发银行;涉及干部的移送纪检监察', en: 'township finance office and paying bank; discipline inspection where a cadre is involved' },
  clears: { zh: '登记代领授权、换卡或机构账户,或款项退回', en: 'an authorisation, a replacement or a care-home account is entered, or the money comes back' },
  flagged: [
    {
      told: 'a villager’s account takes the money of two other households',
      events: [
        programme('p1'), ...household('h1', 'li'), ...household('h2', 'wang'), ...household('h3', 'zhao'),
        ...paidBatch('b1', '2018-05', '2018-05-10', [{ payee: 'li', household: 'h1' }, { payee: 'wang', household: 'h2', account: 'li' }, { payee: 'zhao', household: 'h3', account: 'li' }]),
      ],
      flags: [
        { part: 'a', subject: `account:${account('li')}`, severity: 'high', amountFen: 90_000 },
        { part: 'b', subject: `account:${account('li')}`, severity: 'medium', amountFen: 30_000 },
        { part: 'b', subject: `account:${account('li')}`, severity: 'medium', amountFen: 30_000 },
      ],
    },
    {
      told: 'one person is paid on two cards in use',
      events: [programme('p1'), ...paidBatch('b1', '2018-05', '2018-05-10', [{ payee: 'li' }]), ...paidBatch('b2', '2018-06', '2018-06-10', [{ payee: 'li', account: 'second' }])],
      flags: [{ part: 'c', subject: `person:${person('li')}`, severity: 'medium' }],
    },
  ],
  clean: [
    {
      told: 'two cards by policy: neither item is bound to a single card',
      events: [
        programme('p1', { oneCard: false }), programme('p2', { oneCard: false }), ...paidBatch('b1', '2018-05', '2018-05-10', [{ payee: 'li' }]),
        ...paidBatch('b2', '2018-05', '2018-05-20', [{ payee: 'li', account: 'second' }], { programmeId: 'p2' }),
      ],
    },
    {
      told: 'a guardian authorised before payment, and a care home',
      events: [
        programme('p1'), ...household('h1', 'li'), ...household('h2', 'wang'),
        said('household-h2', ProxyAuthorised, { personRef: person('wang'), proxyRef: person('li'), basis: 'guardian', occurredOn: '2018-02-01' }),
        said('household-h9', AccountBound, { accountRef: account('home'), personRef: person('director'), bank: '示例银行', kind: 'care-home', occurredOn: '2018-01-01' }),
        ...paidBatch('b1', '2018-05', '2018-05-10', [
          { payee: 'li', household: 'h1' }, { payee: 'wang', household: 'h2', account: 'li' }, { payee: 'zhao', account: 'home' }, { payee: 'sun', account: 'home' },
        ]),
      ],
    },
  ],
});
