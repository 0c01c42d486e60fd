/** Group commit: a batch is what queued while the last commit was in flight. No timer, one batch at a time, answers only after the commit. */
import type { ClientConfig } from 'pg';
import type { Clock } from '../clock';
import { Fenced, Overloaded, Unsettled, type Appended } from '../event-store';
import type { Prepared } from '../prepare';
import { decideBatch, type Belief, type Plan } from './batch';
import { lockHead, look, raiseEpoch, readHead } from './batch-statements';
import { Session } from './session';
import { StreamHeads } from './stream-heads';
import { take, type HeadRow } from './take';
import { isLockTimeout, isStale, isTransient } from './trouble';

export interface Limits {
  /** A batch: a single append may be larger. */
  readonly batchEvents: number;
  readonly batchBytes: number;
  /** The queue: beyond either, appends are turned away. */
  readonly queueEvents: number;
  readonly queueBytes: number;
  /** How long a batch is tried against a database that cannot be reached. */
  readonly settleMs: number;
  /** How long others wait for the head, which all processes take in turns, before they look whether its holder was stopped. */
  readonly turnMs: number;
  readonly rememberedStreams: number;
}

export const usualLimits: Limits = {
  batchEvents: 2_000, batchBytes: 4 << 20, queueEvents: 20_000, queueBytes: 32 << 20, settleMs: 30_000, turnMs: 5_000, rememberedStreams: 200_000,
};

interface Waiting {
  readonly append: Prepared;
  readonly resolve: (outcome: Appended) => void;
  readonly reject: (error: unknown) => void;
}

export interface SequencerOptions {
  readonly connection: ClientConfig;
  readonly clock: Clock;
  readonly limits: Limits;
  /** Raise the epoch on the first connection, so that every store opened before is fenced off. */
  readonly takeOver: boolean;
  readonly committed: (size: number) => void;
}

export class Sequencer {
  private queue: Waiting[] = [];
  private queuedEvents = 0;
  private queuedBytes = 0;
  private running: Promise<void> | undefined;
  private session: Session | undefined;
  private epoch: number | undefined;
  private fenced: Fenced | undefined;
  /** Where this process left the head; undefined after anything unexpected. */
  private head: HeadRow | undefined;
  private readonly heads: StreamHeads;
  /** Keys as last sent: after a lost COMMIT they tell our own recording from an earlier one. */
  private sent: Plan | undefined;

  constructor(private readonly options: SequencerOptions) {
    this.heads = new StreamHeads(options.limits.rememberedStreams);
  }

  enqueue(append: Prepared): Promise<Appended> {
    const { queueEvents, queueBytes } = this.options.limits;
    if (this.fenced !== undefined) return Promise.reject(this.fenced);
    const full = this.queuedEvents + append.events.length > queueEvents || this.queuedBytes + append.bytes > queueBytes;
    if (full && this.queue.length > 0) return Promise.reject(new Overloaded(1));
    this.queuedEvents += append.events.length;
    this.queuedBytes += append.bytes;
    return new Promise((resolve, reject) => {
      this.queue.push({ append, resolve, reject });
      this.running ??= this.run();
    });
  }

  /** Connects and joins (or raises) the epoch now instead of at the first append. */
  async open(): Promise<void> {
    await this.connected();
  }

  async close(): Promise<void> {
    await this.running;
    const session = this.session;
    this.session = undefined;
    if (session !== undefined) await session.client.end().catch(() => { /* already gone */ });
  }

  /**
   * One turn of the loop before each batch: those just answered may already have more to say, and a fuller batch costs no more flushes.
   * Halves that take turns, one preparing while the other commits, were measured and were slower on two cores;
   * but where much is waiting already, the server works on that while those answered prepare what follows.
   */
  private async run(): Promise<void> {
    while (await (this.muchWaits() ? undefined : turn()), this.queue.length > 0) await this.settle(this.nextBatch());
    this.running = undefined;
  }

  private muchWaits(): boolean {
    return this.queuedEvents >= this.options.limits.batchEvents / 2;
  }

  private nextBatch(): Waiting[] {
    const { batchEvents, batchBytes } = this.options.limits;
    let events = 0;
    let bytes = 0;
    let taken = 0;
    for (const { append } of this.queue) {
      if (taken > 0 && (events + append.events.length > batchEvents || bytes + append.bytes > batchBytes)) break;
      events += append.events.length;
      bytes += append.bytes;
      taken += 1;
    }
    this.queuedEvents -= events;
    this.queuedBytes -= bytes;
    return this.queue.splice(0, taken);
  }

  /** Never rejects: every waiting append gets its answer or its error. */
  private async settle(batch: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await this.recordPersistently(batch.map(({ append }) => append));
      const answer = (): void => { batch.forEach(({ resolve }, i) => { resolve(outcomes[i] as Appended); }); };
      // The next batch leaves first, where it is not waiting for these callers.
      if (this.muchWaits()) setImmediate(answer);
      else answer();
    } catch (error) {
      // A poison append fails alone: halves are tried apart until it is found.
      if (batch.length > 1 && !(error instanceof Fenced) && !(error instanceof Unsettled)) {
        const middle = batch.length >> 1;
        await this.settle(batch.slice(0, middle));
        await this.settle(batch.slice(middle));
      } else {
        for (const { reject } of batch) reject(error);
      }
    }
  }

  /** Through lost connections and other passing trouble, until the database itself has said what became of the batch. */
  private async recordPersistently(batch: readonly Prepared[]): Promise<readonly Appended[]> {
    const giveUpAt = performance.now() + this.options.limits.settleMs;
    this.sent = undefined;
    let waited = false;
    for (let pauseMs = 20; ; pauseMs = Math.min(1_000, pauseMs * 2)) {
      try {
        const session = await this.connected();
        if (waited) await session.endStalled(this.options.limits.turnMs);
        return await this.recordSwiftly(session, batch) ?? await this.recordSurely(session, batch);
      } catch (error) {
        this.head = undefined;
        if (error instanceof Fenced) throw this.fenceOff(error);
        waited = isLockTimeout(error);
        if (!isTransient(error)) {
          await this.rolledBack();
          throw error;
        }
        this.session?.drop();
        if (performance.now() > giveUpAt) throw new Unsettled({ cause: error });
        await new Promise((resolve) => { setTimeout(resolve, pauseMs * (0.5 + Math.random() / 2)); });
      }
    }
  }

  /** One round trip on what is remembered. undefined: memory was wrong or not enough, nothing was written. */
  private async recordSwiftly({ client }: Session, batch: readonly Prepared[]): Promise<readonly Appended[] | undefined> {
    const head = this.head;
    // After a lost connection an earlier sending may still be under way: only the locked path waits for it.
    if (head === undefined || this.sent !== undefined) return undefined;
    const plan = decideBatch(batch, this.remembered(head), this.options.clock());
    if (plan === undefined) return undefined;
    this.sent = plan;
    try {
      await take(client, plan, head);
      return this.adopt(plan, head);
    } catch (error) {
      if (!isStale(error)) throw error;
    }
    this.sent = undefined;
    return undefined;
  }

  /** Under the head lock nothing is assumed, and nobody can starve this batch by being faster. */
  private async recordSurely(session: Session, batch: readonly Prepared[]): Promise<readonly Appended[]> {
    const { client } = session;
    await client.query('BEGIN');
    const head = await lockHead(client);
    this.checkEpoch(head);
    this.heads.clear();
    const { keys, revisions } = await look(client, batch);
    const belief: Belief = {
      size: head.size, lastUs: head.lastUs, certain: true,
      revisionOf: (streamId) => revisions.get(streamId) ?? -1, keyOf: (keyId) => keys.get(keyId),
    };
    const before = this.sent;
    const plan = decideBatch(batch, belief, this.options.clock());
    if (plan === undefined) throw new Error('a batch could not be decided under the head lock');
    if (plan.rows.length > 0) {
      this.sent = plan;
      await take(client, plan, head);
    }
    await session.commit();
    for (const [streamId, revision] of revisions) this.heads.set(streamId, revision);
    return this.adopt(plan, head).map((outcome, i) => ownRecording(outcome, batch[i], before));
  }

  private adopt(plan: Plan, head: HeadRow): readonly Appended[] {
    this.head = { ...head, size: plan.size, lastUs: plan.lastUs };
    for (const [streamId, growth] of plan.streams) this.heads.set(streamId, growth.now);
    if (plan.rows.length > 0) this.options.committed(plan.size);
    return plan.outcomes;
  }

  private remembered(head: HeadRow): Belief {
    return {
      size: head.size, lastUs: head.lastUs, certain: false,
      revisionOf: (streamId) => this.heads.get(streamId), keyOf: () => undefined,
    };
  }

  private async connected(): Promise<Session> {
    if (this.session !== undefined && !this.session.broken) return this.session;
    this.head = undefined;
    const session = await Session.open(this.options.connection, this.options.limits.turnMs);
    if (this.epoch === undefined) {
      const head = this.options.takeOver ? await raiseEpoch(session.client) : await readHead(session.client);
      this.epoch = head.epoch;
    }
    this.session = session;
    return session;
  }

  private checkEpoch(head: HeadRow): void {
    if (head.epoch !== this.epoch) throw new Fenced(this.epoch ?? -1, head.epoch);
  }

  private fenceOff(error: Fenced): Fenced {
    this.fenced = error;
    this.session?.drop();
    for (const { reject } of this.queue.splice(0)) reject(error);
    return error;
  }

  private async rolledBack(): Promise<void> {
    if (this.session === undefined || this.session.broken) return;
    await this.session.client.query('ROLLBACK').catch(() => this.session?.drop());
  }
}

const turn = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });

/** A key found again at the place and time this very batch was sent with was recorded by it, though the answer got lost. */
function ownRecording(outcome: Appended, append: Prepared | undefined, sent: Plan | undefined): Appended {
  if (outcome.status !== 'replayed' || append === undefined) return outcome;
  const key = sent?.keys.get(append.keyId);
  return key?.firstPosition === outcome.firstPosition && key.recordedAtUs === outcome.recordedAtUs ? { ...outcome, status: 'recorded' } : outcome;
}
