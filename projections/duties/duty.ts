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

/** Days a posting on a board or at a site must stay: a parameter of the rule that watches. */
export const BOARD_DAYS = { rule: 'A24', name: 'boardDays', days: 10 } as const;

/** SQL condition: disclosure `x` stays as long as a board owes. One that is taken down before does not answer duty row `d`. */
export const longEnoughSql = (at: string): string => {
  const { rule, name, days } = BOARD_DAYS;
  const owed = `coalesce((select value from audit.parameter(${at}, ${quote(rule)}, ${quote(name)}, d.owner_region, d.base_on)), ${String(days)})`;
  return `(x.venue not in ('board', 'site') or x.shown_until is null or x.shown_until - x.shown_from + 1 >= ${owed})`;
};

/** SQL condition: disclosure `x` is about what duty row `d` owes. */
export const answersSql = (duties: readonly Duty[]): string => `(${duties.map(matches).join(' or ')})`;
