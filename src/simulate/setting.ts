/** What is in force before the year begins: calendars, region codes, programmes with their terms. */
import { CALENDARS } from './calendars';
import type { Population } from './people';
import { economicClassesOf, FORBIDDEN, termsOf, type SimulatedProgramme } from './programmes';
import { command, type DatedDeed } from './step';

const FIRST_YEAR = 2018;

export function setting(population: Population, on: string, programmes: readonly SimulatedProgramme[]): DatedDeed[] {
  const deeds: DatedDeed[] = CALENDARS.filter(({ year }) => year >= FIRST_YEAR).map((calendar) => command(calendar.occurredOn < on ? on : calendar.occurredOn, 'admin', 'PublishHolidays', String(calendar.year), calendar));
  const townships = new Map(population.villages.map((village) => [village.township, village.townshipName]));
  const codes = [
    { code: '42', name: '示例省' }, { code: population.county, name: '示例县' },
    ...[...townships].map(([code, name]) => ({ code, name })),
    ...population.villages.map((village) => ({ code: village.code, name: village.name })),
  ];
  deeds.push(command(on, 'admin', 'PublishRegionCodes', population.county, { edition: '2018', codes, occurredOn: on }));
  for (const programme of programmes) {
    deeds.push(command(on, 'province', 'DefineProgramme', programme.id, {
      ...termsOf(programme), region: '42', basis: '鄂扶组发〔2018〕1号', effectiveFrom: '2018-01-01', negativeList: FORBIDDEN,
      economicClasses: economicClassesOf(programme.payee), rosterPostingDays: 7, occurredOn: on,
      ...(programme.cadence === 'yearly' || programme.cadence === 'once' ? { payWithinWorkdays: 30 } : {}),
    }));
  }
  return deeds;
}
