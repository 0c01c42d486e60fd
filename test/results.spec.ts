/** Whatever files a bank sends, in whatever order, again and again, in parts, and wherever the service dies between them: each fen moves once, and the batch adds up. */
import fc from 'fast-check';
import batch, { type BatchEvent, type BatchState, talliesOf } from '../src/domain/batch';
import { bank, checker, clerk, County } from './support/money-county';
import { submission } from './support/money-story';
import { hash, ref, seed } from './support/story';

const on = (day: string) => ({ occurredOn: `2018-05-${day}` });

interface SentFile {
  readonly resultsId: string;
  readonly parts: readonly object[];
}

const row = fc.record({
  ordinal: fc.integer({ min: 1, max: 4 }), outcome: fc.constantFrom('settled', 'settled', 'failed', 'returned'),
  off: fc.constantFrom(0, 0, 0, 0, 1), attempt: fc.constantFrom(undefined, undefined, 1, 2),
}).map(({ ordinal, outcome, off, attempt }) => ({ ordinal, outcome, amountFen: ordinal * 100_00 + off, ...(attempt === undefined ? {} : { attempt }) }));
const stranger = fc.constantFrom([], [], [{ kind: 'line-unknown', fileRow: 9, accountRef: ref('a', 77), outcome: 'settled', amountFen: 5_00 }]);

/** One file of up to three parts; some declare more than they hold, some correct what was said before. */
const fileOf = (number: number): fc.Arbitrary<SentFile> =>
  fc.record({
    cut: fc.array(fc.tuple(fc.array(row, { maxLength: 4 }), stranger), { minLength: 1, maxLength: 3 }), correcting: fc.constantFrom(false, false, true), declared: fc.option(fc.nat(3)), hashed: fc.boolean(),
  }).map(({ cut, correcting, declared, hashed }) => {
    const resultsId = `R${String(number)}`;
    const shared = { resultsId, correcting, ...on('05'), ...(declared === null ? {} : { declared: { settledCount: declared } }), ...(hashed ? { fileHash: hash(String(number)) } : {}) };
    return { resultsId, parts: cut.map(([lines, irregular], index) => ({ ...shared, lines, irregular, ...(cut.length > 1 ? { part: index + 1, parts: cut.length } : {}) })) };
  });
const files = fc.tuple(...[1, 2, 3, 4].map(fileOf));

/** What happens next: a part of a file comes (again), or the clerk reissues, reverses or closes. */
const deed = fc.oneof(
  { weight: 8, arbitrary: fc.record({ deed: fc.constant('part' as const), file: fc.nat(3), part: fc.nat(2), again: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ deed: fc.constant('reissue' as const), ordinal: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ deed: fc.constant('reverse' as const), ordinal: fc.integer({ min: 1, max: 3 }), moneyBack: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ deed: fc.constantFrom('close' as const, 'resolve' as const) }) },
);
const death = fc.option(fc.record({ append: fc.integer({ min: 1, max: 4 }), durable: fc.boolean() }), { freq: 2 });

const sent = async (): Promise<County> => {
  const county = await new County().begin();
  await county.send(clerk, 'batch-B1', 'SubmitBatch', submission());
  await county.send(checker, 'batch-B1', 'ApproveBatch', on('02'));
  await county.send(clerk, 'batch-B1', 'SendBatch', on('03'));
  return county;
};
const stateOf = (county: County): Promise<BatchState> => county.fold<BatchState, BatchEvent>(batch, 'B1');

/** declared = pending + settled + failed + returned + reversed, and every line of a header has its event. */
async function addsUp(county: County): Promise<void> {
  const state = await stateOf(county);
  const tallies = Object.values(talliesOf(state));
  expect([tallies.reduce((sum, { count }) => sum + count, 0), tallies.reduce((sum, { amountFen }) => sum + amountFen, 0)]).toEqual([3, 600_00]);
  const events = await county.store.readStream('batch-B1');
  const count = (type: string): number => events.filter((event) => event.type === type).length;
  const headers = events.filter(({ type }) => type === 'ResultsReceived').map(({ data }) => data as Record<string, number | undefined>);
  const sum = (name: string): number => headers.reduce((total, header) => total + (header[name] ?? 0), 0);
  expect([sum('settledCount'), sum('failedCount'), sum('returnedCount')]).toEqual([count('DisbursementSettled'), count('DisbursementFailed'), count('DisbursementReturned')]);
  const raised = events.flatMap(({ type, data }) => (type === 'ResultDisputed' && (data as { kind: string }).kind !== 'count-differs' ? [data] : []));
  expect(raised).toHaveLength(sum('disputedCount'));
  expect(sum('settledFen') - sum('backFen') - reversedFen(events)).toBe(state.lines.paidFen);
}
const reversedFen = (events: readonly { type: string; data: object }[]): number =>
  events.reduce((sum, { type, data }) => (type === 'DisbursementReversed' && (data as { moneyBack: boolean }).moneyBack ? sum + (data as { amountFen: number }).amountFen : sum), 0);

async function resolveAll(county: County): Promise<void> {
  for (const { revision, open } of (await stateOf(county)).disputes.list()) {
    if (open) await county.send(checker, 'batch-B1', 'ResolveDispute', { disputeRevision: revision, resolution: 'ledger-stands', reason: '已核对', ...on('08') });
  }
}

describe('the results of a batch', () => {
  it('move each fen once and add up after every file, repetition, part and death', async () => {
    let [disputes, partly, deaths, closings] = [0, 0, 0, 0];
    await fc.assert(fc.asyncProperty(files, fc.array(fc.tuple(deed, death), { minLength: 4, maxLength: 20, size: 'max' }), async (sentFiles, deeds) => {
      const county = await sent();
      let key = 0;
      for (const [next, dies] of deeds) {
        if (dies) county.store.dieAt(dies.append, dies.durable);
        if (next.deed === 'part') {
          const file = sentFiles[next.file] as SentFile;
          const part = next.part % file.parts.length;
          // Under its own key, as a bank that heard nothing sends it again, or under another, as a bank that forgot.
          const outcome = await county.send(bank, 'batch-B1', 'ReceiveResults', file.parts[part] as object, next.again ? `bank-${String(next.file)}-${String(part)}` : `key-${String((key += 1))}`);
          if (outcome === 'crashed') deaths += 1;
        } else if (next.deed === 'reissue') await county.send(clerk, 'batch-B1', 'ReissueDisbursement', { ordinal: next.ordinal, accountRef: ref('a', 50), reason: '更正账号', ...on('06') });
        else if (next.deed === 'reverse') await county.send(clerk, 'batch-B1', 'ReverseDisbursement', { ordinal: next.ordinal, moneyBack: next.moneyBack, reason: '重复', ...on('07') });
        else if (next.deed === 'close') closings += (await county.send(clerk, 'batch-B1', 'CloseBatch', on('08'))) === 'recorded' ? 1 : 0;
        else await resolveAll(county);
        county.store.dieAt(Infinity, false);
        await county.check();
        await addsUp(county);
      }
      const before = (await county.store.head()).size;
      for (const [index, file] of sentFiles.entries()) {
        for (const [part, data] of file.parts.entries()) await county.send(bank, 'batch-B1', 'ReceiveResults', data, `bank-${String(index)}-${String(part)}`);
      }
      const once = (await county.store.head()).size;
      for (const [index, file] of sentFiles.entries()) {
        for (const [part, data] of file.parts.entries()) expect(['recorded', 'refused']).toContain(await county.send(bank, 'batch-B1', 'ReceiveResults', data, `bank-${String(index)}-${String(part)}`));
      }
      expect((await county.store.head()).size).toBe(once);
      await county.check();
      await addsUp(county);
      await resolveAll(county);
      closings += (await county.send(clerk, 'batch-B1', 'CloseBatch', on('09'))) === 'recorded' ? 1 : 0;
      await county.check();
      disputes += (await stateOf(county)).disputes.list().length;
      partly += once > before ? 1 : 0;
    }), { seed, numRuns: Number(process.env['RUNS'] ?? (process.env['MINGZHANG_TEST_LONG'] === 'on' ? 2_000 : 40)) });
    // A property that met nothing irregular would say nothing.
    expect([disputes, partly, deaths, closings].map((times) => times > 0)).toEqual([true, true, true, true]);
  }, 600_000);

  it('of a file cut in parts stand alike whether the service died between any two of them or not', async () => {
    const part = (n: number) => ({ resultsId: 'big', fileHash: hash('b'), part: n, parts: 3, lines: [{ ordinal: n, outcome: 'settled', amountFen: n * 100_00 }], ...on('05') });
    const smooth = await sent();
    for (const n of [1, 2, 3]) await smooth.send(bank, 'batch-B1', 'ReceiveResults', part(n), `big/${String(n)}`);
    const expected = JSON.stringify(talliesOf(await stateOf(smooth)));
    for (const append of [1, 2, 3, 4, 5, 6]) {
      for (const durable of [false, true]) {
        const county = await sent();
        county.store.dieAt(append, durable);
        // The bank stops at the death and sends the whole file again.
        for (const n of [1, 2, 3]) if ((await county.send(bank, 'batch-B1', 'ReceiveResults', part(n), `big/${String(n)}`)) === 'crashed') break;
        county.store.dieAt(Infinity, false);
        for (const n of [1, 2, 3]) await county.send(bank, 'batch-B1', 'ReceiveResults', part(n), `big/${String(n)}`);
        expect([append, durable, JSON.stringify(talliesOf(await stateOf(county)))]).toEqual([append, durable, expected]);
        await county.check();
      }
    }
  });
});
