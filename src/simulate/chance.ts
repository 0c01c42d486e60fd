/** Seeded chance: the same seed gives the same county on every machine, for ever. */

/** SplitMix32 over a 32-bit state; small, exact in integers, good enough for invented people. */
export class Chance {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** An independent stream for a named purpose, so that one more draw here does not shift everything there. */
  fork(name: string): Chance {
    let hash = (this.state ^ 0x9e3779b9) >>> 0;
    for (const character of name) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
    return new Chance(hash);
  }

  private next(): number {
    this.state = (this.state + 0x9e3779b9) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  }

  /** A whole number from `from` to `to`, both included. */
  whole(from: number, to: number): number {
    return from + (this.next() % (to - from + 1));
  }

  /** True in `share` of ten thousand cases. */
  inTenThousand(share: number): boolean {
    return this.next() % 10_000 < share;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.next() % from.length] as T;
  }

  /** `count` different ones, in the order of the draw. */
  sample<T>(from: readonly T[], count: number): T[] {
    const left = [...from];
    const drawn: T[] = [];
    while (drawn.length < count && left.length > 0) drawn.push(...left.splice(this.next() % left.length, 1));
    return drawn;
  }
}
