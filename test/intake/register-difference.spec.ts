/** Whatever stood before, entering the difference leaves what the file says; and nobody is seen half changed. */
import * as fc from 'fast-check';
import { registerEntry } from '../../src/intake/register-entry';
import { difference, PART_ROWS, rowsOf, rowsStanding, type Rows, type Said } from '../../src/intake/register-difference';
import { ref, seed } from '../support/story';

const said = (person: number, on: string): Said => ({ personRef: ref('p', person), on });
const days = ['2018-03-01', '2018-03-02', '2018-03-03'];
const someRows = fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.constantFrom(...days)).map(([person, on]) => said(person, on)), { maxLength: 40 });
const entered = (file: readonly Said[]) => file.map((row) => ({ change: 'added' as const, ...row }));
const counted = (rows: Rows): Record<string, number> => Object.fromEntries([...rows].map(([key, { times }]) => [key, times]));

it.each(['deceased', 'bank-flow'] as const)('a %s register with its difference entered is the file, and the same file differs in nothing', async (kind) => {
  await fc.assert(fc.asyncProperty(someRows, someRows, async (first, second) => {
    const stood = entered(first);
    const { parts, added, removed, heldBack } = await difference(await rowsStanding(kind, [stood]), await rowsOf(kind, second), true);
    const now = await rowsStanding(kind, [stood, ...parts]);
    expect(counted(now)).toEqual(counted(await rowsOf(kind, second)));
    expect(parts.flat().filter(({ change }) => change === 'added')).toHaveLength(added);
    expect(parts.flat()).toHaveLength(added + removed);
    expect(heldBack).toBe(0);
    expect(await difference(now, await rowsOf(kind, second), true)).toEqual({ parts: [], added: 0, removed: 0, heldBack: 0 });
  }), { seed });
});

it('holds back whom an incomplete file does not name, and corrects whom it does', async () => {
  const before = await rowsStanding('deceased', [entered([said(1, days[0]!), said(2, days[0]!), said(3, days[0]!)])]);
  const { parts, added, removed, heldBack } = await difference(before, await rowsOf('deceased', [said(1, days[0]!), said(2, days[1]!)]), false);
  expect([added, removed, heldBack]).toEqual([1, 1, 1]);
  expect(parts).toEqual([[{ change: 'removed', ...said(2, days[0]!) }, { change: 'added', ...said(2, days[1]!) }]]);
});

it('cuts parts so that one subject is lost and gained in the same one', async () => {
  const people = Array.from({ length: 900 }, (_, index) => index);
  const before = await rowsStanding('deceased', [entered(people.map((person) => said(person, days[0]!)))]);
  const { parts } = await difference(before, await rowsOf('deceased', people.map((person) => said(person, days[person % 3]!))), true);
  expect(parts.every((part) => part.length <= PART_ROWS)).toBe(true);
  expect(parts.flat()).toHaveLength(1_200);
  const partOf = new Map<string, number>();
  for (const [number, part] of parts.entries()) {
    for (const { personRef, change } of part) {
      if (change === 'removed') partOf.set(personRef ?? '', number);
      else expect(partOf.get(personRef ?? '')).toBe(number);
    }
  }
});

it('two equal rows are two transfers, but one dead person', async () => {
  const rows = [said(1, days[0]!), said(1, days[0]!)];
  expect((await difference(new Map(), await rowsOf('bank-flow', rows), true)).added).toBe(2);
  expect((await difference(new Map(), await rowsOf('deceased', rows), true)).added).toBe(1);
});

it.each([
  ['L01', { uscc: undefined, on: days[0] }], ['R20', { idNumber: '422826190001010014', on: '1850-01-01' }], ['L41', { account: '62220000', amountFen: -1 }],
  ['L30', { account: '1'.repeat(70) }],
])('a row an event could not hold is %s', (code, row) => {
  const { entry, errors } = registerEntry({ row: 7, errors: [], ...row });
  expect(entry).toBeUndefined();
  expect(errors).toMatchObject([{ code, row: 7, severity: 'red' }]);
});
