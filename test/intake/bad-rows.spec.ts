/** Bad rows come back in their own columns, open safely, and can be mended and sent again. */
import { badRowsCsv, badRowsXlsx, harmlessCell, reasonHeading } from '../../src/intake/bad-rows';
import { isRed } from '../../src/intake/batch-line';
import { csv, goodRow, listHeadings, wholeList, type WholeList } from '../support/list-file';

const formulas = ['=1+1', '+cmd', '-2+3', '@sum', '\t=1', '＝1'];

async function joined(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

async function badList(): Promise<{ whole: WholeList; titles: string[] }> {
  const whole = await wholeList(csv([[...listHeadings], goodRow(1), goodRow(2, { 实发: '121', 摘要: '@低保' }), goodRow(3, { 身份证号: '' })]));
  return { whole, titles: whole.heading.heading.columns.map((column) => column.title) };
}

test.each(formulas)('%j is made harmless', (text) => {
  expect(harmlessCell(text).startsWith("'")).toBe(true);
});

test.each(['-5', '+8', '张三', '12.5'])('%j stays as it is', (text) => {
  expect(harmlessCell(text)).toBe(text);
});

test.each([['csv', badRowsCsv], ['xlsx', badRowsXlsx]] as const)('the download as %s is read again with the same values and one column more', async (_, write) => {
  const { whole, titles } = await badList();
  const bad = whole.lines.filter(isRed);
  const again = await wholeList(await joined(write(titles, bad)));
  expect(again.heading.heading.columns.map((column) => column.title)).toEqual([...titles, reasonHeading]);
  expect(again.lines.map((line) => line.account)).toEqual(bad.map((line) => line.account));
  expect(again.lines.map((line) => line.idNumber)).toEqual(bad.map((line) => line.idNumber));
  expect(again.lines[0]?.extras[reasonHeading]).toContain('L45');
  expect(again.lines[0]?.errors.map((error) => error.code)).toEqual(bad[0]?.errors.map((error) => error.code));
});
