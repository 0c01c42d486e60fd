/** Where money went, and where it came from: fund by fund along the splits, down to batches and payments, each level with its identity. */
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
import { knownAt, type Moment } from './moment';

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
}

interface Found<S> {
  readonly events: readonly Recorded[];
  readonly state: S;
}

@Injectable()
export class Trace {
  constructor(private readonly reads: LedgerReads) {}

  down(kind: string, id: string, moment: Moment): Promise<TraceNode> {
    const walk: Walk = { moment, left: NODES_MAX };
    if (kind === 'allocation') return this.fund(id, walk);
    if (kind === 'batch') return this.batch(id, walk, true);
    if (kind === 'payment') return this.payment(id, walk);
    throw notTraced(kind, 'down');
  }

  /** The chain from what was asked to the document the money came with, nearest first. */
  async up(kind: string, id: string, moment: Moment): Promise<readonly TraceNode[]> {
    const walk: Walk = { moment, left: NODES_MAX };
    if (kind === 'allocation') return this.origins(id, walk);
    if (kind === 'batch') {
      const node = await this.batch(id, walk, false);
      return [node, ...(await this.origins(String(node['allocationId']), walk))];
    }
    if (kind === 'payment') {
      const node = await this.payment(id, walk);
      return [node, ...(await this.origins(String(node['allocationId']), walk))];
    }
    if (kind === 'disbursement') return this.lineUp(id, walk);
    throw notTraced(kind, 'up');
  }

  private async fund(id: string, walk: Walk): Promise<TraceNode> {
    walk.left -= 1;
    const { events, state } = await this.found<AllocationState>('allocation', id, walk);
    const identity = identityOf(state);
    const funds: TraceNode[] = [];
    let inTransitFen = 0;
    for (const split of state.splits) {
      const there = (await this.look('allocation', split.toAllocationId, walk)).events.length > 0;
      if (!there) inTransitFen += split.amountFen;
      else if (walk.left > 0) funds.push({ ...(await this.fund(split.toAllocationId, walk)), splitId: split.splitId, splitFen: split.amountFen });
    }
    const holders: TraceNode[] = [];
    for (const [holder, held] of Object.entries(state.commitments.toJSON())) {
      const [kind = '', ...rest] = holder.split('/');
      if (walk.left <= 0) break;
      const node = kind === 'batch' ? await this.batch(rest.join('/'), walk, false) : await this.payment(rest.join('/'), walk);
      holders.push({ ...node, committedFen: held.outstandingFen, paidOutFen: held.paidFen, residualFen: held.paidFen - Number(node['paidFen']) });
    }
    const receivedBelowFen = funds.reduce((sum, fund) => sum + Number(fund['receivedFen']), 0);
    const whole = walk.left > 0;
    return {
      kind: 'allocation', id, region: events[0]?.metadata.region ?? '', ...openingOf(state), ...identity, inTransitFen,
      // What was split and is neither in transit nor received below cannot be explained.
      unexplainedFen: whole ? identity.residualFen + identity.splitFen - inTransitFen - receivedBelowFen + holders.reduce((sum, holder) => sum + Number(holder['residualFen']), 0) : null,
      truncated: !whole, funds, holders,
    };
  }

  private async batch(id: string, walk: Walk, withLines: boolean): Promise<TraceNode> {
    walk.left -= 1;
    const { events, state } = await this.found<BatchState>('batch', id, walk);
    const { lines, opening, status } = state;
    const tallies = talliesOf(state);
    const entered = withLines ? events.filter(({ type }) => type === 'DisbursementEntered').slice(-lines.count).slice(0, LINES_MAX) : [];
    const shown = entered.map(({ data, position }) => {
      const { ordinal, payeeRef, accountRef, amountFen, householdId } = data as DisbursementEntered;
      const line = lines.get(ordinal);
      return { kind: 'disbursement', id: `${id}/${String(ordinal)}`, position, payeeRef: line?.payeeRef ?? payeeRef, accountRef, householdId, amountFen, standing: line?.standing, paid: line?.paid };
    });
    const counted = Object.values(tallies).reduce((sum, tally) => sum + tally.amountFen, 0);
    return {
      kind: 'batch', id, region: opening?.region ?? '', allocationId: opening?.allocationId, programmeId: opening?.programmeId, status, totalFen: lines.totalFen, paidFen: lines.paidFen, ...tallies,
      unexplainedFen: lines.totalFen - counted, ...(withLines ? { lines: shown, truncated: lines.count > shown.length } : {}),
    };
  }

  private async payment(id: string, walk: Walk): Promise<TraceNode> {
    walk.left -= 1;
    const { events } = await this.found('payment', id, walk);
    const order = events[0]?.data as PaymentOrdered;
    const executed = events.some(({ type }) => type === 'PaymentExecuted') && !events.some(({ type }) => type === 'PaymentReversed');
    const { allocationId, projectId, payeeKind, payeeUscc, payeeName, payeeRef, purpose, amountFen } = order;
    return { kind: 'payment', id, region: order.region, allocationId, projectId, payeeKind, payeeUscc, payeeName, payeeRef, purpose, amountFen, paidFen: executed ? amountFen : 0, status: events.at(-1)?.type };
  }

  private async origins(id: string, walk: Walk): Promise<readonly TraceNode[]> {
    const chain: TraceNode[] = [];
    for (let next: string | undefined = id; next !== undefined && walk.left > 0; walk.left -= 1) {
      const { events, state }: Found<AllocationState> = await this.found<AllocationState>('allocation', next, walk);
      const opening = openingOf(state);
      chain.push({ kind: 'allocation', id: next, region: events[0]?.metadata.region ?? '', position: events[0]?.position, ...opening, ...identityOf(state) });
      next = typeof opening['fromAllocationId'] === 'string' ? opening['fromAllocationId'] : undefined;
    }
    return chain;
  }

  private async lineUp(id: string, walk: Walk): Promise<readonly TraceNode[]> {
    const [batchId = '', ordinal = ''] = id.split('/');
    const { events } = await this.found('batch', batchId, walk);
    const mine = events.filter(({ data }) => (data as { ordinal?: number }).ordinal === Number(ordinal));
    const entered = mine.find(({ type }) => type === 'DisbursementEntered');
    if (!entered) throw new Refused('line-unknown', { zh: '本批次没有此明细', en: 'the batch has no such line' }, 'unknown');
    const steps = mine.map(({ type, position }) => ({ type, position }));
    return [{ ...(entered.data as DisbursementEntered), kind: 'disbursement', id, region: entered.metadata.region, steps }, ...(await this.up('batch', batchId, walk.moment))];
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

const openingOf = (state: AllocationState): Record<string, unknown> => asJson(state.opening ?? {}) as Record<string, unknown>;

const notTraced = (kind: string, direction: string): Refused =>
  new Refused('not-traced', { zh: `不能从 ${kind} ${direction === 'down' ? '向下' : '向上'}追踪资金`, en: `money is not traced ${direction} from ${kind}` }, 'malformed');
