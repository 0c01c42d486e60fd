/** Gathers everything personal a simulated script sends: out of its commands and out of its office files. */
import type { Script } from '../../src/simulate/step';
import type { Sought } from './personal-search';

export interface KnownPerson {
  readonly idNumber: string;
  readonly name: string;
  readonly phone: string;
}

export interface PersonalOfScript extends Sought {
  readonly people: readonly KnownPerson[];
  readonly cards: readonly string[];
  readonly registerNumbers: readonly string[];
  readonly village: string;
}

const NAME_COLUMNS = ['户主姓名', '受益人姓名'];
const NUMBER_COLUMNS = ['户编号', '身份证号', '账号', '联系电话'];

export function personalIn(script: Script): PersonalOfScript {
  const people = new Map<string, KnownPerson>();
  const cards = new Set<string>();
  const registerNumbers = new Set<string>();
  const numbers = new Set<string>();
  const names = new Set<string>();
  let village = '';

  const look = (value: unknown, under: string): void => {
    if (typeof value !== 'object' || value === null) return;
    const { idNumber, name, phone, number, holderName, region } = value as Record<string, unknown>;
    if (typeof idNumber === 'string') {
      numbers.add(idNumber);
      if (typeof name === 'string' && typeof phone === 'string') people.set(idNumber, { idNumber, name, phone });
      for (const each of [name, holderName]) if (typeof each === 'string') names.add(each);
      if (typeof phone === 'string') numbers.add(phone);
    }
    if (typeof number === 'string') {
      numbers.add(number);
      (under === 'register' ? registerNumbers : cards).add(number);
    }
    if (typeof region === 'string' && region.length === 12) village = region;
    for (const [key, each] of Object.entries(value)) look(each, Array.isArray(value) ? under : key);
  };

  for (const { deed } of script.deeds) {
    look(deed.kind === 'command' ? deed.data : deed.body, '');
    if (deed.kind !== 'batch' || !deed.file) continue;
    const { headings, rows } = deed.file;
    for (const row of rows) {
      for (const [index, heading] of headings.entries()) {
        if (NAME_COLUMNS.includes(heading)) names.add(row[index] as string);
        if (NUMBER_COLUMNS.includes(heading)) numbers.add(row[index] as string);
      }
    }
  }
  return { people: [...people.values()], cards: [...cards], registerNumbers: [...registerNumbers], numbers: [...numbers], names: [...names], village };
}
