/** The days that have ended: the only clock rules know. */
import type { DayEnded } from '../../src/domain/day';
import type { FactTable } from './fact';

const table: FactTable = {
  table: 'day_end',
  meaning: 'a ledger day ended; occurred_on is that day',
  columns: {},
  indexes: ['occurred_on, position'],
  from: { DayEnded: (data: DayEnded) => ({ occurred_on: data.occurredOn }) },
};
export default table;
