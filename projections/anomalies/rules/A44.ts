/** A44: did an item of training, education or health reach nobody in a village whose neighbours it reached, and was an old house left standing? */
import * as path from 'node:path';
import { dueSql, metSql, type Duty } from '../../duties/duty';
import { loadFolder } from '../../folder';
import { StudentAided, TrainingAttended } from '../../../src/domain/benefit-events';
import { HouseholdRegistered } from '../../../src/domain/household';
import { OldHouseDemolished, RelocationSettled, RelocationTargeted } from '../../../src/domain/house';
import { RegisterImported, RegisterRowsEntered } from '../../../src/domain/register';
import { dayEndsSql, dutiesInStepSql, dutiesSinceSql, type Clock } from '../day-steps';
import { lackingQuery, lackingTouches, ROSTERS, standsSql } from '../eligible-set';
import { within } from '../regions';
import { reader, rule, type Parameter } from '../rule';
import { COUNTY, dayEnded, paidBatch, person, programme, said, VILLAGE, type StoryEvent } from '../story';

const duties = (loadFolder(path.join(__dirname, '..', '..', 'duties'), ['duty']) as readonly Duty[]).filter(({ rule: watching }) => watching === 'A44');
const kinds = duties.map(({ kind }) => kind);
const days = { zh: '日', en: 'days' };
const CLOSE = { name: 'closeDays', value: 30 };
const limits = duties.flatMap(({ limit, basis }) => (limit && 'days' in limit ? [{ name: limit.parameter, value: limit.days, basis: basis.zh }] : []));
const parameters: readonly Parameter[] = [
  { ...CLOSE, unit: { zh: '日(年度终了后)', en: 'days after the end of the year' }, basis: 'proposal', readAt: { zh: '年末', en: 'the last day of the year' } },
  ...limits.map((limit) => ({ ...limit, unit: days, readAt: { zh: '入住之日', en: 'the day they moved in' } })),
];
const read = reader('A44', parameters);
const clock: Clock = { rule: 'A44', limits };

const part = (nth: number): string => `split_part(p.subject, '|', ${String(nth)})`;
const [township, item] = [part(2), part(3)];
const isTownship = `left(p.subject, 9) = 'township|'`;
const year = `(case when ${isTownship} then ${part(4)}::integer end)`;
const rosters = ROSTERS.map((kind) => `'${kind}'`).join(', ');
/** Of training, education or health by its terms. */
const social = (v: string): string => `(${v}.owner_department in ('education', 'health', 'health-insurance', 'human-resources') or 'training' = any(${v}.allowed_purposes))`;
/** What counts as aid: a table, the day of a row, and which of its rows. */
const AID = [
  ...['training', 'student_aid', 'medical_bill', 'premium_payment'].map((table) => ({ table, on: 'x.occurred_on', where: 'true' })),
  { table: 'allowance', on: 'x.from_month', where: `x.change = 'granted'` }, { table: 'disbursement', on: 'x.benefit_from', where: 'x.attempt = 1' },
];
const inYear = (on: string, of: string): string => `${on} >= make_date(${of}, 1, 1) and ${on} <= make_date(${of}, 12, 31)`;
const reached = `(${AID.map(({ table, on, where }) => `(
  select count(*) from audit.${table}(e.position) x where x.programme_id = ${item} and x.region = v.region and ${inYear(on, year)} and ${where})`).join(' + ')} > 0)`;

/** Who was eligible is read off as the year was closed; what reached them, as known at the last day-end: what is entered late still counts. */
const query = `
select * from (
  with ended as materialized (
    select e.position, e.occurred_on from audit.day_end(p.at) e where ${isTownship} order by e.position desc limit 1
  ), closed as materialized (
    select c.position, c.occurred_on
    from ended e
    cross join lateral (
      select c.position, c.occurred_on from audit.day_end(p.at) c
      where c.occurred_on >= make_date(${year}, 12, 31) + ${read('closeDays', township, `make_date(${year}, 12, 31)`)}::integer order by c.occurred_on, c.position limit 1
    ) c
  ), terms as materialized (
    select g.eligible_classes, g.position from closed c cross join lateral audit.programme_on(c.position, ${item}, make_date(${year}, 12, 31)) g where ${social('g')}
  ), homes as materialized (
    select h.region, bool_or('household:' || s.status = any(g.eligible_classes)) as eligible
    from terms g
    cross join closed c
    cross join lateral (select h.region, h.household_id from audit.household(c.position) h where ${within('h', township)} offset 0) h
    left join lateral (
      select s.status from audit.household_status(c.position) s where s.household_id = h.household_id and s.occurred_on <= make_date(${year}, 12, 31) order by s.occurred_on desc, s.position desc limit 1
    ) s on true
    group by h.region
  ), villages as materialized (
    select h.region from homes h
    union
    select r.region from closed c cross join lateral (
      select distinct r.region from audit.register_row(c.position) r where r.kind in (${rosters}) and ${within('r', township)} offset 0) r
  ), peers as materialized (
    select v.region, ${reached} as reached
    from villages v
    cross join terms g
    cross join closed c
    cross join ended e
    where length(v.region) = 12 and (exists (select from homes h where h.region = v.region and h.eligible) or exists (
      select from audit.register_row(c.position) r
      where r.kind in (${rosters}) and r.region = v.region and ${standsSql('r', 'g.eligible_classes', 'c.position')}
        and not exists (select from audit.benefit_refusal(c.position) f where f.person_ref = r.person_ref and f.programme_id = ${item})))
  ), counted as (
    select count(*) as villages, count(*) filter (where n.reached) as with_aid from peers n
  )
  select 'a' as part, 'village' as subject_kind, n.region as subject_id, ${item} || ' ' || ${part(4)} as occurrence, 'notice' as severity, null::bigint as amount_fen, n.region,
    make_date(${year}, 12, 31) as read_on, array[g.position, c.position] as evidence, jsonb_build_object('programme', ${item}, 'year', ${part(4)}, 'peers', k.villages - 1, 'withAid', k.with_aid) as facts
  from peers n cross join terms g cross join closed c cross join counted k
  where not n.reached and k.with_aid > 0
) villages
union all
select 'a', 'programme', ${part(2)}, 'classes', null, null, min(g.region), min(g.effective_from), array_agg(g.position order by g.position), jsonb_build_object('lacking', 'who is eligible')
from audit.programme_version(p.at) g
where left(p.subject, 10) = 'programme|' and g.programme_id = ${part(2)}
having count(g.eligible_classes) = 0 and bool_or(${social('g')})
union all
${lackingQuery}
union all
select 'b', d.subject_kind, d.subject_id, d.duty_id, 'notice', null, d.owner_region, d.base_on, array[d.position, l.ended_at], jsonb_build_object('movedInOn', d.base_on, 'dueOn', l.due_on, 'endedOn', l.ended_on)
from audit.duty(p.at) d
cross join lateral (
  select ${dueSql(duties, 'p.at')} as due_on, e.occurred_on as ended_on, e.position as ended_at from audit.day_end(p.at) e where e.position > d.position order by e.position desc limit 1
) l
where not ${isTownship} and left(p.subject, 6) <> 'scope|' and left(p.subject, 10) <> 'programme|' and d.duty_id = p.subject and l.ended_on >= l.due_on and ${metSql(duties, 'p.at')} is null`;

/** Every item of the kind in every township that it reached, once, as the year is closed: where it reached nobody, no village was left out. */
const closeTouches = `
select 'township|' || t.township || '|' || v.programme_id || '|' || y.year, e.position
from ${dayEndsSql} e
cross join (select ${String(CLOSE.value)} as days union select x.value from audit.rule_parameter($2 - 1) x where x.rule = 'A44' and x.name = '${CLOSE.name}') n
cross join lateral (
  select y.year from generate_series(extract(year from greatest(e.previous, date '2000-01-01'))::integer - 2, extract(year from e.occurred_on)::integer) y (year)
  where make_date(y.year, 12, 31) + n.days::integer > e.previous and make_date(y.year, 12, 31) + n.days::integer <= e.occurred_on
) y
cross join lateral (select distinct v.programme_id, left(v.region, 9) as region from audit.programme_version(e.position) v where ${social('v')} offset 0) v
cross join lateral (${AID.map(({ table, on, where }) => `
  select left(x.region, 9) as township from audit.${table}(e.position) x where x.programme_id = v.programme_id and ${within('x', 'v.region')} and ${inYear(on, 'y.year')} and ${where} and length(x.region) = 12`).join('\n  union')}
) t`;

const since = ({ table, on, where }: (typeof AID)[number]): string => `
  select x.region, x.programme_id, extract(year from ${on})::integer as year, e.position from ${dayEndsSql} e
  cross join lateral (select distinct x.region, x.programme_id, ${on} from audit.${table}($2 - 1) x where x.position > e.previous_at and x.position < e.position and ${on} < make_date(extract(year from e.occurred_on)::integer, 1, 1) and ${where} offset 0) x`;
/** Aid of a year that is over, entered since the day before. */
const lateTouches = `
select 'township|' || left(t.region, 9) || '|' || t.programme_id || '|' || t.year, t.position
from (${AID.map(since).join('\n  union all')}
) t
where length(t.region) = 12 and exists (select from audit.programme_version($2 - 1) v where v.programme_id = t.programme_id and ${social('v')})`;

const dutyTouches = `
select 'programme|' || v.programme_id, v.position from audit.programme_version($2 - 1) v where v.position >= $1
union all
select d.duty_id, x.position from audit.old_house_demolished($2 - 1) x
cross join lateral (select d.duty_id from audit.duty($2 - 1) d where d.stream_id = 'house-' || x.house_id and d.kind = 'demolish-old-house' offset 0) d
where x.position >= $1`;

const [SECOND, THIRD] = ['422899001202', '422899001203'];
const course = (terms: object = {}): StoryEvent => programme('p1', { allowedPurposes: ['training'], cadence: 'once', ownerDepartment: 'human-resources', eligibleClasses: ['household:registered', 'student'], ...terms });
const home = (id: string, region: string, status: HouseholdRegistered['status'] = 'registered'): StoryEvent =>
  said(`household-${id}`, HouseholdRegistered, { region, headRef: person(id), members: [{ personRef: person(id), relation: 'head' }], status, occurredOn: '2018-01-01' });
const homes = [home('li', VILLAGE), home('wang', SECOND)];
const trained = (who: string, region: string, on = '2018-06-01'): StoryEvent =>
  said(`benefit-t-${who}`, TrainingAttended, { region, personRef: person(who), programmeId: 'p1', courseId: 'c1', course: '电工', hours: 40, provider: '示例职校', occurredOn: on });
const yearOver = [dayEnded('2019-01-29'), dayEnded('2019-01-30')];
const students = said('register-s1', RegisterRowsEntered, { kind: 'student', region: COUNTY, rows: [{ change: 'added', personRef: person('li'), region: VILLAGE }, { change: 'added', personRef: person('wang'), region: SECOND }] });
const handedOver = said('register-s1', RegisterImported, { kind: 'student', region: COUNTY, source: '县教育局', asOf: '2018-02-28', count: 2, addedCount: 2, removedCount: 0, contentHash: '0'.repeat(64), occurredOn: '2018-03-01' });
const aidedStudent = (who: string, region: string): StoryEvent =>
  said(`benefit-s-${who}`, StudentAided, { region, personRef: person(who), programmeId: 'p1', schoolId: 's1', term: '2018-spring', tier: 'junior', amountFen: 50_000, registeredMatch: true, occurredOn: '2018-03-10' });
const moved = (on = '2018-03-01'): StoryEvent[] => [
  said('house-f1', RelocationTargeted, { region: VILLAGE, householdId: 'h1', programmeId: 'p9', listVersion: 'v1', persons: 3, settlement: 'concentrated', occurredOn: '2017-01-01' }),
  said('house-f1', RelocationSettled, { areaMilliM2: 75_000, persons: 3, selfRaisedFen: 0, ownDebtFen: 0, movedInOn: on, occurredOn: on }),
];

export default rule({
  code: 'A44',
  title: { zh: '政策未落实', en: 'A policy that did not arrive' },
  harm: 'process',
  basis: [
    { zh: '湖北省三年行动实施意见四(五)、(六)、(七):教育资助、健康扶贫、就业培训到村到户', en: 'Provincial three-year opinion, 4 (5) to (7): education, health and training reach every village' },
    { zh: '《财政违法行为处罚处分条例》第六条;按年度、同乡镇各村比较为 proposal', en: 'Regulation on penalties for fiscal violations, article 6; comparing the villages of a township by year is a proposal' },
    ...duties.map((duty) => duty.basis),
  ],
  parameters,
  query,
  touches: [closeTouches, lateTouches, dutyTouches, ...lackingTouches, dutiesSinceSql(kinds), dutiesInStepSql(clock, kinds)],
  indexes: [
    { table: 'household', columns: 'region, position' }, { table: 'register_row', columns: 'kind, region' }, { table: 'disbursement', columns: 'region, programme_id, benefit_from where attempt = 1' },
  ],
  sentence: (facts, of) => (of === 'a'
    ? {
      zh: `项目 ${String(facts['programme'])} ${String(facts['year'])} 年度在该村无人受益,而本村有符合条件的对象;同乡镇另有 ${String(facts['peers'])} 个村有符合条件的对象,其中 ${String(facts['withAid'])} 个村已有人受益,待核。`,
      en: `In ${String(facts['year'])} programme ${String(facts['programme'])} reached nobody in the village, although somebody there is eligible; of ${String(facts['peers'])} other villages of the township with anyone eligible it reached ${String(facts['withAid'])}. To be checked.`,
    }
    : {
      zh: `搬迁户于 ${String(facts['movedInOn'])} 入住,旧房应不迟于 ${String(facts['dueOn'])} 拆除,至 ${String(facts['endedOn'])} 未见拆除记录,待核。`,
      en: `The household moved in on ${String(facts['movedInOn'])}; its old house was to be taken down by ${String(facts['dueOn'])}, and by ${String(facts['endedOn'])} there is no record of it. To be checked.`,
    }),
  innocent: [
    { zh: '本村无符合条件的对象', en: 'nobody in the village is eligible' },
    { zh: '受益情况未及时登记', en: 'the aid was not entered in time' },
    { zh: '旧房经批准保留或另作他用', en: 'the old house was kept by permission' },
  ],
  mustAct: { zh: '业务主管部门', en: 'line department' },
  clears: { zh: '补登该年度的受益记录,或旧房拆除记录', en: 'aid of that year, or that the house was taken down, is entered' },
  flagged: [
    { told: 'a course reached the next village and not this one', events: [course(), ...homes, trained('wang', SECOND), ...yearOver], flags: [{ part: 'a', subject: `village:${VILLAGE}`, severity: 'notice' }] },
    { told: 'students of one village of two were aided', events: [course({ eligibleClasses: ['student'], ownerDepartment: 'education', allowedPurposes: ['household-subsidy'] }), handedOver, students, dayEnded('2018-03-02'), aidedStudent('li', VILLAGE), ...yearOver], flags: [{ part: 'a', subject: `village:${SECOND}`, severity: 'notice' }] },
    { told: 'an old house still stands a year after they moved in, over the end of February in a leap year', events: [...moved('2019-03-01'), dayEnded('2020-02-28'), dayEnded('2020-02-29')], flags: [{ part: 'b', subject: 'household:h1', severity: 'notice' }] },
  ],
  clean: [
    { told: 'the year has not been closed', events: [course(), ...homes, trained('wang', SECOND), dayEnded('2019-01-29')] },
    { told: 'nobody in the village is eligible', events: [course(), home('li', VILLAGE, 'removed'), home('wang', SECOND), trained('wang', SECOND), ...yearOver] },
    { told: 'it reached nobody in the township; and the next village lies in another one', events: [course(), ...homes, home('sun', '422899002201'), trained('sun', '422899002201'), ...yearOver] },
    { told: 'on the last day of the year somebody was trained; one of last year is entered late', events: [course(), ...homes, home('sun', THIRD), trained('wang', SECOND), trained('li', VILLAGE, '2018-12-31'), ...yearOver, trained('sun', THIRD, '2018-11-01'), dayEnded('2019-02-01')] },
    { told: 'paid by a list of the village', events: [course(), ...homes, trained('wang', SECOND), ...paidBatch('b1', '2018-05', '2018-05-10', [{ payee: 'li' }]), handedOver, ...yearOver] },
    { told: 'an item that is neither training, education nor health', events: [course({ allowedPurposes: ['production'], ownerDepartment: 'agriculture' }), ...homes, trained('wang', SECOND), ...yearOver] },
    { told: 'the terms do not say who is eligible; a register is not here: undecided, not silent', events: [course({ eligibleClasses: undefined }), programme('p2', { allowedPurposes: ['training'], eligibleClasses: ['student'] }), ...paidBatch('b1', '2018-05', '2018-05-10', [{ payee: 'li' }]), ...yearOver] },
    { told: 'the old house is taken down on the last day', events: [...moved(), dayEnded('2019-02-28'), said('house-f1', OldHouseDemolished, { reclaimed: true, occurredOn: '2019-03-01' }), dayEnded('2019-03-01')] },
  ],
});
