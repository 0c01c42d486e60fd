/** The day-end (日终): makes the passing of time an event, one per date and in order, so that replay needs no clock. */
import { BusinessDate } from './field';

export class DayEnded {
  @BusinessDate('the day that ended') occurredOn: string;
}
