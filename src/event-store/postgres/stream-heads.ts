/** Last revisions this process has seen, the least recently used forgotten first. True only while the head is where this process left it. */
export class StreamHeads {
  private readonly revisions = new Map<string, number>();

  constructor(private readonly most: number) {}

  get(streamId: string): number | undefined {
    const revision = this.revisions.get(streamId);
    if (revision === undefined) return undefined;
    this.revisions.delete(streamId);
    this.revisions.set(streamId, revision);
    return revision;
  }

  set(streamId: string, revision: number): void {
    this.revisions.delete(streamId);
    this.revisions.set(streamId, revision);
    if (this.revisions.size <= this.most) return;
    for (const oldest of this.revisions.keys()) {
      this.revisions.delete(oldest);
      break;
    }
  }

  clear(): void {
    this.revisions.clear();
  }
}
