/** What one exchange with the database may look like: many keys, long rows, rows sent behind a call that is denied. */
import { PostgresEventStore } from '../../src/event-store/postgres/postgres-event-store';
import { putUuid } from '../../src/event-store/postgres/binary';
import { freshDatabase, type TestDatabase } from '../support/database';
import { appendOf } from './conformance';
import { expectWhole } from './writer';

describe('a batch in one exchange', () => {
  let database: TestDatabase;
  let store: PostgresEventStore;
  beforeEach(async () => {
    database = await freshDatabase();
    store = await PostgresEventStore.open({ connection: { connectionString: database.url } });
  });
  afterEach(async () => {
    await store.close();
    await database.drop();
  });

  it('holds two thousand keys and streams with long names', async () => {
    const appends = Array.from({ length: 2_000 }, (_, i) => appendOf(`${'s'.repeat(150)}-${String(i)}`, 'none', `${'键'.repeat(100)}-${String(i)}`));
    const outcomes = await store.appendMany(appends);
    expect(outcomes.filter(({ status }) => status !== 'recorded')).toEqual([]);
    await expectWhole(database.pool, outcomes.flatMap((o, i) => (o.status === 'recorded' ? [{ key: appends[i]?.key.key ?? '', ...o }] : [])));
  });

  it('holds rows longer than any buffer beside short ones, byte for byte', async () => {
    const notes = ['a', '产业扶持'.repeat(40_000), 'b', 'x'.repeat(131_000), '𠮷'.repeat(30_000), 'c'];
    expect(await store.append(appendOf('note-1', 'none', 'long', notes))).toMatchObject({ status: 'recorded', lastPosition: 5 });
    expect((await store.readStream('note-1')).map(({ data }) => (data as { note: string }).note)).toEqual(notes);
    await expectWhole(database.pool, []);
  });

  it('is passed over whole by a server that denies the call, and the connection goes on', async () => {
    const notes = Array.from({ length: 1_500 }, (_, i) => `n-${String(i)}`);
    const first = await store.append(appendOf('note-1', 'none', 'k1', notes));
    const outcomes = await store.appendMany([appendOf('note-2', 'none', 'k2', notes), appendOf('note-1', 'none', 'k1', notes), appendOf('note-3', 'none', 'k3')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['recorded', 'replayed', 'recorded']);
    expect(outcomes[1]).toEqual({ ...first, status: 'replayed' });
    expect(await store.append(appendOf('note-3', 0, 'k4'))).toMatchObject({ status: 'recorded', firstPosition: 3_001 });
    await expectWhole(database.pool, []);
  });
});

it('writes a UUID as its sixteen bytes', () => {
  const bytes = Buffer.alloc(18);
  expect(putUuid(bytes, 1, '6f1d3a0c-7b2e-5d4e-9a81-5c0b7e42d963')).toBe(17);
  expect(bytes.toString('hex')).toBe('006f1d3a0c7b2e5d4e9a815c0b7e42d96300');
});
