/** A27: is the list that is paid the list that hung, but for objections that were right and people who died? */
import { MemberDied } from '../../../src/domain/household';
import { ObjectionAnswered, ObjectionRaised, RosterCompiled, RosterPosted, RosterSealed, type RosterEntry } from '../../../src/domain/roster';
import { deadSql } from '../deaths';
import { rule, yuan } from '../rule';
import { household, paidBatch, person, said, submitted, VILLAGE, type Line, type StoryEvent } from '../story';

/** Batches that pay the roster, as they were last submitted. */
const submittedSql = `(
  select b.batch_id, b.region, u.position, u.occurred_on
  from audit.batch(p.at) b
  cross join lateral (select a.position, a.occurred_on from audit.act(p.at) a where a.stream_id = 'batch-' || b.batch_id and a.type = 'BatchSubmitted' order by a.position desc limit 1) u
  where b.roster_id = p.subject)`;
const upheld = `
select o.objection_id, o.payee_ref
from audit.objection(p.at) o
join audit.objection(p.at) w on w.roster_id = o.roster_id and w.objection_id = o.objection_id and w.change = 'answered' and w.upheld and w.occurred_on <= s.occurred_on
where o.roster_id = s.roster_id and o.change = 'raised'`;
const died = (change: string): string => `(${change}.change <> 'added' and ${deadSql(`${change}.payee_ref`, 's.occurred_on')})`;

/**
 * What hung was the list as compiled; had it been something else, that were the matter of A25, and had the sealed list hung in time, nothing was hidden. An objection that
 * names nobody carries one change. Whoever is added in the household of somebody who died stands in for the dead.
 */
const changedList = `
select 'a' as part, 'roster' as subject_kind, v.roster_id as subject_id, 'list' as occurrence, 'high' as severity, v.amount_fen, v.region, v.submitted_on as read_on,
  array[v.posted_at, v.position, v.submitted_at] as evidence,
  jsonb_build_object('changes', v.rest, 'amountFen', v.amount_fen, 'objections', v.unnamed, 'shownFrom', v.shown_from, 'sealedOn', v.occurred_on, 'submittedOn', v.submitted_on) as facts
from (
  select s.roster_id, s.region, s.position, s.occurred_on, r.position as posted_at, r.shown_from, u.position as submitted_at, u.occurred_on as submitted_on, k.rest, k.amount_fen,
    (select count(distinct y.objection_id) from (${upheld}) y where y.payee_ref is null) as unnamed
  from audit.roster_seal(p.at) s
  cross join lateral (select u.position, u.occurred_on from ${submittedSql} u order by u.position limit 1) u
  cross join lateral (
    select r.position, r.shown_from
    from audit.roster_posting(p.at) r
    join audit.roster_seal(p.at) c on c.roster_id = r.roster_id and not c.sealed and c.content_hash = r.content_hash
    where r.roster_id = s.roster_id order by r.shown_from, r.position limit 1
  ) r
  cross join lateral (
    select count(*) as rest, sum(abs(k.after_fen - k.before_fen))::bigint as amount_fen
    from audit.roster_change(p.at) k
    where k.roster_id = s.roster_id and not exists (select from (${upheld}) y where y.payee_ref = k.payee_ref) and not ${died('k')}
      and not (k.change = 'added' and exists (
        select from audit.roster_change(p.at) g where g.roster_id = k.roster_id and g.change = 'dropped' and g.household_id = k.household_id and ${died('g')}))
  ) k
  where s.roster_id = p.subject and s.sealed
    and not exists (select from audit.roster_posting(p.at) o where o.roster_id = s.roster_id and o.content_hash = s.content_hash and o.shown_from <= u.occurred_on)
) v
where v.rest > v.unnamed`;

/** Payees the final list does not hold, or with more than it gives them. Fewer or less is no harm: a list may be paid in parts. */
const otherLines = `
select 'b' as part, 'batch' as subject_kind, v.batch_id as subject_id, 'lines' as occurrence, case when s.position is null then null else 'high' end as severity, e.excess_fen as amount_fen, v.region,
  v.occurred_on as read_on, array_remove(array[s.position, v.position], null) as evidence,
  jsonb_build_object('payees', e.payees, 'unlisted', e.unlisted, 'excessFen', e.excess_fen, 'sealedOn', s.occurred_on, 'submittedOn', v.occurred_on) as facts
from ${submittedSql} v
left join lateral (
  select s.position, s.occurred_on, s.payee_refs, s.amounts_fen from audit.roster_seal(p.at) s where s.roster_id = p.subject and s.sealed order by s.position desc limit 1
) s on true
cross join lateral (
  select count(*) as payees, sum(t.paid_fen - t.listed_fen)::bigint as excess_fen, count(*) filter (where not t.listed) as unlisted
  from (
    select x.payee_ref, sum(x.paid_fen) as paid_fen, sum(x.listed_fen) as listed_fen, bool_or(x.listed) as listed
    from (
      select d.payee_ref, d.amount_fen as paid_fen, 0 as listed_fen, false as listed
      from audit.disbursement(p.at) d where d.batch_id = v.batch_id and d.attempt = 1 and d.supplements_batch is null and d.position < v.position
      union all
      select u.payee_ref, 0, u.amount_fen, true from unnest(s.payee_refs, s.amounts_fen) u (payee_ref, amount_fen)
    ) x
    group by x.payee_ref having sum(x.paid_fen) > sum(x.listed_fen)
  ) t
) e
where s.position is null or e.payees > 0`;

const touches = `
select b.roster_id, a.position
from audit.act($2 - 1) a
cross join lateral (select b.roster_id from audit.batch($2 - 1) b where b.batch_id = a.subject_id and b.roster_id is not null offset 0) b
where a.position >= $1 and a.type = 'BatchSubmitted'
union all
select s.roster_id, s.position from audit.roster_seal($2 - 1) s where s.position >= $1
union all
select r.roster_id, r.position from audit.roster_posting($2 - 1) r where r.position >= $1
union all
select o.roster_id, o.position from audit.objection($2 - 1) o where o.position >= $1
union all
select k.roster_id, t.position
from (
  select x.person_ref, x.position from audit.death($2 - 1) x where x.position >= $1
  union all
  select x.person_ref, x.position from audit.register_row($2 - 1) x where x.position >= $1 and x.kind = 'deceased'
) t
cross join lateral (select k.roster_id from audit.roster_change($2 - 1) k where k.payee_ref = t.person_ref offset 0) k`;

const HASHES = { compiled: 'a'.repeat(64), sealed: 'b'.repeat(64) };
const entry = (who: string, amountFen = 30_000, home?: string): RosterEntry => ({ payeeRef: person(who), amountFen, ...(home !== undefined && { householdId: home }) });
const list = [entry('li', 30_000, 'h1'), entry('wang'), entry('zhao')];
const compiled = said('roster-r1', RosterCompiled, { region: VILLAGE, programmeId: 'p1', benefitFrom: '2018-05', benefitTo: '2018-05', entries: list, contentHash: HASHES.compiled, occurredOn: '2018-05-01' });
const hung = (on: string, contentHash: string): StoryEvent => said('roster-r1', RosterPosted, { level: 'village', venueName: '村务公开栏', contentHash, occurredOn: on, until: '2018-05-20' });
const sealed = (entries?: RosterEntry[]): StoryEvent => {
  const final = entries ?? list;
  return said('roster-r1', RosterSealed, { count: final.length, totalFen: final.reduce((sum, { amountFen }) => sum + amountFen, 0), contentHash: entries ? HASHES.sealed : HASHES.compiled, ...(entries && { entries }), occurredOn: '2018-05-10' });
};
const batch = (lines: readonly Line[]): StoryEvent[] => [...paidBatch('b1', '2018-05', '2018-05-11', lines, { rosterId: 'r1' }).slice(0, 1 + lines.length), submitted('b1', '2018-05-12')];
const objected = (upholds: boolean, payee?: string): StoryEvent[] => [
  said('roster-r1', ObjectionRaised, { objectionId: 'o1', ...(payee !== undefined && { payeeRef: person(payee) }), matter: '名单', occurredOn: '2018-05-05' }),
  said('roster-r1', ObjectionAnswered, { objectionId: 'o1', upheld: upholds, answer: '已复核', occurredOn: '2018-05-08' }),
];
const posting = [compiled, hung('2018-05-02', HASHES.compiled)];
const swapped = [entry('li', 30_000, 'h1'), entry('wang'), entry('sun')];
const asSwapped = batch([{ payee: 'li' }, { payee: 'wang' }, { payee: 'sun' }]);
const twoOfThem = [{ payee: 'li' }, { payee: 'wang' }];

export default rule({
  code: 'A27',
  title: { zh: '公示后改名单', en: 'List changed after it hung' },
  harm: 'disclosure-lapse',
  basis: [
    { zh: '《公职人员政务处分法》第三十八条第四项:不按规定公开工作信息,侵犯管理服务对象知情权', en: 'Law on administrative discipline for public employees, article 38 (4): information is not disclosed as prescribed' },
    { zh: '公告公示指导意见(2018):公示真实及时;发放花名册张榜公示后发放(桃江、城口等地规定)', en: 'Guiding opinion on announcing poverty-relief funds (2018): true and in time; rosters hang before payment (local rules)' },
  ],
  parameters: [],
  query: [changedList, otherLines].map((part) => `select * from (${part}\n) part`).join('\nunion all\n'),
  touches: [touches],
  sentence: (facts, part) => {
    const on = String(facts['submittedOn']);
    if (part === 'b') {
      return {
        zh: `${on} 提交的批次中有 ${String(facts['payees'])} 名收款人超出 ${String(facts['sealedOn'])} 封存的花名册(其中 ${String(facts['unlisted'])} 名不在册),多出 ${yuan(Number(facts['excessFen']))} 元,待核。`,
        en: `The batch submitted on ${on} pays ${String(facts['payees'])} payee(s) more than the roster sealed on ${String(facts['sealedOn'])} gives them, ${String(facts['unlisted'])} of them not on it at all: ${yuan(Number(facts['excessFen']))} yuan. To be checked.`,
      };
    }
    return {
      zh: `花名册自 ${String(facts['shownFrom'])} 公示后,${String(facts['sealedOn'])} 封存时有 ${String(facts['changes'])} 处变动共 ${yuan(Number(facts['amountFen']))} 元,只有 ${String(facts['objections'])} 件未指名的成立异议,批次已于 ${on} 提交,待核。`,
      en: `The roster hung from ${String(facts['shownFrom'])} and was sealed on ${String(facts['sealedOn'])} with ${String(facts['changes'])} change(s), ${yuan(Number(facts['amountFen']))} yuan, that only ${String(facts['objections'])} upheld objection(s) naming nobody could carry; its batch was submitted on ${on}. To be checked.`,
    };
  },
  innocent: [
    { zh: '异议成立后据实调整', en: 'objections were right' },
    { zh: '公示期间享受对象死亡', en: 'somebody died while the list hung' },
    { zh: '封存后由继承人代领', en: 'an heir is paid after the list was sealed' },
  ],
  mustAct: { zh: '乡镇', en: 'township' },
  clears: { zh: '登记成立的异议、死亡,或支付前重新张榜的记录', en: 'an upheld objection, a death, or the posting of the final list before submission is entered' },
  flagged: [
    { told: 'one payee is exchanged for another after the list hung', events: [...posting, sealed(swapped), ...asSwapped], flags: [{ part: 'a', subject: 'roster:r1', severity: 'high', amountFen: 60_000 }] },
    { told: 'an objection naming one payee carries not the other change', events: [...posting, ...objected(true, 'zhao'), sealed(swapped), ...asSwapped], flags: [{ part: 'a', subject: 'roster:r1', severity: 'high', amountFen: 30_000 }] },
    { told: 'an objection that was rejected carries nothing', events: [...posting, ...objected(false), sealed([entry('li', 40_000, 'h1'), entry('wang'), entry('zhao')]), ...batch([{ payee: 'li', amountFen: 40_000 }])], flags: [{ part: 'a', subject: 'roster:r1', severity: 'high', amountFen: 10_000 }] },
    { told: 'the sealed list hung only after the batch was submitted', events: [...posting, sealed(swapped), ...asSwapped, hung('2018-05-13', HASHES.sealed)], flags: [{ part: 'a', subject: 'roster:r1', severity: 'high' }] },
    { told: 'the batch pays somebody who is not on the list, and another more', events: [...posting, sealed(), ...batch([{ payee: 'li', amountFen: 35_000 }, { payee: 'qian' }])], flags: [{ part: 'b', subject: 'batch:b1', severity: 'high', amountFen: 35_000 }] },
  ],
  clean: [
    { told: 'sealed as it hung, paid in part', events: [...posting, sealed(), ...batch(twoOfThem)] },
    { told: 'changed, but no batch is submitted yet', events: [...posting, sealed(swapped), ...asSwapped.slice(0, -1)] },
    { told: 'an objection that named nobody was right about one', events: [...posting, ...objected(true), sealed(twoOfThem.map(({ payee }) => entry(payee))), ...batch(twoOfThem)] },
    { told: 'somebody died while the list hung', events: [...household('h9', 'zhao'), ...posting, said('household-h9', MemberDied, { personRef: person('zhao'), source: 'village', occurredOn: '2018-05-06' }), sealed(twoOfThem.map(({ payee }) => entry(payee))), ...batch(twoOfThem)] },
    {
      told: 'somebody died, and the son in the same household takes the place',
      events: [...household('h1', 'li'), ...posting, said('household-h1', MemberDied, { personRef: person('li'), source: 'village', occurredOn: '2018-05-06' }), sealed([entry('son', 30_000, 'h1'), entry('wang'), entry('zhao')]), ...batch([{ payee: 'son' }, { payee: 'wang' }])],
    },
    { told: 'the sealed list hung before the batch was submitted', events: [...posting, sealed(swapped), hung('2018-05-12', HASHES.sealed), ...asSwapped] },
    { told: 'another thing hung than any list: the matter of the rule on false disclosure', events: [compiled, hung('2018-05-02', 'c'.repeat(64)), sealed(swapped), ...asSwapped] },
    { told: 'the batch names a roster nobody sealed: undecided, not silent', events: [...posting, ...batch(twoOfThem)] },
  ],
});
