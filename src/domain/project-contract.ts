/** What a project buys: tender, bids, award, contract, progress, invoices, retention. All of it happens outside and is reported. */
import { malformed, mustBeCountable, mustBeInOrder } from './checks';
import type { CommandOf, CommandRule, Message, MessageOf, Role } from './decider';
import { AccountRef, BusinessDate, Choice, Code, Fen, Integer, Parts, PersonRef, Sha256, Uscc, Words } from './field';
import { PersistentMap } from './persistent-map';
import { Refused } from './refused';

const NUMBER = /^[^/|\s]{1,60}$/u;

/** An amount of work: 3.2 kilometres = 3200. */
export class WorkQuantity {
  @Words('what is built or bought', { max: 100 }) item: string;
  @Words('unit', { max: 20 }) unit: string;
  @Integer('quantity in thousandths of the unit') quantityMilli: number;
}
export class ProjectTendered {
  @Code('number of the tender', NUMBER) tenderNumber: string;
  @Choice('how suppliers are asked', ['open', 'invited', 'negotiation', 'inquiry', 'single-source', 'self-build', 'direct']) method: string;
  @Choice('what is bought', ['works', 'goods', 'services']) category: 'works' | 'goods' | 'services';
  @Fen('budget or ceiling') budgetFen: number;
  @Fen('amount from which the unit held an open tender to be compulsory', { optional: true }) thresholdFen?: number;
  @Integer('lots', { min: 1, max: 100 }) lots: number;
  @BusinessDate('last day bids are taken') closesOn: string;
  @BusinessDate('day it was announced') occurredOn: string;
}
/** One bid. What bidders share (legal representative, contact, account, device) is how bidders who act together are seen. */
export class BidReceived {
  @Code('number of the tender', NUMBER) tenderNumber: string;
  @Integer('lot', { min: 1, max: 100, optional: true }) lot?: number;
  @Uscc('bidder') bidderUscc: string;
  @Words('name of the bidder', { max: 100 }) bidderName: string;
  @Fen('amount bid') amountFen: number;
  @PersonRef('legal representative of the bidder', { optional: true }) legalRepRef?: string;
  @PersonRef('person who handed the bid in', { optional: true }) contactRef?: string;
  @AccountRef('account the deposit came from', { optional: true }) accountRef?: string;
  @Sha256('keyed hash, made by the tender platform, of the device or network address it came from', { optional: true }) deviceHash?: string;
  @BusinessDate('day it was handed in') occurredOn: string;
}
export class ProjectAwarded {
  @Code('number of the tender', NUMBER) tenderNumber: string;
  @Integer('lot', { min: 1, max: 100, optional: true }) lot?: number;
  @Uscc('winner') winnerUscc: string;
  @Words('name of the winner', { max: 100 }) winnerName: string;
  @Fen('amount awarded') amountFen: number;
  @BusinessDate('first day the candidates were posted', { optional: true }) candidatesFrom?: string;
  @BusinessDate('last day the candidates were posted', { optional: true }) candidatesUntil?: string;
  @BusinessDate('day of the notice of award') occurredOn: string;
}
export class ContractSigned {
  @Code('number of the contract', NUMBER) contractNumber: string;
  @Uscc('contractor') contractorUscc: string;
  @Words('name of the contractor', { max: 100 }) contractorName: string;
  @Code('number of the tender it follows from', NUMBER, { optional: true }) tenderNumber?: string;
  @Integer('lot', { min: 1, max: 100, optional: true }) lot?: number;
  @Fen('amount of the contract') amountFen: number;
  @Integer('advance in basis points of the amount', { optional: true, max: 10_000 }) advanceBasisPoints?: number;
  @Integer('quality retention in basis points of the amount; absent: the contract is silent', { optional: true, max: 10_000 }) retentionBasisPoints?: number;
  @Parts('what is to be built or delivered', () => WorkQuantity, { optional: true, max: 100 }) quantities?: WorkQuantity[];
  @BusinessDate('first day of the works') startOn: string;
  @BusinessDate('last day of the works') endOn: string;
  @BusinessDate('day it was signed') occurredOn: string;
}
export class ContractAmended {
  @Code('number of the contract', NUMBER) contractNumber: string;
  @Fen('amount after the amendment', { optional: true }) amountFen?: number;
  @Integer('retention after the amendment, in basis points', { optional: true, max: 10_000 }) retentionBasisPoints?: number;
  @BusinessDate('last day of the works after the amendment', { optional: true }) endOn?: string;
  @Words('why', { max: 200 }) reason: string;
  @Code('number of the approving document', /^.{1,40}$/u, { optional: true }) documentNumber?: string;
  @BusinessDate('day of the amendment') occurredOn: string;
}
export class ProgressReported {
  @Code('number of the contract; absent: the project as a whole', NUMBER, { optional: true }) contractNumber?: string;
  @Integer('part of the works done, in basis points', { max: 10_000 }) basisPoints: number;
  @Fen('worth of the works done', { min: 0, optional: true }) amountDoneFen?: number;
  @BusinessDate('day it stood so') occurredOn: string;
}
export class InvoiceReceived {
  @Code('number of the contract', NUMBER, { optional: true }) contractNumber?: string;
  @Code('number of the invoice', /^[A-Za-z0-9-]{1,40}$/) invoiceNumber: string;
  @Uscc('seller on the invoice') sellerUscc: string;
  @Fen('amount with tax') amountFen: number;
  @BusinessDate('day on the invoice') occurredOn: string;
}
export class RetentionReleased {
  @Code('number of the contract', NUMBER) contractNumber: string;
  @Fen('amount released') amountFen: number;
  @BusinessDate('day it was released') occurredOn: string;
}

export const CONTRACT_EVENTS = { ProjectTendered, BidReceived, ProjectAwarded, ContractSigned, ContractAmended, ProgressReported, InvoiceReceived, RetentionReleased };
const by: readonly Role[] = ['office'];
export const CONTRACT_COMMANDS = {
  TenderProject: { data: ProjectTendered, kind: 'report', by },
  ReportBid: { data: BidReceived, kind: 'report', by },
  AwardProject: { data: ProjectAwarded, kind: 'report', by },
  SignContract: { data: ContractSigned, kind: 'report', by },
  AmendContract: { data: ContractAmended, kind: 'report', by },
  ReportProgress: { data: ProgressReported, kind: 'report', by },
  ReportInvoice: { data: InvoiceReceived, kind: 'report', by },
  ReleaseRetention: { data: RetentionReleased, kind: 'report', by },
} satisfies Record<string, CommandRule>;
export type ContractEvent = MessageOf<typeof CONTRACT_EVENTS>;
export type ContractCommand = CommandOf<typeof CONTRACT_COMMANDS>;

/** One contract as it stands. What was told of a number before its signing counts too; then the terms are still unknown. */
export interface Contract {
  readonly signed?: ContractSigned;
  /** After the last amendment. */
  readonly amountFen?: number;
  readonly endOn?: string;
  readonly retentionBasisPoints?: number;
  readonly invoicedFen: number;
  readonly retentionReleasedFen: number;
}
export interface Tender {
  readonly announced?: ProjectTendered;
  readonly bids: number;
  readonly awards: readonly ProjectAwarded[];
}
export interface Contracts {
  readonly tenders: PersistentMap<Tender>;
  readonly contracts: PersistentMap<Contract>;
  /** As last reported for the project as a whole. */
  readonly progressBasisPoints?: number;
}

export const NO_CONTRACTS: Contracts = { tenders: PersistentMap.empty, contracts: PersistentMap.empty };

export const isContractCommand = (command: Message): command is ContractCommand => Object.hasOwn(CONTRACT_COMMANDS, command.type);
const isContractEvent = (event: Message): event is ContractEvent => Object.hasOwn(CONTRACT_EVENTS, event.type);

/** A tender announced twice or a contract signed twice under one number would count twice; whatever else is irregular is recorded. */
export function decideContract(command: ContractCommand, { tenders, contracts }: Contracts): readonly ContractEvent[] {
  switch (command.type) {
    case 'TenderProject':
      return tender(command.data, tenders);
    case 'ReportBid':
      return [{ type: 'BidReceived', data: command.data }];
    case 'AwardProject':
      if (command.data.candidatesFrom !== undefined) mustBeInOrder(command.data.candidatesFrom, command.data.candidatesUntil, '/candidatesUntil');
      return [{ type: 'ProjectAwarded', data: command.data }];
    case 'SignContract':
      return sign(command.data, contracts);
    case 'AmendContract':
      return amend(command.data);
    case 'ReportProgress':
      return [{ type: 'ProgressReported', data: command.data }];
    case 'ReportInvoice':
      mustBeCountable((contracts.get(command.data.contractNumber ?? '')?.invoicedFen ?? 0) + command.data.amountFen, '/amountFen');
      return [{ type: 'InvoiceReceived', data: command.data }];
    case 'ReleaseRetention':
      mustBeCountable((contracts.get(command.data.contractNumber)?.retentionReleasedFen ?? 0) + command.data.amountFen, '/amountFen');
      return [{ type: 'RetentionReleased', data: command.data }];
  }
}

function tender(data: ProjectTendered, tenders: Contracts['tenders']): readonly ContractEvent[] {
  if (tenders.get(data.tenderNumber)?.announced) throw new Refused('tender-already-announced', { zh: `${data.tenderNumber} 号招标已经登记过`, en: `tender ${data.tenderNumber} is already on record` });
  mustBeInOrder(data.occurredOn, data.closesOn, '/closesOn');
  return [{ type: 'ProjectTendered', data }];
}

function sign(data: ContractSigned, contracts: Contracts['contracts']): readonly ContractEvent[] {
  if (contracts.get(data.contractNumber)?.signed) throw new Refused('contract-already-signed', { zh: `${data.contractNumber} 号合同已经登记过;变更请登记合同变更`, en: `contract ${data.contractNumber} is already on record; report a change as an amendment` });
  mustBeInOrder(data.startOn, data.endOn, '/endOn');
  return [{ type: 'ContractSigned', data }];
}

function amend(data: ContractAmended): readonly ContractEvent[] {
  if (data.amountFen === undefined && data.endOn === undefined && data.retentionBasisPoints === undefined) {
    throw malformed('nothing-amended', '/amountFen', '合同变更未写明变了什么:金额、工期或质保金比例', 'the amendment says of nothing what it became: amount, last day or retention');
  }
  return [{ type: 'ContractAmended', data }];
}

export function evolveContracts(before: Contracts, event: Message): Contracts {
  if (!isContractEvent(event)) return before;
  const tenderWith = (number: string, change: (tender: Tender) => Tender): Contracts =>
    ({ ...before, tenders: before.tenders.with(number, change(before.tenders.get(number) ?? { bids: 0, awards: [] })) });
  const contractWith = (number: string | undefined, change: (contract: Contract) => Contract): Contracts =>
    (number === undefined ? before : { ...before, contracts: before.contracts.with(number, change(before.contracts.get(number) ?? { invoicedFen: 0, retentionReleasedFen: 0 })) });
  switch (event.type) {
    case 'ProjectTendered':
      return tenderWith(event.data.tenderNumber, (tender) => ({ ...tender, announced: event.data }));
    case 'BidReceived':
      return tenderWith(event.data.tenderNumber, (tender) => ({ ...tender, bids: tender.bids + 1 }));
    case 'ProjectAwarded':
      return tenderWith(event.data.tenderNumber, (tender) => ({ ...tender, awards: [...tender.awards, event.data] }));
    case 'ContractSigned':
      // An amendment told before the signing still stands.
      return contractWith(event.data.contractNumber, (contract) => ({ ...termsOf(event.data), ...contract, signed: event.data }));
    case 'ContractAmended':
      return contractWith(event.data.contractNumber, (contract) => ({ ...contract, ...termsOf(event.data) }));
    case 'ProgressReported':
      return event.data.contractNumber === undefined ? { ...before, progressBasisPoints: event.data.basisPoints } : before;
    case 'InvoiceReceived':
      return contractWith(event.data.contractNumber, (contract) => ({ ...contract, invoicedFen: contract.invoicedFen + event.data.amountFen }));
    case 'RetentionReleased':
      return contractWith(event.data.contractNumber, (contract) => ({ ...contract, retentionReleasedFen: contract.retentionReleasedFen + event.data.amountFen }));
  }
}

/** Only what is said: an amendment leaves the rest as it was. */
const termsOf = ({ amountFen, endOn, retentionBasisPoints }: Pick<ContractAmended, 'amountFen' | 'endOn' | 'retentionBasisPoints'>): Pick<Contract, 'amountFen' | 'endOn' | 'retentionBasisPoints'> => ({
  ...(amountFen === undefined ? {} : { amountFen }), ...(endOn === undefined ? {} : { endOn }), ...(retentionBasisPoints === undefined ? {} : { retentionBasisPoints }),
});
