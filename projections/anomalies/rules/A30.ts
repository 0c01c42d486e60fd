/** A30: do bidders of one tender share what rivals do not share, or does one firm win again and again over the same losers? */
import { BidReceived, ProjectAwarded } from '../../../src/domain/project-contract';
import { FIRM, planned } from '../project-story';
import { reader, rule, yuan, type Parameter } from '../rule';
import { account, person, said, type StoryEvent } from '../story';

const lastBid = { zh: '最近一次投标日', en: 'the day of the latest bid' };
const lastAward = { zh: '最近一次中标日', en: 'the day of the latest award' };
const parameters: readonly Parameter[] = [
  { name: 'bidders', value: 2, unit: { zh: '家', en: 'bidders' }, basis: '《招标投标法实施条例》第三十九条、第四十条;家数为 proposal', readAt: lastBid },
  { name: 'repeats', value: 5, unit: { zh: '次', en: 'awards' }, basis: 'proposal', readAt: lastAward },
  { name: 'windowDays', value: 365, unit: { zh: '日', en: 'days' }, basis: 'proposal', readAt: lastAward },
];
const read = reader('A30', parameters);

/** Only bids for one lot are rivals; a firm that bids twice shares with itself. Where bids tell nothing of what they may share, nothing can be said. */
const shared = `
select 'a' as part, 'project' as subject_kind, split_part(p.subject, '|', 2) as subject_id, split_part(p.subject, '|', 3) || '|' || v.in_lot || '|' || v.trait as occurrence,
  case when v.trait <> 'unknown' then 'medium' end as severity,
  (select w.amount_fen from audit.award(p.at) w
   where w.project_id = split_part(p.subject, '|', 2) and w.tender_number = split_part(p.subject, '|', 3) and coalesce(w.lot, 1) = v.in_lot order by w.position desc limit 1) as amount_fen,
  v.region, v.read_on, v.evidence, jsonb_build_object('number', split_part(p.subject, '|', 3), 'lot', v.in_lot, 'trait', v.trait, 'bidders', v.bidders) as facts
from (
  with bids as materialized (
    select b.*, coalesce(b.lot, 1) as in_lot, max(b.occurred_on) over () as read_on
    from audit.bid(p.at) b where left(p.subject, 7) = 'tender|' and b.project_id = split_part(p.subject, '|', 2) and b.tender_number = split_part(p.subject, '|', 3)
  ), numbers as materialized (
    select n.*, ${read('bidders', 'n.region', 'n.read_on')} as least_bidders from (select min(b.region) as region, max(b.read_on) as read_on from bids b) n
  ), traits as materialized (
    select b.in_lot, b.bidder_uscc, b.position, x.trait, x.is_value
    from bids b cross join lateral (values ('legal-rep', b.legal_rep_ref), ('contact', b.contact_ref), ('account', b.account_ref), ('device', b.device_hash)) x (trait, is_value)
    where x.is_value is not null
  )
  select t.in_lot, t.trait, count(distinct t.bidder_uscc) as bidders, array_agg(distinct t.position order by t.position) as evidence, n.region, n.read_on
  from (select t.in_lot, t.trait, t.is_value from traits t group by t.in_lot, t.trait, t.is_value having count(distinct t.bidder_uscc) >= (select n.least_bidders from numbers n)) s
  join traits t on t.in_lot = s.in_lot and t.trait = s.trait and t.is_value = s.is_value
  join numbers n on true
  group by t.in_lot, t.trait, n.region, n.read_on
  union all
  select b.in_lot, 'unknown', count(distinct b.bidder_uscc), array_agg(b.position order by b.position), n.region, n.read_on
  from bids b join numbers n on true
  group by b.in_lot, n.region, n.read_on, n.least_bidders
  having count(distinct b.bidder_uscc) >= n.least_bidders and (select count(distinct t.bidder_uscc) from traits t where t.in_lot = b.in_lot) < n.least_bidders
) v`;

/** Two losers together, time after time: one alone may only be a diligent rival. Awards close to each other are one row of wins, named by the one that came first to the ledger. */
const sameLosers = `
select 'b', 'organisation', substr(p.subject, 8), v.first_win, 'medium', v.amount_fen, v.region, v.read_on, v.evidence,
  jsonb_build_object('wins', v.wins, 'amountFen', v.amount_fen, 'from', v.from_on, 'to', v.to_on)
from (
  with wins as materialized (
    select distinct on (w.project_id, w.tender_number, coalesce(w.lot, 1)) w.project_id, w.tender_number, coalesce(w.lot, 1) as in_lot, w.position, w.occurred_on, w.amount_fen, w.region
    from audit.award(p.at) w where left(p.subject, 7) = 'winner|' and w.winner_uscc = substr(p.subject, 8)
    order by w.project_id, w.tender_number, coalesce(w.lot, 1), w.position
  ), numbers as materialized (
    select n.*, ${read('repeats', 'n.region', 'n.read_on')} as repeats, ${read('windowDays', 'n.region', 'n.read_on')}::integer as window_days
    from (select min(w.region) as region, max(w.occurred_on) as read_on, count(*) as wins from wins w) n
  ), losers as materialized (
    select distinct w.position, w.occurred_on, b.bidder_uscc
    from wins w join numbers n on n.wins >= n.repeats
    join audit.bid(p.at) b on b.project_id = w.project_id and b.tender_number = w.tender_number and coalesce(b.lot, 1) = w.in_lot and b.bidder_uscc <> substr(p.subject, 8)
  ), pairs as materialized (
    select o.bidder_uscc as one, x.bidder_uscc as other, o.position, o.occurred_on from losers o join losers x on x.position = o.position and x.bidder_uscc > o.bidder_uscc
  ), windows as (
    select distinct e.one, e.other, e.occurred_on as ends_on
    from pairs e join numbers n on true
    join pairs o on o.one = e.one and o.other = e.other and o.occurred_on <= e.occurred_on and o.occurred_on > e.occurred_on - n.window_days
    group by e.one, e.other, e.position, e.occurred_on, n.repeats having count(*) >= n.repeats
  ), clustered as (
    select c.*, sum(c.begins) over (order by c.occurred_on, c.position) as cluster
    from (
      select w.*, case when w.occurred_on - lag(w.occurred_on) over (order by w.occurred_on, w.position) < n.window_days then 0 else 1 end as begins
      from wins w join numbers n on true
      where exists (select from pairs o join windows x on x.one = o.one and x.other = o.other where o.position = w.position and o.occurred_on <= x.ends_on and o.occurred_on > x.ends_on - n.window_days)
    ) c
  )
  select c.cluster, count(*) as wins, sum(c.amount_fen)::bigint as amount_fen, min(c.occurred_on) as from_on, max(c.occurred_on) as to_on, array_agg(c.position order by c.position) as evidence,
    (array_agg(c.project_id || '|' || c.tender_number || '|' || c.in_lot order by c.position))[1] as first_win, n.region, n.read_on
  from clustered c join numbers n on true
  group by c.cluster, n.region, n.read_on
) v`;

const bidTouches = `
select 'tender|' || b.project_id || '|' || b.tender_number, b.position from audit.bid($2 - 1) b where b.position >= $1
union all
select 'winner|' || w.winner_uscc, b.position
from audit.bid($2 - 1) b
cross join lateral (select w.winner_uscc from audit.award($2 - 1) w where w.project_id = b.project_id and w.tender_number = b.tender_number offset 0) w
where b.position >= $1`;
const awardTouches = `
select x.subject, w.position
from audit.award($2 - 1) w
cross join lateral (select 'tender|' || w.project_id || '|' || w.tender_number union all select 'winner|' || w.winner_uscc) x (subject)
where w.position >= $1`;

const rivals = [FIRM, '91422801MA00000B1Y', '91422801MA00000C2X', '91422801MA00000D3W'];
const bid = (bidder: number, terms: Partial<BidReceived> = {}, project = 'j1'): StoryEvent =>
  said(`project-${project}`, BidReceived, { tenderNumber: 'ZB-1', bidderUscc: rivals[bidder] ?? FIRM, bidderName: '示例公司', amountFen: 9_000_000 + bidder, legalRepRef: person(`rep${String(bidder)}`), occurredOn: '2018-03-20', ...terms });
const awarded = (on: string, terms: Partial<ProjectAwarded> = {}, project = 'j1'): StoryEvent =>
  said(`project-${project}`, ProjectAwarded, { tenderNumber: 'ZB-1', winnerUscc: FIRM, winnerName: '示例公司', amountFen: 9_000_000, occurredOn: on, ...terms });
/** The firm wins a tender over others. */
const won = (nth: number, on: string, losers = [1, 2]): StoryEvent[] => [
  ...[0, ...losers].map((bidder) => bid(bidder, { tenderNumber: `ZB-${String(nth)}`, occurredOn: on })), awarded(on, { tenderNumber: `ZB-${String(nth)}` }),
];
const wins = (dates: readonly string[], losers?: (nth: number) => number[]): StoryEvent[] => [planned('j1'), ...dates.flatMap((on, nth) => won(nth + 1, on, losers?.(nth)))];

const TRAITS: Readonly<Record<string, { zh: string; en: string }>> = {
  'legal-rep': { zh: '法定代表人相同', en: 'have one legal representative' }, contact: { zh: '递交人相同', en: 'were handed in by one person' },
  account: { zh: '保证金出自同一账户', en: 'paid their deposit from one account' }, device: { zh: '投标设备或网络地址相同', en: 'came from one device or address' },
};

export default rule({
  code: 'A30',
  title: { zh: '围标串标迹象', en: 'Signs of bidders acting together' },
  harm: 'process',
  basis: [
    { zh: '《招标投标法》第三十二条、第五十三条:投标人不得相互串通投标', en: 'Tender law, articles 32 and 53: bidders may not collude' },
    { zh: '《招标投标法实施条例》第三十四条、第三十九条、第四十条', en: 'Regulation on the tender law, articles 34, 39 and 40' },
  ],
  parameters,
  query: [shared, sameLosers].map((part) => `select * from (${part}\n) part`).join('\nunion all\n'),
  touches: [bidTouches, awardTouches],
  sentence: ({ number, lot, trait, bidders, wins: count, amountFen, from, to }, part) => {
    const what = TRAITS[String(trait)] ?? { zh: String(trait), en: String(trait) };
    return part === 'a'
      ? { zh: `${String(number)} 号招标第 ${String(lot)} 标段有 ${String(bidders)} 家投标人${what.zh},待核。`, en: `${String(bidders)} bidders of tender ${String(number)}, lot ${String(lot)}, ${what.en}. To be checked.` }
      : {
        zh: `同一单位于 ${String(from)} 至 ${String(to)} 中标 ${String(count)} 次,共 ${yuan(Number(amountFen))} 元,陪标单位相同,待核。`,
        en: `One firm won ${String(count)} tenders between ${String(from)} and ${String(to)}, ${yuan(Number(amountFen))} yuan, over the same losers. To be checked.`,
      };
  },
  innocent: [{ zh: '当地企业少', en: 'there are few local firms' }, { zh: '投标代办机构统一递交', en: 'an agency hands in the bids of several firms' }],
  mustAct: { zh: '审计机关,属实的移送公安', en: 'audit; the police where confirmed' },
  clears: { zh: '更正投标登记', en: 'the record of the bids is corrected' },
  flagged: [
    {
      told: 'two of three bidders have one legal representative; the award is known', events: [planned('j1'), bid(0), bid(1, { legalRepRef: person('rep0') }), bid(2), awarded('2018-04-01')],
      flags: [{ part: 'a', subject: 'project:j1', severity: 'medium' }],
    },
    {
      told: 'they share who handed them in, the account and the device', events: [planned('j1'), awarded('2018-04-01'), ...[0, 1].map((nth) => bid(nth, { contactRef: person('agent'), accountRef: account('deposit'), deviceHash: 'a'.repeat(64) }))],
      flags: [1, 2, 3].map(() => ({ part: 'a', subject: 'project:j1', severity: 'medium', amountFen: 9_000_000 })),
    },
    {
      told: 'five wins within a year over the same two losers, to the day',
      events: wins(['2018-01-02', '2018-03-10', '2018-06-10', '2018-09-10', '2019-01-01']), flags: [{ part: 'b', subject: `organisation:${FIRM}`, severity: 'medium', amountFen: 45_000_000 }],
    },
  ],
  clean: [
    { told: 'nobody shares anything; a firm bids twice', events: [planned('j1'), bid(0), bid(0, { amountFen: 8_000_000 }), bid(1), bid(2)] },
    { told: 'they share, and bid for different lots', events: [planned('j1'), bid(0, { lot: 1, contactRef: person('agent') }), bid(1, { lot: 2, contactRef: person('agent') })] },
    { told: 'five wins in a year and a day', events: wins(['2018-01-01', '2018-03-10', '2018-06-10', '2018-09-10', '2019-01-01']) },
    { told: 'four wins', events: wins(['2018-01-02', '2018-03-10', '2018-06-10', '2018-09-10']) },
    { told: 'one loser is always there, the other changes', events: wins(['2018-01-02', '2018-03-10', '2018-06-10', '2018-09-10', '2019-01-01'], (nth) => [1, 2 + (nth % 2)]) },
    { told: 'the bids tell nothing of their bidders: undecided, not silent', events: [planned('j1'), bid(0, { legalRepRef: undefined }), bid(1, { legalRepRef: undefined })] },
  ],
});
