/** A hint reaches followers in other processes, also after the listening connection was lost. */
import { PostgresEventStore } from '../../src/event-store/postgres/postgres-event-store';
import { freshDatabase, type TestDatabase } from '../support/database';
import { appendOf } from './conformance';

describe('a hint between processes', () => {
  let database: TestDatabase;
  let writer: PostgresEventStore;
  let listener: PostgresEventStore;
  beforeEach(async () => {
    database = await freshDatabase();
    writer = await PostgresEventStore.open({ connection: { connectionString: database.url } });
    listener = await PostgresEventStore.open({ connection: { connectionString: database.url } });
  });
  afterEach(async () => {
    await Promise.all([writer.close(), listener.close()]);
    await database.drop();
  });

  const listening = async (): Promise<number> => {
    const { rows } = await database.pool.query<{ n: string }>(`SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'mingzhang-hints' AND query LIKE 'LISTEN%'`);
    return Number(rows[0]?.n);
  };
  const until = async (count: number): Promise<void> => {
    while ((await listening()) !== count) await new Promise((resolve) => setTimeout(resolve, 20));
  };

  it('is heard, and heard again once the connection is back', async () => {
    let heard: () => void = () => undefined;
    listener.onAppended(() => { heard(); });
    for (const key of ['before', 'after']) {
      await until(1);
      const next = new Promise<void>((resolve) => (heard = resolve));
      await writer.append(appendOf(`note-${key}`, 'none', key));
      await next;
      await database.pool.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'mingzhang-hints' AND datname = current_database()`);
      await until(0);
    }
  });
});
