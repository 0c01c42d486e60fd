/** Both sides of a reconciliation, by what was recorded up to a position and had happened by a day. */
import type { Pool } from 'pg';
import type { LedgerItem, StatementItem } from './reconciliation';

export interface MovementsAsked {
  readonly at: number;
  readonly region: string;
  readonly kind: 'bank' | 'treasury';
  readonly effectiveOn?: string;
}

export interface Movements {
  readonly ledger: readonly LedgerItem[];
  readonly statement: readonly StatementItem[];
  /** The day ages are counted to: the business date asked for, else the ledger day; null while there is neither. */
  readonly today: string | null;
  readonly accounts: readonly CoveredAccount[];
}

export interface CoveredAccount {
  readonly accountId: string;
  readonly from: string;
  readonly until: string;
  readonly statements: number;
  /** Lines a statement announced and that were never entered. */
  readonly missingLines: number;
  readonly irregularities: number;
}

/** The agent bank's account sees the batches; the treasury's sees the payments to contractors and units as well. */
const LEDGER = `
select m.position, m.ordinal, m.occurred_on::text as on, case m.kind when 'paid' then 'out' else 'in' end as direction, m.amount_fen, m.holder, m.holder_id, m.cause_id
from audit.allocation_move($1) m
where m.kind in ('paid', 'returned') and starts_with(m.region, $2) and ($3 = 'treasury' or m.holder = 'batch') and ($4::date is null or m.occurred_on <= $4)
order by m.position, m.ordinal`;

const STATEMENT = `
select l.position, l.ordinal, l.booked_on::text as on, l.direction, l.amount_fen, l.account_id, l.statement_id, l.line, l.bank_serial, l.batch_id, l.payment_id, l.voucher_number
from audit.statement_line($1) l
where l.kind = $3 and starts_with(l.region, $2) and ($4::date is null or l.booked_on <= $4)
order by l.position, l.ordinal`;

const ACCOUNTS = `
select s.account_id, min(s.from_on)::text as from, max(s.until_on)::text as until, count(*) as statements,
  sum(s.line_count - (select count(*) from audit.statement_line($1) l where l.account_id = s.account_id and l.statement_id = s.statement_id)) as missing,
  (select count(*) from audit.statement_irregularity($1) i where i.account_id = s.account_id) as irregularities
from audit.statement($1) s
where s.kind = $3 and starts_with(s.region, $2) and ($4::date is null or s.occurred_on <= $4) group by s.account_id order by s.account_id`;

const TODAY = 'select coalesce($2::date, (select max(d.occurred_on) + 1 from audit.day_end($1) d))::text as today';

type Row = Readonly<Record<string, string | number | null>>;

const movement = (row: Row) => ({ position: Number(row['position']), ordinal: Number(row['ordinal']), on: row['on'] as string, direction: row['direction'] as 'in' | 'out', amountFen: Number(row['amount_fen']) });
const given = (row: Row, names: Readonly<Record<string, string>>): object => Object.fromEntries(Object.entries(names).flatMap(([name, column]) => (row[column] === null ? [] : [[name, row[column]]])));

export async function movementsAt(pool: Pool, { at, region, kind, effectiveOn }: MovementsAsked): Promise<Movements> {
  const values = [at, region, kind, effectiveOn ?? null];
  const [ledger, statement, accounts, today] = await Promise.all([
    pool.query<Row>(LEDGER, values), pool.query<Row>(STATEMENT, values), pool.query<Row>(ACCOUNTS, values), pool.query<{ today: string | null }>(TODAY, [at, effectiveOn ?? null]),
  ]);
  return {
    ledger: ledger.rows.map((row) => ({ ...movement(row), holder: row['holder'] as LedgerItem['holder'], holderId: row['holder_id'] as string, causeId: (row['cause_id'] ?? '') as string })),
    statement: statement.rows.map((row): StatementItem => ({
      ...movement(row), accountId: row['account_id'] as string, statementId: row['statement_id'] as string, line: Number(row['line']),
      ...given(row, { bankSerial: 'bank_serial', batchId: 'batch_id', paymentId: 'payment_id', voucherNumber: 'voucher_number' }),
    })),
    today: today.rows[0]?.today ?? null,
    accounts: accounts.rows.map((row) => ({
      accountId: row['account_id'] as string, from: row['from'] as string, until: row['until'] as string, statements: Number(row['statements']), missingLines: Number(row['missing']), irregularities: Number(row['irregularities']),
    })),
  };
}
