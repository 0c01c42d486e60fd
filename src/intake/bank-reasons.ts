/** Why a bank could not pay a line: its own words, mapped to the codes every bank is compared by. */

export type BankReason = 'F01' | 'F02' | 'F03' | 'F04' | 'F05' | 'F06' | 'F07' | 'F08' | 'F09' | 'F10' | 'F11' | 'F12' | 'F13' | 'F14' | 'F99';

/** In order: the more specific words first, for 卡状态异常 is also 状态异常, and a returned transfer mostly says why it came back. */
const patterns: readonly (readonly [BankReason, RegExp])[] = [
  ['F01', /户名|姓名.{0,6}(不符|不一致|不匹配|错)|名称.{0,4}(不符|不一致)|收款人名/],
  ['F09', /证件|身份证/],
  ['F06', /挂失/],
  ['F03', /销户|注销|已清户/],
  ['F05', /冻结|止付|只付不收|停止支付/],
  ['F08', /非结算|(II|III|Ⅱ|Ⅲ|二|三)类(账?户|卡)/i],
  ['F12', /超限|限额|超过.{0,6}金额|金额.{0,4}(非法|错|有误|不合法|超)/],
  ['F07', /介质|卡.{0,4}(状态|异常|未激活|失效|过期|作废|停用)|未激活|未启用/],
  ['F04', /状态.{0,3}(异常|不正常)|不动户|睡眠|久悬|休眠|账户异常|帐户异常/],
  ['F10', /重复/],
  ['F11', /次数|序号/],
  ['F13', /停业|不受理|机构.{0,4}(撤|停|关)|网点/],
  ['F02', /[账帐][号户].{0,6}(不存在|错|有误|不正确|无效|不符|非法)|无此[账帐]?[号户]|卡号.{0,6}(不存在|错|有误|无效)|单位编号/],
  ['F14', /退票|退汇|跨行|他行|退回/],
];

/** A bank's text may quote the account it speaks of. */
const quotedNumber = /\d{6,}[\dXx]?/g;

export interface MappedReason {
  readonly reason: BankReason;
  /** The bank's words, less any long number in them. */
  readonly bankText?: string;
}

export function mapBankReason(text: string): MappedReason {
  const words = text.replace(quotedNumber, (digits) => '*'.repeat(Math.min(8, digits.length))).trim().slice(0, 100);
  const stated = /^F(0[1-9]|1[0-4]|99)(?!\d)/.exec(text.normalize('NFKC').toUpperCase())?.[0] as BankReason | undefined;
  const compact = text.normalize('NFKC').replace(/\s+/g, '');
  const reason = stated ?? patterns.find(([, pattern]) => pattern.test(compact))?.[0] ?? 'F99';
  return words === '' ? { reason } : { reason, bankText: words };
}
