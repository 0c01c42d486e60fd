/** Has leaves computed in threads of their own, as many as there are processors, so that the database reads the next pages, and this thread compares, meanwhile. */
import * as os from 'node:os';
import * as path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { StoredLeaves } from './stored-leaves';

const PROGRAM = path.join(__dirname, `leaf-thread-program${path.extname(__filename)}`);
/** From the sources, in tests, a thread needs to be told as this process was how they are compiled. */
const SETTINGS = path.extname(PROGRAM) === '.ts' ? { execArgv: process.execArgv } : {};

interface Waiting {
  readonly resolve: (leaves: StoredLeaves) => void;
  readonly reject: (error: Error) => void;
}

class LeafThread {
  private readonly thread = new Worker(PROGRAM, { name: 'leaves', ...SETTINGS });
  /** Answers come in the order of questions. */
  private readonly waiting: Waiting[] = [];
  private died: Error | undefined;

  constructor() {
    this.thread.on('message', (leaves: StoredLeaves) => this.waiting.shift()?.resolve(leaves));
    this.thread.on('error', (error) => { this.die(error); });
    this.thread.on('exit', () => { this.die(new Error('the thread that computes leaves ended')); });
  }

  /** The bytes are moved, not copied: whoever called has them no longer. */
  leavesIn(bytes: Buffer): Promise<StoredLeaves> {
    const own = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
    return new Promise((resolve, reject) => {
      if (this.died) {
        reject(this.died);
        return;
      }
      this.waiting.push({ resolve, reject });
      this.thread.postMessage(own, [own.buffer as ArrayBuffer]);
    });
  }

  async close(): Promise<void> {
    await this.thread.terminate();
  }

  private die(error: Error): void {
    this.died ??= error;
    for (const { reject } of this.waiting.splice(0)) reject(this.died);
  }
}

export class LeafThreads {
  private readonly threads = Array.from({ length: os.availableParallelism() }, () => new LeafThread());
  private asked = 0;

  /** In turn: pages are alike. */
  leavesIn(bytes: Buffer): Promise<StoredLeaves> {
    this.asked += 1;
    return (this.threads[this.asked % this.threads.length] as LeafThread).leavesIn(bytes);
  }

  async close(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.close()));
  }
}
