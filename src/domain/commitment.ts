/** What a batch or payment order sets aside in an allocation (承诺): committed at approval, paid, given back, released. */
import { groupedYuanOf } from '../identifiers/money';
import { drawn, type UsePlans, withinPlan } from './allocation-plan';
import { type MessageOf, type Step, streamId } from './decider';
import { BusinessDate, Choice, Fen, Id } from './field';
import type { PersistentMap } from './persistent-map';
import { drawable, moved, type Pots } from './pots';
import { Refused } from './refused';

class CommitmentMove {
  @Choice('what holds the commitment', ['batch', 'payment']) holder: 'batch' | 'payment';
  @Id('id of that batch or payment order') holderId: string;
  @Fen('amount') amountFen: number;
  @BusinessDate('business date of the cause') occurredOn: string;
}
export class FundsCommitted extends CommitmentMove {
  @Id('use plan it draws under', { optional: true }) usePlanId?: string;
}
export class CommittedFundsPaid extends CommitmentMove {
  @Id('results file or voucher it follows from') causeId: string;
}
export class PaidFundsReturned extends CommitmentMove {
  @Id('results file or reversal it follows from') causeId: string;
}
export class CommitmentReleased extends CommitmentMove {
  @Id('closing or late return it follows from') causeId: string;
}

export const COMMITMENT_EVENTS = { FundsCommitted, CommittedFundsPaid, PaidFundsReturned, CommitmentReleased };
export const COMMITMENT_COMMANDS = { CommitFunds: FundsCommitted, PayCommittedFunds: CommittedFundsPaid, ReturnPaidFunds: PaidFundsReturned, ReleaseCommitment: CommitmentReleased };
export type CommitmentEvent = MessageOf<typeof COMMITMENT_EVENTS>;
export type CommitmentCommand = MessageOf<typeof COMMITMENT_COMMANDS>;

/** What one batch or payment order holds; its causes are kept so that a step done twice moves nothing. */
export interface Commitment {
  readonly outstandingFen: number;
  readonly paidFen: number;
  readonly causes: readonly string[];
  readonly usePlanId?: string | undefined;
}

export interface Held {
  readonly pots: Pots;
  /** By `holder/holderId`. */
  readonly commitments: PersistentMap<Commitment>;
  readonly plans: UsePlans;
}

/** Steps of batches and payments; each answers with nothing where it was done before, so that a retry heals and never doubles. */
export function decideCommitment(command: CommitmentCommand, state: Held): readonly CommitmentEvent[] {
  switch (command.type) {
    case 'CommitFunds':
      return commit(command.data, state);
    case 'PayCommittedFunds':
      return pay(command.data, state);
    case 'ReturnPaidFunds':
      return takeBack(command.data, state);
    case 'ReleaseCommitment':
      return release(command.data, state);
  }
}

/** A plan is drawn on while its commitments stand, outstanding or paid. */
export function evolveCommitment({ pots, commitments, plans }: Held, { type, data }: CommitmentEvent): Held {
  const { amountFen } = data;
  switch (type) {
    case 'FundsCommitted':
      return { pots: moved(pots, 'balanceFen', 'committedFen', amountFen), commitments: changed(commitments, data, amountFen, 0, undefined, data.usePlanId), plans: drawn(plans, data.usePlanId, amountFen) };
    case 'CommittedFundsPaid':
      return { pots: moved(pots, 'committedFen', 'paidFen', amountFen), commitments: changed(commitments, data, -amountFen, amountFen, `paid ${data.causeId}`), plans };
    case 'PaidFundsReturned':
      return { pots: moved(pots, 'paidFen', 'committedFen', amountFen), commitments: changed(commitments, data, amountFen, -amountFen, `returned ${data.causeId}`), plans };
    case 'CommitmentReleased':
      return {
        pots: moved(pots, 'committedFen', 'balanceFen', amountFen), commitments: changed(commitments, data, -amountFen, 0, `released ${data.causeId}`),
        plans: drawn(plans, commitments.get(holderOf(data))?.usePlanId, -amountFen),
      };
  }
}

type Holder = Pick<CommitmentMove, 'holder' | 'holderId'>;
const holderOf = (move: Holder): string => `${move.holder}/${move.holderId}`;
const NOTHING_HELD: Commitment = { outstandingFen: 0, paidFen: 0, causes: [] };
const commitmentOf = (state: Held, move: Holder): Commitment => state.commitments.get(holderOf(move)) ?? NOTHING_HELD;

/** Asked again for what it already holds, it answers with nothing new. A list rejected and entered anew replaces what a crash left committed for it. */
function commit(data: FundsCommitted, state: Held): readonly CommitmentEvent[] {
  const held = commitmentOf(state, data);
  const heldFen = held.outstandingFen + held.paidFen;
  if (heldFen === data.amountFen) return [];
  if (held.paidFen > 0) throw new Refused('commitment-already-used', { zh: '该承诺已有支出,不能另行承诺', en: 'part of this commitment was already paid; it cannot be made anew' });
  drawable({ ...state.pots, balanceFen: state.pots.balanceFen + heldFen }, data.amountFen);
  withinPlan(state.plans, data.usePlanId, held.usePlanId === data.usePlanId ? heldFen : 0, data.amountFen);
  const { holder, holderId, occurredOn } = data;
  const replaced = heldFen > 0 ? [{ type: 'CommitmentReleased' as const, data: { holder, holderId, occurredOn, amountFen: heldFen, causeId: 'committed-anew' } }] : [];
  return [...replaced, { type: 'FundsCommitted', data }];
}

function within(limitFen: number, amountFen: number): void {
  if (amountFen <= limitFen) return;
  throw new Refused('commitment-exceeded', {
    zh: `该承诺只余 ${groupedYuanOf(limitFen)} 元可动用,不足 ${groupedYuanOf(amountFen)} 元`,
    en: `only ${groupedYuanOf(limitFen)} yuan of this commitment can be moved, less than ${groupedYuanOf(amountFen)} yuan`,
  });
}

function pay(data: CommittedFundsPaid, state: Held): readonly CommitmentEvent[] {
  const held = commitmentOf(state, data);
  if (held.causes.includes(`paid ${data.causeId}`)) return [];
  within(held.outstandingFen, data.amountFen);
  return [{ type: 'CommittedFundsPaid', data }];
}

function takeBack(data: PaidFundsReturned, state: Held): readonly CommitmentEvent[] {
  const held = commitmentOf(state, data);
  if (held.causes.includes(`returned ${data.causeId}`)) return [];
  within(held.paidFen, data.amountFen);
  return [{ type: 'PaidFundsReturned', data }];
}

/** Where nothing is held there is nothing to release: the step of a rejection before any commitment. */
function release(data: CommitmentReleased, state: Held): readonly CommitmentEvent[] {
  const held = commitmentOf(state, data);
  if (held.outstandingFen === 0 || held.causes.includes(`released ${data.causeId}`)) return [];
  within(held.outstandingFen, data.amountFen);
  return [{ type: 'CommitmentReleased', data }];
}

/** A commitment made anew after a rejection begins a new life: causes of the former one must not silence its own. */
function changed(commitments: Held['commitments'], of: Holder, outstandingFen: number, paidFen: number, cause?: string, usePlanId?: string): Held['commitments'] {
  const held = commitments.get(holderOf(of)) ?? NOTHING_HELD;
  const causes = cause === undefined ? [] : [...held.causes, cause];
  const plan = cause === undefined ? usePlanId : held.usePlanId;
  return commitments.with(holderOf(of), { outstandingFen: held.outstandingFen + outstandingFen, paidFen: held.paidFen + paidFen, causes, ...(plan === undefined ? {} : { usePlanId: plan }) });
}

/** What a holder asks of its allocation: which step, how much, when, from which cause, under which use plan. */
export type CommitmentAsked = readonly [type: CommitmentCommand['type'], amountFen: number, occurredOn: string, causeId?: string | undefined, usePlanId?: string | undefined];

/** The step on the allocation a batch or payment draws on; none where no money moves. */
export function commitmentStep(holder: CommitmentMove['holder'], holderId: string, allocationId: string, ...[type, amountFen, occurredOn, causeId, usePlanId]: CommitmentAsked): readonly Step[] {
  if (amountFen === 0) return [];
  const data = { holder, holderId, amountFen, occurredOn, ...(causeId === undefined ? {} : { causeId }), ...(usePlanId === undefined ? {} : { usePlanId }) };
  return [{ name: type, streamId: streamId('allocation', allocationId), command: { type, data } }];
}
