/** A rule that reads what the others say judges where they have judged: neither order nor page nor a rule that halts changes what it says. */
import type { Pool } from 'pg';
import { ruleCalled } from '../../projections/anomalies/catalogue';
import { Examiner } from '../../projections/anomalies/examiner';
import { releaseOf, type Rule } from '../../projections/anomalies/rule';
import type { StoryEvent } from '../../projections/anomalies/story';
import { factsFollower } from '../../projections/facts/writer';
import type { TestDatabase } from '../support/database';
import { follow, forget, released, ruledDatabase, ToldLedger, turnsOf } from '../support/told-ledger';

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await ruledDatabase();
  pool = database.pool;
});
afterAll(() => database.drop());
beforeEach(() => forget(pool));

const [reading, read] = ['A38', 'A28'].map((code) => ruleCalled(code) as Rule) as [Rule, Rule];
const back = reading.flagged.find(({ beside }) => beside)?.events ?? [];
const told: readonly StoryEvent[] = [released(reading), released(read), ...back];

const spoken = async (): Promise<string[]> => (await turnsOf(pool)).map((turn) => `${turn.rule}${turn.part} ${turn.transition} @${String(turn.position)}`);

it('says the same whichever is named first, whatever the page', async () => {
  await follow(pool, new ToldLedger(told), ['A28', 'A38']);
  const whole = await spoken();
  expect(whole).toContain(`A38b raised @${String(told.length - 1)}`);
  for (const page of [1, 3, 7]) {
    await forget(pool);
    await follow(pool, new ToldLedger(told), ['A38', 'A28'], { facts: page, rules: page });
    expect(await spoken()).toEqual(whole);
  }
});

it('says the same where the other has still to catch up', async () => {
  await follow(pool, new ToldLedger(told), ['A28', 'A38']);
  const whole = await spoken();
  await forget(pool);
  await follow(pool, new ToldLedger(told.slice(0, 4)), ['A28', 'A38']);
  // The other begins anew: what it said is gone.
  await pool.query(`delete from facts.flag where rule = 'A28'`);
  await pool.query(`update work.follower set position = 0 where name = 'rule-A28'`);
  await follow(pool, new ToldLedger(told), ['A28', 'A38'], { facts: 2000, rules: 2 });
  expect(await spoken()).toEqual(whole);
});

it('waits where another halts, is not halted itself, and goes on with it', async () => {
  const failing: StoryEvent = { ...released(read), data: { ...releaseOf(read, 1), sql: `select q.* from (${read.query}) q where 1 / (p.at - ${String(told.length - 1)}) < 9` } };
  const ledger = new ToldLedger([told[0] as StoryEvent, failing, ...told.slice(2)]);
  await factsFollower({ pool, store: ledger }).catchUp();
  const status = await new Examiner({ pool, store: ledger, rules: ['A28', 'A38'] }).catchUp();
  expect(status.halted).toEqual(['A28']);
  expect(status.rules.map(({ position, lag }) => [position, lag])).toEqual([[told.length - 1, 1], [told.length - 1, 1]]);
});
