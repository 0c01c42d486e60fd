/** A05: does somebody draw aid who is on a payroll, in business, has a car or a bought house, or is none of those it is for? */
import { RelocationTargeted } from '../../../src/domain/house';
import { HouseholdRegistered, MemberLeft } from '../../../src/domain/household';
import { StatusMarked } from '../../../src/domain/household-status';
import { RegisterRowsEntered } from '../../../src/domain/register';
import { CLASS_KINDS, flawsOf, LINES_CONCERNED, MATCHED_KINDS, mayBeFlawed, onClosedList } from '../hard-flaw';
import { scopeQuery, scopeTouches } from '../register-scope';
import { within } from '../regions';
import { rule, yuan } from '../rule';
import { COUNTY, dayEnded, handedOver, paidBatch, person, programme, said, VILLAGE, type StoryEvent } from '../story';

const column = (nth: number): string => `split_part(p.subject, '|', ${String(nth)})`;
const [who, item, year] = [column(2), column(3), `${column(4)}::integer`];

/** A match before or after the payment is one, as long as it falls within the benefit period: the later of the two raises the flag. */
const payeeQuery = `
with found as materialized (
  select f.part, l.position, l.amount_fen, l.region, l.paid_on, min(f.matched_on) as matched_on, bool_or(f.own) as own, array_agg(distinct f.match_at order by f.match_at) as matches
  from audit.paid_line(p.at) l
  cross join lateral (${flawsOf('l')}) f
  where left(p.subject, 6) = 'payee|' and l.payee_ref = ${who} and l.programme_id = ${item} and l.benefit_from >= make_date(${year}, 1, 1) and l.benefit_from < make_date(${year} + 1, 1, 1)
  group by f.part, l.position, l.amount_fen, l.region, l.paid_on
)
select f.part, 'person' as subject_kind, ${who} as subject_id, ${item} || ' ' || ${year} as occurrence, case when f.part = 'f' then 'critical' else 'medium' end as severity,
  sum(f.amount_fen)::bigint as amount_fen, min(f.region) as region, max(f.paid_on) as read_on,
  array_agg(f.position order by f.position) || (select array_agg(distinct m.at order by m.at) from found o cross join lateral unnest(o.matches) m (at) where o.part = f.part) as evidence,
  jsonb_build_object('programme', ${item}, 'year', ${year}, 'amountFen', sum(f.amount_fen)::bigint, 'since', min(f.matched_on), 'own', bool_or(f.own)) as facts
from found f
group by f.part`;

/** Terms that say nothing of need, and a closed list that is not here, leave it undecided. */
const termsQuery = `
select '' as part, 'programme' as subject_kind, g.programme_id as subject_id, 'terms' as occurrence, null::text as severity, null::bigint as amount_fen, '' as region, g.effective_from as read_on,
  array[g.position] as evidence, jsonb_build_object('lacking', 'who is eligible') as facts
from (select g.* from audit.programme_version(p.at) g where left(p.subject, 6) = 'terms|' and g.programme_id = ${who} order by g.position desc limit 1) g
where g.targeted is null and g.eligible_classes is null and g.payee <> 'organisation'`;
const listQuery = `
select 'f' as part, 'programme' as subject_kind, ${item} as subject_id, ${who} as occurrence, null::text as severity, null::bigint as amount_fen, ${who} as region, b.occurred_on as read_on,
  array[b.position] as evidence, jsonb_build_object('lacking', 'closed list of relocation') as facts
from (
  select min(b.position) as position, min(b.occurred_on) as occurred_on from audit.batch(p.at) b cross join lateral audit.programme_on(p.at, b.programme_id, b.benefit_from) g
  where left(p.subject, 5) = 'list|' and b.programme_id = ${item} and ${within('b', who)} and 'relocation' = any(g.allowed_purposes) and g.payee = 'household'
) b
where b.position is not null and not ${onClosedList(who, item, 'p.at')}`;

/** What says nothing of need, classes or a closed list is paid to everybody: nothing to look at. */
const asks = `exists (select from audit.programme_version($2 - 1) v where v.programme_id = d.programme_id and (v.targeted or v.eligible_classes is not null or 'relocation' = any(v.allowed_purposes)))`;
const subjectOf = `'payee|' || d.payee_ref || '|' || d.programme_id || '|' || extract(year from d.benefit_from)`;
const paidOrBack = `
select ${subjectOf}, d.touched_at
from (
  select d.*, t.position as touched_at from (
    select s.batch_id, s.line, s.position from audit.settlement($2 - 1) s where s.position >= $1
    union all
    select r.batch_id, r.line, r.position from audit.line_return($2 - 1) r where r.position >= $1
  ) t
  cross join lateral (select d.* from audit.disbursement($2 - 1) d where d.batch_id = t.batch_id and d.line = t.line offset 0) d
) d
where ${asks} and ${mayBeFlawed('d', 'd.touched_at')}`;
const concerned = LINES_CONCERNED.map((lines) => `select ${subjectOf}, d.touched_at from (${lines}) d where ${asks}`);
const termsTouches = `
select 'terms|' || v.programme_id, v.position from audit.programme_version($2 - 1) v where v.position >= $1
union all
select 'list|' || left(b.region, 6) || '|' || b.programme_id, b.position from audit.batch($2 - 1) b
where b.position >= $1 and exists (select from audit.programme_version($2 - 1) v where v.programme_id = b.programme_id and 'relocation' = any(v.allowed_purposes))
union all
select distinct 'list|' || left(b.region, 6) || '|' || v.programme_id, v.position
from audit.programme_version($2 - 1) v cross join lateral (select b.region from audit.batch($2 - 1) b where b.programme_id = v.programme_id offset 0) b where v.position >= $1
union all
select 'list|' || left(o.region, 6) || '|' || o.programme_id, o.position from audit.relocation_target($2 - 1) o
where o.position >= $1 and not ${onClosedList('left(o.region, 6)', 'o.programme_id', 'o.position - 1')}`;

const FLAWS: Readonly<Record<string, { zh: string; en: string }>> = {
  a: { zh: '在财政供养人员名册内', en: 'on a public payroll' }, b: { zh: '为企业法定代表人、股东或经营者', en: 'in business' },
  c: { zh: '名下有车辆', en: 'owner of a vehicle' }, d: { zh: '名下有购置的房产', en: 'owner of a bought house' },
};

const relief = programme('p1', { targeted: true, eligibleClasses: ['household:registered', 'household:exited'] });
const family = (members: readonly string[], status: HouseholdRegistered['status'] = 'registered', on = '2018-01-01'): StoryEvent =>
  said('household-h1', HouseholdRegistered, { region: VILLAGE, headRef: person('li'), members: members.map((name, at) => ({ personRef: person(name), relation: at === 0 ? 'head' as const : 'child' as const })), status, occurredOn: on });
const couple = family(['li', 'wang']);
const may = paidBatch('b1', '2018-05', '2018-05-10', [{ payee: 'li', household: 'h1' }]);
const marked = (status: StatusMarked['status'], on: string): StoryEvent => said('household-h1', StatusMarked, { status, basis: '评议', occurredOn: on });
const row = { personRef: person('wang'), on: '2016-03-01' };
const car = (on: string): StoryEvent[] => handedOver('vehicle', [{ personRef: person('wang'), role: 'car', on }], '2018-06-30');
const moving = programme('p2', { payee: 'household', cadence: 'once', allowedPurposes: ['relocation'], targeted: true });
const listed = (id: string): StoryEvent => said(`house-${id}`, RelocationTargeted, { region: VILLAGE, householdId: id, programmeId: 'p2', listVersion: '2018-1', persons: 2, settlement: 'concentrated', occurredOn: '2018-02-01' });
const moved = paidBatch('b2', '2018-05', '2018-05-10', [{ payee: 'li', household: 'h1', amountFen: 5_000_000 }], { programmeId: 'p2' });
const disabledOnly = programme('p1', { targeted: true, eligibleClasses: ['disabled:grade-1'] });
const flag = (part: string): { part: string; subject: string; severity: 'medium'; amountFen: number } => ({ part, subject: `person:${person('li')}`, severity: 'medium', amountFen: 30_000 });

export default rule({
  code: 'A05',
  title: { zh: '不符合条件(硬伤)', en: 'Not eligible' },
  harm: 'eligibility',
  basis: [
    { zh: '《社会救助暂行办法》第九条、第十三条(家庭财产状况、动态管理)、第六十八条', en: 'Interim measures for social assistance, articles 9, 13 and 68' },
    { zh: '湖北省三年行动实施意见五(七):卡内无硬伤;四(三):精准锁定搬迁对象', en: 'Hubei three-year plan, part 5 (7): nobody in the register with a hard flaw; part 4 (3): the closed list of relocation' },
  ],
  parameters: [],
  query: [payeeQuery, termsQuery, listQuery, scopeQuery].map((part) => `select * from (${part}\n) part`).join('\nunion all\n'),
  touches: [paidOrBack, ...concerned, termsTouches, scopeTouches([...MATCHED_KINDS, ...CLASS_KINDS])],
  sentence: ({ programme: code, year: of, amountFen, since, own }, part) => {
    const paid = { zh: `项目 ${String(code)} ${String(of)} 年度发放 ${yuan(Number(amountFen))} 元`, en: `Programme ${String(code)} paid ${yuan(Number(amountFen))} yuan for ${String(of)}` };
    const flaw = FLAWS[part];
    if (flaw) {
      const whom = own ? { zh: '享受对象', en: 'The payee' } : { zh: '享受对象的家庭成员', en: 'A member of the payee’s household' };
      return { zh: `${paid.zh},${whom.zh}自 ${String(since)} 起${flaw.zh},待核。`, en: `${paid.en}. ${whom.en} is said to be ${flaw.en} since ${String(since)}. To be checked.` };
    }
    if (part === 'e') return { zh: `${paid.zh},受益期内享受对象不属于项目载明的任何一类,待核。`, en: `${paid.en}; in the benefit period the payee was of none of the classes the programme names. To be checked.` };
    return { zh: `${paid.zh},该户不在搬迁对象的锁定名单内,待核。`, en: `${paid.en}; the household does not stand in the closed list of relocation. To be checked.` };
  },
  innocent: [
    { zh: '重名', en: 'a namesake' },
    { zh: '农用车', en: 'a farm vehicle' },
    { zh: '继承的股份', en: 'an inherited share' },
    { zh: '已注销的企业', en: 'a firm that is no more' },
    { zh: '已分户的成年子女', en: 'an adult child in a household of its own' },
    { zh: '脱贫之后购置', en: 'bought after the household had left poverty' },
  ],
  mustAct: { zh: '扶贫办、民政部门会同村核实', en: 'poverty-relief office or civil affairs, with the village' },
  clears: { zh: '名册更正或登记终止日期,登记分户、类别或搬迁名单,或款项退回', en: 'the register is corrected or an end is entered, the split, the class or the list is entered, or the money comes back' },
  flagged: [
    { told: 'a member of the household is a teacher', events: [relief, couple, ...handedOver('payroll', [{ ...row, role: 'teacher' }]), ...may], flags: [flag('a')] },
    { told: 'the payee keeps a shop, said after the payment', events: [relief, couple, ...may, ...handedOver('enterprise', [{ personRef: person('li'), uscc: '92422801MA0000001B', role: 'owner', on: '2018-05-02' }])], flags: [flag('b')] },
    { told: 'a car bought on the last day of the benefit month, a leap day, after the payment', events: [relief, couple, ...paidBatch('b1', '2020-02', '2020-02-10', [{ payee: 'li', household: 'h1' }]), ...car('2020-02-29')], flags: [flag('c')] },
    { told: 'a flat without a date counts from the day the register describes; terms name need alone', events: [programme('p1', { targeted: true }), couple, ...handedOver('property', [{ personRef: person('wang'), role: 'housing' }], '2018-05-31'), ...may], flags: [flag('d')] },
    { told: 'the household was struck from the register in April', events: [relief, couple, marked('removed', '2018-04-20'), ...may], flags: [flag('e')] },
    { told: 'nobody in the register of the disabled, which was handed over the day before', events: [disabledOnly, couple, ...handedOver('disabled', []), dayEnded('2018-01-31'), ...may], flags: [flag('e')] },
    { told: 'relocation is paid to a household outside the closed list', events: [moving, listed('h2'), couple, ...moved], flags: [{ part: 'f', subject: `person:${person('li')}`, severity: 'critical', amountFen: 5_000_000 }] },
  ],
  clean: [
    {
      told: 'a namesake: the row is taken back',
      events: [relief, couple, ...handedOver('payroll', [row]), ...may, said('register-payroll', RegisterRowsEntered, { kind: 'payroll', region: COUNTY, rows: [{ change: 'removed', ...row }] })],
    },
    {
      told: 'a farm vehicle, a firm closed before, a co-operative, contract staff, a rural house',
      events: [
        relief, couple, ...handedOver('vehicle', [{ ...row, role: 'farm-vehicle' }]), ...handedOver('enterprise', [{ ...row, uscc: '91422801MA0000000A', role: 'shareholder', until: '2018-04-30' }, { ...row, uscc: '93422801MA00000004' }]),
        ...handedOver('payroll', [{ ...row, role: 'contract' }]), ...handedOver('property', [{ ...row, role: 'rural-house' }]), ...may,
      ],
    },
    { told: 'the adult child had left the household in April', events: [relief, couple, said('household-h1', MemberLeft, { personRef: person('wang'), cause: 'split', occurredOn: '2018-04-30' }), ...handedOver('payroll', [row]), ...may] },
    { told: 'the household left poverty in 2017 and bought a car in 2018', events: [relief, family(['li', 'wang'], 'registered', '2016-01-01'), marked('exited', '2017-12-31'), ...car('2018-03-01'), ...may] },
    { told: 'a car bought on the first of the month after', events: [relief, couple, ...may, ...car('2018-06-01')] },
    { told: 'an item for everybody', events: [programme('p1', { targeted: false }), couple, ...handedOver('payroll', [row]), ...may] },
    { told: 'in the closed list; of the class by the register, and while that is not here undecided', events: [moving, listed('h1'), couple, ...moved, disabledOnly, ...may, ...handedOver('disabled', [{ personRef: person('li'), role: 'grade-1', on: '2017-01-01' }]), dayEnded('2018-05-11')] },
    { told: 'back in the register on the last day of the year, paid for December', events: [relief, family(['li'], 'removed'), marked('registered', '2018-12-31'), ...paidBatch('b1', '2018-12', '2018-12-10', [{ payee: 'li', household: 'h1' }])] },
  ],
});
