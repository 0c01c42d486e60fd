/** A39: did many households of a township leave poverty just over the line on the last day of the year, was the register edited after it was frozen, or did many come back within a year? */
import { HouseholdRegistered } from '../../../src/domain/household';
import { IncomeReported, StatusMarked } from '../../../src/domain/household-status';
import { RegisterFrozen } from '../../../src/domain/region';
import { within } from '../regions';
import { reader, rule, type Parameter } from '../rule';
import { COUNTY, dayEnded, person, said, VILLAGE, type StoryEvent } from '../story';

const readAt = { zh: '当年 12 月 31 日', en: '31 December of the year' };
const parameters: readonly Parameter[] = [
  { name: 'shareBasisPoints', value: 3000, unit: { zh: '万分之', en: 'basis points of the exits' }, basis: 'proposal', readAt },
  { name: 'bandBasisPoints', value: 200, unit: { zh: '万分之', en: 'basis points above the line' }, basis: 'proposal', readAt },
  { name: 'exits', value: 5, unit: { zh: '户', en: 'households' }, basis: 'proposal', readAt },
  { name: 'editedHouseholds', value: 1, unit: { zh: '户', en: 'households' }, basis: '湖北省三年行动实施意见、国家报告三(一):以每年 12 月 31 日为节点动态调整;户数为 proposal', readAt },
  { name: 'returnDays', value: 365, unit: { zh: '日', en: 'days' }, basis: 'proposal', readAt },
];
const reading = reader('A39', parameters);
const township = `split_part(p.subject, '|', 2)`;
const year = `split_part(p.subject, '|', 3)::integer`;
const lastDay = `make_date(${year}, 12, 31)`;
const read = (name: string): string => reading(name, township, lastDay);
const inTownship = (row: string): string => `${within(row, township)} and ${row}.occurred_on >= make_date(${year}, 1, 1) and ${row}.occurred_on <= ${lastDay}`;
const isOf = (form: string): string => `split_part(p.subject, '|', 1) = '${form}'`;

/** An exit is taken back by another mark of the same day, told later. */
const exits = (form: string): string => `
select distinct on (s.household_id) s.household_id, s.position, s.occurred_on, s.income_per_person_fen, s.line_fen
from audit.household_status(p.at) s
where ${isOf(form)} and ${inTownship('s')} and s.status = 'exited'
  and not exists (select from audit.household_status(p.at) b where b.household_id = s.household_id and b.occurred_on = s.occurred_on and b.position > s.position and b.status <> 'exited')
order by s.household_id, s.position desc`;

/**
 * Counted when the year is over: its register frozen, or its last day ended. The income is that of the mark, else the one reported for the year. While so many of the last
 * day have none that they could make the share, nobody can say.
 */
const exitQuery = `
select 'a' as part, 'region' as subject_kind, ${township} as subject_id, ${year}::text as occurrence, case when v.near * 10000 >= v.total * v.share then 'medium' end as severity, null::bigint as amount_fen,
  ${township} as region, ${lastDay} as read_on, v.evidence, jsonb_build_object('year', ${year}, 'exits', v.total, 'lastDay', v.last_day, 'near', v.near, 'bandBasisPoints', v.band) as facts
from (
  select count(*) as total, count(*) filter (where e.of_last_day) as last_day, count(*) filter (where e.of_last_day and e.income_fen is null) as unknown,
    count(*) filter (where e.of_last_day and e.income_fen >= e.line_fen and e.income_fen * 10000 <= e.line_fen * (10000 + e.band)) as near,
    max(e.band) as band, ${read('shareBasisPoints')} as share, array_agg(e.position order by e.position) filter (where e.of_last_day) as evidence
  from (
    select x.position, x.occurred_on = ${lastDay} as of_last_day, coalesce(x.income_per_person_fen, i.per_person_fen) as income_fen, coalesce(x.line_fen, i.line_fen) as line_fen, ${read('bandBasisPoints')} as band
    from (${exits('exits')}) x
    left join lateral (select i.per_person_fen, i.line_fen from audit.household_income(p.at) i where i.household_id = x.household_id and i.year = ${year} order by i.position desc limit 1) i on true
  ) e
) v
where v.total >= greatest(${read('exits')}, 1) and (v.near + v.unknown) * 10000 >= v.total * v.share and v.near + v.unknown > 0
  and (exists (select from audit.register_freeze(p.at) f where f.region = left(${township}, 6) and f.year = ${year}) or exists (select from audit.day_end(p.at) d where d.occurred_on >= ${lastDay}))`;

/** A campaign may correct the frozen past; whatever else reaches back behind the freeze makes the register larger or smaller than it was. */
const reachesBack = (row: string, at: string): string => `${row}.campaign is null and ${row}.status in ('registered', 'returned', 'added-back', 'removed')
  and exists (select from audit.register_freeze(${at}) f where f.region = left(${row}.region, 6) and f.occurred_on >= ${row}.occurred_on and f.position < ${row}.position)`;
const editQuery = `
select 'b' as part, 'region' as subject_kind, ${township} as subject_id, ${year}::text as occurrence, 'medium' as severity, null::bigint as amount_fen, ${township} as region, ${lastDay} as read_on,
  array_agg(s.position order by s.position) as evidence,
  jsonb_build_object('year', ${year}, 'more', count(distinct s.household_id) filter (where s.status <> 'removed'), 'fewer', count(distinct s.household_id) filter (where s.status = 'removed')) as facts
from audit.household_status(p.at) s
where ${isOf('edits')} and ${inTownship('s')} and ${reachesBack('s', 'p.at')}
having count(distinct s.household_id) >= greatest(${read('editedHouseholds')}, 1)`;

const returnQuery = `
select 'c' as part, 'region' as subject_kind, ${township} as subject_id, ${year}::text as occurrence, 'medium' as severity, null::bigint as amount_fen, ${township} as region, ${lastDay} as read_on,
  array_agg(v.position order by v.position) as evidence, jsonb_build_object('year', ${year}, 'households', count(*), 'returnDays', max(v.days)) as facts
from (
  select r.position, ${read('returnDays')} as days
  from (${exits('returns')}) x
  cross join lateral (
    select r.position from audit.household_status(p.at) r
    where r.household_id = x.household_id and r.status = 'returned' and r.occurred_on > x.occurred_on and r.occurred_on <= x.occurred_on + ${read('returnDays')}::integer
    order by r.position limit 1
  ) r
) v
having count(*) >= greatest(${read('exits')}, 1)`;

const subject = (form: string, row: string): string => `'${form}|' || left(${row}.region, 9) || '|' || extract(year from ${row}.occurred_on)`;
const marks = `
select ${subject('exits', 's')}, s.position from audit.household_status($2 - 1) s
where s.position >= $1 and (s.status = 'exited' or exists (select from audit.household_status($2 - 1) x where x.household_id = s.household_id and x.occurred_on = s.occurred_on and x.status = 'exited'))
union all
select ${subject('edits', 's')}, s.position from audit.household_status($2 - 1) s where s.position >= $1 and ${reachesBack('s', '$2 - 1')}
union all
select ${subject('returns', 'x')}, s.position
from audit.household_status($2 - 1) s
cross join lateral (select x.region, x.occurred_on from audit.household_status($2 - 1) x where x.household_id = s.household_id and x.status = 'exited' offset 0) x
where s.position >= $1
union all
select ${subject('exits', 'x')}, i.position
from audit.household_income($2 - 1) i
cross join lateral (select x.region, x.occurred_on from audit.household_status($2 - 1) x where x.household_id = i.household_id and x.status = 'exited' and extract(year from x.occurred_on) = i.year offset 0) x
where i.position >= $1`;

/** The year is over for every township somebody left poverty in. Days may be skipped: a year is over with the first day that ends after it. */
const yearEnds = `
select distinct ${subject('exits', 'x')}, t.position
from (
  select f.position, f.region, make_date(f.year::integer, 1, 1) as from_on, make_date(f.year::integer + 1, 1, 1) as until_on from audit.register_freeze($2 - 1) f where f.position >= $1
  union all
  select e.position, '', make_date(extract(year from coalesce(b.occurred_on + 1, date '1990-01-01'))::integer, 1, 1), make_date(extract(year from e.occurred_on + 1)::integer, 1, 1)
  from audit.day_end($2 - 1) e
  cross join lateral (select max(o.occurred_on) as occurred_on from audit.day_end(e.position - 1) o) b
  where e.position >= $1
) t
cross join lateral (
  select x.region, x.occurred_on from audit.household_status($2 - 1) x where x.status = 'exited' and x.occurred_on >= t.from_on and x.occurred_on < t.until_on and starts_with(x.region, t.region) offset 0) x`;

const LINE_FEN = 300_000;
const registered = (n: number, on = '2014-06-01', terms: Partial<HouseholdRegistered> = {}): StoryEvent =>
  said(`household-h${String(n)}`, HouseholdRegistered, { region: VILLAGE, headRef: person(`h${String(n)}`), members: [{ personRef: person(`h${String(n)}`), relation: 'head' }], status: 'registered', occurredOn: on, ...terms });
const marked = (n: number, status: StatusMarked['status'], on: string, terms: Partial<StatusMarked> = {}): StoryEvent => said(`household-h${String(n)}`, StatusMarked, { status, basis: '评议', occurredOn: on, ...terms });
const exited = (n: number, on: string, incomePerPersonFen: number): StoryEvent[] => [registered(n), marked(n, 'exited', on, { incomePerPersonFen, lineFen: LINE_FEN })];
const frozen = (year: number): StoryEvent => said(`region-${COUNTY}`, RegisterFrozen, { region: COUNTY, year, households: 10, occurredOn: `${String(year)}-12-31` });
/** So many exits on the last day with so much income, and the rest in November far above the line. */
const exitsOf = (onLastDay: number, all: number, incomeFen: number): StoryEvent[] =>
  Array.from({ length: all }, (_, n) => (n < onLastDay ? exited(n, '2017-12-31', incomeFen) : exited(n, '2017-11-20', 500_000))).flat();
const [area, medium] = [`region:${VILLAGE.slice(0, 9)}`, 'medium' as const];
const gone = (n: number, back: string): StoryEvent[] => [...exited(n, '2017-12-31', 500_000), marked(n, 'returned', back)];

export default rule({
  code: 'A39',
  title: { zh: '识别、退出异常', en: 'Unusual exits from the register' },
  harm: 'eligibility',
  basis: [
    { zh: '《关于建立贫困退出机制的意见》(厅字〔2016〕16号)第三条(退出标准和程序)', en: 'Opinion on the mechanism of exit from poverty (Tingzi [2016] 16), article 3' },
    { zh: '湖北省三年行动实施意见五(七)(动态管理);国家报告三(六)(防止数字脱贫、虚假脱贫)', en: 'Hubei three-year plan, part 5 (7); national report, part 3 (6): no exits on paper' },
  ],
  parameters,
  query: [exitQuery, editQuery, returnQuery].map((part) => `select * from (${part}\n) part`).join('\nunion all\n'),
  touches: [marks, yearEnds],
  indexes: [{ table: 'household_status', columns: 'region, occurred_on' }],
  sentence: ({ year: of, exits: all, lastDay: onLastDay, near, bandBasisPoints, more, fewer, households, returnDays }, part) => {
    if (part === 'b') {
      return {
        zh: `${String(of)} 年度名册冻结之后,无动态调整批次而补记增加 ${String(more)} 户、减少 ${String(fewer)} 户,待核。`,
        en: `After the register of ${String(of)} was frozen, ${String(more)} household(s) were added and ${String(fewer)} removed as of that year under no campaign. To be checked.`,
      };
    }
    if (part === 'c') return { zh: `${String(of)} 年脱贫的户中有 ${String(households)} 户在 ${String(returnDays)} 日内返贫,待核。`, en: `${String(households)} households that left poverty in ${String(of)} came back within ${String(returnDays)} days. To be checked.` };
    const band = String(Number(bandBasisPoints) / 100);
    return {
      zh: `${String(of)} 年脱贫 ${String(all)} 户,其中 12 月 31 日标注 ${String(onLastDay)} 户,${String(near)} 户收入高出贫困线不超过 ${band}%,待核。`,
      en: `Of ${String(all)} households that left poverty in ${String(of)}, ${String(onLastDay)} did so on 31 December, ${String(near)} of them with an income no more than ${band}% above the line. To be checked.`,
    };
  },
  innocent: [{ zh: '按规定以 12 月 31 日为录入节点', en: 'the deadline for entering is 31 December by design' }],
  mustAct: { zh: '扶贫办', en: 'poverty-relief office' },
  clears: { zh: '以动态调整批次更正退出标注,或补录收入核实结果', en: 'the exit is corrected under a campaign, or the verified income is entered' },
  flagged: [
    { told: 'three of ten leave on the last day with an income two per cent above the line, to the fen', events: [...exitsOf(3, 10, 306_000), frozen(2017)], flags: [{ part: 'a', subject: area, severity: medium }] },
    {
      told: 'the income was reported apart, and the last day of the year has ended',
      events: [
        ...[0, 1, 2, 3, 4].flatMap((n) => [registered(n), marked(n, 'exited', '2017-12-31'), said(`household-h${String(n)}`, IncomeReported, { year: 2017, perPersonFen: LINE_FEN, lineFen: LINE_FEN, source: 'village', occurredOn: '2018-01-05' })]), dayEnded('2018-01-05'),
      ],
      flags: [{ part: 'a', subject: area, severity: medium }],
    },
    { told: 'a household is entered as of last year after the freeze, another struck out', events: [registered(1), frozen(2017), registered(2, '2017-12-31'), marked(1, 'removed', '2017-06-01')], flags: [{ part: 'b', subject: area, severity: medium }] },
    { told: 'five households come back within a year, the last to the day', events: [0, 1, 2, 3, 4].flatMap((n) => gone(n, n === 4 ? '2018-12-31' : '2018-05-01')), flags: [{ part: 'c', subject: area, severity: medium }] },
  ],
  clean: [
    { told: 'all were entered on the last day, with incomes well above the line', events: [...exitsOf(10, 10, 400_000), frozen(2017)] },
    { told: 'a fen more than two per cent above; three of eleven are less than thirty per cent', events: [...exitsOf(5, 5, 306_001), ...Array.from({ length: 11 }, (_, n) => [registered(20 + n), marked(20 + n, 'exited', n < 3 ? '2016-12-31' : '2016-10-01', { incomePerPersonFen: 300_000, lineFen: LINE_FEN })]).flat(), frozen(2016), frozen(2017)] },
    { told: 'four exits are too few to say; the year is not over', events: [...exitsOf(4, 4, 301_000), ...[10, 11, 12, 13, 14].flatMap((n) => [registered(n), marked(n, 'exited', '2018-12-31', { incomePerPersonFen: 301_000, lineFen: LINE_FEN })]), frozen(2017), dayEnded('2018-12-30')] },
    { told: 'no income is on record: undecided, not silent', events: [...[0, 1, 2, 3, 4].flatMap((n) => [registered(n), marked(n, 'exited', '2017-12-31')]), frozen(2017)] },
    { told: 'a campaign corrects the frozen year; this year is open', events: [registered(1), frozen(2017), registered(2, '2017-12-31', { campaign: 'look-back' }), marked(1, 'removed', '2017-06-01', { campaign: 'look-back' }), registered(3, '2018-01-01')] },
    { told: 'the fifth comes back a day after the year', events: [0, 1, 2, 3, 4].flatMap((n) => gone(n, n === 4 ? '2019-01-01' : '2018-05-01')) },
  ],
});
