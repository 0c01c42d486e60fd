/** What every reader of files hands on: rows of cells, as written, before anything is understood. */

/** A formula is never evaluated and its cached value never trusted; a date cell's text is `YYYY-MM-DD`. */
export type CellKind = 'text' | 'number' | 'formula' | 'date' | 'empty';

export interface Cell {
  readonly kind: CellKind;
  /** Surrounding blanks removed; of a number exactly the digits the file holds; of a formula nothing. */
  readonly text: string;
  /** As in the file. */
  readonly raw: string;
  /** A number shown with leading zeros that its value does not have (format `000000`): its digits as shown are not its digits as stored. */
  readonly paddedTo?: number;
}

export interface Row {
  /** As the sender's spreadsheet shows it, from 1. */
  readonly number: number;
  readonly cells: readonly Cell[];
  readonly hidden: boolean;
  /** The row could not be told apart from its neighbours: `broken-quote` is a quoted field that never ends. */
  readonly fault?: 'broken-quote';
}

export const emptyCell: Cell = { kind: 'empty', text: '', raw: '' };

// \s holds the full-width and no-break spaces and the tab that is put after digits to keep them text; zero-width characters are blanks too.
const edges = /^[\u200b-\u200d\s\u2060\ufeff]+|[\u200b-\u200d\s\u2060\ufeff]+$/g;

const isPlain = (code: number): boolean => (code > 32 && code < 127) || (code >= 0x4e00 && code <= 0x9fff);

/** Most texts begin and end with a letter, digit or Chinese character and need no second look. */
export const trimmed = (text: string): string =>
  isPlain(text.charCodeAt(0)) && isPlain(text.charCodeAt(text.length - 1)) ? text : text.replace(edges, '');

export function textCell(raw: string): Cell {
  const text = trimmed(raw);
  return text === '' ? emptyCell : { kind: 'text', text, raw };
}

export const isBlank = (row: Row): boolean => row.fault === undefined && row.cells.every((cell) => cell.kind === 'empty');
