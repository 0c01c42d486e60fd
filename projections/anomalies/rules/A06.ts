/** A06: was aid approved for a cadre of the village or township, or for their next of kin, though something is wrong with it? */
import { HouseholdRegistered, type Member } from '../../../src/domain/household';
import { RosterSealed } from '../../../src/domain/roster';
import { flawsOf, LINES_CONCERNED } from '../hard-flaw';
import { ANY_CADRE, cadresNear, KIN_INDEXES, mayBeNear, NEAR_TOUCHED } from '../kin';
import { scopeQuery, scopeTouches } from '../register-scope';
import { within } from '../regions';
import { reader, rule, yuan, type Parameter } from '../rule';
import { approved, dayEnded, handedOver, household, paidBatch, person, programme, rosterPosted, said, VILLAGE, type StoryEvent } from '../story';

const readAt = { zh: '批准日', en: 'the day of approval' };
const parameters: readonly Parameter[] = [
  { name: 'baseTimes', value: 3, unit: { zh: '倍', en: 'times the share in the village' }, basis: 'proposal', readAt },
  { name: 'persons', value: 5, unit: { zh: '人', en: 'persons' }, basis: 'proposal', readAt },
];
const read = reader('A06', parameters);
const column = (nth: number): string => `split_part(p.subject, '|', ${String(nth)})`;

/** The lines a checker approved: in office must be who is in office when the roster is sealed, or else when the batch is approved. */
const approvedLines = (batches: string): string => `
select d.batch_id, d.line, d.position, d.payee_ref, d.household_id, d.programme_id, d.benefit_from, d.benefit_to, d.batch_region, d.region, d.amount_fen, b.roster_id, k.approved_at,
  coalesce((select min(s.occurred_on) from audit.act(p.at) s where s.stream_id = 'roster-' || b.roster_id and s.type = 'RosterSealed'), k.approved_on) as approved_on
from audit.batch(p.at) b
cross join lateral (
  select a.position as approved_at, a.occurred_on as approved_on from audit.act(p.at) a where a.stream_id = 'batch-' || b.batch_id and a.type = 'BatchApproved' order by a.position limit 1) k
join audit.disbursement(p.at) d on d.batch_id = b.batch_id and d.attempt = 1 and d.position < k.approved_at
where ${batches}`;

/** Hung before it was approved, on a board or where disclosures hang; not where the programme asks for none, nor for urgent relief. */
const unposted = `
(select g.roster_posting_days > 0 and not g.urgent_relief from audit.programme_on(p.at, l.programme_id, l.benefit_from) g)
  and not exists (select from audit.roster_posting(p.at) r where r.roster_id = l.roster_id and r.shown_from <= l.approved_on)
  and not exists (select from audit.disclosure(p.at) x where x.stream_id = 'roster-' || l.roster_id and x.item = 'roster' and greatest(x.occurred_on, x.shown_from) <= l.approved_on)`;

const payeeQuery = `
select 'a' as part, 'person' as subject_kind, v.payee_ref as subject_id, v.batch_id as occurrence, case when bool_or(v.flaws is not null) then 'high' else 'medium' end as severity,
  sum(v.amount_fen)::bigint as amount_fen, min(v.region) as region, v.approved_on as read_on,
  array_agg(v.position order by v.position) || v.approved_at || min(v.near) || coalesce(min(v.flaws), '{}'::bigint[]) as evidence,
  jsonb_build_object('programme', min(v.programme_id), 'approvedOn', v.approved_on, 'amountFen', sum(v.amount_fen)::bigint, 'own', bool_or(v.own), 'flawed', bool_or(v.flaws is not null), 'unposted', bool_or(v.unposted)) as facts
from (
  select l.*, n.near, n.own, ${unposted} as unposted, (select array_agg(distinct f.match_at order by f.match_at) from (${flawsOf('l')}) f) as flaws
  from (${approvedLines(`left(p.subject, 6) = 'batch|' and b.batch_id = ${column(2)} and d.payee_ref = ${column(3)}`)}) l
  cross join lateral (select min(c.position) as near, bool_or(c.own) as own from (${cadresNear('l.payee_ref', 'l.region', 'l.approved_on')}) c) n
  where n.near is not null
) v
where v.flaws is not null or v.unposted
group by v.payee_ref, v.batch_id, v.approved_on, v.approved_at`;

/** The share of kin in a roster against that among the households registered where it was made; where none is registered, nobody can say. */
const rosterQuery = `
select 'b' as part, 'roster' as subject_kind, ${column(2)} as subject_id, 'share' as occurrence, case when h.households = 0 then null when z.flawed then 'high' else 'medium' end as severity,
  z.amount_fen, s.region, z.read_on, z.evidence,
  jsonb_build_object('kin', z.kin, 'persons', z.persons, 'kinHouseholds', h.near, 'households', h.households, 'programme', s.programme_id) as facts
from (select s.region, s.programme_id from audit.roster_seal(p.at) s where left(p.subject, 7) = 'roster|' and s.roster_id = ${column(2)} order by s.position limit 1) s
cross join lateral (
  select count(distinct l.payee_ref) as persons, count(distinct l.payee_ref) filter (where l.near is not null) as kin, (sum(l.amount_fen) filter (where l.near is not null))::bigint as amount_fen,
    coalesce(bool_or(l.near is not null and exists (${flawsOf('l')})), false) as flawed, max(l.approved_on) as read_on, min(l.batch_region) as paying_region,
    (array_agg(l.position order by l.position) filter (where l.near is not null)) || max(l.approved_at) as evidence
  from (
    select l.*, (select min(c.position) from (${cadresNear('l.payee_ref', 'l.region', 'l.approved_on')}) c) as near
    from (${approvedLines(`b.roster_id = ${column(2)}`)}) l
  ) l
) z
cross join lateral (
  select count(*) as households, count(*) filter (where o.near) as near
  from (
    select h.household_id, exists (
      select from audit.household_member(p.at) w where w.household_id = h.household_id and w.change = 'joined' and exists (${cadresNear('w.person_ref', 'h.region', 'z.read_on')})) as near
    from audit.household(p.at) h where ${within('h', 's.region')}
  ) o
) h
where z.kin >= greatest(${read('persons', 'z.paying_region', 'z.read_on')}, 1)
  and (h.households = 0 or z.kin * h.households > ${read('baseTimes', 'z.paying_region', 'z.read_on')} * h.near * z.persons)`;

/** Every list of lines passes by whoever is no cadre and next of kin to none. */
const subjectsOf = (lines: string): string => `
select x.subject, d.touched_at
from ${ANY_CADRE} a
cross join lateral (${lines} offset 0) d
cross join lateral (
  select 'batch|' || d.batch_id || '|' || d.payee_ref
  union all
  select 'roster|' || b.roster_id from audit.batch($2 - 1) b where b.batch_id = d.batch_id and b.roster_id is not null
) x (subject)
where ${mayBeNear('d.payee_ref', 'd.touched_at')}`;
const ofBatches = `
select d.batch_id, d.payee_ref, t.position as touched_at
from (
  select a.subject_id as batch_id, a.position from audit.act($2 - 1) a where a.position >= $1 and a.type = 'BatchApproved'
  union all
  select b.batch_id, v.position from audit.programme_version($2 - 1) v cross join lateral (select b.batch_id from audit.batch($2 - 1) b where b.programme_id = v.programme_id offset 0) b where v.position >= $1
  union all
  select b.batch_id, t.position
  from (
    select a.subject_id as roster_id, a.position from audit.act($2 - 1) a where a.position >= $1 and a.type = 'RosterSealed'
    union all
    select s.roster_id, s.position from audit.roster_seal($2 - 1) s where s.position >= $1
    union all
    select r.roster_id, r.position from audit.roster_posting($2 - 1) r where r.position >= $1
    union all
    select substr(x.stream_id, 8), x.position from audit.disclosure($2 - 1) x where x.position >= $1 and starts_with(x.stream_id, 'roster-')
  ) t
  cross join lateral (select b.batch_id from audit.batch($2 - 1) b where b.roster_id = t.roster_id offset 0) b
) t
cross join lateral (select d.batch_id, d.payee_ref from audit.disbursement(t.position) d where d.batch_id = t.batch_id and d.attempt = 1 offset 0) d`;
const ofPeople = `
select d.batch_id, d.payee_ref, t.position as touched_at
from (${NEAR_TOUCHED}) t
cross join lateral (select d.batch_id, d.payee_ref from audit.disbursement(t.position) d where d.payee_ref = t.person_ref and d.attempt = 1 offset 0) d`;

/** A household more in a village, or one more of kin to its cadres, changes the share the rosters made there are held against. */
const ofBase = `
select 'roster|' || s.roster_id, t.position
from ${ANY_CADRE} a
cross join lateral (
  select h.region, h.position from audit.household($2 - 1) h where h.position >= $1
  union
  select h.region, t.position
  from (${NEAR_TOUCHED}) t
  cross join lateral (select distinct m.household_id from audit.household_member(t.position) m where m.person_ref = t.person_ref) m
  cross join lateral (select h.region from audit.household(t.position) h where h.household_id = m.household_id offset 0) h
) t
cross join lateral (select s.roster_id from audit.roster_seal($2 - 1) s where s.region in (t.region, left(t.region, 9), left(t.region, 6)) offset 0) s`;

const relief = programme('p1', { targeted: true, eligibleClasses: ['household:registered'] });
const secretary = handedOver('cadre', [{ personRef: person('cadre'), role: 'secretary', region: VILLAGE, on: '2017-01-01' }]);
const kinship = (...names: string[]): StoryEvent[] => handedOver('kinship', names.map((name) => ({ personRef: person('cadre'), otherRef: person(name), role: 'sibling' })));
const car = (name: string): StoryEvent[] => handedOver('vehicle', [{ personRef: person(name), role: 'car', on: '2017-05-01' }]);
const posting = rosterPosted('r1', '2018-04-20', '2018-04-29');
const sealed = (on: string): StoryEvent => said('roster-r1', RosterSealed, { count: 1, totalFen: 30_000, contentHash: '0'.repeat(64), occurredOn: on });
const batch = (payees: readonly string[], of: { roster?: string } = { roster: 'r1' }): StoryEvent[] => [
  ...paidBatch('b1', '2018-05', '2018-05-10', payees.map((payee) => ({ payee, household: `h-${payee}` })), of.roster === undefined ? {} : { rosterId: of.roster }).filter(({ type }) => type !== 'DisbursementSettled'),
  approved('b1', '2018-05-08'),
];
const living = (...names: string[]): StoryEvent[] => names.flatMap((name) => household(`h-${name}`, name));
const together = (members: readonly Member[]): StoryEvent =>
  said('household-h-li', HouseholdRegistered, { region: VILLAGE, headRef: person('li'), members: [...members], status: 'registered', occurredOn: '2018-01-01' });
const kin = ['k1', 'k2', 'k3', 'k4', 'k5'];
/** Fifty other households of the village: five of kin are a tenth of sixty. */
const village = (others: number): StoryEvent[] => [...living(...kin), ...living(...Array.from({ length: others }, (_, nth) => `n${String(nth)}`))];
const flag = (severity: 'high' | 'medium', who = 'li'): { part: string; subject: string; severity: 'high' | 'medium'; amountFen: number } => ({ part: 'a', subject: `person:${person(who)}`, severity, amountFen: 30_000 });

export default rule({
  code: 'A06',
  title: { zh: '优亲厚友', en: 'Aid for cadres and their kin' },
  harm: 'eligibility',
  basis: [
    { zh: '《中国共产党纪律处分条例》(2018)第一百一十二条(在救助等事项中优亲厚友)', en: 'Regulation on party discipline (2018), article 112: favouring relatives and friends in aid' },
    { zh: '《社会救助暂行办法》第六十六条;国开办发〔2018〕11号(公示)', en: 'Interim measures for social assistance, article 66; Guokaibanfa [2018] 11 on posting' },
  ],
  parameters,
  query: [payeeQuery, rosterQuery, scopeQuery].map((part) => `select * from (${part}\n) part`).join('\nunion all\n'),
  touches: [subjectsOf(ofBatches), subjectsOf(ofPeople), ...LINES_CONCERNED.map(subjectsOf), ofBase, scopeTouches(['cadre', 'kinship'])],
  indexes: [...KIN_INDEXES, { table: 'household', columns: 'region, position' }, { table: 'roster_seal', columns: 'region' }],
  sentence: ({ programme: item, approvedOn, amountFen, own, flawed, unposted: hidden, kin: near, persons, kinHouseholds, households }, part) => {
    if (part === 'b') {
      return {
        zh: `项目 ${String(item)} 的花名册 ${String(persons)} 人中有 ${String(near)} 人为在任村镇干部或其近亲属,当地登记的 ${String(households)} 户中有 ${String(kinHouseholds)} 户,待核。`,
        en: `Of the ${String(persons)} persons in a roster of programme ${String(item)}, ${String(near)} are cadres in office or their next of kin; so are ${String(kinHouseholds)} of the ${String(households)} households registered there. To be checked.`,
      };
    }
    const whom = own ? { zh: '在任村镇干部', en: 'a cadre in office' } : { zh: '在任村镇干部的近亲属', en: 'next of kin to a cadre in office' };
    const why = [...(flawed ? [{ zh: '名册比对疑有不符合条件的情形', en: 'registers say that the payee may not be eligible' }] : []), ...(hidden ? [{ zh: '批准前未见公示', en: 'no posting before approval is on record' }] : [])];
    return {
      zh: `项目 ${String(item)} 于 ${String(approvedOn)} 批准向${whom.zh}发放 ${yuan(Number(amountFen))} 元,${why.map(({ zh }) => zh).join(',且')},待核。`,
      en: `Programme ${String(item)}: ${yuan(Number(amountFen))} yuan for ${whom.en} were approved on ${String(approvedOn)}; ${why.map(({ en }) => en).join(', and ')}. To be checked.`,
    };
  },
  innocent: [
    { zh: '干部家庭也可能确实贫困', en: 'a cadre’s family can be truly poor' },
    { zh: '同姓村:姓氏从不作为依据', en: 'a village of one surname: surnames are never looked at' },
  ],
  mustAct: { zh: '纪检监察机关', en: 'discipline inspection' },
  clears: { zh: '补录批准前的公示或更正名册,或经核实符合条件', en: 'the posting before approval is entered, a register is corrected, or the payee is found eligible' },
  flagged: [
    { told: 'the secretary’s sister owns a car', events: [relief, ...living('li'), ...secretary, ...kinship('li'), ...car('li'), ...posting, ...batch(['li'])], flags: [flag('high')] },
    { told: 'the secretary’s own aid, on a list that was never posted', events: [relief, ...living('cadre'), ...secretary, ...batch(['cadre'], {})], flags: [flag('medium', 'cadre')] },
    {
      told: 'posted only after the roster was sealed; the child of the head is in office',
      events: [
        relief, together([{ personRef: person('li'), relation: 'head' }, { personRef: person('cadre'), relation: 'child' }]), ...secretary, ...rosterPosted('r1', '2018-05-02', '2018-05-09').slice(0, 1), sealed('2018-05-01'),
        ...rosterPosted('r1', '2018-05-02', '2018-05-09').slice(1), ...batch(['li']),
      ],
      flags: [flag('medium')],
    },
    {
      told: 'five of ten in a roster are kin, of one household in eleven in the village',
      events: [relief, ...village(50), ...secretary, ...kinship(...kin), ...posting, ...batch([...kin, 'n1', 'n2', 'n3', 'n4', 'n5'])],
      flags: [{ part: 'b', subject: 'roster:r1', severity: 'medium', amountFen: 150_000 }],
    },
    {
      told: 'and one of them owns a car',
      events: [relief, ...village(50), ...secretary, ...kinship(...kin), ...posting, ...batch([...kin, 'n1', 'n2', 'n3', 'n4', 'n5']), ...car('k1')],
      flags: [{ part: 'b', subject: 'roster:r1', severity: 'high', amountFen: 150_000 }, flag('high', 'k1')],
    },
  ],
  clean: [
    { told: 'the secretary’s sister is poor, and the list was posted', events: [relief, ...living('li'), ...secretary, ...kinship('li'), ...posting, ...batch(['li'])] },
    { told: 'a cousin of the household; one who left office the day before; a cadre of another village', events: [
      relief, together([{ personRef: person('li'), relation: 'head' }, { personRef: person('wang'), relation: 'other-kin' }]),
      ...handedOver('cadre', [{ personRef: person('wang'), region: VILLAGE }, { personRef: person('li'), region: VILLAGE, until: '2018-05-07' }, { personRef: person('li'), region: '422899001202' }]), ...batch(['li'], {}),
    ] },
    { told: 'a share of three times that of the village exactly', events: [relief, ...village(25), ...secretary, ...kinship(...kin), ...posting, ...batch([...kin, ...Array.from({ length: 5 }, (_, nth) => `n${String(nth)}`)])] },
    { told: 'four kin only', events: [relief, ...village(50), ...secretary, ...kinship(...kin.slice(1)), ...posting, ...batch(kin)] },
    { told: 'no register of cadres: undecided, not silent; and relief at once', events: [programme('p1', { targeted: true, urgentRelief: true }), ...living('li'), ...batch(['li'], {}), dayEnded('2018-05-11'), ...secretary, ...kinship('li')] },
  ],
});
