/** What a project, household or person got, and the funds it came from. */
import { Injectable } from '@nestjs/common';
import { receivedBy, type ReceiverKind } from '../../projections/views/receivers';
import type { Actor } from '../domain/decider';
import type { Moment } from './moment';
import { ReadPool } from './read-pool';
import { unknownSubject } from './readers';
import { Trace, type TraceNode } from './trace';

const RECEIPTS_MAX = 500;

export const RECEIVERS: readonly ReceiverKind[] = ['project', 'household', 'person'];
export const isReceiver = (kind: string): kind is ReceiverKind => (RECEIVERS as readonly string[]).includes(kind);

@Injectable()
export class TraceReceivers {
  constructor(private readonly pool: ReadPool, private readonly trace: Trace) {}

  /** All that a project or household of the reader's region was paid; of a person only what treasuries of that region paid, and nothing of one they never paid. */
  async down(kind: ReceiverKind, id: string, moment: Moment & { readonly position: number }, region: string, actor: Actor): Promise<TraceNode> {
    const asked = { at: moment.position, kind, id, region: kind === 'person' ? actor.region : '', ...(moment.effectiveOn === undefined ? {} : { paidBy: moment.effectiveOn }) };
    const { receipts, count, ...received } = await receivedBy(this.pool, asked, RECEIPTS_MAX);
    if (kind === 'person' && count === 0) throw unknownSubject(id);
    return { kind, id, region, ...received, count, receipts, truncated: count > receipts.length };
  }

  /** Every fund it drew on, the largest first, each up to the documents its money came with. */
  async up(kind: ReceiverKind, id: string, moment: Moment & { readonly position: number }, region: string, actor: Actor): Promise<readonly TraceNode[]> {
    const node = await this.down(kind, id, moment, region, actor);
    const funds = node['byAllocation'] as readonly { readonly allocationId: string; readonly amountFen: number }[];
    const paths = await Promise.all(funds.map(({ allocationId, amountFen }) => this.trace.origin(allocationId, amountFen, moment)));
    return [node, ...paths.flat()];
  }
}
