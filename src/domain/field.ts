/** Field decorators: the one definition of every event and command field, for class-validator, compiled checks, JSON Schema and docs alike. */
import { Allow, ValidateBy } from 'class-validator';
import { checkKind } from './field-check';
import { addField, type Class, type Kind } from './field-list';

export { fieldsOf, type Class, type Field, type Kind, type SubjectKind } from './field-list';

export interface FieldOptions {
  readonly optional?: boolean;
}

function field(kind: Kind, meaning: string, options: FieldOptions = {}): PropertyDecorator {
  return (prototype, property) => {
    const name = String(property);
    addField(prototype, { name, kind, meaning, optional: options.optional ?? false });
    Allow()(prototype, name);
    ValidateBy({
      name: kind.is,
      validator: {
        validate: (value) => (value === undefined ? options.optional === true : checkKind(kind, value, '').length === 0),
        defaultMessage: (found) => checkKind(kind, found?.value, `/${name}`)[0]?.text.en ?? `${name} is missing`,
      },
    })(prototype, name);
  };
}

/** Money in whole fen; at least 1 unless `min` says otherwise. */
export const Fen = (meaning: string, options: FieldOptions & { min?: number } = {}): PropertyDecorator =>
  field({ is: 'fen', min: options.min ?? 1 }, meaning, options);

export const Integer = (meaning: string, options: FieldOptions & { min?: number; max?: number } = {}): PropertyDecorator =>
  field({ is: 'integer', min: options.min ?? 0, max: options.max ?? Number.MAX_SAFE_INTEGER }, meaning, options);

/** A business date `YYYY-MM-DD` that exists in the calendar. */
export const BusinessDate = (meaning: string, options?: FieldOptions): PropertyDecorator => field({ is: 'date' }, meaning, options);

/** A month `YYYY-MM`. */
export const Month = (meaning: string, options?: FieldOptions): PropertyDecorator => field({ is: 'month' }, meaning, options);

/** A region code of 2, 4, 6, 9 or 12 digits (`00` = the central level), or only of the lengths given. */
export const Region = (meaning: string, options: FieldOptions & { digits?: readonly number[] } = {}): PropertyDecorator =>
  field({ is: 'region', digits: options.digits ?? [2, 4, 6, 9, 12] }, meaning, options);

/** Free text that holds nothing personal; the sender is told so in the docs. */
export const Words = (meaning: string, options: FieldOptions & { max?: number } = {}): PropertyDecorator =>
  field({ is: 'text', max: options.max ?? 500 }, meaning, options);

/** A noun's id, minted by the caller, without prefix. */
export const Id = (meaning: string, options?: FieldOptions): PropertyDecorator =>
  field({ is: 'text', max: 64, pattern: /^[A-Za-z0-9-]{1,64}$/ }, meaning, options);

/** Text that must match a pattern: codes, hashes, numbers of documents. */
export const Code = (meaning: string, pattern: RegExp, options: FieldOptions & { max?: number } = {}): PropertyDecorator =>
  field({ is: 'text', max: options.max ?? 64, pattern }, meaning, options);

/** SHA-256, 64 lower-case hexadecimal digits. */
export const Sha256 = (meaning: string, options?: FieldOptions): PropertyDecorator => Code(meaning, /^[0-9a-f]{64}$/, options);

/** A unified social credit code (GB 32100): form only; a wrong check digit is a fact to flag, not to refuse. */
export const Uscc = (meaning: string, options?: FieldOptions): PropertyDecorator => Code(meaning, /^[0-9A-HJ-NP-RTUW-Y]{18}$/, options);

export const Choice = (meaning: string, values: readonly string[], options?: FieldOptions): PropertyDecorator =>
  field({ is: 'choice', values }, meaning, options);

export const YesNo = (meaning: string, options?: FieldOptions): PropertyDecorator => field({ is: 'yes-no' }, meaning, options);

/** A random reference into the vault. A property `payeeRef` may be sent in clear as `payee`; the API seals it before `execute`. */
export const PersonRef = (meaning: string, options?: FieldOptions): PropertyDecorator => field({ is: 'reference', to: 'person' }, meaning, options);
export const AccountRef = (meaning: string, options?: FieldOptions): PropertyDecorator => field({ is: 'reference', to: 'account' }, meaning, options);
export const RegisterRef = (meaning: string, options?: FieldOptions): PropertyDecorator => field({ is: 'reference', to: 'register' }, meaning, options);

export const Part = (meaning: string, of: () => Class, options?: FieldOptions): PropertyDecorator => field({ is: 'part', of }, meaning, options);
export const Parts = (meaning: string, of: () => Class, options: FieldOptions & { max?: number } = {}): PropertyDecorator =>
  field({ is: 'list', of: { is: 'part', of }, max: options.max ?? 500 }, meaning, options);
export const Choices = (meaning: string, values: readonly string[], options: FieldOptions & { max?: number } = {}): PropertyDecorator =>
  field({ is: 'list', of: { is: 'choice', values }, max: options.max ?? 100 }, meaning, options);
export const Codes = (meaning: string, pattern: RegExp, options: FieldOptions & { max?: number } = {}): PropertyDecorator =>
  field({ is: 'list', of: { is: 'text', max: 64, pattern }, max: options.max ?? 500 }, meaning, options);
export const Dates = (meaning: string, options: FieldOptions & { max?: number } = {}): PropertyDecorator =>
  field({ is: 'list', of: { is: 'date' }, max: options.max ?? 366 }, meaning, options);
export const PersonRefs = (meaning: string, options: FieldOptions & { max?: number } = {}): PropertyDecorator =>
  field({ is: 'list', of: { is: 'reference', to: 'person' }, max: options.max ?? 500 }, meaning, options);
