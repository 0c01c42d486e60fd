/** The command handler over the memory store: idempotency, conflicts, roles and regions, and work that spans streams. */
import fc from 'fast-check';
import type { CommandRequest } from '../src/command-request';
import type { Actor } from '../src/domain/decider';
import { Refused } from '../src/domain/refused';
import { MemoryEventStore } from '../src/event-store/memory';
import { Executor } from '../src/execute';
import { PendingInMemory } from './support/pending-in-memory';

const province: Actor = { id: 'province', role: 'province', office: 'finance-42', region: '42' };
const clerk: Actor = { id: 'clerk', role: 'clerk', office: 'finance-422899', region: '422899' };
const checker: Actor = { id: 'checker', role: 'checker', office: 'finance-422899', region: '422899' };
const admin: Actor = { id: 'admin', role: 'admin', office: 'admin-422899', region: '422899' };

const issue: CommandRequest = {
  streamId: 'allocation-root', actor: province, key: 'k-issue',
  command: { type: 'IssueAllocation', data: {
    region: '42', programmeId: 'WORKS', documentNumber: '鄂财农发〔2018〕1号', budgetYear: 2018, source: 'central', functionCode: '2130504', amountFen: 10_000_00, occurredOn: '2018-01-02',
  } },
};
const send = (actor: Actor, streamId: string, type: string, data: object, key = `k-${type}-${streamId}`): CommandRequest => ({ streamId, actor, key, command: { type, data } });

const define = send(province, 'programme-WORKS', 'DefineProgramme', {
  region: '42', name: '财政专项扶贫资金', basis: '财农〔2017〕8号', effectiveFrom: '2018-01-01', payee: 'organisation', cadence: 'by-progress', allowedPurposes: ['rural-infrastructure'],
  negativeList: ['office-building'], economicClasses: ['310'], exclusiveWith: [], endsWithDeath: false, rosterPostingDays: 7, occurredOn: '2018-01-01',
}, 'k-define');

/** A ledger that knows the programme, and a handler over it. */
async function ground(): Promise<{ store: MemoryEventStore; executor: Executor; pending: PendingInMemory }> {
  const store = new MemoryEventStore();
  const pending = new PendingInMemory();
  const executor = new Executor(store, pending);
  await executor.execute(define);
  return { store, executor, pending };
}

/** An allocation of 10,000 yuan received by the county, and a payment order of the given amount. */
async function orderedPayment(executor: Executor, amountFen: number): Promise<void> {
  await executor.execute(issue);
  await executor.execute(send(province, 'allocation-root', 'SplitAllocation', { splitId: 'S1', toAllocationId: 'county', toRegion: '422899', documentNumber: '鄂财农发〔2018〕2号', amountFen: 10_000_00, occurredOn: '2018-01-03' }));
  await executor.execute(send(clerk, 'allocation-county', 'ReceiveAllocation', { fromAllocationId: 'root', splitId: 'S1', region: '422899', amountFen: 10_000_00, occurredOn: '2018-01-05' }));
  await executor.execute(send(clerk, 'payment-P1', 'OrderPayment', {
    region: '422899', allocationId: 'county', payeeKind: 'organisation', payeeName: '示例建设有限公司', accountRef: 'a-00000000000000000000000001', amountFen, economicClass: '31005',
    functionCode: '2130504', purpose: 'rural-infrastructure', summary: '工程款', occurredOn: '2018-02-01',
  }));
}
const approve = send(checker, 'payment-P1', 'ApprovePayment', { occurredOn: '2018-02-02' });
const typesOf = async (store: MemoryEventStore, stream: string): Promise<string[]> => (await store.readStream(stream)).map((event) => event.type);

describe('a command', () => {
  it('sent twice under one key is recorded once and answered alike', async () => {
    const { store: memory, executor } = await ground();
    const first = await executor.execute(issue);
    const again = await executor.execute(issue);
    expect(first).toMatchObject({ status: 'recorded', firstPosition: 1 });
    expect(again).toMatchObject({ status: 'replayed', firstPosition: 1 });
    expect((await memory.head()).size).toBe(2);
  });

  it('with another body under a used key is refused, naming the first', async () => {
    const { executor } = await ground();
    await executor.execute(issue);
    const other = { ...issue, command: { ...issue.command, data: { ...issue.command.data, amountFen: 1 } } };
    await expect(executor.execute(other)).rejects.toMatchObject({ code: 'key-conflict' });
  });

  it('refused once may be sent again under the same key when it has become possible', async () => {
    const { executor } = await ground();
    const split = send(province, 'allocation-root', 'SplitAllocation', { splitId: 'S1', toAllocationId: 'county', toRegion: '422899', documentNumber: '鄂财农发〔2018〕2号', amountFen: 5, occurredOn: '2018-01-03' });
    await expect(executor.execute(split)).rejects.toMatchObject({ code: 'subject-unknown', kind: 'unknown' });
    await executor.execute(issue);
    await expect(executor.execute(split)).resolves.toMatchObject({ status: 'recorded' });
  });

  it.each([
    ['another role', { ...issue, actor: { ...clerk, region: '42' } }, 'role-may-not'],
    ['another region', { ...issue, actor: { ...province, region: '43' } }, 'region-not-yours'],
  ])('from %s is forbidden', async (_, request, code) => {
    await expect((await ground()).executor.execute(request)).rejects.toMatchObject({ code, kind: 'forbidden' });
  });

  it('dated after the ledger day is refused, also when the day moved on in another process', async () => {
    const { store: memory, executor } = await ground();
    const other = new Executor(memory, new PendingInMemory());
    await executor.execute(send(admin, 'day-ledger', 'EndDay', { occurredOn: '2018-01-01' }));
    await expect(executor.execute({ ...issue, command: { ...issue.command, data: { ...issue.command.data, occurredOn: '2018-01-03' } } })).rejects.toMatchObject({ code: 'after-ledger-day' });
    await other.execute(send(admin, 'day-ledger', 'EndDay', { occurredOn: '2018-01-02' }, 'k-day-2'));
    await expect(executor.execute({ ...issue, command: { ...issue.command, data: { ...issue.command.data, occurredOn: '2018-01-03' } } })).resolves.toMatchObject({ status: 'recorded' });
  });

  it('decided on a stale state is decided again on the true one', async () => {
    const { store: memory, executor } = await ground();
    const other = new Executor(memory, new PendingInMemory());
    await executor.execute(issue);
    const split = (id: string, amountFen: number): CommandRequest =>
      send(province, 'allocation-root', 'SplitAllocation', { splitId: id, toAllocationId: id, toRegion: '422899', documentNumber: '鄂财农发〔2018〕2号', amountFen, occurredOn: '2018-01-03' }, `k-${id}`);
    await other.execute(split('S1', 6_000_00));
    await expect(executor.execute(split('S2', 6_000_00))).rejects.toMatchObject({ code: 'allocation-over-drawn' });
    await expect(executor.execute(split('S3', 4_000_00))).resolves.toMatchObject({ status: 'recorded', lastRevision: 2 });
  });
});

describe('an approval that commits money on another stream', () => {
  it('commits first, then approves, and leaves no pending work', async () => {
    const { store: memory, pending, executor } = await ground();
    await orderedPayment(executor, 4_000_00);
    const outcome = await executor.execute(approve);
    expect(outcome.status).toBe('recorded');
    const [committed] = (await memory.readStream('allocation-county')).filter((event) => event.type === 'FundsCommitted');
    expect(committed?.position).toBeLessThan(outcome.firstPosition);
    expect(pending.rows.size).toBe(0);
  });

  it('that over-draws is refused and leaves the order as it was', async () => {
    const { store: memory, pending, executor } = await ground();
    await orderedPayment(executor, 10_000_01);
    const size = (await memory.head()).size;
    await expect(executor.execute(approve)).rejects.toMatchObject({ code: 'allocation-over-drawn' });
    expect((await memory.head()).size).toBe(size);
    expect(pending.rows.size).toBe(0);
  });

  it.each([0, 1, 2, 3, 4])('cut off after %i appends is finished by the start-up sweep, once', async (allowed) => {
    const { store: memory, pending, executor } = await ground();
    await orderedPayment(executor, 4_000_00);
    const execute = send(clerk, 'payment-P1', 'ExecutePayment', { voucherNumber: 'V1', occurredOn: '2018-02-03' });
    let left = allowed;
    const cut = new Proxy(memory, { get: (target, name) => {
      const found = Reflect.get(target, name) as unknown;
      if (name === 'append') return async (...args: Parameters<MemoryEventStore['append']>) => {
        if (left === 0) throw new Error('the process was killed');
        left -= 1;
        return target.append(...args);
      };
      return typeof found === 'function' ? (found as () => unknown).bind(target) : found;
    } });
    const dying = new Executor(cut, pending);
    await dying.execute(approve).then(() => dying.execute(execute)).catch(() => undefined);
    const restarted = new Executor(memory, pending);
    await restarted.heal();
    expect(pending.rows.size).toBe(0);
    await restarted.execute(approve);
    await restarted.execute(execute);
    expect(await typesOf(memory, 'payment-P1')).toEqual(['PaymentOrdered', 'PaymentApproved', 'PaymentExecuted']);
    expect(await typesOf(memory, 'allocation-county')).toEqual(['AllocationReceived', 'FundsCommitted', 'CommittedFundsPaid']);
  });
});

describe('many commands at once', () => {
  it('come out as they would one after the other, whatever was sent twice, refused or out of turn', async () => {
    const one = fc.record({ id: fc.integer({ min: 1, max: 4 }), amountFen: fc.integer({ min: 1, max: 6_000_00 }), key: fc.integer({ min: 1, max: 12 }), issue: fc.boolean() });
    const requestOf = ({ id, amountFen, key, issue: opens }: { id: number; amountFen: number; key: number; issue: boolean }): CommandRequest => opens
      ? { ...issue, streamId: `allocation-${String(id)}`, key: `i${String(key)}` }
      : send(province, `allocation-${String(id)}`, 'SplitAllocation', { splitId: `S${String(key)}`, toAllocationId: 'x', toRegion: '422899', documentNumber: '鄂财农发〔2018〕2号', amountFen, occurredOn: '2018-01-03' }, `s${String(key)}`);
    await fc.assert(fc.asyncProperty(fc.array(one, { maxLength: 40 }), async (wishes) => {
      const requests = wishes.map(requestOf);
      const { store: together, executor: many } = await ground();
      const { store: apart, executor: single } = await ground();
      const bulk = await many.executeMany(requests);
      for (const [index, request] of requests.entries()) {
        const alone = await single.execute(request).catch((error: unknown) => error as Refused);
        const inBulk = bulk[index];
        if (alone instanceof Refused) expect(inBulk).toMatchObject({ code: alone.code });
        else expect(inBulk).toMatchObject({ status: alone.status });
      }
      expect((await together.head()).size).toBe((await apart.head()).size);
      for (let id = 1; id <= 4; id += 1) expect(await typesOf(together, `allocation-${String(id)}`)).toEqual(await typesOf(apart, `allocation-${String(id)}`));
    }), { seed: Number(process.env['SEED'] ?? 20181231), numRuns: 300 });
  });
});
