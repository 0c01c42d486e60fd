/**
 * What the flags come to when an audit opens them. A flag is frozen as it was judged at its last turn, and money goes on moving without another: each rule is asked again,
 * by its own text in the ledger, once the last day has ended.
 */
import type { Pool, PoolClient } from 'pg';

export interface Sum {
  readonly amountFen: number;
  readonly evidence: readonly number[];
}

const AT_ONCE = 500;
/** The texts are written to be read this way: look-ups by index, in the order written. */
const LOOK_UPS = ['jit = off', 'join_collapse_limit = 1', 'from_collapse_limit = 1', 'enable_seqscan = off', 'enable_hashjoin = off', 'enable_mergejoin = off', 'enable_bitmapscan = off'];

const RELEASED = `select distinct on (rule) rule, sql from facts.rule_release order by rule, position desc`;
const JUDGED = `select distinct rule, judged from facts.flag order by rule, judged`;
const LAST_DAY = `select max(position) as at from facts.day_end`;

/** `offset 0`: each subject a look-up of its own. */
const asked = (text: string): string => `
select coalesce(v.part, '') as part, v.subject_kind, v.subject_id, v.occurrence, coalesce(v.amount_fen, 0) as fen, v.evidence
from unnest($1::text[], $2::bigint[]) as p (subject, at)
cross join lateral (${text}
offset 0) v`;

export const leadOf = (rule: string, part: string, kind: string, id: string, occurrence: string): string => [rule, part, kind, id, occurrence].join('\n');

async function ofRule(client: PoolClient, rule: string, text: string, subjects: readonly string[], at: string, sums: Map<string, Sum>): Promise<void> {
  for (let from = 0; from < subjects.length; from += AT_ONCE) {
    const some = subjects.slice(from, from + AT_ONCE);
    const { rows } = await client.query<{ part: string; subject_kind: string; subject_id: string; occurrence: string; fen: string; evidence: string[] | null }>(asked(text), [some, some.map(() => at)]);
    for (const { part, subject_kind: kind, subject_id: id, occurrence, fen, evidence } of rows) sums.set(leadOf(rule, part, kind, id, occurrence), { amountFen: Number(fen), evidence: (evidence ?? []).map(Number) });
  }
}

/** By `leadOf`, what still stands and how much it is about. */
export async function leadsNow(pool: Pool): Promise<ReadonlyMap<string, Sum>> {
  const client = await pool.connect();
  try {
    const sums = new Map<string, Sum>();
    for (const setting of LOOK_UPS) await client.query(`set ${setting}`);
    const { rows: [day] } = await client.query<{ at: string | null }>(LAST_DAY);
    const judged = new Map<string, string[]>();
    for (const { rule, judged: subject } of (await client.query<{ rule: string; judged: string }>(JUDGED)).rows) judged.set(rule, judged.get(rule)?.concat(subject) ?? [subject]);
    for (const { rule, sql } of (await client.query<{ rule: string; sql: string }>(RELEASED)).rows) await ofRule(client, rule, sql, judged.get(rule) ?? [], day?.at ?? '0', sums);
    return sums;
  } finally {
    client.release(true);
  }
}
