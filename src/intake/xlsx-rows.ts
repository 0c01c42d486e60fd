/** Turns the XML of one worksheet into rows, keeping every number as the digits the file holds. */
import { emptyCell, textCell, type Cell, type Row } from './cell';
import { fileRefused } from './file-refusals';
import type { Limits } from './limits';
import { attribute, decodeXml, type XmlHandler } from './xml-scan';

/** What a cell's style says of the number in it. */
export interface NumberStyle {
  readonly date: boolean;
  /** How many digits `000000` shows at least; 0 where the format pads nothing. */
  readonly padTo: number;
}

export interface Workbook {
  readonly strings: readonly string[];
  readonly styles: readonly NumberStyle[];
  readonly from1904: boolean;
}

const dayMs = 86_400_000;

/** A spreadsheet's day number as a date; its calendar has a 29 February 1900 that never was. */
function dateOf(serial: string, from1904: boolean): string | undefined {
  const days = Math.floor(Number(serial));
  if (!(days >= 0 && days < 2_958_466)) return undefined;
  const origin = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, days < 60 ? 31 : 30);
  return new Date(origin + days * dayMs).toISOString().slice(0, 10);
}

function columnOf(reference: string): number {
  let column = 0;
  for (let at = 0; at < reference.length; at += 1) {
    const code = reference.charCodeAt(at) & ~32;
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
    if (column > 16_384) throw fileRefused('file-damaged', 'cell reference');
  }
  return column - 1;
}

function numberCell(raw: string, style: NumberStyle | undefined, from1904: boolean): Cell {
  const text = raw.trim();
  if (text === '') return emptyCell;
  const date = style?.date === true ? dateOf(text, from1904) : undefined;
  if (date !== undefined) return { kind: 'date', text: date, raw };
  const padTo = style?.padTo ?? 0;
  return padTo > text.length ? { kind: 'number', text, raw, paddedTo: padTo } : { kind: 'number', text, raw };
}

export class XlsxRows implements XmlHandler {
  /** Rows that are complete and not yet taken. */
  readonly ready: Row[] = [];
  private number = 0;
  private hidden = false;
  private cells: Cell[] = [];
  private filled = 0;
  private column = -1;
  private type = '';
  private style = -1;
  private value = '';
  private formula: string | undefined;
  private inRow = false;
  private collecting: 'value' | 'formula' | undefined;
  private inPhonetic = false;

  constructor(private readonly book: Workbook, private readonly limits: Limits) {}

  open(name: string, attributes: string): void {
    if (name === 'c') this.openCell(attributes);
    else if (name === 'v') this.collecting = 'value';
    else if (name === 'f') {
      this.collecting = 'formula';
      this.formula = '';
    } else if (name === 't' && this.type === 'inlineStr' && !this.inPhonetic) this.collecting = 'value';
    else if (name === 'rPh') this.inPhonetic = true;
    else if (name === 'row') this.openRow(attributes);
  }

  text(text: string): void {
    if (this.collecting === 'value') this.value += text;
    else if (this.collecting === 'formula') this.formula = (this.formula ?? '') + text;
    if (this.value.length > this.limits.cellCharacters * 6) throw fileRefused('file-cell-too-long', this.number);
  }

  close(name: string): void {
    if (name === 'c') this.closeCell();
    else if (name === 'v' || name === 'f' || name === 't') this.collecting = undefined;
    else if (name === 'rPh') this.inPhonetic = false;
    else if (name === 'row') this.closeRow();
  }

  private openRow(attributes: string): void {
    const stated = Number(attribute(attributes, 'r'));
    this.number = stated > this.number && stated <= 1_048_576 ? stated : this.number + 1;
    const hidden = attribute(attributes, 'hidden');
    this.hidden = hidden === '1' || hidden === 'true';
    this.cells = [];
    this.column = -1;
    this.filled = 0;
    this.inRow = true;
  }

  private openCell(attributes: string): void {
    if (!this.inRow) throw fileRefused('file-damaged', 'sheet');
    const reference = attribute(attributes, 'r');
    const stated = reference === undefined ? -1 : columnOf(reference);
    this.column = stated > this.column ? stated : this.column + 1;
    this.type = attribute(attributes, 't') ?? 'n';
    this.style = Number(attribute(attributes, 's') ?? -1);
    this.value = '';
    this.formula = undefined;
  }

  private closeCell(): void {
    const cell = this.cell();
    if (cell.kind === 'empty') return;
    if (this.column >= this.limits.columns) throw fileRefused('file-too-many-columns', this.limits.columns);
    if (cell.raw.length > this.limits.cellCharacters) throw fileRefused('file-cell-too-long', this.number);
    while (this.cells.length < this.column) this.cells.push(emptyCell);
    this.cells.push(cell);
    this.filled += 1;
  }

  private cell(): Cell {
    if (this.formula !== undefined) return { kind: 'formula', text: '', raw: `=${decodeXml(this.formula)}` };
    if (this.type === 's') {
      const index = Number(this.value);
      const shared = this.book.strings[index];
      if (this.value.trim() !== '' && shared === undefined) throw fileRefused('file-damaged', 'sharedStrings');
      return textCell(shared ?? '');
    }
    if (this.type === 'n') return numberCell(decodeXml(this.value), this.book.styles[this.style], this.book.from1904);
    if (this.type === 'd') return { kind: 'date', text: this.value.slice(0, 10), raw: this.value };
    if (this.type === 'b') return textCell(this.value === '1' ? 'TRUE' : 'FALSE');
    return textCell(decodeXml(this.value));
  }

  private closeRow(): void {
    this.inRow = false;
    // Formatted rows without a value reach to row 1,048,576 in many a sheet: they are not rows of the list.
    if (this.filled > 0) this.ready.push({ number: this.number, cells: this.cells, hidden: this.hidden });
  }
}
