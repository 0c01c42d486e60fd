/** What a case may hold: how it came up, talks, conclusions, responsibility, orders and notices. */
import { BusinessDate, Choice, Code, Codes, Fen, Id, Part, Parts, PersonRef, Region, Sha256, Words, YesNo } from './field';
import { Subject, VIOLATIONS, type Violation } from './oversight';

/** The id of a flag: a hash. */
export const FLAG_ID = /^[0-9a-f]{64}$/;
export const ORIGINS = ['flag', 'complaint', 'audit', 'inspection', 'self-report'] as const;
export const CONCLUSIONS = ['confirmed', 'refuted', 'transferred'] as const;
/** 主体责任、监督责任: both are looked into for every confirmed case (双查). */
export const CHAINS = ['principal', 'supervision'] as const;
const LEVELS = ['province', 'prefecture', 'county', 'township', 'village', 'unit'] as const;

/** Nothing says who informed: that stays with the complaint, for those who must protect the informant. */
export class CaseOpened {
  @Region('region it concerns') region: string;
  @Words('title, nothing personal', { max: 200 }) title: string;
  @Choice('how it came up', ORIGINS) origin: (typeof ORIGINS)[number];
  @Parts('whom or what it is about', () => Subject, { max: 100 }) subjects: Subject[];
  @Codes('ids of the flags it takes up', FLAG_ID) flagIds: string[];
  @Fen('amount in question', { optional: true }) amountFen?: number;
  @BusinessDate('day it was opened') occurredOn: string;
}
export class FlagsAddedToCase {
  @Codes('ids of the flags', FLAG_ID) flagIds: string[];
  @BusinessDate('day they were added') occurredOn: string;
}
export class TalkHeld {
  @Choice('集中约谈 collective, 及时约谈 timely, 常态化约谈 regular', ['collective', 'timely', 'regular']) kind: 'collective' | 'timely' | 'regular';
  @Choice('level of those talked to', LEVELS) level: (typeof LEVELS)[number];
  @Words('post or office talked to', { max: 100 }) with: string;
  @Words('about what, nothing personal', { max: 300 }) about: string;
  @BusinessDate('day of the talk') occurredOn: string;
}
/** 三个区分开来: what is forgiven, and why, is written down like what is not. */
export class Tolerance {
  @YesNo('tolerated (容错免责)') tolerated: boolean;
  @Choice('一 pioneering without experience · 二 trying where no rule said otherwise · 三 unintended, for development; none where not tolerated', ['pioneering', 'no-clear-rule', 'unintended', 'none']) basis: 'pioneering' | 'no-clear-rule' | 'unintended' | 'none';
  @Words('reason') reasonText: string;
}
class Concluding {
  @Choice('查实 confirmed, 查否 refuted, 移送 transferred', CONCLUSIONS) conclusion: (typeof CONCLUSIONS)[number];
  @Choice('violation, where confirmed', VIOLATIONS, { optional: true }) violation?: Violation;
  @Fen('amount found', { min: 0 }) amountFen: number;
  @Words('reason, nothing personal') reasonText: string;
  @Codes('flags of the case that proved innocent although the case is confirmed', FLAG_ID, { optional: true }) refutedFlagIds?: string[];
  @Part('whether an error is tolerated', () => Tolerance, { optional: true }) tolerance?: Tolerance;
  @Words('office it is transferred to, where transferred', { max: 100, optional: true }) transferredTo?: string;
  @BusinessDate('day') occurredOn: string;
}
export class ConclusionProposed extends Concluding {}
export class ConcludeCase {
  @BusinessDate('day') occurredOn: string;
}
/** Holds what was proposed, and every flag it speaks of: whoever reads it needs no other event. */
export class CaseConcluded extends Concluding {
  @Codes('flags the conclusion speaks of', FLAG_ID) flagIds: string[];
}
export class ResponsibilityAssigned {
  @Choice('主体责任 principal, 监督责任 supervision', CHAINS) chain: (typeof CHAINS)[number];
  @Words('office', { max: 100 }) office: string;
  @Words('post', { max: 100 }) post: string;
  @PersonRef('who held it', { optional: true }) personRef?: string;
  @Choice('level', LEVELS) level: (typeof LEVELS)[number];
  @Choice('what followed', ['talk', 'criticism', 'admonition', 'adjustment', 'discipline', 'judicial', 'tolerated', 'no-fault']) action: string;
  @Words('reason, nothing personal', { max: 300, optional: true }) reasonText?: string;
  @BusinessDate('day') occurredOn: string;
}
/** As the office that must act sees it. */
export class RectificationOrder {
  @Region('region of the office that must act') region: string;
  @Words('office that must act', { max: 100 }) office: string;
  @Words('what must be put right, nothing personal') what: string;
  @Code('number of the order', /^.{1,40}$/u, { optional: true }) documentNumber?: string;
  @BusinessDate('last day for the report') dueOn: string;
  @BusinessDate('day of the order') occurredOn: string;
}
export class RectificationOrdered extends RectificationOrder {
  @Id('id of the rectification, minted by the sender; nothing of the case') rectificationId: string;
}
export class Instalment {
  @BusinessDate('last day') dueOn: string;
  @Fen('amount') amountFen: number;
}
/** As the office that recovers sees it. */
export class RecoveryOrder {
  @Region('region of the office that recovers') region: string;
  @Part('person or organisation it is recovered from', () => Subject) from: Subject;
  @Fen('amount') amountFen: number;
  @Code('number of the decision', /^.{1,40}$/u) decisionNumber: string;
  @Choice('where it goes: the treasury, or the channel it came from', ['treasury', 'original-channel']) returnTo: 'treasury' | 'original-channel';
  @Parts('instalments, where granted; they come to the amount', () => Instalment, { max: 60, optional: true }) instalments?: Instalment[];
  @BusinessDate('last day') dueOn: string;
  @BusinessDate('day of the decision') occurredOn: string;
}
export class RecoveryOrdered extends RecoveryOrder {
  @Id('id of the recovery, minted by the sender; nothing of the case') recoveryId: string;
}
/** Never automatic: the decision that carries it stands in it. */
export class DishonestyReferred {
  @Part('who is referred to the list of the dishonest', () => Subject) subject: Subject;
  @Words('legal basis', { max: 200 }) basis: string;
  @Code('number of the decision', /^.{1,40}$/u) decisionNumber: string;
  @BusinessDate('day') occurredOn: string;
}
export class NoticeSent {
  @Code('number of the notice', /^.{1,40}$/u) documentNumber: string;
  @Codes('recipients, as offices: party-committee, government, department', /^[a-z][a-z-]{0,39}$/) recipients: string[];
  @Codes('copies: inspection, organisation-department', /^[a-z][a-z-]{0,39}$/) copies: string[];
  @Words('what it tells, nothing personal') matter: string;
  @Sha256('hash of the notice', { optional: true }) contentHash?: string;
  @BusinessDate('last day for putting it right', { optional: true }) dueOn?: string;
  @BusinessDate('day it was sent') occurredOn: string;
}
export class CaseClosed {
  @Words('what came of it', { max: 300 }) resultText: string;
  @BusinessDate('day') occurredOn: string;
}
