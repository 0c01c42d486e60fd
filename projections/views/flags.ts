/** Flags as screens need them: one row per flag as it stood at a position, with what it said when it was last raised. */
import type { Pool } from 'pg';
import { ruleCalled } from '../anomalies/catalogue';
import type { Severity } from '../anomalies/severity';
import type { Text } from '../../src/domain/refused';

export interface FlagFilter {
  readonly rule?: string;
  readonly harm?: string;
  readonly severity?: string;
  readonly status?: string;
  readonly region?: string;
  readonly subjectKind?: string;
  readonly subjectId?: string;
  readonly minAmountFen?: number;
  readonly maxAmountFen?: number;
  /** Ledger days, inclusive. */
  readonly from?: string;
  readonly until?: string;
}

export type FlagOrder = 'raised' | 'amount';

export interface Flag {
  readonly id: string;
  readonly rule: string;
  readonly part?: string;
  readonly harm: string;
  readonly severity: Severity;
  readonly status: 'raised' | 'self-corrected';
  readonly subject: { readonly kind: string; readonly id: string };
  readonly region: string;
  readonly amountFen: number | null;
  readonly raisedAt: { readonly position: number; readonly recordedAt: string; readonly ledgerDay: string | null };
  readonly sentence: Text;
  readonly evidence: readonly number[];
}

export interface FlagRow {
  readonly flag_id: string; readonly rule: string; readonly version: string; readonly part: string; readonly harm: string; readonly severity: Severity;
  readonly transition: string; readonly subject_kind: string; readonly subject_id: string; readonly region: string; readonly amount_fen: string | null;
  readonly raised_position: string; readonly raised_ordinal: number; readonly raised_recorded: string; readonly raised_day: string | null;
  readonly evidence: readonly string[]; readonly facts: Readonly<Record<string, unknown>>; readonly parameters: readonly object[]; readonly seen_from: string; readonly occurrence: string;
}

const microseconds = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** `last` tells how it stands, `raise` when it was raised, and the last row that is no correction what was then said. */
const STANDING = `
  select last.flag_id, last.rule, said.version, last.part, last.harm, said.severity, said.severity_rank, last.transition, last.subject_kind, last.subject_id, last.occurrence, last.region,
    said.amount_fen, said.evidence, said.facts, said.parameters, raise.seen_from,
    raise.position as raised_position, raise.ordinal as raised_ordinal, ${microseconds('raise.recorded_at')} as raised_recorded, raise.ledger_day::text as raised_day, raise.ledger_day
  from (select distinct on (f.flag_id) f.* from audit.flag($1) f where ($2::text is null or f.flag_id = $2) order by f.flag_id, f.position desc, f.ordinal desc) last
  cross join lateral (select r.* from audit.flag($1) r where r.flag_id = last.flag_id and r.transition in ('raised', 're-raised') order by r.position desc, r.ordinal desc limit 1) raise
  cross join lateral (select s.* from audit.flag($1) s where s.flag_id = last.flag_id and s.transition <> 'self-corrected' order by s.position desc, s.ordinal desc limit 1) said`;

const FILTERED = `
  starts_with(x.region, $3) and starts_with(x.region, coalesce($4, '')) and ($5::text is null or x.rule = $5) and ($6::text is null or x.harm = $6) and ($7::text is null or x.severity = $7)
  and ($8::text is null or (x.transition = 'self-corrected') = ($8 = 'self-corrected')) and ($9::text is null or x.subject_kind = $9) and ($10::text is null or x.subject_id = $10)
  and ($11::bigint is null or x.amount_fen >= $11) and ($12::bigint is null or x.amount_fen <= $12) and ($13::date is null or x.ledger_day >= $13) and ($14::date is null or x.ledger_day <= $14)`;

const ORDERS: Readonly<Record<FlagOrder, { readonly after: string; readonly by: string }>> = {
  raised: { after: '(x.raised_position, x.raised_ordinal) > ($15::bigint, $16::bigint)', by: 'x.raised_position, x.raised_ordinal' },
  amount: { after: '(coalesce(x.amount_fen, -1), x.flag_id) < ($15::bigint, $16::text)', by: 'coalesce(x.amount_fen, -1) desc, x.flag_id desc' },
};

export interface FlagPage {
  readonly at: number;
  readonly limit: number;
  readonly order: FlagOrder;
  readonly after: readonly (string | number)[] | undefined;
}

/** One row more than the page holds, where there is one. */
export async function flagRows(pool: Pool, readerRegion: string, filter: FlagFilter, { at, limit, order, after }: FlagPage): Promise<readonly FlagRow[]> {
  const { rows } = await pool.query<FlagRow>(
    `select * from (${STANDING}) x where ${FILTERED} and ($15::bigint is null or ${ORDERS[order].after}) order by ${ORDERS[order].by} limit $17`,
    [at, null, readerRegion, filter.region ?? null, filter.rule ?? null, filter.harm ?? null, filter.severity ?? null, filter.status ?? null, filter.subjectKind ?? null, filter.subjectId ?? null,
      filter.minAmountFen ?? null, filter.maxAmountFen ?? null, filter.from ?? null, filter.until ?? null, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
  );
  return rows;
}

export const keyOfFlag = (row: FlagRow, order: FlagOrder): readonly (string | number)[] =>
  order === 'amount' ? [row.amount_fen === null ? -1 : Number(row.amount_fen), row.flag_id] : [Number(row.raised_position), row.raised_ordinal];

export async function flagRow(pool: Pool, id: string, at: number): Promise<FlagRow | undefined> {
  const { rows } = await pool.query<FlagRow>(STANDING, [at, id]);
  return rows[0];
}

export interface FlagTurn {
  readonly position: number;
  readonly transition: string;
  readonly severity: string | null;
  readonly amountFen: number | null;
  readonly ledgerDay: string | null;
}

/** How the flag came to stand as it does. */
export async function turnsOf(pool: Pool, id: string, at: number): Promise<readonly FlagTurn[]> {
  const { rows } = await pool.query<{ position: string; transition: string; severity: string | null; amount_fen: string | null; ledger_day: string | null }>(
    'select position, transition, severity, amount_fen, ledger_day::text from audit.flag($1) where flag_id = $2 order by position, ordinal', [at, id],
  );
  return rows.map((row) => ({ position: Number(row.position), transition: row.transition, severity: row.severity, amountFen: row.amount_fen === null ? null : Number(row.amount_fen), ledgerDay: row.ledger_day }));
}

const untold: Text = { zh: '该规则的文本已不在本版本中,见其证据。', en: 'The text of this rule is not part of this version; see its evidence.' };

export function asFlag(row: FlagRow): Flag {
  return {
    id: row.flag_id, rule: row.rule, ...(row.part === '' ? {} : { part: row.part }), harm: row.harm, severity: row.severity,
    status: row.transition === 'self-corrected' ? 'self-corrected' : 'raised', subject: { kind: row.subject_kind, id: row.subject_id }, region: row.region,
    amountFen: row.amount_fen === null ? null : Number(row.amount_fen),
    raisedAt: { position: Number(row.raised_position), recordedAt: row.raised_recorded, ledgerDay: row.raised_day },
    sentence: ruleCalled(row.rule)?.sentence(row.facts, row.part) ?? untold, evidence: row.evidence.map(Number),
  };
}
