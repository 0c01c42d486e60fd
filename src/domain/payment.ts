/** A payment order (支付令) to a contractor, co-operative, unit or person outside a batch: ordered, approved, executed, reversed. */
import { sameCounty } from './allocation';
import { type CommitmentCommand, commitmentStep } from './commitment';
import type { CommandRule, Context, Decider, MessageOf, Step } from './decider';
import { recordedBy, streamId } from './decider';
import { EVIDENCE_COMMANDS, EVIDENCE_EVENTS, NOTHING_ATTACHED, decideEvidence, evidenceRules, evolveEvidence, type Attached, type EvidenceCommand } from './evidence';
import { AccountRef, BusinessDate, Choice, Code, Codes, Fen, Id, Integer, PersonRef, Region, Uscc, Words } from './field';
import { PURPOSES } from './programme';
import { Refused } from './refused';
import { mustBeOpenYear, yearStream } from './year-closing';

export class PaymentOrdered {
  @Region('region of the paying treasury') region: string;
  @Id('allocation the money comes from') allocationId: string;
  @Id('project it pays for', { optional: true }) projectId?: string;
  @Choice('kind of payee', ['organisation', 'person']) payeeKind: 'organisation' | 'person';
  @Uscc('organisation paid', { optional: true }) payeeUscc?: string;
  @Words('name of the organisation paid', { optional: true, max: 100 }) payeeName?: string;
  @PersonRef('person paid', { optional: true }) payeeRef?: string;
  @AccountRef('account it goes to') accountRef: string;
  @Fen('amount') amountFen: number;
  @Code('economic class, e.g. 31005', /^\d{3,5}$/) economicClass: string;
  @Code('function class on the order', /^\d{3,7}$/) functionCode: string;
  @Choice('what it is for', PURPOSES) purpose: (typeof PURPOSES)[number];
  @Words('summary on the order', { max: 200 }) summary: string;
  @Id('use plan of the allocation it draws under', { optional: true }) usePlanId?: string;
  @Code('number of the contract it pays on', /^.{1,40}$/u, { optional: true }) contractNumber?: string;
  @Codes('numbers of the invoices it pays', /^[A-Za-z0-9-]{1,64}$/, { optional: true, max: 100 }) invoiceNumbers?: string[];
  @Integer('progress of the works the payee claims, in basis points', { max: 10_000, optional: true }) progressBasisPoints?: number;
  @Code('campaign that brought it over from another system: history, not late', /^[A-Za-z0-9-]{1,64}$/, { optional: true }) campaign?: string;
  @BusinessDate('day of the order') occurredOn: string;
}
export class PaymentApproved {
  @BusinessDate('day of approval') occurredOn: string;
}
export class PaymentRejected {
  @Words('why') reason: string;
  @BusinessDate('day of rejection') occurredOn: string;
}
export class PaymentExecuted {
  @Code('voucher number of the treasury', /^[A-Za-z0-9-]{1,64}$/) voucherNumber: string;
  @BusinessDate('day the treasury paid') occurredOn: string;
}
export class PaymentReversed {
  @Words('why') reason: string;
  @BusinessDate('day the money came back') occurredOn: string;
}

/** What a unit, township or platform that was paid did with the money: paid is not yet used (以拨代支). */
export class FundsUseReported {
  @Choice('spent on its purpose, given back, still held, or passed on to another', ['used', 'returned', 'held', 'passed-on']) use: 'used' | 'returned' | 'held' | 'passed-on';
  @Fen('amount: of what was spent, given back or passed on since the last report; of what is held, all that is held') amountFen: number;
  @Choice('what it was spent on', PURPOSES, { optional: true }) purpose?: (typeof PURPOSES)[number];
  @Uscc('organisation it was passed on to', { optional: true }) passedToUscc?: string;
  @Words('that organisation', { optional: true, max: 100 }) passedToName?: string;
  @BusinessDate('day of use, or day the balance was looked at') occurredOn: string;
}

const EVENTS = { PaymentOrdered, PaymentApproved, PaymentRejected, PaymentExecuted, PaymentReversed, FundsUseReported, ...EVIDENCE_EVENTS };
const COMMANDS = {
  OrderPayment: PaymentOrdered, ApprovePayment: PaymentApproved, RejectPayment: PaymentRejected, ExecutePayment: PaymentExecuted, ReversePayment: PaymentReversed, ReportUseOfFunds: FundsUseReported, ...EVIDENCE_COMMANDS,
};
export type PaymentEvent = MessageOf<typeof EVENTS>;
export type PaymentCommand = MessageOf<typeof COMMANDS>;

export interface PaymentState {
  readonly status: 'none' | 'ordered' | 'approved' | 'rejected' | 'executed' | 'reversed';
  readonly order?: PaymentOrdered;
  /** Actor who ordered it, and who may therefore not approve it. */
  readonly maker?: string;
  /** What whoever was paid said it did with the money, in the order told. */
  readonly uses?: readonly FundsUseReported[];
  readonly attached: Attached;
}

type Decided = readonly PaymentEvent[];

function decide(command: PaymentCommand, state: PaymentState, context: Context): Decided {
  switch (command.type) {
    case 'OrderPayment':
      return order(command.data, state, context);
    case 'ApprovePayment':
      return approve(command.data, state, context);
    case 'RejectPayment':
      return reject(command.data, state, context);
    case 'ExecutePayment':
      return [{ type: 'PaymentExecuted', data: only(state, 'approved', command) }];
    case 'ReversePayment':
      return [{ type: 'PaymentReversed', data: only(state, 'executed', command) }];
    case 'ReportUseOfFunds':
      return [{ type: 'FundsUseReported', data: state.status === 'reversed' ? command.data : only(state, 'executed', command) }];
    case 'AttachEvidence':
      return attach(command, state);
  }
}

const STANDING = {
  none: { zh: '未开立', en: 'unknown' },
  ordered: { zh: '已申请待审', en: 'ordered and not yet approved' },
  approved: { zh: '已审批待支付', en: 'approved and not yet executed' },
  rejected: { zh: '已退回', en: 'rejected' },
  executed: { zh: '已支付', en: 'executed' },
  reversed: { zh: '已冲回', en: 'reversed' },
} as const;

const unknownOrder = (): Refused => new Refused('payment-unknown', { zh: '台账中没有此支付令', en: 'the ledger holds no such payment order' }, 'unknown');

/** The data of a command that fits one standing only; money follows each step, so none may be done twice or out of order. */
function only<D>(state: PaymentState, status: PaymentState['status'], { data }: { data: D }): D {
  if (state.status === status) return data;
  if (state.status === 'none') throw unknownOrder();
  throw new Refused(`payment-not-${status}`, {
    zh: `支付令现为“${STANDING[state.status].zh}”,只有“${STANDING[status].zh}”时才能如此办理`,
    en: `the payment order is ${STANDING[state.status].en}; this can only follow while it is ${STANDING[status].en}`,
  });
}

function order(data: PaymentOrdered, state: PaymentState, context: Context): Decided {
  if (state.status !== 'none') throw new Refused('payment-already-ordered', { zh: '此编号的支付令已存在', en: 'a payment order of this id already exists' });
  const named = data.payeeKind === 'person' ? data.payeeRef : (data.payeeUscc ?? data.payeeName);
  if (named === undefined) {
    throw new Refused('payment-payee-missing', { zh: '支付令未写明收款人:单位写名称或统一社会信用代码,个人写人员', en: 'the order names no payee: an organisation by name or code, a person by reference' }, 'malformed');
  }
  sameCounty(data.region, data.allocationId, context);
  mustBeOpenYear(data.region, data.occurredOn, context);
  return [{ type: 'PaymentOrdered', data }];
}

function reject(data: PaymentRejected, state: PaymentState, context: Context): Decided {
  only(state, 'ordered', { data });
  mustBeOpenYear((state.order as PaymentOrdered).region, data.occurredOn, context);
  return [{ type: 'PaymentRejected', data }];
}

function approve(data: PaymentApproved, state: PaymentState, context: Context): Decided {
  const { actor } = context;
  only(state, 'ordered', { data });
  mustBeOpenYear((state.order as PaymentOrdered).region, data.occurredOn, context);
  if (actor.id === state.maker) {
    throw new Refused('payment-maker-is-checker', { zh: '支付令须由申请人以外的人审批', en: 'a payment order must be approved by somebody other than who made it' }, 'forbidden');
  }
  return [{ type: 'PaymentApproved', data }];
}

/** Papers may come before, with or long after the money. */
function attach(command: EvidenceCommand, state: PaymentState): Decided {
  if (state.status === 'none') throw unknownOrder();
  return decideEvidence(command, state.attached);
}

function evolve(before: PaymentState, event: PaymentEvent): PaymentState {
  const state = { ...before, attached: evolveEvidence(before.attached, event) };
  switch (event.type) {
    case 'PaymentOrdered':
      return { ...state, status: 'ordered', order: event.data, maker: recordedBy(event) };
    case 'PaymentApproved':
      return { ...state, status: 'approved' };
    case 'PaymentRejected':
      return { ...state, status: 'rejected' };
    case 'PaymentExecuted':
      return { ...state, status: 'executed' };
    case 'PaymentReversed':
      return { ...state, status: 'reversed' };
    case 'FundsUseReported':
      return { ...state, uses: [...(state.uses ?? []), event.data] };
    case 'EvidenceAttached':
      return state;
  }
}

/** A step on the allocation the order draws on, for its whole amount. */
function move(id: string, { order }: PaymentState, type: CommitmentCommand['type'], occurredOn: string, causeId?: string): readonly Step[] {
  const { allocationId, amountFen, usePlanId } = order as PaymentOrdered;
  return commitmentStep('payment', id, allocationId, type, amountFen, occurredOn, causeId, type === 'CommitFunds' ? usePlanId : undefined);
}

const booksOfOrder = (state: PaymentState, data: object): readonly string[] => {
  const { region, occurredOn } = { ...(data as { region?: string; occurredOn: string }), ...(state.order && { region: state.order.region }) };
  return region === undefined ? [] : [yearStream(region, occurredOn)];
};

/** A rejection releases what an approval may have committed before it lost the race or crashed. */
const after: NonNullable<CommandRule<PaymentState>['after']> = (id, events, state) =>
  (events as Decided).flatMap((event) => {
    switch (event.type) {
      case 'PaymentRejected':
        return move(id, state, 'ReleaseCommitment', event.data.occurredOn, 'rejection');
      case 'PaymentExecuted':
        return move(id, state, 'PayCommittedFunds', event.data.occurredOn, event.data.voucherNumber);
      case 'PaymentReversed':
        return [...move(id, state, 'ReturnPaidFunds', event.data.occurredOn, 'reversal'), ...move(id, state, 'ReleaseCommitment', event.data.occurredOn, 'reversal')];
      default:
        return [];
    }
  });

const payment: Decider<PaymentState, PaymentCommand, PaymentEvent> = {
  noun: 'payment',
  events: EVENTS,
  commands: {
    OrderPayment: { data: COMMANDS.OrderPayment, kind: 'wish', by: ['clerk'], opens: true, cites: (_id, data, state) => [streamId('allocation', (data as PaymentOrdered).allocationId), ...booksOfOrder(state, data)] },
    ApprovePayment: {
      data: COMMANDS.ApprovePayment, kind: 'wish', by: ['checker'], cites: (_id, data, state) => booksOfOrder(state, data),
      before: (id, data, state) => move(id, state, 'CommitFunds', (data as PaymentApproved).occurredOn),
      undo: (id, data, state) => (state.status === 'rejected' ? move(id, state, 'ReleaseCommitment', (data as PaymentApproved).occurredOn, 'not-approved') : []),
    },
    RejectPayment: { data: COMMANDS.RejectPayment, kind: 'wish', by: ['checker'], cites: (_id, data, state) => booksOfOrder(state, data), after },
    ExecutePayment: { data: COMMANDS.ExecutePayment, kind: 'report', by: ['clerk', 'bank'], after },
    ReversePayment: { data: COMMANDS.ReversePayment, kind: 'report', by: ['clerk', 'bank'], after },
    ReportUseOfFunds: { data: COMMANDS.ReportUseOfFunds, kind: 'report', by: ['clerk', 'office'] },
    ...evidenceRules(['clerk', 'checker', 'bank']),
  },
  initial: { status: 'none', attached: NOTHING_ATTACHED },
  region: (state, data) => state.order?.region ?? (data as PaymentOrdered).region,
  decide,
  evolve,
};

export default payment;
