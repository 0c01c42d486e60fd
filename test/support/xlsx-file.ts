/** Writes workbooks cell by cell, so that a test decides the very bytes a spreadsheet would have stored. */
import { zip } from './zip-file';

/** A string is a shared string; `n` the digits of a number cell, `s` its style (1 date, 2 `000000000000`), `f` a formula with its cached value. */
export type TestCell = string | null | { n: string; s?: number } | { f: string; v?: string } | { inline: string };

export interface TestSheet {
  readonly name?: string;
  readonly rows: readonly (readonly TestCell[])[];
  readonly merges?: readonly string[];
  /** Row numbers from 1. */
  readonly hiddenRows?: readonly number[];
  readonly state?: 'hidden';
}

export const escapeXml = (text: string): string => text.replace(/[&<>"]/g, (mark) => `&#${String(mark.charCodeAt(0))};`);

export function columnName(index: number): string {
  let name = '';
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  return name;
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006/relationships';

const styles = `${head}<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="000000000000"/></numFmts>`
  + '<cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs>'
  + '<cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>';

function sheetXml(sheet: TestSheet, share: (text: string) => number): string {
  const cell = (value: TestCell, reference: string): string => {
    if (value === null) return '';
    if (typeof value === 'string') return `<c r="${reference}" t="s"><v>${String(share(value))}</v></c>`;
    if ('inline' in value) return `<c r="${reference}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(value.inline)}</t></is></c>`;
    if ('f' in value) return `<c r="${reference}"><f>${escapeXml(value.f)}</f><v>${value.v ?? '0'}</v></c>`;
    return `<c r="${reference}" s="${String(value.s ?? 0)}"><v>${value.n}</v></c>`;
  };
  const rows = sheet.rows.map((cells, index) => {
    const number = String(index + 1);
    const hidden = sheet.hiddenRows?.includes(index + 1) ? ' hidden="1"' : '';
    return `<row r="${number}"${hidden}>${cells.map((value, column) => cell(value, columnName(column) + number)).join('')}</row>`;
  });
  const merges = sheet.merges ? `<mergeCells>${sheet.merges.map((range) => `<mergeCell ref="${range}"/>`).join('')}</mergeCells>` : '';
  return `${head}<worksheet xmlns="${main}"><sheetData>${rows.join('')}</sheetData>${merges}</worksheet>`;
}

export function xlsx(...sheets: readonly TestSheet[]): Buffer {
  const strings: string[] = [];
  const known = new Map<string, number>();
  const share = (text: string): number => {
    const index = known.get(text) ?? strings.push(text) - 1;
    known.set(text, index);
    return index;
  };
  const relation = (id: number, type: string, target: string): string =>
    `<Relationship Id="rId${String(id)}" Type="${office}/${type}" Target="${target}"/>`;
  const bodies = sheets.map((sheet) => sheetXml(sheet, share));
  const listed = sheets.map(({ name, state }, index) =>
    `<sheet name="${escapeXml(name ?? `Sheet${String(index + 1)}`)}" sheetId="${String(index + 1)}"${state ? ' state="hidden"' : ''} r:id="rId${String(index + 1)}"/>`);
  return zip([
    { name: '[Content_Types].xml', data: `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>` },
    { name: '_rels/.rels', data: `${head}<Relationships xmlns="${packages}">${relation(1, 'officeDocument', 'xl/workbook.xml')}</Relationships>` },
    { name: 'xl/workbook.xml', data: `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${listed.join('')}</sheets></workbook>` },
    {
      name: 'xl/_rels/workbook.xml.rels',
      data: `${head}<Relationships xmlns="${packages}">${sheets.map((_, index) => relation(index + 1, 'worksheet', `worksheets/sheet${String(index + 1)}.xml`)).join('')}`
        + `${relation(98, 'styles', 'styles.xml')}${relation(99, 'sharedStrings', '/xl/sharedStrings.xml')}</Relationships>`,
    },
    ...bodies.map((data, index) => ({ name: `xl/worksheets/sheet${String(index + 1)}.xml`, data })),
    { name: 'xl/styles.xml', data: styles },
    { name: 'xl/sharedStrings.xml', data: `${head}<sst xmlns="${main}">${strings.map((text) => `<si><t xml:space="preserve">${escapeXml(text)}</t></si>`).join('')}</sst>` },
  ]);
}
