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

const isToken = (value: unknown): value is Token => {
  if (typeof value !== 'object' || value === null) return false;
  const { at, after } = value as Partial<Token>;
  return Number.isSafeInteger(at) && Array.isArray(after) && after.every((part) => typeof part === 'string' || Number.isSafeInteger(part));
};

function tokenFrom(text: string): Token {
  let token: unknown;
  try {
    token = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    // Not one of ours: said below, in our words.
    token = undefined;
  }
  if (!isToken(token)) throw badPage('参数 after 应为上一页给出的 next', 'the parameter after must be the `next` of the page before');
  return token;
}

export function pageFrom(query: { limit?: string; after?: string }): Page {
  const limit = query.limit === undefined ? LIMIT_USUAL : Number(query.limit);
  if (!Number.isInteger(limit) || limit < 1 || limit > LIMIT_MAX) throw badPage(`参数 limit 应为 1–${String(LIMIT_MAX)}`, `the parameter limit must be 1 to ${String(LIMIT_MAX)}`);
  const token = query.after === undefined ? undefined : tokenFrom(query.after);
  return { limit, after: token?.after, at: token?.at };
}

export const nextToken = (at: number, after: readonly (string | number)[]): string => Buffer.from(JSON.stringify({ at, after } satisfies Token)).toString('base64url');

/** Cuts one row too many into a page and the token of the next. */
export function paged<T>(rows: readonly T[], limit: number, at: number, key: (row: T) => readonly (string | number)[]): { items: T[]; next?: string } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return rows.length > limit && last !== undefined ? { items, next: nextToken(at, key(last)) } : { items };
}
