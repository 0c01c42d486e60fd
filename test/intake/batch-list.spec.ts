/** A batch list as offices send it is read line by line, and every fault is named by a stable code. */
import fc from 'fast-check';
import type { ErrorCode } from '../../src/intake/line-errors';
import { inventedPerson } from '../support/invented-people';
import { csv, goodRow, listHeadings, wholeList, type ListHeading } from '../support/list-file';
import { xlsx, type TestCell } from '../support/xlsx-file';

const codes = (errors: readonly { code: string }[]): string[] => errors.map((error) => error.code);
const person = inventedPerson(1);

describe('a csv list', () => {
  test('is read in GB18030, with a title row and the declarations above the heading', async () => {
    const { heading, lines, summary } = await wholeList(csv([
      ['双龙乡2026年第一季度农村低保发放清单'], ['批次号：2026-07', '总笔数：2', '总金额：241.00元'], [...listHeadings], goodRow(1), goodRow(2),
    ], 'gb18030'));
    expect(heading.encoding).toBe('gb18030');
    expect(heading.header.values.batchNumber).toBe('2026-07');
    expect(lines.map((line) => line.payeeName)).toEqual([person.name, inventedPerson(2).name]);
    expect(lines[0]).toMatchObject({ ordinal: 1, row: 4, amountFen: 12_050, dueFen: 12_050, quantityMilli: 2_000, standardFen: 6_025, account: person.card, errors: [] });
    expect(summary).toMatchObject({ declaredCount: 2, declaredTotalFen: 24_100, receivedCount: 2, receivedTotalFen: 24_100, redLines: 0, errors: [] });
  });

  test('names a count and a total that differ from what was declared', async () => {
    const { summary } = await wholeList(csv([['总笔数：3', '总金额：300元'], [...listHeadings], goodRow(1)]));
    expect(codes(summary.errors)).toEqual(['B01', 'B02']);
  });

  test('finds its columns in any order and keeps the ones it does not know', async () => {
    const { lines } = await wholeList(csv([
      ['实发金额（元）', '一卡通账号', '身 份 证 号 码', '补贴对象姓名', '养殖种类'], ['88.8', person.card, person.idNumber, person.name, '黄牛'],
    ]));
    expect(lines[0]).toMatchObject({ amountFen: 8_880, payeeName: person.name, extras: { 养殖种类: '黄牛' }, errors: [] });
  });

  test('compares a total row and does not take it for a line', async () => {
    const { lines, summary } = await wholeList(csv([
      [...listHeadings], goodRow(1), ['', '小计', '', '', '', '', '', '', '', '', '', '120.50'], goodRow(2),
      ['合 计', '', '', '', '', '', '', '', '', '', '', '250.00'], ['制表人：某某', '', '', '审核：某某'],
    ]));
    expect(lines).toHaveLength(2);
    expect(summary.rows).toMatchObject({ line: 2, subtotal: 1, total: 1, footer: 1 });
    expect(codes(summary.errors)).toEqual(['B02']);
  });
});

describe('an xlsx list', () => {
  const twoRows: TestCell[][] = [
    ['双龙乡惠农补贴发放花名册'],
    ['单位：元', null, null, null, null, '批次号', '2026-08'],
    ['序号', '户编号', '受益人', null, '银行信息', null, '补贴', null],
    [null, null, '姓名', '身份证号', '开户行', '账号', '数量(亩)', '实发金额'],
    [{ n: '1' }, '4228000001', person.name, person.idNumber, '农商银行', person.card, { n: '2.5' }, { n: '1250.0999999999999' }],
    [null, null, '合计', null, null, null, null, { f: 'SUM(H5)', v: '1250.1' }],
  ];

  test('is found under a title and a heading in two rows with merged groups', async () => {
    const { heading, lines, summary } = await wholeList(xlsx({ rows: twoRows, merges: ['A1:H1', 'C3:D3', 'E3:F3'] }));
    expect(heading.heading.columns.map((column) => column.field)).toEqual(['serial', 'householdNumber', 'payeeName', 'idNumber', 'bank', 'account', 'quantity', 'amount']);
    expect(heading.header.values.batchNumber).toBe('2026-08');
    expect(lines[0]).toMatchObject({ row: 5, amountFen: 125_010, quantityMilli: 2_500, text: { householdNumber: '4228000001' }, errors: [] });
    expect(codes(summary.errors)).toEqual(['N02']);
  });

  const spoiled: readonly [string, number, TestCell, ErrorCode][] = [
    ['an identity number in scientific notation', 1, { n: '4.2289919410101E+17' }, 'L06'],
    ['an identity number stored as a number', 1, { n: '422899194101010000' }, 'L07'],
    ['a card stored as a number', 2, { n: '6217000000000000000' }, 'L07'],
    ['an account whose leading zeros only show', 2, { n: '12345678', s: 2 }, 'L10'],
    ['a formula for an amount', 3, { f: '60*2', v: '120' }, 'L02'],
    ['a formula for an account', 2, { f: '"6217"&"1"', v: '6217' }, 'L02'],
    ['a date for an amount', 3, { n: '44197', s: 1 }, 'L40'],
  ];
  test.each(spoiled)('names %s', async (_, column, cell, code) => {
    const row: TestCell[] = [person.name, person.idNumber, person.card, { n: '120.5' }];
    row[column] = cell;
    const { lines } = await wholeList(xlsx({ rows: [['姓名', '身份证号', '账号', '实发'], row] }));
    expect(codes(lines[0]?.errors ?? [])).toEqual([code]);
  });

  test('notes hidden rows, and sheets that were not read', async () => {
    const rows = [['姓名', '身份证号', '账号', '实发'], [person.name, person.idNumber, person.card, '120.5']];
    const { lines, summary } = await wholeList(xlsx({ rows, hiddenRows: [2] }, { name: '旧表', rows }, { name: '隐藏', rows, state: 'hidden' }));
    expect(codes(lines[0]?.errors ?? [])).toEqual(['L64']);
    expect(summary.hiddenLines).toBe(1);
    expect(summary.errors).toMatchObject([{ code: 'N03', reason: { zh: expect.stringContaining('旧表') as string } }]);
  });
});

describe('each fault of a line', () => {
  const wrongCheck = person.idNumber.slice(0, 17) + (person.idNumber.endsWith('1') ? '2' : '1');
  const wrongLuhn = person.card.slice(0, -1) + String((Number(person.card.slice(-1)) + 1) % 10);
  const table: readonly [string, Partial<Record<ListHeading, string>>, ListHeading, ErrorCode][] = [
    ['no name', { 受益人姓名: '' }, '受益人姓名', 'L01'],
    ['no identity number', { 身份证号: '' }, '身份证号', 'L01'],
    ['no account', { 账号: '　' }, '账号', 'L01'],
    ['no amount', { 实发: '' }, '实发', 'L01'],
    ['a formula', { 实发: '=60*2' }, '实发', 'L02'],
    ['characters lost', { 受益人姓名: '张?' }, '受益人姓名', 'L03'],
    ['a control character', { 村: '双\u0000龙' }, '村', 'L03'],
    ['scientific notation', { 身份证号: '4.228E+17' }, '身份证号', 'L06'],
    ['scientific notation of a card', { 账号: '6.217E+18' }, '账号', 'L06'],
    ['trailing zeros of a card', { 账号: '6217000000000000000' }, '账号', 'L07'],
    ['full-width digits', { 身份证号: '４２２８９９１９４１０１０１００１７' }, '身份证号', 'L08'],
    ['full-width digits of an amount', { 实发: '１２０.50' }, '实发', 'L08'],
    ['an apostrophe', { 账号: `'${person.card}` }, '账号', 'L09'],
    ['asterisks', { 身份证号: '422899********0017' }, '身份证号', 'L11'],
    ['digits in a name', { 受益人姓名: '张3' }, '受益人姓名', 'L12'],
    ['an identity number too short', { 身份证号: '42289919410101001' }, '身份证号', 'L20'],
    ['a wrong check digit', { 身份证号: wrongCheck }, '身份证号', 'L21'],
    ['a 30th of February', { 身份证号: '421126190002300014' }, '身份证号', 'L22'],
    ['an account too short', { 账号: '123' }, '账号', 'L30'],
    ['a card that fails Luhn', { 账号: wrongLuhn }, '账号', 'L31'],
    ['an amount in words', { 实发: '壹佰' }, '实发', 'L40'],
    ['an amount in scientific notation', { 实发: '1.2E+3' }, '实发', 'L40'],
    ['half a fen', { 实发: '120.505' }, '实发', 'L42'],
    ['an amount beyond belief', { 实发: '100000000.01' }, '实发', 'L43'],
    ['a quantity in words', { 数量: '两亩' }, '数量', 'L44'],
    ['a passbook that fails Luhn', { 账号: '8101000000000000' }, '账号', 'L62'],
    ['parts of a fen in the standard', { 标准: '60.2499' }, '标准', 'L65'],
  ];
  test.each(table)('%s', async (_, changed, column, code) => {
    const { lines } = await wholeList(csv([[...listHeadings], goodRow(1, { 应发: '', 户主姓名: '', ...(column === '实发' ? { 数量: '' } : {}), ...changed })]));
    expect(lines[0]?.errors.map((error) => [error.column, error.code])).toEqual([[column, code]]);
  });

  test('zero and less than zero are no amounts', async () => {
    const { lines } = await wholeList(csv([['姓名', '身份证号', '账号', '金额'], [person.name, person.idNumber, person.card, '0'], [person.name, person.idNumber, person.card, '-5']]));
    expect(codes(lines[0]?.errors ?? [])).toEqual(['L41']);
    expect(codes(lines[1]?.errors ?? [])).toEqual(['L41', 'L66']);
  });

  test('sums that do not add up', async () => {
    const { lines } = await wholeList(csv([[...listHeadings], goodRow(1, { 扣减: '20' }), goodRow(2, { 数量: '3' })]));
    expect(codes(lines[0]?.errors ?? [])).toEqual(['L45']);
    expect(codes(lines[1]?.errors ?? [])).toEqual(['L46']);
  });

  test('the same row twice is red, the same person with another amount is not', async () => {
    const { lines } = await wholeList(csv([[...listHeadings], goodRow(1), goodRow(1, { 序号: '2' }), goodRow(1, { 应发: '', 数量: '', 实发: '99' })]));
    expect(lines.map((line) => codes(line.errors))).toEqual([[], ['L50'], ['L66']]);
    expect(lines[1]?.errors[0]?.reason.zh).toContain('第 2 行');
  });

  test('a quotation mark that never closes costs its own row only', async () => {
    const broken = [...goodRow(2)];
    broken[1] = '"双龙';
    const { lines } = await wholeList(csv([[...listHeadings], goodRow(1), broken, goodRow(3), goodRow(4)]));
    expect(lines.map((line) => [line.row, codes(line.errors)])).toEqual([[2, []], [3, ['L04']], [4, []], [5, []]]);
  });

  test('two stray quotation marks swallow none of the rows between them', async () => {
    const [first, second] = [[...goodRow(2)], [...goodRow(5)]];
    first[1] = '"双龙';
    second[1] = '双龙"';
    const { lines } = await wholeList(csv([[...listHeadings], goodRow(1), first, goodRow(3), goodRow(4), second, goodRow(6)]));
    expect(lines.map((line) => [line.row, codes(line.errors)])).toEqual([[2, []], [3, ['L04']], [4, []], [5, []], [6, []], [7, []]]);
  });

  test('a remark over two lines stays one cell', async () => {
    const { lines } = await wholeList(csv([[...listHeadings, '备注'], [...goodRow(1), '"第一行\n第""二""行"'], [...goodRow(2), '']]));
    expect(lines.map((line) => [line.row, line.text.remark, codes(line.errors)])).toEqual([[2, '第一行\n第"二"行', []], [3, undefined, []]]);
  });

  test('rare characters of GB18030 are kept', async () => {
    const { heading, lines } = await wholeList(csv([[...listHeadings], goodRow(1, { 受益人姓名: '𠮷㛃', 户主姓名: '阿依古丽·买买提' })], 'gb18030'));
    expect(heading.encoding).toBe('gb18030');
    expect(lines[0]).toMatchObject({ payeeName: '𠮷㛃', text: { householdHead: '阿依古丽·买买提' }, errors: [] });
  });

  test('a list that names only heads of household pays them', async () => {
    const { lines } = await wholeList(csv([['户主', '户主身份证号', '一卡通账号', '补贴金额(万元)'], [person.name, person.idNumber, person.card, '0.0125']]));
    expect(lines[0]).toMatchObject({ payeeName: person.name, idNumber: person.idNumber, amountFen: 12_500, errors: [] });
  });

  test('others get their turn while a long list is read', async () => {
    let turns = 0;
    let reading = true;
    const turn = (): void => {
      turns += 1;
      if (reading) setImmediate(turn);
    };
    turn();
    const { lines } = await wholeList(csv([[...listHeadings], ...Array.from({ length: 5_000 }, (_, index) => goodRow(index))], 'gb18030'));
    reading = false;
    expect(lines).toHaveLength(5_000);
    expect(turns).toBeGreaterThan(5);
  });

  test('more columns than the heading has', async () => {
    const { lines } = await wholeList(csv([[...listHeadings], [...goodRow(1), '多', '余']]));
    expect(codes(lines[0]?.errors ?? [])).toEqual(['L05']);
  });

  test('what only the ledger knows is asked in bulk and answered in amber', async () => {
    const asked: number[] = [];
    const { lines, summary } = await wholeList(csv([[...listHeadings], goodRow(1), goodRow(2)]), {
      known: {
        look: (page) => {
          asked.push(page.length);
          return Promise.resolve([{ householdKnown: false, personKnown: false, holderIsPayee: false, overStandardFen: 10_000, paidBefore: 'b-1/7', nameAgrees: false, inHousehold: false }, {}]);
        },
      },
    });
    expect(asked).toEqual([2]);
    expect(codes(lines[0]?.errors ?? [])).toEqual(['L70', 'L71', 'L75', 'L76', 'L72', 'L73', 'L74']);
    expect(summary).toMatchObject({ redLines: 0, amberLines: 1 });
  });
});

describe('whatever the cells hold', () => {
  const seed = Number(process.env['SEED'] ?? 20_260_101);
  const cell = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }), fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.constantFrom('', '合计', '小计', '"', '=1', '序号', '张三', '4.228E+17', '-', '1e400', '１２', '__proto__', '制表人：', '\ud800', '\u0000'),
    fc.integer().map(String), fc.constant(person.idNumber), fc.constant(person.card),
  );

  test('no row is lost, nothing is thrown, and no mask shows what it masks', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.array(cell, { minLength: 4, maxLength: 14 }), { maxLength: 12 }), async (rows) => {
      const clean = rows.map((row) => row.map((text) => ({ inline: [...text].filter((c) => c >= ' ').join('') })));
      const book = xlsx({ rows: [[...listHeadings], goodRow(1), ...clean] });
      const { lines, summary } = await wholeList(book);
      expect(Object.values(summary.rows).reduce((sum, count) => sum + count, 0)).toBe(1 + clean.filter((row) => row.some((c) => c.inline.trim() !== '' && !/^[\s\u200b-\u200d\u2060\ufeff]*$/.test(c.inline))).length);
      expect(lines.map((line) => line.ordinal)).toEqual(lines.map((_, index) => index + 1));
      const shown = JSON.stringify(lines.map((line) => line.errors));
      for (const secret of [person.idNumber, person.card, '张三']) expect(shown).not.toContain(secret);
    }), { seed, numRuns: 150 });
  });

  test('a text file of any lines is read to its last row', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.array(cell, { minLength: 1, maxLength: 14 }), { maxLength: 12 }), async (rows) => {
      const body = rows.map((row) => row.map((text) => text.replace(/[\r\n]/g, '')).join(','));
      const bytes = Buffer.from([listHeadings.join(','), goodRow(1).join(','), ...body, ''].join('\n'));
      const { summary } = await wholeList(bytes);
      const quotedJoins = body.some((line) => line.includes('"'));
      const counted = Object.values(summary.rows).reduce((sum, count) => sum + count, 0);
      if (!quotedJoins) expect(counted).toBe(1 + body.length);
      expect(counted).toBeGreaterThan(0);
    }), { seed, numRuns: 150 });
  });
});
