/** Duties as screens need them: who owes what by when, and whether it was done, by what was recorded up to a position. */
import * as path from 'node:path';
import type { Pool } from 'pg';
import { answersSql, dueSql, longEnoughSql, metSql, owedSql, payWithinSql, type Duty } from '../duties/duty';
import { loadFolder } from '../folder';
import type { Text } from '../../src/domain/refused';

const duties = loadFolder(path.join(__dirname, '..', 'duties'), ['duty']) as readonly Duty[];
const terms = duties.filter(({ limit }) => limit && 'terms' in limit).map(({ kind }) => `'${kind}'`);

const confidential = duties.filter((duty) => duty.confidential === true).map(({ kind }) => kind);

export interface DutyFilter {
  readonly kind?: string;
  readonly region?: string;
  /** This office's region and no other. */
  readonly owner?: string;
  /** Due days, inclusive; what no calendar says a day for is not between any. */
  readonly dueFrom?: string;
  readonly dueUntil?: string;
  readonly status?: string;
  readonly subjectId?: string;
}

export interface DutyReader {
  readonly region: string;
  /** One of those who oversee. */
  readonly oversees: boolean;
}

export interface ShownDuty {
  readonly id: string;
  readonly kind: string;
  readonly title: Text;
  readonly basis: Text;
  readonly streamId: string;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly region: string;
  readonly baseOn: string;
  /** Null while no published calendar reaches that far. */
  readonly dueOn: string | null;
  readonly shownOn: string | null;
  readonly status: 'open' | 'met' | 'late' | 'overdue';
  readonly amountFen: number | null;
  readonly position: number;
}

interface Row {
  readonly duty_id: string; readonly kind: string; readonly stream_id: string; readonly subject_kind: string; readonly subject_id: string; readonly owner_region: string;
  readonly base_on: string; readonly due_on: string | null; readonly shown_on: string | null; readonly status: ShownDuty['status']; readonly amount_fen: string | null; readonly position: string; readonly ordinal: number;
}

/** Every duty that `where` (over row `d`, which also says whether it is confidential) lets through, each in its one state. */
export const standingDutiesSql = (at: string, where: string): string => `
  select o.*, case when o.shown is not null and (o.due is null or o.shown <= o.due) then 'met' when o.shown is not null then 'late' when o.due < o.today then 'overdue' else 'open' end as status,
    o.base::text as base_on, o.due::text as due_on, o.shown::text as shown_on
  from (
    select d.duty_id, d.kind, d.stream_id, d.subject_kind, d.subject_id, d.owner_region, d.amount_fen, d.position, d.ordinal, d.base_on as base, ${dueSql(duties, at)} as due,
      coalesce(${metSql(duties, at)}, (select min(greatest(x.occurred_on, x.shown_from)) from (select x.*, greatest(x.occurred_on, x.shown_from) as shown_on from audit.disclosure(${at}) x where x.stream_id = d.stream_id) x where ${answersSql(duties)} and ${longEnoughSql(at)})) as shown,
      (select max(e.occurred_on) + 1 from audit.day_end(${at}) e) as today
    from (select d.*, d.kind in (${confidential.map((kind) => `'${kind}'`).join(', ')}) as confidential from audit.duty(${at}) d) d
    where ${where} and not (d.kind in (${terms.join(', ')}) and ${payWithinSql(at, 'd')} is null) and ${owedSql(duties, at)}
  ) o`;

const query = `
select * from (${standingDutiesSql('$1', `starts_with(d.owner_region, $2) and starts_with(d.owner_region, coalesce($3, '')) and ($4::text is null or d.kind = $4) and ($5::text is null or d.subject_id = $5)
      and ($10::text is null or d.owner_region = $10) and ($11 or not d.confidential)`)}) y
where ($6::text is null or y.status = $6) and ($12::date is null or y.due >= $12) and ($13::date is null or y.due <= $13) and ($7::bigint is null or (y.position, y.ordinal) > ($7, $8)) order by y.position, y.ordinal limit $9`;

/** One more than the page holds, where there is one; with the key each is paged by. */
export async function dutiesAt(
  pool: Pool, reader: DutyReader, filter: DutyFilter, page: { at: number; limit: number; after: readonly (string | number)[] | undefined },
): Promise<readonly { duty: ShownDuty; key: readonly [number, number] }[]> {
  const { rows } = await pool.query<Row>(query, [
    page.at, reader.region, filter.region ?? null, filter.kind ?? null, filter.subjectId ?? null, filter.status ?? null, page.after?.[0] ?? null, page.after?.[1] ?? null, page.limit + 1,
    filter.owner ?? null, reader.oversees, filter.dueFrom ?? null, filter.dueUntil ?? null,
  ]);
  return rows.map((row) => ({ duty: shown(row), key: [Number(row.position), row.ordinal] as const }));
}

function shown(row: Row): ShownDuty {
  const { title = { zh: row.kind, en: row.kind }, basis = { zh: '', en: '' } } = duties.find(({ kind }) => kind === row.kind) ?? {};
  return {
    id: row.duty_id, kind: row.kind, title, basis, streamId: row.stream_id, subject: { kind: row.subject_kind, id: row.subject_id }, region: row.owner_region,
    baseOn: row.base_on, dueOn: row.due_on, shownOn: row.shown_on, status: row.status, amountFen: row.amount_fen === null ? null : Number(row.amount_fen), position: Number(row.position),
  };
}
