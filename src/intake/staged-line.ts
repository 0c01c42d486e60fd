/** Lines as they lie sealed between upload and submission: arrays without names, because a list has many lines and every line the same fields. */
import type { BatchLine, TextField } from './batch-line';
import { errorKinds, type ErrorCode, type LineError } from './line-errors';

/** Texts that submission needs; the others stand in the cells as they came. */
const texts = ['bank', 'accountHolder', 'phone', 'summary', 'householdNumber'] as const satisfies readonly TextField[];

type Figure = number | null;
type Staged = readonly [
  ordinal: number, row: number, payeeName: string | null, idNumber: string | null, account: string | null,
  quantityMilli: Figure, standardFen: Figure, dueFen: Figure, deductionFen: Figure, amountFen: Figure,
  errors: readonly ErrorCode[] | 0, extras: Readonly<Record<string, string>> | 0, cells: string, ...texts: (string | null)[],
];

/** Cells hold no control characters but tab and line ends (`storable`), so this one parts them. */
const between = '\u001f';
const fixed = 13;

/** Of errors only the code: place and value are kept with the faults of the list. */
export function stagedText(lines: readonly BatchLine[]): string {
  return JSON.stringify(lines.map((line): Staged => {
    const { text, errors, extras } = line;
    let hasExtras = false;
    for (const _ in extras) {
      hasExtras = true;
      break;
    }
    return [
      line.ordinal, line.row, line.payeeName ?? null, line.idNumber ?? null, line.account ?? null,
      line.quantityMilli ?? null, line.standardFen ?? null, line.dueFen ?? null, line.deductionFen ?? null, line.amountFen ?? null,
      errors.length === 0 ? 0 : errors.map(({ code }) => code), hasExtras ? extras : 0, line.cells.join(between),
      text.bank ?? null, text.accountHolder ?? null, text.phone ?? null, text.summary ?? null, text.householdNumber ?? null,
    ];
  }));
}

const noErrors: readonly LineError[] = Object.freeze([]);
const noExtras: Readonly<Record<string, string>> = Object.freeze({});

/** The errors have code and severity only. Pages staged before lines were arrays hold lines as they are. */
export function stagedLines(text: string): readonly BatchLine[] {
  return (JSON.parse(text) as (Staged | BatchLine)[]).map((staged) => (Array.isArray(staged) ? lineOf(staged as unknown as Staged) : (staged as BatchLine)));
}

function lineOf(staged: Staged): BatchLine {
  const [ordinal, row, payeeName, idNumber, account, quantityMilli, standardFen, dueFen, deductionFen, amountFen, errors, extras, cells] = staged;
  const line: { -readonly [K in keyof BatchLine]: BatchLine[K] } = {
    ordinal, row, text: textOf(staged), extras: extras === 0 ? noExtras : extras, cells: cells === '' ? [] : cells.split(between),
    errors: errors === 0 ? noErrors : errors.map((code) => ({ code, severity: errorKinds[code].severity }) as LineError),
  };
  if (payeeName !== null) line.payeeName = payeeName;
  if (idNumber !== null) line.idNumber = idNumber;
  if (account !== null) line.account = account;
  if (quantityMilli !== null) line.quantityMilli = quantityMilli;
  if (standardFen !== null) line.standardFen = standardFen;
  if (dueFen !== null) line.dueFen = dueFen;
  if (deductionFen !== null) line.deductionFen = deductionFen;
  if (amountFen !== null) line.amountFen = amountFen;
  return line;
}

function textOf(staged: Staged): BatchLine['text'] {
  const text: Partial<Record<TextField, string>> = {};
  for (let index = 0; index < texts.length; index += 1) {
    const value = staged[fixed + index];
    const field = texts[index];
    if (field !== undefined && typeof value === 'string') text[field] = value;
  }
  return text;
}
