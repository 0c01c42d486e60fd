/** A08: is the account of a payee changed again and again, changed just before a list is paid and back after it, or changed with those of many others at one counter on one day? */
import { AccountBound, AccountReplaced } from '../../../src/domain/household-accounts';
import { clustersSql } from '../clusters';
import { reader, rule, yuan, type Parameter } from '../rule';
import { account, dayAfter, household, paidBatch, person, programme, said, type StoryEvent } from '../story';

const changedOn = { zh: '最近一次变更日', en: 'the day of the latest change' };
const days = { zh: '日', en: 'days' };
const parameters: readonly Parameter[] = [
  { name: 'changes', value: 2, unit: { zh: '次', en: 'changes' }, basis: 'proposal', readAt: changedOn },
  { name: 'windowDays', value: 90, unit: days, basis: 'proposal', readAt: changedOn },
  { name: 'beforeBatchDays', value: 7, unit: days, basis: 'proposal', readAt: { zh: '变更日', en: 'the day of the change' } },
  { name: 'payees', value: 5, unit: { zh: '人', en: 'payees' }, basis: 'proposal', readAt: { zh: '账户开立日', en: 'the day the accounts were opened' } },
];
const read = reader('A08', parameters);
const who = `split_part(p.subject, '|', 2)`;
/** A change counts unless a campaign made it: a bank merger, a mass switch of cards. */
const changed = (row: string): string => `${row}.old_account_ref is not null and ${row}.campaign is null`;

/** Away to another account and back to the first, with money of the payee paid there in between. What such a trip says, repeated changes do not say again. */
const personQuery = `
select v.part, 'person' as subject_kind, ${who} as subject_id, v.occurrence, v.severity, v.amount_fen, v.region, v.read_on, v.evidence, v.facts
from (
  with trips as materialized (
    select t.away_at, t.away_on, t.back_at, t.back_on, t.region, sum(l.amount_fen)::bigint as amount_fen, count(*) as lines, array_agg(l.position order by l.position) as paid_at
    from (
      select distinct on (c.position) c.position as away_at, c.occurred_on as away_on, c.account_ref, c.region, k.position as back_at, k.occurred_on as back_on
      from audit.account_binding(p.at) k
      join audit.account_binding(p.at) c on c.old_account_ref = k.account_ref and c.campaign is null and (c.occurred_on, c.position) < (k.occurred_on, k.position)
      where left(p.subject, 7) = 'person|' and k.holder_ref = ${who} and k.campaign is null
        and k.occurred_on <= c.occurred_on + (${read('windowDays', 'c.region', 'k.occurred_on')})::integer
      order by c.position, k.occurred_on, k.position
    ) t
    cross join lateral (select ${read('beforeBatchDays', 't.region', 't.away_on')}::integer as before_days offset 0) n
    join audit.paid_line(p.at) l on l.account_ref = t.account_ref and l.payee_ref = ${who} and l.paid_on >= t.away_on and l.paid_on <= t.back_on
    join audit.batch(p.at) b on b.batch_id = l.batch_id and b.occurred_on - n.before_days <= t.away_on
    group by t.away_at, t.away_on, t.back_at, t.back_on, t.region
  ), changes as materialized (
    select b.position, b.occurred_on, b.region from audit.account_binding(p.at) b
    where left(p.subject, 7) = 'person|' and b.holder_ref = ${who} and ${changed('b')} and not exists (select from trips t where b.position in (t.away_at, t.back_at))
  ), numbers as materialized (
    select n.*, ${read('changes', 'n.region', 'n.read_on')} as changes, ${read('windowDays', 'n.region', 'n.read_on')}::integer as window_days
    from (select min(c.region) as region, max(c.occurred_on) as read_on from changes c) n
  ), ${clustersSql({ rows: 'changes', on: 'occurred_on', by: 'position', enough: 'changes' })}
  select 'a' as part, 'changes-' || min(c.position) as occurrence, 'medium' as severity, null::bigint as amount_fen, n.region, n.read_on, array_agg(c.position order by c.position) as evidence,
    jsonb_build_object('changes', count(*), 'from', min(c.occurred_on), 'to', max(c.occurred_on)) as facts
  from clustered c join numbers n on true
  group by c.cluster, n.region, n.read_on
  union all
  select 'b', 'away-' || t.away_at, 'high', t.amount_fen, t.region, t.back_on, array[t.away_at, t.back_at] || t.paid_at,
    jsonb_build_object('awayOn', t.away_on, 'backOn', t.back_on, 'lines', t.lines, 'totalFen', t.amount_fen)
  from trips t
) v
where left(p.subject, 7) = 'person|'`;

const opening = `case when left(p.subject, 8) = 'opening|' then ${who}::bigint end`;
const sameOpening = (one: string, other: string): string =>
  `${one}.opened_on = ${other}.opened_on and ${one}.by_actor = ${other}.by_actor and ${one}.bank = ${other}.bank and ${one}.branch = ${other}.branch and ${changed(one)}`;

/** Named by the change that came first to the ledger. */
const openingQuery = `
select 'c' as part, 'branch' as subject_kind, v.bank || '/' || v.branch as subject_id, 'opening-' || v.first_at as occurrence, 'high' as severity, null::bigint as amount_fen, v.region,
  v.opened_on as read_on, v.evidence, jsonb_build_object('payees', v.payees, 'openedOn', v.opened_on, 'bank', v.bank, 'branch', v.branch) as facts
from (
  select f.position as first_at, f.bank, f.branch, f.opened_on, min(b.region) as region, count(distinct b.holder_ref) as payees, array_agg(b.position order by b.position) as evidence
  from audit.account_binding(p.at) f
  join audit.account_binding(p.at) b on ${sameOpening('b', 'f')}
  where f.position = ${opening}
  group by f.position, f.bank, f.branch, f.opened_on
) v
where v.payees >= ${read('payees', 'v.region', 'v.opened_on')}`;

/** A change concerns its holder, whoever was paid on the new account, and those whose accounts were opened with it; an account bound again, its holder. */
const bindingTouches = `
select x.subject, b.position
from audit.account_binding($2 - 1) b
cross join lateral (
  select 'person|' || b.holder_ref
  union all
  select 'person|' || d.payee_ref from audit.disbursement($2 - 1) d where d.account_ref = b.account_ref
  union all
  select 'opening|' || (select f.position from audit.account_binding($2 - 1) f where ${sameOpening('f', 'b')} order by f.position limit 1)
) x (subject)
where b.position >= $1 and ${changed('b')}
union all
select 'person|' || b.holder_ref, b.position from audit.account_binding($2 - 1) b
where b.position >= $1 and b.old_account_ref is null and exists (select from audit.account_binding($2 - 1) c where c.old_account_ref = b.account_ref and c.campaign is null)`;

/** Of the lines only those on an account that somebody changed to. */
const lineTouches = `
select 'person|' || d.payee_ref, t.position
from (
  select s.batch_id, s.line, s.position from audit.settlement($2 - 1) s where s.position >= $1
  union all
  select r.batch_id, r.line, r.position from audit.line_return($2 - 1) r where r.position >= $1
) t
cross join lateral (select d.payee_ref, d.account_ref from audit.disbursement($2 - 1) d where d.batch_id = t.batch_id and d.line = t.line offset 0) d
where exists (select from audit.account_binding($2 - 1) c where c.account_ref = d.account_ref and ${changed('c')})`;

const replaced = (who: string, from: string, to: string, on: string, terms: Partial<AccountReplaced> = {}): StoryEvent =>
  said(`household-h-${who}`, AccountReplaced, { oldAccountRef: account(from), accountRef: account(to), personRef: person(who), bank: '示例银行', reason: '换卡', occurredOn: on, ...terms });
const li = household('h-li', 'li');
const neighbours = ['chen', 'deng', 'fang', 'gao', 'huang'];
const atOneCounter = (names: readonly string[], terms: Partial<AccountReplaced> = {}): StoryEvent[] =>
  names.map((name) => replaced(name, name, `new${name}`, '2018-05-03', { branch: '城关支行', openedOn: '2018-05-02', ...terms }));
const paidOn = (to: string, on = '2018-05-10'): StoryEvent[] => [programme('p1'), ...paidBatch('b1', '2018-05', on, [{ payee: 'li', account: to }])];

export default rule({
  code: 'A08',
  title: { zh: '账户频繁变更', en: 'Accounts changed again and again' },
  harm: 'misappropriation',
  basis: [
    { zh: '财办〔2020〕37号:惠民惠农财政补贴资金“一卡通”管理,账户信息真实、严禁代持(频次、天数为 proposal)', en: 'Caiban [2020] 37 on one-card subsidies: account data are true, no cards held for others (counts and days are proposals)' },
    { zh: '《财政违法行为处罚处分条例》第六条、第十四条', en: 'Regulation on penalties for fiscal violations, articles 6 and 14' },
  ],
  parameters,
  query: `${personQuery}\nunion all\n${openingQuery}`,
  touches: [bindingTouches, lineTouches],
  indexes: [
    { table: 'account_binding', columns: 'opened_on, by_actor, branch, bank, position where old_account_ref is not null and campaign is null' },
    { table: 'account_binding', columns: 'account_ref, holder_ref where old_account_ref is not null and campaign is null' },
  ],
  sentence: (facts, part) => {
    if (part === 'a') {
      return {
        zh: `同一人的收款账户于 ${String(facts['from'])} 至 ${String(facts['to'])} 变更 ${String(facts['changes'])} 次,未见批量换卡活动编号,待核。`,
        en: `The account of one payee was changed ${String(facts['changes'])} times between ${String(facts['from'])} and ${String(facts['to'])}, under no campaign of card switches. To be checked.`,
      };
    }
    if (part === 'b') {
      return {
        zh: `收款账户于 ${String(facts['awayOn'])} 变更,${String(facts['lines'])} 笔共 ${yuan(Number(facts['totalFen']))} 元发入新账户后,于 ${String(facts['backOn'])} 又改回原账户,待核。`,
        en: `The account was changed on ${String(facts['awayOn'])}, ${String(facts['lines'])} line(s), ${yuan(Number(facts['totalFen']))} yuan, were paid to the new one, and on ${String(facts['backOn'])} it was changed back. To be checked.`,
      };
    }
    return {
      zh: `${String(facts['payees'])} 人的收款账户由同一经办人改为 ${String(facts['openedOn'])} 在同一网点(${String(facts['bank'])} ${String(facts['branch'])})开立的账户,待核。`,
      en: `One operator changed the accounts of ${String(facts['payees'])} payees to accounts opened on ${String(facts['openedOn'])} at one branch (${String(facts['bank'])} ${String(facts['branch'])}). To be checked.`,
    };
  },
  innocent: [
    { zh: '银行网点合并', en: 'a bank merger' },
    { zh: '卡片到期、遗失换卡', en: 'a card expired or was lost' },
    { zh: '社保卡批量换发(有活动编号)', en: 'a mass switch to social-security cards, under a campaign id' },
  ],
  mustAct: { zh: '财政所', en: 'township finance office' },
  clears: { zh: '补登批量换卡的活动编号,或经核实换卡缘由;误发款项退回', en: 'the campaign of the switch is entered, or the reason of each change is verified; money paid in error comes back' },
  flagged: [
    {
      told: 'a second change on the ninetieth day after the first',
      events: [...li, replaced('li', 'li', 'two', '2018-03-01'), replaced('li', 'two', 'three', dayAfter('2018-03-01', 90))],
      flags: [{ part: 'a', subject: `person:${person('li')}`, severity: 'medium' }],
    },
    {
      told: 'changed a week before the list is opened, paid, and changed back',
      events: [...li, replaced('li', 'li', 'two', '2018-05-03'), ...paidOn('two'), replaced('li', 'two', 'li', '2018-05-20')],
      flags: [{ part: 'b', subject: `person:${person('li')}`, severity: 'high', amountFen: 30_000 }],
    },
    {
      told: 'the money goes to a neighbour’s account in between, and the old one is bound again',
      events: [
        ...li, replaced('li', 'li', 'wang', '2018-05-08', { personRef: person('wang') }), ...paidOn('wang'),
        said('household-h-li', AccountBound, { accountRef: account('li'), personRef: person('li'), bank: '示例银行', kind: 'card', occurredOn: '2018-05-12' }),
      ],
      flags: [{ part: 'b', subject: `person:${person('li')}`, severity: 'high', amountFen: 30_000 }],
    },
    { told: 'five payees get new accounts, opened on one day at one counter', events: atOneCounter(neighbours), flags: [{ part: 'c', subject: 'branch:示例银行/城关支行', severity: 'high' }] },
    {
      told: 'the counter is written with blanks and with figures of either width',
      events: neighbours.flatMap((name, nth) => atOneCounter([name], { branch: ['城关 第2支行', '城关第2支行', '城关第２支行', '城关第2支行 ', '城关\u3000第２支行'][nth] ?? '' })),
      flags: [{ part: 'c', subject: 'branch:示例银行/城关第2支行', severity: 'high' }],
    },
  ],
  clean: [
    { told: 'a second change a day later than that', events: [...li, replaced('li', 'li', 'two', '2018-03-01'), replaced('li', 'two', 'three', dayAfter('2018-03-01', 91))] },
    { told: 'an expired card is replaced once, before a list, and stays', events: [...li, replaced('li', 'li', 'two', '2018-05-03'), ...paidOn('two')] },
    {
      told: 'banks merge and social-security cards are handed out, each under its campaign',
      events: [
        ...li, replaced('li', 'li', 'two', '2018-03-01', { campaign: 'merger-2018' }), replaced('li', 'two', 'three', '2018-04-01', { campaign: 'cards-2018' }), replaced('li', 'three', 'four', '2018-04-20'),
        ...atOneCounter(neighbours, { campaign: 'cards-2018' }),
      ],
    },
    {
      told: 'four at one counter, the fifth at another, a sixth on another day',
      events: [...atOneCounter(neighbours.slice(0, 4)), ...atOneCounter(['huang'], { branch: '城西支行' }), ...atOneCounter(['jin'], { openedOn: '2018-05-01' })],
    },
  ],
});
