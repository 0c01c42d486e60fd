/** The shape of a coverage story: given what was recorded, when one more thing is, then facts, duties or answers say so. One story per mechanism of the two documents. */

/** One command sent over HTTP by a demo user (`clerk`, `office@422826`); answered `recorded` unless a refusal's code is expected. */
export interface Step {
  readonly by: string;
  readonly type: string;
  readonly id: string;
  readonly data: object;
  readonly refused?: string;
}

/** Days end up to and including this one before the next step; days already ended are passed over. */
export interface DaysEnd {
  readonly until: string;
}

/** What a batch needs that is no command: one of its own routes. */
export interface Call {
  readonly by: string;
  readonly post: string;
  readonly body: object;
}

export type Given = Step | DaysEnd | Call;

/** Rows of `audit.*($1)`, every column told and nothing else. Whole numbers are told as numbers, dates as `YYYY-MM-DD`. */
export interface RowsHold {
  readonly sql: string;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** An answer over HTTP that holds at least what is told (lists too: each item told must match one of the answer's at the same place). */
export interface AnswerHolds {
  readonly by: string;
  readonly get: string;
  readonly holds: object;
}

export interface Story {
  /** Number of the mechanism in the inventory, 1 to 71. */
  readonly item: number;
  /** The words of the document. */
  readonly phrase: string;
  /** Command or import that records it. */
  readonly recordedBy: string;
  /** Fact table that holds it. */
  readonly fact: string;
  /** Duty, rule, statistic or read that checks it. */
  readonly checkedBy: string;
  /** What of it is left to a later step, and why. */
  readonly later?: string;
  readonly given: readonly Given[];
  readonly when: Step;
  readonly then: readonly (RowsHold | AnswerHolds)[];
}
