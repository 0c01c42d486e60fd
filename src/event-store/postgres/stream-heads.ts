/** Last revisions this process has seen, those not seen for long forgotten first. True only while the head is where this process left it. */
export class StreamHeads {
  /** Two generations instead of an exact order of use, which a Map keeps only by deleting, at many times the cost. */
  private recent = new Map<string, number>();
  private earlier = new Map<string, number>();

  constructor(private readonly most: number) {}

  get(streamId: string): number | undefined {
    const revision = this.recent.get(streamId);
    if (revision !== undefined) return revision;
    const old = this.earlier.get(streamId);
    if (old !== undefined) this.set(streamId, old);
    return old;
  }

  set(streamId: string, revision: number): void {
    if (this.recent.size >= this.most / 2 && !this.recent.has(streamId)) {
      this.earlier = this.recent;
      this.recent = new Map();
    }
    this.recent.set(streamId, revision);
  }

  clear(): void {
    this.recent.clear();
    this.earlier.clear();
  }
}
