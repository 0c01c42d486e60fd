/** The close of a year asks where aid came, and not about every township for every item: a province has as many pairs of these as households. */
import { ruleCalled } from '../../projections/anomalies/catalogue';
import { touchedBy, type Version } from '../../projections/anomalies/judge';
import { releaseOf, type Rule } from '../../projections/anomalies/rule';
import type { Story } from '../../projections/anomalies/story';
import type { TestDatabase } from '../support/database';
import { follow, released, ruledDatabase, ToldLedger } from '../support/told-ledger';

let database: TestDatabase;
beforeAll(async () => { database = await ruledDatabase(); });
afterAll(() => database.drop());

const a44 = ruleCalled('A44') as Rule;

it('of two townships with eligible households, the one that an item reached is looked at, for the year it did', async () => {
  const story = a44.clean.find(({ told }) => told.startsWith('it reached nobody in the township')) as Story;
  const events = [released(a44), ...story.events];
  await follow(database.pool, new ToldLedger(events), ['A44']);
  const version: Version = { ...releaseOf(a44, 1), rule: a44.code, releasedAt: 0 };
  const client = await database.pool.connect();
  try {
    const asked = (await touchedBy(client, [version], 0, events.length)).get(version) ?? [];
    expect(new Set(asked.map(({ subject }) => subject).filter((subject) => subject.startsWith('township|')))).toEqual(new Set(['township|422899002|p1|2018']));
  } finally {
    client.release();
  }
});
