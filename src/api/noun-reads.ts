/** What the readers of every noun share: state, history and difference of one stream at any moment, within role and region. */
import { Injectable } from '@nestjs/common';
import type { Actor, Decider, Recorded } from '../domain/decider';
import { splitStreamId, streamId } from '../domain/decider';
import { differences } from './difference';
import { shownEvent } from './event-shape';
import { fold, LedgerReads, type Seen } from './ledger-reads';
import { endFrom, isPast, knownAt, momentFrom, recordedFrom, type Moment } from './moment';
import { MaskedPeople } from './masked-people';
import { nextToken, pageFrom } from './pages';
import { shapeOf } from './noun-shapes';
import { mayRead, seesRegion, unknownSubject } from './readers';
import { Waiting } from './waiting';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- states differ per noun; only their own decider looks inside.
type AnyDecider = Decider<any, any, any>;

export interface ReadQuery {
  readonly asOf?: string;
  readonly effectiveOn?: string;
  readonly minPosition?: string;
  readonly limit?: string;
  readonly after?: string;
  readonly from?: string;
  readonly to?: string;
}

/** A body, and the position it speaks of (the `Ledger-Position` header). */
export interface Answer {
  readonly position: number;
  readonly body: object;
}

@Injectable()
export class NounReads {
  constructor(private readonly reads: LedgerReads, private readonly waiting: Waiting, private readonly people: MaskedPeople) {}

  async state(decider: AnyDecider, id: string, query: ReadQuery, actor: Actor): Promise<Answer> {
    if (query.asOf === undefined && query.effectiveOn === undefined) return this.stateNow(decider, id, query, actor);
    const { seen, moment } = await this.seen(decider, id, query, actor);
    const last = seen.events.at(-1);
    if (!last) throw unknownSubject(streamId(decider.noun, id));
    const state = await this.shape(decider, seen.events, moment);
    const body = {
      ...state, id, streamId: streamId(decider.noun, id), region: seen.region, revision: last.revision, lastPosition: last.position, ...moment,
      ...(await this.people.of(state, actor)),
    };
    return { position: seen.position, body };
  }

  private async stateNow(decider: AnyDecider, id: string, query: ReadQuery, actor: Actor): Promise<Answer> {
    const readership = mayRead(actor, decider.noun);
    await this.waiting.until(query.minPosition);
    const stream = streamId(decider.noun, id);
    const position = await this.reads.lastPosition();
    const [first] = await this.reads.some(stream, 0, 1);
    if (!first || !seesRegion(actor, first.metadata.region, readership.shared)) throw unknownSubject(stream);
    const standing = await this.reads.current(decider, stream, (state) => shapeOf(decider.noun, id, state, {}, this.reads));
    if (!standing) throw unknownSubject(stream);
    const { revision, position: lastPosition } = standing;
    const shown = await standing.seen;
    const body = { ...shown, id, streamId: stream, region: first.metadata.region, revision, lastPosition };
    return { position: Math.max(position, lastPosition), body: { ...body, ...(await this.people.of(shown, actor)) } };
  }

  /** One page is read, not the whole stream; only a business date makes it necessary to look at all that came before. */
  async history(decider: AnyDecider, id: string, query: ReadQuery, actor: Actor): Promise<Answer> {
    const page = pageFrom(query, ['position']);
    const readership = mayRead(actor, decider.noun);
    const moment = momentFrom(query);
    await this.waiting.until(query.minPosition);
    const stream = streamId(decider.noun, id);
    const head = await this.reads.lastPosition();
    const at = page.at ?? Math.min(head, moment.position ?? head);
    const [first] = await this.reads.some(stream, 0, 1);
    if (!first || !seesRegion(actor, first.metadata.region, readership.shared)) throw unknownSubject(stream);
    const from = page.after === undefined ? 0 : Number(page.after[0]) + 1;
    const whole = moment.effectiveOn === undefined ? await this.reads.some(stream, from, page.limit + 1) : await this.reads.stream(stream);
    const known = knownAt(whole, { ...moment, position: at }).filter(({ revision }) => revision >= from);
    const items = known.slice(0, page.limit);
    const last = items.at(-1);
    const next = last !== undefined && known.length > items.length ? { next: nextToken(at, [last.revision]) } : {};
    const shown = items.map(shownEvent);
    return { position: at, body: { items: shown, ...next, ...(await this.people.of(shown, actor)) } };
  }

  /** What differs between two moments, each by either clock, and the events one knows and the other does not. */
  async changes(decider: AnyDecider, id: string, query: ReadQuery, actor: Actor): Promise<Answer> {
    const from = endFrom('from', query.from);
    const to = endFrom('to', query.to);
    const { seen } = await this.seen(decider, id, { minPosition: query.minPosition }, actor);
    const before = knownAt(seen.events, from);
    const after = knownAt(seen.events, to);
    const changes = differences(await this.shape(decider, before, from), await this.shape(decider, after, to));
    const body = {
      id, from: query.from, to: query.to, changes,
      added: after.filter((event) => !before.includes(event)).map(shownEvent), removed: before.filter((event) => !after.includes(event)).map(shownEvent),
    };
    return { position: seen.position, body: { ...body, ...(await this.people.of(body, actor)) } };
  }

  /** One business date as a reader at `asOf` knew it, beside the same date as it is known now, and the events learned in between. */
  async known(decider: AnyDecider, id: string, query: ReadQuery, actor: Actor): Promise<Answer> {
    const atThen = recordedFrom('asOf', query.asOf);
    const atNow = momentFrom({ effectiveOn: query.effectiveOn });
    const { seen } = await this.seen(decider, id, { effectiveOn: query.effectiveOn, minPosition: query.minPosition }, actor);
    const eventsThen = seen.events.filter((event) => !isPast(event, atThen));
    const [then, now] = [await this.shape(decider, eventsThen, { ...atThen, ...atNow }), await this.shape(decider, seen.events, atNow)];
    const side = (events: readonly Recorded[], state: object): object => ({ position: events.at(-1)?.position ?? null, state: events.length === 0 ? null : state });
    const body = {
      id, asOf: query.asOf, effectiveOn: query.effectiveOn, then: side(eventsThen, then), now: side(seen.events, now),
      differs: differences(then, now), learned: seen.events.filter((event) => !eventsThen.includes(event)).map(shownEvent),
    };
    return { position: seen.position, body: { ...body, ...(await this.people.of(body, actor)) } };
  }

  private async shape(decider: AnyDecider, events: readonly Recorded[], moment: Moment): Promise<object> {
    const [first] = events;
    return first === undefined ? {} : shapeOf(decider.noun, splitStreamId(first.streamId).id, fold(decider, events), moment, this.reads);
  }

  private async seen(decider: AnyDecider, id: string, query: ReadQuery, actor: Actor): Promise<{ seen: Seen; moment: Moment }> {
    const readership = mayRead(actor, decider.noun);
    const moment = momentFrom(query);
    await this.waiting.until(query.minPosition);
    const seen = await this.reads.see(decider, streamId(decider.noun, id), moment);
    if (!seen.exists || !seesRegion(actor, seen.region, readership.shared)) throw unknownSubject(streamId(decider.noun, id));
    return { seen, moment };
  }
}
