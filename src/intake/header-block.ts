/** Reads what stands above the heading of a list: batch number, item, period, declared count and total. */
import { readMoney, type MoneyUnit } from '../identifiers/money';
import { plainNumber } from './number-text';
import type { Row } from './cell';

export type HeaderField =
  | 'batchNumber' | 'region' | 'programmeCode' | 'programme' | 'documentNumber' | 'budgetYear' | 'period' | 'payer'
  | 'agentBank' | 'count' | 'persons' | 'total' | 'settledCount' | 'settledTotal' | 'failedCount' | 'failedTotal' | 'unit' | 'date' | 'source' | 'asOf';

/** Names of people who signed are known only as the end of the value before them: they are not kept. */
const keys: readonly (readonly [HeaderField | 'person', readonly string[]])[] = [
  ['batchNumber', ['批次号', '批次编号', '批次']],
  ['region', ['行政区划代码', '行政区划', '区划代码', '区划']],
  ['programmeCode', ['补贴项目代码', '项目代码', '项目编码']],
  ['programme', ['补贴项目名称', '补贴项目', '补助项目', '项目名称', '补贴名称', '资金名称', '项目']],
  ['documentNumber', ['资金指标文号', '指标文号', '资金文号', '文号']],
  ['budgetYear', ['预算年度', '年度']],
  ['period', ['补贴期间', '补贴月份', '发放期间', '发放月份', '享受期间', '所属期', '期间']],
  ['payer', ['发放单位', '填报单位', '编制单位', '单位名称', '报送单位']],
  ['agentBank', ['代发银行', '代发行']],
  ['count', ['总笔数', '合计笔数', '发放笔数', '总条数', '记录数', '笔数']],
  // Lines are counted by persons only where no count of lines is given.
  ['persons', ['总人数', '合计人数', '发放人数', '人数']],
  ['total', ['总金额', '合计金额', '金额合计', '发放总额', '发放金额', '总额']],
  ['settledCount', ['成功笔数', '成功条数']],
  ['settledTotal', ['成功金额', '成功总金额']],
  ['failedCount', ['失败笔数', '失败条数', '退票笔数']],
  ['failedTotal', ['失败金额', '失败总金额', '退票金额']],
  ['unit', ['金额单位', '单位']],
  ['asOf', ['数据截止日期', '数据截至日期', '截止日期', '截至日期', '数据日期', '截止']],
  ['source', ['数据来源', '来源单位', '提供单位', '来源']],
  ['date', ['制表日期', '填表日期', '填报日期', '发放日期', '处理日期', '入账日期', '日期']],
  ['person', ['制表人', '制表', '复核人', '复核', '审核人', '审核', '审批人', '审批', '经办人', '经办', '负责人', '联系电话', '付款账号', '付款账户', '密级']],
];

const fieldOf = new Map(keys.flatMap(([field, names]) => names.map((name) => [name, field] as const)));
const alternatives = [...fieldOf.keys()].sort((a, b) => b.length - a.length).join('|');
const labelled = new RegExp(`(?:^|[^\\u4e00-\\u9fff]|(?<=[元笔人]))(${alternatives})(?:\\((?:元|万元|笔|人)\\))?:`, 'g');
const label = new RegExp(`^(${alternatives})(?:\\((元|万元|笔|人)\\))?:?$`);

const flat = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '');
/** Blanks part one label from the value before it, so one of each stays. */
const spaced = (text: string): string => text.normalize('NFKC').replace(/\s+/g, ' ').replace(/ ?: ?/g, ':').trim();

export interface Header {
  readonly values: Readonly<Partial<Record<HeaderField, string>>>;
  readonly declaredCount?: number;
  readonly declaredTotalFen?: number;
  readonly unit?: MoneyUnit;
}

export function moneyUnitOf(text: string | undefined): MoneyUnit | undefined {
  if (text === undefined) return undefined;
  if (/^(人民币)?亿元?(\/|$)/.test(text)) return 'yi';
  if (/^(人民币)?万元?(\/|$)/.test(text)) return 'wan';
  return /^(人民币)?元(\/|$|整)/.test(text) ? 'yuan' : undefined;
}

export function countOf(text: string | undefined): number | undefined {
  const digits = text === undefined ? undefined : /^(?:共|合计)?(\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.0+)?[笔人条户行]?$/.exec(flat(text))?.[1];
  return digits === undefined ? undefined : Number(digits.replaceAll(',', ''));
}

type Found = Partial<Record<HeaderField, string>>;

function keep(found: Found, name: string, value: string): void {
  const field = fieldOf.get(name);
  const bare = value.replace(/^[,;、 ]+|[,;、 ]+$/g, '');
  if (field !== undefined && field !== 'person' && bare !== '' && found[field] === undefined) found[field] = bare;
}

function readCell(text: string, found: Found): void {
  const marks = [...text.matchAll(labelled)];
  marks.forEach((mark, index) => {
    keep(found, mark[1] ?? '', text.slice(mark.index + mark[0].length, marks[index + 1]?.index ?? text.length));
  });
}

function readRow(row: Row, found: Found): void {
  let waiting: string | undefined;
  for (const cell of row.cells) {
    if (cell.kind === 'empty' || cell.kind === 'formula') continue;
    const text = cell.kind === 'number' ? (plainNumber(cell.text) ?? cell.text) : flat(cell.text);
    const alone = label.exec(text);
    if (alone?.[1] !== undefined) {
      waiting = alone[1];
      continue;
    }
    if (waiting !== undefined) keep(found, waiting, text);
    else readCell(spaced(cell.text), found);
    waiting = undefined;
  }
}

export function fenOf(text: string | undefined, unit: MoneyUnit = 'yuan'): number | undefined {
  return text === undefined ? undefined : readMoney(text.replace(/整$/, '').replace(/([^万亿])元$/, '$1'), unit).fen;
}

/** The first value of each label wins; a formula is no value. */
export function readHeader(rows: readonly Row[]): Header {
  const values: Found = {};
  for (const row of rows) readRow(row, values);
  const unit = moneyUnitOf(values.unit);
  const declaredCount = countOf(values.count ?? values.persons);
  const total = fenOf(values.total, unit);
  return {
    values,
    ...(declaredCount === undefined ? {} : { declaredCount }),
    ...(total === undefined ? {} : { declaredTotalFen: total }),
    ...(unit === undefined ? {} : { unit }),
  };
}
