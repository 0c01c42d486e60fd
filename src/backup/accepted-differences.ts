/** Events a person has accepted as they are, though they are not what was signed: a backup goes on being taken of such a ledger, and names them. */
import type { Client } from 'pg';
import { leafHash, leafOf } from '../event-store/leaf';
import { differsDetail } from '../proof/scrub';
import { storedRows } from '../proof/stored-rows';
import { hashAt, TILE_WIDTH, widthOf } from '../proof/tiles';

export interface AcceptedDifference {
  readonly position: number;
  /** Hash of the leaf as it was signed, base64. */
  readonly signed: string;
  readonly by: string;
}

interface Row { readonly position: string; readonly detail: string; readonly by: string; readonly hashes: Buffer }

/** Another change at the same position is not the same: it was not accepted. */
export async function acceptedDifferences(client: Client): Promise<AcceptedDifference[]> {
  const { rows } = await client.query<Row>(
    `select d.position, d.detail, d.settled_by as by, t.hashes from proof.disagreement d join proof.tile t on t.level = 0 and t.index = d.position / ${String(TILE_WIDTH)}
      where d.kind = 'event-differs' and d.settled_us is not null order by d.position, d.id`);
  const accepted = new Map<number, AcceptedDifference>();
  for (const { position: text, detail, by, hashes } of rows) {
    const position = Number(text);
    const row = (await storedRows(client, position, position + 1)).get(position);
    if (!row || widthOf(hashes) <= position % TILE_WIDTH) continue;
    const signed = hashAt(hashes, position % TILE_WIDTH);
    if (detail === differsDetail(leafHash(leafOf(row)), signed)) accepted.set(position, { position, signed: signed.toString('base64'), by });
  }
  return [...accepted.values()];
}
