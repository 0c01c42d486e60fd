/** Many pairs are judged on two connections: the same turns as on one, and none is lost where the second may not ask. */
import { ruleCalled } from '../../projections/anomalies/catalogue';
import type { StoryEvent } from '../../projections/anomalies/story';
import type { Rule } from '../../projections/anomalies/rule';
import type { TestDatabase } from '../support/database';
import { follow, forget, released, ruledDatabase, ToldLedger, turnsOf } from '../support/told-ledger';

const PROJECTS = 2_600;
let database: TestDatabase;
beforeAll(async () => { database = await ruledDatabase(); });
afterAll(() => database.drop());

const a28 = ruleCalled('A28') as Rule;
const [story] = a28.flagged;

/** The first flagged story of A28, told of many projects at once, all paid within one page. */
function many(): StoryEvent[] {
  const events = story?.events ?? [];
  const renamed = (nth: number): StoryEvent[] => events.map((event) => JSON.parse(JSON.stringify(event).replaceAll('j1', `j${String(nth)}`).replaceAll('y1', `y${String(nth)}`)) as StoryEvent);
  const stories = Array.from({ length: PROJECTS }, (_, nth) => renamed(nth + 1));
  return [released(a28), ...events.flatMap((_, step) => stories.map((told) => told[step] as StoryEvent))];
}

it('a page of thousands of subjects gives the flags that small pages give', async () => {
  const ledger = new ToldLedger(many());
  const turns: unknown[] = [];
  for (const rules of [400, 100_000]) {
    await forget(database.pool);
    await follow(database.pool, ledger, ['A28'], { facts: 20_000, rules });
    turns.push(await turnsOf(database.pool));
  }
  expect((turns[0] as readonly unknown[]).length).toBeGreaterThanOrEqual(PROJECTS);
  expect(turns[1]).toEqual(turns[0]);
}, 120_000);

it('while somebody waits to exchange the tables, the first connection judges alone', async () => {
  const ledger = new ToldLedger(many());
  await forget(database.pool);
  await follow(database.pool, ledger, ['A28'], { facts: 20_000, rules: 100_000 });
  const expected = await turnsOf(database.pool);
  await database.pool.query('truncate facts.flag, facts.rule_coverage');
  await database.pool.query(`delete from work.follower where name = 'rule-A28'`);
  const [reader, exchanger] = [await database.pool.connect(), await database.pool.connect()];
  try {
    // A reader holds its lock, the exchange waits for it, and whoever comes after waits behind the exchange.
    await reader.query('begin; select from facts.project_change limit 1');
    const exchanged = exchanger.query('begin; lock table facts.project_change in access exclusive mode; rollback');
    const examined = follow(database.pool, ledger, ['A28'], { facts: 20_000, rules: 100_000 });
    setTimeout(() => { void reader.query('commit'); }, 700);
    await Promise.all([examined, exchanged]);
  } finally {
    for (const client of [reader, exchanger]) client.release(true);
  }
  expect(await turnsOf(database.pool)).toEqual(expected);
}, 120_000);
