/** The one command handler: load, fold, decide, append, retry; and the order of work that spans streams. */
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { toExecuted, type CommandRequest, type Executed } from './command-request';
import { asReadBack, bodyHash, Deciding, known, type AnyDecider } from './deciding';
import type { CommandRule, Context, Message, Step } from './domain/decider';
import { splitStreamId } from './domain/decider';
import { Refused } from './domain/refused';
import type { Appended, EventStore, KeyRecord } from './event-store/event-store';
import { ExecuteAtomic } from './execute-atomic';
import { ExecuteMany } from './execute-many';
import type { PendingWork } from './pending-work';
import { StreamStates, type StreamState } from './stream-states';

/** The Nest face of the executor: one command class, one handler. */
export class Execute extends Command<Executed> {
  constructor(readonly request: CommandRequest) {
    super();
  }
}

const CONFLICT_TRIES = 8;

interface Settling {
  readonly request: CommandRequest;
  readonly decider: AnyDecider;
  readonly rule: CommandRule;
  readonly stream: StreamState;
  readonly context: Context;
  readonly events: readonly Message[];
  readonly appended: Exclude<Appended, { status: 'wrong-revision' }>;
  readonly begun: boolean;
}

export class Executor {
  private readonly deciding: Deciding;
  private readonly many: ExecuteMany;

  constructor(
    private readonly store: EventStore,
    private readonly pending: PendingWork,
    private readonly onRefused: (request: CommandRequest, refusal: Refused) => void = () => undefined,
    private readonly states = new StreamStates(store),
    /** Throws where nothing may be written for now. Work under way is finished, and the service may tell what it found. */
    private readonly mayWrite: () => void = () => undefined,
  ) {
    this.deciding = new Deciding(store);
    this.many = new ExecuteMany(store, this.states, this.deciding, (request) => this.executeOrRefuse(request));
  }

  /** Executes one command. Errors: Refused (nothing was recorded), Overloaded, Fenced, and what `mayWrite` throws. */
  async execute(request: CommandRequest): Promise<Executed> {
    if (!request.asStep) this.mayWrite();
    return this.inTurn(request, undefined);
  }

  private async inTurn(request: CommandRequest, begunAt: number | undefined): Promise<Executed> {
    const { decider, rule } = known(request);
    const release = await this.states.take(request.streamId);
    try {
      return await this.attempt(request, decider, rule, begunAt);
    } catch (error) {
      if (error instanceof Refused) this.onRefused(request, error);
      throw error;
    } finally {
      release();
    }
  }

  /** Executes many, one outcome each in order. */
  async executeMany(requests: readonly CommandRequest[]): Promise<readonly (Executed | Refused)[]> {
    this.mayWrite();
    return this.many.run(requests);
  }

  /** Executes several commands of one stream, all or none. Errors: RefusedTogether (nothing was recorded), Overloaded, Fenced. */
  async executeAtomically(requests: readonly CommandRequest[]): Promise<readonly Executed[]> {
    this.mayWrite();
    return new ExecuteAtomic(this.store, this.states, this.deciding).run(requests);
  }

  /** Whether something was recorded under this key; for work of several commands that must not begin in vain. */
  async isKeyUsed(office: string, key: string): Promise<boolean> {
    return (await this.store.findKey(office, key)) !== undefined;
  }

  /** The day after the last DayEnded; undefined before the first. */
  currentLedgerDay(): Promise<string | undefined> {
    return this.deciding.currentLedgerDay();
  }

  /** Finishes what dead processes left half done, under the original keys, or takes it back. Answers how many were looked at. */
  async heal(): Promise<number> {
    const unfinished = await this.pending.unfinished();
    for (const { request, revision } of unfinished) {
      this.states.forget(request.streamId);
      await this.executeOrRefuse({ ...request, causationId: 'system:heal' }, revision);
      await this.pending.end(request);
    }
    return unfinished.length;
  }

  private async executeOrRefuse(request: CommandRequest, begunAt?: number): Promise<Executed | Refused> {
    try {
      return await this.inTurn(request, begunAt);
    } catch (error) {
      if (error instanceof Refused) return error;
      throw error;
    }
  }

  /** `begunAt`: the revision somebody else began this work at, and died. */
  private async attempt(request: CommandRequest, decider: AnyDecider, rule: CommandRule, begunAt?: number): Promise<Executed> {
    let begun = begunAt !== undefined;
    for (let tries = 0; tries < CONFLICT_TRIES; tries += 1) {
      const stream = rule.opens && tries === 0 ? this.states.loadForOpening(decider, request.streamId) : await this.states.load(decider, request.streamId);
      const context = await this.deciding.context(request, decider, rule, stream);
      let events: readonly Message[];
      try {
        if (begunAt !== undefined && stream.revision !== begunAt) throw movedOn();
        events = await this.deciding.decide(request, decider, rule, stream, context);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        // Refused on the mere belief that the stream is new (a second version, a second notice): look before answering.
        if (rule.opens && tries === 0 && stream.revision < 0) continue;
        if (await this.states.catchUp(decider, request.streamId, stream)) continue;
        const replayed = await this.replayOf(request, decider, rule, error);
        if (replayed) return replayed;
        if (begun) await this.takeBack(request, rule, stream, context);
        throw error;
      }
      const { id } = splitStreamId(request.streamId);
      const before = rule.before?.(id, request.command.data, stream.state, context) ?? [];
      // An append is checked against the stream; steps on others, and an answer that nothing is left to do, are not: they may not rest on a memory.
      if ((before.length > 0 || events.length === 0) && (await this.states.catchUp(decider, request.streamId, stream))) continue;
      if ((before.length > 0 || rule.after) && !begun) {
        await this.pending.begin(request, stream.revision);
        begun = true;
      }
      await this.runBefore(request, before);
      if (events.length === 0) return (await this.replayOf(request, decider, rule)) ?? this.finished(request, begun, { status: 'replayed', firstPosition: stream.position, lastPosition: stream.position, lastRevision: stream.revision });
      const appended = await this.store.append(this.deciding.toAppend(request, decider, stream, events));
      if (appended.status === 'wrong-revision') {
        this.states.forget(request.streamId);
        continue;
      }
      return this.afterAppend({ request, decider, rule, stream, context, events, appended, begun });
    }
    throw new Refused('stream-busy', { zh: '此事项正被多人同时修改,请重试', en: 'too many write to this subject at once; try again' });
  }

  private async afterAppend({ request, decider, rule, stream, context, events, appended, begun }: Settling): Promise<Executed> {
    if (appended.status === 'key-conflict') {
      this.states.forget(request.streamId);
      throw keyConflict(appended.firstPosition);
    }
    if (appended.status === 'replayed') {
      this.states.forget(request.streamId);
      await this.runAfter(request, decider, rule, appended);
    } else {
      this.states.recorded(decider, request.streamId, stream, asReadBack(events, request), appended.lastRevision, appended.lastPosition);
      this.states.durable(decider, request.streamId, stream, events[0]?.type ?? '');
      const { id } = splitStreamId(request.streamId);
      await this.runSteps(request, rule.after?.(id, events, stream.state, context) ?? []);
    }
    return this.finished(request, begun, toExecuted(appended));
  }

  private async finished(request: CommandRequest, begun: boolean, executed: Executed): Promise<Executed> {
    if (begun) await this.pending.end(request);
    return executed;
  }

  /** A refusal does not use up a key, but a key already used answers what it answered the first time, with the steps it may still owe. */
  private async replayOf(request: CommandRequest, decider: AnyDecider, rule: CommandRule, refusal?: Refused): Promise<Executed | undefined> {
    if (refusal?.kind === 'forbidden') return undefined;
    const record = await this.store.findKey(request.actor.office, request.key);
    if (!record) return undefined;
    if (record.bodyHash !== bodyHash(request)) throw keyConflict(record.firstPosition);
    await this.runAfter(request, decider, rule, record);
    return this.finished(request, rule.before !== undefined || rule.after !== undefined, toExecuted({ ...record, status: 'replayed' }));
  }

  /** The first answer again, and what may be left to do after it: a crash between append and steps ends here. */
  private async runAfter(request: CommandRequest, decider: AnyDecider, rule: CommandRule, record: Pick<KeyRecord, 'firstPosition' | 'lastPosition' | 'lastRevision'>): Promise<void> {
    if (!rule.after) return;
    const count = record.lastPosition - record.firstPosition + 1;
    const events = await this.store.readStream(request.streamId, record.lastRevision - count + 1, count);
    const stream = await this.states.load(decider, request.streamId);
    const { id } = splitStreamId(request.streamId);
    const context: Context = { id, actor: request.actor, ledgerDay: await this.deciding.currentLedgerDay(), cited: new Map() };
    await this.runSteps(request, rule.after(id, events, stream.state, context));
  }

  /** A step before the command that is refused refuses the command; steps before it that were done stand, each safe by itself. */
  private async runBefore(request: CommandRequest, steps: readonly Step[]): Promise<void> {
    try {
      await this.runSteps(request, steps);
    } catch (error) {
      if (error instanceof Refused) await this.pending.end(request);
      throw error;
    }
  }

  private async takeBack(request: CommandRequest, rule: CommandRule, stream: StreamState, context: Context): Promise<void> {
    const { id } = splitStreamId(request.streamId);
    await this.runSteps(request, rule.undo?.(id, request.command.data, stream.state, context) ?? []);
    await this.pending.end(request);
  }

  private async runSteps(request: CommandRequest, steps: readonly Step[]): Promise<void> {
    for (const step of steps) {
      await this.execute({
        streamId: step.streamId, command: step.command, actor: request.actor, key: `${request.key}/${step.name}`,
        correlationId: request.correlationId ?? request.key, causationId: request.key, asStep: true,
      });
    }
  }

}

/** What was asked for concerned the stream as it stood then: nobody decides for it on what came after. */
const movedOn = (): Refused => new Refused('moved-on', { zh: '此事项在办理中断后已有变化', en: 'the subject has changed since this work was interrupted' });

const keyConflict = (firstPosition: number): Refused =>
  new Refused('key-conflict', {
    zh: `同一个幂等键已用于另一请求(台账位置 ${String(firstPosition)}),本次未记录`,
    en: `this idempotency key already carried another request, recorded at position ${String(firstPosition)}; nothing was recorded now`,
  });

@CommandHandler(Execute)
export class ExecuteHandler implements ICommandHandler<Execute> {
  constructor(private readonly executor: Executor) {}

  execute(command: Execute): Promise<Executed> {
    return this.executor.execute(command.request);
  }
}
