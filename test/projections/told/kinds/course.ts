/** Courses reach some villages of a township and not others; people move, and their old houses stand. */
import { COUNTY, dayAfter, dayEnded, paidBatch, person, programme, said } from '../../../../projections/anomalies/story';
import { StudentAided, TrainingAttended } from '../../../../src/domain/benefit-events';
import { HouseholdRegistered } from '../../../../src/domain/household';
import { OldHouseDemolished, RelocationSettled, RelocationTargeted } from '../../../../src/domain/house';
import { StatusMarked } from '../../../../src/domain/household-status';
import { ProgrammeRevised } from '../../../../src/domain/programme';
import { RegisterRowsEntered } from '../../../../src/domain/register';
import { people, pick, type Act, type Kind, type Telling } from '../telling';

const VILLAGES = ['422899001201', '422899001202', '422899002201', '422899001'];

function terms(told: Telling, { a, b, c }: Act): void {
  const first = programme('t1', { allowedPurposes: [pick(['training', 'training', 'production'], b)], eligibleClasses: pick([['household:registered'], ['student'], undefined], a) });
  if (!told.knows('programme-t1')) told.say(first);
  else told.say(said('programme-t1', ProgrammeRevised, Object.assign({}, first.data as ProgrammeRevised, { reason: '修订', effectiveFrom: pick(['2018-02-01', '2018-12-01'], c) })));
}

function live(told: Telling, act: Act): void {
  const id = `t${String(act.b % 5)}`;
  const region = pick(VILLAGES, act.b);
  if (act.c % 3 === 0) return void told.say(said('register-t1', RegisterRowsEntered, { kind: 'student', region: COUNTY, rows: [{ change: act.c % 2 === 0 ? 'added' : 'removed', personRef: person(pick(people, act.a)), region }] }));
  if (!told.knows(`household-${id}`)) told.say(said(`household-${id}`, HouseholdRegistered, { region, headRef: person(id), members: [{ personRef: person(id), relation: 'head' }], status: 'registered', occurredOn: told.on(act) }));
  else told.say(said(`household-${id}`, StatusMarked, { status: pick(['removed', 'registered'] as const, act.c), basis: '动态调整', occurredOn: told.on(act) }));
}

/** In this year or the last, by record or by list. */
function teach(told: Telling, act: Act): void {
  const region = pick(VILLAGES, act.b);
  const occurredOn = pick([told.today, '2018-06-01', '2018-12-31'], act.c);
  const of = { region, personRef: person(pick(people, act.a)), programmeId: 't1' };
  const id = `benefit-t${String(told.events.length)}`;
  if (act.late % 3 === 0) told.say(said(id, TrainingAttended, { ...of, courseId: 'c1', course: '电工', hours: 40, provider: '示例职校', occurredOn }));
  else if (act.late % 3 === 1) told.say(said(id, StudentAided, { ...of, schoolId: 's1', term: '2018-spring', tier: 'junior', amountFen: 50_000, registeredMatch: true, occurredOn }));
  else told.say(...paidBatch(`t${String((told.batches += 1))}`, occurredOn.slice(0, 7), told.today, [{ payee: 'li' }], { programmeId: 't1' }));
}

function move(told: Telling, act: Act): void {
  const stream = `house-t${String(act.b % 3)}`;
  const occurredOn = told.on(act);
  if (!told.knows(stream)) {
    told.say(said(stream, RelocationTargeted, { region: VILLAGES[0] ?? '', householdId: `h${String(act.b % 3)}`, programmeId: 'p9', listVersion: 'v1', persons: 3, settlement: 'concentrated', ...(act.c % 4 === 0 && { campaign: 'takeover' }), occurredOn }));
    told.say(said(stream, RelocationSettled, { areaMilliM2: 75_000, persons: 3, selfRaisedFen: 0, ownDebtFen: 0, movedInOn: dayAfter(occurredOn, -(act.c % 300)), occurredOn }));
  } else told.say(said(stream, OldHouseDemolished, { occurredOn }));
}

/** Months pass at once: a year is long. */
function waitMonths(told: Telling, act: Act): void {
  told.today = dayAfter(told.today, 20 + (act.c % 60));
  told.say(dayEnded(told.today));
  told.today = dayAfter(told.today);
}

export default {
  weight: 0,
  tell: (told, act) => {
    if (act.a % 13 === 0 || !told.knows('programme-t1')) terms(told, act);
    pick([live, live, teach, move, waitMonths, waitMonths], act.a)(told, act);
  },
} satisfies Kind;
