/** Derives facts and flags anew from the events up to a position, in a database that holds nothing else. */
import type { Pool } from 'pg';
import { splitStreamId, type Recorded } from '../../src/domain/decider';
import type { EventStore } from '../../src/event-store/event-store';
import { makeRuleIndexes } from '../anomalies/catalogue';
import { Examiner } from '../anomalies/examiner';
import { prepareFacts } from '../facts/schema';
import { factsFollower, type FactsStore } from '../facts/writer';

export interface ReplayMoment {
  /** The last event that counts. */
  readonly position: number;
  /** The last position at which a rule released or a parameter set counts. */
  readonly rulesPosition: number;
}

/** An event that could not be derived: there is nothing to compare with. */
export class ReplayHalted extends Error {}

/** Told as an event of no meaning, so that positions stay dense: whoever folds passes over it. */
const unheard = (event: Recorded): Recorded => ({ ...event, type: 'NotYetReleased' });

/** The ledger as it stood then: nothing after the moment is there, and rules that came later say nothing. */
export function ledgerAt(store: EventStore, { position, rulesPosition }: ReplayMoment): FactsStore {
  const heard = (event: Recorded): Recorded => (event.position > rulesPosition && splitStreamId(event.streamId).noun === 'rule' ? unheard(event) : event);
  return {
    readRecorded: async (from, max) => (from > position ? [] : (await store.readRecorded(from, Math.min(max, position + 1 - from))).map(heard)),
    readStream: (streamId, from, max) => store.readStream(streamId, from, max),
    head: async () => ({ ...(await store.head()), size: position + 1 }),
    onAppended: () => () => undefined,
  };
}

/** The database must be migrated and empty. */
export async function replay(own: Pool, store: EventStore, moment: ReplayMoment): Promise<void> {
  await prepareFacts(own);
  await makeRuleIndexes(own);
  const ledger = ledgerAt(store, moment);
  const { halted } = await factsFollower({ pool: own, store: ledger }).catchUp();
  if (halted) throw new ReplayHalted(`facts halted at position ${String(halted.position)}: ${halted.error}`);
  const { rules } = await new Examiner({ pool: own, store: ledger }).catchUp();
  const stuck = rules.find((rule) => rule.halted);
  if (stuck?.halted) throw new ReplayHalted(`${stuck.name} halted at position ${String(stuck.halted.position)}: ${stuck.halted.error}`);
}
