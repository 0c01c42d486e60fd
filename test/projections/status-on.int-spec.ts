/** Which status of a household counts for a benefit period: by its date, by what was recorded, and by the register as frozen each 31 December. */
import type { Pool } from 'pg';
import { prepareFacts } from '../../projections/facts/schema';
import { factsFollower } from '../../projections/facts/writer';
import { dayEnded, household, said, type StoryEvent } from '../../projections/anomalies/story';
import { StatusMarked } from '../../src/domain/household-status';
import { RegisterFrozen } from '../../src/domain/region';
import { freshDatabase, type TestDatabase } from '../support/database';
import { forget, ToldLedger } from '../support/told-ledger';

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await freshDatabase();
  pool = database.pool;
  await prepareFacts(pool);
});
afterAll(() => database.drop());
beforeEach(() => forget(pool));

const [registered] = household('h1', 'li', '2016-03-01') as [StoryEvent];
const marked = (status: StatusMarked['status'], occurredOn: string, more: Partial<StatusMarked> = {}): StoryEvent => said('household-h1', StatusMarked, { status, basis: '动态管理', occurredOn, ...more });
const frozen = (year: number, region = '422899'): StoryEvent => said(`region-${region}`, RegisterFrozen, { region, year, households: 21_000, occurredOn: `${String(year)}-12-31` });

interface Found {
  readonly status: string;
  readonly entitled: boolean;
  readonly holds_from: string;
  readonly policy_until: string | null;
  readonly campaign: string | null;
  readonly register_year: string | null;
  readonly said_at: string;
}

/** What stands on each date, by everything told or only up to a position. */
async function standing(events: readonly StoryEvent[]): Promise<(on: string, at?: number) => Promise<Found | undefined>> {
  await factsFollower({ pool, store: new ToldLedger(events) }).catchUp();
  return async (on, at = events.length - 1) =>
    (await pool.query<Found>('select status, entitled, holds_from::text, policy_until::text, campaign, register_year, said_at from audit.status_on($1, $2, $3)', [at, 'h1', on])).rows[0];
}

describe('the status in force', () => {
  it('begins with the registration and changes with each mark, from its own date on', async () => {
    const on = await standing([registered, marked('exited', '2017-12-31'), marked('returned', '2018-09-10'), dayEnded('2018-12-01')]);
    expect(await on('2016-02-29')).toBeUndefined();
    expect(await on('2016-03-01')).toEqual({ status: 'registered', entitled: true, holds_from: '2016-03-01', policy_until: null, campaign: null, register_year: null, said_at: '0' });
    expect(await on('2017-12-30')).toMatchObject({ status: 'registered' });
    expect(await on('2017-12-31')).toMatchObject({ status: 'exited', entitled: true, said_at: '1' });
    expect(await on('2018-09-09')).toMatchObject({ status: 'exited' });
    expect(await on('2018-09-10')).toMatchObject({ status: 'returned', entitled: true, said_at: '2' });
    expect(await on('2018-09-10', 1)).toMatchObject({ status: 'exited', said_at: '1' });
  });

  it('goes by dates, not by the order of recording: a late report of an earlier day leaves what came after it', async () => {
    const on = await standing([registered, marked('returned', '2018-09-10'), marked('exited', '2018-06-30')]);
    expect([await on('2018-07-31'), await on('2018-10-31')]).toMatchObject([{ status: 'exited' }, { status: 'returned' }]);
  });

  it('of one date is the one recorded last', async () => {
    const on = await standing([registered, marked('exited', '2018-06-30'), marked('removed', '2018-06-30')]);
    expect(await on('2018-06-30')).toMatchObject({ status: 'removed', entitled: false });
    expect(await on('2018-06-30', 1)).toMatchObject({ status: 'exited', entitled: true });
  });

  it('after an exit keeps its policies, until their last day where one is set; a removed household has none', async () => {
    const on = await standing([registered, marked('exited', '2017-12-31', { policyUntil: '2020-12-31' }), marked('removed', '2022-01-01')]);
    expect(await on('2020-12-31')).toMatchObject({ status: 'exited', entitled: true, policy_until: '2020-12-31' });
    expect(await on('2021-01-01')).toMatchObject({ status: 'exited', entitled: false });
    expect(await on('2022-01-01')).toMatchObject({ status: 'removed', entitled: false });
  });
});

describe('a frozen register', () => {
  const removal = (campaign?: string): StoryEvent => marked('removed', '2017-10-01', campaign === undefined ? {} : { campaign });

  it('is not changed by a mark that came too late: that holds from the day after the freeze', async () => {
    const on = await standing([registered, frozen(2017), removal()]);
    expect(await on('2017-09-30')).toMatchObject({ status: 'registered', register_year: null });
    expect(await on('2017-10-01')).toMatchObject({ status: 'registered', entitled: true });
    expect(await on('2017-12-31')).toMatchObject({ status: 'registered', register_year: '2017' });
    expect(await on('2018-01-01')).toMatchObject({ status: 'removed', entitled: false, holds_from: '2018-01-01', register_year: '2017' });
  });

  it('is corrected by a campaign, from the date the correction names', async () => {
    const on = await standing([registered, frozen(2017), removal('lookback-2018')]);
    expect(await on('2017-09-30')).toMatchObject({ status: 'registered' });
    expect(await on('2017-10-01')).toMatchObject({ status: 'removed', entitled: false, campaign: 'lookback-2018', holds_from: '2017-10-01' });
    expect(await on('2017-10-01', 1)).toMatchObject({ status: 'registered' });
  });

  it('holds what was recorded in time, also of its last day', async () => {
    const on = await standing([registered, removal(), marked('added-back', '2017-12-31'), frozen(2017)]);
    expect([await on('2017-10-01'), await on('2017-12-31')]).toMatchObject([{ status: 'removed' }, { status: 'added-back' }]);
  });

  it('of a later year is missed too by what reaches back over both', async () => {
    const on = await standing([registered, frozen(2017), frozen(2018), removal()]);
    expect([await on('2017-11-01'), await on('2018-06-30'), await on('2019-01-01')]).toMatchObject([{ status: 'registered' }, { status: 'registered', register_year: '2017' }, { status: 'removed', register_year: '2018' }]);
  });

  it('is not corrected late over what was said later: the household that returned stays returned', async () => {
    const on = await standing([registered, marked('returned', '2017-11-20'), frozen(2017), marked('exited', '2017-06-30')]);
    expect([await on('2017-12-31'), await on('2018-01-01')]).toMatchObject([{ status: 'returned' }, { status: 'returned' }]);
  });

  it('leaves the running year open: return after exit, without a campaign', async () => {
    const on = await standing([registered, marked('exited', '2017-12-31'), frozen(2017), marked('returned', '2018-03-01')]);
    expect([await on('2018-02-28'), await on('2018-03-01')]).toMatchObject([{ status: 'exited', register_year: '2017' }, { status: 'returned', register_year: '2017' }]);
  });

  it('binds only its own county', async () => {
    const on = await standing([registered, frozen(2017, '422826'), removal()]);
    expect(await on('2017-10-01')).toMatchObject({ status: 'removed', register_year: null });
  });
});

it('is inlined: the query around it sees one household, not a call', async () => {
  await standing([registered]);
  const { rows } = await pool.query<Record<string, string>>(`explain select * from audit.status_on(5, 'h1', '2018-01-01')`);
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(plan).toContain('household_status');
  expect(plan).not.toContain('Function Scan');
});
