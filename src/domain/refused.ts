/** The one error a decider throws: a wish or report that may not become an event, said as an auditor would say it. */

/** The same sentence in the two languages every answer carries. */
export interface Text {
  readonly zh: string;
  readonly en: string;
}

/** Where in the sent data something is wrong: a JSON pointer, a stable code, and what to do about it. */
export interface FieldError {
  readonly pointer: string;
  readonly code: string;
  readonly text: Text;
}

/** Why a command was refused. `malformed` is 400, `forbidden` 403, `unknown` 404, `refused` 409. */
export type RefusalKind = 'malformed' | 'forbidden' | 'unknown' | 'refused';

export class Refused extends Error {
  constructor(
    /** Stable, kebab-case, never reworded: programs compare it. */
    readonly code: string,
    readonly text: Text,
    readonly kind: RefusalKind = 'refused',
    readonly errors: readonly FieldError[] = [],
  ) {
    super(`${code}: ${text.en}`);
    this.name = 'Refused';
  }
}
