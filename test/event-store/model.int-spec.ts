/** Any history of appends ends the same in PostgreSQL as in the model: verdicts, places, times and bytes. */
import fc from 'fast-check';
import type { Append, EventStore, Expected } from '../../src/event-store/event-store';
import { MemoryEventStore } from '../../src/event-store/memory';
import { PostgresEventStore } from '../../src/event-store/postgres/postgres-event-store';
import { freshDatabase } from '../support/database';
import { appendOf } from './conformance';

const seed = Number(process.env['SEED'] ?? 20_181_231);
const numRuns = Number(process.env['RUNS'] ?? 25);
/** A clock that stands still leaves only the ledger's own order, which is the same in both. */
const stillClock = (): number => 0;

/** One append in few words, so that a failing history can be read. */
interface Sketch {
  readonly stream: number;
  readonly key: number;
  readonly body: number;
  readonly expected: Expected;
  readonly length: number;
}

/** Few streams, few keys, few bodies: so that conflicts, retries and duplicates are the rule. */
const sketch: fc.Arbitrary<Sketch> = fc.record({
  stream: fc.integer({ min: 0, max: 3 }), key: fc.integer({ min: 0, max: 30 }), body: fc.integer({ min: 0, max: 1 }),
  expected: fc.oneof(fc.constant('none' as const), fc.constant('any' as const), fc.integer({ min: 0, max: 6 })),
  length: fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 1, max: 3 }) }, { weight: 1, arbitrary: fc.integer({ min: 200, max: 450 }) }),
});

const full = ({ stream, key, body, expected, length }: Sketch): Append =>
  appendOf(`note-${String(stream)}`, expected, `k${String(key)}`, Array.from({ length }, (_, i) => `${String(key)}.${String(body)}.${String(i)}`), String(body));

type Step = { readonly do: 'together' | 'one by one'; readonly by: number; readonly appends: readonly Sketch[] } | { readonly do: 'reopen'; readonly by: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('together' as const, 'one by one' as const), by: fc.integer({ min: 0, max: 1 }), appends: fc.array(sketch, { minLength: 1, maxLength: 12 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reopen' as const), by: fc.integer({ min: 0, max: 1 }) }) },
);

const bare = async (store: EventStore): Promise<unknown[]> =>
  (await store.readAll(0, 100_000)).map(({ position, headerBytes, payloadBytes }) => [position, headerBytes.toString('utf8'), payloadBytes.toString('utf8')]);

describe('the ledger in PostgreSQL, beside the model', () => {
  it('gives the same verdicts and keeps the same events, by two stores in turn, reopened at any time', async () => {
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      const database = await freshDatabase();
      const open = (): Promise<PostgresEventStore> => PostgresEventStore.open({ connection: { connectionString: database.url }, clock: stillClock, limits: { batchEvents: 400 } });
      const stores = [await open(), await open()];
      const model = new MemoryEventStore(stillClock);
      try {
        for (const each of steps) {
          const store = stores[each.by] as PostgresEventStore;
          if (each.do === 'reopen') {
            await store.close();
            stores[each.by] = await open();
          } else if (each.do === 'together') {
            const appends = each.appends.map(full);
            expect(await store.appendMany(appends)).toEqual(await model.appendMany(appends));
          } else {
            for (const one of each.appends.map(full)) expect(await store.append(one)).toEqual(await model.append(one));
          }
        }
        expect(await bare(stores[0] as EventStore)).toEqual(await bare(model));
        expect(await stores[1]?.head()).toEqual(await model.head());
        for (const stream of ['note-0', 'note-3']) expect((await stores[1]?.readStream(stream, 1, 5))?.map((e) => e.eventId)).toEqual((await model.readStream(stream, 1, 5)).map((e) => e.eventId));
      } finally {
        for (const store of stores) await store.close();
        await database.drop();
      }
    }), { seed, numRuns });
  }, 120_000);
});
