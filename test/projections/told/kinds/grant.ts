/** Allowances are granted and ended, and paid month by month: in full or less, in time or late. */
import { account, COUNTY, person, programme, said, VILLAGE } from '../../../../projections/anomalies/story';
import { AllowanceEnded, AllowanceGranted } from '../../../../src/domain/benefit-events';
import { BatchOpened, DisbursementEntered } from '../../../../src/domain/batch';
import { DisbursementFailed, DisbursementReturned, DisbursementSettled } from '../../../../src/domain/batch-results';
import { ProgrammeRevised } from '../../../../src/domain/programme';
import { people, pick, type Act, type Kind, type Telling } from '../telling';

const MONTHS = ['2017-12', '2018-01', '2018-02', '2018-03'];

function terms(told: Telling, { a, b, c }: Act): void {
  const first = programme('g1', { cadence: pick(['monthly', 'monthly', 'quarterly', 'yearly'] as const, a), ...(b % 3 > 0 && { topUpBasisPoints: 2000, ...(c % 3 > 0 && { standardFen: 40_000 }) }) });
  if (!told.knows('programme-g1')) told.say(first);
  else told.say(said('programme-g1', ProgrammeRevised, Object.assign({}, first.data as ProgrammeRevised, { reason: '修订', effectiveFrom: pick(['2018-01-01', '2018-02-01'], c) })));
}

function decide(told: Telling, act: Act): void {
  const who = pick(people.slice(0, 3), act.a);
  const stream = `benefit-${who}${String(act.b % 2)}`;
  if (told.knows(stream)) {
    const until = pick(MONTHS, act.c);
    told.say(said(stream, AllowanceEnded, { programmeId: 'g1', until, reason: '收入提高', occurredOn: told.on(act) }));
    return;
  }
  told.say(said(stream, AllowanceGranted, {
    region: VILLAGE, programmeId: 'g1', householdId: `h-${who}`, ...(act.b % 2 === 0 && { personRef: person(who) }), from: pick(MONTHS, act.c), ...(act.c % 5 === 0 && { until: '2018-02' }), amountPerMonthFen: 30_000,
    ...(act.late % 4 === 0 && { topUpFen: pick([6_000, 8_000], act.a), topUpClasses: ['elderly'] }), ...(act.late % 9 === 0 && { campaign: 'takeover' }), occurredOn: pick(['2018-01-05', told.on(act)], act.c),
  }));
}

function payMonth(told: Telling, act: Act): void {
  const id = `g${String((told.batches += 1))}`;
  const who = pick(people.slice(0, 3), act.a);
  const month = pick(MONTHS, act.b);
  const benefitTo = act.c % 6 === 0 && month !== '2017-12' ? '2018-03' : month;
  const amountFen = pick([30_000, 29_000, 60_000, 10_000], act.c);
  told.say(
    said(`batch-${id}`, BatchOpened, { region: COUNTY, programmeId: 'g1', allocationId: 'a1', benefitFrom: month, benefitTo, budgetYear: 2018, declaredCount: 1, declaredTotalFen: 1, bank: '示例银行', occurredOn: told.on(act) }),
    said(`batch-${id}`, DisbursementEntered, {
      ordinal: 1, payeeRef: person(who), accountRef: account(who), householdId: `h-${who}`, region: VILLAGE, amountFen, ...(act.late % 5 === 0 && { deductedFen: 1_000, dueFen: amountFen + 1_000 }),
    }),
  );
  const result = { ordinal: 1, attempt: 1, amountFen, resultsId: 'r1', occurredOn: told.on(act) };
  if (act.late % 7 === 0) told.say(said(`batch-${id}`, DisbursementFailed, { ...result, reason: 'F01' }));
  else told.say(said(`batch-${id}`, DisbursementSettled, result));
  if (act.late % 7 === 1) told.say(said(`batch-${id}`, DisbursementReturned, { ...result, reason: 'F03' }));
}

export default {
  weight: 1,
  tell: (told, act) => {
    if (act.a % 9 === 0 || !told.knows('programme-g1')) terms(told, act);
    if (act.b % 3 === 0) decide(told, act);
    else payMonth(told, act);
  },
} satisfies Kind;
