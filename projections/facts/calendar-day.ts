/** Every day of a published year, with the number of working days up to it: counting working days is then two look-ups. */
import type { HolidaysPublished } from '../../src/domain/calendar';
import { day, whole, yes, type FactTable, type Row } from './fact';

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** Monday = 0. Zeller's congruence, so that no clock and no time zone comes in. */
function weekday(year: number, month: number, dayOfMonth: number): number {
  const y = month < 3 ? year - 1 : year;
  const m = month < 3 ? month + 12 : month;
  const zeller = (dayOfMonth + Math.floor((13 * (m + 1)) / 5) + y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400)) % 7;
  return (zeller + 5) % 7;
}

function daysOf(year: number): { on: string; weekend: boolean }[] {
  const lengths = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return lengths.flatMap((length, index) =>
    Array.from({ length }, (_, before) => ({
      on: `${String(year)}-${String(index + 1).padStart(2, '0')}-${String(before + 1).padStart(2, '0')}`,
      weekend: weekday(year, index + 1, before + 1) >= 5,
    })),
  );
}

function rowsOf(data: HolidaysPublished): Row[] {
  const off = new Set(data.holidays);
  const worked = new Set(data.workdays);
  let nth = 0;
  return daysOf(data.year).map(({ on, weekend }) => {
    const working = worked.has(on) || (!weekend && !off.has(on));
    if (working) nth += 1;
    return { occurred_on: data.occurredOn, year: data.year, on_date: on, working, nth };
  });
}

const table: FactTable = {
  table: 'calendar_day',
  meaning: 'a day of a published calendar; the latest publication of a year holds',
  columns: {
    year: whole('calendar year'),
    on_date: day('the day'),
    working: yes('it is a working day'),
    nth: whole('working days of the year up to and with this day'),
  },
  indexes: ['year, position', 'on_date, position', 'position, nth, on_date'],
  from: { HolidaysPublished: rowsOf },
};
export default table;
