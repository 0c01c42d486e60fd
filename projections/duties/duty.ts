/** The shape of a duty: which events create it, from which day its limit counts, what satisfies it. One file = one duty. */
import type { Text } from '../../src/domain/refused';
import type { Recorded } from '../../src/domain/decider';

export interface Owed {
  readonly subjectKind: 'allocation' | 'project' | 'disbursement' | 'person' | 'household' | 'batch' | 'payment' | 'roster' | 'loan' | 'programme' | 'rectification' | 'recovery' | 'inquiry' | 'complaint';
  readonly subjectId: string;
  readonly ownerRegion: string;
  /** Day 1 of a limit in working days is the next working day after it. */
  readonly baseOn: string;
  readonly amountFen?: number;
  /** Programme whose terms say the limit, where they do. */
  readonly programmeId?: string;
  /** The subject was brought over from another system: its clock starts at the change-over. */
  readonly broughtOver?: boolean;
}

/** A parameter of the rule that watches, in working or calendar days; or what the terms of the programme say, in working days. */
export type Limit =
  | { readonly parameter: string; readonly workdays: number }
  /** 0 is the day itself, where it is worked; else the next that is. */
  | { readonly parameter: string; readonly workdays: number; readonly fromBase: true }
  | { readonly parameter: string; readonly days: number }
  | { readonly terms: 'pay_within_workdays' }
  /** Fixed by statute, whatever a county's parameters. */
  | { readonly fixedDays: number }
  | { readonly fixedWorkdays: number }
  /** An order names the day: `baseOn` is it. */
  | { readonly named: true };

export interface Duty {
  readonly kind: string;
  readonly title: Text;
  /** Who owes it and where it is written. */
  readonly basis: Text;
  /** Code of the rule that watches it; absent where none does, and the calendar alone tells. */
  readonly rule?: string;
  /** Shown to those who oversee alone: that it exists must not be known to whom it is about. */
  readonly confidential?: true;
  /** Counted from `baseOn`; absent: due the day before `baseOn`. */
  readonly limit?: Limit;
  /** Disclosure that satisfies it: its item, and `announcement` where only a permanent one does. */
  readonly disclosure?: { readonly item: string; readonly kind?: 'announcement' };
  /** SQL expression, where no disclosure satisfies it: the day duty row `row` was met by what was recorded up to `at`. */
  readonly metOn?: (at: string, row: string) => string;
  /** SQL condition, where the event alone cannot tell: duty row `row` is owed at all by what was recorded up to `at`. */
  readonly owedIf?: (at: string, row: string) => string;
  /** Several where one event makes somebody owe something on several days. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each function names the event class it reads.
  readonly from: Readonly<Record<string, (data: any, event: Recorded, opening: any) => Owed | readonly Owed[] | undefined>>;
}

const quote = (text: string): string => `'${text}'`;

/** A parameter of a rule read for a duty row, with its default. */
export const parameterSql = (rule: string, name: string, value: number, at: string, row: string): string =>
  `coalesce((select value from audit.parameter(${at}, ${quote(rule)}, ${quote(name)}, ${row}.owner_region, ${row}.base_on)), ${String(value)})`;

/** The day a clock starts: the base, or the change-over of what was brought over. */
export const startSql = (at: string, row: string): string =>
  `case when ${row}.brought_over then greatest(${row}.base_on, coalesce((select e.occurred_on + 1 from audit.day_end(${row}.position) e order by e.position desc limit 1), ${row}.base_on)) else ${row}.base_on end`;

/** Working days a programme gives from receipt to payment; null where it has no such clock. */
export const payWithinSql = (at: string, row: string): string => `(select g.pay_within_workdays from audit.programme_on(${at}, ${row}.programme_id, ${row}.base_on) g)`;

/** The nth working day after `base`. What the arguments are is worked out first: only then is the function inlined. */
export const workingDaySql = (at: string, base: string, days: string): string =>
  `(select w.on_date from (select ${base} as base_on, ${days} as days offset 0) n cross join lateral audit.working_day(${at}, n.base_on, n.days) w)`;

function limitOf({ kind, rule = '', limit }: Duty, at: string, row: string): string {
  const when = `when ${quote(kind)} then`;
  if (!limit) return `${when} ${row}.base_on - 1`;
  if ('terms' in limit) return `${when} ${workingDaySql(at, startSql(at, row), payWithinSql(at, row))}`;
  if ('named' in limit) return `${when} ${row}.base_on`;
  if ('fixedDays' in limit) return `${when} ${startSql(at, row)} + ${String(limit.fixedDays)}`;
  if ('fixedWorkdays' in limit) return `${when} ${workingDaySql(at, `${row}.base_on`, `${String(limit.fixedWorkdays)}::bigint`)}`;
  if ('days' in limit) return `${when} ${startSql(at, row)} + (${parameterSql(rule, limit.parameter, limit.days, at, row)})::integer`;
  const workdays = parameterSql(rule, limit.parameter, limit.workdays, at, row);
  if ('fromBase' in limit) return `${when} ${workingDaySql(at, `${row}.base_on - 1`, `${workdays} + 1`)}`;
  return `${when} ${workingDaySql(at, `${row}.base_on`, workdays)}`;
}

/** SQL expression: the due date of a duty row by what was recorded up to `at`; null while no calendar says. */
export const dueSql = (duties: readonly Duty[], at: string, row = 'd'): string =>
  `case ${row}.kind ${duties.map((duty) => limitOf(duty, at, row)).join(' ')} end`;

/** SQL condition: a duty row is owed by what was recorded up to `at`. */
export const owedSql = (duties: readonly Duty[], at: string, row = 'd'): string =>
  `(case ${row}.kind ${duties.flatMap(({ kind, owedIf }) => (owedIf ? [`when ${quote(kind)} then ${owedIf(at, row)}`] : [])).join(' ')} else true end)`;

/** SQL expression: the day a duty row was met, for duties that no disclosure satisfies. */
export const metSql = (duties: readonly Duty[], at: string, row = 'd'): string =>
  `case ${row}.kind ${duties.map(({ kind, metOn }) => `when ${quote(kind)} then ${metOn ? metOn(at, row) : 'null::date'}`).join(' ')} end`;

const matches = ({ kind, disclosure, limit }: Duty): string[] =>
  disclosure ? [`(d.kind = ${quote(kind)} and x.item = ${quote(disclosure.item)}${disclosure.kind ? ` and x.kind = ${quote(disclosure.kind)}` : ''}${limit ? ' and x.shown_on >= d.base_on' : ''})`] : [];

/** Days a posting on a board or at a site must stay: a parameter of the rule that watches. */
export const BOARD_DAYS = { rule: 'A24', name: 'boardDays', days: 10 } as const;

/** SQL condition: disclosure `x` stays as long as a board owes. One that is taken down before does not answer duty row `d`. */
export const longEnoughSql = (at: string): string => {
  const { rule, name, days } = BOARD_DAYS;
  const owed = `coalesce((select value from audit.parameter(${at}, ${quote(rule)}, ${quote(name)}, d.owner_region, d.base_on)), ${String(days)})`;
  return `(x.venue not in ('board', 'site') or x.shown_until is null or x.shown_until - x.shown_from + 1 >= ${owed})`;
};

/** SQL condition: disclosure `x` is about what duty row `d` owes. */
export const answersSql = (duties: readonly Duty[]): string => `(${duties.flatMap(matches).join(' or ')})`;
