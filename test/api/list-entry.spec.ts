/** A foreseen page reads back as it was written, with every field an entry may have. */
import * as fc from 'fast-check';
import { foreseenFrom, foreseenText, type Entry } from '../../src/api/list-entry';
import { seed } from '../support/story';

const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });
const entry: fc.Arbitrary<Entry> = fc.record({
  ordinal: fc.nat(), payeeRef: fc.constantFrom('p-1', 'p-2'), accountRef: fc.constantFrom('a-1', 'a-2'), amountFen: fc.integer(), fileRow: optional(fc.nat()), householdId: optional(fc.string()),
  region: optional(fc.constantFrom('422826', '422826101201')), quantityMilli: optional(fc.nat()), standardFen: optional(fc.nat()), dueFen: optional(fc.nat()), deductedFen: optional(fc.nat()),
  supplements: optional(fc.string()), amber: optional(fc.array(fc.constantFrom('L71', 'L74'), { minLength: 1 })),
}).map((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as unknown as Entry);

it('reads back as it was written', () => {
  fc.assert(fc.property(fc.array(entry, { maxLength: 20 }), (entries) => { expect(foreseenFrom(foreseenText(entries))).toEqual(entries); }), { seed });
});
