/** Money of a county through every stream it touches, over the real command handler: nothing is lost or made, whatever is tried and wherever it crashes. */
import fc from 'fast-check';
import allocation, { type AllocationEvent, type AllocationState, identityOf } from '../src/domain/allocation';
import batch, { type BatchEvent, type BatchState } from '../src/domain/batch';
import type { Actor, Decider, Message, Role } from '../src/domain/decider';
import payment, { type PaymentEvent, type PaymentState } from '../src/domain/payment';
import { Refused } from '../src/domain/refused';
import type { Append, Appended } from '../src/event-store/event-store';
import { MemoryEventStore } from '../src/event-store/memory';
import { Executor } from '../src/execute';
import { PendingInMemory } from './support/pending-in-memory';
import { allocationData, batchData, lineData, paymentData, programmeData, splitData, submission } from './support/money-story';
import { ref, seed } from './support/story';

class Crash extends Error {}

/** Dies at the n-th append from now: before it is durable, or after, when the answer is lost. */
class FragileStore extends MemoryEventStore {
  private left = Infinity;
  private durable = false;
  dieAt(append: number, durable: boolean): void {
    this.left = append;
    this.durable = durable;
  }
  /** What somebody else does in the moment before an event of this type is appended. */
  readonly quicker = new Map<string, () => Promise<unknown>>();
  override async append(append: Append): Promise<Appended> {
    const type = append.events[0]?.type ?? '';
    const other = this.quicker.get(type);
    this.quicker.delete(type);
    await other?.();
    this.left -= 1;
    if (this.left !== 0) return super.append(append);
    if (this.durable) await super.append(append);
    throw new Crash('the service died');
  }
}

const actor = (id: string, role: Role, region = '422899'): Actor => ({ id, role, office: `office-${role}-${region}`, region });
const [clerk, checker, bank, province] = [actor('clerk', 'clerk'), actor('checker', 'checker'), actor('bank', 'bank'), actor('province', 'province', '42')];

class County {
  readonly store = new FragileStore();
  private readonly pending = new PendingInMemory();
  private executor = new Executor(this.store, this.pending);
  private sent = 0;

  /** Another process on the same ledger. */
  async elsewhere(by: Actor, streamId: string, type: string, data: object): Promise<void> {
    await new Executor(this.store, new PendingInMemory()).execute({ streamId, actor: by, key: `elsewhere-${type}`, command: { type, data } });
  }

  async send(by: Actor, streamId: string, type: string, data: object, key?: string): Promise<'recorded' | 'refused' | 'crashed'> {
    this.sent += 1;
    try {
      await this.executor.execute({ streamId, actor: by, key: key ?? `k${String(this.sent)}`, command: { type, data } });
      return 'recorded';
    } catch (error) {
      if (error instanceof Refused) return 'refused';
      if (!(error instanceof Crash)) throw error;
      this.store.dieAt(Infinity, false);
      this.executor = new Executor(this.store, this.pending);
      await this.executor.heal();
      return 'crashed';
    }
  }

  /** One allocation of 1,000 yuan received by the county; a batch of 600 and one of 300 entered, a payment of 250 ordered. */
  async begin(): Promise<this> {
    await this.send(province, 'programme-YULU', 'DefineProgramme', programmeData());
    await this.send(province, 'allocation-root', 'IssueAllocation', allocationData({ region: '42', amountFen: 5_000_00 }));
    await this.send(province, 'allocation-root', 'SplitAllocation', splitData({ amountFen: 1_000_00 }));
    await this.send(clerk, 'allocation-county', 'ReceiveAllocation', { fromAllocationId: 'root', splitId: 'S1', region: '422899', amountFen: 1_000_00, occurredOn: '2018-01-12' });
    await this.send(clerk, 'batch-B1', 'OpenBatch', batchData());
    await this.send(clerk, 'batch-B2', 'OpenBatch', batchData({ declaredCount: 2, declaredTotalFen: 300_00 }));
    await this.send(clerk, 'batch-B1', 'EnterDisbursements', { lines: [1, 2, 3].map((n) => lineData(n)) });
    await this.send(clerk, 'batch-B2', 'EnterDisbursements', { lines: [1, 2].map((n) => lineData(n)) });
    await this.send(clerk, 'payment-P1', 'OrderPayment', paymentData());
    return this;
  }

  async fold<S, E extends Message>(decider: Decider<S, never, E>, id: string, look: (state: S) => void = () => undefined): Promise<S> {
    let state = decider.initial;
    for (const event of await this.store.readStream(`${decider.noun}-${id}`)) {
      state = decider.evolve(state, event as unknown as E);
      look(state);
    }
    return state;
  }

  async check(): Promise<void> {
    const county = await this.fold<AllocationState, AllocationEvent>(allocation, 'county', (state) => {
      const { adjustedFen: _signed, residualFen, ...pots } = identityOf(state);
      expect([residualFen, Math.min(...Object.values(pots)) >= 0]).toEqual([0, true]);
    });
    for (const id of ['B1', 'B2']) {
      const { status, lines } = await this.fold<BatchState, BatchEvent>(batch, id);
      const held = county.commitments.get(`batch/${id}`) ?? { outstandingFen: 0, paidFen: 0 };
      const owedFen = status === 'approved' || status === 'sent' ? lines.totalFen - lines.paidFen : 0;
      expect({ id, status, paidFen: held.paidFen, outstandingFen: held.outstandingFen }).toEqual({ id, status, paidFen: lines.paidFen, outstandingFen: owedFen });
    }
    const { status } = await this.fold<PaymentState, PaymentEvent>(payment, 'P1');
    const held = county.commitments.get('payment/P1') ?? { outstandingFen: 0, paidFen: 0 };
    expect([held.paidFen, held.outstandingFen]).toEqual([status === 'executed' ? 250_00 : 0, status === 'approved' ? 250_00 : 0]);
  }
}

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
