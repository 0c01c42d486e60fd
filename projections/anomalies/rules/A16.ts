/** A16: did somebody get more in a policy year than the standard, or than the most the programme allows, in money or in quantity? */
import { AllowanceGranted, RangerEngaged } from '../../../src/domain/benefit-events';
import { RelocationSettled, RelocationTargeted } from '../../../src/domain/house';
import { HouseholdRegistered } from '../../../src/domain/household';
import { ProgrammeRevised } from '../../../src/domain/programme';
import { heldTwice, holdingsTouched } from '../held-twice';
import { reader, rule, yuan, type Parameter } from '../rule';
import { paidBatch, person, programme, said, VILLAGE, type StoryEvent } from '../story';

const parameters: readonly Parameter[] = [
  { name: 'criticalFen', value: 10_000_000, unit: { zh: '分', en: 'fen' }, basis: '两高 2016-04-18 解释:贪污扶贫款物 10 万元为“其他严重情节”', readAt: { zh: '最近一笔支付日', en: 'the day of the latest line' } },
];
const read = reader('A16', parameters);
const who = `split_part(p.subject, '|', 2)`;
const item = `split_part(p.subject, '|', 3)`;
const year = `split_part(p.subject, '|', 4)::integer`;
/** Arrears of a year are looked for until the end of the next. */
const twoYears = (from: string): string => `${from} >= make_date(${year}, 1, 1) and ${from} < make_date(${year} + 2, 1, 1)`;

const months = (of: string): string => `((extract(year from ${of}.benefit_to) - extract(year from ${of}.benefit_from)) * 12 + extract(month from ${of}.benefit_to) - extract(month from ${of}.benefit_from) + 1)::bigint`;
const columns = 'l.batch_id, l.line, l.position, l.entered_at, l.paid_on, l.amount_fen, l.payee_ref, l.household_id, l.region, l.batch_region, l.benefit_from, l.benefit_to, l.supplements_batch, l.supplements_line';

/** The household whose members a quantity per member is for. */
const householdOf = `case when left(p.subject, 2) = 'h|' then ${who} else (
  select m.household_id from audit.household_member(p.at) m where m.person_ref = ${who} and m.change = 'joined' order by m.position desc, m.ordinal desc limit 1) end`;

/** What the terms top up, in basis points of the standard, for whom a top-up was granted for these months (老年人、未成年人、重度残疾人、重病患者). */
const topUp = `(case when exists (
  select from audit.allowance(p.at) a
  where a.person_ref = l.payee_ref and a.programme_id = ${item} and a.change = 'granted' and cardinality(a.top_up_classes) > 0 and a.from_month <= l.benefit_to and (a.until_month is null or a.until_month >= l.benefit_from))
  then coalesce(greatest(g.top_up_basis_points, u.top_up_basis_points), 0) else 0 end)`;

/**
 * A line that tops up or pays in arrears belongs to the year of the line it names and adds nothing to what is due. A repetition of the same period
 * without such a link is A03's, what is paid out of two posts or by two counties is A04's, and interest subsidy is A22's: none counts here. The standard is the higher of those at both ends of the period.
 */
const linesQuery = `
with paid as materialized (
  select ${columns} from audit.paid_line(p.at) l where left(p.subject, 2) = 'p|' and l.payee_ref = ${who} and l.programme_id = ${item} and ${twoYears('l.benefit_from')}
  union all
  select ${columns} from audit.disbursement(p.at) d cross join lateral (select l.* from audit.paid_line(p.at) l where l.batch_id = d.batch_id and l.line = d.line offset 0) l
  where left(p.subject, 2) = 'h|' and d.household_id = ${who} and d.programme_id = ${item} and ${twoYears('d.benefit_from')} and d.attempt = 1 and l.household_id = ${who}
), due as materialized (
  select l.*, e.position as original_at, coalesce(e.benefit_from, l.benefit_from) as year_of, f.quantity_milli, g.position as terms_at, g.cadence, g.quantity_cap_milli, g.quantity_cap_per,
    case when g.cap_fen is not null and u.cap_fen is not null then greatest(g.cap_fen, u.cap_fen) end as cap_fen,
    greatest(g.standard_fen, u.standard_fen) * case when coalesce(g.standard_per, 'person') in ('person', 'household') then coalesce(f.quantity_milli, 1000) else f.quantity_milli end
      * case g.cadence when 'monthly' then ${months('l')} when 'quarterly' then (${months('l')} + 2) / 3 when 'yearly' then (${months('l')} + 11) / 12 else 1 end * (10000 + ${topUp}) / 10000000 as due_fen
  from paid l
  cross join lateral audit.programme_on(p.at, ${item}, l.benefit_from) g
  cross join lateral audit.programme_on(p.at, ${item}, l.benefit_to) u
  cross join lateral (select d.quantity_milli from audit.disbursement(p.at) d where d.batch_id = l.batch_id and d.line = l.line and d.attempt = 1) f
  left join lateral (
    select e.position, e.benefit_from from audit.disbursement(p.at) e
    where e.batch_id = l.supplements_batch and e.line = l.supplements_line and e.attempt = 1 and e.position < l.entered_at and (e.payee_ref = l.payee_ref or e.household_id = l.household_id)
  ) e on true
  where g.cadence <> 'by-progress' and not 'interest-subsidy' = any(g.allowed_purposes) and not ${heldTwice('l.payee_ref', item, 'l.benefit_from', 'l.benefit_to')}
    and case when g.payee = 'household' then left(p.subject, 2) = 'h|' or l.household_id is null else left(p.subject, 2) = 'p|' end
), counted as materialized (
  select d.* from (
    select d.*, row_number() over (partition by d.original_at is null, d.benefit_from, d.benefit_to order by d.position) as nth from due d where extract(year from d.year_of) = ${year}
  ) d where d.original_at is not null or d.nth = 1
), sums as materialized (
  select sum(c.amount_fen)::bigint as paid_fen, min(c.region) as region, min(c.batch_region) as paying_region, max(c.paid_on) as read_on, max(c.terms_at) as terms_at,
    array_agg(c.position order by c.position) as evidence,
    case when bool_and(c.due_fen is not null or c.original_at is not null) then
      coalesce(sum(c.due_fen) filter (where c.original_at is null and c.cadence in ('monthly', 'quarterly')), 0)
      + coalesce(max(c.due_fen) filter (where c.original_at is null and c.cadence in ('yearly', 'once')), 0) end::bigint as due_fen,
    case when bool_and(c.cap_fen is not null) then max(c.cap_fen) end as cap_fen,
    (sum(c.quantity_milli) filter (where c.original_at is null))::bigint as quantity_milli, max(c.quantity_cap_milli) as quantity_cap_milli,
    bool_or(c.quantity_cap_per = 'member') as per_member, count(*) filter (where c.original_at is null) as own_lines
  from counted c
), allowed as (
  select s.*, case when s.per_member then greatest(1, (
    select count(*) from (
      select distinct on (m.person_ref) m.change from audit.household_member(p.at) m where m.household_id = ${householdOf} order by m.person_ref, m.position desc, m.ordinal desc
    ) m where m.change = 'joined')) else 1 end as heads
  from sums s
)
select v.part, case when left(p.subject, 2) = 'h|' then 'household' else 'person' end as subject_kind, ${who} as subject_id, ${item} || ' ' || ${year} as occurrence, v.severity, v.amount_fen,
  v.region, v.read_on, v.evidence || v.terms_at as evidence,
  jsonb_build_object('programme', ${item}, 'year', ${year}, 'paidFen', v.paid_fen, 'allowedFen', v.allowed_fen, 'overCap', v.over_cap, 'quantityMilli', v.quantity_milli,
    'allowedMilli', v.quantity_cap_milli * v.heads, 'heads', case when v.per_member then v.heads end) as facts
from (
  select 'a' as part, m.*, m.paid_fen - m.allowed_fen as amount_fen, case when m.paid_fen - m.allowed_fen >= ${read('criticalFen', 'm.paying_region', 'm.read_on')} then 'critical' else 'high' end as severity
  from (select a.*, least(a.due_fen, a.cap_fen) as allowed_fen, coalesce(a.cap_fen < a.due_fen, a.cap_fen is not null) as over_cap from allowed a where a.own_lines > 0) m
  where m.paid_fen > m.allowed_fen
  union all
  select 'b', m.*, null::bigint as allowed_fen, false as over_cap, null::bigint, 'high' from allowed m where m.quantity_milli > m.quantity_cap_milli * m.heads
) v`;

/** Square metres a person, as the household was settled or its house finished: those who moved in are counted on that day, whatever the register learns later. */
const floorQuery = `
select 'b' as part, 'household' as subject_kind, f.household_id as subject_id, 'house ' || f.house_id as occurrence, 'high' as severity, null::bigint as amount_fen, f.region, f.occurred_on as read_on,
  array[f.position, g.position] as evidence,
  jsonb_build_object('programme', f.programme_id, 'year', ${year}, 'quantityMilli', f.area_milli_m2, 'allowedMilli', g.quantity_cap_milli * f.heads, 'heads', case when g.quantity_cap_per = 'member' then f.heads end) as facts
from (
  select h.position, h.occurred_on, h.house_id, h.household_id, h.region, h.programme_id, h.area_milli_m2, greatest(1, h.persons) as heads from audit.relocation_settled(p.at) h where left(p.subject, 2) = 'f|' and h.house_id = ${who}
  union all
  select h.position, h.occurred_on, h.house_id, h.household_id, h.region, h.programme_id, h.area_milli_m2, greatest(1, h.members) from audit.house_rebuilt(p.at) h where left(p.subject, 2) = 'f|' and h.house_id = ${who}
) o
cross join lateral audit.programme_on(p.at, o.programme_id, o.occurred_on) g
cross join lateral (select o.position, o.occurred_on, o.house_id, o.household_id, o.region, o.programme_id, o.area_milli_m2, case when g.quantity_cap_per = 'member' then o.heads else 1 end as heads) f
where f.area_milli_m2 > g.quantity_cap_milli * f.heads`;

/** The lowest terms a programme of these lines ever had: what stays below them needs no look. */
const terms = `
terms as materialized (
  select g.programme_id, min(g.standard_fen) as standard_fen, min(g.cap_fen) as cap_fen, min(g.quantity_cap_milli) as quantity_milli, bool_or(g.payee = 'household') as per_household,
    bool_or(g.cadence in ('yearly', 'once')) as at_once, bool_and(g.cadence = 'monthly') as monthly, bool_and(g.cadence = 'quarterly') as quarterly
  from audit.programme_version($2 - 1) g where g.programme_id = any(array(select distinct l.programme_id from lines l)) group by g.programme_id
  having min(g.standard_fen) is not null or min(g.cap_fen) is not null or min(g.quantity_cap_milli) is not null
)`;

/** Could the lines of a payee's policy year exceed anything? Later attempts carry no amount and are always looked at. */
const mayExceed = (own: string): string => `
cross join lateral (
  select from audit.disbursement($2 - 1) o
  where ${own} and o.programme_id = d.programme_id and o.benefit_from >= make_date(y.policy_year, 1, 1) and o.benefit_from < make_date(y.policy_year + 2, 1, 1)
    and (extract(year from o.benefit_from) = y.policy_year or o.supplements_batch is not null)
  having bool_or(o.attempt > 1 or o.supplements_batch is not null or o.amount_fen * 1000 > t.standard_fen * coalesce(o.quantity_milli, 1000)
      * case when t.monthly then ${months('o')} when t.quarterly then (${months('o')} + 2) / 3 else 1 end)
    or (t.at_once and count(*) > 1) or sum(o.amount_fen) > t.cap_fen or sum(o.quantity_milli) > t.quantity_milli
) x`;
/** The year of the line itself, and that of the line it supplements. */
const years = `
cross join lateral (
  select extract(year from d.benefit_from)::integer as policy_year
  union
  select extract(year from e.benefit_from)::integer from audit.disbursement($2 - 1) e where e.batch_id = d.supplements_batch and e.line = d.supplements_line and e.attempt = 1
) y`;
const subjectsOf = (lines: string): string => `
select * from (
  with lines as materialized (${lines}), ${terms}
  select 'p|' || d.payee_ref || '|' || d.programme_id || '|' || y.policy_year, d.touched_at
  from lines d join terms t on t.programme_id = d.programme_id ${years} ${mayExceed('o.payee_ref = d.payee_ref')}
  union all
  select 'h|' || d.household_id || '|' || d.programme_id || '|' || y.policy_year, d.touched_at
  from lines d join terms t on t.programme_id = d.programme_id and t.per_household ${years} ${mayExceed('o.household_id = d.household_id')}
  where d.household_id is not null
) s`;

const settledOrBack = `
select d.*, t.position as touched_at
from (
  select s.batch_id, s.line, s.position from audit.settlement($2 - 1) s where s.position >= $1
  union all
  select r.batch_id, r.line, r.position from audit.line_return($2 - 1) r where r.position >= $1
) t
cross join lateral (select d.* from audit.disbursement($2 - 1) d where d.batch_id = t.batch_id and d.line = t.line offset 0) d`;
const ofProgrammes = `
select d.*, v.position as touched_at from audit.programme_version($2 - 1) v
cross join lateral (select d.* from audit.disbursement($2 - 1) d where d.programme_id = v.programme_id offset 0) d where v.position >= $1`;
const ofHoldings = `
select d.*, h.position as touched_at from (${holdingsTouched}) h
cross join lateral (select d.* from audit.disbursement($2 - 1) d where d.payee_ref = h.person_ref and d.programme_id = h.programme_id offset 0) d`;
const ofTopUps = `
select d.*, a.position as touched_at from audit.allowance($2 - 1) a
cross join lateral (select d.* from audit.disbursement($2 - 1) d where d.payee_ref = a.person_ref and d.programme_id = a.programme_id offset 0) d
where a.position >= $1 and a.change = 'granted' and cardinality(a.top_up_classes) > 0`;
/** A member more or less changes a quantity per member, for the household and for each of its members. */
const ofMembers = `
select d.*, m.touched_at
from (
  select m.household_id, m.position as touched_at from audit.household_member($2 - 1) m
  where m.position >= $1 and exists (select from audit.programme_version($2 - 1) g where g.quantity_cap_per = 'member')
) m
cross join lateral (
  select d.* from audit.disbursement($2 - 1) d where d.household_id = m.household_id
  union all
  select d.* from audit.household_member($2 - 1) o cross join lateral (select d.* from audit.disbursement($2 - 1) d where d.payee_ref = o.person_ref offset 0) d where o.household_id = m.household_id
  offset 0
) d`;

/** Houses and moves, and those whose programme is revised. */
const floorTouches = ['relocation_settled', 'house_rebuilt'].map((table) => `
select 'f|' || h.house_id || '|' || h.programme_id || '|' || extract(year from h.occurred_on), greatest(h.position, v.position)
from audit.${table}($2 - 1) h
join audit.programme_version($2 - 1) v on v.programme_id = h.programme_id and v.quantity_cap_milli is not null
where h.position >= $1 or v.position >= $1`).join('\nunion all\n');

const perMonth: StoryEvent = programme('p1', { standardFen: 30_000, standardPer: 'person' });
const ranger: StoryEvent = programme('p1', { cadence: 'quarterly', standardFen: 100_000, standardPer: 'person', capFen: 400_000 });
const housing: StoryEvent = programme('p1', { payee: 'household', cadence: 'once', quantityCapMilli: 25_000, quantityCapPer: 'member', standardPer: 'square-metre', standardFen: 100_000 });
const quarter = (id: string, from: string, to: string, on: string, amountFen = 100_000): StoryEvent[] => paidBatch(id, from, on, [{ payee: 'li', amountFen }], { benefitTo: to });
const family = (members: readonly string[]): StoryEvent =>
  said('household-h1', HouseholdRegistered, { region: VILLAGE, headRef: person('li'), members: members.map((name, at) => ({ personRef: person(name), relation: at === 0 ? 'head' as const : 'child' as const })), status: 'registered', occurredOn: '2018-01-01' });
/** Two persons moved in May into so many square metres. */
const movedInto = (squareMetres: number): StoryEvent[] => [
  said('house-m1', RelocationTargeted, { region: VILLAGE, householdId: 'h1', programmeId: 'p1', listVersion: '2018-1', persons: 2, settlement: 'scattered', occurredOn: '2018-01-20' }),
  said('house-m1', RelocationSettled, { areaMilliM2: squareMetres * 1000, persons: 2, selfRaisedFen: 0, ownDebtFen: 0, movedInOn: '2018-05-10', occurredOn: '2018-05-11' }),
];
/** A house paid by its floor: square metres × 1,000 yuan. */
const house = (squareMetres: number): StoryEvent[] => paidBatch('b1', '2018-05', '2018-05-10', [{ payee: 'li', household: 'h1', amountFen: squareMetres * 100_000 }])
  .map((event) => (event.type === 'DisbursementEntered' ? { ...event, data: { ...event.data, quantityMilli: squareMetres * 1000 } } : event));

export default rule({
  code: 'A16',
  title: { zh: '超标准发放', en: 'Paid over the standard' },
  harm: 'misappropriation',
  basis: [
    { zh: '《财政违法行为处罚处分条例》第六条:擅自扩大开支范围、提高开支标准', en: 'Regulation on penalties for fiscal violations, article 6: raising a standard without authority' },
    { zh: '各补贴项目实施方案(标准、上限由项目条款载明);易地扶贫搬迁人均 25 平方米', en: 'The plan of each programme (its terms hold standard and limit); 25 square metres per person for relocation' },
  ],
  parameters,
  query: [linesQuery, floorQuery].map((part) => `select * from (${part}\n) part`).join('\nunion all\n'),
  touches: [subjectsOf(settledOrBack), subjectsOf(ofProgrammes), subjectsOf(ofHoldings), subjectsOf(ofTopUps), subjectsOf(ofMembers), floorTouches],
  sentence: (facts, part) => {
    const [item, of] = [String(facts['programme']), String(facts['year'])];
    if (part === 'b') {
      const [had, allowed] = [Number(facts['quantityMilli']) / 1000, Number(facts['allowedMilli']) / 1000];
      const heads = facts['heads'] ? { zh: `(按 ${String(facts['heads'])} 人计)`, en: ` for ${String(facts['heads'])} member(s)` } : { zh: '', en: '' };
      return {
        zh: `项目 ${item} 于 ${of} 政策年度按数量 ${String(had)} 享受,标准${heads.zh}至多 ${String(allowed)},待核。`,
        en: `Programme ${item} gave a quantity of ${String(had)} in policy year ${of}; the standard allows ${String(allowed)}${heads.en}. To be checked.`,
      };
    }
    const limit = facts['overCap'] ? { zh: '年度上限', en: 'the yearly limit' } : { zh: '按标准应发', en: 'what the standard gives' };
    return {
      zh: `项目 ${item} 于 ${of} 政策年度共发放 ${yuan(Number(facts['paidFen']))} 元,${limit.zh} ${yuan(Number(facts['allowedFen']))} 元,待核。`,
      en: `Programme ${item} paid ${yuan(Number(facts['paidFen']))} yuan for policy year ${of}; ${limit.en} is ${yuan(Number(facts['allowedFen']))} yuan. To be checked.`,
    };
  },
  innocent: [
    { zh: '补发上年度的应发款', en: 'arrears for the year before' },
    { zh: '年中提标', en: 'the standard rose in the middle of the year' },
    { zh: '一笔为两人', en: 'one line for two persons' },
  ],
  mustAct: { zh: '业务主管部门', en: 'line department' },
  clears: { zh: '登记补发关联、提标的项目条款或实有人数,或超出部分退回', en: 'the link to the arrears, the terms that raised the standard or the members are entered, or the surplus comes back' },
  flagged: [
    { told: 'a month is paid fifty yuan over the standard', events: [perMonth, ...paidBatch('b1', '2018-05', '2018-05-10', [{ payee: 'li', amountFen: 35_000 }])], flags: [{ part: 'a', subject: `person:${person('li')}`, severity: 'high', amountFen: 5_000 }] },
    {
      told: 'a ranger gets four quarters by the book and then a bonus linked to one of them: more than 4,000 yuan a year',
      events: [
        ranger, ...quarter('b1', '2018-01', '2018-03', '2018-03-20'), ...quarter('b2', '2018-04', '2018-06', '2018-06-20'), ...quarter('b3', '2018-07', '2018-09', '2018-09-20'), ...quarter('b4', '2018-10', '2018-12', '2018-12-10'),
        ...paidBatch('b5', '2018-10', '2018-12-20', [{ payee: 'li', amountFen: 50_000, supplements: 'b4-1' }], { benefitTo: '2018-12' }),
      ],
      flags: [{ part: 'a', subject: `person:${person('li')}`, severity: 'high', amountFen: 50_000 }],
    },
    { told: 'two persons get a house of a hundred square metres', events: [housing, family(['li', 'wang']), ...house(100)], flags: [{ part: 'b', subject: 'household:h1', severity: 'high' }] },
    { told: 'two persons are moved into fifty-one square metres, and nothing is paid yet', events: [housing, family(['li', 'wang']), ...movedInto(51)], flags: [{ part: 'b', subject: 'household:h1', severity: 'high' }] },
  ],
  clean: [
    { told: 'two persons are moved into fifty square metres', events: [housing, family(['li', 'wang']), ...movedInto(50)] },
    { told: 'arrears of last year, linked to the line they complete', events: [programme('p1', { standardFen: 30_000, standardPer: 'person', effectiveFrom: '2017-01-01' }), ...paidBatch('b0', '2017-12', '2017-12-20', [{ payee: 'li', amountFen: 20_000 }]), ...paidBatch('b1', '2018-01', '2018-01-10', [{ payee: 'li' }]), ...paidBatch('b2', '2018-02', '2018-02-10', [{ payee: 'li', amountFen: 10_000, supplements: 'b0-1' }])] },
    {
      told: 'the standard rose in May, published in June',
      events: [perMonth, ...paidBatch('b1', '2018-05', '2018-05-10', [{ payee: 'li', amountFen: 35_000 }]), said('programme-p1', ProgrammeRevised, { ...(perMonth.data as ProgrammeRevised), standardFen: 35_000, effectiveFrom: '2018-05-01', occurredOn: '2018-06-10', reason: '提标' })],
    },
    {
      told: 'one line is for two persons, and says so; four persons share a house of a hundred square metres',
      events: [
        programme('p2', { standardFen: 30_000, standardPer: 'person' }), housing, family(['li', 'wang', 'sun', 'zhao']), ...house(100),
        ...paidBatch('b2', '2018-05', '2018-05-10', [{ payee: 'wang', amountFen: 60_000 }], { programmeId: 'p2' }).map((event) => (event.type === 'DisbursementEntered' ? { ...event, data: { ...event.data, quantityMilli: 2000 } } : event)),
      ],
    },
    {
      told: 'an old man is topped up by a fifth of the standard, as was granted',
      events: [
        programme('p1', { standardFen: 30_000, standardPer: 'person', topUpBasisPoints: 2_000, topUpClasses: ['elderly'] }), ...paidBatch('b1', '2018-05', '2018-05-10', [{ payee: 'li', amountFen: 36_000 }]),
        said('benefit-g1', AllowanceGranted, { region: VILLAGE, personRef: person('li'), programmeId: 'p1', from: '2018-01', amountPerMonthFen: 36_000, topUpFen: 6_000, topUpClasses: ['elderly'], occurredOn: '2018-06-05' }),
      ],
    },
    { told: 'what January lacked, February makes up without a link', events: [perMonth, ...paidBatch('b1', '2018-01', '2018-01-10', [{ payee: 'li', amountFen: 20_000 }]), ...paidBatch('b2', '2018-02', '2018-02-10', [{ payee: 'li', amountFen: 40_000 }])] },
    {
      told: 'paid over the standard out of two posts held at a time: A04’s',
      events: [
        perMonth, ...['2018-01-01', '2018-04-01'].map((from) => said('benefit-li', RangerEngaged, { region: VILLAGE, personRef: person('li'), programmeId: 'p1', from, yearlyFen: 360_000, occurredOn: from })),
        ...paidBatch('b1', '2018-05', '2018-05-10', [{ payee: 'li', amountFen: 60_000 }]),
      ],
    },
    { told: 'the same month twice is a repetition, and A03’s', events: [perMonth, ...paidBatch('b1', '2018-05', '2018-05-10', [{ payee: 'li' }]), ...paidBatch('b2', '2018-05', '2018-05-20', [{ payee: 'li' }])] },
  ],
});
