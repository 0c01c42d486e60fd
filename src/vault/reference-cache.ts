/** Remembers, in this process only, which clear form had which reference: keyed hashes to random references, nothing clear. */
import { hash, randomBytes } from 'node:crypto';

/** Least recently used goes first. Two generations instead of a linked list: a hit in the old one moves to the young one. */
export class ReferenceCache {
  private young = new Map<string, string>();
  private old = new Map<string, string>();

  /** Of this process alone and never stored, so one pass is enough: nobody sees a hash he could lengthen. */
  private readonly key = randomBytes(24).toString('base64');

  constructor(private readonly capacity: number) {}

  /** Under what a form is remembered. */
  nameOf(whole: string): string {
    return hash('sha256', this.key + whole, 'binary');
  }

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
