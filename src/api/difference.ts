/** What differs between two states, field by field, as JSON pointers. */

export interface Difference {
  readonly pointer: string;
  /** Absent where the field did not exist then. */
  readonly from?: unknown;
  readonly to?: unknown;
}

/** A state as JSON shows it: maps as objects, sets and typed arrays as lists, what knows its own JSON by it, nothing undefined. */
export function asJson(value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries([...(value as Map<unknown, unknown>)].map(([key, held]) => [String(key), asJson(held)]));
  if (value instanceof Set) return [...(value as Set<unknown>)].map(asJson);
  if (ArrayBuffer.isView(value)) return Array.from(value as Uint8Array);
  if (Array.isArray(value)) return value.map(asJson);
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  if ('toJSON' in value && typeof value.toJSON === 'function') return asJson((value as { toJSON(): unknown }).toJSON());
  return Object.fromEntries(Object.entries(value).filter(([, held]) => held !== undefined && typeof held !== 'function').map(([name, held]) => [name, asJson(held)]));
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** Both sides are JSON values; lists are compared as wholes, because their items have no names. */
export function differences(from: unknown, to: unknown, pointer = ''): readonly Difference[] {
  if (isObject(from) && isObject(to)) {
    const names = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort();
    return names.flatMap((name) => differences(from[name], to[name], `${pointer}/${escaped(name)}`));
  }
  if (JSON.stringify(from) === JSON.stringify(to)) return [];
  return [{ pointer, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }];
}
