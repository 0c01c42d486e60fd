/** A rule's releases and parameters: which text judges from when on, with which numbers, in which region. */
import { BusinessDate, Choice, Code, Integer, Parts, Region, Sha256, Words } from './field';

const NAME = /^[a-zA-Z][A-Za-z0-9]{0,59}$/;
export const HARMS = ['diversion', 'misappropriation', 'enterprise-loan', 'disclosure-lapse', 'delay', 'eligibility', 'process', 'integrity'] as const;

/** A number a rule reads, effective-dated and by region; the most specific region in force on the date it is read at wins. */
export class RuleParameter {
  @Code('name, with the unit last', NAME) name: string;
  @Integer('value', { min: -Number.MAX_SAFE_INTEGER }) value: number;
  @Words('basis: statute, plan, or "proposal"', { max: 200 }) basis: string;
}
export class RuleReleased {
  @Code('code', /^A\d{2}$/) code: string;
  @Integer('version, from 1', { min: 1 }) version: number;
  @Words('title in Chinese', { max: 100 }) titleZh: string;
  @Words('title in English', { max: 100 }) titleEn: string;
  @Choice('harm', HARMS) harm: (typeof HARMS)[number];
  @Words('full text of the query', { max: 60_000 }) sql: string;
  @Words('full text of the queries that say what touches it', { max: 60_000 }) touches: string;
  @Sha256('hash of query, touches and parameters') textHash: string;
  @Parts('parameters with their defaults, in force from the beginning', () => RuleParameter) parameters: RuleParameter[];
}
export class RuleParameterProposed extends RuleParameter {
  @Region('region it holds in; 00 = everywhere') region: string;
  @BusinessDate('first day it holds') effectiveFrom: string;
}
export class RuleParameterChecked {
  @Integer('revision of the proposal in this stream') proposalRevision: number;
}
export class RuleParameterSet extends RuleParameterProposed {
  @Integer('revision of the proposal in this stream') proposalRevision: number;
}
