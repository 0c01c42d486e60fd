/** A county of one allocation, two batches and a payment over the real command handler and a store that can die at any append. */
import allocation, { type AllocationEvent, type AllocationState, identityOf } from '../../src/domain/allocation';
import batch, { type BatchEvent, type BatchState } from '../../src/domain/batch';
import type { Actor, Decider, Message, Role } from '../../src/domain/decider';
import payment, { type PaymentEvent, type PaymentState } from '../../src/domain/payment';
import { Refused } from '../../src/domain/refused';
import type { Append, Appended } from '../../src/event-store/event-store';
import { MemoryEventStore } from '../../src/event-store/memory';
import { Executor } from '../../src/execute';
import { PendingInMemory } from './pending-in-memory';
import { allocationData, batchData, lineData, paymentData, programmeData, splitData } from './money-story';

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

export const actor = (id: string, role: Role, region = '422899'): Actor => ({ id, role, office: `office-${role}-${region}`, region });
export const [clerk, checker, bank, province] = [actor('clerk', 'clerk'), actor('checker', 'checker'), actor('bank', 'bank'), actor('province', 'province', '42')];

export class County {
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
