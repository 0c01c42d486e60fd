/** The columns of a bank's results file as banks head them, and how its words for an outcome are understood. */
import type { ColumnMeaning } from './headings';

export type ResultField =
  | 'batchNumber' | 'ordinal' | 'name' | 'idNumber' | 'account' | 'amount' | 'status' | 'code' | 'reason' | 'date' | 'reference' | 'attempt';

export const resultColumns: readonly ColumnMeaning<ResultField>[] = [
  { field: 'batchNumber', headings: ['批次号', '批次编号', '批次', '原批次号'] },
  { field: 'ordinal', headings: ['明细号', '明细序号', '原明细号', '明细编号', '序号', '行号', '编号'] },
  { field: 'name', headings: ['客户姓名', '户名', '收款人户名', '收款户名', '收款人', '受益人姓名', '账户名称', '姓名'] },
  { field: 'idNumber', headings: ['身份证号', '身份证号码', '证件号码', '证件号'] },
  { field: 'account', headings: ['账号', '帐号', '收款账号', '收款人账号', '银行账号', '卡号', '银行卡号', '账号/卡号', '账(卡)号'] },
  { field: 'amount', headings: ['金额', '交易金额', '发放金额', '实发金额', '入账金额', '代发金额', '实发'] },
  { field: 'status', headings: ['处理结果', '结果', '交易结果', '处理状态', '状态', '发放状态', '发放结果', '入账状态', '交易状态', '返回状态', '回盘结果', '是否成功'] },
  { field: 'code', headings: ['返回码', '错误码', '错误代码', '响应码', '原因代码', '失败代码'] },
  { field: 'reason', headings: ['失败原因', '退票原因', '原因', '错误信息', '错误描述', '返回信息', '处理说明', '失败信息', '处理信息', '附言', '备注'] },
  { field: 'date', headings: ['交易日期', '入账日期', '处理日期', '退票日期', '记账日期', '日期', '交易时间'] },
  { field: 'reference', headings: ['流水号', '交易流水', '交易流水号', '银行流水号', '核心流水号', '退票流水号'] },
  { field: 'attempt', headings: ['发放次数', '第几次发放'] },
];

export type Outcome = 'settled' | 'failed' | 'returned';

/** Words first: 未成功 holds 成功. A bare code other than zeros means nothing by itself. */
export function outcomeOf(text: string): Outcome | undefined {
  const compact = text.normalize('NFKC').replace(/\s+/g, '');
  if (/退票|退汇|退回|冲回|退款/.test(compact)) return 'returned';
  if (/失败|未成功|不成功|未入账|拒绝|错误|异常|^(N|F|否|fail(ed)?)$/i.test(compact)) return 'failed';
  return /成功|已入账|已到账|已发放|正常|^(0+|S|Y|是|success|ok)$/i.test(compact) ? 'settled' : undefined;
}
