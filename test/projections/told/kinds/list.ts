/** A roster from its list to the batch that pays it: hung, objected to, sealed as it was or otherwise, submitted. */
import { account, COUNTY, dayAfter, person, said, submitted, VILLAGE } from '../../../../projections/anomalies/story';
import { BatchOpened, DisbursementEntered } from '../../../../src/domain/batch';
import { ObjectionAnswered, ObjectionRaised, RosterCompiled, RosterPosted, RosterSealed, type RosterEntry } from '../../../../src/domain/roster';
import { people, pick, type Act, type Kind, type Telling } from '../telling';

const hashes = ['a'.repeat(64), 'b'.repeat(64), 'c'.repeat(64)];
const list = (n: number): RosterEntry[] => [0, 1, 2].map((nth) => ({ payeeRef: person(pick(people, nth + (nth === 2 ? n % 4 : 0))), householdId: nth === 0 ? 'h1' : 'h2', amountFen: nth === 1 && n % 3 === 1 ? 40_000 : 30_000 }));

function payList(told: Telling, { a, b, c, ...act }: Act): void {
  const roster = pick(['r3', 'r4'], a);
  const stream = `roster-${roster}`;
  const on = told.on({ a, b, c, ...act });
  const is = (type: string): boolean => told.events.some((event) => event.streamId === stream && event.type === type);
  if (!told.knows(stream)) {
    return void told.say(
      said(stream, RosterCompiled, { region: VILLAGE, programmeId: 'p1', benefitFrom: '2018-03', benefitTo: '2018-03', entries: list(0), contentHash: hashes[0] as string, occurredOn: on }),
      said(stream, RosterPosted, { level: 'village', venueName: '公开栏', contentHash: pick(hashes, b % 5 === 0 ? 2 : 0), until: dayAfter(on, 6), occurredOn: on }),
    );
  }
  switch (c % 5) {
    case 0:
      if (!is('RosterSealed')) told.say(said(stream, RosterSealed, { entries: list(b), count: 3, totalFen: 90_000, contentHash: hashes[1] as string, occurredOn: on }));
      return;
    case 1: return void told.say(
      said(stream, ObjectionRaised, { objectionId: `o${String(told.events.length)}`, ...(b % 2 === 0 && { payeeRef: person(pick(people, a + b)) }), matter: '名单', occurredOn: on }),
      said(stream, ObjectionAnswered, { objectionId: `o${String(told.events.length)}`, upheld: b % 3 > 0, answer: '已复核', occurredOn: on }),
    );
    case 2: return void told.say(said(stream, RosterPosted, { level: 'village', venueName: '公开栏', contentHash: pick(hashes, b), until: dayAfter(on, 6), occurredOn: on }));
    default: {
      const id = `b${String((told.batches += 1))}`;
      const lines = list(a + b);
      told.say(said(`batch-${id}`, BatchOpened, { region: COUNTY, programmeId: 'p1', allocationId: 'a1', benefitFrom: '2018-03', benefitTo: '2018-03', budgetYear: 2018, declaredCount: 3, declaredTotalFen: 90_000, bank: '示例银行', rosterId: roster, occurredOn: on }));
      lines.forEach(({ payeeRef, amountFen }, index) => told.say(said(`batch-${id}`, DisbursementEntered, { ordinal: index + 1, payeeRef, accountRef: account('li'), region: VILLAGE, amountFen })));
      if (c % 4 > 0) told.say(submitted(id, on));
    }
  }
}

export default { weight: 2, tell: payList } satisfies Kind;
