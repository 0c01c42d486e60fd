/** What the bank says is recorded as it is: good lines move, irregular ones are disputed and move nothing, and every file is known when it comes again. */
import batch, { talliesOf } from '../../src/domain/batch';
import { type DisputeKind, Disputes } from '../../src/domain/batch-disputes';
import { sentBatch } from '../support/money-story';
import { type Told, hash, ref, storyOf, told } from '../support/story';

const { given, fold } = storyOf(batch, { id: 'B1', by: 'bank', role: 'bank' });
const on = (day: string) => ({ occurredOn: `2018-03-${day}` });
type Outcome = 'settled' | 'failed' | 'returned';
const result = (ordinal: number, outcome: Outcome, over: object = {}) => ({ ordinal, outcome, amountFen: ordinal * 100_00, ...(outcome === 'settled' ? {} : { reason: 'F02' }), ...over });
const file = (resultsId: string, ...lines: readonly object[]) => ({ resultsId, lines, ...on('06') });
const after = (history: readonly Told[], type: string, data: object): readonly Told[] => [...history, ...given(...history).when(type, data, { by: 'checker', role: 'checker' }).events()];
const received = (history: readonly Told[], ...args: Parameters<typeof file>): readonly Told[] => after(history, 'ReceiveResults', file(...args));
const stand = (outcome: Outcome): readonly Told[] => received(sentBatch, 'R1', result(1, outcome), result(2, 'settled'), result(3, 'settled'));
const reissued = after(stand('failed'), 'ReissueDisbursement', { ordinal: 1, accountRef: ref('a', 91), reason: '更正账号', ...on('08') });
const reversed = (moneyBack: boolean): readonly Told[] => after(stand('settled'), 'ReverseDisbursement', { ordinal: 1, moneyBack, reason: '重复发放', ...on('08') });
const closed = (history: readonly Told[]): readonly Told[] => after(history, 'CloseBatch', on('20'));

/** What a file of one line does: its events after the header, in short. */
function said(history: readonly Told[], line: object, more: object = {}): readonly string[] {
  const [, ...events] = given(...history).when('ReceiveResults', { ...file('R9', line), ...more }).events();
  return events.map(({ type, data }) => ('kind' in data ? `${type} ${String(data.kind)}` : type));
}
const [SETTLED, FAILED, RETURNED] = ['DisbursementSettled', 'DisbursementFailed', 'DisbursementReturned'];
const SECOND = 'ResultDisputed second-result';
const RELEASED = 'ResultDisputed money-released';

describe('one result', () => {
  const cases: [string, readonly Told[], Record<Outcome, string | undefined>, Partial<Record<Outcome, string>>][] = [
    ['pending', sentBatch, { settled: SETTLED, failed: FAILED, returned: RETURNED }, {}],
    ['settled', stand('settled'), { settled: undefined, failed: SECOND, returned: RETURNED }, { failed: RETURNED }],
    ['failed', stand('failed'), { settled: SECOND, failed: undefined, returned: RETURNED }, { settled: SETTLED }],
    ['returned', stand('returned'), { settled: SECOND, failed: undefined, returned: undefined }, { settled: SETTLED }],
    ['reversed while the money is out', reversed(false), { settled: undefined, failed: SECOND, returned: RETURNED }, { failed: RETURNED }],
    ['reversed with the money back', reversed(true), { settled: RELEASED, failed: undefined, returned: undefined }, {}],
    ['failed, the batch closed', closed(stand('failed')), { settled: RELEASED, failed: undefined, returned: RETURNED }, {}],
    ['settled, the batch closed', closed(stand('settled')), { settled: undefined, failed: SECOND, returned: RETURNED }, { failed: RETURNED }],
    ['reissued', reissued, { settled: SETTLED, failed: FAILED, returned: RETURNED }, {}],
  ];
  it.each(cases)('of a line that stands %s moves it, repeats it, or is disputed; a correction may move it', (_stands, history, plain, corrected) => {
    for (const outcome of ['settled', 'failed', 'returned'] as const) {
      const expected = plain[outcome];
      expect([outcome, ...said(history, result(1, outcome))]).toEqual([outcome, ...(expected === undefined ? [] : [expected])]);
      const mended = corrected[outcome] ?? expected;
      expect(['correcting', outcome, ...said(history, result(1, outcome), { correcting: true })]).toEqual(['correcting', outcome, ...(mended === undefined ? [] : [mended])]);
    }
  });

  it.each<[string, readonly Told[], object, DisputeKind]>([
    ['of a line nobody entered', sentBatch, result(4, 'settled'), 'line-unknown'],
    ['of another amount', sentBatch, result(1, 'settled', { amountFen: 99_99 }), 'amount-differs'],
    ['of an attempt not made', sentBatch, result(1, 'settled', { attempt: 2 }), 'attempt-unknown'],
    ['that an attempt given up arrived after all', reissued, result(1, 'settled', { attempt: 1 }), 'second-result'],
  ])('%s is disputed, also in a correction', (_what, history, line, kind) => {
    for (const correcting of [false, true]) expect(said(history, line, { correcting })).toEqual([`ResultDisputed ${kind}`]);
  });

  it('tells what it states, and what stood and still stands', () => {
    given(...stand('failed')).when('ReceiveResults', file('R9', result(1, 'settled', { fileRow: 7 }))).then(
      told('ResultsReceived', { resultsId: 'R9', settledCount: 0, settledFen: 0, failedCount: 0, failedFen: 0, returnedCount: 0, returnedFen: 0, disputedCount: 1, ...on('06') }),
      told('ResultDisputed', { resultsId: 'R9', kind: 'second-result', ordinal: 1, attempt: 1, fileRow: 7, outcome: 'settled', statedAmountFen: 100_00, amountFen: 100_00, before: 'failed', ...on('06') }),
    );
  });
});

describe('a file', () => {
  it('that is good but for one line moves the others', () => {
    const events = given(...sentBatch).when('ReceiveResults', file('R1', result(1, 'settled'), result(7, 'settled'), result(3, 'failed'))).events();
    expect(events.map(({ type }) => type)).toEqual(['ResultsReceived', SETTLED, FAILED, 'ResultDisputed']);
    expect(events[0]?.data).toMatchObject({ settledCount: 1, settledFen: 100_00, failedCount: 1, disputedCount: 1 });
  });

  it('that names a line twice moves it once, whatever it says the second time', () => {
    for (const second of ['settled', 'failed'] as const) expect(said(sentBatch, result(1, 'settled'), { lines: [result(1, 'settled'), result(1, second)] })).toEqual([SETTLED, 'ResultDisputed line-twice']);
    expect(said(reissued, {}, { lines: [result(1, 'failed', { attempt: 1 }), result(1, 'settled', { attempt: 2 })] })).toEqual([SETTLED]);
  });

  it('with rows that name no line records each, under the account it names', () => {
    const irregular = [{ kind: 'line-unknown', fileRow: 5, accountRef: ref('a', 77), outcome: 'settled', amountFen: 1_00 }, { kind: 'row-unreadable', fileRow: 6 }];
    const [header, ...events] = given(...sentBatch).when('ReceiveResults', { ...file('R1'), irregular }).events();
    expect(header?.data).toMatchObject({ disputedCount: 2 });
    expect(events.map(({ data }) => data)).toEqual([
      { resultsId: 'R1', kind: 'line-unknown', fileRow: 5, accountRef: ref('a', 77), outcome: 'settled', statedAmountFen: 1_00, ...on('06') },
      { resultsId: 'R1', kind: 'row-unreadable', fileRow: 6, ...on('06') },
    ]);
  });

  it.each<[string, object, readonly object[]]>([
    ['what it holds', { settledCount: 1, settledFen: 100_00, failedCount: 1, failedFen: 200_00, count: 2, totalFen: 300_00 }, []],
    ['the whole batch', { count: 3, totalFen: 600_00 }, []],
    ['a settled line more', { settledCount: 2, count: 2 }, [{ kind: 'count-differs', outcome: 'settled', statedCount: 2, count: 1 }]],
    ['another sum', { settledFen: 100_01, totalFen: 300_01 }, [
      { kind: 'total-differs', outcome: 'settled', statedAmountFen: 100_01, amountFen: 100_00 }, { kind: 'total-differs', statedAmountFen: 300_01, amountFen: 300_00 },
    ]],
  ])('that declares %s keeps that beside what was counted', (_what, declared, expected) => {
    const events = given(...sentBatch).when('ReceiveResults', { ...file('R1', result(1, 'settled'), result(2, 'failed')), declared }).events();
    expect(events[0]?.data).toMatchObject({ declared, stated: { settledCount: 1, settledFen: 100_00, failedCount: 1, failedFen: 200_00, count: 2, totalFen: 300_00 } });
    expect(events.filter(({ type }) => type === 'ResultDisputed').map(({ data }) => data)).toEqual(expected.map((one) => ({ resultsId: 'R1', ...one, ...on('06') })));
  });

  it('in parts is held against what it declares once its last part is there, in whatever order they come', () => {
    const declared = { settledCount: 3, settledFen: 600_00 };
    const part = (n: number) => ({ ...file('R1', result(n, 'settled')), part: n, parts: 3, declared });
    let history = sentBatch;
    for (const n of [3, 1]) history = after(history, 'ReceiveResults', part(n));
    expect(fold(history).results.map(({ part: n }) => n)).toEqual([3, 1]);
    given(...history).when('ReceiveResults', part(3)).then();
    expect(said(history, {}, part(2))).toEqual([SETTLED]);
    expect(said(history, {}, { ...part(2), declared: { settledCount: 4 } })).toEqual([SETTLED, 'ResultDisputed count-differs']);
  });

  it('in parts cannot be named like another, nor lack its number', () => {
    const history = after(sentBatch, 'ReceiveResults', { ...file('R1', result(1, 'settled')), part: 1, parts: 2, fileHash: hash('a') });
    const send = (data: object) => given(...history).when('ReceiveResults', data);
    send({ ...file('R1', result(2, 'settled')), part: 2, parts: 2, fileHash: hash('b') }).thenRefuses('results-id-used');
    send({ ...file('R1', result(2, 'settled')), part: 2, parts: 3 }).thenRefuses('results-id-used');
    send(file('R1-p1', result(2, 'settled'))).thenRefuses('results-id-used');
    send({ ...file('R2', result(2, 'settled')), part: 2 }).thenRefuses('results-part-malformed');
    send({ ...file('R2', result(2, 'settled')), part: 3, parts: 2 }).thenRefuses('results-part-malformed');
    send({ ...file(`R${'2'.repeat(63)}`, result(2, 'settled')), part: 1, parts: 2 }).thenRefuses('results-id-too-long');
  });
});

describe('a dispute', () => {
  const disputed = received(stand('failed'), 'R2', result(1, 'settled'));
  const revision = disputed.length - 1;
  const resolution = (over: object = {}) => ({ disputeRevision: revision, resolution: 'ledger-stands', reason: '银行回单证实未到账', ...on('09'), ...over });

  it('is said once, though every cumulative file says it again', () => {
    expect(said(disputed, result(1, 'settled'))).toEqual([]);
    expect(said(disputed, result(1, 'settled', { amountFen: 1 }))).toEqual(['ResultDisputed amount-differs']);
    expect(fold(received(disputed, 'R3', result(1, 'settled'))).disputes.openCount).toBe(1);
  });

  it('ends when the bank agrees, and may be raised again after the line has moved', () => {
    const corrected = after(disputed, 'ReceiveResults', { ...file('R3', result(1, 'settled')), correcting: true });
    expect(corrected.at(-1)).toMatchObject({ type: 'DisputeResolved', data: { disputeRevision: revision, ordinal: 1, resolution: 'bank-agreed', resultsId: 'R3' } });
    expect(fold(corrected).disputes.openCount).toBe(0);
    const agreed = received(disputed, 'R3', result(1, 'failed'));
    expect(agreed.at(-1)).toMatchObject({ type: 'ResultsReceived', data: { repeatedCount: 1 } });
    const back = after(corrected, 'ReceiveResults', { ...file('R4', result(1, 'failed')), correcting: true });
    expect(said(back, result(1, 'settled'))).toEqual([SECOND]);
  });

  it('is resolved by the checker, who says what was found, once', () => {
    given(...disputed).when('ResolveDispute', resolution()).then(told('DisputeResolved', { ...resolution(), ordinal: 1 }));
    const resolved = after(disputed, 'ResolveDispute', resolution());
    given(...resolved).when('ResolveDispute', resolution()).thenRefuses('dispute-already-resolved');
    given(...disputed).when('ResolveDispute', resolution({ disputeRevision: 3 })).thenRefuses('dispute-unknown');
    expect(said(resolved, result(1, 'settled'))).toEqual([]);
  });

  it('keeps the batch from being closed until it is resolved: closing would give disputed money back', () => {
    given(...disputed).when('CloseBatch', on('20')).thenRefuses('batch-results-disputed');
    given(...after(disputed, 'ResolveDispute', resolution())).when('CloseBatch', on('20')).then(told('BatchClosed', { releasedFen: 100_00, ...on('20') }));
    const half = after(stand('failed'), 'ReceiveResults', { ...file('R5', result(2, 'settled')), part: 1, parts: 2 });
    given(...half).when('CloseBatch', on('20')).thenRefuses('batch-results-incomplete');
  });

  it('leaves the sums of the batch as they were', () => {
    expect(talliesOf(fold(disputed))).toEqual(talliesOf(fold(stand('failed'))));
  });

  it('is remembered by what was kept of it as by the fold', () => {
    const { disputes } = fold(disputed);
    const again = new Disputes(disputes.list());
    expect(again.list()).toEqual(disputes.list());
    expect(JSON.parse(JSON.stringify(again))).toEqual({ open: 1, items: [expect.objectContaining({ revision, kind: 'second-result', ordinal: 1 })] });
    expect(again.endedBy(1, 1, 'settled')).toHaveLength(1);
  });
});

describe('a batch the bank took nothing of', () => {
  const rejection = (code: string, over: object = {}) => ({ ...file('X1'), rejection: code, ...over });
  it('says why and is sent again, unless it was a duplicate', () => {
    given(...sentBatch).when('ReceiveResults', rejection('B04', { bankText: '付款户余额不足' })).then(told('BatchFileRejected', { resultsId: 'X1', rejection: 'B04', bankText: '付款户余额不足', ...on('06') }));
    const back = after(sentBatch, 'ReceiveResults', rejection('B04'));
    expect(fold(back).status).toBe('approved');
    given(...back).when('SendBatch', on('07')).thenRecords('BatchSent');
    given(...back).when('ReceiveResults', rejection('B04')).then();
    expect(fold(after(sentBatch, 'ReceiveResults', rejection('B07'))).status).toBe('sent');
  });

  it('though it answered lines of it already is disputed', () => {
    expect(said(stand('settled'), {}, { lines: [], rejection: 'B01' })).toEqual(['ResultDisputed rejected-after-results']);
    given(...sentBatch).when('ReceiveResults', rejection('B01', { lines: [result(1, 'settled')] })).thenRefuses('rejection-with-lines');
  });
});
