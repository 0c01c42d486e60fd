/** Remembers, in this process only, which clear form had which reference: keyed hashes to random references, nothing clear. */

/** Least recently used goes first. Two generations instead of a linked list: a hit in the old one moves to the young one. */
export class ReferenceCache {
  private young = new Map<string, string>();
  private old = new Map<string, string>();

  constructor(private readonly capacity: number) {}

  get(mac: string): string | undefined {
    const fresh = this.young.get(mac);
    if (fresh !== undefined) return fresh;
    const aged = this.old.get(mac);
    if (aged !== undefined) this.set(mac, aged);
    return aged;
  }

  set(mac: string, ref: string): void {
    if (this.young.size >= this.capacity / 2) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(mac, ref);
  }

  clear(): void {
    this.young = new Map();
    this.old = new Map();
  }

  get size(): number {
    return this.young.size + this.old.size;
  }
}
