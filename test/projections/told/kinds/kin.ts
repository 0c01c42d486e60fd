/** Who is in office where, and who is whose kin; rosters are sealed. */
import { approved, COUNTY, dayAfter, handedOver, household, paidBatch, person, rosterPosted, said, VILLAGE, type StoryEvent } from '../../../../projections/anomalies/story';
import { MemberAdded } from '../../../../src/domain/household';
import { RosterSealed } from '../../../../src/domain/roster';
import { people, pick, type Act, type Kind, type Telling } from '../telling';

/** A long list of a village, most of it kin; its roster may hang, and be told to have hung, later. */
function longList(told: Telling, act: Act): void {
  const id = `b${String((told.batches += 1))}`;
  const on = told.on(act);
  const payees = people.slice(0, 5 + (act.a % 3));
  const [compiled, hung] = rosterPosted(pick(['r1', 'r2'], act.b), dayAfter(on, pick([-9, 2], act.c)), on) as [StoryEvent, StoryEvent];
  if (!told.knows(compiled.streamId)) told.say(compiled);
  told.say(...handedOver('kinship', people.slice(act.a % 3, 5 + (act.a % 2)).map((name) => ({ personRef: person('wu'), otherRef: person(name), role: 'sibling' }))));
  told.say(...handedOver('cadre', [{ personRef: person('wu'), role: 'secretary', region: VILLAGE, ...(act.late % 12 === 0 && { change: 'removed' }) }]));
  told.say(...paidBatch(id, '2018-03', on, payees.map((payee) => ({ payee })), { rosterId: compiled.streamId.slice(7) }).filter(({ type }) => type !== 'DisbursementSettled'), approved(id, on));
  payees.forEach((payee, index) => told.lines.push({ batch: id, line: index + 1, attempt: 1, payee, amountFen: 30_000 }));
  if (act.c % 3 > 0) told.say(hung);
  for (let n = 0; n < 3 + (act.b % 5); n += 1) if (!told.knows(`household-v${String(n)}`)) told.say(...household(`v${String(n)}`, `v${String(n)}`));
}

function tell(told: Telling, act: Act): void {
  if (act.late % 4 === 0) return longList(told, act);
  for (let n = 0; n < 2; n += 1) tellOne(told, { ...act, a: act.a + n, b: act.b + n, c: act.c + 2 * n });
}

function tellOne(told: Telling, act: Act): void {
  const cadre = person(pick(['li', 'wang'], act.a));
  const other = person(pick(people, act.b));
  const gone = act.late % 7 === 0 ? { change: 'removed' as const } : {};
  switch (act.c % 6) {
    case 0: case 1: return void told.say(...handedOver('cadre', [{ personRef: cadre, role: 'secretary', region: pick([VILLAGE, VILLAGE, VILLAGE.slice(0, 9), COUNTY], act.b), ...(act.b % 4 === 0 && { until: '2018-03-05' }), ...gone }]));
    case 2: return void told.say(...handedOver('kinship', [{ personRef: cadre, otherRef: other, role: pick(['sibling', 'child', 'in-law'], act.b), ...gone }]));
    case 3: {
      const id = pick(['h1', 'h2', 'h3'], act.b);
      if (!told.knows(`household-${id}`)) return void told.say(...household(id, pick(people, act.a)));
      return void told.say(said(`household-${id}`, MemberAdded, { personRef: cadre, relation: pick(['spouse', 'parent', 'other-kin'] as const, act.a), cause: 'other', occurredOn: told.on(act) }));
    }
    default: {
      const stream = `roster-${pick(['r1', 'r2'], act.b)}`;
      return told.knows(stream) ? void told.say(said(stream, RosterSealed, { count: 1, totalFen: 30_000, contentHash: '0'.repeat(64), occurredOn: told.on(act) })) : undefined;
    }
  }
}

export default { weight: 1, tell } satisfies Kind;
