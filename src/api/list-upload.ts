/** Takes a batch list in: has it read in a thread of its own, and puts it in the place of the list before it. */
import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { BatchOpened } from '../domain/batch';
import { Refused } from '../domain/refused';
import { Executor } from '../execute';
import type { BatchListSummary } from '../intake/batch-list';
import { DATABASE_URL } from '../tokens';
import { MasterKeys } from '../vault/keys';
import type { JobWatch } from './jobs';
import { KnownPeople } from './known-people';
import { readIntoStaging, type ListOrder } from './list-reading';
import { ListStore, type ListOutcome, type StagedList } from './list-store';
import { readInThread } from './list-thread';
import { NotYet } from './not-yet';
import { Progress } from './progress';

export interface Upload {
  readonly kind: 'file' | 'lines';
  readonly bytes: Uint8Array;
  readonly name?: string;
}

/** Shorter lists cost less where they are than a thread costs to start. */
const THREAD_FROM_BYTES = 64 * 1024;
/** Lists read at once, and lists that may wait their turn, held in memory. */
const READERS = 2;
const WAITING_MAX = 8;

@Injectable()
export class ListUpload implements OnApplicationBootstrap {
  private reading = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly store: ListStore, private readonly known: KnownPeople, private readonly executor: Executor, private readonly progress: Progress,
    private readonly keys: MasterKeys, @Inject(DATABASE_URL) private readonly databaseUrl: string,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.store.discardLeft();
  }

  /** The very same file under another batch is refused (B07), before it costs anything; `named` says which batch of theirs the sender may hear of. */
  async refuseKnownFile(batchId: string, upload: Upload, named: (holder: string) => Promise<string | undefined>): Promise<void> {
    if (this.waiting.length >= WAITING_MAX) throw new NotYet(503, 'too-many-uploads', { zh: '正在读取的清单过多,请稍后重试', en: 'too many lists are being read: try again shortly' }, 10);
    if (upload.kind !== 'file') return;
    const holder = await this.store.batchHolding(await this.store.fileMac(upload.bytes));
    if (holder !== undefined && holder !== batchId) throw sameList(await named(holder));
  }

  /** The batch's list, where it came from these very bytes. */
  async listFrom(batchId: string, upload: Upload): Promise<StagedList | undefined> {
    return (await this.store.batchHolding(await this.store.fileMac(upload.bytes))) === batchId ? this.store.current(batchId) : undefined;
  }

  /** With a job, progress is told to it and it may stop the reading. */
  async take(batchId: string, opening: BatchOpened, upload: Upload, jobId?: string, watch?: JobWatch): Promise<{ listId: string; summary: BatchListSummary }> {
    const order: ListOrder = {
      listId: randomUUID(), batchId, jobId, kind: upload.kind, name: upload.name, opening, fileMac: await this.store.fileMac(upload.bytes),
      on: await this.executor.currentLedgerDay(), visible: (await this.known.factsThere()) ? (await this.progress.now()).visible : undefined,
    };
    try {
      const outcome = await this.inTurn(async () => {
        // Here, not where it is read: what a thread that was stopped had still sent would come after the list was discarded.
        const { kept } = await this.store.begin(order, upload.bytes);
        const [read] = await Promise.all([this.read(order, upload.bytes, watch), kept]);
        return read;
      });
      if (!(await this.store.makeCurrent(order, outcome))) throw new Refused('job-ended', { zh: '任务已被停止,清单未更换', en: 'the job had been stopped; the list was not changed' });
      return { listId: order.listId, summary: outcome.summary };
    } catch (error) {
      // What is left when this fails too goes at the next start.
      await this.store.discard(order.listId).catch(() => undefined);
      throw error;
    }
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    while (this.reading >= READERS) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.reading += 1;
    try {
      return await work();
    } finally {
      this.reading -= 1;
      this.waiting.shift()?.();
    }
  }

  private read(order: ListOrder, bytes: Uint8Array, watch: JobWatch | undefined): Promise<ListOutcome> {
    const say = (progress: object): void => watch?.progress(progress);
    if (bytes.byteLength >= THREAD_FROM_BYTES) return readInThread({ order, databaseUrl: this.databaseUrl, keys: this.keys.handOver() }, bytes, watch?.signal, say);
    return readIntoStaging(order, bytes, { store: this.store, known: this.known, say, ...(watch ? { signal: watch.signal } : {}) });
  }
}

/** A batch of another county is not named: what lies there is nobody's business here. */
export const sameList = (batchId: string | undefined): Refused =>
  new Refused('list-already-submitted', {
    zh: `同一份清单已在${batchId === undefined ? '其他地区的批次' : `批次 ${batchId} `}中(B07);确需再次发放的,请更改清单并说明理由`,
    en: `${batchId === undefined ? 'a batch of another region' : `batch ${batchId}`} already holds this list (B07); if it is to be paid once more, change the list and say why`,
  });
