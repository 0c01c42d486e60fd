/** What the vault knows of a person, an account or a household register number, and how its parts are compared, merged and masked. */
import { maskAccountNumber, normaliseAccountNumber } from '../identifiers/bank-account';
import { eighteenDigits, maskIdNumber, normaliseIdNumber } from '../identifiers/id-card';
import { maskName } from '../identifiers/name';

export type SubjectKind = 'person' | 'account' | 'register';

export interface PersonClear {
  readonly idNumber?: string | undefined;
  readonly idType?: string | undefined;
  readonly name?: string | undefined;
  readonly phone?: string | undefined;
  /** The person's own number in the poverty register. */
  readonly registerNumber?: string | undefined;
}
export interface AccountClear {
  readonly number: string;
  readonly bank?: string | undefined;
  readonly holderName?: string | undefined;
  readonly kind?: string | undefined;
}
/** The register number of a household. */
export interface RegisterClear {
  readonly number: string;
}
export interface ClearOf {
  readonly person: PersonClear;
  readonly account: AccountClear;
  readonly register: RegisterClear;
}
export type Clear = PersonClear | AccountClear | RegisterClear;

/** Every value ever learnt of an attribute, the first one first: it is the one shown, the others are variants, nothing is lost. */
export type Block = Record<string, readonly string[]>;

/** By what a subject is found: `i` ID number, `n` person's register number, `a` account, `r` household register number. */
export type LookupField = 'i' | 'n' | 'a' | 'r';

/** The clear form cannot be a subject. Names the attribute, never its value. */
export class Unreferable extends Error {
  constructor(readonly kind: SubjectKind, readonly attribute: string, readonly reason: 'missing' | 'too-long' | 'not-text') {
    super(`${kind}.${attribute}: ${reason}`);
    this.name = 'Unreferable';
  }
}

export const refPrefix: Readonly<Record<SubjectKind, string>> = { person: 'p-', account: 'a-', register: 'r-' };
export const kindOfRef = (ref: string): SubjectKind | undefined =>
  ref.startsWith('p-') ? 'person' : ref.startsWith('a-') ? 'account' : ref.startsWith('r-') ? 'register' : undefined;

interface Attribute {
  readonly name: string;
  /** Set where a subject is found by it. */
  readonly field?: LookupField;
}

const attributes: Readonly<Record<SubjectKind, readonly Attribute[]>> = {
  person: [{ name: 'idNumber', field: 'i' }, { name: 'idType' }, { name: 'name' }, { name: 'phone' }, { name: 'registerNumber', field: 'n' }],
  account: [{ name: 'number', field: 'a' }, { name: 'bank' }, { name: 'holderName' }, { name: 'kind' }],
  register: [{ name: 'number', field: 'r' }],
};
const numberMax = 64;
const textMax = 200;

const normaliseRegisterNumber = (text: string): string => text.replace(/[\s\u3000]/g, '').toUpperCase();

/** ASCII and the common Chinese characters have one form only, and most texts hold nothing else. */
const HAS_ONE_FORM = /^[ -~\u4e00-\u9fff]*$/;
const composedOf = (text: string): string => (HAS_ONE_FORM.test(text) ? text : text.normalize('NFC'));

/** An old number of fifteen digits is the same person's as the eighteen it became. */
const asIssuedNow = (number: string): string => (/^\d{15}$/.test(number) ? eighteenDigits(number) : number);

/** One spelling of a number, so that two ways of typing it find the same subject. */
export function normaliseNumber(field: LookupField, text: string): string {
  const composed = composedOf(text);
  if (field === 'i') return asIssuedNow(normaliseIdNumber(composed));
  return field === 'a' ? normaliseAccountNumber(composed) : normaliseRegisterNumber(composed);
}

export interface Key {
  readonly field: LookupField;
  readonly number: string;
}

/** A clear form made ready: blanks dropped, texts NFC, numbers in one spelling. */
export interface Ready {
  /** The first finds it before the second: an ID number outlives a register number, which is issued anew. */
  readonly keys: readonly Key[];
  readonly values: Readonly<Record<string, string>>;
  /** All of it as one string, to recognise the same form again. */
  readonly whole: string;
}

/** What a form says of one attribute, in one spelling; empty where it says nothing. */
function textOf(kind: SubjectKind, { name, field }: Attribute, clear: Clear): string {
  const value = (clear as Readonly<Record<string, unknown>>)[name];
  if (value === undefined || value === null || value === '') return '';
  if (typeof value !== 'string') throw new Unreferable(kind, name, 'not-text');
  const text = field ? normaliseNumber(field, value) : composedOf(value).replace(/^[\s\u3000]+|[\s\u3000]+$/g, '');
  if (text.length > (field ? numberMax : textMax)) throw new Unreferable(kind, name, 'too-long');
  return text;
}

const part = (name: string, text: string): string => `\u0000${name}\u0000${text}`;
const keyless = (kind: SubjectKind): Unreferable => new Unreferable(kind, attributes[kind].find(({ field }) => field)?.name ?? 'number', 'missing');

/** The form as one string, made without the rest: most forms of most lists were seen before. */
export function wholeOf(kind: SubjectKind, clear: Clear): string {
  let whole: string = kind;
  let found = false;
  for (const attribute of attributes[kind]) {
    const text = textOf(kind, attribute, clear);
    if (text === '') continue;
    found ||= attribute.field !== undefined;
    whole += part(attribute.name, text);
  }
  if (!found) throw keyless(kind);
  return whole;
}

/** Two forms are the same form when they say the same of the same subject. */
export function makeReady(kind: SubjectKind, clear: Clear): Ready {
  const values: Record<string, string> = {};
  const keys: Key[] = [];
  let whole: string = kind;
  for (const attribute of attributes[kind]) {
    const text = textOf(kind, attribute, clear);
    if (text === '') continue;
    values[attribute.name] = text;
    if (attribute.field) keys.push({ field: attribute.field, number: text });
    whole += part(attribute.name, text);
  }
  if (keys.length === 0) throw keyless(kind);
  return { keys, values, whole };
}

/** The block with what is new added; the same object where nothing is. */
export function learn(block: Block, values: Readonly<Record<string, string>>): Block {
  let merged: Record<string, readonly string[]> | undefined;
  for (const [attribute, value] of Object.entries(values)) {
    const known = (merged ?? block)[attribute];
    if (known?.includes(value)) continue;
    (merged ??= { ...block })[attribute] = known ? [...known, value] : [value];
  }
  return merged ?? block;
}

/** A subject opened: the first value of each attribute, and the others ever learnt. */
export interface Revealed<K extends SubjectKind = SubjectKind> {
  readonly ref: string;
  readonly kind: K;
  readonly erased: false;
  readonly clear: ClearOf[K];
  readonly variants: Readonly<Record<string, readonly string[]>>;
}
export interface Erased {
  readonly ref: string;
  readonly kind: SubjectKind;
  readonly erased: true;
}

export function revealed(ref: string, kind: SubjectKind, block: Block): Revealed {
  const clear: Record<string, string> = {};
  const variants: Record<string, readonly string[]> = {};
  for (const [attribute, [first, ...others]] of Object.entries(block)) {
    if (first !== undefined) clear[attribute] = first;
    if (others.length > 0) variants[attribute] = others;
  }
  return { ref, kind, erased: false, clear, variants };
}

const maskPhone = (phone: string): string => (phone.length >= 8 ? `${phone.slice(0, 3)}****${phone.slice(-2)}` : '****');
const maskTail = (number: string): string => (number.length >= 6 ? `${'*'.repeat(number.length - 2)}${number.slice(-2)}` : '*'.repeat(number.length));

const masks: Readonly<Record<string, (value: string) => string>> = {
  'person.idNumber': maskIdNumber, 'person.name': maskName, 'person.phone': maskPhone, 'person.registerNumber': maskTail,
  'account.number': maskAccountNumber, 'account.holderName': maskName, 'register.number': maskTail,
};

/** What those may see who have no reason to see more. Variants are left out: they are names too. */
export function masked(subject: Revealed): Revealed {
  const clear = Object.fromEntries(
    Object.entries(subject.clear as Record<string, string>).map(([attribute, value]) => [attribute, masks[`${subject.kind}.${attribute}`]?.(value) ?? value]),
  );
  return { ...subject, clear, variants: {} };
}
