/** Batch lines sent as JSON, written as the table a file would hold, so that both are checked by the same rules and kept the same way. */
import { unknownAt } from '../domain/field-check';
import { Refused, type FieldError } from '../domain/refused';

/** Heading per member; the last three are no columns of practice and travel as extra ones. */
const COLUMNS: readonly (readonly [path: string, heading: string])[] = [
  ['householdNumber', '户编号'], ['payee.name', '受益人姓名'], ['payee.idType', '证件类型'], ['payee.idNumber', '身份证号'], ['account.bank', '开户行'], ['account.holderName', '户名'],
  ['account.number', '账号'], ['quantityMilli', '数量'], ['standardFen', '标准'], ['dueFen', '应发'], ['deductedFen', '扣减'], ['amountFen', '实发'], ['summary', '摘要'],
  ['payee.phone', '联系电话'], ['remark', '备注'], ['householdId', 'household-id'], ['region', 'region-code'], ['supplements', 'supplements'],
];
const PATHS = new Set(COLUMNS.map(([path]) => path));
const SCALE: Readonly<Record<string, number>> = { quantityMilli: 3, standardFen: 2, dueFen: 2, deductedFen: 2, amountFen: 2 };
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function decimal(value: number, scale: number): string {
  const digits = String(Math.abs(value)).padStart(scale + 1, '0');
  return `${value < 0 ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

const wrong = (pointer: string, code: string, zh: string, en: string): FieldError => ({ pointer, code, text: { zh, en } });

function flattened(line: unknown, at: string, errors: FieldError[]): Map<string, unknown> {
  const cells = new Map<string, unknown>();
  if (!isObject(line)) {
    errors.push(wrong(at, 'not-an-object', '应为对象', 'must be an object'));
    return cells;
  }
  for (const [name, value] of Object.entries(line)) {
    if ((name === 'payee' || name === 'account') && isObject(value)) for (const [inner, held] of Object.entries(value)) cells.set(`${name}.${inner}`, held);
    else cells.set(name, value);
  }
  return cells;
}

function cellText(path: string, value: unknown, at: string, errors: FieldError[]): string {
  const pointer = `${at}/${path.replace('.', '/')}`;
  const scale = SCALE[path];
  if (scale !== undefined) {
    if (Number.isSafeInteger(value)) return decimal(value as number, scale);
    errors.push(wrong(pointer, 'not-integer', '应为整数', 'must be a whole number'));
    return '';
  }
  if (typeof value === 'string' && value.split(/\p{Cc}/u).length === 1) return value;
  errors.push(wrong(pointer, 'not-text', '应为一行文字', 'must be text of one line'));
  return '';
}

/** `payee.x` is a member of the payee; any other dot belongs to the name. */
function unknownCell(at: string, path: string): string {
  const inner = /^(payee|account)\.(.*)$/s.exec(path);
  return inner ? unknownAt(`${at}/${String(inner[1])}`, String(inner[2])) : unknownAt(at, path);
}

/** Throws where members are unknown or of the wrong kind; what the values say is judged like that of a file. */
export function tableOf(lines: readonly unknown[]): Buffer {
  const errors: FieldError[] = [];
  const rows = lines.map((line, index) => {
    const at = `/lines/${String(index)}`;
    const cells = flattened(line, at, errors);
    for (const path of cells.keys()) if (!PATHS.has(path)) errors.push(wrong(unknownCell(at, path), 'unknown-field', '没有这一项', 'there is no such field'));
    return COLUMNS.map(([path]) => (cells.get(path) === undefined ? '' : `"${cellText(path, cells.get(path), at, errors).replaceAll('"', '""')}"`)).join(',');
  });
  if (errors.length > 0) throw new Refused('malformed-lines', { zh: '明细的写法有误,见 errors', en: 'the lines are malformed, see errors' }, 'malformed', errors.slice(0, 100));
  return Buffer.from([COLUMNS.map(([, heading]) => heading).join(','), ...rows, ''].join('\n'));
}
