/** The shape of a duty: which events create it, from which day its limit counts, what satisfies it. One file = one duty. */
import type { Text } from '../../src/domain/refused';
import type { Recorded } from '../../src/domain/decider';

export interface Owed {
  readonly subjectKind: 'allocation' | 'project';
  readonly subjectId: string;
  readonly ownerRegion: string;
  /** Day 1 of a limit in working days is the next working day after it. */
  readonly baseOn: string;
  readonly amountFen?: number;
}

export interface Duty {
  readonly kind: string;
  readonly title: Text;
  /** Who owes it and where it is written. */
  readonly basis: Text;
  /** Working days from `baseOn`, a parameter of the rule that watches it; absent: due the day before `baseOn`. */
  readonly limit?: { readonly rule: string; readonly parameter: string; readonly workdays: number };
  /** Disclosure item that satisfies it; `announcement` where only a permanent one does. */
  readonly item: string;
  readonly disclosureKind?: 'announcement';
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each function names the event class it reads.
  readonly from: Readonly<Record<string, (data: any, event: Recorded, opening: any) => Owed | undefined>>;
}

const quote = (text: string): string => `'${text}'`;

function limitOf(duty: Duty, at: string, row: string): string {
  const kind = `when ${quote(duty.kind)} then`;
  if (!duty.limit) return `${kind} ${row}.base_on - 1`;
  const { rule, parameter, workdays } = duty.limit;
  const limit = `coalesce((select value from audit.parameter(${at}, ${quote(rule)}, ${quote(parameter)}, ${row}.owner_region, ${row}.base_on)), ${String(workdays)})`;
  return `${kind} audit.add_working_days(${at}, ${row}.base_on, ${limit})`;
}

/** SQL expression: the due date of a duty row by what was recorded up to `at`; null while no calendar says. */
export const dueSql = (duties: readonly Duty[], at: string, row = 'd'): string =>
  `case ${row}.kind ${duties.map((duty) => limitOf(duty, at, row)).join(' ')} end`;

const matches = (duty: Duty): string =>
  `(d.kind = ${quote(duty.kind)} and x.item = ${quote(duty.item)}${duty.disclosureKind ? ` and x.kind = ${quote(duty.disclosureKind)}` : ''}${duty.limit ? ' and x.shown_on >= d.base_on' : ''})`;

/** SQL condition: disclosure `x` answers duty row `d`. */
export const answersSql = (duties: readonly Duty[]): string => `(${duties.map(matches).join(' or ')})`;
