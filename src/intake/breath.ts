/** Lets other work have the event loop every millisecond while a large file is read: what waits for the database a hundred times waits for as many slices. */
import { setImmediate as nextTurn } from 'node:timers/promises';

export class Breath {
  private since = performance.now();

  constructor(private readonly everyMs = 1) {}

  /** Cheap when it is not yet time: call it once per row or chunk. */
  due(): boolean {
    return performance.now() - this.since >= this.everyMs;
  }

  async take(): Promise<void> {
    await nextTurn();
    this.since = performance.now();
  }
}
