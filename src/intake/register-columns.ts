/** The columns of each kind of register as the offices that keep them head them. */
import type { ColumnMeaning } from './headings';

export type RegisterKind =
  | 'deceased' | 'payroll' | 'enterprise' | 'vehicle' | 'property' | 'cadre' | 'kinship' | 'student' | 'low-income' | 'disabled' | 'bank-flow';

export type RegisterField =
  | 'serial' | 'name' | 'idNumber' | 'otherName' | 'otherIdNumber' | 'account' | 'otherAccount' | 'uscc' | 'organisation' | 'role' | 'region'
  | 'householdNumber' | 'on' | 'until' | 'amount' | 'asset';

type Headings = Partial<Record<RegisterField, readonly string[]>>;

const shared: Headings = {
  serial: ['序号', '编号'],
  name: ['姓名', '名字', '人员姓名'],
  idNumber: ['身份证号', '身份证号码', '公民身份号码', '公民身份证号码', '居民身份证号', '身份证', '证件号码', '证件号'],
  region: ['区划代码', '行政区划代码', '行政区划', '所在区划'],
  householdNumber: ['户编号', '户号', '户编码'],
  uscc: ['统一社会信用代码', '社会信用代码', '信用代码', '统一信用代码'],
};

export interface RegisterShape {
  readonly headings: Headings;
  /** Columns no row can do without. */
  readonly required: readonly (readonly [RegisterField, string])[];
}

const person = ['idNumber', '身份证号'] as const;

export const registerShapes: Readonly<Record<RegisterKind, RegisterShape>> = {
  deceased: {
    headings: { name: ['死者姓名', '死亡人员姓名'], idNumber: ['死者身份证号', '死亡人员身份证号'], on: ['死亡日期', '死亡时间', '去世日期', '去世时间', '火化日期', '注销日期'], role: ['死亡原因', '注销原因'] },
    required: [person, ['on', '死亡日期']],
  },
  payroll: {
    headings: { organisation: ['单位名称', '工作单位', '所在单位', '单位'], role: ['编制类型', '人员类别', '职务', '岗位'], on: ['入职日期', '起薪日期', '起始日期', '参加工作时间'], until: ['离职日期', '停薪日期', '退休日期', '终止日期'], amount: ['应发工资', '工资', '月工资'] },
    required: [person],
  },
  enterprise: {
    headings: {
      organisation: ['企业名称', '市场主体名称', '单位名称', '主体名称', '名称', '字号'], name: ['法定代表人', '法人代表', '经营者', '投资人', '股东', '负责人', '经营者姓名', '法定代表人姓名'],
      idNumber: ['法定代表人身份证号', '法定代表人证件号码', '法人身份证号', '经营者身份证号', '经营者证件号码', '投资人身份证号', '股东身份证号', '负责人身份证号'],
      role: ['身份', '人员身份', '角色', '主体类型', '企业类型', '类型'], on: ['成立日期', '注册日期', '登记日期', '核准日期'], until: ['注销日期', '吊销日期'], amount: ['注册资本', '认缴出资额', '出资额'],
    },
    required: [['uscc', '统一社会信用代码']],
  },
  vehicle: {
    headings: {
      name: ['所有人', '车主', '车主姓名', '机动车所有人'], idNumber: ['身份证明号码', '车主身份证号', '车主身份证号码', '所有人身份证号'], asset: ['号牌号码', '车牌号', '车牌号码'],
      role: ['车辆类型', '机动车类型', '使用性质'], on: ['登记日期', '初次登记日期', '注册登记日期', '购置日期'], until: ['注销日期', '转移日期', '转出日期'], amount: ['购置价格', '价格', '发票金额'],
    },
    required: [person],
  },
  property: {
    headings: {
      name: ['权利人', '权利人姓名', '产权人', '购房人'], idNumber: ['权利人证件号', '权利人证件号码', '权利人身份证号', '产权人身份证号', '购房人身份证号'], asset: ['不动产权证号', '不动产单元号', '坐落', '房屋坐落'],
      role: ['房屋用途', '用途', '规划用途', '性质'], on: ['登记日期', '登记时间', '交易日期', '备案日期', '购房日期'], until: ['注销日期', '转移日期'], amount: ['成交价', '成交金额', '合同金额', '交易金额'],
    },
    required: [person],
  },
  cadre: {
    headings: { name: ['干部姓名'], organisation: ['任职单位', '单位名称', '单位', '所在单位', '任职村'], role: ['职务', '任职', '岗位'], on: ['任职日期', '任职时间', '任职起始日期', '起始日期'], until: ['离任日期', '免职日期', '离职日期', '任职终止日期', '终止日期'] },
    required: [person],
  },
  kinship: {
    headings: {
      name: ['干部姓名', '本人姓名'], idNumber: ['干部身份证号', '本人身份证号', '本人身份证号码'], otherName: ['亲属姓名', '关系人姓名', '家庭成员姓名'],
      otherIdNumber: ['亲属身份证号', '亲属身份证号码', '关系人身份证号', '家庭成员身份证号'], role: ['关系', '与本人关系', '亲属关系', '与干部关系'], on: ['起始日期', '登记日期'], until: ['终止日期'],
    },
    required: [person, ['otherIdNumber', '亲属身份证号'], ['role', '关系']],
  },
  student: {
    headings: { name: ['学生姓名'], idNumber: ['学生身份证号', '学生身份证号码'], organisation: ['学校名称', '学校', '就读学校'], role: ['学段', '学历层次', '年级', '学籍状态'], on: ['入学日期', '入学时间', '入学年月'], until: ['毕业日期', '离校日期', '预计毕业日期'] },
    required: [person],
  },
  'low-income': {
    headings: { name: ['保障对象姓名', '低保对象姓名'], role: ['保障类别', '救助类别', '类别', '保障类型', '待遇类别'], on: ['起始日期', '享受起始日期', '纳入日期', '保障开始日期', '批准日期'], until: ['停保日期', '退出日期', '终止日期', '停发日期'], amount: ['保障金额', '月保障金额', '补助金额'] },
    required: [person],
  },
  disabled: {
    headings: { role: ['残疾等级', '等级', '残疾类别'], on: ['发证日期', '评定日期', '首次办证日期', '起始日期'], until: ['有效期止', '有效期至', '注销日期', '终止日期'] },
    required: [person],
  },
  'bank-flow': {
    headings: {
      name: ['户名', '本方户名', '账户名称'], account: ['账号', '本方账号', '交易账号', '帐号'], otherName: ['对方户名', '对手户名', '对方名称', '交易对手'], otherAccount: ['对方账号', '对手账号', '对方帐号', '交易对手账号'],
      role: ['借贷标志', '收支标志', '借贷方向', '方向', '收支'], on: ['交易日期', '记账日期', '日期', '交易时间'], amount: ['交易金额', '金额', '发生额'],
    },
    required: [['account', '账号'], ['on', '交易日期'], ['amount', '交易金额']],
  },
};

/** A kind's own headings are stronger than the shared ones. */
export function registerColumns(kind: RegisterKind): readonly ColumnMeaning<RegisterField>[] {
  const own = registerShapes[kind].headings;
  const fields = new Set([...Object.keys(own), ...Object.keys(shared)] as RegisterField[]);
  return [...fields].map((field) => ({ field, headings: [...(own[field] ?? []), ...(shared[field] ?? [])] }));
}
