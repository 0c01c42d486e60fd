/** An allocation (指标): money of one source and purpose at one level, from issue or receipt to the last fen paid, reclaimed or left. */
import { BusinessDate, Choice, Code, Fen, Id, Integer, Region, Words } from './field';

export const SOURCES = [
  'central', 'provincial', 'prefectural', 'county', 'east-west-cooperation', 'designated-assistance', 'social-donation', 'debt', 'land-quota-proceeds',
] as const;
const DOCUMENT = /^.{1,40}$/u;
const FUNCTION_CODE = /^\d{3,7}$/;

class AllocationOpened {
  @Region('region of the office that holds it') region: string;
  @Id('programme whose terms bind it') programmeId: string;
  @Code('number of the document that issued it, normalised with 〔〕', DOCUMENT) documentNumber: string;
  @Integer('budget year', { min: 1990, max: 2199 }) budgetYear: number;
  @Choice('where the money comes from', SOURCES) source: (typeof SOURCES)[number];
  @Code('government function class, e.g. 2130505', FUNCTION_CODE) functionCode: string;
  @Fen('amount') amountFen: number;
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

/** What a batch or payment order sets aside at approval, pays, gets back and releases. */
class CommitmentMove {
  @Choice('what holds the commitment', ['batch', 'payment']) holder: 'batch' | 'payment';
  @Id('id of that batch or payment order') holderId: string;
  @Fen('amount') amountFen: number;
  @BusinessDate('business date of the cause') occurredOn: string;
}
export class FundsCommitted extends CommitmentMove {}
export class CommittedFundsPaid extends CommitmentMove {
  @Id('results file or voucher it follows from') causeId: string;
}
export class PaidFundsReturned extends CommitmentMove {
  @Id('results file or reversal it follows from') causeId: string;
}
export class CommitmentReleased extends CommitmentMove {
  @Id('closing or late return it follows from') causeId: string;
}

