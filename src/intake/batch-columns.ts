/** The columns of a batch list as offices head them, and which of them no line can do without. */
import type { ColumnMeaning } from './headings';

export type BatchField =
  | 'serial' | 'township' | 'village' | 'group' | 'householdNumber' | 'householdHead' | 'headIdNumber' | 'payeeName' | 'idType' | 'idNumber'
  | 'relation' | 'bank' | 'account' | 'accountHolder' | 'quantity' | 'standard' | 'due' | 'deduction' | 'amount' | 'summary' | 'phone' | 'remark';

export const batchColumns: readonly ColumnMeaning<BatchField>[] = [
  { field: 'serial', headings: ['序号', '明细号', '编号', '序', 'No'] },
  { field: 'township', headings: ['乡镇', '乡镇街道', '乡(镇)', '镇', '乡', '所属乡镇', '乡镇名称'] },
  { field: 'village', headings: ['村', '行政村', '行政村名称', '村名', '村(居)', '村(社区)', '村居', '村委会', '所属村', '村名称'] },
  { field: 'group', headings: ['组', '村民小组', '小组', '组别', '组名', '村组'] },
  { field: 'householdNumber', headings: ['户编号', '建档立卡户编号', '户编码', '户号', '家庭编号', '户籍编号'] },
  { field: 'householdHead', headings: ['户主姓名', '户主', '户主名称'] },
  { field: 'headIdNumber', headings: ['户主身份证号', '户主身份证号码', '户主身份证', '户主证件号码', '户主证件号'] },
  {
    field: 'payeeName',
    headings: ['受益人姓名', '受益人', '领款人姓名', '领款人', '补贴对象姓名', '补贴对象', '享受人姓名', '补助对象姓名', '补助对象', '收款人姓名',
      '收款人', '发放对象', '学生姓名', '人员姓名', '姓名'],
  },
  { field: 'idType', headings: ['证件类型', '证件种类', '受益人证件类型'] },
  {
    field: 'idNumber',
    headings: ['受益人身份证号', '受益人身份证号码', '受益人证件号码', '领款人身份证号', '收款人身份证号', '补贴对象身份证号', '身份证号', '身份证号码',
      '公民身份号码', '公民身份证号码', '居民身份证号', '居民身份证号码', '身份证', '身份证件号码', '证件号码', '证件号'],
  },
  { field: 'relation', headings: ['与户主关系', '与户主的关系', '户主关系', '家庭关系', '关系'] },
  { field: 'bank', headings: ['开户行', '开户银行', '开户行名称', '开户银行名称', '受益人开户行', '收款银行', '银行名称', '银行', '代发行', '代发银行'] },
  {
    field: 'account',
    headings: ['账号', '银行账号', '帐号', '银行帐号', '受益人账号', '收款账号', '收款人账号', '一卡通账号', '一卡通帐号', '一卡通卡号', '惠农一卡通账号',
      '社保卡账号', '社会保障卡账号', '社保卡银行账号', '银行卡号', '银行卡账号', '账(卡)号', '账号(卡号)', '存折账号', '存折(卡)号', '社保卡号', '卡号', '银行账户', '账户'],
  },
  { field: 'accountHolder', headings: ['户名', '账户名', '账户名称', '开户名', '开户人', '开户人姓名', '收款户名', '持卡人', '持卡人姓名'] },
  {
    field: 'quantity',
    headings: ['数量', '补贴依据数量', '补贴数量', '补贴面积', '补助面积', '面积', '亩数', '补贴人数', '享受人数', '人数', '月数', '天数', '核定面积', '补助人数'],
  },
  { field: 'standard', headings: ['标准', '补贴标准', '补助标准', '发放标准', '单价', '月标准', '保障标准'] },
  { field: 'due', headings: ['应发', '应发金额', '应补金额', '应补贴金额', '应发补贴', '应付金额', '应发额', '应发补助金额'] },
  { field: 'deduction', headings: ['扣减', '扣减金额', '扣款', '扣款金额', '应扣金额', '扣发金额', '代扣', '应扣'] },
  {
    field: 'amount',
    headings: ['实发', '实发金额', '实发补贴金额', '实发额', '实付金额', '实际发放金额', '实补金额', '发放金额', '打卡金额', '补贴金额', '补助金额', '补贴资金',
      '补助资金', '救助金额', '金额', '交易金额', '合计金额', '金额合计', '补贴合计'],
  },
  { field: 'summary', headings: ['摘要', '用途', '附言'] },
  { field: 'phone', headings: ['联系电话', '联系方式', '手机号码', '手机号', '电话', '电话号码', '手机'] },
  { field: 'remark', headings: ['备注', '说明', '备注说明'] },
];
