/** A04: did somebody get two things of which the programmes allow only one? */
import { AllowanceEnded, AllowanceGranted, PostEngaged, RangerEngaged, StudentAided } from '../../../src/domain/benefit-events';
import { HouseAccepted, HouseListed, RelocationSettled, RelocationTargeted } from '../../../src/domain/house';
import { monthSql } from '../granted-months';
import { lastMonthOf, postsQuery, postTouches, studentsQuery, studentTouches } from '../held-twice';
import { reader, rule, yuan, type Parameter } from '../rule';
import { paidBatch, person, programme, said, VILLAGE, type StoryEvent } from '../story';

const parameters: readonly Parameter[] = [
  { name: 'transitionMonths', value: 1, unit: { zh: '月', en: 'months' }, basis: 'proposal', readAt: { zh: '最近一笔支付日或较后一项的批准日', en: 'the day of the latest line, or of the later grant' } },
];
const read = reader('A04', parameters);
const column = (nth: number): string => `split_part(p.subject, '|', ${String(nth)})`;
const [who, one, other] = [column(2), column(3), column(4)];
const isOf = (form: 'p' | 'h'): string => `left(p.subject, 2) = '${form}|'`;
const columns = 'l.position, l.amount_fen, l.paid_on, l.region, l.batch_region, l.programme_id, l.household_id, l.benefit_from, l.benefit_to';

/** SQL condition: the terms of one of the two name the other as excluded, and neither says that both may be paid. */
const exclude = (a: string, b: string, ofA: string, ofB: string): string => `(${ofB} = any(${a}.exclusive_with) or ${ofA} = any(${b}.exclusive_with))
    and not coalesce(${ofB} = any(${a}.stackable_with), false) and not coalesce(${ofA} = any(${b}.stackable_with), false)`;

/**
 * Items once in a life exclude each other whenever they were paid, all others in the months both were paid for. Where both are paid by the month or quarter, a run of
 * months no longer than the transition is who moved from one to the other. What is due per household is compared by household, else by person.
 */
const paid = `
with lines as materialized (
  select l.*, ${monthSql('l.benefit_from')} as from_no, ${monthSql('l.benefit_to')} as to_no, g.exclusive_with, g.stackable_with, g.cadence, g.payee
  from (
    select ${columns} from audit.paid_line(p.at) l where ${isOf('p')} and l.payee_ref = ${who} and l.programme_id in (${one}, ${other})
    union all
    select ${columns} from audit.disbursement(p.at) d cross join lateral (select l.* from audit.paid_line(p.at) l where l.batch_id = d.batch_id and l.line = d.line offset 0) l
    where ${isOf('h')} and d.household_id = ${who} and d.programme_id in (${one}, ${other}) and d.attempt = 1 and l.household_id = ${who}
  ) l
  cross join lateral audit.programme_on(p.at, l.programme_id, l.benefit_from) g
), numbers as materialized (
  select ${read('transitionMonths', 'n.region', 'n.read_on')} as transition from (select min(l.batch_region) as region, max(l.paid_on) as read_on from lines l) n
), met as materialized (
  select x.position as x_position, y.position as y_position, greatest(x.from_no, y.from_no) as from_no, least(x.to_no, y.to_no) as to_no,
    x.cadence = 'once' and y.cadence = 'once' as once, x.cadence in ('monthly', 'quarterly') and y.cadence in ('monthly', 'quarterly') as by_month
  from lines x join lines y on y.programme_id = ${other}
  where x.programme_id = ${one} and ${exclude('x', 'y', one, other)}
    and ((x.cadence = 'once' and y.cadence = 'once') or (x.from_no <= y.to_no and y.from_no <= x.to_no))
    and case when x.payee = 'household' and y.payee = 'household' then ${isOf('h')} or x.household_id is null or y.household_id is null else ${isOf('p')} end
), runs as materialized (
  select r.no, r.by_month, count(*) over (partition by r.no - r.nth) as months
  from (
    select n.no, bool_and(m.by_month) as by_month, row_number() over (order by n.no) as nth
    from met m cross join lateral generate_series(m.from_no, m.to_no) n (no) where not m.once group by n.no
  ) r
), together as materialized (
  select s.period, least(sum(s.amount_fen) filter (where s.programme_id = ${one}), sum(s.amount_fen) filter (where s.programme_id = ${other}))::bigint as amount_fen,
    min(s.region) as region, max(s.paid_on) as read_on, array_agg(s.position order by s.position) as evidence
  from (
    select distinct q.period, l.position, l.programme_id, l.amount_fen, l.region, l.paid_on
    from (
      select m.x_position, m.y_position, 'once' as period from met m where m.once
      union all
      select m.x_position, m.y_position, ((r.no - 1) / 12)::text
      from met m join runs r on r.no between m.from_no and m.to_no join numbers n on r.months > n.transition or not r.by_month where not m.once
    ) q
    join lines l on l.position in (q.x_position, q.y_position)
  ) s
  group by s.period
)`;

const ended = (key: string): string =>
  `(select ${monthSql('min(e.until_month)')} from audit.allowance(p.at) e where e.${key} = x.${key} and e.programme_id = x.programme_id and e.benefit_id = x.benefit_id and e.change = 'ended' and e.position > x.position and e.until_month >= x.from_month)`;
const allowances = (key: string, whose: string): string => `
  select x.programme_id, x.position, x.region, x.occurred_on, x.from_month as from_on, least(coalesce(${monthSql('x.until_month')}, 999912), ${ended(key)}) as to_no, false as once
  from audit.allowance(p.at) x where ${whose} and x.change = 'granted' and x.programme_id in (${one}, ${other})`;
const homes = (table: string): string => `
  select x.programme_id, x.position, x.region, x.occurred_on, x.occurred_on, 0, true from audit.${table}(p.at) x where ${isOf('h')} and x.household_id = ${who} and x.programme_id in (${one}, ${other})`;

/** Granted at once, while not both were paid: a home accepted with its grant, a household moved, an allowance or a post in force. */
const granted = `
, grants as materialized (${allowances('person_ref', `${isOf('p')} and x.person_ref = ${who}`)}
  union all ${allowances('household_id', `${isOf('h')} and x.household_id = ${who} and x.person_ref is null`)}
  union all
  select x.programme_id, x.position, x.region, x.occurred_on, x.from_date, ${lastMonthOf('x')}, false from audit.paid_post(p.at) x where ${isOf('p')} and x.person_ref = ${who} and x.programme_id in (${one}, ${other})
  union all ${homes('house_accepted')}
  union all ${homes('relocation_settled')}
)
select 'a' as part, case when ${isOf('h')} then 'household' else 'person' end as subject_kind, ${who} as subject_id, ${one} || ' ' || ${other} || ' ' || t.period as occurrence, 'high' as severity,
  t.amount_fen, t.region, t.read_on, t.evidence, jsonb_build_object('one', ${one}, 'other', ${other}, 'period', t.period, 'amountFen', t.amount_fen) as facts
from together t
union all
select 'b', case when ${isOf('h')} then 'household' else 'person' end, ${who}, ${one} || ' ' || ${other}, 'high', null::bigint, min(v.region), max(v.granted_on), array_agg(v.position order by v.position),
  jsonb_build_object('one', ${one}, 'other', ${other}, 'from', max(v.from_on))
from (
  select distinct i.position, i.region, k.granted_on, k.from_on
  from grants x
  join grants y on y.programme_id = ${other}
  cross join lateral (select greatest(x.from_on, y.from_on) as from_on, greatest(x.occurred_on, y.occurred_on) as granted_on) k
  cross join lateral audit.programme_on(p.at, ${one}, k.from_on) g
  cross join lateral audit.programme_on(p.at, ${other}, k.from_on) u
  cross join lateral (values (x.position, x.region), (y.position, y.region)) i (position, region)
  where x.programme_id = ${one} and ${exclude('g', 'u', one, other)}
    and ((x.once and y.once) or least(x.to_no, y.to_no) - ${monthSql('k.from_on')} + 1 > ${read('transitionMonths', 'x.region', 'k.granted_on')})
) v
where not exists (select from together)
having count(*) > 0`;

/** Programmes of which one ever excluded the other: what is paid under no such pair needs no look. */
const pairs = `
pairs as materialized (
  select distinct least(g.programme_id, x.id) as one, greatest(g.programme_id, x.id) as other
  from audit.programme_version($2 - 1) g cross join lateral unnest(g.exclusive_with) x (id) where cardinality(g.exclusive_with) > 0 and x.id <> g.programme_id
)`;
const besides = `o.programme_id = case when d.programme_id = q.one then q.other else q.one end`;
const ofLines = (lines: string): string => `
select * from (
  with ${pairs}
  select x.subject, d.touched_at
  from (${lines}) d join pairs q on d.programme_id in (q.one, q.other)
  cross join lateral (
    select 'p|' || d.payee_ref || '|' || q.one || '|' || q.other where exists (select from audit.disbursement($2 - 1) o where o.payee_ref = d.payee_ref and ${besides})
    union all
    select 'h|' || d.household_id || '|' || q.one || '|' || q.other where d.household_id is not null and exists (select from audit.disbursement($2 - 1) o where o.household_id = d.household_id and ${besides})
  ) x (subject)
) s`;
const paidOrBack = `
select t.position as touched_at, d.* from (
  select s.batch_id, s.line, s.position from audit.settlement($2 - 1) s where s.position >= $1
  union all
  select r.batch_id, r.line, r.position from audit.line_return($2 - 1) r where r.position >= $1
) t
cross join lateral (select d.payee_ref, d.household_id, d.programme_id from audit.disbursement($2 - 1) d where d.batch_id = t.batch_id and d.line = t.line offset 0) d`;
const revised = `
select v.position as touched_at, d.* from audit.programme_version($2 - 1) v
cross join lateral (select d.payee_ref, d.household_id, d.programme_id from audit.disbursement($2 - 1) d where d.programme_id = v.programme_id offset 0) d where v.position >= $1`;

/** Grants are few beside lines: whoever gets one is looked at in every pair of its programme. */
const holdings = (where: string, touchedAt: string): string => `
  select x.person_ref, x.household_id, x.programme_id, ${touchedAt} as touched_at from audit.allowance($2 - 1) x where ${where}
  union all
  select x.person_ref, x.household_id, x.programme_id, ${touchedAt} from audit.paid_post($2 - 1) x where ${where}
  union all
  select null::text, x.household_id, x.programme_id, ${touchedAt} from audit.house_accepted($2 - 1) x where ${where}
  union all
  select null::text, x.household_id, x.programme_id, ${touchedAt} from audit.relocation_settled($2 - 1) x where ${where}`;
const ofGrants = `
select * from (
  with ${pairs}
  select case when t.person_ref is null then 'h|' || t.household_id else 'p|' || t.person_ref end || '|' || q.one || '|' || q.other, t.touched_at
  from (${holdings('x.position >= $1', 'x.position')}
    union all
    select x.* from audit.programme_version($2 - 1) v cross join lateral (${holdings('x.programme_id = v.programme_id', 'v.position')} offset 0) x where v.position >= $1
  ) t
  join pairs q on t.programme_id in (q.one, q.other)
) s`;

const relief = programme('p1', { exclusiveWith: ['p2'] });
const destitute = programme('p2');
const home = programme('p1', { payee: 'household', cadence: 'once', exclusiveWith: ['p2'] });
const move = programme('p2', { payee: 'household', cadence: 'once' });
const month = (id: string, of: string, programmeId: string, amountFen: number, terms: { payee?: string; household?: string } = {}): StoryEvent[] =>
  paidBatch(id, of, `${of}-10`, [{ payee: terms.payee ?? 'li', amountFen, ...(terms.household !== undefined && { household: terms.household }) }], { programmeId });
const whose = { region: VILLAGE, personRef: person('li') };
const allowance = (programmeId: string, from: string, until?: string): StoryEvent =>
  said('benefit-li', AllowanceGranted, { ...whose, programmeId, from, ...(until !== undefined && { until }), amountPerMonthFen: 30_000, occurredOn: `${from}-01` });
const end = (programmeId: string, until: string): StoryEvent => said('benefit-li', AllowanceEnded, { programmeId, until, reason: '转为特困', occurredOn: `${until}-25` });
const ranger = (from: string, until?: string): StoryEvent => said('benefit-li', RangerEngaged, { ...whose, programmeId: 'p3', from, ...(until !== undefined && { until }), yearlyFen: 400_000, occurredOn: from });
const cleaner = (from: string, kind = 'public-welfare'): StoryEvent => said('benefit-li', PostEngaged, { ...whose, programmeId: 'p4', kind, post: '保洁', from, monthlyFen: 50_000, occurredOn: from });
const aided = (id: string, schoolRegion: string, amountFen: number, term = '2018-spring'): StoryEvent =>
  said(`benefit-${id}`, StudentAided, { ...whose, programmeId: 'p5', schoolId: `s-${schoolRegion}`, schoolRegion, term, tier: 'senior', amountFen, registeredMatch: true, occurredOn: '2018-03-01' });
const house = { region: VILLAGE, householdId: 'h1', occurredOn: '2016-05-01' };
const [li, h1] = [`person:${person('li')}`, 'household:h1'];

export default rule({
  code: 'A04',
  title: { zh: '重复享受(互斥)', en: 'Paid for two items that exclude each other' },
  harm: 'misappropriation',
  basis: [
    { zh: '《社会救助暂行办法》第六十八条(骗取社会救助)', en: 'Interim measures for social assistance, article 68' },
    { zh: '《财政违法行为处罚处分条例》第六条、第十四条;互斥与叠加由项目条款载明', en: 'Regulation on penalties for fiscal violations, articles 6 and 14; which items exclude each other, the terms of the programmes say' },
  ],
  parameters,
  query: `select * from (${paid}${granted}\n) part\nunion all\nselect * from (${postsQuery(read)}\n) part\nunion all\nselect * from (${studentsQuery}\n) part`,
  touches: [ofLines(paidOrBack), ofLines(revised), ofGrants, postTouches, studentTouches],
  indexes: [
    { table: 'house_accepted', columns: 'programme_id' }, { table: 'relocation_settled', columns: 'programme_id' }, { table: 'programme_version', columns: 'position where cardinality(exclusive_with) > 0' },
  ],
  sentence: ({ one: a, other: b, period, amountFen, from, term, counties }, part) => {
    const items = { zh: `项目 ${String(a)} 与 ${String(b)}`, en: `Programmes ${String(a)} and ${String(b)}` };
    const sum = amountFen === null ? { zh: '', en: '' } : { zh: `,其中较小一项 ${yuan(Number(amountFen))} 元`, en: `; the smaller of the two is ${yuan(Number(amountFen))} yuan` };
    if (part === 'a') {
      const when = period === 'once' ? { zh: '', en: '' } : { zh: `于 ${String(period)} 年`, en: ` for the same months of ${String(period)}` };
      return { zh: `${items.zh}互斥,${when.zh}对同一对象均有发放${sum.zh},待核。`, en: `${items.en} exclude each other and were both paid${when.en}${sum.en}. To be checked.` };
    }
    if (part === 'b') return { zh: `${items.zh}互斥,自 ${String(from)} 起对同一对象均已批准,待核。`, en: `${items.en} exclude each other and were both granted, together from ${String(from)}. To be checked.` };
    if (part === 'c') return { zh: `同一人自 ${String(from)} 起同时受聘于两个公益性岗位(${items.zh})${sum.zh},待核。`, en: `One person holds two paid public posts at a time from ${String(from)} (${items.en.toLowerCase()})${sum.en}. To be checked.` };
    return { zh: `同一学生 ${String(term)} 学期在 ${String(counties)} 个县获得资助${sum.zh},待核。`, en: `One student was aided in ${String(counties)} counties for the term ${String(term)}${sum.en}. To be checked.` };
  },
  innocent: [
    { zh: '转换待遇的衔接月份', en: 'the month of transition from one to the other' },
    { zh: '同户不同成员', en: 'different members of a household' },
    { zh: '允许叠加的项目(两项残疾人补贴、政策叠加)', en: 'items that may be paid beside each other' },
    { zh: '学期中转学', en: 'a change of school within the term' },
  ],
  mustAct: { zh: '两项目的主管部门共同核实', en: 'the departments of both items together' },
  clears: { zh: '终止其中一项并追回重复部分,或登记允许叠加的项目条款', en: 'one of the two is ended and the money comes back, or the terms that allow both are entered' },
  flagged: [
    {
      told: 'subsistence and support for the destitute are paid for May and June',
      events: [relief, destitute, ...month('b1', '2018-05', 'p1', 30_000), ...month('b2', '2018-05', 'p2', 60_000), ...month('b3', '2018-06', 'p1', 30_000), ...month('b4', '2018-06', 'p2', 60_000)],
      flags: [{ part: 'a', subject: li, severity: 'high', amountFen: 60_000 }],
    },
    {
      told: 'a house is rebuilt and two years later the household is moved, another member taking the money; excluded by either side',
      events: [move, home, ...month('b1', '2016-05', 'p1', 2_000_000, { household: 'h1' }), ...month('b2', '2018-05', 'p2', 5_000_000, { payee: 'wang', household: 'h1' })],
      flags: [{ part: 'a', subject: h1, severity: 'high', amountFen: 2_000_000 }],
    },
    { told: 'both allowances stand together for two months, nothing is paid yet', events: [relief, destitute, allowance('p1', '2018-01'), allowance('p2', '2018-05'), end('p1', '2018-06')], flags: [{ part: 'b', subject: li, severity: 'high' }] },
    {
      told: 'a house accepted with its grant, and the household moved',
      events: [
        home, move, said('house-f1', HouseListed, { ...house, programmeId: 'p1', grade: 'D', objectClass: 'registered', mode: 'rebuild' }), said('house-f1', HouseAccepted, { grantFen: 2_000_000, inspector: '住建局', occurredOn: '2016-10-01' }),
        said('house-f2', RelocationTargeted, { ...house, programmeId: 'p2', listVersion: '2018-1', persons: 3, settlement: 'concentrated' }),
        said('house-f2', RelocationSettled, { areaMilliM2: 75_000, persons: 3, selfRaisedFen: 0, ownDebtFen: 0, movedInOn: '2018-06-01', occurredOn: '2018-06-05' }),
      ],
      flags: [{ part: 'b', subject: h1, severity: 'high' }],
    },
    { told: 'a ranger is engaged as a cleaner too, open-ended', events: [programme('p3'), programme('p4'), ranger('2018-01-01'), cleaner('2018-03-01')], flags: [{ part: 'c', subject: li, severity: 'high' }] },
    {
      told: 'and both are paid for April',
      events: [programme('p3'), programme('p4'), ranger('2018-01-01'), cleaner('2018-03-01'), ...month('b1', '2018-04', 'p3', 33_000), ...month('b2', '2018-04', 'p4', 50_000)],
      flags: [{ part: 'c', subject: li, severity: 'high', amountFen: 33_000 }],
    },
    { told: 'one student is aided by the schools of two counties', events: [aided('s1', '422801', 100_000), aided('s2', '422822', 80_000)], flags: [{ part: 'd', subject: li, severity: 'high', amountFen: 80_000 }] },
  ],
  clean: [
    { told: 'May is the month of transition', events: [relief, destitute, ...month('b1', '2018-04', 'p1', 30_000), ...month('b2', '2018-05', 'p1', 30_000), ...month('b3', '2018-05', 'p2', 60_000), ...month('b4', '2018-06', 'p2', 60_000)] },
    { told: 'husband and wife of one household get one each', events: [relief, destitute, ...['2018-05', '2018-06'].flatMap((of) => [...month(`b${of}`, of, 'p1', 30_000, { household: 'h1' }), ...month(`c${of}`, of, 'p2', 60_000, { payee: 'wang', household: 'h1' })])] },
    { told: 'the other programme says that both may be paid', events: [relief, programme('p2', { stackableWith: ['p1'] }), ...['2018-05', '2018-06'].flatMap((of) => [...month(`b${of}`, of, 'p1', 30_000), ...month(`c${of}`, of, 'p2', 60_000)])] },
    { told: 'one allowance ended with the first month of the other; a post ended in the month the next began', events: [relief, destitute, allowance('p1', '2018-01'), allowance('p2', '2018-05'), end('p1', '2018-05'), programme('p3'), programme('p4'), ranger('2018-01-01', '2018-03-20'), cleaner('2018-03-21')] },
    { told: 'a post in a workshop beside the one in the forest; aid for two terms', events: [programme('p3'), programme('p4'), ranger('2018-01-01'), cleaner('2018-03-01', 'workshop'), aided('s1', '422801', 100_000), aided('s2', '422822', 100_000, '2018-autumn')] },
  ],
});
