/** The journal among processes: what a living one is in the middle of is nobody else's; what a dead one left belongs to exactly one other. */
import { PostgresPendingWork } from '../src/pending-work';
import { Presence } from '../src/presence';
import type { CommandRequest } from '../src/command-request';
import { freshDatabase, type TestDatabase } from './support/database';

const request = (key: string): CommandRequest => ({
  streamId: 'batch-1', key, command: { type: 'ApproveBatch', data: { occurredOn: '2018-03-03' } }, actor: { id: 'checker', role: 'checker', office: 'finance-422899', region: '422899' },
});

describe('unfinished work', () => {
  let database: TestDatabase;
  beforeEach(async () => (database = await freshDatabase()));
  afterEach(() => database.drop());
  const process = async (): Promise<{ presence: Presence; work: PostgresPendingWork }> => {
    const presence = await Presence.open(database.url);
    return { presence, work: new PostgresPendingWork(database.pool, presence.id) };
  };
  const present = async ({ presence }: { presence: Presence }): Promise<boolean> => {
    const { rows } = await database.pool.query<{ present: boolean }>('SELECT work.is_present($1) AS present', [presence.id]);
    return rows[0]?.present === true;
  };

  it('of a living process is left alone, by others and by itself', async () => {
    const [one, other] = [await process(), await process()];
    await one.work.begin(request('a'), 4);
    expect(await other.work.unfinished()).toEqual([]);
    expect(await one.work.unfinished()).toEqual([]);
    await Promise.all([one.presence.close(), other.presence.close()]);
  });

  it('of a dead one goes to one of those that ask, oldest first, with the revision it began at', async () => {
    const dead = await process();
    for (const key of ['a', 'b', 'c']) await dead.work.begin(request(key), key === 'a' ? 4 : 7);
    const others = [await process(), await process(), await process()];
    await dead.presence.close();
    const found = await Promise.all(others.map(({ work }) => work.unfinished()));
    expect(found.flat().map((each) => [each.request.key, each.revision])).toEqual([['a', 4], ['b', 7], ['c', 7]]);
    expect(found.filter((each) => each.length > 0)).toHaveLength(1);
    await Promise.all(others.map(({ presence }) => presence.close()));
  });

  it('sent again to a living process is that one\'s', async () => {
    const [dead, one, other] = [await process(), await process(), await process()];
    await dead.work.begin(request('a'), 4);
    await dead.presence.close();
    await one.work.begin(request('a'), 4);
    expect(await other.work.unfinished()).toEqual([]);
    await one.work.end(request('a'));
    await Promise.all([one.presence.close(), other.presence.close()]);
  });

  it('stays with a process whose connection was cut, once it is back', async () => {
    const one = await process();
    expect(await present(one)).toBe(true);
    await database.pool.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'mingzhang-presence' AND datname = current_database()`);
    while (!(await present(one))) await new Promise((resolve) => setTimeout(resolve, 20));
    await one.presence.close();
    expect(await present(one)).toBe(false);
  });
});
