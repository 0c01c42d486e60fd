/** What stories begin from: a calendar, terms of a programme, an allocation that reached the county, a household of invented people. */
import { luhnDigit } from '../../src/identifiers/bank-account';
import { idCardCheckDigit } from '../../src/identifiers/id-card';
import { usccCheckDigit } from '../../src/identifiers/uscc';
import type { Step } from './story';

export const COUNTY = '422899';
export const TOWNSHIP = '422899101';
export const VILLAGE = '422899101201';
export const HASH = 'ab'.repeat(32);

/** An invented person; the same serial is the same person. */
export const person = (serial: number, bornOn = '19620714'): { idNumber: string; name: string } => {
  const first17 = `${COUNTY}${bornOn}${String(serial).padStart(3, '0')}`;
  return { idNumber: first17 + idCardCheckDigit(first17), name: `${'冉田谭覃向'[serial % 5] ?? '冉'}试${'甲乙丙丁戊己庚辛'[serial % 8] ?? '甲'}` };
};

/** An account of that person. */
export const card = (serial: number): { number: string; bank: string; holderName: string } => {
  const before = `621700${String(serial).padStart(12, '0')}`;
  return { number: before + luhnDigit(before), bank: '农商行', holderName: person(serial).name };
};

export const uscc = (prefix: string, serial: number): string => {
  const first17 = `${prefix}${COUNTY}MA${String(serial).padStart(7, '0')}`;
  return first17 + usccCheckDigit(first17);
};

export const calendar = (year: number): Step => ({
  by: 'admin', type: 'PublishHolidays', id: String(year), data: { year, holidays: [`${String(year)}-10-01`], workdays: [], documentNumber: `国办发明电〔${String(year - 1)}〕1号`, occurredOn: `${String(year - 1)}-12-01` },
});

export const programme = (id: string, more: object = {}): Step => ({
  by: 'province', type: 'DefineProgramme', id,
  data: {
    region: '42', name: '产业扶贫', basis: '财农〔2017〕8号', effectiveFrom: '2018-01-01', payee: 'household', cadence: 'once', allowedPurposes: ['production'], negativeList: ['office-building'],
    economicClasses: [], exclusiveWith: [], endsWithDeath: false, rosterPostingDays: 7, occurredOn: '2018-01-01', ...more,
  },
});

/** Issued by the province, split to the county and received there as `<id>-county`. */
export const fund = (id: string, programmeId: string, amountFen: number, on: string, more: object = {}): readonly Step[] => [
  { by: 'province', type: 'IssueAllocation', id, data: { region: '42', programmeId, documentNumber: '鄂财农发〔2018〕11号', budgetYear: 2018, source: 'provincial', functionCode: '2130505', amountFen, occurredOn: on, ...more } },
  { by: 'province', type: 'SplitAllocation', id, data: { splitId: 's1', toAllocationId: `${id}-county`, toRegion: COUNTY, documentNumber: '鄂财农发〔2018〕12号', amountFen, occurredOn: on } },
  { by: 'clerk', type: 'ReceiveAllocation', id: `${id}-county`, data: { fromAllocationId: id, splitId: 's1', region: COUNTY, amountFen, occurredOn: on } },
];

/** A household of one, its head `person(serial)`. */
export const household = (id: string, serial: number, on: string, more: object = {}): Step => ({
  by: 'office', type: 'RegisterHousehold', id, data: { region: VILLAGE, head: person(serial), members: [{ person: person(serial), relation: 'head' }], status: 'registered', occurredOn: on, ...more },
});
