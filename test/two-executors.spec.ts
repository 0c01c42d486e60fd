/** Two processes on one ledger, each with states it remembers: neither refuses, skips or finishes anything on what the other has since changed. */
import type { CommandRequest } from '../src/command-request';
import allocation, { identityOf, type AllocationEvent, type AllocationState, type Identity } from '../src/domain/allocation';
import type { Actor } from '../src/domain/decider';
import { MemoryEventStore } from '../src/event-store/memory';
import { Executor } from '../src/execute';
import { allocationData, batchData, lineData, paymentData, programmeData, splitData, submission } from './support/money-story';
import { PendingInMemory } from './support/pending-in-memory';

const actor = (role: Actor['role'], region: string): Actor => ({ id: role, role, office: `${role}-${region}`, region });
const province = actor('province', '42');
const clerk = actor('clerk', '422899');
const checker = actor('checker', '422899');

let sent = 0;
const wish = (by: Actor, streamId: string, type: string, data: object, key = `k${String((sent += 1))}`): CommandRequest => ({ streamId, actor: by, key, command: { type, data } });

/** A county with 400 yuan, a batch of 300 yuan waiting for approval, and a payment order of 250 yuan. */
async function county(): Promise<{ store: MemoryEventStore; pending: PendingInMemory; one: Executor; other: Executor }> {
  const store = new MemoryEventStore();
  const pending = new PendingInMemory();
  const [one, other] = [new Executor(store, pending), new Executor(store, new PendingInMemory())];
  const list = { declaredCount: 2, declaredTotalFen: 300_00 };
  for (const request of [
    wish(province, 'programme-YULU', 'DefineProgramme', programmeData()),
    wish(province, 'allocation-root', 'IssueAllocation', allocationData({ region: '42' })),
    wish(province, 'allocation-root', 'SplitAllocation', splitData()),
    wish(clerk, 'allocation-county', 'ReceiveAllocation', { fromAllocationId: 'root', splitId: 'S1', region: '422899', amountFen: 400_00, occurredOn: '2018-01-12' }),
    wish(clerk, 'batch-B1', 'OpenBatch', batchData(list)),
    wish(clerk, 'batch-B1', 'EnterDisbursements', { lines: [lineData(1), lineData(2)] }),
    wish(clerk, 'batch-B1', 'SubmitBatch', submission({ count: 2, totalFen: 300_00 })),
    wish(clerk, 'payment-P1', 'OrderPayment', paymentData()),
  ]) await one.execute(request);
  return { store, pending, one, other };
}

async function fund(store: MemoryEventStore): Promise<Identity> {
  const events = (await store.readStream('allocation-county')) as unknown as readonly AllocationEvent[];
  return identityOf(events.reduce<AllocationState>((state, event) => allocation.evolve(state, event), allocation.initial));
}

/** A store on which the process dies at its n-th append: the first n are recorded. */
const dyingAfter = (store: MemoryEventStore, appends: number): MemoryEventStore => new Proxy(store, {
  get: (target, name) => {
    const found = Reflect.get(target, name) as unknown;
    if (name !== 'append') return typeof found === 'function' ? (found as () => unknown).bind(target) : found;
    return async (...args: Parameters<MemoryEventStore['append']>) => {
      if (appends === 0) throw new Error('the process was killed');
      appends -= 1;
      return target.append(...args);
    };
  },
});

const approveBatch = (): CommandRequest => wish(checker, 'batch-B1', 'ApproveBatch', { occurredOn: '2018-03-03' });
const rejectBatch = (): CommandRequest => wish(checker, 'batch-B1', 'RejectBatch', { reason: '清单有误', occurredOn: '2018-03-03' });

describe('a state remembered while another process went on', () => {
  it('refuses nothing that has become possible', async () => {
    const { one, other } = await county();
    await other.execute(wish(checker, 'payment-P1', 'ApprovePayment', { occurredOn: '2018-04-02' }));
    const executed = await one.execute(wish(clerk, 'payment-P1', 'ExecutePayment', { voucherNumber: 'V1', occurredOn: '2018-04-03' }));
    expect(executed.status).toBe('recorded');
  });

  it('refuses nothing for want of money that has come back', async () => {
    const { store, one, other } = await county();
    await one.execute(approveBatch());
    await expect(one.execute(wish(checker, 'payment-P1', 'ApprovePayment', { occurredOn: '2018-04-02' }))).rejects.toMatchObject({ code: 'allocation-over-drawn' });
    await other.execute(wish(clerk, 'batch-B1', 'SendBatch', { occurredOn: '2018-03-04' }));
    const failed = [1, 2].map((ordinal) => ({ ordinal, outcome: 'failed', amountFen: ordinal * 100_00, reason: 'F01' }));
    await other.execute(wish(actor('bank', '422899'), 'batch-B1', 'ReceiveResults', { resultsId: 'R1', occurredOn: '2018-03-05', lines: failed }));
    await other.execute(wish(clerk, 'batch-B1', 'CloseBatch', { occurredOn: '2018-03-06' }));
    await one.execute(wish(checker, 'payment-P1', 'ApprovePayment', { occurredOn: '2018-04-02' }));
    expect(await fund(store)).toMatchObject({ committedFen: 250_00, balanceFen: 150_00, residualFen: 0 });
  });

  it('takes no step for done that was undone since', async () => {
    const { store, one, other } = await county();
    // One process committed and died before it could approve; another rejected, and its own list came back for less.
    await new Executor(dyingAfter(store, 1), new PendingInMemory()).execute(approveBatch()).catch(() => undefined);
    await one.execute(wish(clerk, 'allocation-county', 'PostDisclosure', { kind: 'notice', level: 'county', venue: '政府网站', fields: ['amount'], from: '2018-03-01', until: '2018-03-11', contentHash: 'a'.repeat(64), occurredOn: '2018-03-01' }));
    await other.execute(rejectBatch());
    await other.execute(wish(clerk, 'batch-B1', 'EnterDisbursements', { lines: [lineData(3, 100_00), lineData(4, 200_00)] }));
    await other.execute(wish(clerk, 'batch-B1', 'SubmitBatch', submission({ count: 2, totalFen: 300_00 })));
    await one.execute(approveBatch());
    expect(await fund(store)).toMatchObject({ committedFen: 300_00, residualFen: 0 });
  });
});

describe('work left half done by a process that died', () => {
  const died = async (): Promise<Awaited<ReturnType<typeof county>>> => {
    const ground = await county();
    await new Executor(dyingAfter(ground.store, 1), ground.pending).execute(approveBatch()).catch(() => undefined);
    expect(await fund(ground.store)).toMatchObject({ committedFen: 300_00 });
    return ground;
  };

  it('is finished', async () => {
    const { store, pending } = await died();
    expect(await new Executor(store, pending).heal()).toBe(1);
    expect((await store.readStream('batch-B1')).at(-1)?.type).toBe('BatchApproved');
    expect(pending.rows.size).toBe(0);
  });

  it('is taken back where another process has decided otherwise', async () => {
    const { store, other, pending } = await died();
    await other.execute(rejectBatch());
    await new Executor(store, pending).heal();
    expect(await fund(store)).toMatchObject({ committedFen: 0, balanceFen: 400_00, residualFen: 0 });
    expect(pending.rows.size).toBe(0);
  });

  it('approves no list that came after the one it was given for', async () => {
    const { store, other, pending } = await died();
    await other.execute(rejectBatch());
    await other.execute(wish(clerk, 'batch-B1', 'EnterDisbursements', { lines: [lineData(3, 50_00), lineData(4, 250_00)] }));
    await other.execute(wish(clerk, 'batch-B1', 'SubmitBatch', submission({ count: 2, totalFen: 300_00 })));
    await new Executor(store, pending).heal();
    expect((await store.readStream('batch-B1')).at(-1)?.type).toBe('BatchSubmitted');
  });

  it('is done once, though the same request is sent to another process while it is finished', async () => {
    const { store, one, other } = await county();
    const approve = approveBatch();
    const outcomes = await Promise.all([one.execute(approve), other.execute(approve), one.execute(approve), other.execute(approve)]);
    expect(outcomes.filter(({ status }) => status === 'recorded')).toHaveLength(1);
    expect(new Set(outcomes.map(({ firstPosition }) => firstPosition)).size).toBe(1);
    expect(await fund(store)).toMatchObject({ committedFen: 300_00, residualFen: 0 });
  });
});
