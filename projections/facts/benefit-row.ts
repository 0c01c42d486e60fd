/** What every table of benefits begins with: whom it is for, where, and under which programme. */
import type { BenefitOf } from '../../src/domain/benefit-events';
import type { Recorded } from '../../src/domain/decider';
import { idOf, text, type Row } from './fact';

export const BENEFIT_COLUMNS = {
  benefit_id: text('benefit stream'),
  person_ref: text('person it is for'),
  household_id: text('household it is for, or the person belongs to'),
  region: text('village or township'),
  programme_id: text('programme'),
} as const;

/** `whom`: the event itself, or the one that opened the stream. */
export const benefitRow = (event: Recorded, { personRef, householdId, region }: Pick<BenefitOf, 'personRef' | 'householdId' | 'region'>, programmeId: string): Row =>
  ({ benefit_id: idOf(event), person_ref: personRef, household_id: householdId, region, programme_id: programmeId });
