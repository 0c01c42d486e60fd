/** Finds people of a list by ID number and says whether the list calls them as they are registered, without opening those compared before. */
import type { Pool } from 'pg';
import { comparableName } from '../identifiers/name';
import { hashesOf, numberHashes } from './known-forms';
import type { HashScheme } from './schemes';
import type { Sealer } from './seal';
import { lookUpPage, markNames, readSubjects, type PageHit } from './tables';

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
  const asked = { macs: numberHashes('i', numbers, scheme), seen, marks: hashesOf(names, (name) => (name === undefined ? undefined : marked(name)), scheme) };
  const hits = new Map<number, Hit>(await lookUpPage(pool, 'i', scheme, asked));
  await learnMarks(pool, sealer, scheme, hits, asked);
  return numbers.map((number, index) => {
    const hit = number === '' ? undefined : hits.get(index);
    if (!hit) return undefined;
    const found = hit.same ? { ref: hit.ref, nothingNew: true as const } : { ref: hit.ref };
    return hit.marked === undefined || names[index] === undefined ? found : { ...found, nameAgrees: hit.marked };
  });
}

type Hit = { -readonly [K in keyof PageHit]: PageHit[K] };

/** Those who were entered before there were marks, or found by another key then, are opened once. */
async function learnMarks(pool: Pool, sealer: Sealer, scheme: HashScheme, hits: ReadonlyMap<number, Hit>, { macs, marks }: { readonly macs: Buffer; readonly marks: Buffer }): Promise<void> {
  const unmarked = [...hits].filter(([, hit]) => hit.marked === undefined);
  if (unmarked.length === 0) return;
  const rows = await readSubjects(pool, unmarked.map(([, { ref }]) => ref));
  const learnt: { mac: Buffer; mark: Buffer }[] = [];
  for (const [index, hit] of unmarked) {
    const row = rows.get(hit.ref);
    const name = row && sealer.open(row)['name']?.[0];
    if (name === undefined) continue;
    const [from, to] = [index * markBytes, (index + 1) * markBytes];
    const mark = nameMark(scheme, name);
    hit.marked = mark.equals(marks.subarray(from, to));
    learnt.push({ mac: macs.subarray(from, to), mark });
  }
  await markNames(pool, learnt);
}
