/** People come into the class an item is for, and are reached, refused or forgotten. */
import { account, COUNTY, dayEnded, dayAfter, household, person, programme, said, VILLAGE } from '../../../../projections/anomalies/story';
import { AllowanceEnded, AllowanceGranted, PremiumPaidOnBehalf } from '../../../../src/domain/benefit-events';
import { BatchOpened, DisbursementEntered } from '../../../../src/domain/batch';
import { BenefitRefused, StatusMarked } from '../../../../src/domain/household-status';
import { ProgrammeRevised } from '../../../../src/domain/programme';
import { RegisterImported, RegisterRowsEntered } from '../../../../src/domain/register';
import { people, pick, type Act, type Kind, type Telling } from '../telling';

const HOUSEHOLDS = ['h1', 'h2'];

function terms(told: Telling, { a, b, c }: Act): void {
  const first = programme('e1', {
    payee: pick(['person', 'household'] as const, b), cadence: c % 7 === 0 ? 'once' : 'monthly', eligibleClasses: pick([['low-income:low-income', 'household:registered'], ['low-income'], ['household:returned']], a),
  });
  if (!told.knows('programme-e1')) told.say(first);
  else told.say(said('programme-e1', ProgrammeRevised, Object.assign({}, first.data as ProgrammeRevised, { reason: '修订', effectiveFrom: pick(['2018-02-01', '2018-04-01'], c) })));
}

function enter(told: Telling, act: Act): void {
  if (act.c % 6 === 0) return void told.say(said('register-e1', RegisterImported, { kind: 'low-income', region: COUNTY, source: '民政局', asOf: told.today, count: 1, addedCount: 1, removedCount: 0, contentHash: '0'.repeat(64), occurredOn: told.today }));
  told.say(said('register-e1', RegisterRowsEntered, {
    kind: 'low-income', region: COUNTY, rows: [{ change: act.c % 5 === 0 ? 'removed' : 'added', personRef: person(pick(people.slice(0, 4), act.b)), role: pick(['low-income', 'low-income', 'orphan'], act.c), region: VILLAGE, ...(act.late % 2 === 0 && { on: told.on(act) }) }],
  }));
}

function decide(told: Telling, act: Act): void {
  const stream = `benefit-e${String(act.b % 4)}`;
  if (told.knows(stream)) return void told.say(said(stream, AllowanceEnded, { programmeId: 'e1', until: pick(['2018-03', '2018-05'], act.c), reason: '收入提高', occurredOn: told.on(act) }));
  const whose = act.c % 2 === 0 ? { personRef: person(pick(people.slice(0, 4), act.b)) } : { householdId: pick(HOUSEHOLDS, act.b) };
  told.say(said(stream, AllowanceGranted, {
    ...whose, region: VILLAGE, programmeId: 'e1', from: pick(['2018-01', '2018-03'], act.c), ...(act.c % 5 === 0 && { until: '2018-04' }), amountPerMonthFen: 30_000, ...(act.late % 3 === 0 && { campaign: 'takeover' }), occurredOn: told.on(act),
  }));
}

/** On a list, insured or answered. */
function reach(told: Telling, act: Act): void {
  const who = pick(people.slice(0, 4), act.b);
  const householdId = pick(HOUSEHOLDS, act.b);
  if (act.c % 3 === 0) {
    if (told.knows(`household-${householdId}`)) told.say(said(`household-${householdId}`, BenefitRefused, { ...(act.late % 2 === 0 && { personRef: person(who) }), programmeId: 'e1', reason: '收入超标', occurredOn: told.on(act) }));
    return;
  }
  if (act.c % 3 === 1) {
    const id = `benefit-ei${String(told.events.length)}`;
    return void told.say(said(id, PremiumPaidOnBehalf, { region: VILLAGE, personRef: person(who), programmeId: 'e1', insurance: 'pension', year: 2018, tierFen: 10_000, paidFen: 10_000, occurredOn: told.on(act) }));
  }
  const id = `e${String((told.batches += 1))}`;
  told.say(
    said(`batch-${id}`, BatchOpened, { region: COUNTY, programmeId: 'e1', allocationId: 'a1', benefitFrom: '2018-03', benefitTo: '2018-03', budgetYear: 2018, declaredCount: 1, declaredTotalFen: 1, bank: '示例银行', occurredOn: told.on(act) }),
    said(`batch-${id}`, DisbursementEntered, { ordinal: 1, payeeRef: person(who), accountRef: account(who), ...(act.late % 2 === 0 && { householdId }), region: VILLAGE, amountFen: 30_000 }),
  );
}

function live(told: Telling, act: Act): void {
  const id = pick(HOUSEHOLDS, act.b);
  if (!told.knows(`household-${id}`)) told.say(...household(id, pick(people, act.b)));
  else told.say(said(`household-${id}`, StatusMarked, { status: pick(['returned', 'exited'] as const, act.c), basis: '动态调整', occurredOn: told.on(act) }));
}

/** Weeks pass at once: sixty days are long. */
function waitWeeks(told: Telling, act: Act): void {
  told.today = dayAfter(told.today, 10 + (act.c % 20));
  told.say(dayEnded(told.today));
  told.today = dayAfter(told.today);
}

export default {
  weight: 1,
  tell: (told, act) => {
    if (act.a % 11 === 0 || !told.knows('programme-e1')) terms(told, act);
    pick([enter, enter, decide, reach, live, waitWeeks], act.a)(told, act);
  },
} satisfies Kind;
