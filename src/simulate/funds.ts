/** The money of the year: issued by the province, split, received by the county, announced — a few announcements late or never. */
import type { Chance } from './chance';
import type { Population } from './people';
import { PROGRAMMES } from './setting';
import { addDays, command, type DatedDeed, type Planted } from './step';

export const allocationIdOf = (programme: string, county: string): string => `2018-${programme}-${county}`;

export function announcement(on: string, level: 'province' | 'county', hash: string): object {
  return {
    kind: 'announcement', item: 'allocation', level, venue: 'portal', venueName: level === 'county' ? '县人民政府门户网站' : '省财政厅门户网站',
    fields: ['name', 'result', 'document-number', 'source', 'hotline'], occurredOn: on, from: on, contentHash: hash,
  };
}

export const hashOf = (chance: Chance): string => Array.from({ length: 8 }, () => chance.whole(0, 0xffffffff).toString(16).padStart(8, '0')).join('');

/** Amounts are what the year's batches and projects need, rounded up to 10,000 yuan. */
export function funds(population: Population, chance: Chance, needFen: ReadonlyMap<string, number>): { deeds: DatedDeed[]; planted: Planted[] } {
  const deeds: DatedDeed[] = [];
  const planted: Planted[] = [];
  PROGRAMMES.forEach((programme, index) => {
    const amountFen = Math.ceil((needFen.get(programme.id) ?? 0) / 1_000_000 + 2) * 1_000_000;
    const root = `2018-${programme.id}-42`;
    const child = allocationIdOf(programme.id, population.county);
    const issuedOn = addDays('2018-01-02', index % 3);
    const splitOn = addDays(issuedOn, 4);
    const receivedOn = addDays(splitOn, 2);
    const documentNumber = `鄂财农发〔2018〕${String(index + 1)}号`;
    deeds.push(
      command(issuedOn, 'province', 'IssueAllocation', root, {
        region: '42', programmeId: programme.id, documentNumber, budgetYear: 2018, source: index % 2 === 0 ? 'central' : 'provincial',
        functionCode: programme.functionCode, amountFen: amountFen * 2, occurredOn: issuedOn, purposeText: programme.name,
      }),
      command(splitOn, 'province', 'SplitAllocation', root, {
        splitId: population.county, toAllocationId: child, toRegion: population.county, documentNumber: `鄂财农发〔2018〕${String(index + 21)}号`, amountFen, occurredOn: splitOn,
      }),
      command(receivedOn, 'clerk', 'ReceiveAllocation', child, { fromAllocationId: root, splitId: population.county, region: population.county, amountFen, occurredOn: receivedOn }),
      command(addDays(issuedOn, 6), 'province', 'PostDisclosure', `allocation-${root}`, announcement(addDays(issuedOn, 6), 'province', hashOf(chance))),
      command(addDays(splitOn, 8), 'province', 'PostDisclosure', `allocation-${root}`, announcement(addDays(splitOn, 8), 'province', hashOf(chance))),
    );
    if (programme.id === 'HOUSE') planted.push({ rule: 'A24', subject: `allocation ${child}`, why: 'the county never announced what it received' });
    else {
      const late = programme.id === 'STUDENT';
      const postedOn = addDays(receivedOn, late ? 45 : 9);
      if (late) planted.push({ rule: 'A24', subject: `allocation ${child}`, why: 'announced long after 15 working days' });
      deeds.push(command(postedOn, 'clerk', 'PostDisclosure', `allocation-${child}`, announcement(postedOn, 'county', hashOf(chance))));
    }
  });
  return { deeds, planted };
}
