/** What is staged of a line comes back as it was read, but for texts that nobody asks for again. */
import { stagedLines, stagedText } from '../../src/intake/staged-line';
import { csv, goodRow, listHeadings, wholeList } from '../support/list-file';

const file = csv([
  [...listHeadings, '备注', '联系电话', '户编号', '户名', '养殖种类'],
  [...goodRow(1), '', '', '', '', ''], [...goodRow(2, { 实发: '121', 身份证号: '' }), '"两行\n备注"', '13800000001', '4228000001', '某某', '黄牛'], [...goodRow(3, { 村: '' })],
]);

it('figures, numbers, names, extras, cells and codes are the same', async () => {
  const { lines } = await wholeList(file);
  const back = stagedLines(stagedText(lines));
  const asked = ['bank', 'accountHolder', 'phone', 'summary', 'householdNumber'];
  expect(back).toEqual(lines.map((line) => ({
    ...line, text: Object.fromEntries(Object.entries(line.text).filter(([field]) => asked.includes(field))), errors: line.errors.map(({ code, severity }) => ({ code, severity })),
  })));
  expect(back[1]?.extras).toEqual({ 养殖种类: '黄牛' });
});

it('lines staged as objects, before they were arrays, are read too', () => {
  const line = { ordinal: 1, row: 2, text: { bank: '农商银行' }, extras: {}, cells: ['1', ''], errors: [] };
  expect(stagedLines(JSON.stringify([line]))).toEqual([line]);
});
