/** A map that is never changed: `with` answers a new one and copies only a small part, so a long fold stays fast and old states stay true. */
const BUCKETS = 64;

export class PersistentMap<V> {
  static readonly empty = new PersistentMap<never>([]);

  private constructor(private readonly buckets: readonly (ReadonlyMap<string, V> | undefined)[]) {}

  get(key: string): V | undefined {
    return this.buckets[bucketOf(key)]?.get(key);
  }

  with(key: string, value: V): PersistentMap<V> {
    const at = bucketOf(key);
    const buckets = this.buckets.slice();
    buckets[at] = new Map(this.buckets[at] ?? []).set(key, value);
    return new PersistentMap(buckets);
  }

  /** In no order anyone may rely on. */
  *values(): IterableIterator<V> {
    for (const bucket of this.buckets) if (bucket) yield* bucket.values();
  }

  /** An object by key, in the order of the keys. */
  toJSON(): Record<string, V> {
    const entries = this.buckets.flatMap((bucket) => [...(bucket ?? [])]);
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

/** FNV-1a over the key's code units. */
function bucketOf(key: string): number {
  let hash = 2_166_136_261;
  for (let index = 0; index < key.length; index += 1) hash = Math.imul(hash ^ key.charCodeAt(index), 16_777_619);
  return (hash >>> 16) % BUCKETS;
}
