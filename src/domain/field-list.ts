/** What a field can be, and the list of fields every message class has. */

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- any constructor will do: only its fields are read.
export type Class<T extends object = any> = new () => T;

/** What kinds of thing a reference can point at in the vault. `register` is a household's register number. */
export type SubjectKind = 'person' | 'account' | 'register';

export type Kind =
  | { readonly is: 'fen'; readonly min: number }
  | { readonly is: 'integer'; readonly min: number; readonly max: number }
  | { readonly is: 'date' }
  | { readonly is: 'month' }
  | { readonly is: 'region'; readonly digits: readonly number[] }
  | { readonly is: 'text'; readonly max: number; readonly pattern?: RegExp }
  | { readonly is: 'choice'; readonly values: readonly string[] }
  | { readonly is: 'yes-no' }
  | { readonly is: 'reference'; readonly to: SubjectKind }
  | { readonly is: 'list'; readonly of: Kind; readonly max: number }
  | { readonly is: 'part'; readonly of: () => Class };

export interface Field {
  readonly name: string;
  readonly kind: Kind;
  /** One English phrase for docs/events.md. */
  readonly meaning: string;
  readonly optional: boolean;
}

const fieldsByClass = new WeakMap<object, Field[]>();

/** Fields of a class in order of declaration, inherited ones first. */
export function fieldsOf(type: Class): readonly Field[] {
  const parent = Object.getPrototypeOf(type.prototype as object) as object | null;
  const inherited = parent && parent !== Object.prototype ? fieldsOf(parent.constructor as Class) : [];
  const own = fieldsByClass.get(type.prototype as object) ?? [];
  return [...inherited.filter((field) => !own.some((mine) => mine.name === field.name)), ...own];
}

/** Called by the field decorators, in order of declaration. */
export function addField(prototype: object, added: Field): void {
  fieldsByClass.set(prototype, [...(fieldsByClass.get(prototype) ?? []), added]);
}
