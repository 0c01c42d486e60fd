/** What a project does for poor households (利益联结): agreements with co-operatives and firms, dividends, work they took part in, produce bought from them. */
import { dateAfterMonths } from '../identifiers/period';
import { malformed, mustBeCountable, mustBeInOrder } from './checks';
import type { CommandOf, CommandRule, Message, MessageOf, Role } from './decider';
import { BusinessDate, Choice, Code, Codes, Fen, Id, Integer, Part, Parts, Sha256, Uscc, Words } from './field';
import { PersistentMap } from './persistent-map';

const NUMBER = /^[^/|\s]{1,60}$/u;
const HOUSEHOLD = /^[A-Za-z0-9-]{1,64}$/;

/** 股份合作、订单、托管、务工、租赁、资产收益、量化入股(资金变股份)、管护, and what fits none of them. */
export const LINKAGE_MODES = ['shareholding', 'order-contract', 'trusteeship', 'wages', 'lease', 'asset-income', 'funds-as-shares', 'maintenance', 'other'] as const;

export class DividendSchedule {
  @Integer('months from one payment to the next', { min: 1, max: 120 }) everyMonths: number;
  @BusinessDate('day the first payment is due') firstDueOn: string;
  @Integer('payments in all', { min: 1, max: 240 }) times: number;
  @Fen('amount of each payment') amountFen: number;
  @Choice('whom the amount is for: each household named here, or all of them together', ['household', 'total']) per: 'household' | 'total';
}
/** Further events of one agreement add households, with what is due to those. */
export class LinkageAgreed {
  @Code('number of the agreement', NUMBER) agreementNumber: string;
  @Uscc('co-operative, firm or collective that undertakes it') entityUscc: string;
  @Words('its name', { optional: true, max: 100 }) entityName?: string;
  @Choice('how households gain', LINKAGE_MODES) mode: (typeof LINKAGE_MODES)[number];
  @Fen('public money put in under it', { optional: true }) fundsFen?: number;
  @Codes('households it gives something to', HOUSEHOLD, { max: 500 }) households: string[];
  @Part('dividends promised', () => DividendSchedule, { optional: true }) dividend?: DividendSchedule;
  @BusinessDate('last day it holds', { optional: true }) until?: string;
  @Sha256('hash of the agreement', { optional: true }) contentHash?: string;
  @BusinessDate('day it was agreed') occurredOn: string;
}
export class HouseholdDividend {
  @Id('household') householdId: string;
  @Fen('amount') amountFen: number;
}
export class DividendPaid {
  @Code('number of the agreement', NUMBER) agreementNumber: string;
  @Uscc('who paid') entityUscc: string;
  @BusinessDate('due day of the payment it settles, wholly or in part') periodDueOn: string;
  @Parts('who got what', () => HouseholdDividend, { max: 500 }) payments: HouseholdDividend[];
  @BusinessDate('day it was paid') occurredOn: string;
}
/** Work of their own: without it, production money paid out to households is cash in hand (A33). */
export class ParticipationReported {
  @Choice('what the households did', ['planting', 'breeding', 'labour', 'training', 'processing', 'maintenance', 'other']) activity: string;
  @Codes('households that took part', HOUSEHOLD, { max: 500 }) households: string[];
  @Uscc('co-operative or firm they worked with', { optional: true }) entityUscc?: string;
  @BusinessDate('first day') from: string;
  @BusinessDate('last day') until: string;
  @Sha256('hash of the attendance or inspection sheet', { optional: true }) recordHash?: string;
  @BusinessDate('day it was checked') occurredOn: string;
}
/** 政府购买服务、以购代捐、定向直供直销. */
export class ProcurementReported {
  @Choice('how it was bought', ['service-purchase', 'purchase-instead-of-donation', 'direct-supply', 'direct-sale']) channel: string;
  @Words('goods or service', { max: 200 }) what: string;
  @Words('who bought', { max: 100 }) buyerName: string;
  @Uscc('who bought', { optional: true }) buyerUscc?: string;
  @Uscc('co-operative or firm that sold, where it was not the households themselves', { optional: true }) sellerUscc?: string;
  @Codes('households whose goods or labour it was', HOUSEHOLD, { optional: true, max: 500 }) households?: string[];
  @Fen('price paid') amountFen: number;
  @Code('number of the contract', NUMBER, { optional: true }) contractNumber?: string;
  @BusinessDate('day of the purchase') occurredOn: string;
}

export const LINKAGE_EVENTS = { LinkageAgreed, DividendPaid, ParticipationReported, ProcurementReported };
const by: readonly Role[] = ['office'];
export const LINKAGE_COMMANDS = {
  AgreeLinkage: { data: LinkageAgreed, kind: 'report', by },
  PayDividend: { data: DividendPaid, kind: 'report', by },
  ReportParticipation: { data: ParticipationReported, kind: 'report', by },
  ReportProcurement: { data: ProcurementReported, kind: 'report', by },
} satisfies Record<string, CommandRule>;
export type LinkageEvent = MessageOf<typeof LINKAGE_EVENTS>;
export type LinkageCommand = CommandOf<typeof LINKAGE_COMMANDS>;

export interface Linkage {
  readonly entityUscc: string;
  readonly mode?: string;
  readonly fundsFen: number;
  readonly households: ReadonlySet<string>;
  readonly dividendsPaidFen: number;
}
export type Linkages = PersistentMap<Linkage>;
export const NO_LINKAGES: Linkages = PersistentMap.empty;

export const isLinkageCommand = (command: Message): command is LinkageCommand => Object.hasOwn(LINKAGE_COMMANDS, command.type);

/** The days a schedule names, in order. */
export const dueDays = ({ firstDueOn, everyMonths, times }: DividendSchedule): readonly string[] => Array.from({ length: times }, (_, n) => dateAfterMonths(firstDueOn, n * everyMonths));

/** What one payment of the schedule comes to for the households named with it. */
export const dividendFen = ({ dividend, households }: LinkageAgreed): number => (dividend === undefined ? 0 : dividend.per === 'household' ? dividend.amountFen * households.length : dividend.amountFen);

export function decideLinkage(command: LinkageCommand, linkages: Linkages): readonly LinkageEvent[] {
  switch (command.type) {
    case 'AgreeLinkage':
      return agree(command.data, linkages);
    case 'PayDividend':
      return pay(command.data, linkages);
    case 'ReportParticipation':
      mustNameOnce(command.data.households, '/households');
      mustBeInOrder(command.data.from, command.data.until, '/until');
      return [{ type: 'ParticipationReported', data: command.data }];
    case 'ReportProcurement':
      mustNameOnce(command.data.households ?? [], '/households');
      return [{ type: 'ProcurementReported', data: command.data }];
  }
}

/** An agreement that names no household at all is recorded: that is what a rule looks for. */
function agree(data: LinkageAgreed, linkages: Linkages): readonly LinkageEvent[] {
  mustNameOnce(data.households, '/households');
  mustBeCountable(dividendFen(data), '/dividend/amountFen');
  mustBeCountable((linkages.get(data.agreementNumber)?.fundsFen ?? 0) + (data.fundsFen ?? 0), '/fundsFen');
  mustBeInOrder(data.occurredOn, data.until, '/until');
  if (data.dividend?.per === 'household' && data.households.length === 0) {
    throw malformed('dividend-for-nobody', '/households', '按户约定的分红须写明户', 'a dividend for each household needs the households');
  }
  return [{ type: 'LinkageAgreed', data }];
}

function pay(data: DividendPaid, linkages: Linkages): readonly LinkageEvent[] {
  if (data.payments.length === 0) throw malformed('nothing-paid', '/payments', '未写明向哪些户支付了分红', 'no household is named that got a dividend');
  mustNameOnce(data.payments.map(({ householdId }) => householdId), '/payments');
  mustBeCountable(data.payments.reduce((sum, { amountFen }) => sum + amountFen, linkages.get(data.agreementNumber)?.dividendsPaidFen ?? 0), '/payments');
  return [{ type: 'DividendPaid', data }];
}

/** A household named twice would count twice. */
function mustNameOnce(households: readonly string[], pointer: string): void {
  const twice = households.find((household, index) => households.indexOf(household) !== index);
  if (twice !== undefined) throw malformed('household-twice', pointer, `户 ${twice} 写了两次`, `household ${twice} is named twice`);
}

const UNKNOWN: Omit<Linkage, 'entityUscc'> = { fundsFen: 0, households: new Set(), dividendsPaidFen: 0 };

export function evolveLinkages(linkages: Linkages, event: Message): Linkages {
  if (event.type === 'LinkageAgreed') {
    const { agreementNumber, entityUscc, mode, fundsFen = 0, households } = event.data as LinkageAgreed;
    const before = linkages.get(agreementNumber) ?? { ...UNKNOWN, entityUscc };
    return linkages.with(agreementNumber, { ...before, entityUscc, mode, fundsFen: before.fundsFen + fundsFen, households: new Set([...before.households, ...households]) });
  }
  if (event.type === 'DividendPaid') {
    const { agreementNumber, entityUscc, payments } = event.data as DividendPaid;
    const before = linkages.get(agreementNumber) ?? { ...UNKNOWN, entityUscc };
    return linkages.with(agreementNumber, { ...before, dividendsPaidFen: payments.reduce((sum, { amountFen }) => sum + amountFen, before.dividendsPaidFen) });
  }
  return linkages;
}
