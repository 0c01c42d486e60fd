/** Recognises forms that were seen before: whoever is asked with the last form the vault saw has nothing to teach it. */
import type { Pool } from 'pg';
import { hashBytes } from './cipher';
import type { HashScheme } from './schemes';
import { normaliseNumber, Unreferable, wholeOf, type AccountClear, type Clear, type LookupField, type SubjectKind } from './subject';
import { lookUpPage } from './tables';

export interface KnownForm {
  readonly ref: string;
  readonly nothingNew: boolean;
}

/** Sixteen bytes for each; what has no text is like nothing that is known. */
export function hashesOf<T>(items: readonly T[], textOf: (item: T) => string | undefined, { hash }: HashScheme): Buffer {
  const hashes = Buffer.alloc(items.length * hashBytes);
  items.forEach((item, at) => {
    const text = textOf(item);
    if (text !== undefined) hash.into(text, hashes, at * hashBytes);
  });
  return hashes;
}

/** Numbers as the look-ups find them; an empty one is none. */
export const numberHashes = (field: LookupField, numbers: readonly string[], scheme: HashScheme): Buffer =>
  hashesOf(numbers, (number) => (number === '' ? undefined : `${field}|${normaliseNumber(field, number)}`), scheme);

function wholeIfReferable(kind: SubjectKind, form: Clear): string | undefined {
  try {
    return wholeOf(kind, form);
  } catch (error) {
    if (error instanceof Unreferable) return undefined;
    throw error;
  }
}

/** Forms as the look-ups remember them; what cannot be a subject is none. */
export const formHashes = (kind: SubjectKind, forms: readonly Clear[], scheme: HashScheme): Buffer => hashesOf(forms, (form) => wholeIfReferable(kind, form), scheme);

/** By today's key only: undefined is "not found so". */
export async function recogniseAccounts(pool: Pool, scheme: HashScheme, forms: readonly AccountClear[]): Promise<(KnownForm | undefined)[]> {
  const hits = await lookUpPage(pool, 'a', scheme, { macs: numberHashes('a', forms.map(({ number }) => number), scheme), seen: formHashes('account', forms, scheme) });
  return forms.map((_, at) => {
    const hit = hits.get(at);
    return hit && { ref: hit.ref, nothingNew: hit.same };
  });
}
