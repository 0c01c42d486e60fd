/** Checks a value against a field's kind and a message against its class, without allocating where all is well. */
import { fieldsOf, type Class, type Field, type Kind } from './field-list';
import type { FieldError } from './refused';

const wrong = (pointer: string, code: string, zh: string, en: string): FieldError[] => [{ pointer, code, text: { zh, en } }];
const none: readonly FieldError[] = [];

/** The pointer to a member nobody knows: `?` where its name is none a field could have, for it may be anything, a person's name too. */
export const unknownAt = (parent: string, name: string): string => (/^[A-Za-z]\w{0,39}$/.test(name) ? `${parent}/${name}` : `${parent}/?`);

/** A real Gregorian date between 1900 and 2199, written `YYYY-MM-DD`. */
export function isBusinessDate(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  const match = /^(19|20|21)(\d\d)-(\d\d)-(\d\d)$/.exec(value);
  if (!match) return false;
  const year = Number(match[1]) * 100 + Number(match[2]);
  const month = Number(match[3]);
  const day = Number(match[4]);
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return days !== undefined && day >= 1 && day <= days;
}

function checkText(kind: Extract<Kind, { is: 'text' }>, value: unknown, pointer: string): readonly FieldError[] {
  if (typeof value !== 'string') return wrong(pointer, 'not-text', '应为文字', 'must be text');
  if (value.length === 0 || value.length > kind.max) return wrong(pointer, 'text-length', `应为 1–${String(kind.max)} 个字符`, `must have 1 to ${String(kind.max)} characters`);
  if (kind.pattern && !kind.pattern.test(value)) return wrong(pointer, 'text-form', `格式不符:${kind.pattern.source}`, `must match ${kind.pattern.source}`);
  // eslint-disable-next-line no-control-regex -- NUL and lone surrogates cannot be stored as text anywhere later.
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(value) || !value.isWellFormed()) return wrong(pointer, 'text-characters', '含有不可用的控制字符或残缺字符', 'holds control characters or broken ones');
  return none;
}

function checkNumber(kind: Extract<Kind, { is: 'fen' | 'integer' }>, value: unknown, pointer: string): readonly FieldError[] {
  if (!Number.isSafeInteger(value)) {
    return kind.is === 'fen'
      ? wrong(pointer, 'not-fen', '金额应为整数分', 'money must be a whole number of fen')
      : wrong(pointer, 'not-integer', '应为整数', 'must be a whole number');
  }
  if ((value as number) < kind.min) return wrong(pointer, 'too-small', `不得小于 ${String(kind.min)}`, `must be at least ${String(kind.min)}`);
  if (kind.is === 'integer' && (value as number) > kind.max) return wrong(pointer, 'too-large', `不得大于 ${String(kind.max)}`, `must be at most ${String(kind.max)}`);
  return none;
}

function checkList(kind: Extract<Kind, { is: 'list' }>, value: unknown, pointer: string): readonly FieldError[] {
  if (!Array.isArray(value)) return wrong(pointer, 'not-list', '应为列表', 'must be a list');
  if (value.length > kind.max) return wrong(pointer, 'list-length', `最多 ${String(kind.max)} 项`, `must have at most ${String(kind.max)} items`);
  return value.flatMap((item, index) => checkKind(kind.of, item, `${pointer}/${String(index)}`));
}

/** Everything wrong with one value; empty where it fits. */
export function checkKind(kind: Kind, value: unknown, pointer: string): readonly FieldError[] {
  switch (kind.is) {
    case 'fen':
    case 'integer':
      return checkNumber(kind, value, pointer);
    case 'date':
      return isBusinessDate(value) ? none : wrong(pointer, 'not-a-date', '应为存在的日期,写作 YYYY-MM-DD', 'must be a date that exists, as YYYY-MM-DD');
    case 'month':
      return typeof value === 'string' && /^(19|20|21)\d\d-(0[1-9]|1[0-2])$/.test(value) ? none : wrong(pointer, 'not-a-month', '应为月份,写作 YYYY-MM', 'must be a month, as YYYY-MM');
    case 'region':
      return typeof value === 'string' && /^\d+$/.test(value) && kind.digits.includes(value.length) ? none : wrong(pointer, 'not-a-region', `应为 ${kind.digits.join('、')} 位区划代码`, `must be a region code of ${kind.digits.join(', ')} digits`);
    case 'text':
      return checkText(kind, value, pointer);
    case 'choice':
      return typeof value === 'string' && kind.values.includes(value) ? none : wrong(pointer, 'not-a-choice', `应为其中之一:${kind.values.join('、')}`, `must be one of ${kind.values.join(', ')}`);
    case 'yes-no':
      return typeof value === 'boolean' ? none : wrong(pointer, 'not-yes-no', '应为 true 或 false', 'must be true or false');
    case 'reference':
      return typeof value === 'string' && /^[a-z]-[0-9a-z]{26}$/.test(value) ? none : wrong(pointer, 'not-a-reference', '应为保密库引用,或以明文对象提供', 'must be a vault reference, or be given in clear as an object');
    case 'list':
      return checkList(kind, value, pointer);
    case 'part':
      return checkMessage(kind.of(), value, pointer);
  }
}

const plans = new WeakMap<Class, ReadonlyMap<string, Field>>();

/** Everything wrong with a message's data: wrong, missing and unknown fields. */
export function checkMessage(type: Class, data: unknown, pointer = ''): readonly FieldError[] {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return wrong(pointer, 'not-an-object', '应为对象', 'must be an object');
  let plan = plans.get(type);
  if (!plan) plans.set(type, (plan = new Map(fieldsOf(type).map((field) => [field.name, field]))));
  let errors: FieldError[] | undefined;
  for (const [name, value] of Object.entries(data)) {
    const field = plan.get(name);
    const found = field ? (value === undefined ? none : checkKind(field.kind, value, `${pointer}/${name}`)) : wrong(unknownAt(pointer, name), 'unknown-field', '没有这一项', 'there is no such field');
    if (found.length > 0) (errors ??= []).push(...found);
  }
  for (const field of plan.values()) {
    if (field.optional || (data as Record<string, unknown>)[field.name] !== undefined) continue;
    (errors ??= []).push(...wrong(`${pointer}/${field.name}`, 'missing-field', '缺少此项', 'is missing'));
  }
  return errors ?? none;
}
