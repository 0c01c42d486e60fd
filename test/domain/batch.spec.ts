/** A batch pays what its list declares, checked by a second person, and follows each line to its last result. */
import { deserialize, serialize } from 'node:v8';
import fc from 'fast-check';
import batch, { type BatchCommand, type BatchState, talliesOf } from '../../src/domain/batch';
import type { Context } from '../../src/domain/decider';
import { Refused } from '../../src/domain/refused';
import { batchData, batchOpened, cited, issued, line, lineData, programmeDefined, sentBatch, submission, submittedBatch } from '../support/money-story';
import { allowedSteps } from '../support/steps';
import { type Told, hash, recorded, ref, seed, storyOf, told } from '../support/story';

const evidence = cited({ 'allocation-county': [issued()], 'programme-YULU': [programmeDefined()] });
const { given, fold } = storyOf(batch, { id: 'B1', by: 'clerk', cited: evidence });
const on = (day: string) => ({ occurredOn: `2018-03-${day}` });
const result = (ordinal: number, outcome: string, over: object = {}) => ({ ordinal, outcome, amountFen: ordinal * 100_00, ...(outcome === 'settled' ? {} : { reason: 'F02' }), ...over });
const file = (resultsId: string, ...lines: readonly object[]) => ({ resultsId, lines, ...on('06') });
/** The history after a results file, or any other command, was taken. */
const after = (history: readonly Told[], type: string, data: object): readonly Told[] => [...history, ...given(...history).when(type, data, { by: 'checker' }).events()];
const received = (history: readonly Told[], ...args: Parameters<typeof file>): readonly Told[] => after(history, 'ReceiveResults', file(...args));
const mixed = received(sentBatch, 'R1', result(1, 'settled'), result(2, 'failed'), result(3, 'returned'));
const reissueOf = (ordinal: number, over: object = {}) => ({ ordinal, accountRef: ref('a', 90 + ordinal), reason: '更正账号', ...on('08'), ...over });
const allSettled = received(sentBatch, 'R1', result(1, 'settled'), result(2, 'settled'), result(3, 'settled'));
const closed = after(allSettled, 'CloseBatch', on('20'));
const reversal = (over: object = {}) => ({ ordinal: 1, moneyBack: true, reason: '重复发放', ...on('15'), ...over });

describe('opening and entering', () => {
  it('opens once, under a known programme, from an allocation of the same county', () => {
    given().when('OpenBatch', batchData()).thenRecords('BatchOpened');
    given(batchOpened()).when('OpenBatch', batchData()).thenRefuses('batch-already-opened');
    given().when('OpenBatch', batchData({ programmeId: 'NONE' })).thenRefuses('programme-unknown');
    given().when('OpenBatch', batchData({ allocationId: 'nowhere' })).thenRefuses('allocation-unknown');
    given().when('OpenBatch', batchData({ region: '422826' })).thenRefuses('allocation-of-another-region');
    given().when('OpenBatch', batchData({ benefitTo: '2017-12' })).thenRefuses('benefit-period-backwards');
  });

  it('enters lines in order, each ordinal once', () => {
    given(batchOpened()).when('EnterDisbursements', { lines: [lineData(1), lineData(3)] }).then(line(1), line(3));
    given(batchOpened(), line(2)).when('EnterDisbursements', { lines: [lineData(2)] }).thenRefuses('line-ordinal-used');
    given(batchOpened()).when('EnterDisbursements', { lines: [lineData(2), lineData(1)] }).thenRefuses('line-ordinal-used');
  });

  it('enters no more than was declared', () => {
    given(batchOpened()).when('EnterDisbursements', { lines: [1, 2, 3, 4].map((n) => lineData(n, 1)) }).thenRefuses('batch-count-differs');
    given(batchOpened()).when('EnterDisbursements', { lines: [lineData(1, 600_01)] }).thenRefuses('batch-total-differs');
    given(...submittedBatch).when('EnterDisbursements', { lines: [lineData(4)] }).thenRefuses('batch-not-open');
  });
});

describe('submitting', () => {
  const full = [batchOpened(), line(1), line(2), line(3)];
  it.each<[string, readonly Told[], object, string | undefined]>([
    ['the whole list', full, submission(), undefined],
    ['a list one line short', full.slice(0, 3), submission(), 'batch-count-differs'],
    ['a list a fen short', [...full.slice(0, 3), line(3, 299_99)], submission(), 'batch-total-differs'],
    ['a list counted wrongly', full, submission({ count: 2 }), 'batch-count-differs'],
    ['a list summed wrongly', full, submission({ totalFen: 1 }), 'batch-total-differs'],
    ['an empty list', [batchOpened()], submission(), 'batch-empty'],
    ['a list less a line split off', full.slice(0, 3), submission({ count: 2, totalFen: 300_00, splitOffCount: 1, splitOffFen: 300_00 }), undefined],
    ['a list whose split-off does not add up', full.slice(0, 3), submission({ count: 2, totalFen: 300_00, splitOffCount: 1, splitOffFen: 299_99 }), 'batch-total-differs'],
  ])('%s', (_what, history, data, code) => {
    const attempt = given(...history).when('SubmitBatch', data);
    if (code) attempt.thenRefuses(code);
    else attempt.thenRecords('BatchSubmitted');
  });
});

describe('approving', () => {
  it.each([['clerk', 'batch-maker-is-checker'], ['clerk-2', 'batch-maker-is-checker']])('is refused to %s, who made or submitted it', (by, code) => {
    given(...submittedBatch).when('ApproveBatch', on('03'), { by, role: 'checker' }).thenRefuses(code);
  });

  it('by another commits the total first', () => {
    given(...submittedBatch).when('ApproveBatch', on('03'), { by: 'checker' }).thenRecords('BatchApproved');
    const data = { holder: 'batch', holderId: 'B1', amountFen: 600_00, ...on('03') };
    expect(allowedSteps(batch, 'B1').before('ApproveBatch', on('03'), fold(submittedBatch))).toEqual([{ name: 'CommitFunds-5', streamId: 'allocation-county', command: { type: 'CommitFunds', data } }]);
  });

  it('is taken back only where a rejection was quicker', () => {
    const { undo } = allowedSteps(batch, 'B1');
    expect(undo('ApproveBatch', on('03'), fold(sentBatch))).toEqual([]);
    expect(undo('ApproveBatch', on('03'), fold([...submittedBatch, told('BatchRejected', { reason: '名单有误', ...on('03') })])))
      .toMatchObject([{ name: 'ReleaseCommitment-6', command: { data: { amountFen: 600_00 } } }]);
  });

  it('may be a rejection; the list is then entered anew under new ordinals', () => {
    const rejected = [...submittedBatch, told('BatchRejected', { reason: '名单有误', ...on('03') })];
    given(...rejected).when('SubmitBatch', submission()).thenRefuses('batch-empty');
    given(...rejected).when('EnterDisbursements', { lines: [lineData(3)] }).thenRefuses('line-ordinal-used');
    given(...rejected, line(4, 100_00), line(5, 200_00), line(6, 300_00)).when('SubmitBatch', submission()).thenRecords('BatchSubmitted');
  });

  it('comes before sending', () => {
    given(...submittedBatch).when('SendBatch', on('04')).thenRefuses('batch-not-approved');
    given().when('SendBatch', on('04')).thenRefuses('batch-unknown');
  });
});

describe('results', () => {
  it('become one event per line under one header', () => {
    given(...sentBatch).when('ReceiveResults', file('R1', result(1, 'settled'), result(2, 'failed', { reason: 'F99', bankText: '户名有误' }))).then(
      told('ResultsReceived', { resultsId: 'R1', settledCount: 1, settledFen: 100_00, failedCount: 1, failedFen: 200_00, returnedCount: 0, returnedFen: 0, ...on('06') }),
      told('DisbursementSettled', { ordinal: 1, attempt: 1, amountFen: 100_00, resultsId: 'R1', ...on('06') }),
      told('DisbursementFailed', { ordinal: 2, attempt: 1, amountFen: 200_00, resultsId: 'R1', reason: 'F99', bankText: '户名有误', ...on('06') }),
    );
  });

  it('are taken of no batch that nobody approved', () => {
    given(...submittedBatch).when('ReceiveResults', file('R1', result(1, 'settled'))).thenRefuses('batch-not-approved');
  });

  it('handed in again change nothing; another file under the same name is refused', () => {
    given(...mixed).when('ReceiveResults', file('R1', result(1, 'settled'), result(2, 'failed'), result(3, 'returned'))).then();
    given(...mixed).when('ReceiveResults', file('R1', result(1, 'settled'))).thenRefuses('results-id-used');
    const hashed = after(sentBatch, 'ReceiveResults', { ...file('R1', result(1, 'settled')), fileHash: hash('f') });
    given(...hashed).when('ReceiveResults', { ...file('R7', result(1, 'settled')), fileHash: hash('f') }).then();
  });

  it('may be cumulative: what was said before has no event', () => {
    const again = after(mixed, 'ReissueDisbursement', reissueOf(2));
    given(...again).when('ReceiveResults', file('R2', result(1, 'settled'), result(2, 'settled'))).then(
      told('ResultsReceived', { resultsId: 'R2', settledCount: 1, settledFen: 200_00, failedCount: 0, failedFen: 0, returnedCount: 0, returnedFen: 0, repeatedCount: 1, ...on('06') }),
      told('DisbursementSettled', { ordinal: 2, attempt: 2, amountFen: 200_00, resultsId: 'R2', ...on('06') }),
    );
    expect(given(...again).when('ReceiveResults', file('R2', result(2, 'failed', { attempt: 1 }))).events()).toHaveLength(1);
  });
});

describe('money after results', () => {
  const steps = (history: readonly Told[], type: string, data: object): string[] => {
    const events = given(...history).when(type, data).events();
    return allowedSteps(batch, 'B1').after(type, events, fold([...history, ...events])).map(({ name, command }) => {
      const { amountFen, causeId } = command.data as { amountFen: number; causeId: string };
      return `${name} ${String(amountFen)} ${causeId}`;
    });
  };

  it.each<[string, readonly Told[], string, object, string[]]>([
    ['what settled is paid', sentBatch, 'ReceiveResults', file('R1', result(1, 'settled'), result(2, 'settled'), result(3, 'failed')), ['PayCommittedFunds 30000 R1']],
    ['what failed moves nothing', sentBatch, 'ReceiveResults', file('R1', result(3, 'failed')), []],
    ['what never arrived and was returned moves nothing', sentBatch, 'ReceiveResults', file('R1', result(3, 'returned')), []],
    ['a late return goes back to the commitment', allSettled, 'ReceiveResults', file('R2', result(2, 'returned')), ['ReturnPaidFunds 20000 R2']],
    ['a failure told late moves nothing while it is disputed', allSettled, 'ReceiveResults', file('R2', result(2, 'failed')), []],
    ['a failure told late by a correction is a late return', allSettled, 'ReceiveResults', { ...file('R2', result(2, 'failed')), correcting: true }, ['ReturnPaidFunds 20000 R2']],
    ['each part of a file pays what it settles', sentBatch, 'ReceiveResults', { ...file('R1', result(1, 'settled')), part: 2, parts: 3 }, ['PayCommittedFunds 10000 R1-p2']],
    ['a batch the bank took nothing of moves nothing', sentBatch, 'ReceiveResults', { ...file('R1'), rejection: 'B04' }, []],
    ['after closing it goes on to the balance', closed, 'ReceiveResults', file('R2', result(2, 'returned')), ['ReturnPaidFunds 20000 R2', 'ReleaseCommitment 20000 R2']],
    ['a reversal with money back', allSettled, 'ReverseDisbursement', reversal(), ['ReturnPaidFunds 10000 reversal-1-8']],
    ['a reversal without money back', allSettled, 'ReverseDisbursement', reversal({ moneyBack: false }), []],
    ['a reversal after closing', closed, 'ReverseDisbursement', reversal(), ['ReturnPaidFunds 10000 reversal-1-8', 'ReleaseCommitment 10000 reversal-1-8']],
    ['money back after a reversal without it', after(allSettled, 'ReverseDisbursement', reversal({ moneyBack: false })), 'ReceiveResults', file('R2', result(1, 'returned')), ['ReturnPaidFunds 10000 R2']],
    ['the bank telling of a return already reversed', after(allSettled, 'ReverseDisbursement', reversal()), 'ReceiveResults', file('R2', result(1, 'returned')), []],
    ['closing releases the rest', mixed, 'CloseBatch', on('20'), ['ReleaseCommitment 50000 closing']],
    ['closing a batch wholly paid releases nothing', allSettled, 'CloseBatch', on('20'), []],
  ])('%s', (_what, history, type, data, expected) => {
    expect(steps(history, type, data)).toEqual(expected);
  });
});

describe('correcting', () => {
  it('records that failed money is back at the treasury, paid since or not, but not of a line it never had', () => {
    const back = (ordinal: number) => ({ lines: [{ ordinal, amountFen: ordinal * 100_00 }], voucherNumber: 'V7', ...on('09') });
    given(...mixed).when('ReportFundsRepaid', back(2), { role: 'bank' }).thenRecords('FailedFundsRepaid');
    given(...closed).when('ReportFundsRepaid', back(1), { role: 'bank' }).thenRecords('FailedFundsRepaid');
    given(...mixed).when('ReportFundsRepaid', back(9), { role: 'bank' }).thenRefuses('line-unknown');
    given(batchOpened()).when('ReportFundsRepaid', back(1), { role: 'bank' }).thenRefuses('batch-not-approved');
  });

  it('reissues what failed or came back, as the next attempt, to whoever is named', () => {
    given(...mixed).when('ReissueDisbursement', reissueOf(2)).then(told('DisbursementReissued', { ...reissueOf(2), payeeRef: ref('p', 2), attempt: 2 }));
    given(...mixed).when('ReissueDisbursement', reissueOf(3, { payeeRef: ref('p', 77) })).then(told('DisbursementReissued', { ...reissueOf(3), payeeRef: ref('p', 77), attempt: 2 }));
    const again = received(after(mixed, 'ReissueDisbursement', reissueOf(2)), 'R2', result(2, 'failed'));
    given(...again).when('ReissueDisbursement', reissueOf(2)).then(told('DisbursementReissued', { ...reissueOf(2), payeeRef: ref('p', 2), attempt: 3 }));
  });

  it.each<[string, readonly Told[], object, string]>([
    ['a settled line', mixed, reissueOf(1), 'line-not-failed'],
    ['a pending line', sentBatch, reissueOf(1), 'line-not-failed'],
    ['a line on its way again', after(mixed, 'ReissueDisbursement', reissueOf(2)), reissueOf(2), 'line-not-failed'],
    ['a line nobody entered', mixed, reissueOf(9), 'line-unknown'],
    ['a closed batch', closed, reissueOf(1), 'batch-closed'],
  ])('does not reissue %s', (_what, history, data, code) => {
    given(...history).when('ReissueDisbursement', data).thenRefuses(code);
  });

  it('reverses a settlement by its revision, once', () => {
    given(...mixed).when('ReverseDisbursement', reversal()).then(told('DisbursementReversed', { ...reversal(), reversesRevision: 8, amountFen: 100_00 }));
    given(...mixed).when('ReverseDisbursement', reversal({ reversesRevision: 7 })).thenRefuses('line-not-settled');
    given(...mixed).when('ReverseDisbursement', reversal({ ordinal: 2 })).thenRefuses('line-not-settled');
    given(...after(mixed, 'ReverseDisbursement', reversal())).when('ReverseDisbursement', reversal()).thenRefuses('line-not-settled');
  });

  it('closes when nothing is pending, once', () => {
    given(...sentBatch).when('CloseBatch', on('20')).thenRefuses('batch-lines-pending');
    given(...mixed).when('CloseBatch', on('20')).then(told('BatchClosed', { releasedFen: 500_00, ...on('20') }));
    given(...closed).when('CloseBatch', on('20')).thenRefuses('batch-closed');
  });
});

describe('a fold', () => {
  it('leaves the initial state as it was, also where a reader by business date leaves out the opening', () => {
    fold([line(1), line(2)]);
    expect(batch.initial.lines.count).toBe(0);
    expect(fold([line(1)]).lines.count).toBe(1);
  });

  it('is understood without any of its events, in whatever order the rest stands', () => {
    const history = [...closed, told('DisbursementReissued', { ...reissueOf(2), payeeRef: ref('p', 2), attempt: 2 })];
    for (const left of history) expect(() => fold(history.filter((event) => event !== left))).not.toThrow();
    expect(() => fold([...history].reverse())).not.toThrow();
  });

  it('shows sums, never the lines', () => {
    expect(JSON.parse(JSON.stringify(fold(mixed).lines))).toEqual({
      count: 3, totalFen: 600_00, paidFen: 100_00, pending: { count: 0, amountFen: 0 }, settled: { count: 1, amountFen: 100_00 }, failed: { count: 1, amountFen: 200_00 },
      returned: { count: 1, amountFen: 300_00 }, reversed: { count: 0, amountFen: 0 },
    });
  });
});

describe('whatever is tried', () => {
  const ordinal = fc.integer({ min: 1, max: 4 });
  const day = on('09');
  const attempt = fc.oneof(
    fc.array(ordinal, { minLength: 1, maxLength: 3 }).map((ordinals) => ({ type: 'EnterDisbursements', data: { lines: ordinals.map((n) => lineData(n)) } })),
    fc.constantFrom({ type: 'SubmitBatch', data: submission() }, { type: 'ApproveBatch', data: day }, { type: 'SendBatch', data: day }, { type: 'CloseBatch', data: day }),
    fc.constant({ type: 'RejectBatch', data: { reason: '名单有误', ...day } }),
    fc.record({ id: fc.nat(9), lines: fc.array(fc.tuple(ordinal, fc.constantFrom('settled', 'failed', 'returned')), { maxLength: 3 }) })
      .map(({ id, lines }) => ({ type: 'ReceiveResults', data: file(`R${String(id)}`, ...lines.map(([n, outcome]) => result(n, outcome))) })),
    ordinal.map((n) => ({ type: 'ReissueDisbursement', data: reissueOf(n) })),
    fc.record({ ordinal, moneyBack: fc.boolean() }).map((over) => ({ type: 'ReverseDisbursement', data: reversal(over) })),
  ) as fc.Arbitrary<BatchCommand>;
  const context = { id: 'B1', actor: { id: 'checker', role: 'checker', office: 'o', region: '422899' }, ledgerDay: undefined, cited: new Map() } as Context;

  it.each([['from its opening', [batchOpened()]], ['once sent', sentBatch]] as const)('%s, declared = pending + settled + failed + returned + reversed, and a refusal changes nothing', (_from, start) => {
    fc.assert(fc.property(fc.array(attempt, { maxLength: 40 }), (attempts) => {
      let [state, revision] = [fold(start), start.length];
      for (const command of attempts) {
        const before = JSON.stringify([state.status, state.revisions, talliesOf(state)]);
        try {
          for (const event of batch.decide(command, state, context)) state = batch.evolve(state, recorded(event, revision++, 'batch-B1') as never);
        } catch (error) {
          if (!(error instanceof Refused)) throw error;
          expect(JSON.stringify([state.status, state.revisions, talliesOf(state)])).toBe(before);
        }
        const tallies = Object.values(talliesOf(state));
        const { lines } = state;
        expect([tallies.reduce((sum, { count }) => sum + count, 0), tallies.reduce((sum, { amountFen }) => sum + amountFen, 0)]).toEqual([lines.count, lines.totalFen]);
        expect(Math.min(lines.paidFen, lines.totalFen - lines.paidFen, ...tallies.map(({ amountFen }) => amountFen))).toBeGreaterThanOrEqual(0);
        if (state.status !== 'open') expect([lines.count, lines.totalFen]).toEqual([3, 600_00]);
        expect(state.revisions).toBe(revision);
      }
    }), { seed, numRuns: 300 });
  });

  it('a state kept at any moment and given the rest is the state of the whole history', () => {
    const { hold, restore } = batch.snapshot as NonNullable<typeof batch.snapshot>;
    const kept = (state: BatchState): BatchState => restore(deserialize(serialize(hold(state))) as object);
    fc.assert(fc.property(fc.array(attempt, { maxLength: 25 }), (attempts) => {
      const history: Told[] = [...sentBatch];
      for (const command of attempts) {
        try {
          history.push(...batch.decide(command, fold(history), context).map(({ type, data }) => told(type, data, 'checker')));
        } catch (error) {
          if (!(error instanceof Refused)) throw error;
        }
      }
      const whole = hold(fold(history));
      for (let at = 1; at <= history.length; at += 1) {
        const resumed = history.slice(at).reduce((state, event, index) => batch.evolve(state, recorded(event, at + index, 'batch-B1') as never), kept(fold(history.slice(0, at))));
        expect(hold(resumed)).toEqual(whole);
      }
    }), { seed, numRuns: 60 });
  });
});
