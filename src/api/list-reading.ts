/** Reads one list into staging, page by page: checked, sealed, its faults counted. It may run in any thread. */
import type { BatchOpened } from '../domain/batch';
import { readBatchList, type BatchListHeading, type BatchListLines, type BatchListSummary } from '../intake/batch-list';
import type { KnownPeople } from './known-people';
import { ListContent } from './list-content';
import { foreseenEntries } from './list-entry';
import { FaultCount, faultsOf, type FaultGroup, type ListProgress } from './list-faults';
import type { ListOutcome, ListStore, NewList } from './list-store';

export interface ListOrder extends NewList {
  readonly name: string | undefined;
  readonly opening: BatchOpened;
  /** Ledger day, by which dates are plausible. */
  readonly on: string | undefined;
  /** Position the facts have reached; undefined while there are none. */
  readonly visible: number | undefined;
}

/** What the reading needs beside the bytes. */
export interface ReadingTools {
  readonly store: ListStore;
  readonly known: KnownPeople;
  readonly say: (progress: ListProgress) => void;
  readonly signal?: AbortSignal;
}

/** Said often enough for a person who waits. */
const SAY_EVERY_MS = 250;
/** Pages on their way into the database while the next ones are checked. */
const WRITES_AHEAD = 3;

/** The list has begun in the store. Nothing of it counts before the list is made current: a reading that stops midway leaves rows that are discarded. */
export async function readIntoStaging(order: ListOrder, bytes: Uint8Array, tools: ReadingTools): Promise<ListOutcome> {
  const { opening, on, visible, name, listId } = order;
  const { declaredCount, declaredTotalFen } = opening;
  const basis = visible === undefined ? undefined : await tools.known.basis(visible);
  const items = readBatchList({ bytes, ...(name === undefined ? {} : { name }) }, {
    declaredCount, declaredTotalFen, known: await tools.known.forBatch(opening, visible), ...(on === undefined ? {} : { on }),
  });
  const pages = new Pages(listId, tools);
  let heading: BatchListHeading | undefined;
  let summary: BatchListSummary | undefined;
  for await (const item of items) {
    tools.signal?.throwIfAborted();
    if (item.kind === 'lines') await pages.add(item);
    else if (item.kind === 'heading') heading = item;
    else summary = item;
  }
  if (!heading || !summary) throw new Error('a list was read without heading or summary');
  return { heading: heading.heading.columns.map(({ title }) => title), summary, groups: await pages.end(summary), basis, content: await pages.content?.counted(opening) };
}

class Pages {
  private readonly count = new FaultCount();
  private readonly writing = new Set<Promise<void>>();
  private failed: unknown;
  private faults = 0;
  private rowsRead = 0;
  private saidAt = -Infinity;

  constructor(private readonly listId: string, private readonly tools: ReadingTools) {}

  /** Undefined once a line was not foreseen. */
  content: ListContent | undefined = new ListContent();

  async add({ lines, known, rowsRead }: BatchListLines): Promise<void> {
    const faults = faultsOf(lines);
    this.count.take(lines, faults);
    this.rowsRead = rowsRead;
    const foreseen = foreseenEntries(lines, known);
    if (foreseen) this.content?.add(foreseen);
    else this.content = undefined;
    await this.write(this.tools.store.addPage(this.listId, lines, this.faults, faults, foreseen));
    this.faults += faults.length;
    if (performance.now() - this.saidAt < SAY_EVERY_MS) return;
    this.tools.say(this.count.progress(rowsRead));
    this.saidAt = performance.now();
  }

  /** The faults of the whole list come last. */
  async end(summary: BatchListSummary): Promise<readonly FaultGroup[]> {
    const faults = summary.errors.map((error) => ({ ...error, ordinal: 0 }));
    this.count.take([], faults);
    await this.write(this.tools.store.addFaults(this.listId, this.faults, faults));
    await Promise.all(this.writing);
    this.throwIfFailed();
    this.tools.say(this.count.progress(this.rowsRead));
    return this.count.groups();
  }

  private async write(work: Promise<void>): Promise<void> {
    const writing = work.catch((error: unknown) => { this.failed ??= error; }).finally(() => this.writing.delete(writing));
    this.writing.add(writing);
    if (this.writing.size > WRITES_AHEAD) await Promise.race(this.writing);
    this.throwIfFailed();
  }

  private throwIfFailed(): void {
    if (this.failed !== undefined) throw this.failed as Error;
  }
}
