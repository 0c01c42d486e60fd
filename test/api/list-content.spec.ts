/** The same lines are the same list, in whatever order and pages they come; its hash is that of one canonical text. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { ListContent } from '../../src/api/list-content';
import { canonicalJson } from '../../src/event-store/canonical-json';
import { ref, seed } from '../support/story';

const period = { programmeId: 'grain', benefitFrom: '2018-01', benefitTo: '2018-12' };
interface Entered { readonly ordinal: number; readonly payeeRef: string; readonly accountRef: string; readonly amountFen: number; readonly supplements?: string }

/** As it was first written down: all of it as one text. */
function plainly(entries: readonly Entered[]): object {
  const lines = entries.map(({ payeeRef, accountRef, amountFen, supplements }) => canonicalJson({ payeeRef, accountRef, amountFen, ...(supplements === undefined ? {} : { supplements }) })).sort();
  return {
    count: entries.length, totalFen: entries.reduce((sum, { amountFen }) => sum + amountFen, 0),
    contentHash: createHash('sha256').update(canonicalJson({ ...period, lines })).digest('hex'),
  };
}

const entry = fc.record({
  ordinal: fc.nat(9), payeeRef: fc.nat(5).map((n) => ref('p', n)), accountRef: fc.nat(5).map((n) => ref('a', n)), amountFen: fc.integer({ min: 1, max: 2_000 }),
  supplements: fc.option(fc.constantFrom('B1', 'B10', 'B1-1'), { nil: undefined }),
}).map(({ supplements, ...rest }): Entered => ({ ...rest, ...(supplements === undefined ? {} : { supplements }) }));

describe('the content of a list', () => {
  it('is counted and hashed alike whatever its pages and their order', async () => {
    await fc.assert(fc.asyncProperty(fc.array(entry, { maxLength: 60 }), fc.integer({ min: 1, max: 9 }), async (entries, pageLines) => {
      const content = new ListContent();
      for (let from = entries.length - (entries.length % pageLines); from >= 0; from -= pageLines) content.add(entries.slice(from, from + pageLines));
      expect(await content.counted(period)).toEqual(plainly(entries));
    }), { seed, numRuns: 100 });
  });

  it('is another list where an amount, a payee or the period is another', async () => {
    const hashOf = async (entries: readonly Entered[], of = period): Promise<string> => {
      const content = new ListContent();
      content.add(entries);
      return (await content.counted(of)).contentHash;
    };
    const one: Entered = { ordinal: 1, payeeRef: ref('p', 1), accountRef: ref('a', 1), amountFen: 100 };
    const hashes = await Promise.all([hashOf([one]), hashOf([{ ...one, amountFen: 101 }]), hashOf([{ ...one, payeeRef: ref('p', 2) }]), hashOf([one], { ...period, benefitTo: '2018-11' }), hashOf([one, one])]);
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(await hashOf([{ ...one, ordinal: 9 }])).toBe(hashes[0]);
  });
});
