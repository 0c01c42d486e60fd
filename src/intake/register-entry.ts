/** What a row of a register says, ready for the vault and the ledger: whom it names in clear, the rest as an event holds it. */
import type { RegisterRow } from '../domain/register';
import { isBusinessDate } from '../domain/field-check';
import { makeReady, Unreferable, type Clear, type ClearOf, type SubjectKind } from '../vault/subject';
import { lineError, type ErrorCode, type LineError } from './line-errors';
import type { RegisterFileRow } from './register';

/** The fields of a row that name somebody, and what they name. */
export const NAMED = {
  personRef: 'person', otherRef: 'person', accountRef: 'account', otherAccountRef: 'account', registerRef: 'register',
} as const satisfies Partial<Record<keyof RegisterRow, SubjectKind>>;
export type NamedField = keyof typeof NAMED;

export interface RegisterEntry {
  readonly named: { readonly [F in NamedField]?: ClearOf[(typeof NAMED)[F]] };
  readonly plain: Omit<RegisterRow, 'change' | NamedField>;
}

const UNREFERABLE: Readonly<Record<SubjectKind, ErrorCode>> = { person: 'L20', account: 'L30', register: 'L44' };

function namedIn(row: RegisterFileRow): RegisterEntry['named'] {
  const { name, idNumber, otherName, otherIdNumber, account, otherAccount, householdNumber } = row;
  return {
    ...(idNumber === undefined ? {} : { personRef: { idNumber, name } }),
    ...(otherIdNumber === undefined ? {} : { otherRef: { idNumber: otherIdNumber, name: otherName } }),
    ...(account === undefined ? {} : { accountRef: { number: account, holderName: name } }),
    ...(otherAccount === undefined ? {} : { otherAccountRef: { number: otherAccount, holderName: otherName } }),
    ...(householdNumber === undefined ? {} : { registerRef: { number: householdNumber } }),
  };
}

function whyUnfit(kind: SubjectKind, clear: Clear): ErrorCode | undefined {
  try {
    makeReady(kind, clear);
    return undefined;
  } catch (error) {
    if (error instanceof Unreferable) return UNREFERABLE[kind];
    throw error;
  }
}

/** What an event could not hold though the row could be read: a day of another century, an amount below nothing, nobody named. */
function faults(row: RegisterFileRow, { named, plain }: RegisterEntry): readonly LineError[] {
  const codes: (ErrorCode | undefined)[] = Object.entries(named).map(([field, clear]) => whyUnfit(NAMED[field as NamedField], clear));
  if (named.personRef === undefined && named.accountRef === undefined && named.registerRef === undefined && plain.uscc === undefined) codes.push('L01');
  if ([plain.on, plain.until].some((day) => day !== undefined && !isBusinessDate(day))) codes.push('R20');
  if (plain.amountFen !== undefined && plain.amountFen < 0) codes.push('L41');
  return codes.filter((code) => code !== undefined).map((code) => lineError(code, { row: row.row }));
}

/** The entry, and everything wrong with the row; a row with a red error has no entry. */
export function registerEntry(row: RegisterFileRow): { readonly entry?: RegisterEntry; readonly errors: readonly LineError[] } {
  if (row.errors.some(({ severity }) => severity === 'red')) return { errors: row.errors };
  const { uscc, role, region, on, until, amountFen } = row;
  const plain = Object.fromEntries(Object.entries({ uscc, role, region, on, until, amountFen }).filter(([, value]) => value !== undefined)) as RegisterEntry['plain'];
  const entry: RegisterEntry = { named: namedIn(row), plain };
  const found = faults(row, entry);
  return found.length > 0 ? { errors: [...row.errors, ...found] } : { entry, errors: row.errors };
}
