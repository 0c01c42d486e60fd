/** Tells the lines of a list from what stands between and below them: totals, repeated headings, signatures. */
import { readMoney, type MoneyUnit } from '../identifiers/money';
import { emptyCell, isBlank, type Cell, type Row } from './cell';
import type { BatchField } from './batch-columns';
import { countOf, moneyUnitOf } from './header-block';
import { repeatsHeading, type HeadedColumn, type Heading } from './headings';
import { plainNumber } from './number-text';

export type RowKind = 'line' | 'blank' | 'total' | 'subtotal' | 'heading' | 'footer';

type Columns = ReadonlyMap<BatchField, HeadedColumn<BatchField>>;

const totalWord = /^(?:(?:本|全)?(?:页|村|组|乡|镇|县|表|批)?(小计)|(?:本|全)?(?:页|村|组|乡|镇|县|表|批)?(?:合计|总计|共计|累计)|总金额|总笔数)(?=$|[:\uff1a(\d\uff08共人民币¥\uffe5])/;
const subtotalWord = /小计|本页|本村|本组|全村|全组/;
const footerWord = /^(制表|填表|编制|复核|审核|审批|经办|负责人|主管|领导|单位|日期|备注|说明|注|联系|盖章|签字|填报)|(签字|签章|盖章|签名)/;

const flat = (cell: Cell): string => (cell.kind === 'text' ? cell.text.replace(/[\s\u3000]+/g, '') : '');

const identifying: readonly BatchField[] = ['idNumber', 'headIdNumber', 'account'];

/** A row that names an identity number or an account is a line, whatever else it says. */
export function kindOf(row: Row, heading: Heading<BatchField>, columns: Columns): RowKind {
  if (isBlank(row)) return 'blank';
  if (row.fault !== undefined) return 'line';
  const at = (field: BatchField): Cell => row.cells[columns.get(field)?.index ?? -1] ?? emptyCell;
  if (identifying.some((field) => /\d/.test(at(field).text))) return 'line';
  if (repeatsHeading(row, heading)) return 'heading';
  if (identifying.some((field) => at(field).kind !== 'empty')) return 'line';
  // A remark may speak of totals; what a row is stands in the columns before.
  const remarks = [columns.get('remark')?.index, columns.get('summary')?.index];
  const total = row.cells.filter((_, index) => !remarks.includes(index)).map(flat).find((text) => totalWord.test(text));
  if (total !== undefined) return subtotalWord.test(total) ? 'subtotal' : 'total';
  const serial = columns.get('serial')?.index;
  const first = row.cells.find((cell, index) => cell.kind === 'text' && !(index === serial && /^\d+$/.test(cell.text)));
  if (at('amount').kind === 'empty' && first && footerWord.test(flat(first))) return 'footer';
  // Forms are printed with running numbers down to the last line of the page.
  return serial !== undefined && row.cells.every((cell, index) => cell.kind === 'empty' || index === serial) ? 'blank' : 'line';
}

export interface TotalRow {
  readonly fen?: number;
  readonly count?: number;
  /** There is an amount, and it is a formula or cannot be read. */
  readonly unread: boolean;
}

/** Count and amount a total row states: in the amount column, or written out beside the word. */
export function readTotal(row: Row, columns: Columns, unit: MoneyUnit): TotalRow {
  const column = columns.get('amount');
  const cell = (column && row.cells[column.index]) ?? emptyCell;
  const own = moneyUnitOf(column?.unit) ?? unit;
  const text = cell.kind === 'number' ? (plainNumber(cell.text) ?? '') : cell.text.replace(/([^万亿])元$/, '$1');
  const said = row.cells.map(flat).join(' ');
  const beside = cell.kind === 'empty' ? /([\d,]+(?:\.\d+)?)(万?元)/.exec(said) : null;
  const fen = beside ? readMoney(beside[1] ?? '', beside[2] === '万元' ? 'wan' : 'yuan').fen : readMoney(text, own).fen;
  // Lines are counted in 笔; persons and households stand for them only where nothing else is said.
  const stated = (unit: string): string | undefined => new RegExp(`(?:^|[^\\d,])([\\d,]+${unit})`).exec(said)?.[1];
  const count = countOf(stated('笔') ?? stated('人') ?? stated('户'));
  return {
    unread: fen === undefined && cell.kind !== 'empty',
    ...(fen === undefined ? {} : { fen }),
    ...(count === undefined ? {} : { count }),
  };
}
