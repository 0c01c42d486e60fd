/** Where money went, and where it came from: fund by fund along splits, integrations and carry-overs, down to batches and payments, each level with its identity. */
import { Injectable } from '@nestjs/common';
import { identityOf, type AllocationState } from '../domain/allocation';
import { talliesOf, type BatchState, type DisbursementEntered } from '../domain/batch';
import type { Recorded } from '../domain/decider';
import { streamId } from '../domain/decider';
import { deciderOf } from '../domain/nouns';
import type { PaymentOrdered } from '../domain/payment';
import { Refused } from '../domain/refused';
import { asJson } from './difference';
import { fold, LedgerReads } from './ledger-reads';
import { LineEvents } from './line-events';
import { knownAt, type Moment } from './moment';
import { comeFen } from '../domain/pots';
import { becameOf, sharesOf, type Share } from './trace-shares';
import { inTransit, type Leg, otherEnds, transitOf, unansweredFen } from './transit';

export interface TraceNode {
  readonly kind: string;
  readonly id: string;
  readonly region: string;
  readonly [more: string]: unknown;
}

/** Enough for a province's fund with every county below it; what is cut says so. */
const NODES_MAX = 2_000;
const LINES_MAX = 500;

interface Walk {
  readonly moment: Moment;
  left: number;
  /** Funds told already: a pool that several feed is told once, then only named. */
  readonly told: Set<string>;
  /** Pools to look into once the splits are told to their ends: a fund that is split to and pooled into stands where it was split to. */
  readonly pools: (() => Promise<void>)[];
}

const walkAt = (moment: Moment): Walk => ({ moment, left: NODES_MAX, told: new Set(), pools: [] });

interface Found<S> {
  readonly events: readonly Recorded[];
  readonly state: S;
}

@Injectable()
export class Trace {
  constructor(private readonly reads: LedgerReads, private readonly lines: LineEvents) {}

  down(kind: string, id: string, moment: Moment): Promise<TraceNode> {
    const walk = walkAt(moment);
    if (kind === 'allocation') return this.wholeFund(id, walk);
    if (kind === 'batch') return this.batch(id, walk, true);
    if (kind === 'payment') return this.payment(id, walk);
    throw notTraced(kind, 'down');
  }

  /** The chain from what was asked to the document the money came with, nearest first. */
  async up(kind: string, id: string, moment: Moment): Promise<readonly TraceNode[]> {
    const walk = walkAt(moment);
    if (kind === 'allocation') return this.origins(id, walk, undefined);
    if (kind === 'batch' || kind === 'payment') {
      const node = kind === 'batch' ? await this.batch(id, walk, false) : await this.payment(id, walk);
      return [node, ...(await this.origins(String(node['allocationId']), walk, Number(node['totalFen'] ?? node['amountFen'])))];
    }
    if (kind === 'disbursement') return this.lineUp(id, walk);
    throw notTraced(kind, 'up');
  }

  /** The way up of so much money drawn from an allocation. */
  origin(allocationId: string, askedFen: number, moment: Moment): Promise<readonly TraceNode[]> {
    return this.origins(allocationId, walkAt(moment), askedFen);
  }

  private async fund(id: string, walk: Walk): Promise<TraceNode> {
    walk.left -= 1;
    walk.told.add(id);
    const { events, state } = await this.found<AllocationState>('allocation', id, walk);
    const transit = await transitOf(id, state, otherEnds(this.reads, walk.moment));
    const funds: TraceNode[] = [];
    for (const { id: splitId, toAllocationId, sentFen, received } of transit.splits) {
      if (received && walk.left > 0) funds.push({ ...(walk.told.has(toAllocationId) ? await this.named(toAllocationId, walk) : await this.fund(toAllocationId, walk)), splitId, splitFen: sentFen });
    }
    const pooled = (via: 'integration' | 'carry-over', legs: readonly Leg[]): Promise<TraceNode[]> => Promise.all(legs.map((leg) => this.pool(via, id, leg, walk)));
    const integrations = await pooled('integration', transit.integrations);
    const carryOvers = await pooled('carry-over', transit.carries);
    const holders = await this.holders(state, walk);
    const whole = walk.left > 0;
    const { residualFen, ...pots } = identityOf(state);
    const broughtOverPaidFen = state.opening?.broughtOverPaidFen ?? 0;
    const heldFen = holders.reduce((sum, holder) => sum + Number(holder['committedFen']) + Number(holder['paidOutFen']) - Number(holder['residualFen']), 0);
    return {
      kind: 'allocation', id, region: events[0]?.metadata.region ?? '', ...openingOf(state), ...pots, residualFen, ...inTransit(transit), surplusFen: transit.surplusFen, broughtOverPaidFen,
      // What was sent and is neither under way nor there, and what was paid or committed and no batch or payment knows of, cannot be explained.
      unexplainedFen: whole ? residualFen + unansweredFen(state, transit) + pots.committedFen + pots.paidFen - broughtOverPaidFen - heldFen : null,
      truncated: !whole, origins: sharesOf(state, comeFen(pots)), funds, integrations, carryOvers, holders,
    };
  }

  private async wholeFund(id: string, walk: Walk): Promise<TraceNode> {
    const root = await this.fund(id, walk);
    for (let next = walk.pools.shift(); next !== undefined; next = walk.pools.shift()) await next();
    return root;
  }

  /** A fund whose money is told elsewhere in the same answer. */
  private async named(id: string, walk: Walk): Promise<TraceNode> {
    const { events } = await this.look('allocation', id, walk);
    return { kind: 'allocation', id, region: events[0]?.metadata.region ?? '', toldElsewhere: true };
  }

  /** The allocation money was pooled into, with what the part of this origin has become there. */
  private async pool(via: 'integration' | 'carry-over', fromId: string, { id: transferId, toAllocationId, sentFen, received }: Leg, walk: Walk): Promise<TraceNode> {
    const { events, state } = received ? await this.found<AllocationState>('allocation', toAllocationId, walk) : { ...(await this.look('allocation', toAllocationId, walk)), state: undefined };
    const node = { kind: via, id: `${fromId}/${transferId}`, region: events[0]?.metadata.region ?? '', toAllocationId, amountFen: sentFen, received };
    if (!state) return node;
    const share = becameOf(state, (origin) => origin.via === via && origin.fromAllocationId === fromId && origin.transferId === transferId);
    const told: TraceNode = { ...node, share };
    walk.pools.push(async () => {
      if (walk.told.has(toAllocationId)) Object.assign(told, { toldElsewhere: true });
      else Object.assign(told, walk.left > 0 ? { fund: await this.fund(toAllocationId, walk) } : { truncated: true });
    });
    return told;
  }

  private async holders({ commitments }: AllocationState, walk: Walk): Promise<TraceNode[]> {
    const holders: TraceNode[] = [];
    for (const [holder, held] of Object.entries(commitments.toJSON())) {
      const [kind = '', ...rest] = holder.split('/');
      if (walk.left <= 0) break;
      const node = kind === 'batch' ? await this.batch(rest.join('/'), walk, false) : await this.payment(rest.join('/'), walk);
      holders.push({ ...node, committedFen: held.outstandingFen, paidOutFen: held.paidFen, residualFen: held.paidFen - Number(node['paidFen']) });
    }
    return holders;
  }

  private async batch(id: string, walk: Walk, withLines: boolean): Promise<TraceNode> {
    walk.left -= 1;
    if (!withLines) return this.seen('batch', id, walk, (state) => batchNode(id, state as BatchState));
    const { events, state } = await this.found<BatchState>('batch', id, walk);
    const { lines } = state;
    const entered = events.filter(({ type }) => type === 'DisbursementEntered').slice(-lines.count).slice(0, LINES_MAX);
    const shown = entered.map(({ data, position }) => {
      const { ordinal, payeeRef, accountRef, amountFen, householdId } = data as DisbursementEntered;
      const line = lines.get(ordinal);
      return { kind: 'disbursement', id: `${id}/${String(ordinal)}`, position, payeeRef: line?.payeeRef ?? payeeRef, accountRef, householdId, amountFen, standing: line?.standing, paid: line?.paid };
    });
    return { ...batchNode(id, state), lines: shown, truncated: lines.count > shown.length };
  }

  private async payment(id: string, walk: Walk): Promise<TraceNode> {
    walk.left -= 1;
    const { events } = await this.found('payment', id, walk);
    const order = events[0]?.data as PaymentOrdered;
    const executed = events.some(({ type }) => type === 'PaymentExecuted') && !events.some(({ type }) => type === 'PaymentReversed');
    const { allocationId, projectId, payeeKind, payeeUscc, payeeName, payeeRef, purpose, amountFen } = order;
    return { kind: 'payment', id, region: order.region, allocationId, projectId, payeeKind, payeeUscc, payeeName, payeeRef, purpose, amountFen, paidFen: executed ? amountFen : 0, status: events.at(-1)?.type };
  }

  /** Nearest first; a pool goes on with each of its origins in turn, `askedFen` divided among them. Without it, all that ever came is asked about. */
  private async origins(id: string, walk: Walk, askedFen: number | undefined, above: readonly string[] = [], of?: Share): Promise<readonly TraceNode[]> {
    walk.left -= 1;
    const [openings, state] = await Promise.all([this.reads.openings([streamId('allocation', id)]), this.seen('allocation', id, walk, (seen) => seen as AllocationState)]);
    const fen = askedFen ?? comeFen(state.pots);
    const origins = sharesOf(state, fen);
    const node: TraceNode = {
      kind: 'allocation', id, region: state.opening?.region ?? '', position: openings[0]?.position, ...openingOf(state), ...identityOf(state),
      shareFen: fen, ...(of && { via: of.via, transferId: of.transferId, basisPoints: of.basisPoints }), origins,
    };
    const beyond: TraceNode[] = [];
    for (const share of origins) {
      const from = share.fromAllocationId;
      // Two funds that fed each other would go on for ever: each is followed once on a way.
      if (from !== undefined && share.shareFen > 0 && walk.left > 0 && !above.includes(from)) beyond.push(...(await this.origins(from, walk, share.shareFen, [...above, id], share)));
    }
    return [node, ...beyond];
  }

  private async lineUp(id: string, walk: Walk): Promise<readonly TraceNode[]> {
    const [batchId = '', ordinal = ''] = id.split('/');
    const [mine, batch] = await Promise.all([this.lines.of(batchId, Number(ordinal), walk.moment), this.batch(batchId, walk, false)]);
    const entered = mine.find(({ type }) => type === 'DisbursementEntered');
    if (!entered) throw new Refused('line-unknown', { zh: '本批次没有此明细', en: 'the batch has no such line' }, 'unknown');
    const steps = mine.map(({ type, position }) => ({ type, position }));
    const line = entered.data as DisbursementEntered;
    return [{ ...line, kind: 'disbursement', id, region: entered.metadata.region, steps }, batch, ...(await this.origins(String(batch['allocationId']), walk, line.amountFen))];
  }

  /**
   * What `look` makes of the state at the moment. A stream that has not changed since is the one commands are decided on, and need not be read; `look`
   * keeps nothing of it, for a fold may change it in place.
   */
  private async seen<T>(noun: string, id: string, walk: Walk, look: (state: unknown) => T): Promise<T> {
    const decider = deciderOf(noun);
    const { position, recordedAtUs, effectiveOn } = walk.moment;
    if (decider && recordedAtUs === undefined && effectiveOn === undefined) {
      const standing = await this.reads.current(decider, streamId(noun, id), look);
      if (standing && standing.position <= (position ?? Number.MAX_SAFE_INTEGER)) return standing.seen;
    }
    return look((await this.found(noun, id, walk)).state);
  }

  private async look(noun: string, id: string, { moment }: Walk): Promise<{ events: readonly Recorded[] }> {
    return { events: knownAt(await this.reads.stream(streamId(noun, id)), moment) };
  }

  private async found<S>(noun: string, id: string, walk: Walk): Promise<Found<S>> {
    const decider = deciderOf(noun);
    const { events } = await this.look(noun, id, walk);
    if (!decider || events.length === 0) throw new Refused('subject-unknown', { zh: `台账中没有 ${noun} ${id}`, en: `the ledger holds no ${noun} ${id}` }, 'unknown');
    return { events, state: fold(decider, events) as S };
  }
}

function batchNode(id: string, state: BatchState): TraceNode {
  const { lines, opening, status } = state;
  const tallies = talliesOf(state);
  const counted = Object.values(tallies).reduce((sum, tally) => sum + tally.amountFen, 0);
  return {
    kind: 'batch', id, region: opening?.region ?? '', allocationId: opening?.allocationId, programmeId: opening?.programmeId, status, totalFen: lines.totalFen, paidFen: lines.paidFen, ...tallies,
    unexplainedFen: lines.totalFen - counted,
  };
}

const openingOf = (state: AllocationState): Record<string, unknown> => asJson(state.opening ?? {}) as Record<string, unknown>;

const notTraced = (kind: string, direction: string): Refused =>
  new Refused('not-traced', { zh: `不能从 ${kind} ${direction === 'down' ? '向下' : '向上'}追踪资金`, en: `money is not traced ${direction} from ${kind}` }, 'malformed');
