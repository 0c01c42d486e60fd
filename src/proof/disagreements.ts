/** Where ledger and proof were found not to agree. A row that nobody has settled stops all writing; each is told once. */
import type { Pool } from 'pg';

/** Found by the sealer before it signs. */
export const SEAL_KINDS = ['memory-missing', 'key-changed', 'origin-changed', 'ledger-shorter', 'root-differs', 'checkpoint-foreign', 'event-missing', 'tile-differs'] as const;
/** Found by the scrub in what is stored. */
export const SCRUB_KINDS = ['event-differs', 'columns-differ', 'event-missing', 'event-surplus', 'tile-differs', 'root-differs', 'ledger-shorter', 'checkpoint-foreign'] as const;
/** Found by whom checkpoints are shown to: they have seen another history, signed by this very log. */
export const WITNESS_REFUSED = 'witness-refused';
export type DisagreementKind = (typeof SEAL_KINDS)[number] | (typeof SCRUB_KINDS)[number] | typeof WITNESS_REFUSED;

export interface Finding {
  /** The first position that is wrong, as far as it can be told. */
  readonly position: number;
  readonly kind: DisagreementKind;
  /** For a person: hashes, names of columns, never what an event says. */
  readonly detail: string;
}

export interface Disagreement extends Finding {
  readonly id: number;
  readonly foundUs: number;
}

interface Row {
  readonly id: string;
  readonly position: string;
  readonly kind: DisagreementKind;
  readonly detail: string;
  readonly found_us: string;
}

const disagreementOf = ({ id, position, kind, detail, found_us: foundUs }: Row): Disagreement => ({ id: Number(id), position: Number(position), kind, detail, foundUs: Number(foundUs) });
const COLUMNS = 'id, position, kind, detail, found_us';

export class Disagreements {
  constructor(private readonly pool: Pick<Pool, 'query'>) {}

  /** Those nobody has settled, first found first. */
  async standing(): Promise<Disagreement[]> {
    const { rows } = await this.pool.query<Row>({ name: 'standing-disagreements', text: `SELECT ${COLUMNS} FROM proof.disagreement WHERE settled_us IS NULL ORDER BY id LIMIT 100` });
    return rows.map(disagreementOf);
  }

  async record({ position, kind, detail }: Finding, foundUs: number): Promise<void> {
    await this.pool.query('INSERT INTO proof.disagreement (position, kind, detail, found_us) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING', [position, kind, detail.slice(0, 1_000), foundUs]);
  }

  /** Undefined where none of this number stands. */
  async settle(id: number, by: string, reason: string, atUs: number): Promise<Disagreement | undefined> {
    const { rows: [row] } = await this.pool.query<Row>(`UPDATE proof.disagreement SET settled_us = $2, settled_by = $3, reason = $4 WHERE id = $1 AND settled_us IS NULL RETURNING ${COLUMNS}`, [id, atUs, by, reason]);
    return row && disagreementOf(row);
  }
}
