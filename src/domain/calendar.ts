/** The published working calendar of a year: holidays and the weekend days worked in exchange (调休). */
import { malformed } from './checks';
import type { CommandOf, CommandRule, Decider, MessageOf } from './decider';
import { BusinessDate, Code, Dates, Integer } from './field';
import { Refused } from './refused';

export class HolidaysPublished {
  @Integer('year', { min: 1990, max: 2199 }) year: number;
  @Dates('days off that would be working days, and holidays that fall on weekends') holidays: string[];
  @Dates('weekend days worked') workdays: string[];
  @Code('number of the State Council notice', /^.{1,40}$/u) documentNumber: string;
  @BusinessDate('day of publication') occurredOn: string;
}

export interface CalendarState {
  readonly year: number | undefined;
}

const events = { HolidaysPublished };
const commands = {
  PublishHolidays: { data: HolidaysPublished, kind: 'wish', by: ['admin'], opens: true },
} satisfies Record<string, CommandRule<CalendarState>>;

type Event = MessageOf<typeof events>;
type Command = CommandOf<typeof commands>;

/** A notice about one year may move days across New Year: the one of 2019 made 29 December 2018 a working day. */
const nearYear = (date: string, year: number): boolean =>
  date.startsWith(String(year)) || date.startsWith(`${String(year - 1)}-12`) || date.startsWith(`${String(year + 1)}-01`);

function mustBeDaysOf(year: number, dates: readonly string[], pointer: string): void {
  const seen = new Set<string>();
  dates.forEach((date, index) => {
    if (!nearYear(date, year)) throw malformed('not-of-the-year', `${pointer}/${String(index)}`, `${date} 不属于 ${String(year)} 年`, `${date} does not belong to ${String(year)}`);
    if (seen.has(date)) throw malformed('date-twice', `${pointer}/${String(index)}`, `${date} 重复`, `${date} stands twice`);
    seen.add(date);
  });
}

/** A later notice of the same year replaces the earlier one from its recording on (in 2020 the Spring Festival was lengthened). */
function publishHolidays(data: HolidaysPublished, state: CalendarState): Event[] {
  if (state.year !== undefined && state.year !== data.year) {
    throw new Refused('other-year', { zh: `此日历属于 ${String(state.year)} 年`, en: `this calendar is of the year ${String(state.year)}` });
  }
  mustBeDaysOf(data.year, data.holidays, '/holidays');
  mustBeDaysOf(data.year, data.workdays, '/workdays');
  const both = data.workdays.findIndex((date) => data.holidays.includes(date));
  if (both >= 0) throw malformed('holiday-and-workday', `/workdays/${String(both)}`, '同一天既列为放假又列为上班', 'the same day is given as a day off and as a day worked');
  return [{ type: 'HolidaysPublished', data }];
}

const calendar: Decider<CalendarState, Command, Event> = {
  noun: 'calendar',
  events,
  commands,
  initial: { year: undefined },
  region: () => '',
  decide: (command, state) => publishHolidays(command.data, state),
  evolve: (_state, event) => ({ year: event.data.year }),
};
export default calendar;
