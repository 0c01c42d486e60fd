/** A line of a list as the ledger takes it: in references, with what the register knows of its household. */
import type { DisbursementEntered } from '../domain/batch';
import { isRed, type BatchLine } from '../intake/batch-line';
import type { HouseholdOf, KnownOfLine } from '../intake/known';
import type { AccountClear, PersonClear } from '../vault/subject';

/** Its ordinal is still that of the list. */
export type Entry = DisbursementEntered;

/** What a line says of the person who is paid, and of the account. */
export const personIn = ({ idNumber, payeeName, text }: BatchLine): PersonClear => ({ idNumber, name: payeeName, phone: text.phone });
export const accountIn = ({ account, payeeName, text }: BatchLine): AccountClear => ({ number: account ?? '', bank: text.bank, holderName: text.accountHolder ?? payeeName });

const positive = (name: string, value: number | undefined, least = 1): object => (value === undefined || value < least ? {} : { [name]: value });
const coded = (name: string, text: string | undefined, pattern: RegExp): object => (text !== undefined && pattern.test(text) ? { [name]: text } : {});

export function entryOf(line: BatchLine, payeeRef: string, accountRef: string, household: HouseholdOf | undefined): Entry {
  const { 'household-id': householdId, 'region-code': region, supplements } = line.extras;
  const amber = [...new Set(line.errors.map(({ code }) => code as string))];
  return {
    ordinal: line.ordinal, fileRow: line.row, payeeRef, accountRef, amountFen: line.amountFen ?? 0,
    ...coded('householdId', householdId ?? household?.householdId, /^[A-Za-z0-9-]{1,64}$/), ...coded('region', region ?? household?.region, /^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/),
    ...positive('quantityMilli', line.quantityMilli, 0), ...positive('standardFen', line.standardFen), ...positive('dueFen', line.dueFen),
    ...positive('deductedFen', line.deductionFen, 0), ...coded('supplements', supplements, /^[A-Za-z0-9-]{1,64}$/), ...(amber.length > 0 ? { amber } : {}),
  };
}

/** The entries of a page of which everything is known already; undefined where one line teaches the vault something, or may not be entered. */
export function foreseenEntries(lines: readonly BatchLine[], known: readonly KnownOfLine[]): readonly Entry[] | undefined {
  const entries: Entry[] = [];
  for (const [index, line] of lines.entries()) {
    const foreseen = known[index]?.foreseen;
    if (!foreseen || isRed(line)) return undefined;
    entries.push(entryOf(line, foreseen.payeeRef, foreseen.accountRef, foreseen.household));
  }
  return entries;
}

/** In the order they lie in the arrays of a foreseen page, which name none of them: a list has many lines and each the same fields. Every field of the event is here, or it does not compile. */
const PLACES = {
  ordinal: 0, fileRow: 1, payeeRef: 2, accountRef: 3, amountFen: 4, householdId: 5, region: 6, quantityMilli: 7, standardFen: 8, dueFen: 9, deductedFen: 10, supplements: 11, amber: 12,
} satisfies Readonly<Record<keyof Entry, number>>;
const FIELDS = Object.keys(PLACES) as (keyof Entry)[];

export const foreseenText = (entries: readonly Entry[]): string => JSON.stringify(entries.map((entry) => FIELDS.map((field) => entry[field])));

export function foreseenFrom(text: string): Entry[] {
  return (JSON.parse(text) as unknown[][]).map((values) => {
    const entry: Record<string, unknown> = {};
    for (let at = 0; at < FIELDS.length; at += 1) {
      const value = values[at];
      if (value !== null && value !== undefined) entry[FIELDS[at] as string] = value;
    }
    return entry as unknown as Entry;
  });
}
