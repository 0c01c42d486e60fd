/** A rule that has more to look at in one page, and more to say, than a county has households. */
import { Examination, LOOK_UPS, Releases } from '../../projections/anomalies/examination';
import type { TestDatabase } from '../support/database';
import { ruledDatabase } from '../support/told-ledger';

const SUBJECTS = 150_000;
const [RELEASED, SET, END] = [1, 10, 20];

let database: TestDatabase;
beforeAll(async () => {
  database = await ruledDatabase();
  await database.pool.query(
    `insert into facts.rule_release (position, ordinal, recorded_at, rule, version, harm, sql, touches, parameters) values ($1, 0, timestamptz '2018-01-01', 'A99', 1, 'delay', $2, $3, '[]')`,
    [RELEASED,
      `select '' as part, 'payment' as subject_kind, p.subject as subject_id, 'once' as occurrence, 'notice' as severity, 1::bigint as amount_fen, '422899' as region, null::date as read_on, array[p.at] as evidence, '{}'::jsonb as facts where p.at >= ${String(SET)}`,
      `select 's' || i, ${String(RELEASED + 1)}::bigint from generate_series(1, ${String(SUBJECTS)}) i where $1 <= ${String(RELEASED + 1)} and $2 > ${String(RELEASED + 1)}`],
  );
  await database.pool.query(`insert into facts.rule_parameter (position, ordinal, recorded_at, rule, name, value, region, effective_from) values ($1, 0, timestamptz '2018-01-01', 'A99', 'anything', 2, '', '2018-01-01')`, [SET]);
}, 60_000);
afterAll(() => database.drop());

it('looks at everyone again when a parameter is set, and says it of all of them', async () => {
  const client = await database.pool.connect();
  try {
    await client.query(LOOK_UPS);
    const store = { readRecorded: (from: number, max: number) => Promise.resolve(Array.from({ length: max }, (_, nth) => ({ position: from + nth, recordedAtUs: 1_514_764_800_000_000 }) as never)) };
    await new Examination(client, store, new Releases()).of(['A99'], RELEASED + 1, END);
  } finally {
    client.release(true);
  }
  const { rows: [said] } = await database.pool.query<{ flags: number; ordinals: number }>(`select count(*)::integer as flags, count(distinct ordinal)::integer as ordinals from facts.flag where rule = 'A99' and position = $1`, [SET]);
  expect(said).toEqual({ flags: SUBJECTS, ordinals: SUBJECTS });
}, 120_000);
