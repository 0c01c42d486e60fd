/** A split that its receiver does not take: declined where it should have been opened, then withdrawn where it was made. Neither can happen once it was received. */
import type { AllocationReceived } from './allocation-opening';
import type { Context, Recorded } from './decider';
import { streamId } from './decider';
import { BusinessDate, Fen, Id, Region, Words } from './field';
import { Refused } from './refused';

/** Stands in the stream the receiver would have opened: whichever comes first there, receipt or refusal, decides for good. */
export class AllocationDeclined {
  @Id('allocation it was split from') fromAllocationId: string;
  @Id('the split it declines') splitId: string;
  @Region('region of the office that declines') region: string;
  @Words('why', { max: 200 }) reason: string;
  @BusinessDate('day it was declined') occurredOn: string;
}

export class WithdrawSplit {
  @Id('the split') splitId: string;
  @Words('why', { max: 200 }) reason: string;
  @BusinessDate('day it was withdrawn') occurredOn: string;
}

/** The money is back in the balance. The split stays on record, and its ids are never used again. */
export class SplitWithdrawn extends WithdrawSplit {
  @Id('allocation that was never opened by it') toAllocationId: string;
  @Fen('amount of the split') amountFen: number;
}

interface Split {
  readonly splitId: string;
  readonly toAllocationId: string;
  readonly toRegion: string;
  readonly amountFen: number;
}

export const SPLIT_EVENTS = { AllocationDeclined, SplitWithdrawn };
export const SPLIT_COMMANDS = { DeclineAllocation: AllocationDeclined, WithdrawSplit };

/** An id that something else opened could never be received under: the money would be on its way for ever. */
export function mustBeFree({ toAllocationId }: Split, { cited }: Context): void {
  if ((cited.get(streamId('allocation', toAllocationId)) ?? []).length === 0) return;
  throw new Refused('split-target-opened', { zh: `指标 ${toAllocationId} 已经开立或退回,分解须用新的下级指标编号`, en: `allocation ${toAllocationId} was opened or declined already; a split names one that is not` });
}

/** The split an office answers, by receipt or refusal: it stands above, and is meant for its allocation and region. Nobody else's can be stopped by opening its stream. */
export function splitMeantFor(id: string, { splitId, region }: { readonly splitId: string; readonly region: string }, above: readonly Recorded[]): Recorded {
  const found = above.find(({ type, data }) => type === 'AllocationSplit' && (data as Split).splitId === splitId);
  if (!found) throw new Refused('split-unknown', { zh: `上级指标没有分解 ${splitId}`, en: `the allocation above holds no split ${splitId}` });
  const { toAllocationId, toRegion } = found.data as Split;
  if (toAllocationId !== id || toRegion !== region) {
    throw new Refused('split-not-yours', { zh: `分解 ${splitId} 是给区划 ${toRegion}、指标 ${toAllocationId} 的`, en: `split ${splitId} is meant for region ${toRegion}, allocation ${toAllocationId}` });
  }
  return found;
}

export function decline(data: AllocationDeclined, { id, cited }: Context): AllocationDeclined {
  splitMeantFor(id, data, cited.get(streamId('allocation', data.fromAllocationId)) ?? []);
  return data;
}

/** Only what can never be received any more: its receiver declined it, or its id was opened by something else. */
export function withdraw(data: WithdrawSplit, splits: readonly Split[], { id, cited }: Context): SplitWithdrawn {
  const split = splits.find(({ splitId }) => splitId === data.splitId);
  if (!split) throw new Refused('split-unknown', { zh: `没有分解 ${data.splitId}`, en: `there is no split ${data.splitId}` });
  const opening = cited.get(streamId('allocation', split.toAllocationId))?.[0];
  if (!opening) {
    throw new Refused('split-on-its-way', { zh: `分解 ${data.splitId} 尚未被退回,由接收方办理退回(DeclineAllocation)后方可撤销`, en: `split ${data.splitId} is on its way; its receiver must decline it first (DeclineAllocation)` });
  }
  const { fromAllocationId, splitId } = opening.data as Partial<AllocationReceived>;
  if (opening.type === 'AllocationReceived' && fromAllocationId === id && splitId === data.splitId) {
    throw new Refused('split-received', { zh: `分解 ${data.splitId} 已被接收,要收回须由下级办理收回(ReclaimAllocation)`, en: `split ${data.splitId} was received; to take it back the level below reclaims it (ReclaimAllocation)` });
  }
  return { ...data, toAllocationId: split.toAllocationId, amountFen: split.amountFen };
}
