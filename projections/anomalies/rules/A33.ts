/** A33: is money for production handed out in cash to households of whom nobody says that they took part in anything? */
import { ParticipationConfirmed } from '../../../src/domain/benefit-events';
import { ParticipationReported } from '../../../src/domain/project-linkage';
import { ProjectPlanned } from '../../../src/domain/project';
import { batchesOf, lineSubject, paidLinesOf } from '../lines-of-programmes';
import { reader, rule, yuan, type Parameter } from '../rule';
import { household, paidBatch, person, programme, said, VILLAGE, type StoryEvent } from '../story';

const parameters: readonly Parameter[] = [
  { name: 'withinDays', value: 365, unit: { zh: '日', en: 'days' }, basis: 'proposal', readAt: { zh: '支付日', en: 'the day of the payment' } },
];
const read = reader('A33', parameters);
const batchId = `split_part(p.subject, '|', 2)`;

/** Of the line, and those the payee belongs to. */
const households = `
select l.household_id as id where l.household_id is not null
union
select m.household_id from audit.household_member(p.at) m where m.person_ref = l.payee_ref and m.change = 'joined'`;

/** SQL condition: what lasted from one day to another was going on within so many days before line `l` was paid. */
const goingOn = (from: string, until: string): string => `${from} <= l.paid_on and coalesce(${until} >= l.paid_on - l.within_days, true)`;

/** An agreement alone gives a share and no work: it does not count, until somebody confirms that the household took part. A line paid again while its money did not come back was paid twice. */
const query = `
select '' as part, 'disbursement' as subject_kind, l.batch_id || '/' || l.line as subject_id, 'attempt-' || l.attempt as occurrence, 'medium' as severity, l.amount_fen, l.region, l.paid_on as read_on,
  array[l.entered_at, l.position, l.terms_at] as evidence, jsonb_build_object('amountFen', l.amount_fen, 'paidOn', l.paid_on, 'programme', l.programme_id, 'days', l.within_days) as facts
from (
  select l.*, t.position as terms_at, (${read('withinDays', 'l.batch_region', 'l.paid_on')})::integer as within_days
  from audit.paid_line(p.at) l
  cross join lateral audit.programme_on(p.at, l.programme_id, l.benefit_from) t
  where left(p.subject, 5) = 'line|' and l.batch_id = ${batchId} and l.line = split_part(p.subject, '|', 3)::bigint
    and t.participation_required and 'production' = any(t.allowed_purposes) and t.payee <> 'organisation'
  offset 0
) l
where not exists (
    select from audit.participation(p.at) x where x.person_ref = l.payee_ref and x.programme_id = l.programme_id and ${goingOn('x.from_date', 'x.until_date')})
  and not exists (
    select from (${households}) h
    where exists (select from audit.participation(p.at) x where x.household_id = h.id and x.programme_id = l.programme_id and ${goingOn('x.from_date', 'x.until_date')})
      or exists (
        select from audit.household_member(p.at) m join audit.participation(p.at) x on x.person_ref = m.person_ref and x.programme_id = l.programme_id
        where m.household_id = h.id and m.change = 'joined' and ${goingOn('x.from_date', 'x.until_date')})
      or exists (select from audit.linkage_household(p.at) x where x.household_id = h.id and x.kind <> 'agreement' and ${goingOn('x.from_on', 'x.until_on')}))`;

/** A programme for production that does not say whether it asks for work cannot be judged. */
const undecided = `
select '' as part, 'batch' as subject_kind, b.batch_id as subject_id, 'participation' as occurrence, null::text as severity, null::bigint as amount_fen, b.region, b.occurred_on as read_on, array[b.position] as evidence,
  jsonb_build_object('programme', b.programme_id) as facts
from audit.batch(p.at) b
cross join lateral audit.programme_on(p.at, b.programme_id, b.benefit_from) t
where left(p.subject, 6) = 'batch|' and b.batch_id = ${batchId} and t.participation_required is null and 'production' = any(t.allowed_purposes) and t.payee <> 'organisation'`;

/** Few programmes ask for work: whatever happens is looked at from those. */
const asking = `select distinct v.programme_id from audit.programme_version($2 - 1) v where v.participation_required and 'production' = any(v.allowed_purposes)`;
const silent = `select distinct v.programme_id from audit.programme_version($2 - 1) v where v.participation_required is null and 'production' = any(v.allowed_purposes) and v.payee <> 'organisation'`;

const lineTouches = `${paidLinesOf(asking)}
union all${batchesOf(silent)}
union all
select x.subject, v.position
from audit.programme_version($2 - 1) v
cross join lateral (
  select ${lineSubject} from (${asking}) t cross join lateral (select d.batch_id, d.line from audit.disbursement($2 - 1) d where d.programme_id = t.programme_id offset 0) d where t.programme_id = v.programme_id
  union all
  select 'batch|' || b.batch_id from (${silent}) t cross join lateral (select b.batch_id from audit.batch($2 - 1) b where b.programme_id = t.programme_id offset 0) b where t.programme_id = v.programme_id
  offset 0
) x (subject)
where v.position >= $1`;

const asked = `array(${asking})`;
const lines = (where: string): string => `select d.batch_id, d.line from audit.disbursement($2 - 1) d where ${where} and d.programme_id = any(x.items)`;
/** What is told of a person or household concerns the lines of the household and of each of its members; most of those who join one have none. */
const proofTouches = `
select ${lineSubject}, x.position
from (
  select x.person_ref, x.household_id, x.position, array[x.programme_id] as items from audit.participation($2 - 1) x where x.position >= $1 and x.programme_id = any(${asked})
  union all
  select null, x.household_id, x.position, ${asked} from audit.linkage_household($2 - 1) x where x.position >= $1 and x.kind <> 'agreement'
  union all
  select m.person_ref, m.household_id, m.position, ${asked} from audit.household_member($2 - 1) m where m.position >= $1 and m.change = 'joined'
  offset 0
) x
cross join lateral (
  ${lines('d.payee_ref = x.person_ref')}
  union all
  select d.batch_id, d.line
  from (
    select x.household_id as id
    union
    select m.household_id from audit.household_member($2 - 1) m where m.person_ref = x.person_ref
  ) h
  cross join lateral (
    ${lines('d.household_id = h.id')}
    union all
    select d.batch_id, d.line from audit.household_member($2 - 1) m cross join lateral (${lines('d.payee_ref = m.person_ref')} offset 0) d where m.household_id = h.id
    offset 0
  ) d
  offset 0
) d`;

const asks = programme('p1', { payee: 'household', cadence: 'once', allowedPurposes: ['production'], participationRequired: true });
const paid: StoryEvent[] = paidBatch('b1', '2019-05', '2019-05-10', [{ payee: 'chen', household: 'h1', amountFen: 300_000 }]);
const confirmed = (terms: Partial<ParticipationConfirmed> = {}): StoryEvent =>
  said('benefit-n1', ParticipationConfirmed, { region: VILLAGE, householdId: 'h1', programmeId: 'p1', form: 'production', from: '2018-03-01', until: '2018-12-31', confirmedBy: '示例村委会', occurredOn: '2018-12-31', ...terms });
const planned = said('project-j1', ProjectPlanned, {
  region: VILLAGE, name: '茶叶基地', programmeId: 'p1', site: '一组', content: '新建基地', unitName: '示例合作社', amountFen: 10_000_000, plannedStart: '2018-04-01', plannedEnd: '2018-09-30', occurredOn: '2018-03-01',
});
const flags = [{ subject: 'disbursement:b1/1', severity: 'medium' as const, amountFen: 300_000 }];

export default rule({
  code: 'A33',
  title: { zh: '造血变输血', en: 'Production money handed out in cash' },
  harm: 'diversion',
  basis: [{ zh: '湖北省打赢脱贫攻坚战三年行动实施意见四(十一):除低保兜底发放现金外,原则上不直接发钱发物', en: 'Hubei three-year opinion, 4 (11): apart from the safety net, no cash or goods are simply handed out' }],
  parameters,
  query: [query, undecided].map((sql) => `select * from (${sql}\n) part`).join('\nunion all\n'),
  touches: [lineTouches, proofTouches],
  indexes: ['', ' is null'].map((asks) => ({ table: 'programme_version', columns: `position where participation_required${asks} and 'production' = any(allowed_purposes)` })),
  sentence: ({ amountFen, paidOn, programme: item, days }) => ({
    zh: `项目 ${String(item)} 的产业资金 ${yuan(Number(amountFen))} 元于 ${String(paidOn)} 以现金发放到户,此前 ${String(days)} 日内未见参与生产或务工的记录,待核。`,
    en: `${yuan(Number(amountFen))} yuan of production money of programme ${String(item)} was paid in cash on ${String(paidOn)}; no work or production of the household within ${String(days)} days before is on record. To be checked.`,
  }),
  innocent: [
    { zh: '经批准的奖补项目,不要求参与证明', en: 'an approved reward that asks for no proof of taking part' },
    { zh: '参与记录未及时登记', en: 'the work was not entered yet' },
  ],
  mustAct: { zh: '扶贫办', en: 'poverty-relief office' },
  clears: { zh: '登记农户参与生产、务工或产销的记录,或款项退回', en: 'the work, production or sale of the household is entered, or the money comes back' },
  flagged: [
    { told: 'nobody says that the household took part', events: [asks, ...paid], flags },
    { told: 'it took part, a year and a day before the payment', events: [asks, ...paid, confirmed({ until: '2018-05-09' })], flags },
    { told: 'it takes part from the day after, in another programme too', events: [asks, ...paid, confirmed({ from: '2019-05-11', until: undefined }), confirmed({ programmeId: 'p2' })], flags },
  ],
  clean: [
    { told: 'it took part until a year before the payment, to the day', events: [asks, ...paid, confirmed({ until: '2018-05-10' })] },
    { told: 'a member of the household took part', events: [asks, ...household('h1', 'deng'), ...paid, confirmed({ householdId: undefined, personRef: person('deng') })] },
    { told: 'it planted tea in the project, as an inspection sheet tells', events: [asks, ...paid, planned, said('project-j1', ParticipationReported, { activity: 'planting', households: ['h1'], from: '2019-03-01', until: '2019-05-10', occurredOn: '2019-05-20' })] },
    { told: 'an approved reward that asks for no proof', events: [programme('p1', { allowedPurposes: ['production'], participationRequired: false }), ...paid] },
    { told: 'the terms do not say whether work is asked for: undecided, not silent', events: [programme('p1', { allowedPurposes: ['production'] }), ...paid] },
  ],
});
