/** Takes a batch list in: checks every line, seals file and lines, and puts the list in the place of the one before it. */
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Refused } from '../domain/refused';
import type { BatchLine } from '../intake/batch-line';
import { readBatchList, type BatchListHeading, type BatchListItem, type BatchListSummary } from '../intake/batch-list';
import type { BatchOpened } from '../domain/batch';
import { Executor } from '../execute';
import { KnownPeople } from './known-people';
import { ListStore, type Fault } from './list-store';

const PAGE_LINES = 1_000;

export interface Upload {
  readonly kind: 'file' | 'lines';
  readonly bytes: Uint8Array;
  readonly name?: string;
}

@Injectable()
export class ListUpload {
  constructor(private readonly store: ListStore, private readonly known: KnownPeople, private readonly executor: Executor) {}

  /** The very same file under another batch is refused by name (B07), before it costs anything. */
  async refuseKnownFile(batchId: string, upload: Upload): Promise<void> {
    if (upload.kind !== 'file') return;
    const holder = await this.store.batchHolding(this.store.fileMac(upload.bytes));
    if (holder !== undefined && holder !== batchId) throw sameList(holder);
  }

  async take(batchId: string, opening: BatchOpened, upload: Upload): Promise<{ listId: string; summary: BatchListSummary }> {
    const listId = randomUUID();
    await this.store.begin(listId, batchId, upload.kind, this.store.fileMac(upload.bytes), upload.bytes);
    try {
      const { heading, summary } = await this.read(listId, opening, upload);
      await this.store.makeCurrent(listId, batchId, heading, summary);
      return { listId, summary };
    } catch (error) {
      await this.store.discard(listId);
      throw error;
    }
  }

  private async read(listId: string, opening: BatchOpened, upload: Upload): Promise<{ heading: BatchListHeading['heading']; summary: BatchListSummary }> {
    const on = await this.executor.currentLedgerDay();
    const items = readBatchList({ bytes: upload.bytes, ...(upload.name === undefined ? {} : { name: upload.name }) }, {
      declaredCount: opening.declaredCount, declaredTotalFen: opening.declaredTotalFen, known: await this.known.forBatch(opening), ...(on === undefined ? {} : { on }),
    });
    const page = new Page(this.store, listId);
    let heading: BatchListHeading | undefined;
    let summary: BatchListSummary | undefined;
    for await (const item of items) {
      if (item.kind === 'line') await page.add(item.line);
      else if (item.kind === 'heading') heading = item;
      else summary = item;
    }
    await page.end(summary);
    if (!heading || !summary) throw new Error('a list was read without heading or summary');
    return { heading: heading.heading, summary };
  }
}

/** Gathers lines and their faults into pages. */
class Page {
  private lines: BatchLine[] = [];
  private faults: Fault[] = [];
  private written = 0;

  constructor(private readonly store: ListStore, private readonly listId: string) {}

  async add(line: BatchLine): Promise<void> {
    this.lines.push(line);
    for (const error of line.errors) this.faults.push({ ...error, ordinal: line.ordinal });
    if (this.lines.length >= PAGE_LINES) await this.flush();
  }

  async end(summary: Extract<BatchListItem, { kind: 'summary' }> | undefined): Promise<void> {
    for (const error of summary?.errors ?? []) this.faults.push({ ...error, ordinal: 0 });
    await this.flush();
  }

  private async flush(): Promise<void> {
    if (this.lines.length > 0) await this.store.addPage(this.listId, this.lines);
    await this.store.addFaults(this.listId, this.written, this.faults);
    this.written += this.faults.length;
    this.lines = [];
    this.faults = [];
  }
}

export const sameList = (batchId: string): Refused =>
  new Refused('list-already-submitted', {
    zh: `同一份清单已在批次 ${batchId} 中(B07);确需再次发放的,请更改清单并说明理由`,
    en: `batch ${batchId} already holds this list (B07); if it is to be paid once more, change the list and say why`,
  });
