/** Finds the heading row of a table, under titles and merged groups, and says which column means what. */
import type { Cell, Row } from './cell';
import { fileRefused } from './file-refusals';

/** One meaning a column can have and the headings it goes by, strongest first: the weaker one loses its column to the stronger. */
export interface ColumnMeaning<F extends string> {
  readonly field: F;
  readonly headings: readonly string[];
}

export interface HeadedColumn<F extends string> {
  /** From 0. */
  readonly index: number;
  /** As errors name it: the text of the heading, with its group in front where headings stand in two rows. */
  readonly title: string;
  readonly field?: F;
  /** 元, 万元, 元/亩… as written in brackets after the heading. */
  readonly unit?: string;
}

export interface Heading<F extends string> {
  /** The last row that belongs to it. */
  readonly rowNumber: number;
  readonly columns: readonly HeadedColumn<F>[];
  /** How many of the rows looked at are above or part of it. */
  readonly rowsUsed: number;
  readonly firstRowIndex: number;
}

/** Rows searched for the heading. */
export const headingSearchRows = 40;

const plain = (text: string): string => text.normalize('NFKC').replace(/[\s*:#"'、。.\u200b\ufeff]/g, '').replace(/[【[{〔]/g, '(').replace(/[】\]}〕]/g, ')');

/** A heading as it is compared: full-width forms made half-width, blanks and brackets gone; what stood in brackets may be a unit. */
export function normaliseHeading(text: string): { readonly bare: string; readonly whole: string; readonly unit?: string } {
  const flat = plain(text);
  const note = /\(([^()]*)\)/.exec(flat)?.[1];
  const bare = flat.replace(/\([^()]*\)/g, '').replace(/[()]/g, '');
  const whole = flat.replace(/[()]/g, '');
  return note === undefined ? { bare, whole } : { bare, whole, unit: note.replace(/^单位/, '') };
}

class Dictionary<F extends string> {
  private readonly ranks = new Map<string, { field: F; rank: number }>();

  constructor(meanings: readonly ColumnMeaning<F>[]) {
    for (const { field, headings } of meanings) {
      headings.forEach((heading, rank) => {
        const key = normaliseHeading(heading).whole;
        if (!this.ranks.has(key)) this.ranks.set(key, { field, rank });
      });
    }
  }

  look(group: string, leaf: string): { field: F; rank: number; unit?: string } | undefined {
    const own = normaliseHeading(leaf);
    const above = normaliseHeading(group);
    for (const key of [above.bare + own.whole, above.bare + own.bare, own.whole, own.bare]) {
      const found = key === '' ? undefined : this.ranks.get(key);
      const unit = own.unit ?? above.unit;
      if (found) return unit === undefined ? found : { ...found, unit };
    }
    return undefined;
  }
}

interface Title {
  readonly group: string;
  readonly leaf: string;
}

const textOf = (cell: Cell | undefined): string => (cell?.kind === 'text' ? cell.text.replace(/\s+/g, ' ') : '');

/** A merged group holds its text in its first cell only, so it reaches right over columns that have a heading of their own below and none above. */
function titlesOf(upper: Row | undefined, lower: Row): readonly Title[] {
  const width = Math.max(upper?.cells.length ?? 0, lower.cells.length);
  const titles: Title[] = [];
  let group = '';
  for (let index = 0; index < width; index += 1) {
    const above = textOf(upper?.cells[index]);
    const below = textOf(lower.cells[index]);
    if (above !== '') group = below === '' ? '' : above;
    titles.push(below === '' ? { group: '', leaf: above } : { group, leaf: below });
  }
  return titles;
}

function assign<F extends string>(titles: readonly Title[], dictionary: Dictionary<F>): readonly HeadedColumn<F>[] {
  const best = new Map<F, { rank: number; index: number; title: string }>();
  const looked = titles.map((title) => dictionary.look(title.group, title.leaf));
  const titleAt = (index: number): string => {
    const { group = '', leaf = '' } = titles[index] ?? {};
    return group === '' ? leaf : `${group} ${leaf}`;
  };
  looked.forEach((found, index) => {
    if (!found) return;
    const holder = best.get(found.field);
    if (holder && holder.rank === found.rank) throw fileRefused('heading-twice', `${holder.title}、${titleAt(index)}`);
    if (!holder || found.rank < holder.rank) best.set(found.field, { rank: found.rank, index, title: titleAt(index) });
  });
  return titles.map((_, index) => {
    const found = looked[index];
    const mine = found !== undefined && best.get(found.field)?.index === index;
    const column = { index, title: titleAt(index) === '' ? `第${String(index + 1)}列` : titleAt(index) };
    if (!mine) return column;
    return found.unit === undefined ? { ...column, field: found.field } : { ...column, field: found.field, unit: found.unit };
  });
}

function score<F extends string>(titles: readonly Title[], dictionary: Dictionary<F>): number {
  const fields = new Set<F>();
  for (const title of titles) {
    const found = dictionary.look(title.group, title.leaf);
    if (found) fields.add(found.field);
  }
  return fields.size;
}

/** The row, or pair of rows, in which most columns are understood. Undefined when fewer than `least` are. */
export function findHeading<F extends string>(
  rows: readonly Row[],
  meanings: readonly ColumnMeaning<F>[],
  least: number,
): Heading<F> | undefined {
  const dictionary = new Dictionary(meanings);
  let best: { score: number; upper: Row | undefined; index: number } | undefined;
  rows.slice(0, headingSearchRows).forEach((row, index) => {
    const alone = score(titlesOf(undefined, row), dictionary);
    if (alone > (best?.score ?? least - 1)) best = { score: alone, upper: undefined, index };
    const upper = index > 0 ? rows[index - 1] : undefined;
    if (!upper || upper.cells.filter((cell) => cell.kind === 'text').length < 2) return;
    const paired = score(titlesOf(upper, row), dictionary);
    if (paired > (best?.score ?? least - 1)) best = { score: paired, upper, index };
  });
  const row = best && rows[best.index];
  if (!best || !row) return undefined;
  return {
    rowNumber: row.number,
    columns: assign(titlesOf(best.upper, row), dictionary),
    rowsUsed: best.index + 1,
    firstRowIndex: best.upper ? best.index - 1 : best.index,
  };
}

/** Refuses a heading that lacks columns without which no line can be read. */
export function requireColumns<F extends string>(heading: Heading<F>, needed: readonly (readonly [F, string])[]): void {
  const present = new Set(heading.columns.map((column) => column.field));
  const missing = needed.filter(([field]) => !present.has(field)).map(([, name]) => name);
  if (missing.length > 0) throw fileRefused('heading-missing', missing.join('、'));
}

/** Printed lists repeat their heading on every page. */
export function repeatsHeading<F extends string>(row: Row, heading: Heading<F>): boolean {
  let same = 0;
  for (const column of heading.columns) {
    const text = textOf(row.cells[column.index]);
    if (column.field !== undefined && text !== '' && column.title.endsWith(text)) same += 1;
  }
  return same >= 3;
}
