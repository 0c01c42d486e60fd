/** Things are posted, in truth and otherwise: taken down, shown by somebody else's photo, made later than they hung. */
import { dayAfter, posted, said } from '../../../../projections/anomalies/story';
import { DisclosureWithdrawn, type DisclosurePosted } from '../../../../src/domain/disclosure';
import { EvidenceAttached } from '../../../../src/domain/evidence';
import { RosterPosted, RosterSealed } from '../../../../src/domain/roster';
import { pick, type Act, type Kind, type Telling } from '../telling';

const hashes = ['0'.repeat(64), 'b'.repeat(64), 'c'.repeat(64)];
const items = ['project-before-start', 'allocation', 'roster'] as const;

function postOrTakeDown(told: Telling, act: Act): void {
  const stream = pick(['project-j1', 'project-j2', 'allocation-a1', 'roster-r1', 'roster-r2'].filter((one) => told.knows(one)), act.a) as string | undefined;
  if (stream === undefined) return;
  const on = dayAfter(told.on(act), act.b % 4 === 0 ? -25 : 0);
  const photo = pick(hashes, act.b);
  const terms: Partial<DisclosurePosted> = { ...(act.b % 3 === 0 && { photoHashes: [photo] }), ...(act.c % 3 === 0 && { createdOn: dayAfter(on, pick([-1, 2, 9], act.b)) }) };
  const last = told.events.filter((event) => event.streamId === stream).findLastIndex((event) => event.type === 'DisclosurePosted');
  switch (act.c % 7) {
    case 0:
    case 1:
      if (last < 0) break;
      return void told.say(said(stream, DisclosureWithdrawn, { postedRevision: last, reason: '更换', occurredOn: on }));
    case 2:
      if (last < 0) break;
      return void told.say(said(stream, EvidenceAttached, { kind: 'photo', contentHash: photo, mediaType: 'image/jpeg', bytes: 9, aboutRevision: last, occurredOn: on }));
    case 3:
      if (stream.startsWith('roster')) return void told.say(said(stream, RosterPosted, { level: 'village', venueName: '公开栏', contentHash: pick(hashes, act.a + act.b), until: dayAfter(on, 6), occurredOn: on, ...terms }));
      break;
    case 4:
      if (stream.startsWith('roster') && !told.events.some((event) => event.streamId === stream && event.type === 'RosterSealed')) return void told.say(said(stream, RosterSealed, { count: 1, totalFen: 30_000, contentHash: pick(hashes, act.b), occurredOn: on }));
  }
  told.say(posted(stream, on, { kind: 'notice', item: pick(items, act.b), venue: pick(['board', 'portal'], act.a), ...(act.a % 2 === 0 && { until: dayAfter(on, pick([14, 4], act.b)) }), ...terms }));
}

export default { weight: 2, tell: postOrTakeDown } satisfies Kind;
