/** What a project, household or person was paid and still has, by what was recorded up to a position: payments and lines, each with the allocation its money came from. */
import type { Pool } from 'pg';

export type ReceiverKind = 'project' | 'household' | 'person';

export interface Asked {
  readonly at: number;
  readonly kind: ReceiverKind;
  readonly id: string;
  /** Paid by that business date. */
  readonly paidBy?: string;
  /** Only what treasuries of this region paid. */
  readonly region: string;
}

export interface Receipt {
  readonly position: number;
  readonly kind: 'payment' | 'disbursement';
  readonly id: string;
  readonly region: string;
  readonly allocationId: string;
  readonly programmeId: string | null;
  readonly amountFen: number;
  readonly paidOn: string;
}

export interface Received {
  readonly paidFen: number;
  readonly count: number;
  /** By allocation, most money first. */
  readonly byAllocation: readonly { readonly allocationId: string; readonly amountFen: number }[];
  /** The earliest, as many as asked for. */
  readonly receipts: readonly Receipt[];
}

const payments = (condition: string): string => `
select y.position, 'payment' as kind, y.payment_id as id, y.region, y.allocation_id, null::text as programme_id, y.amount_fen, y.occurred_on as paid_on
from audit.payment($1) y
where ${condition} and y.kind = 'executed' and ($3::date is null or y.occurred_on <= $3) and starts_with(y.region, $4)
  and not exists (select from audit.payment($1) r where r.payment_id = y.payment_id and r.kind = 'reversed' and ($3::date is null or r.occurred_on <= $3))`;

const line = `select l.position, 'disbursement' as kind, l.batch_id || '/' || l.line as id, l.batch_region as region, l.allocation_id, l.programme_id, l.amount_fen, l.paid_on from`;
const paidInTime = '($3::date is null or l.paid_on <= $3) and starts_with(l.batch_region, $4)';

/** A household is found by its lines as entered; whether the attempt that was paid is still its own, the paid line says. */
const RECEIPTS: Readonly<Record<ReceiverKind, string>> = {
  project: payments('y.project_id = $2'),
  household: `${line} audit.disbursement($1) d cross join lateral (select l.* from audit.paid_line($1) l where l.batch_id = d.batch_id and l.line = d.line) l
where d.household_id = $2 and d.attempt = 1 and l.household_id = $2 and ${paidInTime}`,
  person: `${line} audit.paid_line($1) l where l.payee_ref = $2 and ${paidInTime}\nunion all${payments('y.payee_ref = $2')}`,
};

interface Row {
  readonly position: string;
  readonly kind: Receipt['kind'];
  readonly id: string;
  readonly region: string;
  readonly allocation_id: string;
  readonly programme_id: string | null;
  readonly amount_fen: string;
  readonly paid_on: string;
}

export async function receivedBy(pool: Pool, { at, kind, id, paidBy, region }: Asked, most: number): Promise<Received> {
  const values = [at, id, paidBy ?? null, region];
  const sums = await pool.query<{ allocation_id: string; amount_fen: string; count: string }>(
    `select r.allocation_id, sum(r.amount_fen)::bigint as amount_fen, count(*) as count from (${RECEIPTS[kind]}) r group by r.allocation_id order by 2 desc, 1`, values,
  );
  const shown = await pool.query<Row>(`select r.position, r.kind, r.id, r.region, r.allocation_id, r.programme_id, r.amount_fen, r.paid_on::text from (${RECEIPTS[kind]}) r order by r.position, r.id limit ${String(most)}`, values);
  const byAllocation = sums.rows.map((row) => ({ allocationId: row.allocation_id, amountFen: Number(row.amount_fen) }));
  return {
    paidFen: byAllocation.reduce((sum, { amountFen }) => sum + amountFen, 0), count: sums.rows.reduce((sum, { count }) => sum + Number(count), 0), byAllocation,
    receipts: shown.rows.map((row) => ({
      position: Number(row.position), kind: row.kind, id: row.id, region: row.region, allocationId: row.allocation_id, programmeId: row.programme_id, amountFen: Number(row.amount_fen), paidOn: row.paid_on,
    })),
  };
}
