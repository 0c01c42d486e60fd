/** Many commands at once: those that need no other stream are decided ahead of their appends and go to the store together. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { toExecuted, type CommandRequest, type Executed } from './command-request';
import { asReadBack, known, type Deciding } from './deciding';
import type { CommandRule } from './domain/decider';
import { splitStreamId } from './domain/decider';
import { deciderOf } from './domain/nouns';
import { Refused } from './domain/refused';
import type { Append, Appended, EventStore } from './event-store/event-store';
import type { StreamStates } from './stream-states';

interface Foreseen {
  readonly index: number;
  readonly request: CommandRequest;
  readonly append: Append;
}

/** Commands of many lines go one by one; small ones in numbers that are worth a turn. */
const LINES_AT_ONCE = 1_000;
/** Portions in the hands of the store: more would only wait there, in memory. */
const PORTIONS_UNDER_WAY = 4;

const linesOf = ({ command: { data } }: CommandRequest): number => Math.max(1, (data as { lines?: { length?: number } }).lines?.length ?? 1);

function* portions(requests: readonly CommandRequest[], wave: readonly number[]): Generator<readonly number[]> {
  let portion: number[] = [];
  let lines = 0;
  for (const index of wave) {
    portion.push(index);
    lines += linesOf(requests[index] as CommandRequest);
    if (lines < LINES_AT_ONCE) continue;
    yield portion;
    portion = [];
    lines = 0;
  }
  if (portion.length > 0) yield portion;
}

export class ExecuteMany {
  constructor(
    private readonly store: EventStore,
    private readonly states: StreamStates,
    private readonly deciding: Deciding,
    /** One command alone: what is not taken as foreseen ends here. */
    private readonly alone: (request: CommandRequest) => Promise<Executed | Refused>,
  ) {}

  /** One outcome each, in order; as if they had been executed one after the other. */
  async run(requests: readonly CommandRequest[]): Promise<readonly (Executed | Refused)[]> {
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
        outcomes[index] = await this.alone(request);
      }
    }
    await this.executeWave(requests, wave, outcomes);
    return outcomes;
  }

  /** Decides each on the state the ones before it will leave, appends all, and redoes alone whatever the store did not take as foreseen. */
  private async executeWave(requests: readonly CommandRequest[], wave: readonly number[], outcomes: (Executed | Refused)[]): Promise<void> {
    if (wave.length === 0) return;
    const release = await this.states.takeAll(wave.map((index) => (requests[index] as CommandRequest).streamId));
    const again: number[] = [];
    try {
      for (const { index, request, outcome } of await this.foreseeAndAppend(requests, wave, again)) {
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
    for (const index of again.sort((a, b) => a - b)) outcomes[index] = await this.alone(requests[index] as CommandRequest);
  }

  /** Some are on their way to the store while the next ones are decided; the store takes them in the order they were sent. */
  private async foreseeAndAppend(requests: readonly CommandRequest[], wave: readonly number[], again: number[]): Promise<readonly (Foreseen & { readonly outcome: Appended })[]> {
    const unsure = new Set<string>();
    const under: Promise<readonly (Foreseen & { readonly outcome: Appended })[]>[] = [];
    try {
      for (const some of portions(requests, wave)) {
        const foreseen = await this.foresee(requests, some, again, unsure);
        const appended = this.store.appendMany(foreseen.map(({ append }) => append)).then((outcomes) => foreseen.map((each, order) => ({ ...each, outcome: outcomes[order] as Appended })));
        // Heard of when all are.
        appended.catch(() => undefined);
        under.push(appended);
        await under[under.length - PORTIONS_UNDER_WAY];
        await nextTurn();
      }
      return (await Promise.all(under)).flat();
    } catch (error) {
      // Nothing is under way when the streams are let go, and nobody goes on from what was decided ahead.
      await Promise.allSettled(under);
      for (const index of wave) this.states.forget((requests[index] as CommandRequest).streamId);
      throw error;
    }
  }

  private async foresee(requests: readonly CommandRequest[], wave: readonly number[], again: number[], unsure: Set<string>): Promise<Foreseen[]> {
    const foreseen: Foreseen[] = [];
    for (const index of wave) {
      const request = requests[index] as CommandRequest;
      try {
        if (unsure.has(request.streamId)) throw new Refused('undecided', { zh: '待定', en: 'decided alone below' });
        const { decider, rule } = known(request);
        const stream = rule.opens ? this.states.loadForOpening(decider, request.streamId) : await this.states.load(decider, request.streamId);
        const events = await this.deciding.decide(request, decider, rule, stream, await this.deciding.context(request, decider, rule, stream));
        if (events.length === 0) throw new Refused('unchanged', { zh: '无变化', en: 'decided alone below' });
        const append = this.deciding.toAppend(request, decider, stream, events);
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
