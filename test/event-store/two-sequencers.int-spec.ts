/** Two sequencers on one ledger take turns and are never both right; a stopped one that wakes after a takeover records nothing. */
import { PostgresEventStore } from '../../src/event-store/postgres/postgres-event-store';
import { freshDatabase, type TestDatabase } from '../support/database';
import { appendOf } from './conformance';
import { Wire } from '../support/wire';
import { expectWhole, startWriter, type Answer } from './writer';

describe('two sequencers on one ledger', () => {
  let database: TestDatabase;
  beforeEach(async () => (database = await freshDatabase()));
  afterEach(() => database.drop());
  const open = (takeOver = false): Promise<PostgresEventStore> => PostgresEventStore.open({ connection: { connectionString: database.url }, takeOver });

  it('give each revision of a stream they fight over to one of them, and lose or double nothing', async () => {
    const stores = [await open(), await open()];
    const answers: Answer[] = [];
    const fighters = stores.flatMap((store, s) => Array.from({ length: 6 }, async (_, f) => {
      let revision = -1;
      for (let n = 0; n < 20;) {
        const key = `k-${String(s)}-${String(f)}-${String(n)}`;
        const outcome = await store.append(appendOf(`note-${String(f % 3)}`, revision === -1 ? 'none' : revision, key));
        if (outcome.status === 'wrong-revision') revision = outcome.actual;
        else if (outcome.status === 'recorded') {
          answers.push({ key, ...outcome });
          revision = outcome.lastRevision;
          n += 1;
        } else throw new Error(outcome.status);
      }
    }));
    await Promise.all(fighters);
    await expectWhole(database.pool, answers);
    expect(await stores[0]?.head()).toMatchObject({ size: 240 });
    for (const store of stores) await store.close();
  });

  it('answer the same key alike when it reaches both at once', async () => {
    const [one, two] = [await open(), await open()];
    for (let n = 0; n < 20; n += 1) {
      const append = appendOf(`note-${String(n)}`, 'none', `k${String(n)}`);
      const outcomes = await Promise.all([one.append(append), two.append(append), one.append(append), two.append(append)]);
      expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['recorded', 'replayed', 'replayed', 'replayed']);
      expect(new Set(outcomes.map((outcome) => JSON.stringify({ ...outcome, status: '' }))).size).toBe(1);
    }
    await one.close();
    await two.close();
  });

  it('are not held up for long by one that was stopped in the middle of sending its rows', async () => {
    const wire = new Wire(new URL(database.url));
    const slow = await PostgresEventStore.open({ connection: { connectionString: await wire.open(database.url) }, limits: { turnMs: 400 } });
    const swift = await PostgresEventStore.open({ connection: { connectionString: database.url }, limits: { turnMs: 400 } });
    await slow.append(appendOf('note-slow', 'none', 'opening'));
    wire.stallAfterBytes = 40_000;
    const late = slow.append(appendOf('note-slow', 0, 'many', Array.from({ length: 1_500 }, () => 'x')));
    await wire.stalled;
    expect(await swift.append(appendOf('note-swift', 'none', 'k'))).toMatchObject({ status: 'recorded', firstPosition: 1 });
    wire.release();
    expect(await late).toMatchObject({ status: 'recorded', firstPosition: 2 });
    await expectWhole(database.pool, []);
    await Promise.all([slow.close(), swift.close()]);
    wire.close();
  });

  it('leave nothing to a process that slept through a takeover', async () => {
    const sleeper = startWriter(database.url, 'sleeper');
    await sleeper.answered(50);
    sleeper.process.kill('SIGSTOP');
    // It may have been stopped with the head row in its hands: then the server ends its transaction first.
    const next = await open(true);
    const outcome = await next.append(appendOf('note-next', 'none', 'first-after-takeover'));
    const { size } = await next.head();
    sleeper.process.kill('SIGCONT');
    await sleeper.ended;
    expect(sleeper.failed()).toBe('Fenced');
    expect(outcome).toMatchObject({ status: 'recorded', lastPosition: size - 1 });
    expect(await next.head()).toMatchObject({ size });
    await expectWhole(database.pool, sleeper.answers);
    await next.close();
  });
});
