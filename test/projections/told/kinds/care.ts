/** Medical costs above the cap, house grants and premiums: due, and paid in part or whole. */
import { account, COUNTY, person, programme, said, VILLAGE } from '../../../../projections/anomalies/story';
import { BatchOpened, DisbursementEntered } from '../../../../src/domain/batch';
import { DisbursementReturned, DisbursementSettled } from '../../../../src/domain/batch-results';
import { GuaranteeFellDue, MedicalBillSettled, MedicalGuaranteePaid, PremiumPaidOnBehalf } from '../../../../src/domain/benefit-events';
import { HouseAccepted, HouseListed } from '../../../../src/domain/house';
import { people, pick, type Act, type Kind, type Telling } from '../telling';

function treat(told: Telling, act: Act): void {
  const who = pick(people.slice(0, 2), act.a);
  const stream = `benefit-m-${who}`;
  const occurredOn = told.on(act);
  const of = { region: VILLAGE, personRef: person(who), programmeId: 'c1' };
  if (!told.knows(stream)) {
    told.say(said(stream, MedicalBillSettled, {
      ...of, billId: `k-${who}`, kind: 'inpatient', billFen: 2_000_000, basicFen: 1_400_000, seriousFen: 0, assistanceFen: 0, guaranteeFen: 0, ownFen: 600_000, occurredOn, ...(act.c % 5 === 0 && { campaign: 'takeover' }),
    }));
  }
  if (act.b % 3 === 0) told.say(said(stream, MedicalGuaranteePaid, { programmeId: 'c1', year: 2018, paidFen: pick([40_000, 100_000], act.c), occurredOn }));
  else told.say(said(stream, GuaranteeFellDue, { programmeId: 'c1', year: 2018, ownBurdenFen: 600_000, capFen: 500_000, dueFen: pick([100_000, 30_000], act.c), occurredOn }));
}

function house(told: Telling, act: Act): void {
  const id = String(act.a % 2);
  const occurredOn = told.on(act);
  if (!told.knows(`house-f${id}`)) told.say(said(`house-f${id}`, HouseListed, { region: VILLAGE, householdId: `h${id}`, programmeId: 'c1', grade: 'D', objectClass: 'registered', mode: 'rebuild', occurredOn }));
  if (act.b % 3 === 0) return void told.say(said(`house-f${id}`, HouseAccepted, { grantFen: 2_000_000, inspector: '县住建局', occurredOn }));
  const batch = `c${String((told.batches += 1))}`;
  const result = { ordinal: 1, attempt: 1, amountFen: pick([2_000_000, 1_000_000], act.c), resultsId: 'r1', occurredOn };
  told.say(
    said(`batch-${batch}`, BatchOpened, { region: COUNTY, programmeId: 'c1', allocationId: 'a1', benefitFrom: '2018-03', benefitTo: '2018-03', budgetYear: 2018, declaredCount: 1, declaredTotalFen: 1, bank: '示例银行', occurredOn }),
    said(`batch-${batch}`, DisbursementEntered, { ordinal: 1, payeeRef: person('li'), accountRef: account('li'), householdId: `h${id}`, region: VILLAGE, amountFen: result.amountFen }),
    said(`batch-${batch}`, DisbursementSettled, result),
    ...(act.late % 4 === 0 ? [said(`batch-${batch}`, DisbursementReturned, { ...result, reason: 'F03' })] : []),
  );
}

function insure(told: Telling, act: Act): void {
  const id = `i${String(act.c % 50)}`;
  if (told.knows(`benefit-${id}`)) return;
  told.say(said(`benefit-${id}`, PremiumPaidOnBehalf, {
    region: VILLAGE, personRef: person(pick(people, act.a)), programmeId: 'c1', insurance: pick(['pension', 'medical'] as const, act.b), year: pick([2017, 2018], act.b), tierFen: 10_000, paidFen: pick([9_000, 10_000, 1_000], act.c), occurredOn: told.on(act),
  }));
}

export default {
  weight: 1,
  tell: (told, act) => {
    if (!told.knows('programme-c1')) told.say(programme('c1', { payee: 'household', cadence: 'once', ownBurdenCapFen: 500_000 }));
    pick([treat, house, insure], act.late)(told, act);
  },
} satisfies Kind;
