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

const ID = /^[A-Za-z0-9-]{1,64}$/;
const REGION = /^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/;

/** Grown in place because there are many of them. */
type Growing = { -readonly [K in keyof Entry]: Entry[K] };

/** What of a line an event may not hold is left out. */
export function entryOf(line: BatchLine, payeeRef: string, accountRef: string, household: HouseholdOf | undefined): Entry {
  const entry: Growing = { ordinal: line.ordinal, fileRow: line.row, payeeRef, accountRef, amountFen: line.amountFen ?? 0 };
  const { quantityMilli, standardFen, dueFen, deductionFen, errors, extras: { 'household-id': householdId = household?.householdId, 'region-code': region = household?.region, supplements } } = line;
  if (householdId !== undefined && ID.test(householdId)) entry.householdId = householdId;
  if (region !== undefined && REGION.test(region)) entry.region = region;
  if (quantityMilli !== undefined && quantityMilli >= 0) entry.quantityMilli = quantityMilli;
  if (standardFen !== undefined && standardFen > 0) entry.standardFen = standardFen;
  if (dueFen !== undefined && dueFen > 0) entry.dueFen = dueFen;
  if (deductionFen !== undefined && deductionFen >= 0) entry.deductedFen = deductionFen;
  if (supplements !== undefined && ID.test(supplements)) entry.supplements = supplements;
  if (errors.length > 0) entry.amber = [...new Set(errors.map(({ code }) => code as string))];
  return entry;
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
