/** What changed between a register as the ledger holds it and as it was handed over now: only that is entered, in parts. */
import type { RegisterRow } from '../domain/register';
import { Breath } from './breath';
import type { RegisterKind } from './register-columns';

/** A row without saying whether it came or went. */
export type Said = Omit<RegisterRow, 'change'>;

export const PART_ROWS = 500;

const FIELDS = ['personRef', 'otherRef', 'accountRef', 'otherAccountRef', 'registerRef', 'uscc', 'role', 'region', 'on', 'until', 'amountFen'] as const;

/** Here two equal rows are two things: two transfers of one day, two cars of one owner. Elsewhere the second says nothing new. */
const COUNTED: ReadonlySet<RegisterKind> = new Set(['bank-flow', 'vehicle', 'property']);

/** Two rows that say the same have the same key. */
export const keyOf = (row: Said): string => FIELDS.map((field) => row[field] ?? '').join('|');
const subjectOf = (row: Said): string => row.personRef ?? row.accountRef ?? row.uscc ?? row.registerRef ?? '';

interface Standing {
  readonly row: Said;
  times: number;
}
export type Rows = ReadonlyMap<string, Standing>;

function put(rows: Map<string, Standing>, kind: RegisterKind, row: Said): void {
  const key = keyOf(row);
  const standing = rows.get(key);
  if (!standing) rows.set(key, { row, times: 1 });
  else if (COUNTED.has(kind)) standing.times += 1;
}

function take(rows: Map<string, Standing>, kind: RegisterKind, row: Said): void {
  const key = keyOf(row);
  const standing = rows.get(key);
  if (!standing) return;
  standing.times -= 1;
  if (standing.times === 0 || !COUNTED.has(kind)) rows.delete(key);
}

/** The rows that stand after every part so far. */
export async function rowsStanding(kind: RegisterKind, parts: Iterable<readonly RegisterRow[]>): Promise<Rows> {
  const rows = new Map<string, Standing>();
  const breath = new Breath();
  for (const part of parts) {
    if (breath.due()) await breath.take();
    for (const { change, ...row } of part) (change === 'added' ? put : take)(rows, kind, row);
  }
  return rows;
}

/** The rows of a file. */
export async function rowsOf(kind: RegisterKind, file: readonly Said[]): Promise<Rows> {
  const rows = new Map<string, Standing>();
  const breath = new Breath();
  for (const row of file) {
    if (breath.due()) await breath.take();
    put(rows, kind, row);
  }
  return rows;
}

export interface Difference {
  readonly parts: readonly (readonly RegisterRow[])[];
  readonly added: number;
  readonly removed: number;
  /** Rows that do not stand in an incomplete file: who is missing there may be in a row nobody could read, so they stay. */
  readonly heldBack: number;
}

const repeated = (row: Said, change: RegisterRow['change'], times: number): RegisterRow[] => Array.from({ length: Math.max(0, times) }, () => ({ change, ...row }));

/** What one subject loses comes right before what it gains, and both in one part where they fit: no moment shows it without either. */
class Groups {
  private readonly bySubject = new Map<string, { readonly gone: RegisterRow[]; readonly come: RegisterRow[] }>();

  add(row: Said, change: RegisterRow['change'], times: number): void {
    if (times <= 0) return;
    const subject = subjectOf(row);
    const group = this.bySubject.get(subject) ?? { gone: [], come: [] };
    this.bySubject.set(subject, group);
    (change === 'added' ? group.come : group.gone).push(...repeated(row, change, times));
  }

  async parts(breath: Breath): Promise<RegisterRow[][]> {
    const parts: RegisterRow[][] = [];
    let part: RegisterRow[] = [];
    for (const { gone, come } of this.bySubject.values()) {
      if (breath.due()) await breath.take();
      const rows = [...gone, ...come];
      if (part.length > 0 && part.length + rows.length > PART_ROWS) {
        parts.push(part);
        part = [];
      }
      for (const row of rows) {
        if (part.length === PART_ROWS) {
          parts.push(part);
          part = [];
        }
        part.push(row);
      }
    }
    if (part.length > 0) parts.push(part);
    return parts;
  }
}

/** The same two registers give the same parts in the same order: a retry after a crash enters what the first try would have. */
export async function difference(before: Rows, after: Rows, whole: boolean): Promise<Difference> {
  const breath = new Breath();
  const groups = new Groups();
  const present = new Set<string>();
  let [added, removed, heldBack] = [0, 0, 0];
  for (const [key, { row, times }] of after) {
    if (breath.due()) await breath.take();
    const more = Math.max(0, times - (before.get(key)?.times ?? 0));
    present.add(subjectOf(row));
    groups.add(row, 'added', more);
    added += more;
  }
  for (const [key, { row, times }] of before) {
    if (breath.due()) await breath.take();
    const fewer = Math.max(0, times - (after.get(key)?.times ?? 0));
    if (!whole && !present.has(subjectOf(row))) heldBack += fewer;
    else {
      groups.add(row, 'removed', fewer);
      removed += fewer;
    }
  }
  return { parts: await groups.parts(breath), added, removed, heldBack };
}
