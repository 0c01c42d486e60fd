/** An engagement: samples are what their seed draws, results stay within their item, and ratios wait for all of them. */
import * as fc from 'fast-check';
import engagement from '../../src/domain/engagement';
import { areDrawn, drawnFen } from '../../src/domain/monetary-unit-sampling';
import { seed, storyOf, told } from '../support/story';

const { given } = storyOf(engagement, { role: 'auditor' });
const on = (occurredOn: string) => ({ occurredOn });
const opened = told('EngagementOpened', { region: '422899', office: '县扶贫办', title: '2018年度专项审计', auditYear: 2018, periodFrom: '2018-01-01', periodUntil: '2018-12-31', ...on('2019-01-10') });

/** The plain way: walk the population, take what holds a drawn fen. */
function drawPlainly(amounts: readonly number[], from: string, size: number) {
  const fens = drawnFen(from, amounts.reduce((sum, fen) => sum + fen, 0), size);
  let fromFen = 0;
  return amounts.flatMap((amountFen, index) => {
    const start = fromFen;
    fromFen += amountFen;
    return fens.some((fen) => fen >= start && fen < fromFen) ? [{ kind: 'disbursement' as const, id: `b1/${String(index + 1)}`, amountFen, fromFen: start }] : [];
  });
}

const AMOUNTS = [50_000, 1_000, 2_000, 300_000, 10, 7_000, 12_345, 80_000];
const items = drawPlainly(AMOUNTS, '2019-7', 4);
const populationFen = AMOUNTS.reduce((sum, fen) => sum + fen, 0);
const sumOf = (of: readonly { amountFen: number }[]): number => of.reduce((sum, { amountFen }) => sum + amountFen, 0);
const sample = { seed: '2019-7', size: 4, populationAt: 900, populationCount: AMOUNTS.length, populationFen, items, amountFen: sumOf(items), ...on('2019-01-11') };
const drawn = told('SampleDrawn', sample);

describe('fen drawn by a seed', () => {
  it('are one in each cell of equal money, the same every time, and take whatever is larger than a cell', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 10 ** 10 }), { minLength: 1, maxLength: 60 }), fc.string({ minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 40 }), (amounts, from, size) => {
      const total = amounts.reduce((sum, fen) => sum + fen, 0);
      const fens = drawnFen(from, total, size);
      expect(fens).toEqual(drawnFen(from, total, size));
      expect(fens.every((fen, index) => fen >= 0 && fen < total && (index === 0 || fen > (fens[index - 1] as number)))).toBe(true);
      expect(fens.length).toBe(Math.min(size, total >= size ? size : fens.length));
      const taken = drawPlainly(amounts, from, size);
      expect(areDrawn(taken, fens)).toBe(true);
      const large = amounts.filter((fen) => fen >= 2 * Math.ceil(total / size)).length;
      expect(taken.filter(({ amountFen }) => amountFen >= 2 * Math.ceil(total / size)).length).toBe(large);
      if (taken.length > 1) expect(areDrawn(taken.slice(1), fens)).toBe(false);
    }), { seed, numRuns: 200 });
  });
});

describe('an engagement', () => {
  it('takes the sample its seed draws, and no other', () => {
    given(opened).when('DrawSample', sample).thenRecords('SampleDrawn');
    const [first, ...others] = items;
    given(opened).when('DrawSample', { ...sample, items: others, amountFen: sumOf(others) }).thenRefuses('sample-not-of-seed');
    given(opened).when('DrawSample', { ...sample, seed: '2019-8', items: [first], amountFen: first?.amountFen }).thenRefuses('sample-not-of-seed');
    given(opened).when('DrawSample', { ...sample, amountFen: sample.amountFen + 1 }).thenRefuses('sample-total-differs');
    given(opened).when('DrawSample', { ...sample, items: [first, first], amountFen: 2 * (first?.amountFen ?? 0) }).thenRefuses('sample-item-twice');
  });

  it('records what an item showed, within its amount, once unless corrected', () => {
    const [first] = items;
    const result = { kind: 'disbursement', itemId: first?.id, problemFen: 500, seriousFen: 100, violation: 'diversion', ...on('2019-01-20') };
    given(opened, drawn).when('RecordSampleResult', result).thenRecords('SampleResultRecorded');
    given(opened, drawn).when('RecordSampleResult', { ...result, itemId: 'b9/9' }).thenRefuses('item-not-drawn');
    given(opened, drawn).when('RecordSampleResult', { ...result, problemFen: (first?.amountFen ?? 0) + 1 }).thenRefuses('problem-over-amount');
    given(opened, drawn).when('RecordSampleResult', { ...result, seriousFen: 501 }).thenRefuses('serious-over-problem');
    given(opened, drawn).when('RecordSampleResult', { ...result, violation: undefined }).thenRefuses('violation-missing');
    given(opened, drawn, told('SampleResultRecorded', result)).when('RecordSampleResult', result).thenRefuses('result-already-recorded');
    given(opened, drawn, told('SampleResultRecorded', result)).when('RecordSampleResult', { ...result, corrects: true }).thenRecords('SampleResultRecorded');
  });

  it('closes when every item has its result', () => {
    const closing = { resultText: '查出问题资金', ...on('2019-02-01') };
    given(opened, drawn).when('CloseEngagement', closing).thenRefuses('sample-results-missing');
    const results = items.map(({ id }) => told('SampleResultRecorded', { kind: 'disbursement', itemId: id, problemFen: 0, seriousFen: 0, ...on('2019-01-20') }));
    given(opened, drawn, ...results).when('CloseEngagement', closing).thenRecords('EngagementClosed');
    given(opened, told('EngagementClosed', closing)).when('ReportVisit', { place: '422899101', covert: true, problems: 2, ...on('2019-02-02') }).thenRefuses('engagement-closed');
  });
});
