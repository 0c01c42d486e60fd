/** Account statements as banks print them: two columns or one with a mark, newest first or last, balances above or beside. */
import { readStatement } from '../../src/intake/statement-file';
import { csv } from '../support/list-file';
import { xlsx } from '../support/xlsx-file';

const above = [['示例农商行对账单'], ['账号：82010000001234567', '期间：2018-05-01至2018-05-31'], ['"期初余额：1,000.00"', '期末余额：700.00', '借方合计：500.00', '贷方合计：200.00', '总笔数：2']];

describe('a statement', () => {
  it('with debit and credit columns, newest first', async () => {
    const read = await readStatement({ bytes: csv([
      ...above, ['交易日期', '借方发生额', '贷方发生额', '余额', '摘要', '流水号', '对方账号'],
      ['2018-05-20', '', '200.00', '700.00', '退票 批次号:B-1', 'S2', ''],
      ['2018-05-03', '500.00', '', '500.00', '代发 批次B-1', 'S1', '6217000000000000004'],
      ['合计', '500.00', '200.00', '', '', '', ''],
    ], 'gb18030') });
    expect(read).toMatchObject({ accountNumber: '82010000001234567', from: '2018-05-01', until: '2018-05-31', openingFen: 100_000, closingFen: 70_000, declaredCount: 2, declaredInFen: 20_000, declaredOutFen: 50_000, errors: [] });
    expect(read.bookings).toMatchObject([
      { on: '2018-05-03', direction: 'out', amountFen: 50_000, batchId: 'B-1', serial: 'S1', account: '6217000000000000004' }, { on: '2018-05-20', direction: 'in', amountFen: 20_000, batchId: 'B-1', serial: 'S2' },
    ]);
  });

  it('with one column and a mark; balances follow from those beside the lines', async () => {
    const read = await readStatement({ bytes: xlsx({ name: '明细', rows: [
      ['记账日期', '借贷标志', '交易金额', '余额', '凭证号', '支付令号'], ['20180503', '借', { n: '500' }, { n: '500' }, 'V-7', null], ['20180520', '贷', { n: '200' }, { n: '700' }, null, 'P-1'],
    ] }) });
    expect(read).toMatchObject({ from: '2018-05-03', until: '2018-05-20', openingFen: 100_000, closingFen: 70_000, errors: [] });
    expect(read.bookings).toMatchObject([{ direction: 'out', amountFen: 50_000, voucherNumber: 'V-7' }, { direction: 'in', amountFen: 20_000, paymentId: 'P-1' }]);
  });

  it('of one day is put in order by its balances; a negative amount goes the other way', async () => {
    const read = await readStatement({ bytes: csv([['日期', '支出', '收入', '余额'], ['2018-05-03', '', '30.00', '-20.00'], ['2018-05-03', '50.00', '0.00', '-50.00'], ['2018-05-03', '', '-5.00', '0.00']]) });
    expect(read.bookings.map(({ direction, amountFen }) => `${direction} ${String(amountFen)}`)).toEqual(['out 500', 'out 5000', 'in 3000']);
    expect(read).toMatchObject({ openingFen: 500, closingFen: -2_000 });
  });

  it('keeps of a summary only the batch or payment it names', async () => {
    const { bookings } = await readStatement({ bytes: csv([['日期', '支出', '余额', '摘要'], ['2018-05-03', '50.00', '0.00', '向大山补贴'], ['2018-05-04', '1.00', '0.00', '支付令 P-9']]) });
    expect(JSON.stringify(bookings)).not.toContain('向大山');
    expect(bookings[1]).toMatchObject({ paymentId: 'P-9' });
  });

  it('says which rows cannot be read, and is none without dates or headings', async () => {
    const read = await readStatement({ bytes: csv([['日期', '支出', '收入', '余额'], ['很久以前', '1.00', '', '1'], ['2018-05-03', 'x', '', '1'], ['2018-05-03', '1.00', '2.00', '1']]) });
    expect(read.errors.map(({ row, code }) => `${String(row)} ${code}`)).toEqual(['2 R20', '3 R02', '4 R02']);
    await expect(readStatement({ bytes: csv([['姓名', '年龄'], ['甲', '5']]) })).rejects.toMatchObject({ code: 'heading-not-found' });
  });
});
