/** The day-end (日终): makes the passing of time an event, one per date and in order, so that replay needs no clock. */
import type { CommandOf, CommandRule, Decider, MessageOf } from './decider';
import { BusinessDate } from './field';
import { isBusinessDate } from './field-check';
import { Refused } from './refused';

export class DayEnded {
  @BusinessDate('the day that ended') occurredOn: string;
}

export interface DayState {
  /** The last day that ended; undefined before the first. */
  readonly last: string | undefined;
}

const events = { DayEnded };
const commands = {
  EndDay: { data: DayEnded, kind: 'wish', by: ['admin', 'system'], opens: true },
} satisfies Record<string, CommandRule<DayState>>;

type Event = MessageOf<typeof events>;
type Command = CommandOf<typeof commands>;

/** The date after a date that exists. Arithmetic on digits, because no clock or time zone may enter the domain. */
export function dayAfter(date: string): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const written = (y: number, m: number, d: number): string => `${String(y)}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
  const candidates = [written(year, month, day + 1), written(year, month + 1, 1)];
  return candidates.find(isBusinessDate) ?? written(year + 1, 1, 1);
}

/** Days end in order and without gaps: a missed day would be judged by no duty. */
function endDay(data: DayEnded, { last }: DayState): Event[] {
  if (last !== undefined && data.occurredOn <= last) {
    throw new Refused('day-already-ended', { zh: `${data.occurredOn} 已经日终,最近一次日终为 ${last}`, en: `${data.occurredOn} has ended already; the last day ended is ${last}` });
  }
  if (last !== undefined && data.occurredOn !== dayAfter(last)) {
    throw new Refused('day-out-of-order', { zh: `日终须逐日进行,下一个应为 ${dayAfter(last)}`, en: `days end one by one; the next to end is ${dayAfter(last)}` });
  }
  return [{ type: 'DayEnded', data }];
}

const day: Decider<DayState, Command, Event> = {
  noun: 'day',
  onlyId: 'ledger',
  events,
  commands,
  initial: { last: undefined },
  region: () => '',
  decide: (command, state) => endDay(command.data, state),
  evolve: (_state, event) => ({ last: event.data.occurredOn }),
};
export default day;
