/** The columns of an account statement as banks head them: two columns of amounts, or one with a mark for its direction. */
import type { ColumnMeaning } from './headings';

export type StatementField =
  | 'date' | 'out' | 'in' | 'amount' | 'direction' | 'balance' | 'serial' | 'batch' | 'payment' | 'voucher' | 'account' | 'uscc' | 'summary';

/** From the side of the account, as its bank sees it: 贷 is money in, 借 money out. */
export const statementColumns: readonly ColumnMeaning<StatementField>[] = [
  { field: 'date', headings: ['交易日期', '记账日期', '入账日期', '交易时间', '日期'] },
  { field: 'out', headings: ['借方发生额', '借方金额', '支出金额', '借方', '支出', '付款金额', '转出金额', '借方发生额(支出)', '支出(借方)'] },
  { field: 'in', headings: ['贷方发生额', '贷方金额', '收入金额', '贷方', '收入', '收款金额', '存入金额', '转入金额', '贷方发生额(收入)', '收入(贷方)'] },
  { field: 'amount', headings: ['交易金额', '发生额', '金额'] },
  { field: 'direction', headings: ['借贷标志', '借贷方向', '收支标志', '收支方向', '借/贷', '借贷', '收/支', '方向'] },
  { field: 'balance', headings: ['账户余额', '余额', '账面余额', '当前余额'] },
  { field: 'serial', headings: ['交易流水号', '流水号', '银行流水号', '核心流水号', '交易流水'] },
  { field: 'batch', headings: ['批次号', '批次编号', '代发批次号'] },
  { field: 'payment', headings: ['支付令号', '支付令编号', '支付编号'] },
  { field: 'voucher', headings: ['凭证号', '凭证号码', '凭证编号', '支付凭证号'] },
  { field: 'account', headings: ['对方账号', '对方账户', '交易对手账号', '收款账号', '对方账号/卡号'] },
  { field: 'uscc', headings: ['对方统一社会信用代码', '对方信用代码', '统一社会信用代码'] },
  { field: 'summary', headings: ['摘要', '用途', '附言', '交易摘要', '备注'] },
];
