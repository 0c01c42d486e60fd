/** What is in force before the year begins: calendars, region codes, programmes with their terms. */
import type { Population } from './people';
import type { SimulatedProgramme } from './programmes';
import { command, type DatedDeed } from './step';

/** State Council notices on holidays: 国办发明电〔2017〕12号, 〔2018〕15号. */
const CALENDARS: readonly { year: number; documentNumber: string; occurredOn: string; holidays: readonly string[]; workdays: readonly string[] }[] = [
  {
    year: 2018, documentNumber: '国办发明电〔2017〕12号', occurredOn: '2017-11-30',
    holidays: [
      '2018-01-01', '2018-02-15', '2018-02-16', '2018-02-17', '2018-02-18', '2018-02-19', '2018-02-20', '2018-02-21', '2018-04-05', '2018-04-06', '2018-04-07',
      '2018-04-29', '2018-04-30', '2018-05-01', '2018-06-16', '2018-06-17', '2018-06-18', '2018-09-22', '2018-09-23', '2018-09-24',
      '2018-10-01', '2018-10-02', '2018-10-03', '2018-10-04', '2018-10-05', '2018-10-06', '2018-10-07', '2018-12-30', '2018-12-31',
    ],
    workdays: ['2018-02-11', '2018-02-24', '2018-04-08', '2018-04-28', '2018-09-29', '2018-09-30', '2018-12-29'],
  },
  {
    year: 2019, documentNumber: '国办发明电〔2018〕15号', occurredOn: '2018-12-06',
    holidays: [
      '2019-01-01', '2019-02-04', '2019-02-05', '2019-02-06', '2019-02-07', '2019-02-08', '2019-02-09', '2019-02-10', '2019-04-05', '2019-04-06', '2019-04-07',
      '2019-05-01', '2019-05-02', '2019-05-03', '2019-05-04', '2019-06-07', '2019-06-08', '2019-06-09', '2019-09-13', '2019-09-14', '2019-09-15',
      '2019-10-01', '2019-10-02', '2019-10-03', '2019-10-04', '2019-10-05', '2019-10-06', '2019-10-07',
    ],
    workdays: ['2019-02-02', '2019-02-03', '2019-04-28', '2019-05-05', '2019-09-29', '2019-10-12'],
  },
];

const FORBIDDEN = ['unit-basic-expenditure', 'vehicles-and-equipment', 'bonus-and-welfare', 'enterprise-loss', 'office-building', 'gap-and-debt', 'large-construction', 'urban-infrastructure'];

export function setting(population: Population, on: string, programmes: readonly SimulatedProgramme[]): DatedDeed[] {
  const deeds: DatedDeed[] = CALENDARS.map((calendar) => command(calendar.occurredOn < on ? on : calendar.occurredOn, 'admin', 'PublishHolidays', String(calendar.year), calendar));
  const townships = new Map(population.villages.map((village) => [village.township, village.townshipName]));
  const codes = [
    { code: '42', name: '示例省' }, { code: population.county, name: '示例县' },
    ...[...townships].map(([code, name]) => ({ code, name })),
    ...population.villages.map((village) => ({ code: village.code, name: village.name })),
  ];
  deeds.push(command(on, 'admin', 'PublishRegionCodes', population.county, { edition: '2018', codes, occurredOn: on }));
  for (const programme of programmes) {
    const { id, functionCode: _functionCode, share: _share, whom: _whom, fromFen: _fromFen, bank: _bank, ...terms } = programme;
    deeds.push(command(on, 'province', 'DefineProgramme', id, {
      ...terms, region: '42', basis: '鄂扶组发〔2018〕1号', effectiveFrom: '2018-01-01', negativeList: FORBIDDEN,
      economicClasses: programme.payee === 'organisation' ? ['310', '302'] : ['303'], rosterPostingDays: 7, occurredOn: on,
      ...(programme.cadence === 'yearly' || programme.cadence === 'once' ? { payWithinWorkdays: 30 } : {}),
    }));
  }
  return deeds;
}
