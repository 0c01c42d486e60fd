/** An allocation (指标): money of one source and purpose at one level, from issue or receipt to the last fen paid, reclaimed or left. */
import { groupedYuanOf } from '../identifiers/money';
import {
  COMMITMENT_COMMANDS, COMMITMENT_EVENTS, EMPTY, type Held, type Pots, decideCommitment, drawable, evolveCommitment, moved,
} from './commitment';
import type { CommandRule, Context, Decider, MessageOf, Recorded } from './decider';
import { covers, streamId } from './decider';
import { DISCLOSURE_COMMANDS, DISCLOSURE_EVENTS, NOTHING_POSTED, type Posted, decideDisclosure, disclosureRules, evolveDisclosure } from './disclosure';
import { BusinessDate, Choice, Code, Fen, Id, Integer, Region, Words } from './field';
import { PersistentMap } from './persistent-map';
import { Refused } from './refused';

export const SOURCES = [
  'central', 'provincial', 'prefectural', 'county', 'east-west-cooperation', 'designated-assistance', 'social-donation', 'debt', 'land-quota-proceeds',
] as const;
const DOCUMENT = /^.{1,40}$/u;
const FUNCTION_CODE = /^\d{3,7}$/;

/** What an allocation opens with, whether issued or received. */
export class AllocationOpened {
  @Region('region of the office that holds it') region: string;
  @Id('programme whose terms bind it') programmeId: string;
  @Code('number of the document that issued it, normalised with 〔〕', DOCUMENT) documentNumber: string;
  @Integer('budget year', { min: 1990, max: 2199 }) budgetYear: number;
  @Choice('where the money comes from', SOURCES) source: (typeof SOURCES)[number];
  @Code('government function class, e.g. 2130505', FUNCTION_CODE) functionCode: string;
  @Fen('amount') amountFen: number;
  @Code('campaign that brought it over from another system: history, not late', /^[A-Za-z0-9-]{1,64}$/, { optional: true }) campaign?: string;
  @BusinessDate('day of the document') occurredOn: string;
}

/** The root of a fund. */
export class AllocationIssued extends AllocationOpened {
  @Words('purpose as the document words it', { optional: true, max: 200 }) purposeText?: string;
}

/** Command of the lower level: cites the split it answers. */
export class ReceiveAllocation {
  @Id('allocation it was split from') fromAllocationId: string;
  @Id('the split it answers') splitId: string;
  @Region('region of the office that receives') region: string;
  @Fen('amount received; equal to the split') amountFen: number;
  @Code('campaign that brought it over from another system: history, not late', /^[A-Za-z0-9-]{1,64}$/, { optional: true }) campaign?: string;
  @BusinessDate('day of receipt') occurredOn: string;
}

/** A child opens: programme, source and year are the parent's. */
export class AllocationReceived extends AllocationOpened {
  @Id('allocation it was split from') fromAllocationId: string;
  @Id('the split it answers') splitId: string;
  @Integer('ledger position of that split') splitAt: number;
}

export class AllocationSplit {
  @Id('names this split within the allocation') splitId: string;
  @Id('allocation the receiver will open') toAllocationId: string;
  @Region('region it goes to') toRegion: string;
  @Code('number of the splitting document', DOCUMENT) documentNumber: string;
  @Fen('amount') amountFen: number;
  @BusinessDate('day of the document') occurredOn: string;
}

export class AllocationAdjusted {
  @Integer('change of the amount in fen, negative for a cut', { min: -Number.MAX_SAFE_INTEGER }) changeFen: number;
  @Code('number of the adjusting document', DOCUMENT) documentNumber: string;
  @Words('why') reason: string;
  @BusinessDate('day of the document') occurredOn: string;
}

export class AllocationReclaimed {
  @Fen('amount taken back by the level above') amountFen: number;
  @Code('number of the reclaiming document', DOCUMENT) documentNumber: string;
  @Words('why') reason: string;
  @BusinessDate('day of the document') occurredOn: string;
}

const EVENTS = {
  AllocationIssued, AllocationReceived, AllocationSplit, AllocationAdjusted, AllocationReclaimed,
  ...COMMITMENT_EVENTS, ...DISCLOSURE_EVENTS,
};
const COMMANDS = {
  IssueAllocation: AllocationIssued, ReceiveAllocation, SplitAllocation: AllocationSplit, AdjustAllocation: AllocationAdjusted, ReclaimAllocation: AllocationReclaimed,
  ...COMMITMENT_COMMANDS, ...DISCLOSURE_COMMANDS,
};
export type AllocationEvent = MessageOf<typeof EVENTS>;
export type AllocationCommand = MessageOf<typeof COMMANDS>;

export interface AllocationState extends Held {
  /** The opening event; undefined before it. */
  readonly opening?: AllocationOpened;
  readonly splits: readonly AllocationSplit[];
  readonly posted: Posted;
}

const initial: AllocationState = { pots: EMPTY, splits: [], commitments: PersistentMap.empty, posted: NOTHING_POSTED };

/** The identity of a fund at one moment; `residualFen` is 0 unless the ledger is wrong. */
export interface Identity extends Pots {
  readonly residualFen: number;
}

/** (issued or received) ± adjusted = split + committed + paid + reclaimed + balance. */
export function identityOf({ pots }: AllocationState): Identity {
  const come = pots.issuedFen + pots.receivedFen + pots.adjustedFen;
  const gone = pots.splitFen + pots.committedFen + pots.paidFen + pots.reclaimedFen;
  return { ...pots, residualFen: come - gone - pots.balanceFen };
}

/** Splits still on their way: only the children's streams know which were received, so the caller names them. */
export const inTransitFen = (state: AllocationState, receivedSplitIds: ReadonlySet<string>): number =>
  state.splits.reduce((sum, split) => (receivedSplitIds.has(split.splitId) ? sum : sum + split.amountFen), 0);

type Decided = readonly AllocationEvent[];

function decide(command: AllocationCommand, state: AllocationState, context: Context): Decided {
  switch (command.type) {
    case 'IssueAllocation':
      return issue(command.data, state, context);
    case 'ReceiveAllocation':
      return receive(command.data, state, context);
    case 'SplitAllocation':
      return split(command.data, opened(state), context);
    case 'AdjustAllocation':
      return adjust(command.data, opened(state));
    case 'ReclaimAllocation':
      return reclaim(command.data, opened(state));
    case 'CommitFunds':
    case 'PayCommittedFunds':
    case 'ReturnPaidFunds':
    case 'ReleaseCommitment':
      return decideCommitment(command, opened(state));
    case 'PostDisclosure':
    case 'WithdrawDisclosure':
      return decideDisclosure(command, opened(state).posted);
  }
}

type Opened = AllocationState & { readonly opening: AllocationOpened };

function opened(state: AllocationState): Opened {
  if (state.opening) return state as Opened;
  throw new Refused('allocation-unknown', { zh: '台账中没有此指标', en: 'the ledger holds no such allocation' }, 'unknown');
}

function notYetOpened(state: AllocationState): void {
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
  const parent = known(context, 'allocation', data.fromAllocationId);
  const { programmeId, budgetYear, source, functionCode } = parent[0]?.data as AllocationOpened;
  const found = parent.find((event) => event.type === 'AllocationSplit' && (event.data as AllocationSplit).splitId === data.splitId);
  if (!found) throw new Refused('split-unknown', { zh: `上级指标没有分解 ${data.splitId}`, en: `the allocation above holds no split ${data.splitId}` });
  const answered = found.data as AllocationSplit;
  if (answered.toAllocationId !== context.id || answered.toRegion !== data.region) {
    throw new Refused('split-not-yours', {
      zh: `分解 ${data.splitId} 是给区划 ${answered.toRegion}、指标 ${answered.toAllocationId} 的`,
      en: `split ${data.splitId} is meant for region ${answered.toRegion}, allocation ${answered.toAllocationId}`,
    });
  }
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
  const taken = state.splits.some((earlier) => earlier.splitId === data.splitId || earlier.toAllocationId === data.toAllocationId);
  if (taken || data.toAllocationId === context.id) {
    throw new Refused('split-id-taken', { zh: '分解编号或下级指标编号已用过', en: 'the id of the split, or of the allocation it opens, was already used' });
  }
  const { region } = state.opening;
  if (region !== '00' && !covers(region, data.toRegion)) {
    throw new Refused('split-outside-region', { zh: `区划 ${data.toRegion} 不在本级 ${region} 辖内`, en: `region ${data.toRegion} does not lie within ${region}` });
  }
  drawable(state.pots, data.amountFen);
  return [{ type: 'AllocationSplit', data }];
}

function adjust(data: AllocationAdjusted, { pots }: Opened): Decided {
  if (data.changeFen === 0) throw new Refused('adjustment-of-nothing', { zh: '调整金额为零', en: 'an adjustment of nothing' }, 'malformed');
  drawable(pots, -data.changeFen);
  if (!Number.isSafeInteger(pots.balanceFen + data.changeFen) || !Number.isSafeInteger(pots.adjustedFen + data.changeFen)) {
    throw new Refused('amount-out-of-range', { zh: '金额超出可准确记账的范围', en: 'the amount is beyond what can be kept exactly' }, 'malformed');
  }
  return [{ type: 'AllocationAdjusted', data }];
}

function reclaim(data: AllocationReclaimed, { pots }: Opened): Decided {
  drawable(pots, data.amountFen);
  return [{ type: 'AllocationReclaimed', data }];
}

function evolve(before: AllocationState, event: AllocationEvent): AllocationState {
  const state = { ...before, posted: evolveDisclosure(before.posted, event) };
  switch (event.type) {
    case 'AllocationIssued':
      return { ...state, opening: event.data, pots: { ...EMPTY, issuedFen: event.data.amountFen, balanceFen: event.data.amountFen } };
    case 'AllocationReceived':
      return { ...state, opening: event.data, pots: { ...EMPTY, receivedFen: event.data.amountFen, balanceFen: event.data.amountFen } };
    case 'AllocationSplit':
      return { ...state, splits: [...state.splits, event.data], pots: moved(state.pots, 'balanceFen', 'splitFen', event.data.amountFen) };
    case 'AllocationAdjusted':
      return { ...state, pots: { ...state.pots, adjustedFen: state.pots.adjustedFen + event.data.changeFen, balanceFen: state.pots.balanceFen + event.data.changeFen } };
    case 'AllocationReclaimed':
      return { ...state, pots: moved(state.pots, 'balanceFen', 'reclaimedFen', event.data.amountFen) };
    case 'FundsCommitted':
    case 'CommittedFundsPaid':
    case 'PaidFundsReturned':
    case 'CommitmentReleased':
      return { ...state, ...evolveCommitment(state, event) };
    case 'DisclosurePosted':
    case 'DisclosureWithdrawn':
      return state;
  }
}

const step: CommandRule['by'] = [];
const allocation: Decider<AllocationState, AllocationCommand, AllocationEvent> = {
  noun: 'allocation',
  events: EVENTS,
  commands: {
    IssueAllocation: {
      data: COMMANDS.IssueAllocation, kind: 'wish', by: ['province'], opens: true,
      cites: (_id, data) => [streamId('programme', (data as AllocationIssued).programmeId)],
    },
    ReceiveAllocation: {
      data: COMMANDS.ReceiveAllocation, kind: 'wish', by: ['clerk', 'province'], opens: true,
      cites: (_id, data) => [streamId('allocation', (data as ReceiveAllocation).fromAllocationId)],
    },
    SplitAllocation: { data: COMMANDS.SplitAllocation, kind: 'wish', by: ['clerk', 'province'] },
    AdjustAllocation: { data: COMMANDS.AdjustAllocation, kind: 'wish', by: ['province'] },
    ReclaimAllocation: { data: COMMANDS.ReclaimAllocation, kind: 'wish', by: ['clerk', 'province'] },
    CommitFunds: { data: COMMANDS.CommitFunds, kind: 'wish', by: step },
    PayCommittedFunds: { data: COMMANDS.PayCommittedFunds, kind: 'wish', by: step },
    ReturnPaidFunds: { data: COMMANDS.ReturnPaidFunds, kind: 'wish', by: step },
    ReleaseCommitment: { data: COMMANDS.ReleaseCommitment, kind: 'wish', by: step },
    ...disclosureRules(['clerk', 'province']),
  },
  initial,
  region: (state, data) => state.opening?.region ?? (data as AllocationOpened).region,
  decide,
  evolve,
};

export default allocation;
