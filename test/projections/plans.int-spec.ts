/** What a rule costs: as-of functions are inlined, and no rule reads the disbursements whole to judge a few subjects. */
import type { Pool, PoolClient } from 'pg';
import { allRules } from '../../projections/anomalies/catalogue';
import { LOOK_UPS } from '../../projections/anomalies/examination';
import { everSpokenOf, standing } from '../../projections/anomalies/flag-rows';
import { AT_ONE_MOMENT, judgeSql } from '../../projections/anomalies/judge';
import type { TestDatabase } from '../support/database';
import { about } from './histories';
import { ruledDatabase } from '../support/told-ledger';

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await ruledDatabase();
  pool = database.pool;
  await fill();
}, 60_000);
afterAll(() => database.drop());

const LINES = 40_000;

const FILLED = `select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'facts' and c.relkind = 'r' and pg_relation_size(c.oid) > 0`;
let large: readonly string[] = [];

async function fill(): Promise<void> {
  const at = `i, 0, timestamptz '2018-01-01' + i * interval '1 second', date '2018-01-01' + (i % 300)`;
  await pool.query(`
    insert into facts.disbursement (position, ordinal, recorded_at, occurred_on, batch_id, line, attempt, payee_ref, account_ref, programme_id, allocation_id, benefit_from, benefit_to, batch_region, household_id, region, amount_fen)
      select ${at}, 'b' || i / 500, i % 500 + 1, 1, 'p' || i % 8000, 'a' || i % 8000, 'p' || i % 20, 'a1', date '2018-01-01', date '2018-01-01', '422899', 'h' || i % 4000, '422899001', 30000 from generate_series(1, ${String(LINES)}) i;
    insert into facts.settlement (position, ordinal, recorded_at, occurred_on, batch_id, line, attempt, revision, amount_fen)
      select i + ${String(LINES)}, 0, timestamptz '2018-01-01', date '2018-02-01', 'b' || i / 500, i % 500 + 1, 1, 600, 30000 from generate_series(1, ${String(LINES)}) i;
    insert into facts.loan_movement (position, ordinal, recorded_at, occurred_on, loan_id, household_key, region, hop, entity, entity_kind, amount_fen, purchase, lawful_cooperative)
      select ${at}, 'l' || i, 'h' || i, '422899', 1, 'e' || i % 2000, 'organisation', 100, false, false from generate_series(1, 10000) i;
    insert into facts.loan (position, ordinal, recorded_at, occurred_on, loan_id, region, household_id, borrower_ref, principal_fen, term_months, rate_basis_points, mode, member_on_record, participation_on_record, consent_on_record, use, collateral)
      select ${at}, 'l' || i, '422899', 'h' || i, 'p' || i, 100, 36, 435, 'self', false, false, false, 'production', false from generate_series(1, 10000) i;
    insert into facts.duty (position, ordinal, recorded_at, occurred_on, duty_id, kind, stream_id, subject_kind, subject_id, owner_region, base_on, amount_fen)
      select ${at}, 'd' || i, 'announce-allocation', 'allocation-' || i, 'allocation', 'x' || i, '422899', date '2010-01-01' + (i % 3000), 1 from generate_series(1, 10000) i;
    insert into facts.allocation_move (position, ordinal, recorded_at, occurred_on, allocation_id, kind, holder, holder_id, amount_fen)
      select ${at}, 'a' || i, 'paid', 'batch', 'b' || i, 100 from generate_series(1, 10000) i;
    insert into facts.day_end (position, ordinal, recorded_at, occurred_on) select 1000000 + i, 0, timestamptz '2018-01-01', date '2018-01-01' + i::integer from generate_series(1, 3) i;
    insert into facts.payment (position, ordinal, recorded_at, occurred_on, payment_id, kind, region, allocation_id, project_id, payee_kind, account_ref, amount_fen, economic_class, function_code, purpose)
      select ${at}, 'y' || i, 'executed', '422899', 'x' || i, 'j' || i, 'organisation', 'a', 1, '31005', '2130505', 'production' from generate_series(1, 10000) i;
    insert into facts.batch (position, ordinal, recorded_at, occurred_on, batch_id, region, programme_id, allocation_id, roster_id, benefit_from, benefit_to)
      select ${at}, 'b' || i, '422899', 'p' || i % 20, 'a' || i, 'r' || i, date '2018-01-01', date '2018-01-01' from generate_series(1, 10000) i;
    insert into facts.act (position, ordinal, recorded_at, occurred_on, stream_id, revision, type, kind, subject_kind, subject_id, region, amount_fen)
      select ${at}, 'batch-b' || i, 3, 'BatchApproved', 'approval', 'batch', 'b' || i, '422899', 100 from generate_series(1, 10000) i;
    insert into facts.household (position, ordinal, recorded_at, occurred_on, household_id, head_ref, region, status) select ${at}, 'h' || i, 'p' || i, '422899001', 'registered' from generate_series(1, 10000) i;
    insert into facts.household_member (position, ordinal, recorded_at, occurred_on, household_id, person_ref, change, region) select ${at}, 'h' || i, 'p' || i, 'joined', '422899001' from generate_series(1, 10000) i;
    insert into facts.flag (position, ordinal, recorded_at, flag_id, rule, judged) select i, 0, timestamptz '2018-01-01', 'f' || i, 'A01', 'line|b' || i / 500 || '|' || i % 500 from generate_series(1, 2000) i;
    insert into facts.rule_coverage (position, ordinal, recorded_at, flag_id, rule, judged, undecided) select position, ordinal, recorded_at, flag_id, rule, judged, true from facts.flag;
    insert into facts.rule_parameter (position, ordinal, recorded_at, rule, name, value, region, effective_from) values (5, 0, timestamptz '2018-01-01', 'A02', 'graceMonths', 2, '', '2018-01-01')`);
  const { rows } = await pool.query<{ relname: string }>(FILLED);
  const filled = new Set(rows.map(({ relname }) => relname));
  for (const [table, sql] of allRules().flatMap(({ code }) => Object.entries(about(code).fill ?? {}))) {
    if (filled.has(table)) continue;
    filled.add(table);
    await pool.query(sql);
  }
  await pool.query('analyze');
  large = (await pool.query<{ relname: string }>(`${FILLED} and reltuples >= 5000`)).rows.map(({ relname }) => relname);
}

interface Plan { readonly 'Node Type': string; readonly 'Relation Name'?: string; readonly 'Alias'?: string; readonly 'Index Name'?: string; readonly 'Index Cond'?: string; readonly Plans?: readonly Plan[] }

async function nodesOf(sql: string, values: unknown[]): Promise<Plan[]> {
  const client = await pool.connect();
  try {
    await client.query(`begin; ${LOOK_UPS}`);
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(`explain (format json) ${sql}`, values);
    const all = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(all)];
    return all(rows[0]!['QUERY PLAN'][0].Plan);
  } finally {
    await client.query('rollback');
    client.release();
  }
}

/** Up to a position, from the beginning: a whole table in the dress of an index. */
const fromTheBeginning = (node: Plan): boolean => /^\("?position"? <= [^>]*\)$/.test(node['Index Cond'] ?? '');
const tableOf = (node: Plan): string => node['Relation Name'] ?? (node['Index Name'] ?? '').replace(/_pkey$/, '');
const readWhole = (nodes: Plan[]): string[] => nodes.filter((node) => node['Node Type'] === 'Seq Scan' || fromTheBeginning(node)).map(tableOf);

describe('as-of functions', () => {
  it.each([
    ['a table', `select * from audit.disbursement($1) where payee_ref = 'p7'`, [1000]],
    ['paid lines', `select * from audit.paid_line($1) where payee_ref = 'p7'`, [79_000]],
    ['a parameter', `select (select value from audit.parameter(q.at, 'A02', 'graceMonths', '422899', date '2018-02-01')) from unnest($1::bigint[]) q (at)`, [[1, 2]]],
    ['a table at many moments', 'select * from unnest($1::text[], $2::bigint[]) p (subject, at) cross join lateral (select count(*) from audit.disbursement(p.at) d where d.payee_ref = p.subject) v', [['p1', 'p2'], [100, 30_000]]],
  ])('%s are inlined and use their index', async (_what, sql, values) => {
    const nodes = await nodesOf(sql, values);
    expect(nodes.filter((node) => node['Node Type'] === 'Function Scan' && !['p', 'q'].includes(node['Alias'] ?? ''))).toEqual([]);
    expect(readWhole(nodes).filter((name) => large.includes(name))).toEqual([]);
  });
});

describe.each(allRules().map((rule) => [rule.code, rule] as const))('%s', (code, rule) => {
  it('looks its subjects up, and never reads a large table whole', async () => {
    const some = about(code).subjects;
    expect(some.length).toBeGreaterThan(0);
    const hundred = Array.from({ length: 100 }, (_, index) => some[index % some.length]);
    for (const [sql, at] of [[judgeSql(rule.query), hundred.map(() => 100_000)], [judgeSql(rule.query, AT_ONE_MOMENT), 100_000]] as const) {
      expect(readWhole(await nodesOf(sql, [hundred, at])).filter((name) => large.includes(name))).toEqual([]);
    }
  });

  it('finds who was touched from the new facts, not from all', async () => {
    const nodes = await nodesOf(`select distinct t.subject, t.at from (${rule.touchesSql}) t (subject, at)`, [1_000_000, 1_000_010]);
    expect(readWhole(nodes).filter((name) => large.includes(name))).toEqual([]);
  });
});

describe('how things stand with some subjects', () => {
  it('is looked up by subject, however much the rule has said of others', async () => {
    const asked: { text: string; values: unknown[] }[] = [];
    const hearing = { query: (statement: { text: string; values: unknown[] }) => (asked.push(statement), Promise.resolve({ rows: [] })) } as unknown as PoolClient;
    await standing(hearing, 'A01', ['line|b1|3', 'batch|b1']);
    await everSpokenOf(hearing, 'A01', ['line|b1|3', 'batch|b1']);
    expect(asked.length).toBe(3);
    const bySubject = expect.stringMatching(/judged = ANY/) as string;
    for (const [nth, expected] of [[bySubject], [bySubject], [bySubject, bySubject]].entries()) {
      const { text, values } = asked[nth]!;
      const looked = (await nodesOf(text, values)).filter((node) => ['flag', 'rule_coverage'].includes(tableOf(node)));
      expect(looked.map((node) => node['Index Cond'])).toEqual(expected);
    }
  });
});
