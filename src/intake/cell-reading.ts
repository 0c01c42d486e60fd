/** Reads single cells: numbers people are known by, names and amounts, and in which of the known ways each is spoiled. */
import { passesLuhn, readAccountNumber } from '../identifiers/bank-account';
import { readIdCard } from '../identifiers/id-card';
import { readMoney, type MoneyProblem, type MoneyUnit } from '../identifiers/money';
import type { Cell } from './cell';
import type { ErrorCode } from './line-errors';
import { plainNumber, readDecimal, type Decimal } from './number-text';

/** A value, or what is wrong with the cell, or both where the fault is only a warning. */
export interface Reading<T> {
  readonly value?: T;
  readonly faults: readonly ErrorCode[];
}

const fault = (code: ErrorCode): { readonly faults: readonly ErrorCode[] } => ({ faults: [code] });
const none: readonly ErrorCode[] = [];
const empty = { faults: none };

// eslint-disable-next-line no-control-regex -- control characters are what is looked for.
const unreadable = /[\ufffd\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** Control characters, halves of a surrogate pair, and U+FFFD, which stands where bytes were no character. Code by code: it sees every cell. */
export function isGarbled(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 32 ? code !== 9 && code !== 10 && code !== 13 : code === 127 || code === 0xfffd) return true;
    if (code >= 0xd800 && code <= 0xdfff) return unreadable.test(text) || !text.isWellFormed();
  }
  return false;
}

/** Text any database and any JSON can hold: what is no character becomes U+FFFD. */
export const storable = (text: string): string =>
  isGarbled(text) ? text.toWellFormed().replace(new RegExp(unreadable.source, 'g'), '\ufffd') : text;

/** Faults every recognised column may have. */
function cellFault(cell: Cell): ErrorCode | undefined {
  if (cell.kind === 'formula') return 'L02';
  return isGarbled(cell.text) ? 'L03' : undefined;
}

export function readText(cell: Cell): Reading<string> {
  const found = cellFault(cell);
  if (found) return fault(found);
  return cell.kind === 'empty' ? empty : { value: cell.kind === 'number' ? (plainNumber(cell.text) ?? cell.text) : cell.text, faults: none };
}

/** Spreadsheets keep fifteen digits of a number: whatever follows is not what was typed. */
const exactDigits = 15;
const scientific = /^\d(\.\d+)?e\+?\d+$/i;

/** Digits alone, or digits and a last X: nearly every number of a list, and nothing is wrong with the way it is written. */
function isPlainNumber(text: string): boolean {
  const end = text.length - 1;
  for (let at = 0; at <= end; at += 1) {
    const code = text.charCodeAt(at);
    if ((code < 48 || code > 57) && !(code === 88 && at === end)) return false;
  }
  return end >= 0;
}

/** A long number as text, unless it shows one of the marks a spreadsheet leaves on it. */
export function readLongNumber(cell: Cell): Reading<string> {
  if (cell.kind === 'text' && isPlainNumber(cell.text)) return { value: cell.text, faults: none };
  const found = cellFault(cell);
  if (found) return fault(found);
  if (cell.kind === 'empty') return empty;
  if (cell.kind === 'number') {
    const digits = cell.text.replace(/\.0*$/, '');
    if (/e/i.test(digits)) return fault('L06');
    if (digits.replace(/^-/, '').length > exactDigits) return fault('L07');
    return cell.paddedTo === undefined ? { value: digits, faults: none } : fault('L10');
  }
  const { text } = cell;
  if (/^['’‘`"“]|['’‘`"”]$/.test(text)) return fault('L09');
  if (/[\uff01-\uff5e]/.test(text)) return fault('L08');
  if (/[*×]/.test(text)) return fault('L11');
  return scientific.test(text) ? fault('L06') : { value: text, faults: none };
}

const otherPapers = /护照|通行证|军官|士兵|文职|港澳|台湾|外国|居留/;

/** `on` is the business date plausibility is judged at. Papers other than the identity card are taken as written. */
export function readIdNumber(cell: Cell, idType: string, on?: string): Reading<string> {
  const written = readLongNumber(cell);
  if (written.value === undefined || (idType !== '' && otherPapers.test(idType))) return written;
  const reading = readIdCard(isPlainNumber(written.value) ? written.value : written.value.replace(/[\s\u3000]/g, ''), on);
  const [problem] = reading.problems;
  if (problem === 'check-digit') return fault(reading.number.endsWith('000') ? 'L07' : 'L21');
  if (problem === 'birth-date') return fault('L22');
  if (problem !== undefined) return fault('L20');
  if (reading.warnings.length === 0) return { value: reading.number, faults: none };
  const faults: ErrorCode[] = [];
  if (reading.old) faults.push('L60');
  if (reading.warnings.some((warning) => warning !== 'old-number')) faults.push('L61');
  return { value: reading.number, faults };
}

/** Numbers of the Chinese card scheme begin with 62 and carry a Luhn digit; anything else may be a passbook, unless the list says which it is. */
export function readAccount(cell: Cell, note: string): Reading<string> {
  const written = readLongNumber(cell);
  if (written.value === undefined) return written;
  const reading = readAccountNumber(written.value);
  if (!reading.valid) return fault(reading.problems.includes('spoiled') ? 'L06' : 'L30');
  const { number } = reading;
  if (reading.warnings.length === 0 || /存折|对公/.test(note)) return { value: number, faults: none };
  if (!number.startsWith('62') || passesLuhn(number)) return { value: number, faults: ['L62'] };
  return fault(number.endsWith('000') ? 'L07' : 'L31');
}

export function readName(cell: Cell): Reading<string> {
  const written = readText(cell);
  if (written.value === undefined) return written;
  if (/[?\uff1f]/.test(written.value)) return fault('L03');
  return /[0-9\uff10-\uff19*×]/.test(written.value) ? fault('L12') : written;
}

/** What people write into a number column to say that there is nothing. */
const nothing = /^([-—–/\\]+|无)$/;

function numberText(cell: Cell): Reading<string> {
  const found = cellFault(cell);
  if (found) return fault(found);
  if (cell.kind === 'empty' || nothing.test(cell.text)) return empty;
  if (cell.kind === 'number') {
    const plain = plainNumber(cell.text);
    return plain === undefined ? fault('L44') : { value: plain, faults: none };
  }
  if (cell.kind === 'date') return fault('L44');
  if (/[\uff01-\uff5e]/.test(cell.text)) return fault('L08');
  if (/^['’‘`]/.test(cell.text)) return fault('L09');
  return { value: cell.text, faults: none };
}

const moneyFaults: Readonly<Record<MoneyProblem, ErrorCode>> = {
  empty: 'L44', 'not-an-amount': 'L44', spoiled: 'L44', 'below-a-fen': 'L42', 'too-large': 'L43',
};

/** A hundred million yuan: no household is paid that, and sums of the largest list stay exact. */
const mostFen = 10_000_000_000;

/** Amounts of a list are mostly a few, written the same way. */
const amounts = new Map<string, Reading<number>>();
const keptMax = 4_096;

/** Nearly every amount of a list is written like this; undefined where it is not. */
function usualAmount(text: string): Reading<number> | undefined {
  const known = amounts.get(text);
  if (known) return known;
  const usual = /^(\d{1,7})(?:\.(\d\d?))?$/.exec(text);
  if (!usual) return undefined;
  const reading = { value: Number(usual[1]) * 100 + Number((usual[2] ?? '').padEnd(2, '0')), faults: none };
  if (amounts.size < keptMax) amounts.set(text, reading);
  return reading;
}

/** Whole fen. Scientific notation is a number cell's own way of writing and a text cell's way of having been spoiled. */
export function readAmount(cell: Cell, unit: MoneyUnit): Reading<number> {
  const written = numberText(cell);
  if (written.value === undefined) return { faults: written.faults };
  const usual = unit === 'yuan' ? usualAmount(written.value) : undefined;
  if (usual) return usual;
  const reading = readMoney(written.value.replace(/([^万亿])元$/, '$1'), unit);
  if (reading.problem !== undefined) return fault(moneyFaults[reading.problem]);
  return Math.abs(reading.fen) > mostFen ? fault('L43') : { value: reading.fen, faults: none };
}

/** Quantities and rates of a list are the same few, written the same way. */
const quantities = new Map<string, Reading<Decimal>>();

/** A quantity or rate with as many decimals as were written; a counting word after it is allowed. */
export function readQuantity(cell: Cell): Reading<Decimal> {
  const written = numberText(cell);
  if (written.value === undefined) return { faults: written.faults };
  const known = quantities.get(written.value);
  if (known) return known;
  const value = readDecimal(/\d$/.test(written.value) ? written.value : written.value.replace(/(公斤|平方米|元\/.{1,4}|[亩人户月天个头只㎡元次吨株])$/, ''));
  const reading: Reading<Decimal> = value === undefined || value.units < 0n ? fault('L44') : { value, faults: none };
  if (quantities.size < keptMax) quantities.set(written.value, reading);
  return reading;
}
