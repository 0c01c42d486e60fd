/** Keyset pages: how far to read, from where, and pinned to which position, so that no page shifts under the reader. */
import { Refused } from '../domain/refused';

export interface Page {
  readonly limit: number;
  /** What the last item of the page before was known by. */
  readonly after: readonly (string | number)[] | undefined;
  /** Position the first page was pinned to. */
  readonly at: number | undefined;
}

const LIMIT_MAX = 500;
const LIMIT_USUAL = 50;

const badPage = (zh: string, en: string): Refused => new Refused('bad-page', { zh, en }, 'malformed');

interface Token {
  readonly at: number;
  readonly after: readonly (string | number)[];
}

/** What a page goes on from: `position` and other large numbers, `ordinal` within something, `text` such as an id. */
export type KeyPart = 'position' | 'ordinal' | 'text';

const ORDINAL_MAX = 2_147_483_647;

const FITS: Readonly<Record<KeyPart, (part: unknown) => boolean>> = {
  position: (part) => Number.isSafeInteger(part),
  ordinal: (part) => Number.isInteger(part) && Math.abs(part as number) <= ORDINAL_MAX,
  text: (part) => typeof part === 'string' && /^\P{Cc}{0,300}$/u.test(part),
};

/** A token comes back from the caller, so it may be anything. */
function isToken(value: unknown, key: readonly KeyPart[]): value is Token {
  if (typeof value !== 'object' || value === null) return false;
  const { at, after } = value as Partial<Token>;
  return Number.isSafeInteger(at) && Array.isArray(after) && after.length === key.length && key.every((part, index) => FITS[part](after[index]));
}

function tokenFrom(text: string, key: readonly KeyPart[]): Token {
  let token: unknown;
  try {
    token = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    // Not one of ours: said below, in our words.
    token = undefined;
  }
  if (!isToken(token, key)) throw badPage('参数 after 应为上一页给出的 next', 'the parameter after must be the `next` of the page before');
  return token;
}

/** `key` says what the pages of this list go on from, in order. */
export function pageFrom(query: { limit?: string; after?: string }, key: readonly KeyPart[]): Page {
  const limit = query.limit === undefined ? LIMIT_USUAL : Number(query.limit);
  if (!Number.isInteger(limit) || limit < 1 || limit > LIMIT_MAX) throw badPage(`参数 limit 应为 1–${String(LIMIT_MAX)}`, `the parameter limit must be 1 to ${String(LIMIT_MAX)}`);
  const token = query.after === undefined ? undefined : tokenFrom(query.after, key);
  return { limit, after: token?.after, at: token?.at };
}

export const nextToken = (at: number, after: readonly (string | number)[]): string => Buffer.from(JSON.stringify({ at, after } satisfies Token)).toString('base64url');

/** Cuts one row too many into a page and the token of the next. */
export function paged<T>(rows: readonly T[], limit: number, at: number, key: (row: T) => readonly (string | number)[]): { items: T[]; next?: string } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return rows.length > limit && last !== undefined ? { items, next: nextToken(at, key(last)) } : { items };
}
