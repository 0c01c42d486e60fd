/** What is owed after a told history, as the calendar of duties shows it to those who oversee. */
import type { Pool } from 'pg';
import { COUNTY, type StoryEvent } from '../../projections/anomalies/story';
import { factsFollower } from '../../projections/facts/writer';
import { dutiesAt } from '../../projections/views/duties';
import { ToldLedger } from './told-ledger';

export async function toldDuties(pool: Pool, kind: string, events: readonly StoryEvent[]): Promise<readonly object[]> {
  const { halted } = await factsFollower({ pool, store: new ToldLedger(events) }).catchUp();
  expect(halted).toBeUndefined();
  const found = await dutiesAt(pool, { region: COUNTY, oversees: true }, { kind }, { at: events.length - 1, limit: 10, after: undefined });
  return found.map(({ duty: { subject, dueOn, shownOn, status, amountFen } }) => ({ subject: `${subject.kind} ${subject.id}`, dueOn, shownOn, status, amountFen }));
}
