/** The money of the year: issued by the province, split, received by the county, announced — a few announcements late or never. */
import type { Chance } from './chance';
import type { Population } from './people';
import { onlyOpening } from './openings';
import type { SimulatedProgramme } from './programmes';
import { addDays, command, type DatedDeed, type Planted } from './step';

export const allocationIdOf = (programme: string, county: string): string => `2018-${programme}-${county}`;

export function announcement(on: string, level: 'province' | 'county', hash: string): object {
  return {
    kind: 'announcement', item: 'allocation', level, venue: 'portal', venueName: level === 'county' ? '县人民政府门户网站' : '省财政厅门户网站',
    fields: ['name', 'result', 'document-number', 'source', 'hotline'], occurredOn: on, from: on, contentHash: hash,
  };
}

export const hashOf = (chance: Chance): string => Array.from({ length: 8 }, () => chance.whole(0, 0xffffffff).toString(16).padStart(8, '0')).join('');

/** Money that is paid at once comes shortly before; what is paid all year comes in January. */
const ISSUED_ON: Readonly<Record<string, string>> = { STUDENT: '2018-07-25', INDUSTRY: '2018-09-03', HOUSE: '2018-05-07' };

const DAYS_BEFORE_PAYING = 40;

/** Amounts are what the year's batches and projects need, rounded up to 10,000 yuan; for houses half as much again came, in May, and lay until October and longer. */
export function funds(population: Population, chance: Chance, needFen: ReadonlyMap<string, number>, programmes: readonly SimulatedProgramme[]): { deeds: DatedDeed[]; planted: Planted[] } {
  const deeds: DatedDeed[] = [];
  const planted: Planted[] = [];
  programmes.forEach((programme, index) => {
    const need = (needFen.get(programme.id) ?? 0) * (programme.id === 'HOUSE' ? 1.5 : 1);
    const amountFen = Math.ceil(need / 1_000_000 + 1) * 1_000_000;
    const root = `2018-${programme.id}-42`;
    const child = allocationIdOf(programme.id, population.county);
    const opening = onlyOpening(programme, index);
    const issuedOn = ISSUED_ON[programme.id] ?? (opening === undefined ? addDays('2018-01-02', index % 3) : addDays(opening, -DAYS_BEFORE_PAYING));
    const splitOn = addDays(issuedOn, 4);
    const receivedOn = addDays(splitOn, 2);
    const documentNumber = `鄂财农发〔2018〕${String(index + 1)}号`;
    deeds.push(
      command(issuedOn, 'province', 'IssueAllocation', root, {
        region: '42', programmeId: programme.id, documentNumber, budgetYear: 2018, source: index % 2 === 0 ? 'central' : 'provincial',
        functionCode: programme.functionCode, amountFen, occurredOn: issuedOn, purposeText: programme.name,
      }),
      command(splitOn, 'province', 'SplitAllocation', root, {
        splitId: population.county, toAllocationId: child, toRegion: population.county, documentNumber: `鄂财农发〔2018〕${String(index + 21)}号`, amountFen, occurredOn: splitOn,
      }),
      command(receivedOn, 'clerk', 'ReceiveAllocation', child, { fromAllocationId: root, splitId: population.county, region: population.county, amountFen, occurredOn: receivedOn }),
      command(addDays(issuedOn, 6), 'province', 'PostDisclosure', `allocation-${root}`, announcement(addDays(issuedOn, 6), 'province', hashOf(chance))),
      command(addDays(splitOn, 8), 'province', 'PostDisclosure', `allocation-${root}`, announcement(addDays(splitOn, 8), 'province', hashOf(chance))),
    );
    if (programme.id === 'HOUSE') planted.push({ rule: 'A11', subject: `allocation ${child}`, why: 'a third of it is not paid out by the end of the year' });
    if (programme.id === 'HOUSE') planted.push({ rule: 'A24', subject: `allocation ${child}`, why: 'the county never announced what it received' });
    else {
      const late = programme.id === 'STUDENT';
      const postedOn = addDays(receivedOn, late ? 45 : 9);
      if (late) planted.push({ rule: 'A24', subject: `allocation ${child}`, why: 'announced long after 15 working days' });
      deeds.push(command(postedOn, 'clerk', 'PostDisclosure', `allocation-${child}`, announcement(postedOn, 'county', hashOf(chance))));
    }
  });
  deeds.push(...reclaims(population.county, planted));
  return { deeds, planted };
}

/** The county gives back what is left of two programmes; one of the two is dated seven weeks before it was told. */
function reclaims(county: string, planted: Planted[]): DatedDeed[] {
  const reclaim = (programme: string, number: number, occurredOn: string): DatedDeed => command('2018-12-20', 'clerk', 'ReclaimAllocation', allocationIdOf(programme, county), {
    amountFen: 100_000, documentNumber: `示财农〔2018〕${String(number)}号`, reason: '结余收回', occurredOn,
  });
  planted.push({ rule: 'A42', part: 'a', subject: `allocation ${allocationIdOf('DISABLED', county)}`, why: 'reclaimed on 20 December, dated 31 October' });
  planted.push({ rule: 'A10', part: 'a', subject: `allocation ${allocationIdOf('DISABLED', county)}`, why: 'and the province has not had it fifty days after that date' });
  return [reclaim('DISABLED', 61, '2018-10-31'), reclaim('DIBAO', 62, '2018-12-10')];
}
