/** A disbursement batch (批次): a list of lines to households' accounts, from opening to the last result, with maker and checker apart. */
import { groupedYuanOf } from '../identifiers/money';
import { known, sameCounty } from './allocation';
import { CORRECTION_COMMANDS, CORRECTION_EVENTS, reissue, repaid, reverse } from './batch-corrections';
import { DISPUTE_COMMANDS, Disputes, resolve } from './batch-disputes';
import { Lines, type Standing, type Tally } from './batch-lines';
import { type BatchFileRejected, RESULT_EVENTS, ReceiveResults, type ResultEvent, decideResults } from './batch-results';
import { snapshotOf } from './batch-snapshot';
import { type CommitmentAsked, commitmentStep } from './commitment';
import { type CommandRule, type Context, type Decider, type MessageOf, recordedBy, type Step, streamId } from './decider';
import { AccountRef, BusinessDate, Code, Codes, Fen, Id, Integer, Month, Parts, PersonRef, Region, Sha256, Words } from './field';
import { type FieldError, Refused } from './refused';
import { type KnownResults, allAnswered, alreadyReceived, causeOf, knownResults } from './results-files';

export class BatchOpened {
  @Region('county or township that pays') region: string;
  @Id('programme') programmeId: string;
  @Id('allocation the money comes from') allocationId: string;
  @Month('first month of the benefit period') benefitFrom: string;
  @Month('last month of the benefit period') benefitTo: string;
  @Integer('budget year', { min: 1990, max: 2199 }) budgetYear: number;
  @Integer('lines the office declares', { min: 1, max: 200_000 }) declaredCount: number;
  @Fen('total the office declares') declaredTotalFen: number;
  @Words('agent bank', { max: 60 }) bank: string;
  @Id('sealed roster it pays', { optional: true }) rosterId?: string;
  @Code('campaign that brought it over from another system: history, not late', /^[A-Za-z0-9-]{1,64}$/, { optional: true }) campaign?: string;
  @BusinessDate('day it was opened') occurredOn: string;
}

/** Part of a list, entered by submission; a list is entered in parts, in order. */
export class EnterDisbursements {
  @Parts('lines', () => DisbursementEntered, { max: 5_000 }) lines: DisbursementEntered[];
}

/** One line. Its ordinal is never used again, also after a rejection. */
export class DisbursementEntered {
  @Integer('line number within the batch, from 1', { min: 1 }) ordinal: number;
  @Integer('row in the file it came from', { min: 1, optional: true }) fileRow?: number;
  @Id('household, where the register knows it', { optional: true }) householdId?: string;
  @PersonRef('who is to get the money') payeeRef: string;
  @AccountRef('account it goes to') accountRef: string;
  @Region('village or township of the payee', { optional: true }) region?: string;
  @Integer('quantity in thousandths of the unit of the standard', { optional: true }) quantityMilli?: number;
  @Fen('standard per unit', { optional: true }) standardFen?: number;
  @Fen('due before deductions', { optional: true }) dueFen?: number;
  @Fen('deducted', { min: 0, optional: true }) deductedFen?: number;
  @Fen('to be paid') amountFen: number;
  @Id('earlier line it tops up or pays in arrears, as batch-ordinal', { optional: true }) supplements?: string;
  @Codes('amber findings of the intake, left to the rules', /^[A-Z]\d{2}$/, { optional: true }) amber?: string[];
}

export class BatchSubmitted {
  @Integer('lines') count: number;
  @Fen('sum of the lines') totalFen: number;
  @Sha256('hash of the lines in references: the same list has the same hash, whatever its file') contentHash: string;
  @Integer('lines declared and split off on purpose, because they cannot be paid as written', { optional: true }) splitOffCount?: number;
  @Fen('sum of the lines split off', { min: 0, optional: true }) splitOffFen?: number;
  @BusinessDate('day of submission') occurredOn: string;
}
export class BatchApproved {
  @BusinessDate('day of approval') occurredOn: string;
}
export class BatchRejected {
  @Words('why') reason: string;
  @BusinessDate('day of rejection') occurredOn: string;
}
export class BatchSent {
  @BusinessDate('day it went to the bank') occurredOn: string;
}

export class CloseBatch {
  @BusinessDate('day of closing') occurredOn: string;
}
export class BatchClosed {
  @Fen('commitment released back to the allocation', { min: 0 }) releasedFen: number;
  @BusinessDate('day of closing') occurredOn: string;
}

const EVENTS = {
  BatchOpened, DisbursementEntered, BatchSubmitted, BatchApproved, BatchRejected, BatchSent, ...RESULT_EVENTS, ...CORRECTION_EVENTS, BatchClosed,
};
const COMMANDS = {
  OpenBatch: BatchOpened, EnterDisbursements, SubmitBatch: BatchSubmitted, ApproveBatch: BatchApproved, RejectBatch: BatchRejected, SendBatch: BatchSent,
  ReceiveResults, ...DISPUTE_COMMANDS, ...CORRECTION_COMMANDS, CloseBatch,
};
export type BatchEvent = MessageOf<typeof EVENTS>;
export type BatchCommand = MessageOf<typeof COMMANDS>;

export interface BatchState {
  readonly status: 'none' | 'open' | 'submitted' | 'approved' | 'sent' | 'closed';
  readonly opening?: BatchOpened;
  /** Everyone who opened, entered or submitted: none of them may approve. */
  readonly makers: ReadonlySet<string>;
  /** Events so far, which is the revision of the next. */
  readonly revisions: number;
  /** Shared by all states of one fold and changed in place by `evolve`. */
  readonly lines: Lines;
  readonly results: readonly KnownResults[];
  /** Like the lines: of one fold, changed in place. */
  readonly disputes: Disputes;
  /** Total of the list last rejected, which a lost race may have left committed. */
  readonly rejectedFen: number;
}

type Decided = readonly BatchEvent[];

function decide(command: BatchCommand, state: BatchState, context: Context): Decided {
  switch (command.type) {
    case 'OpenBatch':
      return open(command.data, state, context);
    case 'EnterDisbursements':
      return enter(command.data, standing(state, 'open'));
    case 'SubmitBatch':
      return submit(command.data, standing(state, 'open'));
    case 'ApproveBatch':
      return approve(command.data, standing(state, 'submitted'), context);
    case 'RejectBatch':
      standing(state, 'submitted');
      return [{ type: 'BatchRejected', data: command.data }];
    case 'SendBatch':
      standing(state, 'approved');
      return [{ type: 'BatchSent', data: command.data }];
    case 'ReceiveResults':
      return results(command.data, standing(state, 'approved', 'sent', 'closed'));
    case 'ResolveDispute':
      return resolve(command.data, standing(state, 'approved', 'sent', 'closed').disputes);
    case 'ReissueDisbursement':
      return reissue(command.data, standing(state, 'approved', 'sent').lines);
    case 'ReverseDisbursement':
      return reverse(command.data, standing(state, 'approved', 'sent', 'closed').lines, state.status === 'closed');
    case 'ReportFundsRepaid':
      return repaid(command.data, standing(state, 'approved', 'sent', 'closed').lines);
    case 'CloseBatch':
      return close(command.data, standing(state, 'approved', 'sent'));
  }
}

const STATUS_TEXT = {
  none: { zh: '未开立', en: 'unknown' }, open: { zh: '编制中', en: 'open' }, submitted: { zh: '已提交待审', en: 'submitted' },
  approved: { zh: '已审批', en: 'approved' }, sent: { zh: '已送银行', en: 'sent to the bank' }, closed: { zh: '已办结', en: 'closed' },
} as const;

type Opened = BatchState & { readonly opening: BatchOpened };

function standing(state: BatchState, ...wanted: readonly BatchState['status'][]): Opened {
  if (wanted.includes(state.status)) return state as Opened;
  if (state.status === 'none') throw new Refused('batch-unknown', { zh: '台账中没有此批次', en: 'the ledger holds no such batch' }, 'unknown');
  throw new Refused(`batch-${state.status === 'closed' ? 'closed' : `not-${String(wanted[0])}`}`, {
    zh: `批次现为“${STATUS_TEXT[state.status].zh}”,须为“${wanted.map((status) => STATUS_TEXT[status].zh).join('”或“')}”时才能如此办理`,
    en: `the batch is ${STATUS_TEXT[state.status].en}; this needs it to be ${wanted.map((status) => STATUS_TEXT[status].en).join(' or ')}`,
  });
}

function open(data: BatchOpened, state: BatchState, context: Context): Decided {
  if (state.status !== 'none') throw new Refused('batch-already-opened', { zh: '此编号的批次已存在', en: 'a batch of this id already exists' });
  if (data.benefitTo < data.benefitFrom) {
    throw new Refused('benefit-period-backwards', { zh: `补贴期间止月 ${data.benefitTo} 早于起月 ${data.benefitFrom}`, en: `the benefit period ends in ${data.benefitTo}, before it begins in ${data.benefitFrom}` }, 'malformed');
  }
  known(context, 'programme', data.programmeId);
  sameCounty(data.region, data.allocationId, context);
  return [{ type: 'BatchOpened', data }];
}

/** Ordinals rise through the whole life of the batch, so that `batch/ordinal` names one line for ever. */
function enter({ lines: entered }: EnterDisbursements, { lines, opening }: Opened): Decided {
  const errors: FieldError[] = [];
  let last = lines.lastOrdinal;
  let totalFen = lines.totalFen;
  for (const [index, { ordinal, amountFen }] of entered.entries()) {
    if (ordinal <= last) errors.push({ pointer: `/lines/${String(index)}/ordinal`, code: 'line-ordinal-used', text: { zh: `明细序号 ${String(ordinal)} 已用过或未递增`, en: `line number ${String(ordinal)} was used before or does not rise` } });
    last = Math.max(last, ordinal);
    totalFen += amountFen;
  }
  if (errors.length > 0) throw new Refused('line-ordinal-used', { zh: '明细序号须递增且不得重用', en: 'line numbers must rise and are never used again' }, 'malformed', errors.slice(0, 100));
  if (lines.count + entered.length > opening.declaredCount) throw countDiffers(lines.count + entered.length, opening.declaredCount);
  if (totalFen > opening.declaredTotalFen) throw totalDiffers(totalFen, opening.declaredTotalFen);
  return entered.map((data) => ({ type: 'DisbursementEntered', data }));
}

const countDiffers = (count: number, declared: number): Refused =>
  new Refused('batch-count-differs', { zh: `申报 ${String(declared)} 笔,明细 ${String(count)} 笔(B01)`, en: `${String(declared)} lines were declared, ${String(count)} are there (B01)` });
const totalDiffers = (totalFen: number, declaredFen: number): Refused =>
  new Refused('batch-total-differs', { zh: `申报 ${groupedYuanOf(declaredFen)} 元,明细合计 ${groupedYuanOf(totalFen)} 元(B02)`, en: `${groupedYuanOf(declaredFen)} yuan were declared, the lines come to ${groupedYuanOf(totalFen)} yuan (B02)` });

/** Declared = entered + split off on purpose, in count and in money; and the caller counted the same lines the ledger holds. */
function submit(data: BatchSubmitted, { lines, opening }: Opened): Decided {
  if (lines.count === 0) throw new Refused('batch-empty', { zh: '批次没有明细,不能提交', en: 'the batch has no lines to submit' });
  const [splitOffCount, splitOffFen] = [data.splitOffCount ?? 0, data.splitOffFen ?? 0];
  if (lines.count + splitOffCount !== opening.declaredCount) throw countDiffers(lines.count + splitOffCount, opening.declaredCount);
  if (lines.totalFen + splitOffFen !== opening.declaredTotalFen) throw totalDiffers(lines.totalFen + splitOffFen, opening.declaredTotalFen);
  if (data.count !== lines.count) throw countDiffers(lines.count, data.count);
  if (data.totalFen !== lines.totalFen) throw totalDiffers(lines.totalFen, data.totalFen);
  return [{ type: 'BatchSubmitted', data }];
}

function approve(data: BatchApproved, { makers }: Opened, { actor }: Context): Decided {
  if (makers.has(actor.id)) {
    throw new Refused('batch-maker-is-checker', { zh: '批次须由编制、提交人以外的人审批', en: 'a batch must be approved by somebody other than who made or submitted it' }, 'forbidden');
  }
  return [{ type: 'BatchApproved', data }];
}

function results(data: ReceiveResults, { lines, disputes, status, results: files }: Opened): readonly ResultEvent[] {
  return alreadyReceived(data, files) ? [] : decideResults(data, { lines, disputes, results: files, closed: status === 'closed' });
}

function close({ occurredOn }: CloseBatch, { lines, disputes, results: files }: Opened): Decided {
  const pending = lines.tally('pending').count;
  if (pending > 0) throw new Refused('batch-lines-pending', { zh: `还有 ${String(pending)} 笔没有银行结果,不能办结`, en: `${String(pending)} lines still await the bank; the batch cannot be closed` });
  allAnswered(files, disputes);
  return [{ type: 'BatchClosed', data: { releasedFen: lines.totalFen - lines.paidFen, occurredOn } }];
}

const initial: BatchState = { status: 'none', makers: new Set(), revisions: 0, lines: new Lines(), results: [], disputes: new Disputes(), rejectedFen: 0 };

/** Every fold gets lines of its own with its first event, whichever that is: a reader by business date may leave out the opening. */
function evolve(before: BatchState, event: BatchEvent): BatchState {
  const fresh = before === initial ? { lines: new Lines(), disputes: new Disputes() } : {};
  const state = { ...before, ...fresh, revisions: before.revisions + 1 };
  const { lines, disputes } = state;
  switch (event.type) {
    case 'BatchOpened':
      return { ...state, status: 'open', opening: event.data, makers: withMaker(new Set(), event) };
    case 'DisbursementEntered':
      lines.enter(event.data.ordinal, event.data.amountFen, event.data.payeeRef, event.data.accountRef);
      return { ...state, makers: withMaker(state.makers, event) };
    case 'BatchSubmitted':
      return { ...state, status: 'submitted', makers: withMaker(state.makers, event) };
    case 'BatchApproved':
      return { ...state, status: 'approved' };
    case 'BatchRejected':
      return { ...state, status: 'open', lines: new Lines(lines.lastOrdinal), rejectedFen: lines.totalFen };
    case 'BatchSent':
      return { ...state, status: 'sent' };
    case 'ResultsReceived':
      return { ...state, results: [...state.results, knownResults(event.data)] };
    case 'BatchFileRejected':
      return { ...state, status: toBeSentAgain(state, event.data) ? 'approved' : state.status, results: [...state.results, knownResults(event.data)] };
    case 'ResultDisputed':
      disputes.raise(before.revisions, event.data);
      return state;
    case 'DisputeResolved':
      disputes.answer(event.data.disputeRevision);
      return state;
    case 'DisbursementSettled':
      lines.stand(event.data.ordinal, 'settled', true, before.revisions);
      disputes.lineMoved(event.data.ordinal);
      return state;
    case 'DisbursementFailed':
      lines.stand(event.data.ordinal, 'failed', false);
      disputes.lineMoved(event.data.ordinal);
      return state;
    case 'DisbursementReturned':
      lines.stand(event.data.ordinal, 'returned', false);
      disputes.lineMoved(event.data.ordinal);
      return state;
    case 'DisbursementReissued':
      lines.reissue(event.data.ordinal, event.data.attempt, event.data.payeeRef, event.data.accountRef);
      disputes.lineMoved(event.data.ordinal);
      return state;
    case 'DisbursementReversed':
      lines.stand(event.data.ordinal, 'reversed', !event.data.moneyBack);
      disputes.lineMoved(event.data.ordinal);
      return state;
    case 'BatchClosed':
      return { ...state, status: 'closed' };
    case 'FailedFundsRepaid':
      return state;
  }
}

function withMaker(makers: ReadonlySet<string>, event: BatchEvent): ReadonlySet<string> {
  const maker = recordedBy(event);
  return maker === undefined || makers.has(maker) ? makers : new Set(makers).add(maker);
}

/** A batch the bank took nothing of goes to it again once mended; of a duplicate (B07) it holds the first. */
const toBeSentAgain = ({ status, lines }: BatchState, { rejection }: BatchFileRejected): boolean =>
  status === 'sent' && rejection !== 'B07' && lines.tally('pending').count === lines.count;

/** What a batch says of itself at any moment: declared = pending + settled + failed + returned + reversed once its list is entered. */
export function talliesOf({ lines }: BatchState): Readonly<Record<Standing, Tally>> {
  return {
    pending: lines.tally('pending'), settled: lines.tally('settled'), failed: lines.tally('failed'),
    returned: lines.tally('returned'), reversed: lines.tally('reversed'),
  };
}

const move = (id: string, state: BatchState, ...what: CommitmentAsked): readonly Step[] => commitmentStep('batch', id, (state.opening as BatchOpened).allocationId, ...what);

/** An approval refused after all may be asked for again under its key when the list was entered anew: its steps then need keys of their own. */
const anew = ({ revisions }: BatchState, steps: readonly Step[]): readonly Step[] => steps.map((step) => ({ ...step, name: `${step.name}-${String(revisions)}` }));

/** Amounts stand in the events themselves: a retry may come when the batch has moved on, and must ask for the same. */
const after: NonNullable<CommandRule<BatchState>['after']> = (id, events, state) => {
  const event = events[0] as BatchEvent | undefined;
  switch (event?.type) {
    case 'ResultsReceived': {
      const { settledFen, backFen = 0, releasedFen = 0, occurredOn } = event.data;
      const cause = causeOf(event.data);
      return [
        ...move(id, state, 'PayCommittedFunds', settledFen, occurredOn, cause),
        ...move(id, state, 'ReturnPaidFunds', backFen, occurredOn, cause),
        ...move(id, state, 'ReleaseCommitment', releasedFen, occurredOn, cause),
      ];
    }
    case 'DisbursementReversed': {
      const { ordinal, reversesRevision, moneyBack, amountFen, releasedFen = 0, occurredOn } = event.data;
      const cause = `reversal-${String(ordinal)}-${String(reversesRevision)}`;
      return [...move(id, state, 'ReturnPaidFunds', moneyBack ? amountFen : 0, occurredOn, cause), ...move(id, state, 'ReleaseCommitment', releasedFen, occurredOn, cause)];
    }
    case 'BatchClosed':
      return move(id, state, 'ReleaseCommitment', event.data.releasedFen, event.data.occurredOn, 'closing');
    default:
      return [];
  }
};

const occurredOn = (data: object): string => (data as { occurredOn: string }).occurredOn;
const batch: Decider<BatchState, BatchCommand, BatchEvent> = {
  noun: 'batch',
  events: EVENTS,
  commands: {
    OpenBatch: {
      data: COMMANDS.OpenBatch, kind: 'wish', by: ['clerk'], opens: true,
      cites: (_id, data) => [streamId('allocation', (data as BatchOpened).allocationId), streamId('programme', (data as BatchOpened).programmeId)],
    },
    EnterDisbursements: { data: COMMANDS.EnterDisbursements, kind: 'wish', by: ['clerk'] },
    SubmitBatch: { data: COMMANDS.SubmitBatch, kind: 'wish', by: ['clerk'] },
    ApproveBatch: {
      data: COMMANDS.ApproveBatch, kind: 'wish', by: ['checker'],
      before: (id, data, state) => anew(state, move(id, state, 'CommitFunds', state.lines.totalFen, occurredOn(data))),
      undo: (id, data, state) => (state.status === 'open' ? anew(state, move(id, state, 'ReleaseCommitment', state.rejectedFen, occurredOn(data), 'not-approved')) : []),
    },
    RejectBatch: { data: COMMANDS.RejectBatch, kind: 'wish', by: ['checker'] },
    SendBatch: { data: COMMANDS.SendBatch, kind: 'wish', by: ['clerk'] },
    ReceiveResults: { data: COMMANDS.ReceiveResults, kind: 'report', by: ['bank'], after },
    ResolveDispute: { data: COMMANDS.ResolveDispute, kind: 'wish', by: ['checker'] },
    ReissueDisbursement: { data: COMMANDS.ReissueDisbursement, kind: 'wish', by: ['clerk'] },
    ReverseDisbursement: { data: COMMANDS.ReverseDisbursement, kind: 'wish', by: ['clerk'], after },
    ReportFundsRepaid: { data: COMMANDS.ReportFundsRepaid, kind: 'report', by: ['bank', 'clerk'] },
    CloseBatch: { data: COMMANDS.CloseBatch, kind: 'wish', by: ['clerk'], after },
  },
  initial,
  region: (state, data) => state.opening?.region ?? (data as BatchOpened).region,
  decide,
  evolve,
  snapshot: snapshotOf(evolve, withMaker, knownResults),
};
export default batch;
