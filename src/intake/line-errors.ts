/** Every error a file can get, by stable code: one table, from which docs/line-errors.md is generated. */
import type { Text } from '../domain/refused';

/** Red cannot be paid as written and blocks submission; amber may be true and is left to people and rules. */
export type Severity = 'red' | 'amber';

interface Kind {
  readonly severity: Severity;
  /** `{detail}` is filled in; it never holds a personal value. */
  readonly reason: Text;
  readonly remedy: Text;
}

const kind = (severity: Severity, zh: string, en: string, remedyZh: string, remedyEn: string): Kind =>
  ({ severity, reason: { zh, en }, remedy: { zh: remedyZh, en: remedyEn } });
const red = kind.bind(undefined, 'red');
const amber = kind.bind(undefined, 'amber');

const retypeAsText: readonly [string, string] = [
  '先把该列设为“文本”格式,再按证件、存折或卡面重新录入。', 'Set the column to text format first, then type the number again from the card, passbook or identity card.',
];

const kinds = {
  B01: red('申报笔数与收到的笔数不符({detail})', 'the declared number of lines is not the number received ({detail})',
    '核对清单是否缺行、多行,更正后重新上传。', 'Check the list for missing or additional lines, correct it and upload it again.'),
  B02: red('申报总金额与各行合计不符({detail})', 'the declared total is not the sum of the lines ({detail})',
    '核对金额列与总金额,更正后重新上传。', 'Check the amounts and the total, correct them and upload the list again.'),
  B07: red('同一份清单已经提交过({detail})', 'the same list was handed in before ({detail})',
    '无须重复上传;确需再次发放的,请说明理由并更改清单。', 'Do not upload it again; if it is to be paid once more, say why and change the list.'),

  L01: red('缺少必填内容', 'a required value is missing', '补填该单元格。', 'Fill in the cell.'),
  L02: red('单元格是公式;公式不予计算', 'the cell is a formula; formulas are never calculated',
    '复制该列,用“选择性粘贴—数值”变成数值后重新上传。', 'Copy the column, paste it back as values and upload the list again.'),
  L03: red('含有无法识别的字符(乱码)', 'holds characters that cannot be read', '用正确的编码重新导出,或重新录入。', 'Export it again in the right encoding, or type it again.'),
  L04: red('该行引号不成对,无法分列', 'the quotation marks of this row do not pair, so its columns cannot be told apart',
    '删除多余的引号,或改用 .xlsx。', 'Delete the stray quotation mark, or use .xlsx.'),
  L05: red('该行的列数多于表头,内容可能错列', 'the row has more columns than the heading, so its values may stand in wrong columns',
    '检查该行是否有多余的分隔符(如金额中的逗号)。', 'Look for additional separators in the row, for instance a comma within an amount.'),
  L06: red('号码变成了科学计数法,尾数已丢失', 'the number was turned into scientific notation and lost its last digits', ...retypeAsText),
  L07: red('号码曾以数值保存,超过 15 位的末几位已丢失(多变为 000)',
    'the number was stored as a number: what follows its fifteenth digit is lost (mostly it became 000)', ...retypeAsText),
  L08: red('含有全角数字或字母', 'holds full-width digits or letters', '改为半角后重新上传。', 'Change them to half-width and upload the list again.'),
  L09: red('号码前后带有撇号等符号', 'the number has an apostrophe or other mark around it', '删除符号,只保留号码。', 'Delete the mark and keep the number alone.'),
  L10: red('号码按数值保存,开头的 0 已丢失', 'the number was stored as a number and lost its leading zeros', ...retypeAsText),
  L11: red('号码打了星号,无法发放', 'the number is masked with asterisks and cannot be paid', '填写完整的号码。', 'Give the whole number.'),
  L12: red('姓名无法识别', 'the name cannot be read', '按身份证填写姓名,不含数字和星号。', 'Write the name as on the identity card, without digits or asterisks.'),

  L20: red('身份证号的位数或字符不对', 'the identity number has a wrong length or wrong characters', '按身份证核对 18 位号码。', 'Check the eighteen characters against the identity card.'),
  L21: red('身份证号校验码不对', 'the check digit of the identity number is wrong', '按身份证逐位核对。', 'Compare it digit by digit with the identity card.'),
  L22: red('身份证号中的出生日期不存在', 'the birth date in the identity number does not exist', '按身份证逐位核对。', 'Compare it digit by digit with the identity card.'),

  L30: red('账号的位数或字符不对', 'the account number has a wrong length or wrong characters', '按卡面或存折核对账号。', 'Check it against the card or passbook.'),
  L31: red('银行卡号校验位不对', 'the check digit of the card number is wrong', '按卡面逐位核对;是存折的,请在“开户行”或“备注”注明存折。',
    'Compare it digit by digit with the card; if it is a passbook, say so (存折) in the bank or remark column.'),

  L40: red('实发金额无法读取', 'the amount cannot be read', '只填数字,最多两位小数。', 'Give digits only, with two decimals at most.'),
  L41: red('实发金额为零或负数', 'the amount is zero or negative', '更正金额;不发放的行请删除。', 'Correct the amount, or delete a line that is not to be paid.'),
  L42: red('金额超过两位小数', 'the amount has more than two decimals', '按分取整后填写。', 'Round it to whole fen.'),
  L43: red('金额过大', 'the amount is too large', '核对金额和单位(元、万元)。', 'Check the amount and its unit (yuan or ten thousand yuan).'),
  L44: red('数值无法读取', 'the number cannot be read', '只填数字。', 'Give digits only.'),
  L45: red('应发减扣减不等于实发({detail})', 'due less deduction is not the amount ({detail})', '核对三列金额。', 'Check the three amounts.'),
  L46: red('数量乘标准不等于应发({detail})', 'quantity times standard is not the amount due ({detail})', '核对数量、标准和应发金额。', 'Check quantity, standard and amount due.'),

  L50: red('与第 {detail} 行重复:同一人、同一账号、同一金额、同一摘要', 'repeats row {detail}: same person, account, amount and summary',
    '删除重复的行;确为两笔的,请在摘要中写明区别。', 'Delete the repeated line; if there really are two, say in the summary how they differ.'),

  L60: amber('身份证号是 15 位旧号码', 'the identity number is an old one of fifteen digits', '请改为 18 位号码。', 'Use the number of eighteen characters.'),
  L61: amber('身份证号不合常理(年龄超过 110 岁、出生晚于今日或省份代码不存在)',
    'the identity number is implausible (older than 110, born later than today, or of no known province)', '核对身份证和本人是否健在。', 'Check the identity card and whether the person is alive.'),
  L62: amber('账号校验位不对,可能是存折', 'the check digit of the account is wrong; it may be a passbook', '核对是卡号还是存折账号。', 'Check whether it is a card or a passbook.'),
  L63: amber('户名与受益人姓名不同', 'the account holder is not the payee', '核对账户;代领的须有委托手续。', 'Check the account; a proxy needs an authorisation.'),
  L64: amber('该行在表格中被隐藏', 'the row is hidden in the spreadsheet', '确认该行是否应当发放。', 'Make sure the line is meant to be paid.'),
  L65: amber('标准的小数细于分,只用于核对', 'the standard has parts of a fen and is used for checking only', '无须更正。', 'Nothing to correct.'),
  L66: amber('同一人在本清单中还有第 {detail} 行', 'the same person is also in row {detail} of this list', '核对是否重复享受。', 'Check whether the person is paid twice.'),

  L70: amber('户编号未登记', 'the household is not registered', '核对户编号,或先登记该户。', 'Check the household number, or register the household first.'),
  L71: amber('受益人未登记', 'the person is not registered', '核对姓名和身份证号,或先登记。', 'Check name and identity number, or register the person first.'),
  L72: amber('登记的账户持有人不是受益人', 'the registered holder of the account is not the payee', '核对账户;代领的须有委托手续。', 'Check the account; a proxy needs an authorisation.'),
  L73: amber('超过该项目标准({detail})', 'more than the standard of the programme ({detail})', '核对标准和数量,或说明理由。', 'Check standard and quantity, or give the reason.'),
  L74: amber('同一项目同一期间已发放过({detail})', 'the same item was paid for the same period before ({detail})', '核对是否重复发放;补发的请在摘要中注明。',
    'Check whether it is paid twice; if it is a supplement, say so in the summary.'),
  L75: amber('姓名与登记的姓名不同', 'the name differs from the registered one', '按身份证核对姓名。', 'Check the name against the identity card.'),
  L76: amber('受益人不属于该户', 'the person does not belong to this household', '核对户编号和受益人。', 'Check household number and payee.'),

  R01: red('处理结果无法识别', 'the outcome cannot be recognised', '请银行注明成功、失败或退票。', 'Ask the bank to state settled, failed or returned.'),
  R02: red('金额无法读取', 'the amount cannot be read', '请银行重新提供文件。', 'Ask the bank for the file again.'),
  R03: red('既没有明细号也没有账号,无法对应到明细', 'there is neither a line number nor an account, so it belongs to no line', '请银行补充明细号。', 'Ask the bank for the line number.'),
  R10: red('本批次没有对应的明细', 'the batch has no such line', '核对批次号和明细号。', 'Check batch and line number.'),
  R11: red('账号和金额对应到多条明细({detail}),不作猜测', 'account and amount fit several lines ({detail}); none is guessed', '请银行补充明细号。', 'Ask the bank for the line number.'),
  R12: red('明细号对应的账号或金额不符', 'account or amount are not those of the line with this number', '核对明细号。', 'Check the line number.'),
  R13: red('同一明细在文件中出现多次(第 {detail} 行)', 'the same line stands in the file more than once (row {detail})', '请银行核对后重新提供。', 'Ask the bank to check and send it again.'),
  R20: red('日期无法读取', 'the date cannot be read', '按 2026-07-01 的格式填写。', 'Write dates like 2026-07-01.'),
  R21: red('统一社会信用代码的位数或字符不对', 'the unified social credit code has a wrong length or wrong characters', '按营业执照核对 18 位代码。', 'Check the eighteen characters against the licence.'),
  R22: amber('统一社会信用代码校验码不对', 'the check digit of the unified social credit code is wrong', '按营业执照核对;个别真实代码确实如此。', 'Check it against the licence; a few genuine codes are so.'),
  R23: amber('该行内容未收入代码表,按原文保留', 'the word is not in the table of codes and is kept as written', '如属常用说法,请告知管理员。', 'Tell the administrator if it is in common use.'),

  N01: amber('小计与其上各行之和不符({detail})', 'a subtotal is not the sum of the lines above it ({detail})', '核对小计行。', 'Check the subtotal.'),
  N02: amber('合计行是公式或无法读取,未作比较', 'a total row is a formula or cannot be read and was not compared', '用数值填写合计,或以表头的总金额为准。',
    'Write the total as a value, or rely on the total above the heading.'),
  N03: amber('工作簿中还有其他有内容的工作表,未读取({detail})', 'the workbook has other sheets with content that were not read ({detail})',
    '确认清单都在第一张工作表中。', 'Make sure the whole list is on the sheet that was read.'),
} satisfies Record<string, Kind>;

export type ErrorCode = keyof typeof kinds;
export const errorKinds: Readonly<Record<ErrorCode, Kind>> = kinds;

export interface LineError {
  /** As the sender's spreadsheet numbers it; 0 where the whole list is meant. */
  readonly row: number;
  /** Heading of the column, empty where the whole row or list is meant. */
  readonly column: string;
  readonly code: ErrorCode;
  readonly severity: Severity;
  /** What stands in the cell, masked so that nobody can be recognised by it. */
  readonly masked: string;
  readonly reason: Text;
  readonly remedy: Text;
  /** What was filled into the reason; never a personal value. */
  readonly detail?: string;
}

const filled = (text: Text, detail: string): Text =>
  ({ zh: text.zh.replace('{detail}', detail), en: text.en.replace('{detail}', detail) });

export function lineError(code: ErrorCode, place: { row: number; column?: string; masked?: string }, detail = ''): LineError {
  const { severity, reason, remedy } = errorKinds[code];
  return { row: place.row, column: place.column ?? '', code, severity, masked: place.masked ?? '', reason: filled(reason, detail), remedy, ...(detail === '' ? {} : { detail }) };
}

/** docs/line-errors.md, whole. */
export function errorTable(): string {
  const rows = Object.entries(errorKinds).map(([code, { severity, reason, remedy }]) =>
    `| ${code} | ${severity} | ${reason.zh} | ${remedy.zh} | ${reason.en} | ${remedy.en} |`);
  return [
    '# Errors of uploaded files', '',
    'Generated from `src/intake/line-errors.ts`. Red cannot be paid as written and blocks submission; amber may be true and is left to people and rules.',
    'B concerns the whole list, L one line, R a row of a results file or register, N is a note on the file.', '',
    '| code | severity | 原因 | 处理办法 | reason | remedy |', '|---|---|---|---|---|---|', ...rows, '',
  ].join('\n');
}
