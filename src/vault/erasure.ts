/** Erasure of a subject: two persons, no open reason, key and look-ups destroyed, and the same again after a restore. */
import type { ClientBase, Pool } from 'pg';
import { bumpEpoch, destroySubject, readSubjects, readTombstones, writing } from './tables';

export interface ErasureOrder {
  readonly requestedBy: string;
  readonly approvedBy: string;
  /** Why the subject may not be erased now (an open flag, a case, a retention period): empty when nothing stands against it. */
  openReasons(ref: string): Promise<readonly string[]>;
}

/** `same-person`, `unknown-subject`, `already-erased`, or `open-reasons` with the reasons. */
export class ErasureRefused extends Error {
  constructor(readonly code: 'same-person' | 'unknown-subject' | 'already-erased' | 'open-reasons', readonly reasons: readonly string[] = []) {
    super(`the subject is not erased: ${code}`);
    this.name = 'ErasureRefused';
  }
}

/**
 * Deleted rows stay in the table file until vacuum; the log and backups keep them until they expire. All they hold is ciphertext under
 * a key that is itself wrapped. A role that may not vacuum leaves it to autovacuum.
 */
export async function sweep(pool: Pick<Pool | ClientBase, 'query'>): Promise<void> {
  await pool.query('vacuum (truncate false) vault.subject, vault.lookup');
}

export async function eraseSubject(pool: Pool, ref: string, order: ErasureOrder): Promise<{ subjectRef: string; requestedBy: string; approvedBy: string }> {
  if (order.requestedBy === order.approvedBy) throw new ErasureRefused('same-person');
  const reasons = await order.openReasons(ref);
  if (reasons.length > 0) throw new ErasureRefused('open-reasons', reasons);
  await writing(pool, undefined, async (client) => {
    if ((await readTombstones(client, [ref])).has(ref)) throw new ErasureRefused('already-erased');
    if (!(await readSubjects(client, [ref])).has(ref)) throw new ErasureRefused('unknown-subject');
    await destroySubject(client, ref, order.requestedBy, order.approvedBy);
    await bumpEpoch(client);
  });
  await sweep(pool);
  return { subjectRef: ref, requestedBy: order.requestedBy, approvedBy: order.approvedBy };
}

/** In the transaction of the caller, who sweeps after it. Answers how many had come back. */
export async function eraseAgain(client: ClientBase, refs: readonly string[]): Promise<number> {
  let count = 0;
  for (const ref of refs) if (await destroySubject(client, ref, 'ledger', 'ledger')) count += 1;
  if (count > 0) await bumpEpoch(client);
  return count;
}

export async function reapplyErasures(pool: Pool, refs: readonly string[]): Promise<number> {
  const again = await writing(pool, undefined, (client) => eraseAgain(client, refs));
  if (again > 0) await sweep(pool);
  return again;
}
