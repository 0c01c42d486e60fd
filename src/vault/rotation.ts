/** Rotation: every subject gets its look-ups and its wrapped key under today's key and algorithms, page by page, while others keep working. */
import type { Pool, PoolClient } from 'pg';
import { Tampered } from './cipher';
import type { Epoch, HashScheme } from './schemes';
import type { SealedSubject, Sealer } from './seal';
import { kindOfRef, type Block, type Key } from './subject';
import { addLookupsIfFree, bumpEpoch, lookUp, readSubjects, rewriteSubjects, writing, type Lookup } from './tables';
import { hashOf } from './writer';

export interface Rotation {
  readonly moved: number;
  /** Subjects whose block does not open. While there is one, the old look-ups stay. */
  readonly unreadable: readonly string[];
  readonly retired: readonly { readonly version: number; readonly algorithm: string }[];
}

const pageMax = 500;

function keysOf(ref: string, block: Block): Key[] {
  if (kindOfRef(ref) === 'person') {
    return [...(block['idNumber'] ?? []).map((number) => ({ field: 'i', number }) as const), ...(block['registerNumber'] ?? []).map((number) => ({ field: 'n', number }) as const)];
  }
  const field = kindOfRef(ref) === 'account' ? 'a' : 'r';
  return (block['number'] ?? []).map((number) => ({ field, number }) as const);
}

/** Only keys that find this very subject under the old scheme: a register number issued anew stays with whoever had it first. */
async function keysThatFind(client: PoolClient, scheme: HashScheme, ref: string, keys: readonly Key[]): Promise<Key[]> {
  const kept: Key[] = [];
  for (const key of keys) {
    const [hit] = await lookUp(client, key.field, scheme, [{ mac: hashOf(scheme, key), seen: Buffer.alloc(16) }]);
    if (hit?.ref === ref) kept.push(key);
  }
  return kept;
}

async function movePage(client: PoolClient, sealer: Sealer, epoch: Epoch, rows: readonly SealedSubject[], unreadable: string[]): Promise<number> {
  const rewritten: SealedSubject[] = [];
  const lookups: Lookup[] = [];
  for (const row of rows) {
    try {
      const block = sealer.open(row);
      rewritten.push(sealer.reseal(row, block));
      for (const old of epoch.others) {
        for (const key of await keysThatFind(client, old, row.ref, keysOf(row.ref, block))) {
          lookups.push({ field: key.field, version: epoch.current.version, algorithm: epoch.current.algorithm, mac: hashOf(epoch.current, key), ref: row.ref, seen: undefined });
        }
      }
    } catch (error) {
      if (!(error instanceof Tampered)) throw error;
      unreadable.push(row.ref);
    }
  }
  await rewriteSubjects(client, rewritten);
  await addLookupsIfFree(client, lookups);
  return rewritten.length;
}

async function pageAfter(client: PoolClient, after: string): Promise<SealedSubject[]> {
  const { rows } = await client.query<{ ref: string }>('select ref from vault.subject where ref > $1 order by ref limit $2', [after, pageMax]);
  const found = await readSubjects(client, rows.map((row) => row.ref));
  return rows.flatMap((row) => found.get(row.ref) ?? []);
}

export async function rotate(pool: Pool, sealer: Sealer, keyVersion: number, epoch: Epoch): Promise<Rotation> {
  const unreadable: string[] = [];
  let moved = 0;
  for (let after = ''; ; ) {
    const last = await writing(pool, epoch.number, async (client) => {
      const rows = await pageAfter(client, after);
      moved += await movePage(client, sealer, epoch, rows, unreadable);
      return rows.at(-1)?.ref;
    });
    if (last === undefined) break;
    after = last;
  }
  if (unreadable.length > 0) return { moved, unreadable, retired: [] };
  await writing(pool, epoch.number, async (client) => {
    for (const old of epoch.others) {
      await client.query('delete from vault.lookup where key_version = $1 and algorithm = $2', [old.version, old.algorithm]);
      await client.query('delete from vault.scheme where key_version = $1 and algorithm = $2', [old.version, old.algorithm]);
    }
    if (epoch.others.length > 0) await bumpEpoch(client);
  });
  return { moved, unreadable, retired: epoch.others.map(({ version, algorithm }) => ({ version, algorithm })) };
}
