/** Submits a batch: enters the staged list as events, chunk by chunk under keys of its own, then says that it is complete. */
import { Injectable } from '@nestjs/common';
import { bounded } from '../admission';
import batch, { type BatchOpened, type BatchState, type BatchSubmitted, type DisbursementEntered } from '../domain/batch';
import { Lines } from '../domain/batch-lines';
import { covers, streamId, type Actor } from '../domain/decider';
import { Refused } from '../domain/refused';
import type { CommandRequest, Executed } from '../command-request';
import { Executor } from '../execute';
import type { BatchLine } from '../intake/batch-line';
import { Vault } from '../vault/vault';
import { KnownPeople } from './known-people';
import { LedgerReads } from './ledger-reads';
import { ListContent, type Counted } from './list-content';
import { accountIn, entryOf, personIn, type Entry } from './list-entry';
import { ListStore, type SplitOff, type StagedList } from './list-store';
import { sameList } from './list-upload';
import { unknownSubject } from './readers';

/** A batch as it was when asked: what a step needs to know before it is taken. */
export type BatchOutline = Pick<BatchState, 'status' | 'opening'> & { readonly lines: Pick<BatchState['lines'], 'count' | 'totalFen' | 'lastOrdinal'> };

/** Several full appends of the store, so that one part is decided while another is written. */
const PAGES_TOGETHER = 16;
/** Pages worked on at once: while the vault asks the database for one, another is opened. */
const PAGES_AT_ONCE = 3;

export interface Submission {
  readonly key: string;
  readonly occurredOn: string;
  readonly actor: Actor;
}

@Injectable()
export class ListSubmission {
  constructor(
    private readonly reads: LedgerReads, private readonly store: ListStore, private readonly executor: Executor,
    private readonly vault: Vault, private readonly known: KnownPeople,
  ) {}

  async submit(batchId: string, submission: Submission): Promise<Executed> {
    const state = await this.stateOf(batchId);
    // Before any line is entered: a submission dated wrong leaves nothing behind.
    bounded({ occurredOn: submission.occurredOn }, await this.executor.currentLedgerDay(), true);
    const staged = await this.store.current(batchId);
    if (!staged) return this.complete(batchId, await this.countedInLedger(batchId, state), [], state, submission);
    const split = await this.store.splitOffs(staged.listId);
    if (state.status === 'open') await this.refuseRed(staged, split);
    const off = new Set(split.map(({ ordinal }) => ordinal));
    const counted = await this.refer(staged, off, state);
    return this.store.holding(counted.contentHash, async () => {
      await this.refuseSameList(batchId, counted.contentHash, submission.actor);
      if (state.status === 'open' && (await this.mayComplete(batchId, counted, split, state, submission))) await this.enter(batchId, staged, off, state, submission.actor);
      return this.complete(batchId, counted, split, state, submission);
    });
  }

  async stateOf(batchId: string): Promise<BatchOutline> {
    const standing = await this.reads.current(batch, streamId('batch', batchId), (state): BatchOutline => {
      const { status, opening, lines: { count, totalFen, lastOrdinal } } = state as BatchState;
      return { status, ...(opening ? { opening } : {}), lines: { count, totalFen, lastOrdinal } };
    });
    if (!standing) throw unknownSubject(streamId('batch', batchId));
    return standing.seen;
  }

  private async refuseRed(staged: StagedList, split: readonly SplitOff[]): Promise<void> {
    const off = new Set(split.map(({ ordinal }) => ordinal));
    const red = (await this.store.redOrdinals(staged.listId)).filter((ordinal) => !off.has(ordinal));
    // Lines split off may hold amounts nobody can read; then the decider compares what is left with what was declared.
    const listRed = staged.summary.errors.filter(({ severity, code }) => severity === 'red' && !(code === 'B02' && off.size > 0));
    if (red.length === 0 && listRed.length === 0) return;
    const codes = listRed.map(({ code }) => code).join('、');
    throw new Refused('batch-has-red-lines', {
      zh: `清单有 ${String(red.length)} 行红色错误${codes === '' ? '' : `,整单错误 ${codes}`};更正后重新上传,或有意剔除这些行`,
      en: `the list has ${String(red.length)} lines with red errors${codes === '' ? '' : ` and errors of the whole list: ${codes}`}; mend and upload it again, or split these lines off`,
    });
  }

  /** Gives the people and accounts of every page their references, kept with the page; answers what the list comes to without the lines split off. */
  private async refer(staged: StagedList, off: ReadonlySet<number>, { opening }: BatchOutline): Promise<Counted> {
    const foreseen = await this.store.settleForeseen(staged.listId, await this.known.basis());
    if (foreseen.content && off.size === 0) return foreseen.content;
    const content = new ListContent();
    const left = (await this.store.directory(staged)).values();
    const some = async (): Promise<void> => {
      for (const { first } of left) content.add(withoutThose(off, (await this.store.entries(staged.listId, first)) ?? (await this.referPage(staged, first, off))));
    };
    await Promise.all(Array.from({ length: PAGES_AT_ONCE }, some));
    return content.counted(opening as BatchOpened);
  }

  private async referPage(staged: StagedList, first: number, off: ReadonlySet<number>): Promise<readonly Entry[]> {
    const { lines } = await this.store.openPage(staged, first);
    return this.store.keepEntries(staged.listId, first, await this.referred(withoutThose(off, lines)));
  }

  private async referred(lines: readonly BatchLine[]): Promise<readonly Entry[]> {
    const people = await this.vault.referMany('person', lines.map(personIn));
    const accounts = await this.vault.referMany('account', lines.map(accountIn));
    const households = await this.known.householdsOf(people);
    return lines.map((line, index) => entryOf(line, people[index] as string, accounts[index] as string, households.get(people[index] as string)));
  }

  /** Two requests at once, or one cut and sent again, use the same keys: each page is entered once. Nothing but the pages in hand is held. */
  private async enter(batchId: string, staged: StagedList, off: ReadonlySet<number>, state: BatchOutline, actor: Actor): Promise<void> {
    const fresh = state.lines.count === 0;
    const base = fresh ? state.lines.lastOrdinal : staged.baseOrdinal;
    if (base === undefined) {
      throw new Refused('batch-list-entered', { zh: '本批次已录入另一份清单的明细;请先提交并驳回,再更换清单', en: 'lines of another list stand in this batch; have it submitted and rejected before changing the list' });
    }
    if (fresh) await this.store.setBase(staged.listId, base);
    const firsts = (await this.store.directory(staged)).map(({ first }) => first);
    let number = 0;
    const requestsFrom = async (from: number): Promise<readonly CommandRequest[]> => {
      const pages = await Promise.all(firsts.slice(from, from + PAGES_TOGETHER).map(async (first) => withoutThose(off, (await this.store.entries(staged.listId, first)) ?? [])));
      return pages.filter((page) => page.length > 0).map((page): CommandRequest => ({
        streamId: streamId('batch', batchId), command: { type: 'EnterDisbursements', data: { lines: base === 0 ? page : page.map((entry) => ({ ...entry, ordinal: base + entry.ordinal })) } }, actor,
        key: `list-${staged.listId}-${String(base)}/${String(number++)}`,
      }));
    };
    let next = requestsFrom(0);
    for (let from = PAGES_TOGETHER; ; from += PAGES_TOGETHER) {
      const requests = await next;
      // The pages after these are read while these are written.
      if (from < firsts.length) next = requestsFrom(from);
      const refused = (await this.executor.executeMany(requests)).find((outcome) => outcome instanceof Refused);
      if (from >= firsts.length || refused) {
        await next.catch(() => undefined);
        if (refused) throw refused;
        return;
      }
    }
  }

  /** The batch's id, for whoever may know of it. */
  async named(batchId: string, actor: Actor): Promise<string | undefined> {
    const { opening } = await this.stateOf(batchId);
    return opening && covers(actor.region, opening.region) ? batchId : undefined;
  }

  private async refuseSameList(batchId: string, contentHash: string, actor: Actor): Promise<void> {
    const holder = await this.store.claim(contentHash, batchId);
    if (holder === batchId) return;
    const { status } = await this.stateOf(holder);
    if (status === 'open' && (await this.store.takeOver(contentHash, holder, batchId))) return;
    throw sameList(await this.named(holder, actor));
  }

  /**
   * Before any line is entered, so that a refused submission leaves nothing behind: throws what the decider will say of the whole list.
   * False where the key was used before: then the first answer, or the conflict, comes without entering anything.
   */
  private async mayComplete(batchId: string, counted: Counted, split: readonly SplitOff[], state: BatchOutline, submission: Submission): Promise<boolean> {
    const { actor, key } = submission;
    if (await this.executor.isKeyUsed(actor.office, key)) return false;
    const { count, totalFen } = counted;
    const entered = { ...batch.initial, status: 'open' as const, ...(state.opening ? { opening: state.opening } : {}), lines: Object.assign(new Lines(), { count, totalFen }) };
    batch.decide(submitted(counted, split, state, submission), entered, { id: batchId, actor, ledgerDay: await this.executor.currentLedgerDay(), cited: new Map() });
    return true;
  }

  private complete(batchId: string, counted: Counted, split: readonly SplitOff[], state: BatchOutline, submission: Submission): Promise<Executed> {
    return this.executor.execute({ streamId: streamId('batch', batchId), command: submitted(counted, split, state, submission), actor: submission.actor, key: submission.key });
  }

  /** Lines that were entered as commands, without a list. */
  private async countedInLedger(batchId: string, { opening }: BatchOutline): Promise<Counted> {
    let content = new ListContent();
    for await (const page of this.reads.pages(streamId('batch', batchId))) {
      const rejected = page.findLastIndex(({ type }) => type === 'BatchRejected');
      if (rejected >= 0) content = new ListContent();
      content.add(page.slice(rejected + 1).filter(({ type }) => type === 'DisbursementEntered').map(({ data }) => data as DisbursementEntered));
    }
    return content.counted(opening as BatchOpened);
  }
}

const withoutThose = <T extends { readonly ordinal: number }>(off: ReadonlySet<number>, lines: readonly T[]): readonly T[] => (off.size === 0 ? lines : lines.filter(({ ordinal }) => !off.has(ordinal)));

const submitted = (counted: Counted, split: readonly SplitOff[], state: BatchOutline, { occurredOn }: Submission): { type: 'SubmitBatch'; data: BatchSubmitted } =>
  ({ type: 'SubmitBatch', data: { ...counted, ...splitSum(counted, split, state), occurredOn } });

/** Where an amount could not be read, what is missing from the declared total is what was split off. */
function splitSum(counted: Counted, split: readonly SplitOff[], { opening }: BatchOutline): object {
  if (split.length === 0) return {};
  const readable = split.every(({ amountFen }) => amountFen !== undefined && amountFen >= 0);
  const rest = Math.max(0, (opening?.declaredTotalFen ?? 0) - counted.totalFen);
  return { splitOffCount: split.length, splitOffFen: readable ? split.reduce((sum, { amountFen }) => sum + (amountFen ?? 0), 0) : rest };
}
