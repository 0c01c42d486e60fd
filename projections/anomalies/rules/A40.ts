/** A40: was a household split to make another eligible one, close to a cadre or at the same address? */
import { HouseholdRegistered, HouseholdSplit, MemberAdded, MemberLeft, type Member } from '../../../src/domain/household';
import { StatusMarked } from '../../../src/domain/household-status';
import { ANY_CADRE, cadresNear, KIN_INDEXES, NEAR_TOUCHED } from '../kin';
import { covered, REGISTERS_BEGUN } from '../register-scope';
import { within } from '../regions';
import { reader, rule, type Parameter } from '../rule';
import { dayEnded, handedOver, person, said, VILLAGE, type StoryEvent } from '../story';

const parameters: readonly Parameter[] = [
  { name: 'splitDays', value: 180, unit: { zh: '日', en: 'days' }, basis: 'proposal', readAt: { zh: '新户登记日', en: 'the day the new household was registered' } },
];
const read = reader('A40', parameters);
const near = (row: string): string => `abs(${row}.occurred_on - h.occurred_on) <= h.split_days`;

/** Its members left another by a split, or the split names it. Whoever married, moved out for good or is a household of no aid is no matter. */
const query = `
select '' as part, 'household' as subject_kind, h.household_id as subject_id, 'split' as occurrence, case when k.position is not null or s.same_address then 'medium' end as severity, null::bigint as amount_fen,
  h.region, h.occurred_on as read_on, array_remove(s.positions || h.position || k.position, null) as evidence,
  jsonb_build_object('splitOn', s.split_on, 'registeredOn', h.occurred_on, 'sameAddress', s.same_address, 'nearCadre', k.position is not null) as facts
from (
  select h.household_id, h.region, h.occurred_on, h.position, ${read('splitDays', 'h.region', 'h.occurred_on')} as split_days
  from audit.household(p.at) h where h.household_id = p.subject and h.status not in ('removed', 'exited') order by h.position limit 1
) h
cross join lateral (
  select min(x.occurred_on) as split_on, array_agg(distinct x.position order by x.position) as positions, bool_or(x.same_address) as same_address, bool_or(x.same_address is null) as unsaid
  from (
    select m.position, m.occurred_on, (select t.same_address from audit.household_split(p.at) t where t.household_id = m.household_id and t.position = m.position limit 1) as same_address
    from audit.household_member(p.at) j
    join audit.household_member(p.at) m on m.person_ref = j.person_ref and m.household_id <> j.household_id and m.change = 'left' and m.cause = 'split'
    where j.household_id = h.household_id and j.change = 'joined' and j.cause = 'registered' and ${near('m')}
    union all
    select t.position, t.occurred_on, t.same_address from audit.household_split(p.at) t where t.to_household_id = h.household_id and ${near('t')}
  ) x
) s
cross join lateral (
  select min(c.position) as position
  from audit.household_member(p.at) w cross join lateral (${cadresNear('w.person_ref', 'h.region', 's.split_on')}) c
  where w.household_id = h.household_id and w.change = 'joined'
) k
where s.split_on is not null
  and coalesce((select e.status <> 'removed' from audit.household_status(p.at) e where e.household_id = h.household_id order by e.occurred_on desc, e.position desc limit 1), true)
  and not exists (select from audit.household_member(p.at) y where y.household_id = h.household_id and y.change = 'joined' and y.cause = 'marriage' and ${near('y')})
  and (k.position is not null or s.same_address or s.unsaid
    or not ${covered(`'cadre'`, 'left(h.region, 6)', 'p.at')} or not ${covered(`'kinship'`, 'left(h.region, 6)', 'p.at')})`;

/** Nearly every household came from no split: those are looked at no further. */
const split = (household: string): string => `(exists (select from audit.household_split($2 - 1) z where z.to_household_id = ${household})
  or exists (
    select from audit.household_member($2 - 1) j join audit.household_member($2 - 1) m on m.person_ref = j.person_ref and m.household_id <> j.household_id and m.change = 'left' and m.cause = 'split'
    where j.household_id = ${household} and j.cause = 'registered'))`;
const ofPersons = (persons: string): string => `
select x.household_id, t.position from (${persons}) t
cross join lateral (select distinct x.household_id from audit.household_member($2 - 1) x where x.person_ref = t.person_ref) x`;
const touches = `
select t.household_id, t.position
from (
  select h.household_id, h.position from audit.household($2 - 1) h where h.position >= $1
  union all
  select s.to_household_id, s.position from audit.household_split($2 - 1) s where s.position >= $1
  union all
  select e.household_id, e.position from audit.household_status($2 - 1) e where e.position >= $1
  union all
  select y.household_id, y.position from audit.household_member($2 - 1) y where y.position >= $1 and y.cause = 'marriage'
  union all ${ofPersons(`select m.person_ref, m.position from audit.household_member($2 - 1) m where m.position >= $1 and m.cause = 'split'`)}
  union all ${ofPersons(`select n.person_ref, n.position from ${ANY_CADRE} a cross join lateral (${NEAR_TOUCHED} offset 0) n`)}
) t
where ${split('t.household_id')}`;
const registerTouches = `
select t.household_id, t.known_at
from (
  select x.household_id, i.known_at
  from (${REGISTERS_BEGUN}) i
  cross join lateral (select m.person_ref from audit.household_member($2 - 1) m where m.cause = 'split' and ${within('m', 'i.region')} offset 0) m
  cross join lateral (select x.household_id from audit.household_member($2 - 1) x where x.person_ref = m.person_ref and x.change = 'joined' offset 0) x
  where i.kind in ('cadre', 'kinship')
  union all
  select x.to_household_id, i.known_at
  from (${REGISTERS_BEGUN}) i
  cross join lateral (select m.household_id from audit.household_member($2 - 1) m where m.cause = 'split' and ${within('m', 'i.region')} offset 0) m
  cross join lateral (select s.to_household_id from audit.household_split($2 - 1) s where s.household_id = m.household_id offset 0) x
  where i.kind in ('cadre', 'kinship')
) t`;

const home = (id: string, on: string, members: readonly Member[], status: HouseholdRegistered['status'] = 'registered'): StoryEvent =>
  said(`household-${id}`, HouseholdRegistered, { region: VILLAGE, headRef: members[0]?.personRef ?? '', members: [...members], status, occurredOn: on });
const old = home('h1', '2016-01-01', [{ personRef: person('li'), relation: 'head' }, { personRef: person('wang'), relation: 'child' }]);
const young = (on: string, status: HouseholdRegistered['status'] = 'registered'): StoryEvent => home('h2', on, [{ personRef: person('wang'), relation: 'head' }], status);
const splitOn = (on: string, sameAddress?: boolean): StoryEvent =>
  said('household-h1', HouseholdSplit, { toHouseholdId: 'h2', personRefs: [person('wang')], reason: '分户', occurredOn: on, ...(sameAddress !== undefined && { sameAddress }) });
const cadres = (name: string): StoryEvent[] => [...handedOver('cadre', [{ personRef: person(name), role: 'director', region: VILLAGE, on: '2015-01-01' }]), ...handedOver('kinship', []), dayEnded('2018-01-31')];
const flags = [{ subject: 'household:h2', severity: 'medium' as const }];

export default rule({
  code: 'A40',
  title: { zh: '拆户分户', en: 'Household split for aid' },
  harm: 'eligibility',
  basis: [
    { zh: '《社会救助暂行办法》第十一条(以共同生活的家庭成员为单位)、第六十八条', en: 'Interim measures for social assistance, articles 11 (those who live together are one household) and 68' },
    { zh: '国开办发〔2014〕24号《扶贫开发建档立卡工作方案》(以户为单位识别);天数为 proposal', en: 'Guokaibanfa [2014] 24 on the register: a household is judged as a whole; the number of days is a proposal' },
  ],
  parameters,
  query,
  touches: [touches, registerTouches],
  indexes: [...KIN_INDEXES, { table: 'household_member', columns: `region where cause = 'split'` }],
  sentence: ({ splitOn: on, registeredOn, sameAddress, nearCadre }) => {
    const why = [...(sameAddress ? [{ zh: '两户仍居同一住址', en: 'both live on at one address' }] : []), ...(nearCadre ? [{ zh: '与在任村镇干部有近亲属关系', en: 'it is next of kin to a cadre in office' }] : [])];
    return {
      zh: `该户于 ${String(on)} 从他户分出,${String(registeredOn)} 登记为新的享受对象,${why.map(({ zh }) => zh).join(',且')},待核。`,
      en: `The household was split off on ${String(on)} and registered as an eligible one on ${String(registeredOn)}; ${why.map(({ en }) => en).join(', and ')}. To be checked.`,
    };
  },
  innocent: [{ zh: '因婚嫁分户', en: 'a marriage' }, { zh: '确已分开居住、生活', en: 'they do live apart' }],
  mustAct: { zh: '公安户籍部门会同村核实', en: 'household registration (police), with the village' },
  clears: { zh: '登记婚嫁,或将新户剔除', en: 'the marriage is entered, or the new household is struck from the register' },
  flagged: [
    { told: 'a hundred and eighty days before the registration, both at one address', events: [old, splitOn('2018-01-01', true), young('2018-06-30')], flags },
    { told: 'living apart, but the father is director of the village; the split is told after the registration', events: [old, ...cadres('li'), young('2018-02-01'), splitOn('2018-03-01', false)], flags },
    { told: 'the member just left, by a split, and is a cadre’s child by the household’s own list', events: [old, ...cadres('li'), said('household-h1', MemberLeft, { personRef: person('wang'), cause: 'split', occurredOn: '2018-02-01' }), young('2018-03-01', 'low-income')], flags },
  ],
  clean: [
    { told: 'they married', events: [old, splitOn('2018-01-01', true), young('2018-02-01'), said('household-h2', MemberAdded, { personRef: person('zhao'), relation: 'spouse', cause: 'marriage', occurredOn: '2018-01-20' })] },
    { told: 'they live apart, and no cadre is near', events: [old, ...cadres('sun'), splitOn('2018-01-01', false), young('2018-02-01')] },
    { told: 'a hundred and eighty-one days before', events: [old, splitOn('2018-01-01', true), young('2018-07-01')] },
    { told: 'the new household was struck from the register again', events: [old, splitOn('2018-01-01', true), young('2018-02-01'), said('household-h2', StatusMarked, { status: 'removed', basis: '复核', occurredOn: '2018-05-01' })] },
    { told: 'nobody said where they live, and no register of cadres is here: undecided, not silent', events: [old, splitOn('2018-01-01'), young('2018-02-01')] },
  ],
});
