/** A34: is money that is meant for the needy shared out evenly in a village, or does it go round from one household to the next? */
import { DisbursementEntered } from '../../../src/domain/batch';
import { StatusMarked } from '../../../src/domain/household-status';
import { reader, rule, yuan, type Parameter } from '../rule';
import { dayEnded, household, paidBatch, programme, said, VILLAGE, type StoryEvent } from '../story';

const readAt = { zh: '最近一笔支付日', en: 'the day of the latest line' };
const basisPoints = { zh: '万分之', en: 'basis points of the households' };
const parameters: readonly Parameter[] = [
  { name: 'households', value: 10, unit: { zh: '户', en: 'households paid' }, basis: 'proposal', readAt },
  { name: 'sameShareBasisPoints', value: 9500, unit: basisPoints, basis: 'proposal', readAt },
  { name: 'overlapBasisPoints', value: 2000, unit: basisPoints, basis: 'proposal', readAt },
];
const read = reader('A34', parameters);
/** No list is explained by what happened more than about a year after its period began. */
const YEAR = 400;
const part = (nth: number): string => `split_part(p.subject, '|', ${String(nth)})`;
const [region, item] = [part(2), part(3)];
const period = `case when left(p.subject, 8) = 'village|' then ${part(4)}::date end`;

/** Lines of one item and period paid in a village, by the register of its batches. */
const paidIn = (at: string, where: string): string => `
  audit.disbursement(${at}) d cross join lateral (select l.* from audit.paid_line(${at}) l where l.batch_id = d.batch_id and l.line = d.line offset 0) l where d.attempt = 1 and ${where}`;
const beside = (at: string, of: { region: string; item: string; from: string }, way: '<' | '>'): string => `
  select d.benefit_from as from_on from ${paidIn(at, `d.region = ${of.region} and d.programme_id = ${of.item} and d.benefit_from ${way} ${of.from}`)}
  order by d.benefit_from ${way === '<' ? 'desc' : ''} limit 1`;
const before = (from: string): string => beside('e.at', { region, item, from }, '<');

/**
 * Who was paid in the period and in the two before it, as known at the last day-end: one look per day, however many lines. A household without a number is its payee.
 * Amounts that the terms fix are no sharing out.
 */
const query = `
with ended as materialized (
  select e.position as at from audit.day_end(p.at) e where left(p.subject, 8) = 'village|' order by e.position desc limit 1
), terms as materialized (
  select g.position, g.standard_fen from ended e cross join lateral audit.programme_on(e.at, ${item}, ${period}) g where g.targeted
), periods as materialized (
  select 0 as nth, ${period} as from_on from terms
  union all
  select 1, q.from_on from terms join ended e on true cross join lateral (${before(period)}) q
  union all
  select 2, r.from_on from terms join ended e on true cross join lateral (${before(period)}) q cross join lateral (${before('q.from_on')}) r
), paid as materialized (
  select k.nth, k.from_on, coalesce(l.household_id, l.payee_ref) as household_key, sum(l.amount_fen)::bigint as amount_fen, max(l.paid_on) as paid_on, max(l.benefit_to) as to_on, array_agg(l.position order by l.position) as evidence
  from ended e join periods k on true cross join lateral (
    select l.* from ${paidIn('e.at', `d.region = ${region} and d.programme_id = ${item} and d.benefit_from = k.from_on`)}
  ) l
  group by k.nth, k.from_on, coalesce(l.household_id, l.payee_ref)
), numbers as materialized (
  select n.*, ${read('households', region, 'n.read_on')} as households, ${read('sameShareBasisPoints', region, 'n.read_on')} as same_share, ${read('overlapBasisPoints', region, 'n.read_on')} as overlap
  from (
    select max(c.paid_on) filter (where c.nth = 0) as read_on, min(c.from_on) as first_on, least(max(c.to_on) filter (where c.nth = 0) + 30, (${period}) + ${String(YEAR)}) as last_on,
      count(*) filter (where c.nth = 0) as here, count(*) filter (where c.nth = 1) as before_here, count(*) filter (where c.nth = 2) as before_that, (sum(c.amount_fen) filter (where c.nth = 0))::bigint as paid_fen
    from paid c
  ) n
), same as (
  select c.amount_fen, count(*) as times, (array_agg(c.evidence[1] order by c.evidence[1])) as evidence from paid c where c.nth = 0 group by c.amount_fen order by count(*) desc, c.amount_fen limit 1
), turns as (
  select count(*) filter (where h.in_0 and h.in_1) as stayed_1, count(*) filter (where h.in_1 and h.in_2) as stayed_2,
    count(*) filter (where h.in_0 and not h.in_1 and not h.explained) as came_1, count(*) filter (where h.in_1 and not h.in_0 and not h.explained) as went_1,
    count(*) filter (where h.in_1 and not h.in_2 and not h.explained) as came_2, count(*) filter (where h.in_2 and not h.in_1 and not h.explained) as went_2
  from (
    select h.*, not (h.in_0 and h.in_1 and h.in_2) and (
      exists (select from audit.household_status(e.at) x where x.household_id = h.household_key and x.occurred_on >= n.first_on and x.occurred_on <= n.last_on)
      or exists (select from audit.household_member(e.at) x where x.household_id = h.household_key and x.occurred_on >= n.first_on and x.occurred_on <= n.last_on)) as explained
    from (select c.household_key, bool_or(c.nth = 0) as in_0, bool_or(c.nth = 1) as in_1, bool_or(c.nth = 2) as in_2 from paid c group by c.household_key) h
    join numbers n on n.before_that > 0
    join ended e on true
  ) h
)
select v.part, 'village' as subject_kind, ${region} as subject_id, ${item} || ' ' || left(${part(4)}, 7) as occurrence, v.severity, v.amount_fen, ${region} as region, v.read_on,
  v.evidence || (select g.position from terms g) as evidence, v.facts || jsonb_build_object('programme', ${item}, 'from', left(${part(4)}, 7)) as facts
from (
  select 'a' as part, case when length(${region}) = 12 then 'high' end as severity, s.times * s.amount_fen as amount_fen, n.read_on, s.evidence,
    jsonb_build_object('households', n.here, 'same', s.times, 'eachFen', s.amount_fen) as facts
  from numbers n join same s on true join ended e on true
  where n.here >= n.households and s.times * 10000 >= n.here * n.same_share
    and not exists (
      select from terms g where s.amount_fen % nullif(g.standard_fen, 0) = 0
        or exists (select from audit.programme_standard(e.at) t where t.programme_id = ${item} and t.position = g.position and s.amount_fen % nullif(t.amount_fen, 0) = 0))
  union all
  select 'b', case when length(${region}) = 12 then 'high' end, n.paid_fen, n.read_on, (select array_agg(c.evidence[1] order by c.evidence[1]) from paid c where c.nth = 0),
    jsonb_build_object('households', n.here, 'stayed', t.stayed_1, 'stayedBefore', t.stayed_2)
  from numbers n join turns t on true
  where least(n.here, n.before_here, n.before_that) >= n.households
    and t.stayed_1 * 10000 < least(t.stayed_1 + t.came_1, t.stayed_1 + t.went_1) * n.overlap and t.stayed_2 * 10000 < least(t.stayed_2 + t.came_2, t.stayed_2 + t.went_2) * n.overlap
) v
union all
select 'a', 'programme', ${part(2)}, 'targeted', null, null, min(g.region), min(g.effective_from), array_agg(g.position order by g.position), jsonb_build_object('lacking', 'whether the programme is targeted')
from audit.programme_version(p.at) g
where left(p.subject, 10) = 'programme|' and g.programme_id = ${part(2)}
having count(*) > 0 and count(g.targeted) = 0`;

const targeted = (of: string): string => `exists (select from audit.programme_version($2 - 1) v where v.programme_id = ${of} and v.targeted)`;
const dayEnds = `(select e.position, coalesce((select o.position from audit.day_end(e.position - 1) o order by o.position desc limit 1), -1) as previous from audit.day_end($2 - 1) e where e.position >= $1)`;
/** A period concerns itself and the two paid after it. */
const andAfter = (of: string): string => {
  const after = (from: string): string => beside('e.position', { region: `${of}.region`, item: `${of}.programme_id`, from }, '>');
  return `cross join lateral (
  select ${of}.benefit_from as from_on
  union all
  select q.from_on from (${after(`${of}.benefit_from`)}) q
  union all
  select r.from_on from (${after(`${of}.benefit_from`)}) q cross join lateral (${after('q.from_on')}) r
) x`;
};
const subjectOf = (of: string): string => `'village|' || ${of}.region || '|' || ${of}.programme_id || '|' || x.from_on`;

/** Batches with lines paid or come back since the day before; of untargeted items nothing more is read. */
const lineTouches = `
select ${subjectOf('g')}, e.position
from ${dayEnds} e
cross join lateral (
  select b.batch_id, b.programme_id, b.benefit_from
  from (
    select s.batch_id from audit.settlement($2 - 1) s where s.position > e.previous and s.position < e.position
    union
    select r.batch_id from audit.line_return($2 - 1) r where r.position > e.previous and r.position < e.position
  ) t
  join audit.batch($2 - 1) b on b.batch_id = t.batch_id
  where ${targeted('b.programme_id')}
  offset 0
) b
cross join lateral (
  select distinct d.region, b.programme_id, b.benefit_from from audit.disbursement($2 - 1) d where d.batch_id = b.batch_id and d.attempt = 1 offset 0
) g
${andAfter('g')}`;

/** What happened to a household explains where its own months begin or end, not where one follows the other. */
const householdTouches = `
select ${subjectOf('g')}, e.position
from ${dayEnds} e
cross join lateral (
  select h.household_id, h.occurred_on from audit.household_status($2 - 1) h where h.position > e.previous and h.position < e.position
  union
  select h.household_id, h.occurred_on from audit.household_member($2 - 1) h where h.position > e.previous and h.position < e.position
  offset 0
) h
cross join lateral (
  select m.*, lag(m.benefit_from) over w as earlier_on, lead(m.benefit_from) over w as later_on
  from (
    select distinct d.region, d.programme_id, d.benefit_from from ${paidIn('e.position', 'd.household_id = h.household_id')} and ${targeted('d.programme_id')}
  ) m
  window w as (partition by m.region, m.programme_id order by m.benefit_from)
  offset 0
) g
${andAfter('g')}
where x.from_on + ${String(YEAR)} >= h.occurred_on and not coalesce(g.benefit_from - g.earlier_on between 1 and 31 and g.later_on - g.benefit_from between 1 and 31, false)`;

const programmeTouches = `
select ${subjectOf('g')}, e.position
from ${dayEnds} e
join audit.programme_version($2 - 1) v on v.position > e.previous and v.position < e.position
cross join lateral (
  select distinct d.region, d.programme_id, d.benefit_from as from_on from audit.disbursement($2 - 1) d where d.programme_id = v.programme_id and d.attempt = 1 offset 0
) g
cross join lateral (select g.from_on) x
where ${targeted('v.programme_id')}
union all
select 'programme|' || v.programme_id, v.position from audit.programme_version($2 - 1) v where v.position >= $1`;

const poor = (terms: object = {}): StoryEvent => programme('p1', { targeted: true, ...terms });
const names = (count: number, from = 1): string[] => Array.from({ length: count }, (_, index) => `n${String(from + index)}`);
/** A list of the village, paid; `amountOf` tells who gets what. */
const list = (month: number, of: readonly string[], amountOf: (index: number) => number = () => 30_000): StoryEvent[] => {
  const on = `2018-0${String(month)}`;
  return paidBatch(`b${String(month)}`, on, `${on}-10`, of.map((name, index) => ({ payee: name, household: `h-${name}`, amountFen: amountOf(index) })));
};
const differing = (index: number): number => 30_000 + index;
const evening = dayEnded('2018-06-30');
/** Three lists of ten, of which so many stand in the next one too. */
const rounds = (staying: number): StoryEvent[] => [3, 4, 5].flatMap((month, nth) => list(month, names(10, 1 + nth * (10 - staying)), differing));
const whyTheyCame = (of: readonly string[]): StoryEvent[] => of.flatMap((name) => [
  ...household(`h-${name}`, name, '2017-06-01'), said(`household-h-${name}`, StatusMarked, { status: 'returned', basis: '动态调整', occurredOn: '2018-04-20' }),
]);

export default rule({
  code: 'A34',
  title: { zh: '平均分配、轮流坐庄', en: 'Shared out evenly or by turns' },
  harm: 'eligibility',
  basis: [
    { zh: '《社会救助暂行办法》第九条至第十三条(按家庭收入、财产逐户核定),第六十八条', en: 'Interim measures for social assistance, articles 9 to 13 (each household is assessed) and 68' },
    { zh: '《财政违法行为处罚处分条例》第六条(擅自扩大开支范围);比例、户数为 proposal', en: 'Regulation on penalties for fiscal violations, article 6: spending on others than meant; shares and counts are proposals' },
  ],
  parameters,
  query,
  touches: [lineTouches, householdTouches, programmeTouches],
  indexes: [{ table: 'disbursement', columns: 'region, programme_id, benefit_from where attempt = 1' }],
  sentence: (facts, part) => (part === 'a'
    ? {
      zh: `项目 ${String(facts['programme'])} ${String(facts['from'])} 期在该村发放 ${String(facts['households'])} 户,其中 ${String(facts['same'])} 户金额同为 ${yuan(Number(facts['eachFen']))} 元,而该项目应按困难程度核定,待核。`,
      en: `Programme ${String(facts['programme'])} paid ${String(facts['households'])} households of the village for ${String(facts['from'])}; ${String(facts['same'])} of them got ${yuan(Number(facts['eachFen']))} yuan each, although it is meant by need. To be checked.`,
    }
    : {
      zh: `项目 ${String(facts['programme'])} ${String(facts['from'])} 期在该村发放 ${String(facts['households'])} 户,连续三期名单中仅 ${String(facts['stayedBefore'])} 户、${String(facts['stayed'])} 户延续,未见进出的状态变更记录,待核。`,
      en: `Programme ${String(facts['programme'])} paid ${String(facts['households'])} households of the village for ${String(facts['from'])}; of three lists running only ${String(facts['stayedBefore'])} and then ${String(facts['stayed'])} households stayed on, and no change of status tells why. To be checked.`,
    }),
  innocent: [
    { zh: '普惠项目(如耕地地力保护补贴)', en: 'an item for everybody, as for the fertility of farmland' },
    { zh: '项目条款规定的定额标准', en: 'a flat amount that the terms fix' },
    { zh: '动态调整,名单进出有依据', en: 'the register was adjusted, and each change has its reason' },
  ],
  mustAct: { zh: '民政部门;涉及村干部的移送纪检监察', en: 'civil affairs; discipline inspection where village cadres are involved' },
  clears: { zh: '登记定额标准的项目条款、普惠性质,或各户状态变更;或款项退回', en: 'terms with a flat amount, that the item is for everybody, or the changes of status are entered; or the money comes back' },
  flagged: [
    { told: 'ten households get the same', events: [poor(), ...list(5, names(10)), evening], flags: [{ part: 'a', subject: `village:${VILLAGE}`, severity: 'high', amountFen: 300_000 }] },
    { told: 'nineteen of twenty, ninety-five per cent exactly', events: [poor({ standardFen: 45_000 }), ...list(5, names(20), (index) => (index === 7 ? 50_000 : 30_000)), evening], flags: [{ part: 'a', subject: `village:${VILLAGE}`, severity: 'high', amountFen: 570_000 }] },
    { told: 'of three lists running one household in ten stays on, and nothing tells why', events: [poor(), ...rounds(1), evening], flags: [{ part: 'b', subject: `village:${VILLAGE}`, severity: 'high', amountFen: 300_045 }] },
  ],
  clean: [
    { told: 'nine households; and eighteen of twenty', events: [poor(), ...list(4, names(9)), ...list(5, names(20), (index) => (index < 2 ? 50_000 + index : 30_000)), evening] },
    { told: 'an item for everybody', events: [poor({ targeted: false }), ...list(5, names(20)), evening] },
    { told: 'the terms fix a flat amount a month, or one by grade', events: [poor({ standardFen: 15_000 }), programme('p2', { targeted: true, standardsByGrade: [{ grade: 'C', amountFen: 30_000 }] }), ...list(5, names(20)), ...paidBatch('b9', '2018-05', '2018-05-10', names(20).map((payee) => ({ payee })), { programmeId: 'p2' }), evening] },
    { told: 'two in ten stay on, twenty per cent exactly', events: [poor(), ...rounds(2), evening] },
    { told: 'two lists share nobody, the third is the second', events: [poor(), ...list(3, names(10), differing), ...list(4, names(10, 11), differing), ...list(5, names(10, 11), differing), evening] },
    { told: 'whoever came in May came back into the register in April', events: [poor(), ...whyTheyCame(names(10, 19)), ...rounds(1), evening] },
    { told: 'the terms do not say whom the item is meant for: undecided, not silent', events: [programme('p1'), ...list(5, names(20)), evening] },
    { told: 'the lines name no village: undecided, not silent', events: [poor(), ...list(5, names(20)).map((event) => (event.type === 'DisbursementEntered' ? { ...event, data: { ...(event.data as DisbursementEntered), region: undefined } } : event)), evening] },
  ],
});
