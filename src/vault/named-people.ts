/** Finds people of a list by ID number and says whether the list calls them as they are registered, without opening those compared before. */
import type { Pool } from 'pg';
import { comparableName } from '../identifiers/name';
import { numberHashes } from './known-forms';
import type { HashScheme } from './schemes';
import type { Sealer } from './seal';
import {  } from './subject';
import { lookUpPage, markNames, readSubjects } from './tables';

export interface NamedPerson {
  readonly ref: string;
  /** Absent where one of the two names is missing. */
  readonly nameAgrees?: boolean;
  /** The form asked with is the last one seen: there is nothing to learn from it. */
  readonly nothingNew?: true;
}

const markBytes = 16;

/** Names go into the hash by their comparable form and apart from every number. */
const marked = (name: string): string => `name|${comparableName(name)}`;
export const nameMark = (scheme: HashScheme, name: string): Buffer => scheme.hash(marked(name));

/**
 * One round trip for a page: hashes travel as one buffer. The first name ever learnt is the registered one and never changes; later
 * lists may have taught the vault their own mistakes. Only today's key is asked: undefined is "not found so".
 */
export async function findNamed(pool: Pool, sealer: Sealer, scheme: HashScheme, numbers: readonly string[], names: readonly (string | undefined)[], seen?: Buffer): Promise<(NamedPerson | undefined)[]> {
  const macs = numberHashes('i', numbers, scheme);
  const hits = new Map<number, Hit>(await lookUpPage(pool, 'i', scheme, macs, seen));
  await learnMarks(pool, sealer, scheme, hits, macs);
  const mark = Buffer.alloc(markBytes);
  return numbers.map((number, index) => {
    const hit = number === '' ? undefined : hits.get(index);
    const name = names[index];
    if (!hit) return undefined;
    const found = hit.same ? { ref: hit.ref, nothingNew: true as const } : { ref: hit.ref };
    if (!hit.mark || name === undefined) return found;
    scheme.hash.into(marked(name), mark, 0);
    return { ...found, nameAgrees: hit.mark.equals(mark) };
  });
}

interface Hit {
  readonly ref: string;
  readonly same: boolean;
  mark: Buffer | undefined;
}

/** Those who were entered before there were marks, or found by another key then, are opened once. */
async function learnMarks(pool: Pool, sealer: Sealer, scheme: HashScheme, hits: ReadonlyMap<number, Hit>, macs: Buffer): Promise<void> {
  const unmarked = [...hits].filter(([, { mark }]) => mark === undefined);
  if (unmarked.length === 0) return;
  const rows = await readSubjects(pool, unmarked.map(([, { ref }]) => ref));
  const learnt: { mac: Buffer; mark: Buffer }[] = [];
  for (const [index, hit] of unmarked) {
    const row = rows.get(hit.ref);
    const name = row && sealer.open(row)['name']?.[0];
    if (name === undefined) continue;
    hit.mark = nameMark(scheme, name);
    learnt.push({ mac: macs.subarray(index * markBytes, (index + 1) * markBytes), mark: hit.mark });
  }
  await markNames(pool, learnt);
}
