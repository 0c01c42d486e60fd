/** A roster hangs in the village. */
import { dayAfter, posted, rosterPosted, said, type StoryEvent } from '../../../../projections/anomalies/story';
import { ObjectionAnswered, ObjectionRaised } from '../../../../src/domain/roster';
import { pick, type Act, type Kind, type Telling } from '../telling';

/** A roster hangs in the village, sometimes too short; now and then somebody objects, and is answered. */
function hangRoster(told: Telling, act: Act): void {
  const id = pick(['r1', 'r2'], act.a);
  const stream = `roster-${id}`;
  const from = told.on(act);
  const [compiled, hung] = rosterPosted(id, from, dayAfter(from, pick([6, 3, 9], act.b))) as [StoryEvent, StoryEvent];
  if (!told.knows(stream)) told.say({ ...compiled, data: { ...compiled.data, programmeId: pick(['p1', 'p2'], act.c) } });
  switch (act.c % 6) {
    case 0: return void told.say(said(stream, ObjectionRaised, { objectionId: `o${String(act.b % 3)}`, matter: '面积', occurredOn: from }));
    case 1: return void told.say(said(stream, ObjectionAnswered, { objectionId: `o${String(act.b % 3)}`, upheld: false, answer: '已复核', occurredOn: from }));
    case 2: return void told.say(posted(stream, from, { kind: 'notice', item: 'roster', venue: 'board', until: dayAfter(from, pick([6, 2], act.b)) }));
    default: return void told.say(hung);
  }
}

export default { weight: 2, tell: hangRoster } satisfies Kind;
