/** A programme (补贴项目): what money of one kind may be used for, for whom, at which standard; effective-dated, per region. */
import { BusinessDate, Choice, Choices, Codes, Fen, Integer, Region, Words, YesNo } from './field';

/** What a payment is for; the negative list and the allowed uses speak in these words (财农〔2017〕8号 for the forbidden ones). */
export const PURPOSES = [
  'production', 'rural-infrastructure', 'household-subsidy', 'wage-of-post', 'training', 'interest-subsidy', 'insurance-premium', 'house-rebuilding',
  'relocation', 'management-fee', 'unit-basic-expenditure', 'vehicles-and-equipment', 'bonus-and-welfare', 'enterprise-loss', 'office-building',
  'gap-and-debt', 'large-construction', 'urban-infrastructure', 'publicity', 'other',
] as const;

/** One version of a programme: what holds from `effectiveFrom` until the next version begins. */
class ProgrammeTerms {
  @BusinessDate('day the event happened by the business calendar') occurredOn: string;
  @Words('name as published') name: string;
  @Words('legal or policy basis, as a document number or article') basis: string;
  @BusinessDate('first day this version holds') effectiveFrom: string;
  @Choice('who is paid', ['person', 'household', 'organisation']) payee: 'person' | 'household' | 'organisation';
  @Choice('how often the same payee is due', ['monthly', 'quarterly', 'yearly', 'once', 'by-progress']) cadence: 'monthly' | 'quarterly' | 'yearly' | 'once' | 'by-progress';
  @Fen('standard per unit and period', { optional: true }) standardFen?: number;
  @Choice('what the standard is per', ['person', 'household', 'mu', 'square-metre', 'item'], { optional: true }) standardPer?: string;
  @Fen('most a payee may get in a policy year', { optional: true }) capFen?: number;
  @Choices('purposes the money may be spent on', PURPOSES) allowedPurposes: string[];
  @Choices('purposes the money must never be spent on', PURPOSES) negativeList: string[];
  @Codes('economic classes allowed, as prefixes (303, 310…); empty = any', /^\d{3,5}$/) economicClasses: string[];
  @Codes('programme ids that exclude this one for the same payee and period', /^[A-Za-z0-9-]{1,64}$/) exclusiveWith: string[];
  @YesNo('benefit ends with the death of the payee (A02)') endsWithDeath: boolean;
  @Integer('calendar days a roster stays posted before payment', { max: 365 }) rosterPostingDays: number;
  @Integer('working days from receipt to payment; absent for monthly items and works paid by progress', { min: 1, max: 365, optional: true }) payWithinWorkdays?: number;
}

export class ProgrammeDefined extends ProgrammeTerms {
  @Region('region whose programme it is') region: string;
}

export class ProgrammeRevised extends ProgrammeTerms {
  @Words('why it was revised') reason: string;
}

export class ProgrammeEnded {
  @BusinessDate('last day the programme holds') occurredOn: string;
  @Words('why it ended') reason: string;
}
