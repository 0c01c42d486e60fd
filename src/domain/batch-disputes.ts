/** What a bank says of a batch that the ledger cannot take as it stands (争议回盘): recorded as said, moving no money, open until it is answered. */
import { STANDINGS, type Standing } from './batch-lines';
import type { MessageOf } from './decider';
import { AccountRef, BusinessDate, Choice, Fen, Id, Integer, Words } from './field';
import { Refused } from './refused';

/** Why a line failed at the bank (财政部/bank practice); F99 keeps the bank's own words. */
export const FAILURE_REASONS = ['F01', 'F02', 'F03', 'F04', 'F05', 'F06', 'F07', 'F08', 'F09', 'F10', 'F11', 'F12', 'F13', 'F14', 'F99'] as const;
export type FailureReason = (typeof FAILURE_REASONS)[number];
export const OUTCOMES = ['settled', 'failed', 'returned'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What only a reader of the file can see: the row names no line, or cannot be read. */
export const ROW_DISPUTES = ['line-unknown', 'line-ambiguous', 'line-twice', 'account-differs', 'row-unreadable'] as const;
export const DISPUTE_KINDS = [
  ...ROW_DISPUTES, 'amount-differs', 'attempt-unknown', 'second-result', 'money-released', 'count-differs', 'total-differs', 'rejected-after-results',
] as const;
export type DisputeKind = (typeof DISPUTE_KINDS)[number];

export class ResultDisputed {
  @Id('results file') resultsId: string;
  @Choice('what is irregular', DISPUTE_KINDS) kind: DisputeKind;
  @Integer('line the bank names, or its row was matched to', { min: 1, optional: true }) ordinal?: number;
  @Integer('attempt it speaks of', { min: 1, optional: true }) attempt?: number;
  @Integer('row of the file', { min: 1, optional: true }) fileRow?: number;
  @AccountRef('account it names, where that is not the account of the line', { optional: true }) accountRef?: string;
  @Choice('outcome it states', OUTCOMES, { optional: true }) outcome?: Outcome;
  @Fen('amount it states', { min: 0, optional: true }) statedAmountFen?: number;
  @Fen('amount of the line, or sum of the lines, in the ledger', { min: 0, optional: true }) amountFen?: number;
  @Integer('lines it declares', { optional: true }) statedCount?: number;
  @Integer('lines counted', { optional: true }) count?: number;
  @Choice('reason it states', FAILURE_REASONS, { optional: true }) reason?: FailureReason;
  @Words("the bank's own words", { optional: true, max: 100 }) bankText?: string;
  @Choice('how the line stood before, and still stands', STANDINGS, { optional: true }) before?: Standing;
  @BusinessDate('day the bank acted') occurredOn: string;
}

/** `bank-agreed` follows from a later results file; the other two are a person's answer. */
export const RESOLUTIONS = ['bank-agreed', 'ledger-stands', 'bank-right'] as const;
export class DisputeResolved {
  @Integer('revision of the ResultDisputed in this stream') disputeRevision: number;
  @Integer('line', { min: 1, optional: true }) ordinal?: number;
  @Choice('bank-agreed: a later results file says what the ledger holds; ledger-stands: the bank was wrong; bank-right: it was right, and corrected by other events', RESOLUTIONS)
  resolution: (typeof RESOLUTIONS)[number];
  @Id('results file that agrees', { optional: true }) resultsId?: string;
  @Words('what was found, and on which evidence', { optional: true }) reason?: string;
  @BusinessDate('day it was resolved') occurredOn: string;
}
/** Command of the checker: somebody looked, and says what was found. */
export class ResolveDispute {
  @Integer('revision of the ResultDisputed in this stream') disputeRevision: number;
  @Choice('ledger-stands: the bank was wrong; bank-right: it was right, and corrected by other events', ['ledger-stands', 'bank-right']) resolution: 'ledger-stands' | 'bank-right';
  @Words('what was found, and on which evidence') reason: string;
  @BusinessDate('day it was resolved') occurredOn: string;
}

export const DISPUTE_EVENTS = { ResultDisputed, DisputeResolved };
export const DISPUTE_COMMANDS = { ResolveDispute };
export type DisputeEvent = MessageOf<typeof DISPUTE_EVENTS>;

/** A dispute as the batch remembers it, to know it when it is said again and to answer it. */
export interface KnownDispute {
  readonly revision: number;
  readonly open: boolean;
  readonly said: ResultDisputed;
}

/** Kinds that end by themselves once the bank says of the line what the ledger says. */
const ENDS_BY_AGREEMENT: ReadonlySet<DisputeKind> = new Set(['second-result', 'amount-differs', 'attempt-unknown']);

/** Cumulative files say the same every day; a row that names nothing is known only by its place in its file. */
function keyOf({ kind, ordinal, attempt, accountRef, outcome, statedAmountFen, statedCount, before, resultsId, fileRow }: ResultDisputed): string {
  const named = ordinal !== undefined || accountRef !== undefined;
  return [kind, ordinal, attempt, accountRef, outcome, statedAmountFen, statedCount, before, named ? '' : resultsId, named ? '' : fileRow].join('|');
}

/** Disputes of one batch; like its `Lines`, they belong to the one fold that made them and are changed in place by `evolve`. */
export class Disputes {
  openCount = 0;
  private readonly byRevision = new Map<number, KnownDispute>();
  private readonly byKey = new Map<string, number>();
  private readonly byLine = new Map<number, number[]>();

  constructor(known: Iterable<KnownDispute> = []) {
    for (const dispute of known) this.keep(dispute);
  }

  /** Every dispute still remembered, in order: what a snapshot holds. */
  list(): readonly KnownDispute[] {
    return [...this.byRevision.values()];
  }

  get size(): number {
    return this.byRevision.size;
  }

  get(revision: number): KnownDispute | undefined {
    return this.byRevision.get(revision);
  }

  isKnown(said: ResultDisputed): boolean {
    return this.byKey.has(keyOf(said));
  }

  raise(revision: number, said: ResultDisputed): void {
    this.keep({ revision, open: true, said });
  }

  answer(revision: number): void {
    const dispute = this.byRevision.get(revision);
    if (!dispute?.open) return;
    this.byRevision.set(revision, { ...dispute, open: false });
    this.openCount -= 1;
  }

  /** A line that moved makes what was answered before worth saying again. */
  lineMoved(ordinal: number): void {
    const kept = (this.byLine.get(ordinal) ?? []).filter((revision) => {
      const dispute = this.byRevision.get(revision);
      if (!dispute || dispute.open) return dispute !== undefined;
      this.byRevision.delete(revision);
      this.byKey.delete(keyOf(dispute.said));
      return false;
    });
    if (kept.length > 0) this.byLine.set(ordinal, kept);
    else this.byLine.delete(ordinal);
  }

  /** Open disputes of a line that a result just taken agrees with. */
  endedBy(ordinal: number, attempt: number, outcome: Outcome): readonly KnownDispute[] {
    const ofLine = (this.byLine.get(ordinal) ?? []).flatMap((revision) => this.byRevision.get(revision) ?? []);
    return ofLine.filter(({ open, said }) => open && ENDS_BY_AGREEMENT.has(said.kind) && said.attempt === attempt && (said.outcome === 'settled') === (outcome === 'settled'));
  }

  private keep(dispute: KnownDispute): void {
    const { revision, open, said } = dispute;
    this.byRevision.set(revision, dispute);
    this.byKey.set(keyOf(said), revision);
    if (open) this.openCount += 1;
    if (said.ordinal === undefined) return;
    const ofLine = this.byLine.get(said.ordinal);
    if (ofLine) ofLine.push(revision);
    else this.byLine.set(said.ordinal, [revision]);
  }

  /** The first of the open ones; all of them are facts. */
  toJSON(): object {
    const open = this.list().filter((dispute) => dispute.open);
    return { open: this.openCount, items: open.slice(0, 100).map(({ revision, said }) => ({ revision, ...said })) };
  }
}

export function resolve(data: ResolveDispute, disputes: Disputes): readonly DisputeEvent[] {
  const dispute = disputes.get(data.disputeRevision);
  const revision = String(data.disputeRevision);
  if (!dispute) throw new Refused('dispute-unknown', { zh: `本批次第 ${revision} 号事件不是争议回盘,或其后该明细已有变动`, en: `event ${revision} of this batch is no dispute, or its line has moved since` }, 'unknown');
  if (!dispute.open) throw new Refused('dispute-already-resolved', { zh: `第 ${revision} 号争议已有结论`, en: `dispute ${revision} was already resolved` });
  return [{ type: 'DisputeResolved', data: { ...data, ...(dispute.said.ordinal === undefined ? {} : { ordinal: dispute.said.ordinal }) } }];
}
