/** A rule judges by the text the ledger holds: from its release on, version by version, and a text that fails halts in plain sight. */
import type { Pool } from 'pg';
import { allRules, genesisReleases, ruleCalled } from '../../projections/anomalies/catalogue';
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

const changed = ruleCalled('A28') as Rule;
const story = (told: string): readonly StoryEvent[] => changed.flagged.find((one) => one.told === told)!.events;
const site = story('another site, not paid yet');
const amount = story('twenty per cent more, no approval, then paid');
/** The next version looks at amounts alone. */
const narrower: StoryEvent = {
  streamId: 'rule-A28', type: 'RuleReleased',
  data: { ...releaseOf(changed, 2), sql: `select q.* from (${changed.query}) q where q.subject_id <> 'none' and q.severity = 'high'`, textHash: 'f'.repeat(64) },
};

const told = async (events: readonly StoryEvent[], page = 2000): Promise<string[]> => {
  await forget(pool);
  await follow(pool, new ToldLedger(events), ['A28'], { facts: page, rules: page });
  return (await turnsOf(pool)).map((turn) => `${turn.transition} ${turn.severity} @${String(turn.position)} seen from ${turn.seen_from}`);
};

describe('a release', () => {
  it('raises what holds at that moment, and keeps since when it could have been seen', async () => {
    expect(await told([...site, released(changed)])).toEqual(['raised medium @2 seen from 1']);
  });

  it('says nothing before there is one', async () => {
    expect(await told(site)).toEqual([]);
  });

  it('of a narrower text corrects what the wider one raised, and a rebuild runs both again', async () => {
    const events = [released(changed), ...site, narrower, ...amount.slice(1)];
    const whole = await told(events);
    expect(whole).toEqual(['raised medium @2 seen from 2', 'self-corrected medium @3 seen from 2', 're-raised high @6 seen from 6', 'raised high @6 seen from 6']);
    for (const page of [1, 2, 5]) expect(await told(events, page)).toEqual(whole);
  });

  it('is asked for only where the ledger does not hold the text', () => {
    const all = genesisReleases(new Map());
    expect(all.map(({ code, version }) => [code, version])).toEqual(allRules().map(({ code }) => [code, 1]));
    expect(genesisReleases(new Map(allRules().map((rule) => [rule.code, { version: 3, textHash: rule.textHash }])))).toEqual([]);
    expect(genesisReleases(new Map([['A28', { version: 3, textHash: 'older' }]])).find(({ code }) => code === 'A28')?.version).toBe(4);
  });

  it('whose text fails halts that rule where it fails, is named, and holds nobody else up', async () => {
    const failing: StoryEvent = { ...narrower, data: { ...releaseOf(changed, 1), sql: `select q.* from (${changed.query}) q where 1 / (p.at - 3) < 9` } };
    const ledger = new ToldLedger([failing, site[0]!, ...amount.slice(0, 1).map((event) => ({ ...event, streamId: 'project-j2' })), site[1]!, released(ruleCalled('A12') as Rule)]);
    await factsFollower({ pool, store: ledger }).catchUp();
    const status = await new Examiner({ pool, store: ledger, rules: ['A12', 'A28'] }).catchUp();
    expect(status.halted).toEqual(['A28']);
    expect(status.examined).toBe(3);
    expect(status.rules.map(({ position, lag }) => [position, lag > 0])).toEqual([[5, false], [3, true]]);
  });
});
