/** What the database holds for the collection of cosignatures: checkpoints that were signed, tiles to prove them from, and the lines witnesses gave. */
import type { Pool } from 'pg';
import { checkpointText, parseCheckpoint, type Checkpoint } from './checkpoint';
import { parseNote, parseSignatureLine, vkeyText, type VerifierKey } from './note';
import { WITNESS_REFUSED } from './disagreements';
import { ProofTables } from './proof-tables';
import { Proofs } from './proofs';
import { standingOf } from './signer';

/** A witness by name and id, as its verifier key begins: a new key is a new witness. */
export const witnessId = (key: VerifierKey): string => vkeyText(key).split('+').slice(0, 2).join('+');

export interface SignedSize {
  readonly checkpoint: Checkpoint;
  /** Signed note, without cosignatures. */
  readonly note: string;
}

interface CosignedRow {
  readonly note: string;
  readonly line: string;
}

/** As many of a witness's signatures are looked at to tell how far it has seen what we still have. */
const LOOKED_AT = 64;

export class CosignatureTables {
  private readonly tables: ProofTables;
  private readonly proofs: Proofs;

  constructor(private readonly pool: Pick<Pool, 'query'>) {
    this.tables = new ProofTables(pool);
    this.proofs = new Proofs(this.tables);
  }

  async newest(): Promise<SignedSize | undefined> {
    const newest = await this.tables.newest();
    return newest && { note: newest.note, checkpoint: parseCheckpoint(parseNote(newest.note).text) };
  }

  async witnessesOf(size: number): Promise<ReadonlySet<string>> {
    const { rows } = await this.pool.query<{ witness: string }>({ name: 'cosigning-witnesses', text: 'SELECT witness FROM proof.cosignature WHERE size = $1', values: [size] });
    return new Set(rows.map(({ witness }) => witness));
  }

  /** The largest size this witness has signed, as far as we know. */
  async lastSize(key: VerifierKey): Promise<number> {
    const { rows: [row] } = await this.pool.query<{ size: string | null }>('SELECT max(size) AS size FROM proof.cosignature WHERE witness = $1', [witnessId(key)]);
    return Number(row?.size ?? 0);
  }

  /** That the tree of `older` entries begins the one of `newer`. Throws where tiles are missing. */
  consistency(older: number, newer: number): Promise<Buffer[]> {
    return this.proofs.consistency(older, newer);
  }

  /** The first line a witness gave for a size stays: it tells the earliest time. One that the checkpoint no longer waits for is let go. */
  async keep(size: number, key: VerifierKey, line: string, seenUs: number): Promise<void> {
    await this.pool.query('INSERT INTO proof.cosignature (size, witness, line, seen_us) SELECT size, $2, $3, $4 FROM proof.checkpoint WHERE size = $1 ON CONFLICT DO NOTHING', [size, witnessId(key), line, seenUs]);
  }

  /** Events that this witness has signed and that are still what they were: what it objects to lies at or after that position. */
  async agreedSize(key: VerifierKey): Promise<number> {
    const { rows } = await this.pool.query<CosignedRow>(`SELECT c.note, s.line FROM proof.cosignature s JOIN proof.checkpoint c USING (size) WHERE s.witness = $1 ORDER BY size DESC LIMIT ${String(LOOKED_AT)}`, [witnessId(key)]);
    for (const { note, line } of rows) {
      const { text } = parseNote(note);
      const { origin, size, root } = parseCheckpoint(text);
      if (standingOf(key, { text, signatures: [parseSignatureLine(line.trimEnd())] }) !== 'signed') continue;
      if ((await this.proofs.rootAt(size)).equals(root) && checkpointText({ origin, size, root }) === text) return size;
    }
    return 0;
  }

  /** Told once: what a person has settled is not told again. Answers whether it is new. */
  async disagree(position: number, detail: string, foundUs: number): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      'INSERT INTO proof.disagreement (position, kind, detail, found_us) SELECT $1, $2, $3, $4 WHERE NOT EXISTS (SELECT FROM proof.disagreement WHERE kind = $2 AND detail = $3) ON CONFLICT DO NOTHING',
      [position, WITNESS_REFUSED, detail, foundUs],
    );
    return rowCount === 1;
  }
}
