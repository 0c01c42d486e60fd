/** Working days by the published calendars of the evaluation, for stories that end on or beside a limit. */
import { addDays } from '../simulate/step';
import { CALENDARS } from '../simulate/calendars';

const OFF = new Set(CALENDARS.flatMap(({ holidays }) => holidays));
const WORKED = new Set(CALENDARS.flatMap(({ workdays }) => workdays));
const SATURDAY = 6;

export function isWorkday(day: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return WORKED.has(day) || (!OFF.has(day) && weekday !== 0 && weekday !== SATURDAY);
}

/** The `count`-th working day after this day, the next one being the first. */
export function workdaysAfter(from: string, count: number): string {
  let day = from;
  for (let left = count; left > 0;) {
    day = addDays(day, 1);
    if (isWorkday(day)) left -= 1;
  }
  return day;
}
