/** The SQL of the vault: looking up by keyed hash, adding and rewriting subjects, and the one lock every write takes. */
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type { ClientBase, Pool, PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { SealedSubject } from './seal';
import type { LookupField } from './subject';

export interface Scheme {
  readonly version: number;
  readonly algorithm: string;
}

export interface Lookup extends Scheme {
  readonly field: LookupField;
  readonly mac: Buffer;
  readonly ref: string;
  readonly seen: Buffer | undefined;
  readonly nameMark?: Buffer | undefined;
}

export interface Probe {
  readonly mac: Buffer;
  readonly seen: Buffer;
}
export interface Hit {
  readonly ref: string;
  /** The last form seen of this subject is the one asked with: there is nothing to learn. */
  readonly same: boolean;
}

/** An erasure or another scheme came between reading and writing: what was worked out is no longer good. */
export class StaleEpoch extends Error {}

/**
 * The lock's number is any number, the same in every version. Every write goes by key into tables that may have grown tenfold since they
 * were last analysed; a plan that reads them whole for each page makes long lists quadratic, so only key access is allowed.
 */
const opening = `begin;
  set local enable_seqscan = off; set local enable_hashjoin = off; set local enable_mergejoin = off;
  select pg_advisory_xact_lock(7340100)`;

export async function readEpoch(client: Pool | ClientBase): Promise<number> {
  const { rows } = await client.query<{ epoch: string }>('select epoch from vault.state');
  return Number(rows[0]?.epoch);
}

export async function readSchemes(client: Pool | ClientBase): Promise<readonly Scheme[]> {
  const { rows } = await client.query<Scheme>('select key_version as version, algorithm from vault.scheme order by 1, 2');
  return rows;
}

export const bumpEpoch = (client: ClientBase): Promise<unknown> => client.query('update vault.state set epoch = epoch + 1');

/**
 * One writer at a time over all processes: of two that meet a new person together, the second finds the first one's reference.
 * Given an epoch, the work is refused with `StaleEpoch` where the vault has moved on since.
 */
export async function writing<T>(pool: Pool, epoch: number | undefined, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query(opening);
    if (epoch !== undefined && (await readEpoch(client)) !== epoch) throw new StaleEpoch();
    const done = await work(client);
    await client.query('commit');
    return done;
  } catch (error) {
    await client.query('rollback').catch((lost: unknown) => (broken = lost as Error));
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Which of these keyed hashes are known: one answer each, in order. Hashes travel as one buffer, which is what makes it cheap. */
export async function lookUp(client: Pool | ClientBase, field: LookupField, scheme: Scheme, probes: readonly Probe[]): Promise<(Hit | undefined)[]> {
  const hits = new Array<Hit | undefined>(probes.length).fill(undefined);
  if (probes.length === 0) return hits;
  const { rows } = await client.query<[number, string, boolean]>({
    rowMode: 'array',
    // The limit keeps the planner from hashing the whole table for each page, which made long lists quadratic.
    text: `select i, l.ref, l.seen is not distinct from substr($2::bytea, i * 16 + 1, 16)
             from generate_series(0, $3::int - 1) i
             cross join lateral (select ref, seen from vault.lookup
               where mac = substr($1::bytea, i * 16 + 1, 16) and field = $4 and key_version = $5 and algorithm = $6 limit 1) l`,
    values: [Buffer.concat(probes.map((probe) => probe.mac)), Buffer.concat(probes.map((probe) => probe.seen)), probes.length, field, scheme.version, scheme.algorithm],
  });
  for (const [index, ref, same] of rows) hits[index] = { ref, same };
  return hits;
}

export interface PageHit {
  readonly ref: string;
  /** Whether the mark is the one there; undefined where there is none. */
  readonly marked: boolean | undefined;
  readonly same: boolean;
}

/** Sixteen bytes for each that is looked up. */
export interface PageAsked {
  readonly macs: Buffer;
  readonly seen?: Buffer | undefined;
  readonly marks?: Buffer | undefined;
}

/** The same for a whole page. Without forms nothing is the same. */
export async function lookUpPage(client: Pool | ClientBase, field: LookupField, scheme: Scheme, { macs, seen, marks }: PageAsked): Promise<Map<number, PageHit>> {
  const { rows } = await client.query<[number, string, boolean | null, boolean]>({
    rowMode: 'array',
    text: `select i, l.ref, l.name_mark = substr($6::bytea, i * 16 + 1, 16), coalesce(l.seen = substr($5::bytea, i * 16 + 1, 16), false) from generate_series(0, length($1::bytea) / 16 - 1) i
             cross join lateral (select ref, name_mark, seen from vault.lookup
               where mac = substr($1::bytea, i * 16 + 1, 16) and field = $2 and key_version = $3 and algorithm = $4 limit 1) l`,
    values: [macs, field, scheme.version, scheme.algorithm, seen ?? null, marks ?? null],
  });
  return new Map(rows.map(([index, ref, marked, same]) => [index, { ref, marked: marked ?? undefined, same }]));
}

/** In the order of their hashes, so that two readers of the same people do not wait for each other. */
export async function markNames(client: Pool | ClientBase, marks: readonly { mac: Buffer; mark: Buffer }[]): Promise<void> {
  if (marks.length === 0) return;
  const ordered = [...marks].sort((a, b) => a.mac.compare(b.mac));
  await client.query(
    `with n as materialized (select * from unnest($1::bytea[], $2::bytea[]) n (mac, mark)),
          held as materialized (select l.mac from vault.lookup l where l.mac = any($1::bytea[]) and l.name_mark is null order by l.mac for no key update)
     update vault.lookup l set name_mark = n.mark from held join n using (mac) where l.mac = held.mac`,
    [ordered.map(({ mac }) => mac), ordered.map(({ mark }) => mark)],
  );
}

const subjectColumns = 'ref, key_version, key_algorithm, wrapped_key, block_algorithm, block';

export async function readSubjects(client: Pool | ClientBase, refs: readonly string[]): Promise<Map<string, SealedSubject>> {
  const { rows } = await client.query<SealedSubject>(
    `select ref, key_version as "keyVersion", key_algorithm as "keyAlgorithm", wrapped_key as "wrappedKey", block_algorithm as "blockAlgorithm", block
       from vault.subject where ref = any($1)`,
    [refs],
  );
  return new Map(rows.map((row) => [row.ref, row]));
}

/** Rows as COPY text. Every value is hexadecimal, a number or a name of ours, so nothing needs escaping. */
async function copy(client: ClientBase, target: string, lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return;
  await pipeline(Readable.from([lines.join('')]), client.query(copyFrom(`copy ${target} from stdin`)));
}

const bytes = (value: Buffer | undefined): string => (value ? `\\\\x${value.toString('hex')}` : '\\N');

export async function addSubjects(client: ClientBase, subjects: readonly SealedSubject[]): Promise<void> {
  await copy(client, `vault.subject (${subjectColumns})`, subjects.map((row) =>
    `${row.ref}\t${String(row.keyVersion)}\t${row.keyAlgorithm}\t\\\\x${row.wrappedKey.toString('hex')}\t${row.blockAlgorithm}\t\\\\x${row.block.toString('hex')}\n`));
}

export async function addLookups(client: ClientBase, lookups: readonly Lookup[]): Promise<void> {
  await copy(client, 'vault.lookup (field, key_version, algorithm, mac, ref, seen, name_mark)', lookups.map((row) =>
    `${row.field}\t${String(row.version)}\t${row.algorithm}\t${bytes(row.mac)}\t${row.ref}\t${bytes(row.seen)}\t${bytes(row.nameMark)}\n`));
}

/** Look-ups that may exist already; the one that was there first keeps its subject. */
export async function addLookupsIfFree(client: ClientBase, lookups: readonly Lookup[]): Promise<void> {
  if (lookups.length === 0) return;
  await client.query(
    `insert into vault.lookup (field, key_version, algorithm, mac, ref)
     select * from unnest($1::text[], $2::int[], $3::text[], $4::bytea[], $5::text[]) on conflict do nothing`,
    [lookups.map((row) => row.field), lookups.map((row) => row.version), lookups.map((row) => row.algorithm), lookups.map((row) => row.mac), lookups.map((row) => row.ref)],
  );
}

export async function rewriteSubjects(client: ClientBase, subjects: readonly SealedSubject[]): Promise<void> {
  if (subjects.length === 0) return;
  await client.query(
    `update vault.subject s
        set key_version = n.key_version, key_algorithm = n.key_algorithm, wrapped_key = n.wrapped_key, block_algorithm = n.block_algorithm, block = n.block
       from unnest($1::text[], $2::int[], $3::text[], $4::bytea[], $5::text[], $6::bytea[]) n (${subjectColumns})
      where s.ref = n.ref`,
    [
      subjects.map((row) => row.ref), subjects.map((row) => row.keyVersion), subjects.map((row) => row.keyAlgorithm),
      subjects.map((row) => row.wrappedKey), subjects.map((row) => row.blockAlgorithm), subjects.map((row) => row.block),
    ],
  );
}

/** Remembers the last form of subjects, so that the same list next month opens no block. */
export async function markSeen(client: ClientBase, probes: readonly Probe[]): Promise<void> {
  if (probes.length === 0) return;
  await client.query(
    'update vault.lookup l set seen = n.seen from unnest($1::bytea[], $2::bytea[]) n (mac, seen) where l.mac = n.mac',
    [probes.map((probe) => probe.mac), probes.map((probe) => probe.seen)],
  );
}

/** Destroys wrapped key, block and look-ups and leaves a tombstone; answers whether there was anything to destroy. */
export async function destroySubject(client: ClientBase, ref: string, requestedBy: string, approvedBy: string): Promise<boolean> {
  const { rowCount } = await client.query('delete from vault.subject where ref = $1', [ref]);
  await client.query('delete from vault.lookup where ref = $1', [ref]);
  await client.query('insert into vault.tombstone (ref, requested_by, approved_by) values ($1, $2, $3) on conflict do nothing', [ref, requestedBy, approvedBy]);
  return (rowCount ?? 0) > 0;
}

export async function readTombstones(client: Pool | ClientBase, refs: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ ref: string }>('select ref from vault.tombstone where ref = any($1)', [refs]);
  return new Set(rows.map((row) => row.ref));
}
