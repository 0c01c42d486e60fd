/** An allocation (指标): money of one source and purpose at one level, from issue or receipt to the last fen paid, reclaimed or left. */
import { groupedYuanOf } from '../identifiers/money';
import {
  type AllocationOpened, AllocationIssued, AllocationReceived, CarriedAllocationOpened, DOCUMENT, OpenCarriedAllocation, ReceiveAllocation, soundOpening, soundOrigin,
} from './allocation-opening';
import { decidePlan, NO_PLANS, PLAN_COMMANDS, PLAN_EVENTS, planned } from './allocation-plan';
import { decline, mustBeFree, SPLIT_COMMANDS, SPLIT_EVENTS, splitMeantFor, withdraw } from './allocation-split';
import {
  decideTransfer, evolveTransfer, NOTHING_TRANSFERRED, openCarried, TRANSFER_COMMANDS, TRANSFER_EVENTS, type TransferEvent, type Transfers,
} from './allocation-transfer';
import { COMMITMENT_COMMANDS, COMMITMENT_EVENTS, type Held, decideCommitment, evolveCommitment } from './commitment';
import type { CommandRule, Context, Decider, MessageOf, Recorded, Role } from './decider';
import { covers, streamId } from './decider';
import { DISCLOSURE_COMMANDS, DISCLOSURE_EVENTS, NOTHING_POSTED, type Posted, decideDisclosure, disclosureRules, evolveDisclosure } from './disclosure';
import { BusinessDate, type Class, Code, Fen, Id, Integer, Region, Words } from './field';
import { PersistentMap } from './persistent-map';
import { come, countable, drawable, EMPTY, moved, type Pots, residualFen } from './pots';
import { Refused } from './refused';
import { mustBeOpenYear, yearStream } from './year-closing';

export class AllocationSplit {
  @Id('names this split within the allocation') splitId: string;
  @Id('allocation the receiver will open') toAllocationId: string;
  @Region('region it goes to') toRegion: string;
  @Code('number of the splitting document', DOCUMENT) documentNumber: string;
  @Fen('amount') amountFen: number;
  @Words('minutes of the meeting that decided it', { optional: true, max: 100 }) meetingRef?: string;
  @Words('factor or ground it was allotted by', { optional: true, max: 200 }) factor?: string;
  @BusinessDate('day of the document') occurredOn: string;
}

export class AllocationAdjusted {
  @Integer('change of the amount in fen, negative for a cut', { min: -Number.MAX_SAFE_INTEGER }) changeFen: number;
  @Code('number of the adjusting document', DOCUMENT) documentNumber: string;
  @Words('why') reason: string;
  @BusinessDate('day of the document') occurredOn: string;
}

const EVENTS = {
  AllocationIssued, AllocationReceived, CarriedAllocationOpened, AllocationSplit, AllocationAdjusted,
  ...SPLIT_EVENTS, ...TRANSFER_EVENTS, ...PLAN_EVENTS, ...COMMITMENT_EVENTS, ...DISCLOSURE_EVENTS,
};
const COMMANDS = {
  IssueAllocation: AllocationIssued, ReceiveAllocation, OpenCarriedAllocation, SplitAllocation: AllocationSplit, AdjustAllocation: AllocationAdjusted,
  ...SPLIT_COMMANDS, ...TRANSFER_COMMANDS, ...PLAN_COMMANDS, ...COMMITMENT_COMMANDS, ...DISCLOSURE_COMMANDS,
};
export type AllocationEvent = MessageOf<typeof EVENTS>;
export type AllocationCommand = MessageOf<typeof COMMANDS>;

export interface AllocationState extends Held {
  /** The opening event; undefined before it. */
  readonly opening?: AllocationOpened;
  /** Its receiver declined it: it holds nothing and never will. */
  readonly declinedIn?: string;
  /** Those that were not withdrawn. */
  readonly splits: readonly AllocationSplit[];
  readonly withdrawn: readonly AllocationSplit[];
  readonly transfers: Transfers;
  readonly posted: Posted;
}

const initial: AllocationState = { pots: EMPTY, splits: [], withdrawn: [], transfers: NOTHING_TRANSFERRED, plans: NO_PLANS, commitments: PersistentMap.empty, posted: NOTHING_POSTED };

/** The identity of a fund at one moment; `residualFen` is 0 unless the ledger is wrong. */
export interface Identity extends Pots {
  readonly residualFen: number;
}

export const identityOf = ({ pots }: AllocationState): Identity => ({ ...pots, residualFen: residualFen(pots) });

type Decided = readonly AllocationEvent[];

/** Follow from what a bank, a treasury or a rejection says: true whatever the books of the year say. */
const FOLLOWING: readonly string[] = ['PayCommittedFunds', 'ReturnPaidFunds', 'ReleaseCommitment', 'ExplainIdleFunds', ...Object.keys(DISCLOSURE_COMMANDS)];
const regionOf = (state: AllocationState, data: object): string => state.opening?.region ?? state.declinedIn ?? (data as Partial<AllocationOpened>).region ?? '';

function decide(command: AllocationCommand, state: AllocationState, context: Context): Decided {
  if (!FOLLOWING.includes(command.type) && 'occurredOn' in command.data) mustBeOpenYear(regionOf(state, command.data), command.data.occurredOn, context);
  switch (command.type) {
    case 'IssueAllocation':
      return issue(command.data, state, context);
    case 'ReceiveAllocation':
      return receive(command.data, state, context);
    case 'OpenCarriedAllocation':
      notYetOpened(state);
      ownLevel(command.data.region, context);
      return [{ type: 'CarriedAllocationOpened', data: openCarried(command.data, context) }];
    case 'DeclineAllocation':
      notYetOpened(state);
      ownLevel(command.data.region, context);
      return [{ type: 'AllocationDeclined', data: decline(command.data, context) }];
    case 'WithdrawSplit':
      ownLevel(opened(state).opening.region, context);
      return [{ type: 'SplitWithdrawn', data: withdraw(command.data, state.splits, context) }];
    case 'SplitAllocation':
      return split(command.data, opened(state), context);
    case 'AdjustAllocation':
      return adjust(command.data, opened(state));
    case 'ReclaimAllocation':
      return decideTransfer(command, opened(state), context);
    case 'IntegrateFunds':
    case 'ReceiveIntegratedFunds':
    case 'CarryOver':
    case 'ReceiveCarriedFunds':
    case 'ReceiveReclaimedFunds':
      ownLevel(opened(state).opening.region, context);
      return decideTransfer(command, opened(state), context);
    case 'ApproveUsePlan':
    case 'ExplainIdleFunds':
      return decidePlan(command, opened(state).pots, state.plans);
    case 'CommitFunds':
    case 'PayCommittedFunds':
    case 'ReturnPaidFunds':
    case 'ReleaseCommitment':
      return decideCommitment(command, opened(state));
    case 'PostDisclosure':
    case 'WithdrawDisclosure':
    case 'AttestStream':
      return decideDisclosure(command, opened(state).posted);
  }
}

type Opened = AllocationState & { readonly opening: AllocationOpened };

function opened(state: AllocationState): Opened {
  if (state.opening) return state as Opened;
  throw new Refused('allocation-unknown', { zh: '台账中没有此指标', en: 'the ledger holds no such allocation' }, 'unknown');
}

function notYetOpened(state: AllocationState): void {
  if (state.declinedIn !== undefined) throw new Refused('allocation-declined', { zh: '接收方已退回此编号的分解,不能再开立', en: 'the receiver declined the split of this id; it cannot be opened' });
  if (state.opening) throw new Refused('allocation-already-opened', { zh: '此编号的指标已经下达或接收,不能再次开立', en: 'an allocation of this id was already issued or received' });
}

/** The province moves money of its own level; below it, the county's clerk does. */
function ownLevel(region: string, { actor }: Context): void {
  if (actor.role !== 'province' || region.length <= 4) return;
  throw new Refused('allocation-not-own', { zh: `省级不代办区划 ${region} 的指标`, en: `the province does not act for the allocation of region ${region}` }, 'forbidden');
}

function issue(data: AllocationIssued, state: AllocationState, context: Context): Decided {
  notYetOpened(state);
  known(context, 'programme', data.programmeId);
  soundOpening(data);
  soundOrigin(data.origin);
  return [{ type: 'AllocationIssued', data }];
}

/** The cited stream; a wish that names a programme nobody defined would bind the money to no terms at all. */
export function known(context: Context, noun: string, id: string): readonly Recorded[] {
  const events = context.cited.get(streamId(noun, id)) ?? [];
  if (events.length > 0) return events;
  throw new Refused(`${noun}-unknown`, { zh: `台账中没有 ${noun} ${id}`, en: `the ledger holds no ${noun} ${id}` });
}

/** Money is drawn from the paying county's own allocations; the region rule alone would not look at the other stream. */
export function sameCounty(region: string, allocationId: string, context: Context): void {
  const held = (known(context, 'allocation', allocationId)[0]?.data as AllocationOpened).region;
  if (held.slice(0, 6) === region.slice(0, 6)) return;
  throw new Refused('allocation-of-another-region', {
    zh: `指标 ${allocationId} 属于区划 ${held},不能由区划 ${region} 支用`,
    en: `allocation ${allocationId} belongs to region ${held}; region ${region} cannot draw on it`,
  });
}

function receive(data: ReceiveAllocation, state: AllocationState, context: Context): Decided {
  notYetOpened(state);
  ownLevel(data.region, context);
  soundOpening(data);
  const parent = known(context, 'allocation', data.fromAllocationId);
  const { programmeId, budgetYear, source, functionCode } = parent[0]?.data as AllocationOpened;
  const found = splitMeantFor(context.id, data, parent);
  const answered = found.data as AllocationSplit;
  if (answered.amountFen !== data.amountFen) {
    throw new Refused('split-amount-differs', {
      zh: `上级分解 ${groupedYuanOf(answered.amountFen)} 元,接收 ${groupedYuanOf(data.amountFen)} 元,金额不一致`,
      en: `the level above split ${groupedYuanOf(answered.amountFen)} yuan; ${groupedYuanOf(data.amountFen)} yuan cannot be received for it`,
    });
  }
  const { documentNumber } = answered;
  return [{ type: 'AllocationReceived', data: { ...data, programmeId, documentNumber, budgetYear, source, functionCode, splitAt: found.position } }];
}

function split(data: AllocationSplit, state: Opened, context: Context): Decided {
  ownLevel(state.opening.region, context);
  const taken = [...state.splits, ...state.withdrawn].some((earlier) => earlier.splitId === data.splitId || earlier.toAllocationId === data.toAllocationId);
  if (taken || data.toAllocationId === context.id) {
    throw new Refused('split-id-taken', { zh: '分解编号或下级指标编号已用过', en: 'the id of the split, or of the allocation it opens, was already used' });
  }
  const { region } = state.opening;
  if (region !== '00' && !covers(region, data.toRegion)) {
    throw new Refused('split-outside-region', { zh: `区划 ${data.toRegion} 不在本级 ${region} 辖内`, en: `region ${data.toRegion} does not lie within ${region}` });
  }
  mustBeFree(data, context);
  drawable(state.pots, data.amountFen);
  return [{ type: 'AllocationSplit', data }];
}

function adjust(data: AllocationAdjusted, { pots }: Opened): Decided {
  if (data.changeFen === 0) throw new Refused('adjustment-of-nothing', { zh: '调整金额为零', en: 'an adjustment of nothing' }, 'malformed');
  drawable(pots, -data.changeFen);
  countable(pots, data.changeFen);
  return [{ type: 'AllocationAdjusted', data }];
}

/** What another system paid before the change-over is paid. */
const openedPots = (by: 'issuedFen' | 'receivedFen' | 'carriedInFen', { amountFen, broughtOverPaidFen = 0 }: AllocationOpened): Pots => moved(come(EMPTY, by, amountFen), 'balanceFen', 'paidFen', broughtOverPaidFen);

function movedBy(pots: Pots, { type, data }: TransferEvent): Pots {
  switch (type) {
    case 'FundsIntegrated':
      return moved(pots, 'balanceFen', 'integratedOutFen', data.amountFen);
    case 'IntegratedFundsReceived':
      return come(pots, 'integratedInFen', data.amountFen);
    case 'CarriedOver':
      return moved(pots, 'balanceFen', 'carriedOutFen', data.amountFen);
    case 'CarriedFundsReceived':
      return come(pots, 'carriedInFen', data.amountFen);
    case 'AllocationReclaimed':
      return moved(pots, 'balanceFen', 'reclaimedFen', data.amountFen);
    case 'ReclaimedFundsReceived':
      return moved(pots, 'splitFen', 'balanceFen', data.amountFen);
  }
}

function evolve(before: AllocationState, event: AllocationEvent): AllocationState {
  const state = { ...before, posted: evolveDisclosure(before.posted, event) };
  switch (event.type) {
    case 'AllocationIssued':
      return { ...state, opening: event.data, pots: openedPots('issuedFen', event.data) };
    case 'AllocationReceived':
      return { ...state, opening: event.data, pots: openedPots('receivedFen', event.data) };
    case 'CarriedAllocationOpened':
      return { ...state, opening: event.data, pots: openedPots('carriedInFen', event.data), transfers: { ...state.transfers, carriesIn: [event.data] } };
    case 'AllocationSplit':
      return { ...state, splits: [...state.splits, event.data], pots: moved(state.pots, 'balanceFen', 'splitFen', event.data.amountFen) };
    case 'AllocationDeclined':
      return { ...state, declinedIn: event.data.region };
    case 'SplitWithdrawn':
      return afterWithdrawal(state, event.data.splitId);
    case 'AllocationAdjusted':
      return { ...state, pots: come(state.pots, 'adjustedFen', event.data.changeFen) };
    case 'FundsIntegrated':
    case 'IntegratedFundsReceived':
    case 'CarriedOver':
    case 'CarriedFundsReceived':
    case 'AllocationReclaimed':
    case 'ReclaimedFundsReceived':
      return { ...state, pots: movedBy(state.pots, event), transfers: evolveTransfer(state.transfers, event, before.posted.revisions, before.opening as AllocationOpened) };
    case 'UsePlanApproved':
      return { ...state, plans: planned(state.plans, event.data) };
    case 'IdleFundsExplained':
      return state;
    case 'FundsCommitted':
    case 'CommittedFundsPaid':
    case 'PaidFundsReturned':
    case 'CommitmentReleased':
      return { ...state, ...evolveCommitment(state, event) };
    case 'DisclosurePosted':
    case 'DisclosureWithdrawn':
    case 'StreamAttested':
      return state;
  }
}

function afterWithdrawal(state: AllocationState, splitId: string): AllocationState {
  const split = state.splits.find((each) => each.splitId === splitId) as AllocationSplit;
  return { ...state, splits: state.splits.filter((each) => each !== split), withdrawn: [...state.withdrawn, split], pots: moved(state.pots, 'splitFen', 'balanceFen', split.amountFen) };
}

type Cites = (id: string, data: never, state: AllocationState) => readonly string[];

/** Whatever is dated is decided with the books of its year at hand. */
const rule = (data: Class, by: readonly Role[], cites: Cites = () => [], more: Partial<CommandRule<AllocationState>> = {}): CommandRule<AllocationState> => ({
  data, kind: 'wish', by, ...more,
  cites: (id, sent, state) => [...cites(id, sent as never, state), yearStream(regionOf(state, sent), (sent as { occurredOn: string }).occurredOn)],
});

const step: readonly Role[] = [];
const finance: readonly Role[] = ['clerk', 'province'];
const opens = { opens: true };
const other = (id: string | undefined): readonly string[] => (id === undefined ? [] : [streamId('allocation', id)]);

const allocation: Decider<AllocationState, AllocationCommand, AllocationEvent> = {
  noun: 'allocation',
  events: EVENTS,
  commands: {
    IssueAllocation: rule(COMMANDS.IssueAllocation, ['province'], (_id, data: AllocationIssued) => [streamId('programme', data.programmeId)], opens),
    ReceiveAllocation: rule(COMMANDS.ReceiveAllocation, finance, (_id, data: ReceiveAllocation) => other(data.fromAllocationId), opens),
    OpenCarriedAllocation: rule(COMMANDS.OpenCarriedAllocation, finance, (_id, data: OpenCarriedAllocation) => other(data.carriedFromId), opens),
    DeclineAllocation: rule(COMMANDS.DeclineAllocation, finance, (_id, data: { fromAllocationId: string }) => other(data.fromAllocationId), opens),
    SplitAllocation: rule(COMMANDS.SplitAllocation, finance, (_id, data: AllocationSplit) => other(data.toAllocationId)),
    WithdrawSplit: rule(COMMANDS.WithdrawSplit, finance, (_id, data: { splitId: string }, { splits }) => other(splits.find(({ splitId }) => splitId === data.splitId)?.toAllocationId)),
    AdjustAllocation: rule(COMMANDS.AdjustAllocation, ['province']),
    IntegrateFunds: rule(COMMANDS.IntegrateFunds, finance, (_id, data: { toAllocationId: string }) => other(data.toAllocationId)),
    ReceiveIntegratedFunds: rule(COMMANDS.ReceiveIntegratedFunds, finance, (_id, data: { fromAllocationId: string }) => other(data.fromAllocationId)),
    CarryOver: rule(COMMANDS.CarryOver, finance, (_id, data: { toAllocationId?: string }) => other(data.toAllocationId)),
    ReceiveCarriedFunds: rule(COMMANDS.ReceiveCarriedFunds, finance, (_id, data: { carriedFromId: string }) => other(data.carriedFromId)),
    ReclaimAllocation: rule(COMMANDS.ReclaimAllocation, finance),
    ReceiveReclaimedFunds: rule(COMMANDS.ReceiveReclaimedFunds, finance, (_id, data: { fromAllocationId: string }) => other(data.fromAllocationId)),
    ApproveUsePlan: rule(COMMANDS.ApproveUsePlan, ['checker', 'province']),
    ExplainIdleFunds: { data: COMMANDS.ExplainIdleFunds, kind: 'report', by: finance },
    CommitFunds: rule(COMMANDS.CommitFunds, step),
    PayCommittedFunds: { data: COMMANDS.PayCommittedFunds, kind: 'wish', by: step },
    ReturnPaidFunds: { data: COMMANDS.ReturnPaidFunds, kind: 'wish', by: step },
    ReleaseCommitment: { data: COMMANDS.ReleaseCommitment, kind: 'wish', by: step },
    ...disclosureRules(finance),
  },
  initial,
  region: regionOf,
  decide,
  evolve,
};

export default allocation;
