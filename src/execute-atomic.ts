/** Several commands for one stream, all or none: decided one on the other, appended as one. */
import { createHash } from 'node:crypto';
import type { CommandRequest, Executed } from './command-request';
import { asReadBack, bodyHash, known, type Deciding } from './deciding';
import type { Message } from './domain/decider';
import { Refused } from './domain/refused';
import type { EventStore } from './event-store/event-store';
import type { StreamStates } from './stream-states';

const CONFLICT_TRIES = 3;

/** Which of them was refused, and so all. */
export class RefusedTogether extends Error {
  constructor(readonly index: number, readonly refusal: Refused) {
    super(`command ${String(index)} was refused, and with it all`);
    this.name = 'RefusedTogether';
  }
}

const digest = (texts: readonly string[]): string => createHash('sha256').update(JSON.stringify(texts)).digest('hex');

export class ExecuteAtomic {
  constructor(private readonly store: EventStore, private readonly states: StreamStates, private readonly deciding: Deciding) {}

  /** One outcome each. The key of the append is made of theirs: the same commands again are answered, not repeated. */
  async run(requests: readonly CommandRequest[]): Promise<readonly Executed[]> {
    const [first] = requests;
    if (!first) return [];
    requests.forEach((request, index) => { refuseSpanning(request, first.streamId, index); });
    const together: CommandRequest = { ...first, key: `atomic-${digest(requests.map(({ key }) => key))}` };
    const hash = digest(requests.map(bodyHash));
    const release = await this.states.take(first.streamId);
    try {
      return await this.attempt(requests, together, hash);
    } finally {
      release();
    }
  }

  private async attempt(requests: readonly CommandRequest[], together: CommandRequest, hash: string): Promise<readonly Executed[]> {
    const { decider } = known(together);
    for (let tries = 0; tries < CONFLICT_TRIES; tries += 1) {
      const recorded = await this.store.findKey(together.actor.office, together.key);
      if (recorded?.bodyHash === hash) return requests.map(() => ({ status: 'replayed', firstPosition: recorded.firstPosition, lastPosition: recorded.lastPosition, lastRevision: recorded.lastRevision }));
      // Deciding ahead changes the state in hand; only what is recorded may be kept of it.
      this.states.forget(together.streamId);
      const before = await this.states.load(decider, together.streamId);
      const blank = this.deciding.toAppend(together, decider, before, []);
      const decided = await this.decideAll(requests);
      this.states.forget(together.streamId);
      const opening = requests[0]?.command.data ?? {};
      const region = blank.metadata.region === '' ? decider.region(decider.initial, opening) : blank.metadata.region;
      const events = decided.flatMap((each) => this.deciding.toAppend(together, decider, before, each).events);
      const appended = await this.store.append({ ...blank, metadata: { ...blank.metadata, region }, events, key: { ...blank.key, bodyHash: hash } });
      if (appended.status === 'recorded') return placed(decided, appended.firstPosition, appended.lastRevision);
    }
    throw new RefusedTogether(0, new Refused('stream-busy', { zh: '此事项正被多人同时修改,请重试', en: 'too many write to this subject at once; try again' }));
  }

  private async decideAll(requests: readonly CommandRequest[]): Promise<readonly (readonly Message[])[]> {
    const decided: (readonly Message[])[] = [];
    for (const [index, request] of requests.entries()) {
      const { decider, rule } = known(request);
      const stream = await this.states.load(decider, request.streamId);
      try {
        const events = await this.deciding.decide(request, decider, rule, stream, await this.deciding.context(request, decider, rule, stream));
        this.states.recorded(decider, request.streamId, stream, asReadBack(events, request), stream.revision + events.length, stream.position);
        decided.push(events);
      } catch (error) {
        this.states.forget(request.streamId);
        throw error instanceof Refused ? new RefusedTogether(index, error) : error;
      }
    }
    if (decided.every((events) => events.length === 0)) throw new RefusedTogether(0, new Refused('unchanged', { zh: '没有任何变化', en: 'nothing would change' }));
    return decided;
  }
}

function refuseSpanning(request: CommandRequest, streamId: string, index: number): void {
  const { rule } = known(request);
  if (request.streamId !== streamId) throw new RefusedTogether(index, new Refused('atomic-one-stream', { zh: 'atomic=true 的各行须属于同一事项', en: 'with atomic=true all lines must be for one stream' }, 'malformed'));
  if (rule.before ?? rule.after) throw new RefusedTogether(index, new Refused('atomic-own-stream-only', { zh: '此操作牵涉其他事项,不能与别的命令合并', en: 'this command needs steps on other streams and cannot be one of several' }, 'malformed'));
}

function placed(decided: readonly (readonly Message[])[], firstPosition: number, lastRevision: number): readonly Executed[] {
  let next = firstPosition;
  return decided.map((events) => {
    const first = next;
    next += events.length;
    return { status: 'recorded', firstPosition: first, lastPosition: Math.max(first, next - 1), lastRevision };
  });
}
