/** A18: is somebody who was granted an allowance, or stands in a class that an item is for, forgotten: no line, no aid, no answer? */
import { AllowanceEnded, AllowanceGranted, PremiumPaidOnBehalf, StudentAided } from '../../../src/domain/benefit-events';
import { MemberAdded, MemberDied, MemberLeft } from '../../../src/domain/household';
import { AidDeclined, BenefitRefused } from '../../../src/domain/household-status';
import { RegisterImported, RegisterRowsEntered, type RegisterRow } from '../../../src/domain/register';
import type { Clock } from '../day-steps';
import { eligibleTouches, enteredOnSql, forAllSql, goneSql, isHousehold, isPerson, item, lackingQuery, lackingTouches, reachedSql, ROSTERS, standsSql, who } from '../eligible-set';
import { firstOfMonthSql, grantsSql, monthSql } from '../granted-months';
import { reader, rule, type Parameter } from '../rule';
import { COUNTY, dayEnded, household, paidBatch, person, programme, said, VILLAGE, type StoryEvent } from '../story';

const WAIT = { name: 'waitDays', value: 60 };
const parameters: readonly Parameter[] = [
  { ...WAIT, unit: { zh: '日', en: 'days' }, basis: 'proposal', readAt: { zh: '进入应享受范围之日', en: 'the day they came into the eligible set' } },
];
const read = reader('A18', parameters);
const clock: Clock = { rule: 'A18', limits: [WAIT] };
const grants = grantsSql('p.at', 'a.*', `a.change = 'granted'`, {
  person: `${isPerson} and a.person_ref = ${who} and a.programme_id = ${item}`, household: `${isHousehold} and a.household_id = ${who} and a.programme_id = ${item}`,
});

/** Granted: from the decision on, or from the change-over; as long as the grant lasts. */
const grantedSets = `
select 'a' as part, 'granted' as class, a.position as said_at, a.region, greatest(a.from_month, a.occurred_on, case when a.campaign is not null then ${enteredOnSql('a.position')} end) as start_on,
  ${firstOfMonthSql(`(${monthSql('l.last_month')} + 1)`)} - 1 as until_on
from (${grants}) a
cross join lateral (
  select least(a.until_month, (
    select min(x.until_month) from audit.allowance(p.at) x where x.benefit_id = a.benefit_id and x.change = 'ended' and x.programme_id = a.programme_id and x.position > a.position and x.until_month >= a.from_month)) as last_month offset 0
) l`;
/** Where the programme's region reaches: by the household last joined, else by the row. */
const ofRegion = (region: string): string => `starts_with(${region}, g.region)`;
const livesIn = `coalesce((select m.region from audit.household_member(p.at) m where m.person_ref = ${who} and m.change = 'joined' order by m.position desc, m.ordinal desc limit 1), r.region)`;
/** In a class: from the day the ledger knows it, and the item is for it. Whoever was granted is judged by the grant. */
const isForSince = (named: string): string => `(select min(x.effective_from) from audit.programme_version(p.at) x where x.programme_id = ${item} and ${named})`;
const classSets = `
select 'b', r.kind || coalesce(':' || r.role, ''), r.position, r.region, n.start_on, r.until_date
from terms g cross join audit.register_row(p.at) r cross join lateral (select greatest(${enteredOnSql('r.position')}, ${isForSince(`(r.kind = any(x.eligible_classes) or r.kind || ':' || r.role = any(x.eligible_classes))`)}) as start_on offset 0) n
where ${isPerson} and r.person_ref = ${who} and r.kind in (${ROSTERS.map((kind) => `'${kind}'`).join(', ')}) and ${standsSql('r', 'g.eligible_classes')} and coalesce(r.on_date, n.start_on) <= n.start_on and ${ofRegion(livesIn)}
union all
select 'b', 'household:' || s.status, s.position, s.region, greatest(${enteredOnSql('s.position')}, ${isForSince(`'household:' || s.status = any(x.eligible_classes)`)}), s.policy_until
from terms g
cross join lateral (select s.* from audit.household_status(p.at) s where ${isHousehold} and s.household_id = ${who} order by s.occurred_on desc, s.position desc limit 1) s
where 'household:' || s.status = any(g.eligible_classes) and ${ofRegion('s.region')}`;

const query = `
select * from (
  with ended as materialized (
    select e.occurred_on, e.position from audit.day_end(p.at) e where ${isPerson} or ${isHousehold} order by e.position desc limit 1
  ), terms as materialized (
    select g.eligible_classes, g.region from ended e cross join lateral audit.programme_on(p.at, ${item}, e.occurred_on) g where ${forAllSql('g')}
  )
  select v.part, case when ${isHousehold} then 'household' else 'person' end as subject_kind, ${who} as subject_id, ${item} as occurrence, 'medium' as severity, null::bigint as amount_fen, v.region,
    v.start_on as read_on, array[v.said_at, e.position] as evidence, jsonb_build_object('programme', ${item}, 'class', v.class, 'startOn', v.start_on, 'endedOn', e.occurred_on, 'days', e.occurred_on - v.start_on) as facts
  from ended e
  cross join lateral (
    select v.* from (
      ${grantedSets}
      union all
      select c.* from (${classSets}) c where not exists (${grants})
    ) v
    cross join lateral (select v.start_on + ${read('waitDays', 'v.region', 'v.start_on')}::integer as due_on offset 0) n
    where e.occurred_on >= n.due_on and (v.until_on is null or v.until_on >= n.due_on)
    order by v.start_on, v.said_at limit 1
  ) v
  where not ${reachedSql} and not ${goneSql}
) judged
union all
${lackingQuery}`;

const low = (terms: object = {}): StoryEvent => programme('p1', { eligibleClasses: ['low-income:low-income', 'household:low-income'], ...terms });
const rows = (...of: Partial<RegisterRow>[]): StoryEvent =>
  said('register-r1', RegisterRowsEntered, { kind: 'low-income', region: COUNTY, rows: of.map((row) => ({ change: 'added' as const, personRef: person('li'), role: 'low-income', region: VILLAGE, ...row })) });
const imported = said('register-r1', RegisterImported, { kind: 'low-income', region: COUNTY, source: '县民政局', asOf: '2018-02-28', count: 1, addedCount: 1, removedCount: 0, contentHash: '0'.repeat(64), occurredOn: '2018-03-01' });
const of = { region: VILLAGE, personRef: person('li'), programmeId: 'p1' };
const grant = (terms: Partial<AllowanceGranted> = {}): StoryEvent => said('benefit-g1', AllowanceGranted, { ...of, from: '2018-03', amountPerMonthFen: 30_000, occurredOn: '2018-03-01', ...terms });
const li = `person:${person('li')}`;
const listed = [low(), imported, dayEnded('2018-02-28'), rows({})];
const aMay = dayEnded('2018-04-30');

export default rule({
  code: 'A18',
  title: { zh: '应保未保、漏发', en: 'Left out' },
  harm: 'eligibility',
  basis: [
    { zh: '《社会救助暂行办法》第六十六条;湖北省三年行动实施意见四(九):农村低保应保尽保', en: 'Interim measures for social assistance, article 66; provincial three-year opinion, 4 (9): whoever is entitled is covered' },
    { zh: '湖北省三年行动实施意见四(五):建档立卡学生资助全部纳入;天数为 proposal', en: 'Provincial three-year opinion, 4 (5): every registered student is aided; the days are a proposal' },
  ],
  parameters,
  query,
  touches: [...eligibleTouches(clock), ...lackingTouches],
  indexes: [
    { table: 'allowance', columns: 'benefit_id' }, { table: 'allowance', columns: 'from_month where from_month is not null' }, { table: 'allowance', columns: 'occurred_on, position' }, { table: 'register_row', columns: 'kind, position' },
  ],
  sentence: ({ programme: code, class: of, startOn, endedOn, days }, part) => (part === 'a'
    ? {
      zh: `项目 ${String(code)} 的待遇自 ${String(startOn)} 起已核定,至 ${String(endedOn)} 已 ${String(days)} 日,未见任何发放明细,也未见不予享受的答复,待核。`,
      en: `An allowance of programme ${String(code)} is granted since ${String(startOn)}; by ${String(endedOn)}, ${String(days)} days later, there is no line and no answer that it was refused. To be checked.`,
    }
    : {
      zh: `自 ${String(startOn)} 起属于项目 ${String(code)} 的应享受范围(${String(of)}),至 ${String(endedOn)} 已 ${String(days)} 日,未见发放、资助或不予享受的答复,待核。`,
      en: `Since ${String(startOn)} of a class that programme ${String(code)} is for (${String(of)}); by ${String(endedOn)}, ${String(days)} days later, there is no line, no aid and no answer. To be checked.`,
    }),
  innocent: [
    { zh: '已在其他项目或外地申请', en: 'applied for elsewhere' },
    { zh: '经审核不予享受,或本人放弃', en: 'refused by an office, or declined by the person' },
    { zh: '已迁出、死亡', en: 'moved away or died' },
  ],
  mustAct: { zh: '业务主管部门、民政部门', en: 'line department, civil affairs' },
  clears: { zh: '纳入发放,或登记不予享受的答复、本人放弃、迁出或死亡', en: 'they are paid, or a refusal, a declining, a move or a death is entered' },
  flagged: [
    { told: 'granted in March, on no list by the sixtieth day', events: [low(), grant(), dayEnded('2018-04-29'), aMay], flags: [{ part: 'a', subject: li, severity: 'medium' }] },
    { told: 'a whole household was granted it', events: [low(), grant({ personRef: undefined, householdId: 'h1' }), aMay], flags: [{ part: 'a', subject: 'household:h1', severity: 'medium' }] },
    { told: 'a grant brought over from another system counts from the change-over, over the end of February in a leap year', events: [low(), dayEnded('2019-12-31'), grant({ from: '2018-01', occurredOn: '2018-01-01', campaign: 'takeover' }), dayEnded('2020-02-29'), dayEnded('2020-03-01')], flags: [{ part: 'a', subject: li, severity: 'medium' }] },
    { told: 'in the register of civil affairs for sixty days', events: [...listed, dayEnded('2018-04-29'), aMay], flags: [{ part: 'b', subject: li, severity: 'medium' }] },
    { told: 'the item began in April, for those who stood in the register already', events: [low({ effectiveFrom: '2018-04-01' }), imported, dayEnded('2018-02-28'), rows({}), dayEnded('2018-05-30'), dayEnded('2018-05-31')], flags: [{ part: 'b', subject: li, severity: 'medium' }] },
    { told: 'a household of a class that the item is for; a member who left it does not matter', events: [low({ eligibleClasses: ['household:registered'] }), dayEnded('2018-02-28'), ...household('h1', 'li'), aMay], flags: [{ part: 'b', subject: 'household:h1', severity: 'medium' }] },
  ],
  clean: [
    { told: 'the fifty-ninth day', events: [...listed, dayEnded('2018-04-29')] },
    { told: 'on a list, which the bank has yet to pay', events: [...listed, ...paidBatch('b1', '2018-04', '2018-04-10', [{ payee: 'li' }]).slice(0, 2), aMay] },
    { told: 'refused by the office; another declined', events: [...listed, rows({ personRef: person('wang') }), said('household-h1', BenefitRefused, { personRef: person('li'), programmeId: 'p1', reason: '收入超标', occurredOn: '2018-03-20' }), said('household-h2', AidDeclined, { personRef: person('wang'), programmeId: 'p1', reason: '自愿放弃', occurredOn: '2018-03-20' }), aMay] },
    { told: 'the whole household was refused', events: [...listed, ...household('h1', 'li'), said('household-h1', BenefitRefused, { programmeId: 'p1', reason: '收入超标', occurredOn: '2018-03-20' }), aMay] },
    { told: 'one moved away, one died', events: [...listed, rows({ personRef: person('wang') }), ...household('h1', 'li'), said('household-h1', MemberLeft, { personRef: person('li'), cause: 'other', occurredOn: '2018-03-20' }), said('household-h2', MemberDied, { personRef: person('wang'), source: 'village', occurredOn: '2018-03-20' }), aMay] },
    { told: 'out of the register again; the grant ended before sixty days were over', events: [...listed, rows({ change: 'removed' }), grant({ personRef: person('wang') }), said('benefit-g1', AllowanceEnded, { programmeId: 'p1', until: '2018-03', reason: '收入提高', occurredOn: '2018-04-01' }), aMay] },
    { told: 'a student aided at school, a premium paid straight to the insurance', events: [low({ cadence: 'yearly', eligibleClasses: ['low-income'] }), dayEnded('2018-02-28'), rows({}, { personRef: person('wang') }), said('benefit-s1', StudentAided, { ...of, schoolId: 's1', term: '2018-spring', tier: 'junior', amountFen: 50_000, registeredMatch: true, occurredOn: '2018-03-10' }), said('benefit-i1', PremiumPaidOnBehalf, { ...of, personRef: person('wang'), insurance: 'pension', year: 2018, tierFen: 10_000, paidFen: 10_000, occurredOn: '2018-03-10' }), aMay] },
    { told: 'the household’s item is paid to another member', events: [low({ payee: 'household', eligibleClasses: ['low-income', 'household:registered'] }), dayEnded('2018-02-28'), ...household('h1', 'li'), said('household-h1', MemberAdded, { personRef: person('son'), relation: 'child', cause: 'birth', occurredOn: '2018-03-01' }), rows({ personRef: person('son') }), ...paidBatch('b1', '2018-04', '2018-04-10', [{ payee: 'li', household: 'h1' }]), aMay] },
    { told: 'the certificate ran out before the programme began', events: [low({ effectiveFrom: '2018-04-01' }), dayEnded('2018-02-28'), rows({ until: '2018-03-31' }), dayEnded('2018-03-02'), dayEnded('2018-05-10')] },
    { told: 'another village’s programme is for its own people', events: [low({ region: '422899001299' }), ...listed.slice(1), aMay] },
    { told: 'a post, a course, a house: there are only so many', events: [low({ allowedPurposes: ['wage-of-post'] }), programme('p2', { cadence: 'once', eligibleClasses: ['low-income'] }), programme('p3', { headsCap: 10, eligibleClasses: ['low-income'] }), dayEnded('2018-02-28'), rows({}), aMay] },
    { told: 'the item begins on the day after the last that he was in the register', events: [low({ effectiveFrom: '2018-07-01' }), imported, dayEnded('2018-02-28'), rows({ until: '2018-06-30' }), aMay, dayEnded('2018-08-29'), dayEnded('2018-10-01')] },
    { told: 'an item of the next county, and one of the next village', events: [low({ region: '422822' }), programme('p2', { region: '422899001209', eligibleClasses: ['household:registered'] }), imported, dayEnded('2018-02-28'), rows({}), ...household('h1', 'wang'), aMay] },
    { told: 'the register is not here: undecided, not silent', events: [low(), ...paidBatch('b1', '2018-04', '2018-04-10', [{ payee: 'wang' }]), aMay] },
  ],
});
