/** Seals a test's ledger as the sealer does: tiles and one signed checkpoint over everything recorded so far, with a key of the test's own. */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import type { Pool } from 'pg';
import { leafHash, leafOf } from '../../src/event-store/leaf';
import { checkpointText } from '../../src/proof/checkpoint';
import { noteText, vkeyText } from '../../src/proof/note';
import { cosigner, ed25519Signer } from '../../src/proof/signer';
import { GrowingTree, type Tile } from '../../src/proof/tiles';

const ORIGIN = 'mingzhang.test/422899';

/** A key anybody can make again: tests only. */
export const testKey = (byte: number): KeyObject =>
  createPrivateKey({ key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, byte)]), format: 'der', type: 'pkcs8' });

const signer = ed25519Signer(ORIGIN, testKey(1));
const witness = cosigner('witness.test', testKey(2));
/** Asks for the log's signature and one witness. */
export const POLICY = `log ${vkeyText(signer.key)}\nwitness w1 ${vkeyText(witness.key)}\nquorum w1\n`;
const SEALED_AT_SECONDS = 1_546_272_000;

export function signedNote(size: number, root: Buffer, by = signer): string {
  const text = checkpointText({ origin: ORIGIN, size, root });
  return noteText({ text, signatures: [by.sign(text), witness.cosign(text, SEALED_AT_SECONDS)] });
}

export const forger = ed25519Signer(ORIGIN, testKey(9));

/** Whatever was sealed before is replaced; a checkpoint of `size` events, or of all. All at once, as the sealer does: nobody sees a tree half stored. */
export async function seal(pool: Pool, size?: number): Promise<number> {
  const { rows } = await pool.query<{ header: Buffer; payload: Buffer; salt: Buffer }>('select header, payload, salt from ledger.event order by position limit $1', [size ?? null]);
  const tree = GrowingTree.of();
  const whole = tree.append(Buffer.concat(rows.map(({ header, payload, salt }) => leafHash(leafOf({ headerBytes: header, payloadBytes: payload, salt })))));
  const tiles: Tile[] = [...whole, ...tree.openTiles()];
  const text = checkpointText({ origin: ORIGIN, size: rows.length, root: tree.root() });
  const client = await pool.connect();
  try {
    await client.query('begin; lock table proof.checkpoint in exclusive mode; delete from proof.tile; delete from proof.checkpoint');
    await client.query('insert into proof.tile (level, index, hashes) select * from unnest($1::smallint[], $2::bigint[], $3::bytea[])', [tiles.map(({ level }) => level), tiles.map(({ index }) => index), tiles.map(({ hashes }) => hashes)]);
    await client.query('insert into proof.checkpoint (size, root, note, signed_us) values ($1, $2, $3, $4)', [rows.length, tree.root(), noteText({ text, signatures: [signer.sign(text)] }), SEALED_AT_SECONDS * 1_000_000]);
    const { name, keyId, signature } = witness.cosign(text, SEALED_AT_SECONDS);
    await client.query('insert into proof.cosignature (size, witness, line, seen_us) values ($1, $2, $3, $4)', [rows.length, name, `— ${name} ${Buffer.concat([keyId, signature]).toString('base64')}`, SEALED_AT_SECONDS * 1_000_000]);
    await client.query('commit');
  } finally {
    client.release(true);
  }
  return rows.length;
}
