/** A recovery (追回): money a decision asks back, and what came in under which voucher, never more than was asked. It names no case. */
import { groupedYuanOf } from '../identifiers/money';
import { RecoveryOrder, type RecoveryOrdered } from './case-events';
import { malformed, mustBeInOrder, mustBeNew, mustExist } from './checks';
import type { CommandOf, CommandRule, Decider, MessageOf, Recorded, Role } from './decider';
import { AccountRef, BusinessDate, Choice, Code, Fen, Words } from './field';
import { decideEvidence, EVIDENCE_EVENTS, evidenceRules, evolveEvidence, isEvidenceCommand, NOTHING_ATTACHED, type Attached, type EvidenceCommand } from './evidence';
import { Refused } from './refused';

export class RecoveryOpened extends RecoveryOrder {}
/** Money into an account that is neither the treasury's nor the original channel's is recorded: rule A37 speaks of it. */
export class RecoveryReceived {
  @Fen('amount') amountFen: number;
  @Code('number of the voucher', /^[A-Za-z0-9-]{1,64}$/) voucherNumber: string;
  @Choice('where it went', ['treasury', 'original-channel', 'other']) intoKind: 'treasury' | 'original-channel' | 'other';
  @AccountRef('account it went into', { optional: true }) accountRef?: string;
  @BusinessDate('day it came in') occurredOn: string;
}
export class RecoveryWithdrawn {
  @Words('why: the decision was annulled, changed on appeal', { max: 300 }) reason: string;
  @BusinessDate('day') occurredOn: string;
}

export interface RecoveryState {
  readonly status: 'none' | 'ordered' | 'received' | 'withdrawn';
  readonly order?: RecoveryOpened;
  readonly receivedFen: number;
  readonly receipts: readonly RecoveryReceived[];
  readonly attached: Attached;
}

const events = { RecoveryOpened, RecoveryReceived, RecoveryWithdrawn, ...EVIDENCE_EVENTS };
const receiving: readonly Role[] = ['office', 'clerk'];
const own = {
  /** As a step of OrderRecovery on the case. */
  OpenRecovery: { data: RecoveryOpened, kind: 'wish', by: [], opens: true },
  ReceiveRecovery: { data: RecoveryReceived, kind: 'report', by: receiving },
  WithdrawRecovery: { data: RecoveryWithdrawn, kind: 'wish', by: ['inspector', 'auditor'] },
} satisfies Record<string, CommandRule<RecoveryState>>;
const commands = { ...own, ...evidenceRules(receiving) };

type Event = MessageOf<typeof events>;
type Command = CommandOf<typeof own> | EvidenceCommand;

const WHAT = { zh: '追回', en: 'recovery' };

export const openRecovery = ({ recoveryId: _, ...order }: RecoveryOrdered): RecoveryOpened => order;

/** Whether money is still to come in, by the events of the stream. */
export function recoveryStands(stream: readonly Recorded[]): boolean {
  const { status } = stream.reduce<RecoveryState>((state, event) => evolve(state, event as unknown as Event), initial);
  return status !== 'received' && status !== 'withdrawn';
}

/** In order, none after the last day, and together what is asked. */
export function mustCarryInstalments({ instalments, amountFen, dueOn, occurredOn }: RecoveryOrdered): void {
  mustBeInOrder(occurredOn, dueOn, '/dueOn');
  if (instalments === undefined) return;
  const days = [occurredOn, ...instalments.map((each) => each.dueOn), dueOn];
  const sumFen = instalments.reduce((sum, each) => sum + each.amountFen, 0);
  if (sumFen !== amountFen) throw malformed('instalments-differ', '/instalments', `分期合计 ${groupedYuanOf(sumFen)} 元,应为 ${groupedYuanOf(amountFen)} 元`, `the instalments come to ${groupedYuanOf(sumFen)} yuan, the recovery to ${groupedYuanOf(amountFen)}`);
  if (days.some((day, index) => index > 0 && day < (days[index - 1] as string))) throw malformed('dates-reversed', '/instalments', '分期日期须依次,且不晚于最后期限', 'instalments follow one another, none after the last day');
}

function receive(data: RecoveryReceived, { order, receivedFen, receipts, status }: RecoveryState): Event[] {
  if (status === 'withdrawn') throw new Refused('recovery-withdrawn', { zh: '该追回已撤销', en: 'this recovery was withdrawn' });
  if (receipts.some(({ voucherNumber }) => voucherNumber === data.voucherNumber)) throw new Refused('voucher-already-received', { zh: '该凭证已登记', en: 'this voucher is on record already' });
  const leftFen = (order?.amountFen ?? 0) - receivedFen;
  if (data.amountFen > leftFen) throw new Refused('more-than-ordered', { zh: `超出应追回金额:尚应追回 ${groupedYuanOf(leftFen)} 元`, en: `more than was asked for; ${groupedYuanOf(leftFen)} yuan are still to come` });
  return [{ type: 'RecoveryReceived', data }];
}

function decide(command: Command, state: RecoveryState): readonly Event[] {
  if (command.type === 'OpenRecovery') {
    mustBeNew(state.status !== 'none', WHAT);
    return [{ type: 'RecoveryOpened', data: command.data }];
  }
  mustExist(state.status !== 'none', WHAT);
  if (isEvidenceCommand(command)) return decideEvidence(command, state.attached);
  if (command.type === 'ReceiveRecovery') return receive(command.data, state);
  if (state.status !== 'ordered') throw new Refused('recovery-over', { zh: '该追回已收齐或撤销', en: 'this recovery came in whole or was withdrawn already' });
  return [{ type: 'RecoveryWithdrawn', data: command.data }];
}

function evolve(before: RecoveryState, event: Event): RecoveryState {
  const state = { ...before, attached: evolveEvidence(before.attached, event) };
  switch (event.type) {
    case 'RecoveryOpened':
      return { ...state, status: 'ordered', order: event.data };
    case 'RecoveryReceived': {
      const receivedFen = state.receivedFen + event.data.amountFen;
      return { ...state, receivedFen, receipts: [...state.receipts, event.data], status: receivedFen >= (state.order?.amountFen ?? 0) ? 'received' : 'ordered' };
    }
    case 'RecoveryWithdrawn':
      return { ...state, status: 'withdrawn' };
    case 'EvidenceAttached':
      return state;
  }
}

const initial: RecoveryState = { status: 'none', receivedFen: 0, receipts: [], attached: NOTHING_ATTACHED };
const recovery: Decider<RecoveryState, Command, Event> = {
  noun: 'recovery',
  events,
  commands,
  initial,
  region: (state, data) => state.order?.region ?? (data as Partial<RecoveryOpened>).region ?? '',
  decide,
  evolve,
};
export default recovery;
