/** A38: was a matter put right in truth and in time: reported by its day, accepted with evidence, and not back within half a year? */
import reportDuty from '../../duties/rectification-report';
import { metSql } from '../../duties/duty';
import { CaseConcluded, CaseOpened, RectificationOrdered } from '../../../src/domain/case-events';
import { EvidenceAttached } from '../../../src/domain/evidence';
import { ProjectChangeApproved, ProjectChanged, ProjectPlanned } from '../../../src/domain/project';
import { RectificationAccepted, RectificationOpened, RectificationRejected, RectificationReported, RectificationWithdrawn } from '../../../src/domain/rectification';
import { dayEndsSql } from '../day-steps';
import { flagIdOf } from '../../../src/identifiers/flag-id';
import { reader, rule, yuan, type Parameter } from '../rule';
import { COUNTY, dayEnded, daysEnded, said, VILLAGE, type Expected, type StoryEvent } from '../story';

const parameters: readonly Parameter[] = [
  { name: 'backWithinDays', value: 180, unit: { zh: '日', en: 'days' }, basis: 'proposal', readAt: { zh: '整改验收日', en: 'the day the rectification was accepted' } },
];
const read = reader('A38', parameters);

const accepted = `(select a.* from audit.rectification(p.at) a where a.rectification_id = p.subject and a.change = 'accepted' order by a.position limit 1)`;

/** Named in a report or attached, and not dated later than the acceptance. */
const withoutEvidence = `
select 'a' as part, 'rectification' as subject_kind, v.rectification_id as subject_id, 'acceptance' as occurrence, 'high' as severity, null::bigint as amount_fen, v.region, v.occurred_on as read_on,
  array[v.position] as evidence, jsonb_build_object('acceptedOn', v.occurred_on) as facts
from ${accepted} v
where not exists (select from audit.rectification(p.at) x where x.rectification_id = v.rectification_id and x.change = 'reported' and x.evidence_count > 0 and x.position < v.position)
  and not exists (select from audit.evidence(p.at) e where e.stream_id = 'rectification-' || v.rectification_id and e.occurred_on <= v.occurred_on)`;

/** What a case said last of a flag. */
const refuted = (flag: string): string =>
  `coalesce((select u.outcome = 'refuted' from audit.case_outcome(p.at) u where u.flag_id = ${flag}.flag_id order by u.position desc limit 1), false)`;

/**
 * The rules and objects of the flags its case took up, those that proved innocent left out; and of each the first flag raised afterwards that still stands. What could have been
 * seen before the acceptance did not come back. Own flags are left alone: they are being written while this is asked.
 */
const back = `
select 'b' as part, 'rectification' as subject_kind, v.rectification_id as subject_id, x.rule || ' ' || x.subject_kind || ':' || x.subject_id as occurrence, 'high' as severity, f.amount_fen, v.region,
  v.occurred_on as read_on, array[v.position, f.position] as evidence,
  jsonb_build_object('acceptedOn', v.occurred_on, 'rule', x.rule, 'backOn', f.ledger_day, 'amountFen', f.amount_fen) as facts
from (select a.*, ${read('backWithinDays', 'a.region', 'a.occurred_on')}::integer as days from ${accepted} a) v
cross join lateral (
  select distinct o.rule, o.subject_kind, o.subject_id
  from audit.case_order(p.at) k
  join audit.case_flag(p.at) c on c.case_id = k.case_id
  join audit.flag(p.at) o on o.flag_id = c.flag_id
  where k.kind = 'rectification' and k.order_id = v.rectification_id and o.rule <> 'A38' and not ${refuted('o')}
) x
cross join lateral (
  select f.position, f.ledger_day, f.amount_fen
  from audit.flag(p.at) f
  where f.subject_kind = x.subject_kind and f.subject_id = x.subject_id and f.rule = x.rule and f.transition in ('raised', 're-raised') and f.seen_from > v.position
    and coalesce(f.ledger_day <= v.occurred_on + v.days, true) and not ${refuted('f')}
    and (select n.transition from audit.flag(p.at) n where n.flag_id = f.flag_id order by n.position desc limit 1) <> 'self-corrected'
  order by f.position limit 1
) f`;

const overdue = `
select 'c' as part, 'rectification' as subject_kind, d.subject_id, d.duty_id as occurrence, 'high' as severity, null::bigint as amount_fen, d.owner_region as region, d.base_on as read_on,
  array[d.position, e.position] as evidence, jsonb_build_object('dueOn', d.base_on, 'endedOn', e.occurred_on) as facts
from audit.duty(p.at) d
cross join lateral (select e.position, e.occurred_on from audit.day_end(p.at) e where e.occurred_on >= d.base_on and e.position > d.position order by e.occurred_on, e.position limit 1) e
where d.subject_id = p.subject and d.kind = '${reportDuty.kind}' and ${metSql([reportDuty], 'p.at')} is null`;

const ownTouches = `
select r.rectification_id, r.position from audit.rectification($2 - 1) r where r.position >= $1
union all
select e.subject_id, e.position from audit.evidence($2 - 1) e where e.position >= $1 and e.subject_kind = 'rectification'
union all
select d.subject_id, e.position
from ${dayEndsSql} e
cross join lateral (
  select d.subject_id from audit.duty($2 - 1) d where d.kind = '${reportDuty.kind}' and d.base_on > e.previous and d.base_on <= e.occurred_on and d.position < e.position
  union all
  select d.subject_id from audit.duty($2 - 1) d where d.kind = '${reportDuty.kind}' and d.position > e.previous_at and d.position < e.position
) d`;

/** A flag concerns the rectifications of every case with a flag of the same rule about the same object; before the first was accepted it concerns none. */
const flagTouches = `
select k.order_id, t.position
from (
  select f.rule, f.subject_kind, f.subject_id, f.position from audit.flag($2 - 1) f where f.position >= $1 and f.rule <> 'A38'
  union all
  select f.rule, f.subject_kind, f.subject_id, o.position
  from audit.case_outcome($2 - 1) o
  cross join lateral (select f.rule, f.subject_kind, f.subject_id from audit.flag($2 - 1) f where f.flag_id = o.flag_id order by f.position limit 1) f
  where o.position >= $1
) t
cross join lateral (select from audit.rectification($2 - 1) a where a.change = 'accepted' limit 1) a
cross join lateral (
  select distinct o.flag_id from audit.flag($2 - 1) o where o.subject_kind = t.subject_kind and o.subject_id = t.subject_id and o.rule = t.rule offset 0
) o
cross join lateral (select c.case_id from audit.case_flag($2 - 1) c where c.flag_id = o.flag_id offset 0) c
cross join lateral (select k.order_id from audit.case_order($2 - 1) k where k.case_id = c.case_id and k.kind = 'rectification' offset 0) k`;
const caseTouches = `
select k.order_id, k.position from audit.case_order($2 - 1) k where k.position >= $1 and k.kind = 'rectification'
union all
select k.order_id, c.position
from audit.case_flag($2 - 1) c
cross join lateral (select k.order_id from audit.case_order($2 - 1) k where k.case_id = c.case_id and k.kind = 'rectification' offset 0) k
where c.position >= $1`;

const HASH = 'e'.repeat(64);
const order = { region: COUNTY, office: '县扶贫办', what: '补办变更审批', dueOn: '2018-06-30', occurredOn: '2018-05-20' };
const opened: StoryEvent = said('rectification-z1', RectificationOpened, order);
const reported = (on: string, evidenceHashes: string[] = [HASH]): StoryEvent => said('rectification-z1', RectificationReported, { text: '已补办', evidenceHashes, occurredOn: on });
const acceptedOn = (on: string): StoryEvent => said('rectification-z1', RectificationAccepted, { reason: '已核实', occurredOn: on });
const done: StoryEvent[] = [opened, reported('2018-06-10'), acceptedOn('2018-06-15')];

/** A project is changed without approval (A28), a case takes that up and orders it put right. */
const changed = (project: string, on: string): StoryEvent => said(`project-${project}`, ProjectChanged, { aspect: 'site', after: '二组', reason: '调整', occurredOn: on });
const planned = (project: string): StoryEvent => said(`project-${project}`, ProjectPlanned, {
  region: VILLAGE, name: '村道硬化', programmeId: 'p1', allocationId: 'a1', site: '一组', content: '硬化一公里', unitName: '示例公司', amountFen: 10_000_000, plannedStart: '2018-04-01', plannedEnd: '2018-09-30', occurredOn: '2018-03-01',
});
const flagOf = (revision: number): string => flagIdOf('A28', '', 'project', 'j1', `change-${String(revision)}`);
const inCase: StoryEvent[] = [
  planned('j1'), changed('j1', '2018-05-01'),
  said('case-c1', CaseOpened, { region: COUNTY, title: '项目变更未批', origin: 'flag', subjects: [{ kind: 'project', id: 'j1' }], flagIds: [flagOf(1)], occurredOn: '2018-05-10' }),
  said('case-c1', RectificationOrdered, { ...order, rectificationId: 'z1' }), ...done, dayEnded('2018-06-15'),
];
const concluded = (conclusion: CaseConcluded['conclusion'], flagIds: string[], on: string, refutedFlagIds: string[] = []): StoryEvent =>
  said('case-c1', CaseConcluded, { conclusion, amountFen: 0, reasonText: '核实', flagIds, refutedFlagIds, occurredOn: on });
const flag = (part: string): Expected => ({ part, subject: 'rectification:z1', severity: 'high' });
const beside = ['A28'];

export default rule({
  code: 'A38',
  title: { zh: '整改虚假、逾期', en: 'Rectification untrue or overdue' },
  harm: 'process',
  basis: [
    { zh: '《审计法》(2021)第五十二条:被审计单位按规定时间整改并报告、公告结果;拒不整改或者整改时弄虚作假的,追究责任', en: 'Audit law (2021), article 52: the audited puts right and reports in the time given; refusing or feigning it has consequences' },
    { zh: '督查通报:限期整改;再次发生的天数为 proposal', en: 'Notices of supervision set a day; the days for coming back are a proposal' },
  ],
  parameters,
  query: [withoutEvidence, back, overdue].map((part) => `select * from (${part}\n) part`).join('\nunion all\n'),
  touches: [ownTouches, flagTouches, caseTouches],
  after: 'all',
  sentence: (facts, part) => {
    switch (part) {
      case 'a':
        return { zh: `整改于 ${String(facts['acceptedOn'])} 验收,报告和附件中均无佐证材料,待核。`, en: `The rectification was accepted on ${String(facts['acceptedOn'])} with no evidence named or attached. To be checked.` };
      case 'b': {
        const amount = facts['amountFen'] === null ? { zh: '', en: '' } : { zh: `,涉及 ${yuan(Number(facts['amountFen']))} 元`, en: `, ${yuan(Number(facts['amountFen']))} yuan` };
        const on = facts['backOn'] ? { zh: `于 ${String(facts['backOn'])} `, en: ` on ${String(facts['backOn'])}` } : { zh: '', en: '' };
        return { zh: `整改于 ${String(facts['acceptedOn'])} 验收后,同一对象${on.zh}再次出现规则 ${String(facts['rule'])} 的线索${amount.zh},待核。`, en: `After the rectification was accepted on ${String(facts['acceptedOn'])}, rule ${String(facts['rule'])} spoke again of the same object${on.en}${amount.en}. To be checked.` };
      }
      default:
        return { zh: `整改报告应于 ${String(facts['dueOn'])} 前提交,至 ${String(facts['endedOn'])} 未见报告,待核。`, en: `The report on a rectification was due by ${String(facts['dueOn'])}; by ${String(facts['endedOn'])} there was none. To be checked.` };
    }
  },
  innocent: [
    { zh: '新的事实,与原问题无关(经核实排除)', en: 'a new fact that has nothing to do with the old one (refuted when looked into)' },
    { zh: '佐证材料随后补录', en: 'evidence is put on record afterwards' },
    { zh: '整改要求已撤销或延期', en: 'the order was withdrawn, or another day was given' },
  ],
  mustAct: { zh: '被审计、被督查单位', en: 'the office that must put it right' },
  clears: { zh: '补录验收前的佐证材料;提交整改报告;再次出现的线索自行消除或经核实排除', en: 'evidence dated by the acceptance is entered; the report is given; the later flag corrects itself or is refuted' },
  flagged: [
    { told: 'accepted on a report that names no evidence', events: [opened, reported('2018-06-10', []), acceptedOn('2018-06-15')], flags: [flag('a')] },
    { told: 'the photo it shows was taken after it was accepted', events: [opened, reported('2018-06-10', []), acceptedOn('2018-06-15'), said('rectification-z1', EvidenceAttached, { kind: 'photo', contentHash: HASH, mediaType: 'image/jpeg', bytes: 9, occurredOn: '2018-06-16' })], flags: [flag('a')] },
    { told: 'the same project is changed without approval again, on the last day of the half year', beside, events: [...inCase, dayEnded('2018-12-11'), changed('j1', '2018-12-12')], flags: [flag('b')] },
    { told: 'so it is where another flag of the case proved innocent', beside, events: [...inCase, concluded('confirmed', [flagOf(1), HASH], '2018-06-16', [HASH]), changed('j1', '2018-07-01')], flags: [flag('b')] },
    { told: 'no report at the end of the last day', events: [opened, ...daysEnded('2018-06-29', '2018-06-30')], flags: [flag('c')] },
    { told: 'rejected in time, and no report by the new day', events: [opened, reported('2018-06-10'), said('rectification-z1', RectificationRejected, { reason: '不实', dueOn: '2018-07-10', occurredOn: '2018-06-20' }), ...daysEnded('2018-06-29', '2018-07-10')], flags: [flag('c')] },
  ],
  clean: [
    { told: 'reported on the last day, accepted later, with evidence', events: [opened, ...daysEnded('2018-06-28', '2018-06-29'), reported('2018-06-30'), ...daysEnded('2018-06-30', '2018-07-02'), acceptedOn('2018-07-10')] },
    { told: 'evidence is attached after the acceptance and dated before it', events: [opened, reported('2018-06-10', []), acceptedOn('2018-06-15'), said('rectification-z1', EvidenceAttached, { kind: 'minutes', contentHash: HASH, mediaType: 'application/pdf', bytes: 9, occurredOn: '2018-06-12' })] },
    { told: 'the order is withdrawn', events: [opened, said('rectification-z1', RectificationWithdrawn, { reason: '无需整改', occurredOn: '2018-06-20' }), ...daysEnded('2018-06-29', '2018-07-10')] },
    { told: 'changed again a day after the half year', beside, events: [...inCase, dayEnded('2018-12-12'), changed('j1', '2018-12-13')] },
    { told: 'another project is changed', beside, events: [...inCase, planned('j2'), changed('j2', '2018-07-01')] },
    { told: 'changed again, and this time approved', beside, events: [...inCase, changed('j1', '2018-07-01'), said('project-j1', ProjectChangeApproved, { changeRevision: 2, approval: { documentNumber: '县扶办〔2018〕3号', office: '县扶贫办', approvedOn: '2018-07-05' }, occurredOn: '2018-07-05' })] },
    { told: 'a new fact: looked into and refuted', beside, events: [...inCase, changed('j1', '2018-07-01'), concluded('refuted', [flagOf(2)], '2018-08-01')] },
    { told: 'what the case was about proved innocent', beside, events: [...inCase, concluded('refuted', [flagOf(1)], '2018-06-16'), changed('j1', '2018-07-01')] },
    { told: 'the flag of the case still stands: it did not come back', beside, events: [...inCase, dayEnded('2018-07-01')] },
  ],
});
