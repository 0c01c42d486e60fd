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

/** Numbers as the look-ups find them, sixteen bytes each; an empty one is like nothing that is known. */
export function numberHashes(field: LookupField, numbers: readonly string[], { hash }: HashScheme): Buffer {
  const macs = Buffer.alloc(numbers.length * hashBytes);
  numbers.forEach((number, at) => { if (number !== '') hash.into(`${field}|${normaliseNumber(field, number)}`, macs, at * hashBytes); });
  return macs;
}

/** Forms as the look-ups remember them, sixteen bytes each; what cannot be a subject is like nothing that was seen. */
export function formHashes(kind: SubjectKind, forms: readonly Clear[], { hash }: HashScheme): Buffer {
  const seen = Buffer.alloc(forms.length * hashBytes);
  forms.forEach((form, at) => {
    try {
      hash.into(wholeOf(kind, form), seen, at * hashBytes);
    } catch (error) {
      if (!(error instanceof Unreferable)) throw error;
    }
  });
  return seen;
}

/** By today's key only: undefined is "not found so". */
export async function recogniseAccounts(pool: Pool, scheme: HashScheme, forms: readonly AccountClear[]): Promise<(KnownForm | undefined)[]> {
  const hits = await lookUpPage(pool, 'a', scheme, { macs: numberHashes('a', forms.map(({ number }) => number), scheme), seen: formHashes('account', forms, scheme) });
  return forms.map((_, at) => {
    const hit = hits.get(at);
    return hit && { ref: hit.ref, nothingNew: hit.same };
  });
}
