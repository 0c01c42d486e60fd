/** Flags as screens need them: one row per flag as it stood at a position, with what it said when it was last raised. */
import type { Pool, PoolClient } from 'pg';
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

/** What a concluded case says of a flag comes before what the flag says of itself. */
export type FlagStatus = 'raised' | 'self-corrected' | 'confirmed' | 'refuted';

export interface Flag {
  readonly id: string;
  readonly rule: string;
  readonly part?: string;
  readonly harm: string;
  readonly severity: Severity;
  readonly status: FlagStatus;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly region: string;
  readonly amountFen: number | null;
  readonly raisedAt: { readonly position: number; readonly recordedAt: string; readonly ledgerDay: string | null };
  readonly sentence: Text;
  readonly evidence: readonly number[];
}

export interface FlagRow {
  readonly flag_id: string; readonly rule: string; readonly version: string; readonly part: string; readonly harm: string; readonly severity: Severity;
  readonly transition: string; readonly outcome?: 'confirmed' | 'refuted' | null; readonly subject_kind: string; readonly subject_id: string; readonly region: string; readonly amount_fen: string | null;
  readonly raised_position: string; readonly raised_ordinal: number; readonly raised_recorded: string; readonly raised_day: string | null;
  readonly evidence: readonly string[]; readonly facts: Readonly<Record<string, unknown>>; /** Of one flag asked for by its id: name, value, position of the setting where there was one, basis. */
  readonly parameters?: readonly object[]; readonly seen_from: string; readonly occurrence: string;
}

const microseconds = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/**
 * The last word of a concluded case on the flag. It holds until the flag is raised again or grows after it: what is new was not judged. A transfer says nothing yet.
 * The turns that came after are looked up by flag and position.
 */
const outcomeSql = (at: string): string => `(
  select o.outcome from audit.case_outcome(${at}) o
  where o.flag_id = last.flag_id and o.outcome in ('confirmed', 'refuted')
    and not exists (select from audit.flag(${at}) n where n.flag_id = o.flag_id and n.position > o.position and n.transition <> 'self-corrected')
  order by o.position desc limit 1)`;
const OUTCOME = outcomeSql('$1');

/** SQL expression: what the flag is called whose last turn is row `last`. */
export const flagStatusSql = (at: string): string => `coalesce(${outcomeSql(at)}, case last.transition when 'self-corrected' then 'self-corrected' else 'raised' end)`;

const SHOWN = `
  ${OUTCOME} as outcome, last.flag_id, last.rule, said.version, last.part, last.harm, last.severity, last.transition, last.subject_kind, last.subject_id, last.occurrence, last.region,
  last.amount_fen, last.evidence, last.facts, raise.seen_from,
  raise.position as raised_position, raise.ordinal as raised_ordinal, ${microseconds('raise.recorded_at')} as raised_recorded, raise.ledger_day::text as raised_day`;

/** How it stands: no turn up to $1 came after. A correction repeats what was said last, but for version and parameters. */
const NO_LATER = 'not exists (select from audit.flag($1) n where n.flag_id = last.flag_id and n.position > last.position)';
const RAISES = `('raised', 're-raised')`;
const SAID = `cross join lateral (select s.* from audit.flag($1) s where s.flag_id = last.flag_id and s.transition <> 'self-corrected' order by s.position desc limit 1) said`;

/** The basis of a parameter stands in the release of the text that judged, once for all its flags. */
const WITH_BASIS = `(
  select coalesce(jsonb_agg(g.one || jsonb_build_object('basis', d.basis) order by g.nth), '[]')
  from jsonb_array_elements(said.parameters) with ordinality g (one, nth)
  left join lateral (
    select k.one ->> 'basis' as basis from audit.rule_release($1) v cross join lateral jsonb_array_elements(v.parameters) k (one)
    where v.rule = last.rule and v.version = said.version and k.one ->> 'name' = g.one ->> 'name') d on true)`;

const ONE = `
  select ${SHOWN}, ${WITH_BASIS} as parameters from audit.flag($1) last
  cross join lateral (select r.* from audit.flag($1) r where r.flag_id = last.flag_id and r.transition in ${RAISES} order by r.position desc limit 1) raise
  ${SAID} where last.flag_id = $2 and ${NO_LATER}`;

/** What never differs between the turns of a flag is asked of the row the page is found by; the rest of the row that tells how it stands. */
const same = (row: string): string => `
  and ($4::text is null or ${row}.rule = $4) and ($5::text is null or ${row}.harm = $5) and ($6::text is null or ${row}.subject_kind = $6) and ($7::text is null or ${row}.subject_id = $7)`;
const STANDING = `
  and starts_with(last.region, $2) and starts_with(last.region, coalesce($3, '')) and ($8::text is null or last.severity = $8)
  and ($9::text is null or ${flagStatusSql('$1')} = $9) and ($10::bigint is null or last.amount_fen >= $10) and ($11::bigint is null or last.amount_fen <= $11)`;
const RAISED_BETWEEN = 'and ($12::date is null or raise.ledger_day >= $12) and ($13::date is null or raise.ledger_day <= $13)';

/**
 * A page is found by walking an index in the order asked for, from where the page before ended: in order of raising the primary key, each flag at its last
 * raise; in order of amount the index of amounts, each flag at its last turn. Nothing is sorted, so that the thousandth page costs what the first does.
 */
const PAGES: Readonly<Record<FlagOrder, string>> = {
  raised: `
    select ${SHOWN} from (
      select raise.* from audit.flag($1) raise
      where raise.transition in ${RAISES} ${same('raise')} ${RAISED_BETWEEN} and ($14::bigint is null or (raise.position, raise.ordinal) > ($14, $15::bigint))
        and not exists (select from audit.flag($1) n where n.flag_id = raise.flag_id and n.transition in ${RAISES} and n.position > raise.position)
        and exists (select from audit.flag($1) last where last.flag_id = raise.flag_id and ${NO_LATER} ${STANDING})
      order by raise.position, raise.ordinal limit $16) raise
    cross join lateral (select l.* from audit.flag($1) l where l.flag_id = raise.flag_id order by l.position desc limit 1) last
    ${SAID} order by raise.position, raise.ordinal`,
  amount: `
    select ${SHOWN} from (
      select last.position, last.ordinal from audit.flag($1) last
      where true ${same('last')} ${STANDING} and ($14::bigint is null or (coalesce(last.amount_fen, -1), last.flag_id) < ($14, $15::text)) and ${NO_LATER}
        and (($12::date is null and $13::date is null) or exists (
          select from (select r.* from audit.flag($1) r where r.flag_id = last.flag_id and r.transition in ${RAISES} order by r.position desc limit 1) raise where true ${RAISED_BETWEEN}))
      order by coalesce(last.amount_fen, -1) desc, last.flag_id desc limit $16) found
    join audit.flag($1) last on last.position = found.position and last.ordinal = found.ordinal
    cross join lateral (select r.* from audit.flag($1) r where r.flag_id = last.flag_id and r.transition in ${RAISES} order by r.position desc limit 1) raise
    ${SAID} order by coalesce(last.amount_fen, -1) desc, last.flag_id desc`,
};

export interface FlagPage {
  readonly at: number;
  readonly limit: number;
  readonly order: FlagOrder;
  readonly after: readonly (string | number)[] | undefined;
}

/** One row more than the page holds, where there is one. */
export async function flagRows(pool: Pool, readerRegion: string, filter: FlagFilter, { at, limit, order, after }: FlagPage): Promise<readonly FlagRow[]> {
  const { rows } = await pool.query<FlagRow>(PAGES[order], [
    at, readerRegion, filter.region ?? null, filter.rule ?? null, filter.harm ?? null, filter.subjectKind ?? null, filter.subjectId ?? null, filter.severity ?? null, filter.status ?? null,
    filter.minAmountFen ?? null, filter.maxAmountFen ?? null, filter.from ?? null, filter.until ?? null, after?.[0] ?? null, after?.[1] ?? null, limit + 1,
  ]);
  return rows;
}

export const keyOfFlag = (row: FlagRow, order: FlagOrder): readonly (string | number)[] =>
  order === 'amount' ? [row.amount_fen === null ? -1 : Number(row.amount_fen), row.flag_id] : [Number(row.raised_position), row.raised_ordinal];

export async function flagRow(pool: Pool, id: string, at: number): Promise<FlagRow | undefined> {
  const { rows } = await pool.query<FlagRow>(ONE, [at, id]);
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
export async function turnsOf(pool: Pool | PoolClient, id: string, at: number): Promise<readonly FlagTurn[]> {
  const { rows } = await pool.query<{ position: string; transition: string; severity: string | null; amount_fen: string | null; ledger_day: string | null }>(
    'select position, transition, severity, amount_fen, ledger_day::text from audit.flag($1) where flag_id = $2 order by position, ordinal', [at, id],
  );
  return rows.map((row) => ({ position: Number(row.position), transition: row.transition, severity: row.severity, amountFen: row.amount_fen === null ? null : Number(row.amount_fen), ledgerDay: row.ledger_day }));
}

const untold: Text = { zh: '该规则的文本已不在本版本中,见其证据。', en: 'The text of this rule is not part of this version; see its evidence.' };

export function asFlag(row: FlagRow): Flag {
  return {
    id: row.flag_id, rule: row.rule, ...(row.part === '' ? {} : { part: row.part }), harm: row.harm, severity: row.severity,
    status: row.outcome ?? (row.transition === 'self-corrected' ? 'self-corrected' : 'raised'), subject: { kind: row.subject_kind, id: row.subject_id }, region: row.region,
    amountFen: row.amount_fen === null ? null : Number(row.amount_fen),
    raisedAt: { position: Number(row.raised_position), recordedAt: row.raised_recorded, ledgerDay: row.raised_day },
    sentence: ruleCalled(row.rule)?.sentence(row.facts, row.part) ?? untold, evidence: row.evidence.map(Number),
  };
}
