/** The money an engagement audits, laid end to end as of a position, and which items of it a seed draws. */
import type { Pool } from 'pg';
import { drawnFen } from '../../src/domain/monetary-unit-sampling';

export interface Scope {
  readonly at: number;
  readonly region: string;
  readonly from: string;
  readonly until: string;
  readonly programmeId?: string | undefined;
}

export interface Drawn {
  readonly seed: string;
  readonly size: number;
  readonly populationAt: number;
  readonly populationCount: number;
  readonly populationFen: number;
  readonly items: readonly { readonly kind: string; readonly id: string; readonly amountFen: number; readonly fromFen: number }[];
  readonly amountFen: number;
}

/** Lines paid and not come back, and payments executed and not reversed, in one order that never changes. */
const POPULATION = `
select p.kind, p.id, p.amount_fen, (sum(p.amount_fen) over (order by p.kind, p.id collate "C"))::bigint as upto_fen
from (
  select 'disbursement' as kind, l.batch_id || '/' || l.line as id, l.amount_fen from audit.paid_line($1) l
  where starts_with(l.batch_region, $2) and l.paid_on between $3 and $4 and ($5::text is null or l.programme_id = $5)
  union all
  select 'payment', y.payment_id, y.amount_fen from audit.payment($1) y
  where y.kind = 'executed' and starts_with(y.region, $2) and y.occurred_on between $3 and $4
    and ($5::text is null or exists (select from audit.allocation($1) a where a.allocation_id = y.allocation_id and a.programme_id = $5))
    and not exists (select from audit.payment($1) r where r.payment_id = y.payment_id and r.kind = 'reversed')
) p`;

/** Undefined where there is nothing to draw from. An item is drawn when more drawn fen lie before its end than before its beginning. */
export async function drawFrom(pool: Pool, { at, region, from, until, programmeId }: Scope, seed: string, size: number): Promise<Drawn | undefined> {
  const scope = [at, region, from, until, programmeId ?? null];
  const { rows: [all] } = await pool.query<{ count: string; fen: string | null }>(`select count(*) as count, max(q.upto_fen) as fen from (${POPULATION}) q`, scope);
  const populationFen = Number(all?.fen ?? 0);
  if (populationFen === 0) return undefined;
  const { rows } = await pool.query<{ kind: string; id: string; amount_fen: string; from_fen: string }>(
    `select q.kind, q.id, q.amount_fen, q.upto_fen - q.amount_fen as from_fen from (${POPULATION}) q
     where width_bucket(q.upto_fen - 1, $6::bigint[]) > width_bucket(q.upto_fen - q.amount_fen - 1, $6::bigint[]) order by q.upto_fen`, [...scope, drawnFen(seed, populationFen, size)]);
  const items = rows.map((row) => ({ kind: row.kind, id: row.id, amountFen: Number(row.amount_fen), fromFen: Number(row.from_fen) }));
  return { seed, size, populationAt: at, populationCount: Number(all?.count), populationFen, items, amountFen: items.reduce((sum, { amountFen }) => sum + amountFen, 0) };
}
