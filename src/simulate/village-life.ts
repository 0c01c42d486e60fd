/** What a county of full size records of its villages and households beside payments: classes, incomes, exits, houses, moves, hospital bills, the frozen register. */
import type { Chance } from './chance';
import type { Household, Population } from './people';
import { clearPerson, headOf } from './registers';
import { addDays, command, type DatedDeed } from './step';

/** One village in five is poor, as 50 of 260 are. */
const POOR_EVERY = 5;
const LINE_FEN = 330_000;
const GRANT_FEN = 2_000_000;

export function villageLife(population: Population, chance: Chance, before: string): DatedDeed[] {
  return [
    ...villages(population, chance.fork('villages'), before),
    ...population.households.flatMap((household, index) => [
      ...incomeOf(household, chance.fork(`income ${household.id}`)),
      ...(index % 17 === 3 ? houseOf(household, chance.fork(`house ${household.id}`)) : []), ...(index % 50 === 7 ? moveOf(household) : []),
      ...(index % 20 === 11 ? billOf(household, chance.fork(`bill ${household.id}`)) : []),
    ]),
    command('2018-12-31', 'admin', 'FreezeRegister', population.county, { region: population.county, year: 2018, households: population.households.length, occurredOn: '2018-12-31' }),
  ];
}

function villages(population: Population, chance: Chance, on: string): DatedDeed[] {
  return population.villages.flatMap(({ code }, index) => {
    const poor = index % POOR_EVERY === 0;
    return [
      command(on, 'office', 'ClassifyRegion', code, { region: code, class: poor ? 'poor-village' : 'other-village', effectiveFrom: '2018-01-01', basis: '鄂扶组发〔2017〕15号', occurredOn: on }),
      command(on, 'office', 'RegisterVillage', code, {
        region: code, year: 2017, incidenceBasisPoints: poor ? chance.whole(900, 2_500) : chance.whole(50, 700), incomePerPersonFen: chance.whole(400_000, 900_000), collectiveIncomeFen: poor ? 0 : chance.whole(1, 30) * 100_000,
        provinceIncidenceBasisPoints: 400, provinceIncomePerPersonFen: 1_380_000, evaluator: '县扶贫办', occurredOn: on,
      }),
    ];
  });
}

/** Checked in November; one household in ten leaves poverty, with its procedure on file, and keeps what it is due. */
function incomeOf(household: Household, chance: Chance): DatedDeed[] {
  const perPersonFen = chance.whole(180_000, 700_000);
  const on = addDays('2018-11-05', chance.whole(0, 20));
  const report = command(on, 'office', 'ReportIncome', household.id, { year: 2018, perPersonFen, lineFen: LINE_FEN, source: 'village', occurredOn: on });
  if (perPersonFen < 600_000 || !chance.inTenThousand(5_000)) return [report];
  return [report, command('2018-12-20', 'office', 'MarkStatus', household.id, {
    status: 'exited', basis: '人均纯收入超过扶贫标准,两不愁三保障达标', incomePerPersonFen: perPersonFen, lineFen: LINE_FEN, evaluator: '县扶贫办',
    criteria: { food: true, clothing: true, education: true, medical: true, housing: true, water: true },
    procedure: { appraisedOn: '2018-11-28', verifiedOn: '2018-12-03', agreed: true, postedFrom: '2018-12-05', postedUntil: '2018-12-14' }, policyUntil: '2020-12-31', occurredOn: '2018-12-20',
  })];
}

function houseOf({ id, village, members }: Household, chance: Chance): DatedDeed[] {
  const mode = chance.pick(['rebuild', 'repair']);
  const listedOn = addDays('2018-03-05', chance.whole(0, 40));
  const builtOn = addDays(listedOn, 110);
  const acceptedOn = addDays(builtOn, 12);
  return [
    command(listedOn, 'office', 'ListHouse', `WF-${id}`, { region: village, householdId: id, programmeId: 'HOUSE', grade: mode === 'rebuild' ? 'D' : 'C', objectClass: 'registered', mode, occurredOn: listedOn }),
    command(builtOn, 'office', 'RebuildHouse', `WF-${id}`, { mode, areaMilliM2: members.length * 22_000, members: members.length, ownDebtFen: 0, occurredOn: builtOn }),
    command(acceptedOn, 'office', 'AcceptHouse', `WF-${id}`, { grantFen: GRANT_FEN, inspector: '县住建局', occurredOn: acceptedOn }),
  ];
}

function moveOf({ id, village, members }: Household): DatedDeed[] {
  const persons = members.length;
  return [
    command('2018-02-02', 'office', 'TargetRelocation', `BQ-${id}`, { region: village, householdId: id, programmeId: 'RELOCATION', listVersion: '2018-1', persons, settlement: 'concentrated', siteId: 'AZD-1', occurredOn: '2018-02-02' }),
    command('2018-09-21', 'office', 'SettleRelocation', `BQ-${id}`, { areaMilliM2: persons * 25_000, persons, selfRaisedFen: Math.min(persons * 250_000, 1_000_000), ownDebtFen: 0, movedInOn: '2018-09-20', occurredOn: '2018-09-21' }),
    command('2018-12-10', 'office', 'DemolishOldHouse', `BQ-${id}`, { reclaimed: true, occurredOn: '2018-12-10' }),
  ];
}

/** Four legs and the patient's own part come to the bill. */
function billOf(household: Household, chance: Chance): DatedDeed[] {
  const billFen = chance.whole(20, 300) * 10_000;
  const [basicFen, seriousFen, assistanceFen] = [billFen * 6 / 10, billFen * 2 / 10, billFen / 10];
  const on = addDays('2018-04-10', chance.whole(0, 200));
  return [command(on, 'office', 'SettleMedicalBill', `YL-${household.id}`, {
    region: household.village, householdId: household.id, person: clearPerson(headOf(household)), programmeId: 'MEDICAL', billId: `Y2018-${household.id}`, kind: 'inpatient', billFen, basicFen, seriousFen, assistanceFen, guaranteeFen: 0,
    ownFen: billFen - basicFen - seriousFen - assistanceFen, treatedFirst: true, oneStop: true, occurredOn: on,
  })];
}
