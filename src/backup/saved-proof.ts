/** What a backup says of the proof: the newest signed checkpoint of its moment, and that the events it holds have the signed root. Hashes are computed here, from leaf.ts. */
import type { Client } from 'pg';
import { leafHash, leafOf } from '../event-store/leaf';
import { parseCheckpoint } from '../proof/checkpoint';
import { parseNote, parseVkey } from '../proof/note';
import { judgeCheckpoint, type Policy } from '../proof/policy';
import { ProofTables, type SignedCheckpoint } from '../proof/proof-tables';
import { Proofs } from '../proof/proofs';
import { standingOf } from '../proof/signer';
import { storedRows } from '../proof/stored-rows';
import { GrowingTree, hashAt, TILE_WIDTH, widthOf, type Tile } from '../proof/tiles';
import { Unreadable } from '../proof/unreadable';
import { acceptedDifferences, type AcceptedDifference } from './accepted-differences';

export interface SavedCheckpoint {
  readonly size: number;
  /** Base64, as in the note. */
  readonly root: string;
  /** Signed note with the cosignatures it had. */
  readonly note: string;
}

export interface SavedProof extends SavedCheckpoint {
  /** The newest that a witness had seen too, where that is another: an auditor's policy may ask for it. */
  readonly cosigned?: SavedCheckpoint;
  /** Only where there are some. */
  readonly accepted?: readonly AcceptedDifference[];
}

/** Where the events are not those that were signed; in words, for a person. */
export class NotAsSigned extends Error {}

const PAGE_EVENTS = 16 * TILE_WIDTH;

async function saved(client: Client, found: SignedCheckpoint | undefined): Promise<SavedCheckpoint | undefined> {
  return found && { size: found.size, root: found.root.toString('base64'), note: await new Proofs(new ProofTables(client)).noteOf(found) };
}

/** Undefined where nothing was signed yet. */
export async function proofOf(client: Client): Promise<SavedProof | undefined> {
  // A backup before an upgrade may be of a ledger that no sealer has seen yet.
  const { rows: [table] } = await client.query<{ found: string | null }>(`select to_regclass('proof.checkpoint') as found`);
  if (!table?.found) return undefined;
  const tables = new ProofTables(client);
  const newest = await saved(client, await tables.newest());
  const cosigned = await saved(client, await tables.newestCosigned(0));
  const accepted = newest ? await acceptedDifferences(client) : [];
  return newest && { ...newest, ...(cosigned && cosigned.size !== newest.size ? { cosigned } : {}), ...(accepted.length > 0 ? { accepted } : {}) };
}

/** Smaller first, as the tree grows through them. */
export const checkpointsIn = ({ cosigned, size, root, note }: SavedProof): readonly SavedCheckpoint[] => [...(cosigned ? [cosigned] : []), { size, root, note }];

function asSaid<T>(size: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw new NotAsSigned(`the checkpoint of size ${String(size)} cannot be read: ${error.message}`, { cause: error });
  }
}

/** What is noted is what the signed text says; and the log's own key, as the database names it, has signed it. */
export async function checkNotes(client: Client, proof: SavedProof): Promise<void> {
  const keys = ((await new ProofTables(client).log())?.vkeys ?? []).map(parseVkey);
  for (const { size, root, note } of checkpointsIn(proof)) {
    const [signed, said] = asSaid(size, () => { const read = parseNote(note); return [read, parseCheckpoint(read.text)] as const; });
    if (said.size !== size || said.root.toString('base64') !== root) throw new NotAsSigned(`the checkpoint of size ${String(size)} says otherwise in its signed text`);
    if (!keys.some((key) => standingOf(key, signed) === 'signed')) throw new NotAsSigned(`the checkpoint of size ${String(size)} is not signed by the log's key`);
  }
}

/** Signed by the log the policy names; and as many witnesses as it asks for have seen one of these. */
export function checkPolicy(proof: SavedProof, policy: Policy): void {
  const objections = checkpointsIn(proof).map(({ size, note }) => asSaid(size, () => judgeCheckpoint(note, policy).objection));
  const wrong = objections.find((objection) => objection !== undefined && objection !== 'quorum-not-reached');
  if (wrong !== undefined) throw new NotAsSigned(`the policy objects to its checkpoint: ${wrong}`);
  if (objections.every((objection) => objection !== undefined)) throw new NotAsSigned('the policy objects to its checkpoint: quorum-not-reached');
}

/** Hashes of leaves from one position on, page by page; of an accepted event the one that was signed. */
async function* leafPages(client: Client, from: number, until: number, { accepted = [] }: SavedProof): AsyncGenerator<Buffer> {
  const signed = new Map(accepted.map(({ position, signed: hash }) => [position, Buffer.from(hash, 'base64')]));
  for (let at = from; at < until; at += PAGE_EVENTS) {
    const rows = await storedRows(client, at, Math.min(at + PAGE_EVENTS, until));
    const hashes: Buffer[] = [];
    for (let position = at; position < Math.min(at + PAGE_EVENTS, until); position += 1) {
      const row = rows.get(position);
      if (!row) throw new NotAsSigned(`${String(until)} events were signed; the one at position ${String(position)} is not there`);
      hashes.push(signed.get(position) ?? leafHash(leafOf(row)));
    }
    yield Buffer.concat(hashes);
  }
}

/** Folds the stored events through each checkpoint and compares root with root. `keep` gets the tiles of the whole. */
export async function checkRoots(client: Client, proof: SavedProof, keep: (tiles: readonly Tile[]) => Promise<void> = () => Promise.resolve()): Promise<void> {
  const tree = GrowingTree.of();
  for (const { size, root } of checkpointsIn(proof)) {
    for await (const page of leafPages(client, tree.size, size, proof)) await keep(tree.append(page));
    if (tree.root().toString('base64') !== root) throw new NotAsSigned(`the first ${String(size)} events do not have the root that was signed for them`);
  }
  await keep(tree.openTiles());
}

/** The first event that is not the one its tile was made of; undefined where the tiles agree with the events, and not with the root. */
export async function firstUnlike(client: Client, proof: SavedProof): Promise<number | undefined> {
  const tables = new ProofTables(client);
  let at = 0;
  for await (const page of leafPages(client, 0, proof.size, proof)) {
    const count = widthOf(page);
    const first = Math.floor(at / TILE_WIDTH);
    const ids = Array.from({ length: Math.ceil((at + count) / TILE_WIDTH) - first }, (_, n) => ({ level: 0, index: first + n }));
    const tiles = new Map((await tables.tiles(ids)).map(({ index, hashes }) => [index, hashes]));
    for (let n = 0; n < count; n += 1) {
      const stored = tiles.get(Math.floor((at + n) / TILE_WIDTH));
      if (!stored || widthOf(stored) <= (at + n) % TILE_WIDTH || !hashAt(stored, (at + n) % TILE_WIDTH).equals(hashAt(page, n))) return at + n;
    }
    at += count;
  }
  return undefined;
}
