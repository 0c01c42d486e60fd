/** The one command handler: load, fold, decide, append, retry; and the order of work that spans streams. */
import { createHash } from 'node:crypto';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { authorise, bounded, ledgerDayAfter } from './admission';
import type { CommandRequest, Executed } from './command-request';
import type { CommandRule, Context, Decider, Message, Recorded, Step } from './domain/decider';
import { splitStreamId } from './domain/decider';
import { deciderOf } from './domain/nouns';
import { Refused } from './domain/refused';
import { canonicalJson } from './event-store/canonical-json';
import type { Append, Appended, EventStore, KeyRecord } from './event-store/event-store';
import type { PendingWork } from './pending-work';
import { StreamStates, type StreamState } from './stream-states';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- states differ per noun; only their own decider looks inside.
type AnyDecider = Decider<any, any, any>;

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
  private readonly states: StreamStates;
  private ledgerDay: { readonly day: string | undefined; readonly revision: number } = { day: undefined, revision: -1 };

  constructor(
    private readonly store: EventStore,
    private readonly pending: PendingWork,
    private readonly onRefused: (request: CommandRequest, refusal: Refused) => void = () => undefined,
  ) {
    this.states = new StreamStates(store);
  }

  /** Executes one command. Errors: Refused (nothing was recorded), Overloaded, Fenced. */
  async execute(request: CommandRequest): Promise<Executed> {
    const { decider, rule } = known(request);
    const release = await this.states.take(request.streamId);
    try {
      return await this.attempt(request, decider, rule);
    } catch (error) {
      if (error instanceof Refused) this.onRefused(request, error);
      throw error;
    } finally {
      release();
    }
  }

  /** Executes many, one outcome each in order; those that need no other stream go to the store together. */
  async executeMany(requests: readonly CommandRequest[]): Promise<readonly (Executed | Refused)[]> {
    const outcomes: (Executed | Refused)[] = new Array<Executed | Refused>(requests.length);
    let wave: number[] = [];
    const keys = new Set<string>();
    for (const [index, request] of requests.entries()) {
      // A key used twice in one wave would be settled in the order of redoing, not of asking.
      const key = JSON.stringify([request.actor.office, request.key]);
      if (keys.has(key)) {
        await this.executeWave(requests, wave, outcomes);
        wave = [];
        keys.clear();
      }
      keys.add(key);
      const rule = deciderOf(splitStreamId(request.streamId).noun)?.commands[request.command.type] as CommandRule | undefined;
      if (rule && !rule.cites && !rule.before && !rule.after) wave.push(index);
      else {
        await this.executeWave(requests, wave, outcomes);
        wave = [];
        outcomes[index] = await this.executeOrRefuse(request);
      }
    }
    await this.executeWave(requests, wave, outcomes);
    return outcomes;
  }

  /** Finishes what a crash left half done, under the original keys. Answers how many were looked at. */
  async heal(): Promise<number> {
    const unfinished = await this.pending.unfinished();
    for (const request of unfinished) {
      await this.executeOrRefuse({ ...request, causationId: 'system:heal' });
      await this.pending.end(request);
    }
    return unfinished.length;
  }

  /** The day after the last DayEnded; undefined before the first. */
  async currentLedgerDay(): Promise<string | undefined> {
    const news = await this.store.readStream('day-ledger', this.ledgerDay.revision + 1);
    const last = news.at(-1);
    if (last) this.ledgerDay = { day: ledgerDayAfter(last), revision: last.revision };
    return this.ledgerDay.day;
  }

  private async executeOrRefuse(request: CommandRequest): Promise<Executed | Refused> {
    try {
      return await this.execute(request);
    } catch (error) {
      if (error instanceof Refused) return error;
      throw error;
    }
  }

  private async attempt(request: CommandRequest, decider: AnyDecider, rule: CommandRule): Promise<Executed> {
    let begun = false;
    for (let tries = 0; tries < CONFLICT_TRIES; tries += 1) {
      const stream = rule.opens && tries === 0 ? this.states.loadForOpening(decider, request.streamId) : await this.states.load(decider, request.streamId);
      const context = await this.context(request, decider, rule, stream);
      let events: readonly Message[];
      try {
        events = await this.decide(request, decider, rule, stream, context);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        // Refused on the mere belief that the stream is new (a second version, a second notice): look before answering.
        if (rule.opens && tries === 0 && stream.revision < 0) continue;
        const replayed = await this.replayOf(request, decider, rule, error);
        if (replayed) return replayed;
        if (begun) await this.takeBack(request, rule, stream, context);
        throw error;
      }
      const { id } = splitStreamId(request.streamId);
      const before = rule.before?.(id, request.command.data, stream.state, context) ?? [];
      if ((before.length > 0 || rule.after) && !begun) {
        await this.pending.begin(request);
        begun = true;
      }
      await this.runBefore(request, before);
      if (events.length === 0) return this.finished(request, begun, { status: 'replayed', firstPosition: stream.position, lastPosition: stream.position, lastRevision: stream.revision });
      const appended = await this.store.append(this.toAppend(request, decider, stream, events));
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
      const { id } = splitStreamId(request.streamId);
      await this.runSteps(request, rule.after?.(id, events, stream.state, context) ?? []);
    }
    return this.finished(request, begun, toExecuted(appended));
  }

  private async finished(request: CommandRequest, begun: boolean, executed: Executed): Promise<Executed> {
    if (begun) await this.pending.end(request);
    return executed;
  }

  private async context(request: CommandRequest, decider: AnyDecider, rule: CommandRule, stream: StreamState): Promise<Context> {
    const { id } = splitStreamId(request.streamId);
    const cited = new Map<string, readonly Recorded[]>();
    for (const cite of rule.cites?.(id, request.command.data, stream.state) ?? []) cited.set(cite, await this.store.readStream(cite));
    return { id, actor: request.actor, ledgerDay: this.ledgerDay.day ?? (await this.currentLedgerDay()), cited };
  }

  private async decide(request: CommandRequest, decider: AnyDecider, rule: CommandRule, stream: StreamState, context: Context): Promise<readonly Message[]> {
    authorise(request, decider, rule, stream);
    if (!bounded(request.command.data, this.ledgerDay.day)) bounded(request.command.data, await this.currentLedgerDay(), true);
    return decider.decide(request.command, stream.state, context) as readonly Message[];
  }

  /** A refusal does not use up a key, but a key already used answers what it answered the first time. */
  private async replayOf(request: CommandRequest, decider: AnyDecider, rule: CommandRule, refusal: Refused): Promise<Executed | undefined> {
    if (refusal.kind === 'forbidden') return undefined;
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
    const context: Context = { id, actor: request.actor, ledgerDay: this.ledgerDay.day, cited: new Map() };
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

  private toAppend(request: CommandRequest, decider: AnyDecider, stream: StreamState, events: readonly Message[]): Append {
    return {
      streamId: request.streamId,
      expected: stream.revision < 0 ? 'none' : stream.revision,
      events: events.map((event) => ({ type: event.type, schemaVersion: schemaVersion(decider, event.type), data: event.data })),
      metadata: {
        actor: request.actor.id, region: decider.region(stream.state, request.command.data),
        correlationId: request.correlationId ?? request.key, causationId: request.causationId ?? '',
      },
      key: { office: request.actor.office, key: request.key, bodyHash: bodyHash(request) },
    };
  }

  /** Decides each on the state the ones before it will leave, appends all, and redoes alone whatever the store did not take as foreseen. */
  private async executeWave(requests: readonly CommandRequest[], wave: readonly number[], outcomes: (Executed | Refused)[]): Promise<void> {
    if (wave.length === 0) return;
    const release = await this.states.takeAll(wave.map((index) => (requests[index] as CommandRequest).streamId));
    const again: number[] = [];
    try {
      const foreseen = await this.foresee(requests, wave, again);
      const appended = await this.appendAll(foreseen);
      for (const [order, { index, request }] of foreseen.entries()) {
        const outcome = appended[order] as Appended;
        if (outcome.status === 'recorded') {
          this.states.placed(request.streamId, outcome.lastPosition);
          outcomes[index] = toExecuted(outcome);
        } else {
          this.states.forget(request.streamId);
          again.push(index);
        }
      }
    } finally {
      release();
    }
    for (const index of again.sort((a, b) => a - b)) outcomes[index] = await this.executeOrRefuse(requests[index] as CommandRequest);
  }

  private async appendAll(foreseen: readonly { request: CommandRequest; append: Append }[]): Promise<readonly Appended[]> {
    try {
      return await this.store.appendMany(foreseen.map(({ append }) => append));
    } catch (error) {
      for (const { request } of foreseen) this.states.forget(request.streamId);
      throw error;
    }
  }

  private async foresee(requests: readonly CommandRequest[], wave: readonly number[], again: number[]): Promise<{ index: number; request: CommandRequest; append: Append }[]> {
    const foreseen: { index: number; request: CommandRequest; append: Append }[] = [];
    const unsure = new Set<string>();
    for (const index of wave) {
      const request = requests[index] as CommandRequest;
      try {
        if (unsure.has(request.streamId)) throw new Refused('undecided', { zh: '待定', en: 'decided alone below' });
        const { decider, rule } = known(request);
        const stream = rule.opens ? this.states.loadForOpening(decider, request.streamId) : await this.states.load(decider, request.streamId);
        const events = await this.decide(request, decider, rule, stream, await this.context(request, decider, rule, stream));
        if (events.length === 0) throw new Refused('unchanged', { zh: '无变化', en: 'decided alone below' });
        const append = this.toAppend(request, decider, stream, events);
        this.states.recorded(decider, request.streamId, stream, asReadBack(events, request), stream.revision + events.length, stream.position);
        foreseen.push({ index, request, append });
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        unsure.add(request.streamId);
        again.push(index);
      }
    }
    return foreseen;
  }
}

function known(request: CommandRequest): { decider: AnyDecider; rule: CommandRule } {
  const decider = deciderOf(splitStreamId(request.streamId).noun);
  const rule = decider && Object.hasOwn(decider.commands, request.command.type) ? (decider.commands[request.command.type] as CommandRule) : undefined;
  if (!decider || !rule) {
    throw new Refused('command-unknown', { zh: `没有名为 ${request.command.type} 的操作`, en: `there is no command ${request.command.type} for this subject` }, 'unknown');
  }
  return { decider, rule };
}

/** Covers the sealed command and its stream: references are stable per person, so nothing can be guessed from it. */
const bodyHash = (request: CommandRequest): string =>
  createHash('sha256').update(canonicalJson({ streamId: request.streamId, type: request.command.type, data: request.command.data })).digest('hex');

/** A fold may ask who recorded an event (`recordedBy`), so what was just decided carries its actor as if read back. */
const asReadBack = (events: readonly Message[], request: CommandRequest): readonly Message[] =>
  events.map((event) => ({ type: event.type, data: event.data, metadata: { actor: request.actor.id } }));

const schemaVersion = (decider: AnyDecider, type: string): number => (decider.events[type] as { schemaVersion?: number } | undefined)?.schemaVersion ?? 1;

const keyConflict = (firstPosition: number): Refused =>
  new Refused('key-conflict', {
    zh: `同一个幂等键已用于另一请求(台账位置 ${String(firstPosition)}),本次未记录`,
    en: `this idempotency key already carried another request, recorded at position ${String(firstPosition)}; nothing was recorded now`,
  });

const toExecuted = (appended: { status: 'recorded' | 'replayed'; firstPosition: number; lastPosition: number; lastRevision: number }): Executed => ({
  status: appended.status, firstPosition: appended.firstPosition, lastPosition: appended.lastPosition, lastRevision: appended.lastRevision,
});

@CommandHandler(Execute)
export class ExecuteHandler implements ICommandHandler<Execute> {
  constructor(private readonly executor: Executor) {}

  execute(command: Execute): Promise<Executed> {
    return this.executor.execute(command.request);
  }
}
