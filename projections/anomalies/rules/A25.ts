/** A25: is a disclosure what it says it is: posted when it says, made before it hung, shown by its own photo, of the list that was sealed, and left hanging? */
import { DisclosurePosted, DisclosureWithdrawn } from '../../../src/domain/disclosure';
import { RosterPosted, RosterSealed } from '../../../src/domain/roster';
import { historySql, lastDaySql } from '../ledger-day';
import { reader, rule, type Parameter } from '../rule';
import { allocation, dayEnded, posted, programme, rosterPosted, said, VILLAGE, type StoryEvent } from '../story';
import { EvidenceAttached } from '../../../src/domain/evidence';
import { ProjectPlanned } from '../../../src/domain/project';

const shownOn = { zh: '公示首日', en: 'the first day shown' };
const days = { zh: '日', en: 'days' };
const parameters: readonly Parameter[] = [
  { name: 'recordedLateDays', value: 30, unit: { zh: '台账日', en: 'ledger days' }, basis: 'proposal', readAt: { zh: '所称公示日', en: 'the day the posting gives' } },
  { name: 'displayDays', value: 10, unit: days, basis: '公告公示指导意见(2018)第四条:公示栏不少于 10 日', readAt: shownOn },
  { name: 'replacedWithinDays', value: 3, unit: days, basis: 'proposal', readAt: shownOn },
];
const read = reader('A25', parameters);
const isPosting = `left(p.subject, 8) = 'posting|'`;
const position = `substr(p.subject, 9)::bigint`;

/** One posting, whichever event told it: a disclosure or a roster on the board. */
const shown = `(
  select a.position, a.stream_id, a.revision, a.subject_kind, a.subject_id, a.region, a.campaign, a.occurred_on, x.item, x.venue, greatest(x.occurred_on, x.shown_from) as shown_on, x.shown_until,
    x.created_on, cardinality(x.photo_hashes) as photos
  from audit.disclosure(p.at) x join audit.act(p.at) a on a.position = x.position where ${isPosting} and x.position = ${position}
  union all
  select a.position, a.stream_id, a.revision, a.subject_kind, a.subject_id, a.region, a.campaign, a.occurred_on, 'roster', 'board', x.shown_from, x.shown_until, x.created_on, cardinality(x.photo_hashes)
  from audit.roster_posting(p.at) x join audit.act(p.at) a on a.position = x.position where ${isPosting} and x.position = ${position})`;
const namedBy = (part: string, severity: string): string => `'${part}' as part, v.subject_kind, v.subject_id, v.stream_id || '/' || v.revision as occurrence, '${severity}' as severity`;

const late = `
select ${namedBy('a', 'high')}, null::bigint as amount_fen, v.region, v.occurred_on as read_on, array[v.position] as evidence,
  jsonb_build_object('item', v.item, 'postedOn', v.occurred_on, 'ledgerDay', v.ledger_day, 'days', v.ledger_day - v.occurred_on) as facts
from (
  select x.*, ${lastDaySql('x.position')} + 1 as ledger_day, (select min(o.position) from audit.act(p.at) o where o.stream_id = x.stream_id) as first_at from ${shown} x
) v
where v.ledger_day - v.occurred_on > greatest(${read('recordedLateDays', 'v.region', 'v.occurred_on')}, 0) and not ${historySql('v.campaign', 'v.first_at', 'v.occurred_on')}`;

/** A photo may be taken as long as the posting hangs; a page is made before. */
const madeLater = `
select ${namedBy('b', 'high')}, null::bigint as amount_fen, v.region, v.shown_on as read_on, array[v.position] as evidence,
  jsonb_build_object('item', v.item, 'shownOn', v.shown_on, 'createdOn', v.created_on) as facts
from ${shown} v
where v.created_on > case when coalesce(v.photos, 0) = 0 then v.shown_on else v.shown_until end`;

/** Neither the list as compiled nor as sealed: a list that was changed after it hung is the matter of A27. The right list, hung afterwards, corrects it. */
const otherContent = `
select ${namedBy('d', 'critical')}, s.total_fen as amount_fen, v.region, v.shown_on as read_on, array[v.position, s.position] as evidence, jsonb_build_object('item', v.item, 'shownOn', v.shown_on, 'sealedOn', s.occurred_on) as facts
from ${shown} v
join audit.roster_posting(p.at) r on r.position = v.position
join audit.roster_seal(p.at) s on s.roster_id = r.roster_id and s.sealed
where r.content_hash <> s.content_hash
  and not exists (select from audit.roster_seal(p.at) c where c.roster_id = r.roster_id and not c.sealed and c.content_hash = r.content_hash)
  and not exists (
    select from audit.roster_posting(p.at) o join audit.roster_seal(p.at) c on c.roster_id = o.roster_id and c.content_hash = o.content_hash
    where o.roster_id = r.roster_id and o.position > r.position and o.shown_from >= r.shown_from)`;

/** What was announced too short from the start, A24 counts as none. */
const takenDown = `
select ${namedBy('e', 'high')}, null::bigint as amount_fen, v.region, v.shown_on as read_on, array[v.position, w.position] as evidence,
  jsonb_build_object('item', v.item, 'shownOn', v.shown_on, 'until', v.shown_until, 'takenDownOn', w.occurred_on, 'days', w.occurred_on - v.shown_on) as facts
from (select x.*, ${read('displayDays', 'x.region', 'x.shown_on')} as display_days, ${read('replacedWithinDays', 'x.region', 'x.shown_on')}::integer as within from ${shown} x offset 0) v
cross join lateral (
  select w.position, w.occurred_on from audit.disclosure_withdrawal(p.at) w where w.stream_id = v.stream_id and w.posted_revision = v.revision order by w.occurred_on, w.position limit 1
) w
where w.occurred_on - v.shown_on < v.display_days and (v.shown_until is null or w.occurred_on < v.shown_until)
  and (v.item = 'roster' or v.venue not in ('board', 'site') or v.shown_until is null or v.shown_until - v.shown_on + 1 >= v.display_days)
  and not exists (
    select from audit.disclosure(p.at) n
    where n.stream_id = v.stream_id and n.item = v.item and n.position > v.position and greatest(n.occurred_on, n.shown_from) <= w.occurred_on + v.within and coalesce(n.shown_until >= w.occurred_on, true))`;

/** Things the photo was shown for, in the order they came to the ledger: all but the first are asked about. */
const samePhoto = `
select 'c' as part, a.subject_kind, a.subject_id, substr(p.subject, 7) || '/' || v.stream_id || '/' || v.item as occurrence, 'high' as severity, null::bigint as amount_fen, a.region, a.occurred_on as read_on,
  array[v.first_at, v.position] as evidence, jsonb_build_object('item', v.item, 'things', v.things) as facts
from (
  select t.*, min(t.position) over () as first_at, row_number() over (order by t.position, t.stream_id, t.item) as nth, count(*) over () as things
  from (
    select k.stream_id, k.item, min(k.position) as position
    from (
      select x.stream_id, x.item, x.position from audit.posting_photo(p.at) x where left(p.subject, 6) = 'photo|' and x.photo_hash = substr(p.subject, 7)
      union all
      select x.stream_id, d.item, x.position
      from audit.evidence(p.at) x
      join audit.disclosure(p.at) d on d.stream_id = x.stream_id and d.revision = x.about_revision
      where left(p.subject, 6) = 'photo|' and x.content_hash = substr(p.subject, 7) and x.kind = 'photo'
    ) k
    group by k.stream_id, k.item
  ) t
) v
cross join lateral (
  select a.subject_kind, a.subject_id, a.region, a.occurred_on from audit.act(p.at) a where a.stream_id = v.stream_id and a.type in ('DisclosurePosted', 'RosterPosted') order by a.position limit 1
) a
where v.nth > 1`;

const touches = `
select 'posting|' || a.position, a.position from audit.act($2 - 1) a where a.position >= $1 and a.kind = 'posting'
union all
select 'posting|' || x.position, t.position
from (
  select w.stream_id, w.position from audit.disclosure_withdrawal($2 - 1) w where w.position >= $1
  union all
  select n.stream_id, n.position from audit.disclosure($2 - 1) n where n.position >= $1
) t
cross join lateral (select w.posted_revision from audit.disclosure_withdrawal($2 - 1) w where w.stream_id = t.stream_id offset 0) w
cross join lateral (select x.position from audit.disclosure($2 - 1) x where x.stream_id = t.stream_id and x.revision = w.posted_revision offset 0) x
union all
select 'posting|' || r.position, t.position
from (
  select s.roster_id, s.position from audit.roster_seal($2 - 1) s where s.position >= $1
  union all
  select n.roster_id, n.position from audit.roster_posting($2 - 1) n where n.position >= $1
) t
cross join lateral (select r.position from audit.roster_posting($2 - 1) r where r.roster_id = t.roster_id offset 0) r`;
const photoTouches = `
select 'photo|' || x.photo_hash, x.position from audit.posting_photo($2 - 1) x where x.position >= $1
union all
select 'photo|' || x.content_hash, x.position from audit.evidence($2 - 1) x where x.position >= $1 and x.kind = 'photo' and x.about_revision is not null`;

const ITEMS: Readonly<Record<string, { zh: string; en: string }>> = {
  allocation: { zh: '资金分配', en: 'an allocation' }, 'project-before-start': { zh: '项目实施前', en: 'a project before its start' }, 'project-after-completion': { zh: '项目完工后', en: 'a project after completion' },
  'project-plan': { zh: '年度项目计划', en: 'the plan of projects' }, roster: { zh: '花名册', en: 'a roster' }, loan: { zh: '扶贫贷款', en: 'a loan' }, programme: { zh: '补贴政策', en: 'a programme' }, other: { zh: '其他事项', en: 'another matter' },
};

const HASHES = { list: 'b'.repeat(64), other: 'c'.repeat(64), photo: 'd'.repeat(64) };
const june = [dayEnded('2018-06-14'), dayEnded('2018-06-15')];
const onBoard = (on: string, until?: string, terms: Partial<DisclosurePosted> = {}): StoryEvent => posted('project-j1', on, { kind: 'notice', item: 'project-before-start', level: 'village', venue: 'board', until, ...terms });
const takenDownOn = (on: string, postedRevision = 1): StoryEvent => said('project-j1', DisclosureWithdrawn, { postedRevision, reason: '更换', occurredOn: on });
const road: StoryEvent = said('project-j1', ProjectPlanned, {
  region: VILLAGE, name: '村道硬化', programmeId: 'p1', allocationId: 'a1', site: '一组', content: '硬化一公里', unitName: '示例公司', amountFen: 10_000_000, plannedStart: '2018-06-01', plannedEnd: '2018-09-30', occurredOn: '2018-03-01',
});
const hung = (on: string, terms: Partial<RosterPosted> = {}): StoryEvent => said('roster-r1', RosterPosted, { ...(rosterPosted('r1', on, '2018-05-20')[1]?.data as RosterPosted), ...terms });
const compiled = rosterPosted('r1', '2018-05-03', '2018-05-09')[0] as StoryEvent;
const sealed: StoryEvent = said('roster-r1', RosterSealed, { count: 1, totalFen: 30_000, contentHash: HASHES.list, occurredOn: '2018-05-10' });

export default rule({
  code: 'A25',
  title: { zh: '公示造假', en: 'False disclosure' },
  harm: 'disclosure-lapse',
  basis: [
    { zh: '《公职人员政务处分法》第三十八条第四项:不按规定公开工作信息', en: 'Law on administrative discipline for public employees, article 38 (4): information is not disclosed as prescribed' },
    { zh: '公告公示指导意见(2018)第四条:真实及时,公示栏不少于 10 日', en: 'Guiding opinion on announcing poverty-relief funds (2018), item 4: true and in time, ten days on boards' },
  ],
  parameters,
  query: [late, madeLater, samePhoto, otherContent, takenDown].map((part) => `select * from (${part}\n) part`).join('\nunion all\n'),
  touches: [touches, photoTouches],
  sentence: (facts, part) => {
    const item = ITEMS[String(facts['item'])] ?? { zh: String(facts['item']), en: String(facts['item']) };
    switch (part) {
      case 'a':
        return { zh: `${item.zh}公示所称日期为 ${String(facts['postedOn'])},至台账日 ${String(facts['ledgerDay'])} 才录入,晚 ${String(facts['days'])} 日,待核。`, en: `The posting about ${item.en}, dated ${String(facts['postedOn'])}, was told only on ledger day ${String(facts['ledgerDay'])}, ${String(facts['days'])} days later. To be checked.` };
      case 'b':
        return { zh: `${item.zh}公示称 ${String(facts['shownOn'])} 起展示,而其内容或照片制作于 ${String(facts['createdOn'])},待核。`, en: `The posting about ${item.en} says it was shown from ${String(facts['shownOn'])}, but its page or photo was made on ${String(facts['createdOn'])}. To be checked.` };
      case 'c':
        return { zh: `同一张照片用于 ${String(facts['things'])} 个不同事项的公示,此处为${item.zh}公示,待核。`, en: `One photo shows the postings of ${String(facts['things'])} different matters, here that about ${item.en}. To be checked.` };
      case 'd':
        return { zh: `${String(facts['shownOn'])} 张榜的内容与 ${String(facts['sealedOn'])} 封存的花名册不符,也不是编制时的名单,待核。`, en: `What hung from ${String(facts['shownOn'])} is neither the list sealed on ${String(facts['sealedOn'])} nor the list as compiled. To be checked.` };
      default:
        return { zh: `${item.zh}公示自 ${String(facts['shownOn'])} 起展示,${String(facts['takenDownOn'])} 即撤下,仅 ${String(facts['days'])} 日,未见替换公示,待核。`, en: `The posting about ${item.en}, shown from ${String(facts['shownOn'])}, was taken down on ${String(facts['takenDownOn'])} after ${String(facts['days'])} day(s), and none took its place. To be checked.` };
    }
  },
  innocent: [
    { zh: '更正公告代替了原公示', en: 'a correction notice took its place' },
    { zh: '公示栏被风雨损坏,随即重新张贴', en: 'the board was damaged by weather and hung again' },
    { zh: '有标记的历史数据迁移', en: 'history brought over by a campaign that says so' },
  ],
  mustAct: { zh: '纪检监察机关', en: 'inspectors' },
  clears: { zh: '登记替换的公示或更正后的名单张榜;其余由纪检查明后结论', en: 'the posting that took its place, or the right list hung afterwards, is entered; the rest is for inspectors to conclude' },
  flagged: [
    { told: 'an announcement dated 15 May is told 32 days later', events: [...june, allocation('a1', { occurredOn: '2018-05-01' }), posted('allocation-a1', '2018-05-15')], flags: [{ part: 'a', subject: 'allocation:a1', severity: 'high' }] },
    { told: 'a page that was made a week after it is said to have hung', events: [allocation('a1'), posted('allocation-a1', '2018-05-15', { createdOn: '2018-05-22' })], flags: [{ part: 'b', subject: 'allocation:a1', severity: 'high' }] },
    { told: 'a photo of the board taken after the last day shown', events: [road, onBoard('2018-05-01', '2018-05-12', { createdOn: '2018-05-13', photoHashes: [HASHES.photo] })], flags: [{ part: 'b', subject: 'project:j1', severity: 'high' }] },
    {
      told: 'the same photo shows a roster and, as evidence, the notice of a project',
      events: [compiled, hung('2018-05-03', { photoHashes: [HASHES.photo] }), road, onBoard('2018-05-03', '2018-05-20'), said('project-j1', EvidenceAttached, { kind: 'photo', contentHash: HASHES.photo, mediaType: 'image/jpeg', bytes: 9, aboutRevision: 1, occurredOn: '2018-05-05' })],
      flags: [{ part: 'c', subject: 'project:j1', severity: 'high' }],
    },
    { told: 'another list hung than was compiled or sealed', events: [programme('p1'), compiled, hung('2018-05-03', { contentHash: HASHES.other }), sealed], flags: [{ part: 'd', subject: 'roster:r1', severity: 'critical', amountFen: 30_000 }] },
    { told: 'taken down after nine days', events: [road, onBoard('2018-05-01', '2018-05-31'), takenDownOn('2018-05-10')], flags: [{ part: 'e', subject: 'project:j1', severity: 'high' }] },
    { told: 'a roster that says a week is gone after three days', events: [compiled, posted('roster-r1', '2018-05-03', { kind: 'notice', item: 'roster', venue: 'board', until: '2018-05-09' }), said('roster-r1', DisclosureWithdrawn, { postedRevision: 1, reason: '撤下', occurredOn: '2018-05-06' })], flags: [{ part: 'e', subject: 'roster:r1', severity: 'high' }] },
  ],
  clean: [
    { told: 'told thirty days later, to the day', events: [dayEnded('2018-06-13'), allocation('a1', { occurredOn: '2018-05-01' }), posted('allocation-a1', '2018-05-15')] },
    { told: 'a campaign brings last year’s announcements over', events: [...june, allocation('a1', { occurredOn: '2017-05-01', campaign: 'takeover-2018' }), posted('allocation-a1', '2017-05-15')] },
    { told: 'a page made on the day it is shown; a photo taken on the last day it hangs', events: [allocation('a1'), posted('allocation-a1', '2018-05-15', { createdOn: '2018-05-15' }), road, onBoard('2018-05-01', '2018-05-12', { createdOn: '2018-05-12', photoHashes: [HASHES.photo] })] },
    { told: 'one notice, posted again with the photo it had', events: [road, onBoard('2018-05-01', '2018-05-12', { photoHashes: [HASHES.photo] }), onBoard('2018-05-13', '2018-05-24', { photoHashes: [HASHES.photo] })] },
    { told: 'a wrong list hung; a correction notice with the sealed one took its place', events: [compiled, hung('2018-05-03', { contentHash: HASHES.other }), sealed, hung('2018-05-11', { contentHash: HASHES.list })] },
    { told: 'the list as compiled hung, then it was changed: the matter of the rule on changed lists', events: [compiled, hung('2018-05-03'), sealed] },
    { told: 'hung for ten days, then taken down', events: [road, onBoard('2018-05-01', '2018-05-31'), takenDownOn('2018-05-11')] },
    { told: 'the board was damaged, and the notice hung again two days later', events: [road, onBoard('2018-05-01', '2018-05-31'), takenDownOn('2018-05-05'), onBoard('2018-05-07', '2018-05-31')] },
    { told: 'announced for five days only: late or missing for the rule on that', events: [road, onBoard('2018-05-01', '2018-05-05'), takenDownOn('2018-05-04')] },
  ],
});
