/** Everything that comes before an append: which decider knows the command, may it be sent, what does it need to see, what does it decide. */
import { createHash } from 'node:crypto';
import { authorise, bounded, ledgerDayAfter } from './admission';
import type { CommandRequest } from './command-request';
import type { CommandRule, Context, Decider, Message, Recorded } from './domain/decider';
import { splitStreamId } from './domain/decider';
import { deciderOf } from './domain/nouns';
import { Refused } from './domain/refused';
import { canonicalJson } from './event-store/canonical-json';
import type { Append, EventStore } from './event-store/event-store';
import type { StreamState } from './stream-states';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- states differ per noun; only their own decider looks inside.
export type AnyDecider = Decider<any, any, any>;

export class Deciding {
  private ledgerDay: { readonly day: string | undefined; readonly revision: number } = { day: undefined, revision: -1 };

  constructor(private readonly store: EventStore) {}

  /** The day after the last DayEnded; undefined before the first. */
  async currentLedgerDay(): Promise<string | undefined> {
    const news = await this.store.readStream('day-ledger', this.ledgerDay.revision + 1);
    const last = news.at(-1);
    if (last) this.ledgerDay = { day: ledgerDayAfter(last), revision: last.revision };
    return this.ledgerDay.day;
  }

  async context(request: CommandRequest, decider: AnyDecider, rule: CommandRule, stream: StreamState): Promise<Context> {
    const { id } = splitStreamId(request.streamId);
    const cited = new Map<string, readonly Recorded[]>();
    for (const cite of rule.cites?.(id, request.command.data, stream.state) ?? []) cited.set(cite, await this.store.readStream(cite));
    return { id, actor: request.actor, ledgerDay: this.ledgerDay.day ?? (await this.currentLedgerDay()), cited };
  }

  async decide(request: CommandRequest, decider: AnyDecider, rule: CommandRule, stream: StreamState, context: Context): Promise<readonly Message[]> {
    authorise(request, decider, rule, stream);
    if (!bounded(request.command.data, this.ledgerDay.day)) bounded(request.command.data, await this.currentLedgerDay(), true);
    return decider.decide(request.command, stream.state, context) as readonly Message[];
  }

  toAppend(request: CommandRequest, decider: AnyDecider, stream: StreamState, events: readonly Message[]): Append {
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
}

export function known(request: CommandRequest): { decider: AnyDecider; rule: CommandRule } {
  const decider = deciderOf(splitStreamId(request.streamId).noun);
  const rule = decider && Object.hasOwn(decider.commands, request.command.type) ? (decider.commands[request.command.type] as CommandRule) : undefined;
  if (!decider || !rule) {
    throw new Refused('command-unknown', { zh: `没有名为 ${request.command.type} 的操作`, en: `there is no command ${request.command.type} for this subject` }, 'unknown');
  }
  return { decider, rule };
}

/** Covers the sealed command and its stream: references are stable per person, so nothing can be guessed from it. */
export const bodyHash = (request: CommandRequest): string =>
  createHash('sha256').update(canonicalJson({ streamId: request.streamId, type: request.command.type, data: request.command.data })).digest('hex');

/** A fold may ask who recorded an event (`recordedBy`), so what was just decided carries its actor as if read back. */
export const asReadBack = (events: readonly Message[], request: CommandRequest): readonly Message[] =>
  events.map((event) => ({ type: event.type, data: event.data, metadata: { actor: request.actor.id } }));

const schemaVersion = (decider: AnyDecider, type: string): number => (decider.events[type] as { schemaVersion?: number } | undefined)?.schemaVersion ?? 1;
