/** What the database raises by itself of strangers at one moment is what is raised one by one, whoever else turns then, whatever is undecided, and wherever a parameter is set. */
import { Examination, LOOK_UPS, Releases } from '../../projections/anomalies/examination';
import type { TestDatabase } from '../support/database';
import { ruledDatabase, turnsOf } from '../support/told-ledger';

const [RELEASED, SET, FIRST, SECOND, END] = [1, 2, 5, 9, 10];
const store = { readRecorded: (from: number, max: number) => Promise.resolve(Array.from({ length: max }, (_, nth) => ({ position: from + nth, recordedAtUs: 1_514_764_800_000_000 }) as never)) };

/** Who is looked at when; and by the end, what is said: grown, gone, new in two ways, undecided besides. The last two stand in another order by units of UTF-16. */
const touches = `
select s, ${String(FIRST)}::bigint from unnest(array['grown', 'gone', 'vague']) s where $1 <= ${String(FIRST)} and $2 > ${String(FIRST)}
union all
select s, ${String(SECOND)}::bigint from unnest(array['grown', 'gone', 'vague', 'new', 'twice', 'doubted', 'silent', '\u{20bb7}', '\uff24']) s where $1 <= ${String(SECOND)} and $2 > ${String(SECOND)}`;
const query = `
select 'a' as part, 'payment' as subject_kind, p.subject as subject_id, o.occurrence,
  case when p.subject = 'vague' or (p.subject = 'doubted' and o.occurrence = 'second') then null when p.at > ${String(FIRST)} and p.subject = 'grown' then 'high' else 'notice' end as severity,
  100::bigint as amount_fen, case p.subject when 'new' then '422899001' when 'twice' then '422801' end as region, date '2018-01-01' + length(o.occurrence) as read_on,
  array[p.at, ${String(SET)}::bigint, null] as evidence, jsonb_build_object('at', p.at) as facts
from (values ('first'), ('second')) o (occurrence)
where (o.occurrence = 'first' or p.subject in ('twice', 'doubted')) and not (p.subject = 'gone' and p.at > ${String(FIRST)}) and p.subject <> 'silent'`;

let database: TestDatabase;
beforeAll(async () => {
  database = await ruledDatabase();
  await database.pool.query(
    `insert into facts.rule_release (position, ordinal, recorded_at, rule, version, harm, sql, touches, parameters) values ($1, 0, timestamptz '2018-01-01', 'A99', 1, 'delay', $2, $3, '[{"name": "graceDays", "value": 7, "basis": "proposal"}]')`, [RELEASED, query, touches]);
  await database.pool.query(
    `insert into facts.rule_parameter (position, ordinal, recorded_at, rule, name, value, region, effective_from) values ($1, 0, timestamptz '2018-01-01', 'A99', 'graceDays', 3, '422899', '2018-01-01'), ($1, 1, timestamptz '2018-01-01', 'A99', 'graceDays', 5, '422801', '2019-01-01')`, [SET]);
  await database.pool.query(`insert into facts.day_end (position, ordinal, recorded_at, occurred_on) values (3, 0, timestamptz '2018-01-01', '2018-02-28')`);
}, 60_000);
afterAll(() => database.drop());

async function turnsWith(manyAtOnce: number | undefined, cuts: readonly number[]): Promise<unknown[]> {
  await database.pool.query('truncate facts.flag, facts.rule_coverage');
  const client = await database.pool.connect();
  try {
    await client.query(LOOK_UPS);
    for (const [nth, to] of cuts.entries()) await new Examination(client, store, new Releases(), undefined, manyAtOnce).of(['A99'], cuts[nth - 1] ?? RELEASED + 1, to);
  } finally {
    client.release(true);
  }
  return turnsOf(database.pool);
}

it('says the same, in the same order and by the same parameters, whichever way and however the ledger is cut', async () => {
  const expected = await turnsWith(undefined, [END]);
  expect(expected.length).toBe(12);
  expect(expected).toContainEqual(expect.objectContaining({ judged: 'new', parameters: [{ name: 'graceDays', value: 3, setAt: SET }] }));
  expect(expected).toContainEqual(expect.objectContaining({ judged: 'twice', parameters: [{ name: 'graceDays', value: 7 }] }));
  for (const manyAtOnce of [1, 4, 100]) for (const cuts of [[END], [FIRST + 1, END]]) expect(await turnsWith(manyAtOnce, cuts)).toEqual(expected);
});
