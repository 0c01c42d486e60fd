/** Turns people, accounts and register numbers sent in clear into vault references, for many commands in one round. */
import { Injectable } from '@nestjs/common';
import type { Class, Field, Kind, SubjectKind } from '../domain/field';
import { fieldsOf } from '../domain/field';
import { Refused } from '../domain/refused';
import { makeReady, Unreferable } from '../vault/subject';
import { Vault } from '../vault/vault';
import { clearName } from './command-schema';
import { isUnreadableIdNumber, unreadableIdNumber } from './unreadable-number';

export interface Unsealed {
  readonly type: Class;
  readonly data: object;
}

interface Place {
  readonly kind: SubjectKind;
  readonly clear: object;
  readonly pointer: string;
  readonly command: number;
  put(ref: string): void;
}

/** What a single text means where an object was expected. */
const SINGLE: Readonly<Record<SubjectKind, string>> = { person: 'idNumber', account: 'number', register: 'number' };
const KNOWN: Readonly<Record<SubjectKind, readonly string[]>> = {
  person: ['idNumber', 'idType', 'name', 'phone', 'registerNumber'],
  account: ['number', 'bank', 'holderName', 'kind'],
  register: ['number'],
};
const KINDS: readonly SubjectKind[] = ['person', 'account', 'register'];
const REFERENCE = /^[a-z]-[0-9a-z]{26}$/;

const unreadable = (pointer: string): Refused =>
  new Refused('malformed-person', { zh: '人员、账户或户编号的明文写法有误', en: 'a person, account or register number in clear is malformed' }, 'malformed', [
    { pointer, code: 'not-referable', text: { zh: '应为含证件号(或户编号、账号)的对象', en: 'must be an object with an identity, register or account number' } },
  ]);

@Injectable()
export class Sealing {
  constructor(private readonly vault: Vault) {}

  /** The data with references only, or why it cannot be sealed; one answer per command, in order. */
  async seal(commands: readonly Unsealed[]): Promise<readonly (object | Refused)[]> {
    const places: Place[] = [];
    const outcomes = commands.map((command, index): object | Refused => {
      const mine: Place[] = [];
      try {
        const copy = walk(command.type, command.data, '/data', index, mine);
        places.push(...mine);
        return copy;
      } catch (error) {
        if (error instanceof Refused) return error;
        throw error;
      }
    });
    if (places.length > 0) await this.refer(places, outcomes);
    return outcomes;
  }

  private async refer(places: readonly Place[], outcomes: (object | Refused)[]): Promise<void> {
    const good = places.filter((place) => {
      const unfit = whyUnfit(place);
      if (unfit) outcomes[place.command] = unfit;
      return !unfit;
    });
    for (const kind of KINDS) {
      const ofKind = good.filter((place) => place.kind === kind);
      if (ofKind.length === 0) continue;
      const refs = await this.vault.referMany(kind, ofKind.map((place) => place.clear as never));
      for (const [index, place] of ofKind.entries()) place.put(refs[index] as string);
    }
  }
}

/** Copies the data along its fields, noting every place that holds somebody in clear. */
function walk(type: Class, data: object, pointer: string, command: number, places: Place[]): Record<string, unknown> {
  const copy: Record<string, unknown> = { ...data };
  for (const field of fieldsOf(type)) {
    if (field.kind.is === 'reference') sealOne(copy, field, field.kind.to, pointer, command, places);
    else if (field.kind.is === 'list') sealList(copy, field, field.kind.of, pointer, command, places);
    else if (field.kind.is === 'part' && isObject(copy[field.name])) copy[field.name] = walk(field.kind.of(), copy[field.name] as object, `${pointer}/${field.name}`, command, places);
  }
  return copy;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Under its own name or its clear one; a reference passes as it is. */
function given(copy: Record<string, unknown>, field: Field): { name: string; value: unknown } {
  const clear = clearName(field.name);
  const name = copy[field.name] === undefined && clear !== field.name && Object.hasOwn(copy, clear) ? clear : field.name;
  const value = copy[name];
  if (name !== field.name) Reflect.deleteProperty(copy, name);
  return { name, value };
}

function clearForm(kind: SubjectKind, value: unknown, pointer: string): object | undefined {
  if (typeof value === 'string') return REFERENCE.test(value) ? undefined : { [SINGLE[kind]]: value };
  if (!isObject(value) || Object.keys(value).some((name) => !KNOWN[kind].includes(name))) throw unreadable(pointer);
  return value;
}

function sealOne(copy: Record<string, unknown>, field: Field, kind: SubjectKind, pointer: string, command: number, places: Place[]): void {
  const { name, value } = given(copy, field);
  if (value === undefined) return;
  const at = `${pointer}/${name}`;
  const clear = clearForm(kind, value, at);
  copy[field.name] = value;
  if (clear) places.push({ kind, clear, pointer: at, command, put: (ref) => (copy[field.name] = ref) });
}

function sealList(copy: Record<string, unknown>, field: Field, of: Kind, pointer: string, command: number, places: Place[]): void {
  if (of.is === 'part') {
    const list = copy[field.name];
    if (Array.isArray(list)) copy[field.name] = list.map((item: unknown, index) => (isObject(item) ? walk(of.of(), item, `${pointer}/${field.name}/${String(index)}`, command, places) : item));
    return;
  }
  if (of.is !== 'reference') return;
  const { name, value } = given(copy, field);
  if (!Array.isArray(value)) {
    if (value !== undefined) copy[field.name] = value;
    return;
  }
  const sealed: unknown[] = [...(value as unknown[])];
  copy[field.name] = sealed;
  for (const [index, item] of sealed.entries()) {
    const at = `${pointer}/${name}/${String(index)}`;
    const clear = clearForm(of.to, item, at);
    if (clear) places.push({ kind: of.to, clear, pointer: at, command, put: (ref) => (sealed[index] = ref) });
  }
}

/** The vault refuses a whole round for one bad form, so each is tried alone first. */
function whyUnfit(place: Place): Refused | undefined {
  if (place.kind === 'person' && isUnreadableIdNumber((place.clear as { idNumber?: unknown }).idNumber)) return unreadableIdNumber(`${place.pointer}/idNumber`);
  try {
    makeReady(place.kind, place.clear);
    return undefined;
  } catch (error) {
    if (error instanceof Unreferable) return unreadable(place.pointer);
    throw error;
  }
}
