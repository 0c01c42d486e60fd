/** Programmes that exclude each other, and what is granted beside what is paid: allowances, posts, homes, aid to students. */
import { person, programme, said, VILLAGE } from '../../../../projections/anomalies/story';
import { AllowanceEnded, AllowanceGranted, PostEngaged, RangerEngaged, StudentAided } from '../../../../src/domain/benefit-events';
import { HouseAccepted, HouseListed, RelocationSettled, RelocationTargeted } from '../../../../src/domain/house';
import { ProgrammeRevised } from '../../../../src/domain/programme';
import { people, pick, type Act, type Kind, type Telling } from '../telling';

function terms(told: Telling, act: Act): void {
  const id = pick(['p1', 'p2'], act.a);
  const exclusion = { exclusiveWith: act.c % 4 > 0 ? [id === 'p1' ? 'p2' : 'p1'] : [], ...(act.b % 5 === 0 && { stackableWith: ['p1', 'p2'] }) };
  const first = programme(id, { ...exclusion, payee: pick(['person', 'household'] as const, act.b), cadence: pick(['monthly', 'once'] as const, act.c) });
  if (!told.knows(first.streamId)) return void told.say(first);
  told.say(said(first.streamId, ProgrammeRevised, Object.assign({}, first.data as ProgrammeRevised, { reason: '修订', effectiveFrom: pick(['2018-02-01', '2018-04-01'], act.b), occurredOn: told.on(act) })));
}

/** A home of each kind for one household. */
function home(told: Telling, act: Act): void {
  const occurredOn = told.on(act);
  const whose = { region: VILLAGE, householdId: pick(['h1', 'h2'], act.b), occurredOn };
  const stream = `house-${pick(['f', 'm'], act.a)}${whose.householdId}`;
  if (act.a % 2 === 0) {
    if (!told.knows(stream)) told.say(said(stream, HouseListed, { ...whose, programmeId: 'p1', grade: 'D', objectClass: 'registered', mode: 'rebuild' }));
    return void told.say(said(stream, HouseAccepted, { grantFen: 2_000_000, inspector: '住建局', occurredOn }));
  }
  if (!told.knows(stream)) told.say(said(stream, RelocationTargeted, { ...whose, programmeId: 'p2', listVersion: '2018-1', persons: 3, settlement: 'concentrated' }));
  told.say(said(stream, RelocationSettled, { areaMilliM2: 75_000, persons: 3, selfRaisedFen: 0, ownDebtFen: 0, movedInOn: occurredOn, occurredOn }));
}

/** Several at a time: what excludes each other must meet. */
function tell(told: Telling, act: Act): void {
  for (let n = 0; n < 4; n += 1) tellOne(told, { ...act, a: act.a + 2 * n, b: act.b + n, c: act.c + 3 * n });
}

function tellOne(told: Telling, act: Act): void {
  const who = pick(people.slice(0, 3), act.a);
  const occurredOn = told.on(act);
  const programmeId = pick(['p1', 'p2'], act.b);
  const household = act.a % 5 === 0 ? pick(['h1', 'h2'], act.b) : undefined;
  const whose = { region: VILLAGE, programmeId, occurredOn, ...(household === undefined ? { personRef: person(who) } : { householdId: household }) };
  const stream = `benefit-${household ?? who}`;
  switch (act.c % 7) {
    case 0: return terms(told, { ...act, c: act.b });
    case 1: return home(told, act);
    case 2: return void told.say(said(stream, AllowanceGranted, { ...whose, from: pick(['2018-02', '2018-03', '2018-04'], act.b), amountPerMonthFen: 30_000 }));
    case 3: return told.knows(stream) ? void told.say(said(stream, AllowanceEnded, { programmeId, until: pick(['2018-03', '2018-05'], act.a), reason: '终止', occurredOn })) : undefined;
    case 4: return void told.say(said(stream, RangerEngaged, { ...whose, personRef: person(who), from: pick(['2018-01-01', '2018-04-01'], act.b), ...(act.b % 3 === 0 && { until: '2018-04-20' }), yearlyFen: 400_000 }));
    case 5: return void told.say(said(stream, PostEngaged, { ...whose, personRef: person(who), kind: pick(['public-welfare', 'public-welfare', 'workshop'], act.b), post: '保洁', from: pick(['2018-03-01', '2018-05-01'], act.a), monthlyFen: 50_000 }));
    default: return void told.say(said(stream, StudentAided, { ...whose, personRef: person(pick(['li', 'wang'], act.a)), schoolId: 's', schoolRegion: pick(['422801', '422822'], act.b), term: '2018-spring', tier: 'senior', amountFen: 80_000, registeredMatch: true }));
  }
}

export default { weight: 1, tell } satisfies Kind;
