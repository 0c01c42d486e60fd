/** What a household is in the register: its class, the evidence it was judged by, its income, and aid refused to it or declined by it. */
import { malformed, mustBeInOrder } from './checks';
import type { CommandOf, CommandRule, MessageOf, Role } from './decider';
import { BusinessDate, Choice, Code, Fen, Id, Integer, Part, PersonRef, Sha256, Words, YesNo } from './field';
import { Refused } from './refused';

export const STATUSES = ['registered', 'exited', 'returned', 'removed', 'added-back', 'low-income', 'destitute'] as const;

/** A campaign of corrections (回头看, 动态调整): thousands of compensating events under one id, nothing overwritten. */
export const CAMPAIGN = /^[A-Za-z0-9-]{1,64}$/;

/** 两不愁三保障 and drinking water, as found: true where the household has it. */
export class Criteria {
  @YesNo('enough to eat') food: boolean;
  @YesNo('enough to wear') clothing: boolean;
  @YesNo('compulsory education is secured') education: boolean;
  @YesNo('basic medical care is secured') medical: boolean;
  @YesNo('safe housing is secured') housing: boolean;
  @YesNo('safe drinking water; absent where it was not yet asked', { optional: true }) water?: boolean;
}
/** Steps of the procedure on file: appraisal by the villagers, verification, consent of the household, posting. */
export class Procedure {
  @BusinessDate('day the villagers appraised it', { optional: true }) appraisedOn?: string;
  @BusinessDate('day village and resident team verified it', { optional: true }) verifiedOn?: string;
  @YesNo('the household agreed in writing', { optional: true }) agreed?: boolean;
  @BusinessDate('first day posted in the village', { optional: true }) postedFrom?: string;
  @BusinessDate('last day posted', { optional: true }) postedUntil?: string;
  @Sha256('hash of the record on file', { optional: true }) recordHash?: string;
}
export class Judged {
  @Part('evidence it was judged by', () => Criteria, { optional: true }) criteria?: Criteria;
  @Fen('income per person and year it was judged by', { min: 0, optional: true }) incomePerPersonFen?: number;
  @Fen('poverty line it was held against', { optional: true }) lineFen?: number;
  @Words('office that judged', { max: 100, optional: true }) evaluator?: string;
}
/** 脱贫 is no loss of eligibility: policies go on, until `policyUntil` where an end is set. */
export class StatusMarked extends Judged {
  @Choice('status: 脱贫 exited, 返贫 returned, 剔除 removed, 补录 added-back', STATUSES) status: (typeof STATUSES)[number];
  @Code('campaign of corrections it belongs to', CAMPAIGN, { optional: true }) campaign?: string;
  @Words('basis', { max: 200 }) basis: string;
  @BusinessDate('day it holds from') occurredOn: string;
  @Part('procedure on file', () => Procedure, { optional: true }) procedure?: Procedure;
  @BusinessDate('last day policies go on (享受政策)', { optional: true }) policyUntil?: string;
}
export class IncomeReported {
  @Integer('year', { min: 1990, max: 2199 }) year: number;
  @Fen('income per person in that year', { min: 0 }) perPersonFen: number;
  @Fen('poverty line of that year', { optional: true }) lineFen?: number;
  @Choice('who says so', ['household', 'village', 'verification', 'data-match']) source: string;
  @BusinessDate('day of the report') occurredOn: string;
}
class AidNotGiven {
  @PersonRef('person it was meant for; absent where the whole household', { optional: true }) personRef?: string;
  @Id('programme') programmeId: string;
  @Words('why, nothing personal', { max: 200 }) reason: string;
  @BusinessDate('day') occurredOn: string;
}
/** An office answered an application with no. */
export class BenefitRefused extends AidNotGiven {
  @Code('number of the answer', /^.{1,40}$/u, { optional: true }) documentNumber?: string;
}
/** The person or household did not want it. */
export class AidDeclined extends AidNotGiven {
  @Sha256('hash of the signed statement', { optional: true }) recordHash?: string;
}

/** In force by its business date: a correction of the past leaves what came after it. */
export interface Standing {
  /** Empty before registration. */
  readonly status: string;
  readonly statusOn: string;
  readonly policyUntil: string | undefined;
}

export const STATUS_EVENTS = { StatusMarked, IncomeReported, BenefitRefused, AidDeclined };
export const statusRules = (by: readonly Role[]) => ({
  MarkStatus: { data: StatusMarked, kind: 'wish', by },
  ReportIncome: { data: IncomeReported, kind: 'report', by },
  RefuseBenefit: { data: BenefitRefused, kind: 'wish', by },
  ReportAidDeclined: { data: AidDeclined, kind: 'report', by },
}) satisfies Record<string, CommandRule>;

export type StatusEvent = MessageOf<typeof STATUS_EVENTS>;
export type StatusCommand = CommandOf<ReturnType<typeof statusRules>>;

const NAMES: readonly string[] = Object.keys(statusRules([]));
export const isStatusCommand = (command: { readonly type: string }): command is StatusCommand => NAMES.includes(command.type);

/** A campaign may say again of an earlier day what holds today. */
function markStatus(data: StatusMarked, standing: Standing): StatusEvent[] {
  mustBeInOrder(data.occurredOn, data.policyUntil, '/policyUntil');
  mustBeInOrder(data.procedure?.postedFrom ?? '', data.procedure?.postedUntil, '/procedure/postedUntil');
  const same = data.status === standing.status && (data.policyUntil === undefined || data.policyUntil === standing.policyUntil);
  const corrects = data.campaign !== undefined && data.occurredOn !== standing.statusOn;
  if (same && !corrects) throw new Refused('status-unchanged', { zh: '该户已是此状态', en: 'the household has this status already' });
  return [{ type: 'StatusMarked', data }];
}

function reportIncome(data: IncomeReported): StatusEvent[] {
  if (String(data.year) > data.occurredOn.slice(0, 4)) throw malformed('income-of-a-year-to-come', '/year', '收入所属年度晚于申报日期', 'the year of the income lies after the report');
  return [{ type: 'IncomeReported', data }];
}

export function decideStatus(command: StatusCommand, standing: Standing): StatusEvent[] {
  switch (command.type) {
    case 'MarkStatus':
      return markStatus(command.data, standing);
    case 'ReportIncome':
      return reportIncome(command.data);
    case 'RefuseBenefit':
      return [{ type: 'BenefitRefused', data: command.data }];
    case 'ReportAidDeclined':
      return [{ type: 'AidDeclined', data: command.data }];
  }
}

export function evolveStatus<S extends Standing>(state: S, event: StatusEvent): S {
  if (event.type !== 'StatusMarked' || event.data.occurredOn < state.statusOn) return state;
  return { ...state, status: event.data.status, statusOn: event.data.occurredOn, policyUntil: event.data.policyUntil };
}
