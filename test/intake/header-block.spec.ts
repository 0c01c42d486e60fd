/** What stands above the heading is found however it is laid out. */
import { readHeader } from '../../src/intake/header-block';
import { textCell, type Row } from '../../src/intake/cell';

const rows = (...texts: readonly (readonly string[])[]): Row[] =>
  texts.map((cells, index) => ({ number: index + 1, hidden: false, cells: cells.map((text) => (/^\d+(\.\d+)?$/.test(text) ? { kind: 'number', text, raw: text } : textCell(text))) }));

test.each<[string, Row[], object]>([
  ['one value to a cell', rows(['批次号：2026-07', '补贴项目：农村低保', '总笔数：128笔', '总金额：12,800.50元']),
    { values: { batchNumber: '2026-07', programme: '农村低保' }, declaredCount: 128, declaredTotalFen: 1_280_050 }],
  ['all in one cell', rows(['批次号：2026-07  补贴项目：农村低保  补贴期间：2026年1月-3月  总笔数：128  总金额：12800.5']),
    { values: { batchNumber: '2026-07', programme: '农村低保', period: '2026年1月-3月' }, declaredCount: 128, declaredTotalFen: 1_280_050 }],
  ['label and value in cells beside each other', rows(['批次号', '2026-07', '', '总笔数', '128', '总金额（元）', '12800.5']), { values: { batchNumber: '2026-07' }, declaredCount: 128, declaredTotalFen: 1_280_050 }],
  ['in ten thousand yuan', rows(['单位：万元', '总金额：1.28005']), { unit: 'wan', declaredTotalFen: 1_280_050 }],
  ['with its own unit', rows(['总金额：1.28005万元']), { declaredTotalFen: 1_280_050 }],
  ['persons beside lines', rows(['总人数：300', '总笔数：128']), { declaredCount: 128 }],
  ['persons alone', rows(['发放人数：128人']), { declaredCount: 128 }],
  ['a paying office is no unit', rows(['发放单位：双龙乡财政所', '单位：元']), { values: { payer: '双龙乡财政所' }, unit: 'yuan' }],
  ['nothing', rows(['双龙乡2026年低保发放花名册']), { values: {} }],
])('%s', (_, above, expected) => {
  expect(readHeader(above)).toMatchObject(expected);
});

test('names of those who signed are not kept', () => {
  const header = readHeader(rows(['批次号：7  制表人：张三  审核：李四', '付款账号：123456789012']));
  expect(header.values).toEqual({ batchNumber: '7' });
});
