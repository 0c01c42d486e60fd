/** Money of a county through every stream it touches, over the real command handler: nothing is lost or made, whatever is tried and wherever it crashes. */
import fc from 'fast-check';
import batch, { type BatchEvent, type BatchState } from '../src/domain/batch';
import { actor, bank, checker, clerk, County } from './support/money-county';
import { lineData, submission } from './support/money-story';
import { ref, seed } from './support/story';

const on = (day: string) => ({ occurredOn: `2018-05-${day}` });

describe('the money of a county', () => {
  it('cannot be approved twice over: the second batch stays submitted until there is money again', async () => {
    const county = await new County().begin();
    await county.send(clerk, 'batch-B1', 'SubmitBatch', submission());
    await county.send(clerk, 'batch-B2', 'SubmitBatch', submission({ count: 2, totalFen: 300_00 }));
    expect(await county.send(checker, 'payment-P1', 'ApprovePayment', on('01'))).toBe('recorded');
    expect(await county.send(checker, 'batch-B1', 'ApproveBatch', on('02'))).toBe('recorded');
    expect(await county.send(checker, 'batch-B2', 'ApproveBatch', on('02'))).toBe('refused');
    expect((await county.fold<BatchState, BatchEvent>(batch as never, 'B2')).status).toBe('submitted');
    await county.send(clerk, 'payment-P1', 'ExecutePayment', { voucherNumber: 'V1', ...on('03') });
    await county.send(clerk, 'payment-P1', 'ReversePayment', { reason: '退回', ...on('04') });
    expect(await county.send(checker, 'batch-B2', 'ApproveBatch', on('05'))).toBe('recorded');
    await county.check();
  });

  it.each([[1, false], [1, true], [2, false], [2, true]])('is paid once where the service dies at append %i of a results file (durable: %s)', async (append, durable) => {
    const county = await new County().begin();
    await county.send(clerk, 'batch-B1', 'SubmitBatch', submission());
    await county.send(checker, 'batch-B1', 'ApproveBatch', on('02'));
    county.store.dieAt(append, durable);
    expect(await county.send(bank, 'batch-B1', 'ReceiveResults', { resultsId: 'R1', lines: [{ ordinal: 1, outcome: 'settled', amountFen: 100_00 }], ...on('05') })).toBe('crashed');
    expect((await county.fold<BatchState, BatchEvent>(batch as never, 'B1')).lines.paidFen).toBe(100_00);
    await county.check();
  });

  it('is set free where a rejection is quicker than the approval, and set aside again when the same approval is sent for the new list', async () => {
    const county = await new County().begin();
    await county.send(clerk, 'batch-B1', 'SubmitBatch', submission());
    county.store.quicker.set('BatchApproved', () => county.elsewhere(actor('checker-2', 'checker'), 'batch-B1', 'RejectBatch', { reason: '名单有误', ...on('02') }));
    expect(await county.send(checker, 'batch-B1', 'ApproveBatch', on('02'), 'approval')).toBe('refused');
    await county.check();
    await county.send(clerk, 'batch-B1', 'EnterDisbursements', { lines: [4, 5, 6].map((n) => lineData(n, (n - 3) * 100_00)) });
    await county.send(clerk, 'batch-B1', 'SubmitBatch', submission());
    expect(await county.send(checker, 'batch-B1', 'ApproveBatch', on('02'), 'approval')).toBe('recorded');
    await county.check();
  });

  it('stays set aside where another approval is quicker', async () => {
    const county = await new County().begin();
    await county.send(clerk, 'batch-B1', 'SubmitBatch', submission());
    county.store.quicker.set('BatchApproved', () => county.elsewhere(actor('checker-2', 'checker'), 'batch-B1', 'ApproveBatch', on('02')));
    expect(await county.send(checker, 'batch-B1', 'ApproveBatch', on('02'))).toBe('refused');
    await county.check();
  });

  const batchId = fc.constantFrom('B1', 'B2');
  const line = fc.integer({ min: 1, max: 3 });
  const result = fc.tuple(line, fc.constantFrom('settled', 'settled', 'failed', 'returned')).map(([ordinal, outcome]) => ({ ordinal, outcome, amountFen: ordinal * 100_00 }));
  const attempt = fc.oneof(
    batchId.map((id) => [clerk, `batch-${id}`, 'SubmitBatch', id === 'B1' ? submission() : submission({ count: 2, totalFen: 300_00 })] as const),
    batchId.map((id) => [checker, `batch-${id}`, 'ApproveBatch', on('03')] as const),
    batchId.map((id) => [clerk, `batch-${id}`, 'SendBatch', on('04')] as const),
    fc.tuple(fc.constantFrom('B1', 'B1', 'B2'), fc.nat(1_000), fc.uniqueArray(result, { selector: ({ ordinal }) => ordinal, minLength: 1, maxLength: 3 }))
      .map(([id, n, lines]) => [bank, `batch-${id}`, 'ReceiveResults', { resultsId: `R${String(n)}`, lines, ...on('05') }] as const),
    fc.tuple(batchId, line).map(([id, ordinal]) => [clerk, `batch-${id}`, 'ReissueDisbursement', { ordinal, accountRef: ref('a', 50), reason: '更正账号', ...on('06') }] as const),
    fc.tuple(batchId, line, fc.boolean()).map(([id, ordinal, moneyBack]) => [clerk, `batch-${id}`, 'ReverseDisbursement', { ordinal, moneyBack, reason: '重复', ...on('07') }] as const),
    batchId.map((id) => [clerk, `batch-${id}`, 'CloseBatch', on('08')] as const),
    fc.constantFrom(
      [checker, 'payment-P1', 'ApprovePayment', on('03')] as const, [clerk, 'payment-P1', 'ExecutePayment', { voucherNumber: 'V1', ...on('04') }] as const,
      [clerk, 'payment-P1', 'ReversePayment', { reason: '退回', ...on('05') }] as const,
      [clerk, 'allocation-county', 'ReclaimAllocation', { amountFen: 50_00, documentNumber: '鄂财农发〔2018〕8号', reason: '收回', ...on('05') }] as const,
    ),
  );
  const crash = fc.option(fc.record({ append: fc.integer({ min: 1, max: 3 }), durable: fc.boolean() }), { freq: 2 });

  it('is where batches and payments say it is, at every position, also after crashes', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(attempt, crash), { minLength: 5, maxLength: 25, size: 'max' }), async (attempts) => {
      const county = await new County().begin();
      for (const id of ['B1', 'B2']) await county.send(clerk, `batch-${id}`, 'SubmitBatch', id === 'B1' ? submission() : submission({ count: 2, totalFen: 300_00 }));
      await county.send(checker, 'batch-B1', 'ApproveBatch', on('02'));
      for (const [[by, streamId, type, data], death] of attempts) {
        if (death) county.store.dieAt(death.append, death.durable);
        await county.send(by, streamId, type, data);
        county.store.dieAt(Infinity, false);
        await county.check();
      }
    }), { seed, numRuns: 60 });
  });
});
