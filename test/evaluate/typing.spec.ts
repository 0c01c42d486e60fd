/** The hard setting types as offices do: three names and texts in a hundred, never a number, always the same for the same seed. */
import { Chance } from '../../src/simulate/chance';
import type { DatedDeed } from '../../src/simulate/step';
import { Typing } from '../../src/evaluate/typing';
import { plan } from '../../src/evaluate/plan';

const told = plan({ seed: 3, hard: false, each: 1, only: ['A05', 'A08', 'A09', 'A20', 'A29', 'A30'] }).script;
const typed = (seed: number): DatedDeed[] => { const typing = new Typing(new Chance(seed)); return told.map((deed) => typing.typed(deed)); };

interface Leaf { readonly field: string; readonly value: unknown }
/** Every text, number and answer of a deed, with the name of the field it stands in. */
function leaves(value: unknown, field = ''): Leaf[] {
  if (Array.isArray(value)) return value.flatMap((each) => leaves(each, field));
  if (typeof value === 'object' && value !== null) return Object.entries(value).flatMap(([name, held]) => leaves(held, name));
  return [{ field, value }];
}
const before = leaves(told);
const after = leaves(typed(1));
const changed = before.flatMap(({ field, value }, at) => (after[at]?.value === value ? [] : [{ field, from: String(value), to: String(after[at]?.value) }]));

it('the same seed mistypes the same, to the byte; another seed otherwise', () => {
  expect(JSON.stringify(typed(1))).toBe(JSON.stringify(typed(1)));
  expect(JSON.stringify(typed(1))).not.toBe(JSON.stringify(typed(2)));
});

it('no ID number, account, code, date or amount is touched', () => {
  expect(after.map(({ field }) => field)).toEqual(before.map(({ field }) => field));
  const numbers = /^(idNumber|number|phone|uscc|.*Uscc|.*Fen|.*On|.*Number|.*Id|id|region|on|as|type|count|programme.*|purpose|from|until)$/;
  expect(changed.filter(({ field, from }) => numbers.test(field) || /^\d{15,19}X?$|^\d{4}-\d\d(-\d\d)?$/.test(from))).toEqual([]);
  const digitsOf = (text: string): string => text.normalize('NFKC').replace(/\D/g, '');
  expect(changed.filter(({ from, to }) => digitsOf(from) !== digitsOf(to))).toEqual([]);
});

it('what is written without a Chinese character is a code, whatever the field', () => {
  expect(changed.filter(({ from }) => !/\p{Script=Han}/u.test(from))).toEqual([]);
  expect(before.filter(({ field, value }) => field === 'item' && value === 'project-before-start').length).toBeGreaterThan(20);
});

it('two to four names in a hundred are mistyped, and an organisation and a counter now and then', () => {
  const names = before.filter(({ field }) => field === 'name' || field === 'holderName').length;
  const mistyped = changed.filter(({ field }) => field === 'name' || field === 'holderName').length;
  expect(mistyped / names).toBeGreaterThan(0.02);
  expect(mistyped / names).toBeLessThan(0.04);
  expect(changed.map(({ field }) => field)).toEqual(expect.arrayContaining(['bidderName', 'branch', 'content']));
});

it('what was chosen from a list keeps its characters', () => {
  const one = (text: string): string => text.normalize('NFKC').replace(/\s/g, '');
  expect(changed.filter(({ field, from, to }) => ['bank', 'branch', 'product', 'item', 'unit'].includes(field) && one(from) !== one(to))).toEqual([]);
});

it('names are spoiled in the ways names are: another character, a blank, a swap, an old form, a dot', () => {
  const typing = new Typing(new Chance(5));
  const ways = new Set<string>();
  for (let nth = 0; nth < 20_000; nth += 1) {
    const deed = typing.typed({ on: '2018-01-01', as: 'office', deed: { kind: 'command', type: 'X', id: 'x', data: { name: '吉克·张家阳' } } }).deed as { data: { name: string } };
    ways.add(deed.data.name);
  }
  expect([...ways]).toEqual(expect.arrayContaining(['吉克·张家阳', '吉克张家阳', '吉克·張家阳', '吉克·张嘉阳', '吉克·张阳家', '吉克·张 家阳']));
});

it('what the province and the administration publish has been proof-read', () => {
  const published = (deeds: readonly DatedDeed[]): string => JSON.stringify(deeds.filter(({ as }) => as === 'admin' || as === 'province'));
  expect(published(typed(1))).toBe(published(told));
});
