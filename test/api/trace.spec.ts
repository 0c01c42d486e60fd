/** Money is followed through pools: each origin has its share to the fen, every level explains itself, and circles end. */
import fc from 'fast-check';
import { LedgerReads } from '../../src/api/ledger-reads';
import { LineEvents } from '../../src/api/line-events';
import { Trace, type TraceNode } from '../../src/api/trace';
import { becameOf, divided, originsOf, sharesOf } from '../../src/api/trace-shares';
import allocation from '../../src/domain/allocation';
import { MemoryEventStore } from '../../src/event-store/memory';
import { Executor } from '../../src/execute';
import { StreamStates } from '../../src/stream-states';
import { actor } from '../support/money-county';
import { issued, paymentData, programmeData } from '../support/money-story';
import { PendingInMemory } from '../support/pending-in-memory';
import { seed, storyOf, told } from '../support/story';

const [clerk, checker, province] = [actor('clerk', 'clerk'), actor('checker', 'checker'), actor('province', 'province', '42')];

class Ledger {
  private readonly store = new MemoryEventStore();
  private readonly executor = new Executor(this.store, new PendingInMemory());
  private readonly reads = new LedgerReads(this.store, new StreamStates(this.store));
  readonly trace = new Trace(this.reads, new LineEvents(this.reads));
  private sent = 0;

  async send(by: typeof clerk, streamId: string, type: string, data: object): Promise<void> {
    this.sent += 1;
    await this.executor.execute({ streamId, actor: by, key: `k${String(this.sent)}`, command: { type, data: { occurredOn: '2018-06-01', ...data } } });
  }

  /** A fund of the province, split to the county and received there. */
  async fund(id: string, programmeId: string, amountFen: number): Promise<void> {
    const document = { documentNumber: '鄂财农发〔2018〕1号' };
    await this.send(province, `allocation-${id}-root`, 'IssueAllocation', { ...document, region: '42', programmeId, budgetYear: 2018, source: 'central', functionCode: '2130504', amountFen });
    await this.send(province, `allocation-${id}-root`, 'SplitAllocation', { ...document, splitId: 's', toAllocationId: id, toRegion: '422899', amountFen });
    await this.send(clerk, `allocation-${id}`, 'ReceiveAllocation', { fromAllocationId: `${id}-root`, splitId: 's', region: '422899', amountFen });
  }

  async integrate(integrationId: string, from: string, to: string, amountFen: number, useProgrammeId = 'roads', received = true): Promise<void> {
    await this.send(clerk, `allocation-${from}`, 'IntegrateFunds', { integrationId, toAllocationId: to, amountFen, planNumber: '方案1', planVersion: 1, useProgrammeId });
    if (received) await this.send(clerk, `allocation-${to}`, 'ReceiveIntegratedFunds', { fromAllocationId: from, integrationId, amountFen });
  }

  async pay(id: string, allocationId: string, amountFen: number): Promise<void> {
    const { occurredOn: _, ...order } = paymentData({ allocationId, amountFen });
    await this.send(clerk, `payment-${id}`, 'OrderPayment', order);
    await this.send(checker, `payment-${id}`, 'ApprovePayment', {});
    await this.send(clerk, `payment-${id}`, 'ExecutePayment', { voucherNumber: `V-${id}` });
  }
}

/** Two funds, forest and water, feed the roads, which have 100.00 of their own. */
async function pooled(): Promise<Ledger> {
  const ledger = new Ledger();
  for (const id of ['forest', 'water', 'roads']) await ledger.send(province, `programme-${id}`, 'DefineProgramme', programmeData());
  await ledger.fund('forest', 'forest', 500_00);
  await ledger.fund('water', 'water', 500_00);
  await ledger.fund('roads', 'roads', 100_00);
  await ledger.integrate('i1', 'forest', 'roads', 100_00);
  await ledger.integrate('i2', 'water', 'roads', 100_00);
  return ledger;
}

const nodes = (value: unknown): TraceNode[] => {
  if (Array.isArray(value)) return value.flatMap(nodes);
  if (typeof value !== 'object' || value === null) return [];
  return [...('unexplainedFen' in value ? [value as unknown as TraceNode] : []), ...Object.values(value).flatMap(nodes)];
};

describe('a pool', () => {
  it('is divided among its origins up to their documents, to the fen', async () => {
    const ledger = await pooled();
    await ledger.pay('p1', 'roads', 100_01);
    const [payment, pool, ...origins] = await ledger.trace.up('payment', 'p1', {});
    expect([payment, pool]).toMatchObject([{ id: 'p1', amountFen: 100_01 }, { id: 'roads', shareFen: 100_01 }]);
    expect(pool?.['origins']).toMatchObject([{ via: 'split', basisPoints: 3_334, shareFen: 33_34 }, { via: 'integration', basisPoints: 3_333, shareFen: 33_34 }, { via: 'integration', basisPoints: 3_333, shareFen: 33_33 }]);
    expect(origins.map(({ id, shareFen }) => [id, shareFen])).toEqual([['roads-root', 33_34], ['forest', 33_34], ['forest-root', 33_34], ['water', 33_33], ['water-root', 33_33]]);
  });

  it('says down the way what the part of each origin has become, and is told once', async () => {
    const ledger = await pooled();
    await ledger.pay('p1', 'roads', 90_00);
    await ledger.integrate('i3', 'forest', 'roads', 30_00, 'roads', false);
    const root = await ledger.trace.down('allocation', 'forest-root', {});
    const [forest] = root['funds'] as TraceNode[];
    expect(forest).toMatchObject({ id: 'forest', integratedOutFen: 130_00, integrationInTransitFen: 30_00, balanceFen: 370_00, unexplainedFen: 0 });
    expect(forest?.['integrations']).toMatchObject([
      { id: 'forest/i1', received: true, share: { basisPoints: 3_333, paidFen: 30_00, balanceFen: 70_00 }, fund: { id: 'roads', paidFen: 90_00, unexplainedFen: 0, holders: [{ id: 'p1', paidFen: 90_00 }] } },
      { id: 'forest/i3', received: false },
    ]);
    expect(nodes(root).map(({ unexplainedFen }) => unexplainedFen)).toEqual([0, 0, 0]);
  });

  it('that gives money back to whom it came from does not go in circles', async () => {
    const ledger = await pooled();
    await ledger.integrate('back', 'roads', 'forest', 50_00, 'forest');
    const up = await ledger.trace.up('allocation', 'roads', {});
    expect(up.map(({ id }) => id)).toEqual(['roads', 'roads-root', 'forest', 'forest-root', 'water', 'water-root']);
    const down = await ledger.trace.down('allocation', 'forest', {});
    expect(down['integrations']).toMatchObject([{ fund: { id: 'roads', integrations: [{ toAllocationId: 'forest', received: true, toldElsewhere: true }] } }]);
    expect(nodes(down).every(({ unexplainedFen }) => unexplainedFen === 0)).toBe(true);
  });
});

describe('a fund that is both split to and pooled into', () => {
  it('is told where it was split to, and named where it was pooled into', async () => {
    const ledger = await pooled();
    const document = { documentNumber: '鄂财农发〔2018〕1号' };
    await ledger.send(province, 'allocation-forest-root', 'AdjustAllocation', { ...document, changeFen: 50_00, reason: '追加' });
    await ledger.send(province, 'allocation-forest-root', 'SplitAllocation', { ...document, splitId: 't', toAllocationId: 'paths', toRegion: '422899', amountFen: 50_00 });
    await ledger.send(clerk, 'allocation-paths', 'ReceiveAllocation', { fromAllocationId: 'forest-root', splitId: 't', region: '422899', amountFen: 50_00 });
    await ledger.integrate('i9', 'forest', 'paths', 20_00, 'forest');
    const root = await ledger.trace.down('allocation', 'forest-root', {});
    expect(root['funds']).toMatchObject([
      { id: 'forest', integrations: [{ id: 'forest/i1', fund: { id: 'roads' } }, { id: 'forest/i9', toldElsewhere: true, share: { basisPoints: 2_857, balanceFen: 20_00 } }] },
      { id: 'paths', receivedFen: 50_00, integratedInFen: 20_00, unexplainedFen: 0 },
    ]);
    const told = nodes(root).map(({ id }) => id);
    expect(told).toEqual([...new Set(told)]);
  });
});

describe('money carried over and reclaimed', () => {
  it('is followed into the later year and back up, and what is under way has its name', async () => {
    const ledger = await pooled();
    const document = { documentNumber: '恩财〔2018〕90号' };
    await ledger.send(clerk, 'allocation-water', 'CarryOver', { ...document, carryId: 'c1', kind: 'carry-over', toAllocationId: 'water-2019', toBudgetYear: 2019, amountFen: 300_00 });
    await ledger.send(clerk, 'allocation-water', 'CarryOver', { ...document, carryId: 'c2', kind: 'surplus', toBudgetYear: 2019, amountFen: 10_00 });
    const before = await ledger.trace.down('allocation', 'water', {});
    expect(before).toMatchObject({ carryOverInTransitFen: 300_00, surplusFen: 10_00, unexplainedFen: 0 });
    await ledger.send(clerk, 'allocation-water-2019', 'OpenCarriedAllocation', { carriedFromId: 'water', carryId: 'c1', region: '422899', amountFen: 300_00 });
    await ledger.send(clerk, 'allocation-water', 'ReclaimAllocation', { ...document, amountFen: 40_00, reason: '结余收回' });
    const between = await ledger.trace.down('allocation', 'water-root', {});
    expect(between).toMatchObject({ splitFen: 500_00, unexplainedFen: 0, funds: [{ reclaimInTransitFen: 40_00, carryOverInTransitFen: 0, unexplainedFen: 0, carryOvers: [{ received: true, share: { basisPoints: 10_000, balanceFen: 300_00 }, fund: { id: 'water-2019', budgetYear: 2019 } }] }] });
    await ledger.send(province, 'allocation-water-root', 'ReceiveReclaimedFunds', { fromAllocationId: 'water', reclaimRevision: 4, amountFen: 40_00 });
    const after = await ledger.trace.down('allocation', 'water-root', {});
    expect(after).toMatchObject({ splitFen: 460_00, balanceFen: 40_00, unexplainedFen: 0, funds: [{ reclaimInTransitFen: 0, unexplainedFen: 0 }] });
    expect((await ledger.trace.up('allocation', 'water-2019', {})).map(({ id, via }) => [id, via])).toEqual([['water-2019', undefined], ['water', 'carry-over'], ['water-root', 'split']]);
  });
});

describe('shares', () => {
  it('sum to the whole, each within a unit of its exact part', () => {
    fc.assert(fc.property(fc.nat(Number.MAX_SAFE_INTEGER), fc.array(fc.nat(1_000_000_000_000), { minLength: 1, maxLength: 12 }), (whole, weights) => {
      const parts = divided(whole, weights);
      expect(parts.reduce((sum, part) => sum + BigInt(part), 0n)).toBe(BigInt(whole));
      const total = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
      parts.forEach((part, at) => {
        const off = BigInt(part) * total - BigInt(whole) * BigInt(weights[at] as number);
        if (total > 0n) expect(off < total && off > -total).toBe(true);
      });
    }), { seed, numRuns: 300 });
  });

  it('of a pool cut below its own money are those of who fed it', () => {
    const fed = told('IntegratedFundsReceived', { fromAllocationId: 'forest', integrationId: 'i1', amountFen: 400_00, occurredOn: '2018-05-02', originSource: 'central', originProgrammeId: 'F', originFunctionCode: '2130504', useProgrammeId: 'YULU', planNumber: 'x', planVersion: 1, integratedAt: 1 });
    const state = storyOf(allocation, { id: 'pool' }).given(issued(), fed, told('AllocationAdjusted', { changeFen: -1_100_00, documentNumber: 'x', reason: '压减', occurredOn: '2018-06-01' })).state();
    expect(originsOf(state)).toEqual([{ via: 'integration', fromAllocationId: 'forest', transferId: 'i1', amountFen: 400_00 }]);
    expect(sharesOf(state, 300_00)).toMatchObject([{ basisPoints: 10_000, shareFen: 300_00 }]);
    expect(becameOf(state, ({ via }) => via === 'integration')).toMatchObject({ balanceFen: 300_00 });
    expect(becameOf(state, ({ via }) => via === 'carry-over')).toBeUndefined();
  });
});
