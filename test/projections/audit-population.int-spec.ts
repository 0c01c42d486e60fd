/** A sample drawn from facts is what its seed draws: the decider takes it, and a line that came back is not of the population. */
import type { Pool } from 'pg';
import { paidBatch, programme, type StoryEvent } from '../../projections/anomalies/story';
import { prepareFacts } from '../../projections/facts/schema';
import { factsFollower } from '../../projections/facts/writer';
import { drawFrom } from '../../projections/views/audit-population';
import { areDrawn, drawnFen } from '../../src/domain/monetary-unit-sampling';
import { freshDatabase, type TestDatabase } from '../support/database';
import { ToldLedger } from '../support/told-ledger';

let database: TestDatabase;
let pool: Pool;
const ledger: readonly StoryEvent[] = [
  programme('p1'), programme('p2'),
  ...paidBatch('b1', '2018-05', '2018-05-10', Array.from({ length: 12 }, (_, n) => ({ payee: `person-${String(n)}`, household: `h${String(n)}` }))),
  ...paidBatch('b2', '2018-06', '2018-07-10', [{ payee: 'late', household: 'h99' }]),
];
beforeAll(async () => {
  database = await freshDatabase();
  pool = database.pool;
  await prepareFacts(pool);
  expect((await factsFollower({ pool, store: new ToldLedger(ledger), pageSize: 100 }).catchUp()).halted).toBeUndefined();
});
afterAll(() => database.drop());

const scope = { at: ledger.length, region: '42', from: '2018-01-01', until: '2018-06-30' };

describe('a sample drawn from facts', () => {
  it.each(['a', 'b', '2019-7'])('is what the seed %s draws of what was paid in the period', async (seed) => {
    const drawn = await drawFrom(pool, scope, seed, 5);
    expect(drawn).toMatchObject({ seed, size: 5, populationCount: 12, populationFen: 360_000 });
    expect(areDrawn(drawn?.items ?? [], drawnFen(seed, 360_000, 5))).toBe(true);
    expect(drawn?.amountFen).toBe(30_000 * (drawn?.items.length ?? 0));
    expect(drawn?.items.every(({ id }) => id.startsWith('b1/'))).toBe(true);
    expect(await drawFrom(pool, scope, seed, 5)).toEqual(drawn);
  });

  it('has no more than there is, and nothing of elsewhere or another programme', async () => {
    expect((await drawFrom(pool, { ...scope, until: '2018-12-31' }, 'a', 500))?.items).toHaveLength(13);
    expect(await drawFrom(pool, { ...scope, region: '4290' }, 'a', 5)).toBeUndefined();
    expect(await drawFrom(pool, { ...scope, programmeId: 'p2' }, 'a', 5)).toBeUndefined();
    expect(await drawFrom(pool, { ...scope, at: 1 }, 'a', 5)).toBeUndefined();
  });
});
