/** How an allocation opens (issued, received from the level above, carried over from another year), and where its money comes from. */
import { BusinessDate, Choice, Code, Fen, Id, Integer, Part, PersonRef, Region, Uscc, Words, YesNo } from './field';
import { Refused } from './refused';

export const SOURCES = [
  'central', 'provincial', 'prefectural', 'county', 'east-west-cooperation', 'designated-assistance', 'social-donation', 'debt', 'land-quota-proceeds', 'collective-economy',
] as const;
export const DOCUMENT = /^.{1,40}$/u;
const FUNCTION_CODE = /^\d{3,7}$/;
const CAMPAIGN = /^[A-Za-z0-9-]{1,64}$/;

/** What an allocation opens with, however it came. */
export class AllocationOpened {
  @Region('region of the office that holds it') region: string;
  @Id('programme whose terms bind it') programmeId: string;
  @Code('number of the document that issued it, normalised with 〔〕', DOCUMENT) documentNumber: string;
  @Integer('budget year', { min: 1990, max: 2199 }) budgetYear: number;
  @Choice('where the money comes from', SOURCES) source: (typeof SOURCES)[number];
  @Code('government function class, e.g. 2130505', FUNCTION_CODE) functionCode: string;
  @Fen('amount') amountFen: number;
  @Code('campaign that brought it over from another system: history, not late', CAMPAIGN, { optional: true }) campaign?: string;
  @Fen('of that amount, already paid out in the system it was brought over from', { optional: true }) broughtOverPaidFen?: number;
  @BusinessDate('day of the document') occurredOn: string;
}

/** Who gave the money and on which conditions, where it is no ordinary transfer: donations, assistance, loans, land quota, assets of the collective. */
export class MoneyOrigin {
  @Words('organisation that gave it', { optional: true, max: 100 }) giverName?: string;
  @Uscc('organisation that gave it', { optional: true }) giverUscc?: string;
  @PersonRef('person who gave it', { optional: true }) giverRef?: string;
  @Region('region that gave it: the partner of a cooperation', { optional: true }) giverRegion?: string;
  @Words('what the giver meant it for', { optional: true, max: 200 }) designation?: string;
  @YesNo('given in kind: the amount is a valuation', { optional: true }) inKind?: boolean;
  @Words('how the valuation was made', { optional: true, max: 200 }) valuationBasis?: string;
  @Words('unit that sends cadres to the village and answers for the money', { optional: true, max: 100 }) sendingUnit?: string;
  @Region('village it is tied to', { optional: true, digits: [12] }) villageRegion?: string;
  @PersonRef('person responsible for it', { optional: true }) responsibleRef?: string;
  @Choice('what of the collective it is: funds, assets or resources (三资)', ['funds', 'assets', 'resources', 'party-dues'], { optional: true }) collectiveKind?: 'funds' | 'assets' | 'resources' | 'party-dues';
  @Words('asset or resource it comes from', { optional: true, max: 200 }) assetName?: string;
  @Integer('area of land quota sold, in thousandths of a mu', { min: 1, optional: true }) quotaAreaMilliMu?: number;
  @Fen('price of the quota per mu', { optional: true }) tradePriceFenPerMu?: number;
  @Words('who bought the quota', { optional: true, max: 100 }) buyerName?: string;
  @Words('who lent it', { optional: true, max: 100 }) lenderName?: string;
  @YesNo('a government promised repayment', { optional: true }) repaymentPromised?: boolean;
  @YesNo('a government stands surety', { optional: true }) guaranteeGiven?: boolean;
  @Code('number of the contract of loan, gift or trade', DOCUMENT, { optional: true }) contractNumber?: string;
}

/** The root of a fund. */
export class AllocationIssued extends AllocationOpened {
  @Words('purpose as the document words it', { optional: true, max: 200 }) purposeText?: string;
  @Part('where it comes from, where it is no ordinary transfer', () => MoneyOrigin, { optional: true }) origin?: MoneyOrigin;
  @Words('minutes of the meeting that decided it', { optional: true, max: 100 }) meetingRef?: string;
  @Words('factor or ground it was allotted by', { optional: true, max: 200 }) factor?: string;
}

/** Command of the lower level: cites the split it answers. */
export class ReceiveAllocation {
  @Id('allocation it was split from') fromAllocationId: string;
  @Id('the split it answers') splitId: string;
  @Region('region of the office that receives') region: string;
  @Fen('amount received; equal to the split') amountFen: number;
  @Code('campaign that brought it over from another system: history, not late', CAMPAIGN, { optional: true }) campaign?: string;
  @Fen('of that amount, already paid out in the system it was brought over from', { optional: true }) broughtOverPaidFen?: number;
  @BusinessDate('day of receipt') occurredOn: string;
}

/** A child opens: programme, source and year are the parent's. */
export class AllocationReceived extends AllocationOpened {
  @Id('allocation it was split from') fromAllocationId: string;
  @Id('the split it answers') splitId: string;
  @Integer('ledger position of that split') splitAt: number;
}

/** Command of the office that carried money over: opens its allocation of a later year. */
export class OpenCarriedAllocation {
  @Id('allocation of the earlier year') carriedFromId: string;
  @Id('the carry-over it answers') carryId: string;
  @Region('region of the office, the same as before') region: string;
  @Fen('amount; equal to the carry-over') amountFen: number;
  @BusinessDate('day it is taken into the later year') occurredOn: string;
}

/** What is left of one year opens an allocation of a later one: programme, source and function class stay what they were. */
export class CarriedAllocationOpened extends AllocationOpened {
  @Id('allocation of the earlier year') carriedFromId: string;
  @Id('the carry-over it answers') carryId: string;
  @Integer('ledger position of that carry-over') carriedAt: number;
}

/** Only what another system did before the change-over can be brought over, and never more than there was. */
export function soundOpening({ campaign, broughtOverPaidFen, amountFen }: Pick<AllocationOpened, 'campaign' | 'broughtOverPaidFen' | 'amountFen'>): void {
  if (broughtOverPaidFen === undefined) return;
  if (campaign === undefined) {
    throw new Refused('brought-over-without-campaign', { zh: '带入已支付金额须写明迁移批号(campaign)', en: 'an amount paid in another system needs the campaign that brings it over' }, 'malformed');
  }
  if (broughtOverPaidFen > amountFen) throw new Refused('brought-over-exceeds', { zh: '带入的已支付金额超过指标金额', en: 'more was paid elsewhere than the allocation held' }, 'malformed');
}

/** Terms that contradict themselves could be read either way. */
export function soundOrigin(origin: MoneyOrigin | undefined): void {
  if (origin?.inKind === true && origin.valuationBasis === undefined) {
    throw new Refused('valuation-basis-missing', { zh: '实物捐赠须写明估价依据', en: 'what is given in kind needs the basis of its valuation' }, 'malformed');
  }
}
