/** The columns of a batch's lines tell what a map of lines would, whatever happens to the lines and in whatever order. */
import { deserialize, serialize } from 'node:v8';
import fc from 'fast-check';
import { type HeldLines, type Line, Lines, STANDINGS, type Standing } from '../../src/domain/batch-lines';
import { ref, seed } from '../support/story';

type Model = Map<number, { -readonly [K in keyof Line]: Line[K] } & { before?: object[] }>;
interface Step {
  readonly say: string;
  onLines(lines: Lines): void;
  onModel(model: Model): void;
}

const attemptOf = ({ attempt, payeeRef, accountRef }: Line): object => ({ attempt, payeeRef, accountRef });

const entered = (gap: number, amountFen: number, person: number): Step => {
  const next = (last: number): number => last + gap;
  return {
    say: `enter +${String(gap)}`,
    onLines: (lines) => { lines.enter(next(lines.lastOrdinal), amountFen, ref('p', person), ref('a', person)); },
    onModel: (model) => {
      model.set(next(Math.max(0, ...model.keys())), { amountFen, payeeRef: ref('p', person), accountRef: ref('a', person), standing: 'pending', attempt: 1, paid: false, settledRevision: -1 });
    },
  };
};
const stood = (ordinal: number, standing: Standing, paid: boolean, revision: number | undefined): Step => ({
  say: `${String(ordinal)} ${standing}`,
  onLines: (lines) => { lines.stand(ordinal, standing, paid, revision); },
  onModel: (model) => { const line = model.get(ordinal); if (line) Object.assign(line, { standing, paid }, revision === undefined ? {} : { settledRevision: revision }); },
});
const reissued = (ordinal: number, attempt: number, person: number): Step => ({
  say: `${String(ordinal)} reissued`,
  onLines: (lines) => { lines.reissue(ordinal, attempt, ref('p', person), ref('a', person)); },
  onModel: (model) => {
    const line = model.get(ordinal);
    if (!line) return;
    const before = [...(line.before ?? []), attemptOf(line)];
    Object.assign(line, { standing: 'pending', paid: false, attempt, payeeRef: ref('p', person), accountRef: ref('a', person), before });
  },
});

const ordinal = fc.integer({ min: 0, max: 60 });
const step: fc.Arbitrary<Step> = fc.oneof(
  // A fifth of the lines leaves a gap behind, as lines split off do; an amount may be a reversal of an earlier one.
  { weight: 3, arbitrary: fc.tuple(fc.constantFrom(1, 1, 1, 1, 5, 1_000_000_000), fc.integer({ min: -1_000, max: 2 ** 45 }), fc.nat(999)).map((of) => entered(...of)) },
  { weight: 3, arbitrary: fc.tuple(ordinal, fc.constantFrom(...STANDINGS), fc.boolean(), fc.option(fc.nat(500_000), { nil: undefined })).map((of) => stood(...of)) },
  { weight: 1, arbitrary: fc.tuple(ordinal, fc.integer({ min: 2, max: 70_000 }), fc.nat(999)).map((of) => reissued(...of)) },
);

function expectSame(lines: Lines, model: Model): void {
  expect([...lines.ordinals()]).toEqual([...model.keys()]);
  for (const [at, { before = [], ...line }] of model) {
    expect(lines.get(at)).toEqual(line);
    expect(lines.attempts(at)).toEqual([...before, attemptOf(line)]);
  }
  for (const missing of [-1, 0, 0.5, Number.NaN, Math.max(0, ...model.keys()) + 1]) expect(lines.get(missing)).toBeUndefined();
  const sum = (of: readonly Line[]): object => ({ count: of.length, amountFen: of.reduce((total, { amountFen }) => total + amountFen, 0) });
  const all = [...model.values()];
  for (const standing of STANDINGS) expect(lines.tally(standing)).toEqual(sum(all.filter((line) => line.standing === standing)));
  expect({ count: lines.count, amountFen: lines.totalFen }).toEqual(sum(all));
  expect(lines.paidFen).toBe(all.filter(({ paid }) => paid).reduce((total, { amountFen }) => total + amountFen, 0));
}

describe('lines in columns', () => {
  it('say what a map of lines says, also after they were kept and read again', () => {
    fc.assert(fc.property(fc.array(step, { maxLength: 80 }), fc.nat(80), (steps, keptAfter) => {
      let lines = new Lines();
      const model: Model = new Map();
      steps.forEach(({ onLines, onModel }, index) => {
        if (index === keptAfter) lines = Lines.from(deserialize(serialize(lines.held())) as HeldLines);
        onLines(lines);
        onModel(model);
      });
      expectSame(lines, model);
    }), { seed, numRuns: 300 });
  });

  it('remember the last ordinal of a list that was rejected', () => {
    const lines = new Lines(7);
    expect([lines.lastOrdinal, Lines.from(lines.held()).lastOrdinal, lines.count]).toEqual([7, 7, 0]);
  });

  it('share nothing with what is kept of them', () => {
    const lines = new Lines();
    lines.enter(1, 100, ref('p', 1), ref('a', 1));
    const kept = lines.held();
    lines.stand(1, 'settled', true, 3);
    expect(Lines.from(kept).get(1)).toMatchObject({ standing: 'pending', paid: false });
    const again = Lines.from(kept);
    again.stand(1, 'failed', false);
    expect(Lines.from(kept).get(1)).toMatchObject({ standing: 'pending' });
  });

  it('weigh less than a hundred bytes each', () => {
    const lines = new Lines();
    for (let at = 1; at <= 10_000; at += 1) lines.enter(at, at, ref('p', at), ref('a', at));
    expect(Lines.from(lines.held()).bytes / 10_000).toBeLessThan(100);
  });
});
