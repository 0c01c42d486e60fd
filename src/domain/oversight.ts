/** What supervisory work (监督) shares: who does it, whom it is about, in which words a violation is told. */
import { malformed } from './checks';
import type { Role } from './decider';
import { Choice, Code, PersonRef } from './field';
import { Refused } from './refused';

/** Those who look into a region and never post its business. */
export const OVERSEERS: readonly Role[] = ['auditor', 'inspector', 'supervisor'];

/** 贪污、截留、挤占、挪用 are four different things in law; beside them what audits and inspections find most. */
export const VIOLATIONS = ['embezzlement', 'withholding', 'crowding-out', 'diversion', 'fraud', 'detention', 'procedure', 'disclosure', 'neglect', 'other'] as const;
export type Violation = (typeof VIOLATIONS)[number];

export const SUBJECT_KINDS = [
  'allocation', 'programme', 'batch', 'disbursement', 'payment', 'project', 'household', 'person', 'account', 'loan', 'roster', 'organisation', 'region', 'office',
] as const;

/** Whom or what it is about; a person only as a person. */
export class Subject {
  @Choice('kind of the subject', SUBJECT_KINDS) kind: (typeof SUBJECT_KINDS)[number];
  @Code('its id (a line as batch/ordinal); a person is named as a person instead', /^[A-Za-z0-9-]{1,64}(\/\d{1,9})?$/, { max: 80, optional: true }) id?: string;
  @PersonRef('the person, where the kind is person', { optional: true }) personRef?: string;
}

/** A person by reference, everything else by its id, never both. */
export function mustNameSubject({ kind, id, personRef }: Subject, pointer: string): void {
  if (kind === 'person' ? personRef !== undefined && id === undefined : id !== undefined && personRef === undefined) return;
  throw malformed('subject-unclear', pointer, '对象为个人的,只填人员;其他对象只填编号', 'a person is named as a person and by no id; everything else by its id alone');
}

/** How a reader finds the subject: its id, or the reference of the person. */
export const subjectId = ({ id, personRef }: Subject): string => id ?? personRef ?? '';

/** Two persons for one work: whoever made it may not check it. */
export function mustBeAnother(actor: string, makers: readonly (string | undefined)[], code: string, zh: string, en: string): void {
  if (makers.includes(actor)) throw new Refused(code, { zh, en }, 'forbidden');
}
