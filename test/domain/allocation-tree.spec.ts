/** Whole trees of money, from the centre to the village: at every position each fund keeps its identity and no fen is lost or made between them. */
import fc from 'fast-check';
import allocation, { type AllocationCommand, type AllocationEvent, type AllocationState, identityOf } from '../../src/domain/allocation';
import type { AllocationReceived } from '../../src/domain/allocation-opening';
import type { AllocationReclaimed, CarriedOver, FundsIntegrated } from '../../src/domain/allocation-transfer';
import type { Context, Recorded } from '../../src/domain/decider';
import { Refused } from '../../src/domain/refused';
import { otherEnds, transitOf, unansweredFen } from '../../src/api/transit';
import { MemoryEventStore } from '../../src/event-store/memory';
import { Executor } from '../../src/execute';
import { actor } from '../support/money-county';
import { allocationData, programmeData, programmeDefined } from '../support/money-story';
import { PendingInMemory } from '../support/pending-in-memory';
import { recorded, seed } from '../support/story';

const LEVELS = ['00', '42', '4228', '422899', '422899101', '422899101201'] as const;
const PROGRAMMES = ['P', 'Q'] as const;
const DOCUMENT = { documentNumber: '鄂财农发〔2018〕1号' };
const ON = { occurredOn: '2018-06-01' };

/** A ledger of allocations, with the one command handler's manners: cites are read, one stream is appended to. */
class World {
  readonly streams = new Map<string, Recorded[]>(PROGRAMMES.map((id) => [`programme-${id}`, [recorded(programmeDefined(), 0, `programme-${id}`)]]));
  readonly states = new Map<string, AllocationState>();
  private position = 10;
  refusals = 0;

  send(id: string, command: AllocationCommand): void {
    const stream = `allocation-${id}`;
    const before = this.states.get(id) ?? allocation.initial;
    const rule = allocation.commands[command.type];
    const cited = new Map((rule.cites?.(id, command.data, before) ?? []).map((name) => [name, this.streams.get(name) ?? []]));
    const context: Context = { id, actor: { id: 'c', role: 'clerk', office: 'o', region: '' }, ledgerDay: undefined, cited };
    const told = JSON.stringify(before);
    let events: readonly AllocationEvent[] = [];
    try {
      events = allocation.decide(command, before, context);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.refusals += 1;
    }
    expect(JSON.stringify(before)).toBe(told);
    for (const event of events) this.append(id, stream, event);
  }

  private append(id: string, stream: string, event: AllocationEvent): void {
    const events = this.streams.get(stream) ?? [];
    this.position += 1;
    events.push({ ...recorded(event, events.length, stream), position: this.position });
    this.streams.set(stream, events);
    this.states.set(id, allocation.evolve(this.states.get(id) ?? allocation.initial, event));
    this.check(id);
  }

  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- who asks for a type of event knows its data.
  all<D>(type: string): { id: string; data: D; event: Recorded }[] {
    return [...this.states.keys()].flatMap((id) => (this.streams.get(`allocation-${id}`) ?? []).filter((event) => event.type === type).map((event) => ({ id, data: event.data as D, event })));
  }

  /** Told from the events alone: every way out that nobody's receipt names. */
  private underWayFen(): number {
    const answers = new Set([...this.streams.values()].flat().flatMap(({ data }) => {
      const { splitAt, integratedAt, carriedAt, reclaimedAt } = data as Record<string, number>;
      return [splitAt, integratedAt, carriedAt, reclaimedAt].filter((at) => at !== undefined);
    }));
    const goesUp = (id: string, data: AllocationReclaimed): boolean => (this.states.get(id)?.opening as Partial<AllocationReceived>).fromAllocationId !== undefined && data.takenBy !== 'own-treasury';
    const withdrawn = new Set(this.all<{ splitId: string }>('SplitWithdrawn').map(({ id, data }) => `${id}/${data.splitId}`));
    const out = [
      ...this.all<{ amountFen: number; splitId: string }>('AllocationSplit').filter(({ id, data }) => !withdrawn.has(`${id}/${data.splitId}`)), ...this.all<FundsIntegrated>('FundsIntegrated'),
      ...this.all<CarriedOver>('CarriedOver').filter(({ data }) => data.toAllocationId !== undefined), ...this.all<AllocationReclaimed>('AllocationReclaimed').filter(({ id, data }) => goesUp(id, data)),
    ];
    return out.reduce((sum, { data, event }) => (answers.has(event.position) ? sum : sum + data.amountFen), 0);
  }

  private check(id: string): void {
    const { adjustedFen: _signed, residualFen, ...pots } = identityOf(this.states.get(id) as AllocationState);
    expect([id, residualFen, Math.min(...Object.values(pots)) >= 0]).toEqual([id, 0, true]);
    const sum = (of: (pots: AllocationState['pots']) => number): number => [...this.states.values()].reduce((total, state) => total + of(state.pots), 0);
    const surplusFen = this.all<CarriedOver>('CarriedOver').reduce((total, { data }) => (data.toAllocationId === undefined ? total + data.amountFen : total), 0);
    const toTreasuryFen = this.all<AllocationReclaimed>('AllocationReclaimed').reduce((total, each) => {
      const parent = (this.states.get(each.id)?.opening as Partial<AllocationReceived>).fromAllocationId;
      return parent === undefined || each.data.takenBy === 'own-treasury' ? total + each.data.amountFen : total;
    }, 0);
    expect(sum((pot) => pot.balanceFen + pot.committedFen + pot.paidFen) + this.underWayFen() + surplusFen + toTreasuryFen).toBe(sum((pot) => pot.issuedFen + pot.adjustedFen));
  }
}

interface Draw {
  readonly kind: string;
  readonly a: number;
  readonly b: number;
  readonly fen: number;
}

const pick = <T>(items: readonly T[], n: number): T | undefined => items[n % Math.max(1, items.length)];

/** A command out of a draw: mostly one that may be, sometimes one that may not. */
function happen(world: World, { kind, a, b, fen }: Draw, serial: number): void {
  const ids = [...world.states.keys()];
  const id = pick(ids, a) as string;
  const state = world.states.get(id) as AllocationState;
  const region = state.opening?.region ?? '';
  const amountFen = fen;
  // Now and then another amount than what is answered.
  const of = (exact: number): number => (b % 7 === 0 ? exact + 1 : exact);
  const send = (to: string, type: AllocationCommand['type'], data: object): void => { world.send(to, { type, data: { ...ON, ...data } } as AllocationCommand); };
  const fresh = `n${String(serial)}`;
  switch (kind) {
    case 'issue':
      return send(fresh, 'IssueAllocation', allocationData({
        region: pick(LEVELS, b), programmeId: pick(PROGRAMMES, a), budgetYear: 2018 + (b % 2), amountFen, ...(b % 3 === 0 ? { campaign: 'cut-over', broughtOverPaidFen: Math.min(amountFen, 1 + b) } : {}),
      }));
    case 'split':
      return send(id, 'SplitAllocation', { ...DOCUMENT, splitId: `s${String(b % 40)}`, toAllocationId: b % 9 === 0 ? pick(ids, b) : fresh, toRegion: LEVELS[Math.min(LEVELS.indexOf(region as never) + 1 + (b % 2), 5)], amountFen });
    case 'receive': {
      const split = pick(world.all<{ splitId: string; toAllocationId: string; toRegion: string; amountFen: number }>('AllocationSplit'), a);
      return split && send(split.data.toAllocationId, 'ReceiveAllocation', { fromAllocationId: split.id, splitId: split.data.splitId, region: split.data.toRegion, amountFen: of(split.data.amountFen) });
    }
    case 'decline': {
      const split = pick(world.all<{ splitId: string; toAllocationId: string; toRegion: string }>('AllocationSplit'), a);
      return split && send(split.data.toAllocationId, 'DeclineAllocation', { fromAllocationId: split.id, splitId: split.data.splitId, region: split.data.toRegion, reason: '项目已取消' });
    }
    case 'withdraw': {
      const split = pick(world.all<{ splitId: string }>('AllocationSplit'), a);
      return split && send(split.id, 'WithdrawSplit', { splitId: split.data.splitId, reason: '对方退回' });
    }
    case 'adjust':
      return send(id, 'AdjustAllocation', { ...DOCUMENT, changeFen: fen - 20_000, reason: '调整' });
    case 'reclaim':
      return send(id, 'ReclaimAllocation', { ...DOCUMENT, amountFen, reason: '收回', ...(b % 3 === 0 ? { takenBy: 'own-treasury' } : {}) });
    case 'come-back': {
      const reclaim = pick(world.all<AllocationReclaimed>('AllocationReclaimed'), a);
      const parent = reclaim && (world.states.get(reclaim.id)?.opening as Partial<AllocationReceived>).fromAllocationId;
      return reclaim && send(parent ?? id, 'ReceiveReclaimedFunds', { fromAllocationId: reclaim.id, reclaimRevision: reclaim.event.revision, amountFen: of(reclaim.data.amountFen) });
    }
    case 'integrate': {
      const to = pick(ids, b) as string;
      return send(id, 'IntegrateFunds', { integrationId: `i${String(serial % 20)}`, toAllocationId: to, amountFen, planNumber: '方案1', planVersion: 1, useProgrammeId: world.states.get(to)?.opening?.programmeId });
    }
    case 'pool': {
      const out = pick(world.all<FundsIntegrated>('FundsIntegrated'), a);
      return out && send(out.data.toAllocationId, 'ReceiveIntegratedFunds', { fromAllocationId: out.id, integrationId: out.data.integrationId, amountFen: of(out.data.amountFen) });
    }
    case 'carry':
      return send(id, 'CarryOver', { ...DOCUMENT, carryId: `c${String(b % 20)}`, toBudgetYear: 2019, amountFen, ...(b % 4 === 0 ? { kind: 'surplus' } : { kind: 'carry-over', toAllocationId: b % 2 === 0 ? fresh : pick([...ids, ...(id === 'own' ? Array.from(ids, () => 'own-next') : [])], b) }) });
    case 'take-in': {
      const out = pick(world.all<CarriedOver>('CarriedOver').filter(({ data }) => data.toAllocationId !== undefined), a);
      if (!out) return;
      const data = { carriedFromId: out.id, carryId: out.data.carryId, amountFen: of(out.data.amountFen) };
      if (world.states.has(out.data.toAllocationId as string)) return send(out.data.toAllocationId as string, 'ReceiveCarriedFunds', data);
      return send(out.data.toAllocationId as string, 'OpenCarriedAllocation', { ...data, region: world.states.get(out.id)?.opening?.region });
    }
    case 'plan':
      return send(id, 'ApproveUsePlan', { ...DOCUMENT, planId: `p${String(b % 3)}`, unitName: '县扶贫办', month: '2018-06', amountFen });
    case 'commit':
      return send(id, 'CommitFunds', { holder: 'payment', holderId: `h${String(b % 4)}`, amountFen, ...(b % 2 === 0 ? { usePlanId: `p${String(b % 3)}` } : {}) });
    default: {
      const held = pick([...world.states].flatMap(([at, { commitments }]) => Object.entries(commitments.toJSON()).map(([holder, commitment]) => ({ at, holder, ...commitment }))), a);
      if (!held) return;
      const limitFen = kind === 'ReturnPaidFunds' ? held.paidFen : held.outstandingFen;
      return send(held.at, kind as AllocationCommand['type'], { holder: 'payment', holderId: held.holder.slice('payment/'.length), amountFen: b % 7 === 0 ? fen : 1 + (fen % Math.max(1, limitFen)), causeId: `v${String(b % 9)}` });
    }
  }
}

const KINDS = [
  'issue', 'split', 'receive', 'receive', 'decline', 'withdraw', 'withdraw', 'adjust', 'reclaim', 'come-back', 'integrate', 'pool', 'carry', 'take-in', 'plan', 'commit', 'PayCommittedFunds', 'ReturnPaidFunds', 'ReleaseCommitment',
] as const;
const draw = fc.record({ kind: fc.constantFrom(...KINDS), a: fc.nat(1_000), b: fc.nat(1_000), fen: fc.integer({ min: 1, max: 40_000 }) });

/** Central money that went down all six levels, and money of the county's own of two years, to pool and to carry over. */
function planted(): World {
  const world = new World();
  world.send('l0', { type: 'IssueAllocation', data: allocationData({ region: '00', programmeId: 'P', amountFen: 1_000_00 }) as never });
  world.send('own', { type: 'IssueAllocation', data: allocationData({ region: '422899', programmeId: 'Q', source: 'county', amountFen: 500_00 }) as never });
  world.send('own-next', { type: 'IssueAllocation', data: allocationData({ region: '422899', programmeId: 'Q', source: 'county', budgetYear: 2019, amountFen: 1_00 }) as never });
  for (let level = 1; level < LEVELS.length; level += 1) {
    const amountFen = 1_000_00 - level * 100_00;
    const [from, to] = [`l${String(level - 1)}`, `l${String(level)}`];
    world.send(from, { type: 'SplitAllocation', data: { ...DOCUMENT, ...ON, splitId: 'down', toAllocationId: to, toRegion: LEVELS[level] as string, amountFen } });
    world.send(to, { type: 'ReceiveAllocation', data: { ...ON, fromAllocationId: from, splitId: 'down', region: LEVELS[level] as string, amountFen } });
  }
  return world;
}

describe('the tree of money', () => {
  it('goes down six levels', () => {
    const world = planted();
    expect(world.refusals).toBe(0);
    expect([...world.states.values()].map(({ opening }) => opening?.region)).toEqual(['00', '422899', '422899', '42', '4228', '422899', '422899101', '422899101201']);
    expect(world.states.get('l5')?.pots).toMatchObject({ receivedFen: 500_00, balanceFen: 500_00 });
  });

  it('keeps every identity and every fen at every position, and a refusal changes nothing', async () => {
    let recordedCount = 0;
    let kinds = new Set<string>();
    await fc.assert(fc.asyncProperty(fc.array(draw, { minLength: 20, maxLength: 90 }), async (draws) => {
      const world = planted();
      draws.forEach((each, serial) => { happen(world, each, serial); });
      const stream = (name: string): readonly Recorded[] => world.streams.get(name) ?? [];
      const reads = { stream: (name: string) => Promise.resolve(stream(name)), openings: (names: readonly string[]) => Promise.resolve(names.flatMap((name) => stream(name).slice(0, 1))) };
      for (const [id, state] of world.states) {
        const transit = await transitOf(id, state, otherEnds(reads, {}));
        expect([id, unansweredFen(state, transit)]).toEqual([id, 0]);
      }
      const events = [...world.streams.values()].flat();
      recordedCount += events.length;
      kinds = new Set([...kinds, ...events.map(({ type }) => type)]);
    }), { seed, numRuns: 200 });
    // A run in which nothing of a kind ever succeeded would prove nothing about it.
    expect(recordedCount).toBeGreaterThan(4_000);
    for (const type of ['AllocationReceived', 'AllocationDeclined', 'SplitWithdrawn', 'ReclaimedFundsReceived', 'IntegratedFundsReceived', 'CarriedFundsReceived', 'CarriedAllocationOpened', 'UsePlanApproved', 'PaidFundsReturned', 'CommitmentReleased']) expect([...kinds]).toContain(type);
  }, 120_000);
});

describe('an office of each level', () => {
  it('acts for its own through the real command handler', async () => {
    const executor = new Executor(new MemoryEventStore(), new PendingInMemory());
    let sent = 0;
    const send = (by: ReturnType<typeof actor>, id: string, type: string, data: object) => {
      sent += 1;
      return executor.execute({ streamId: id, actor: by, key: `k${String(sent)}`, command: { type, data } });
    };
    const centre = actor('mof', 'province', '00');
    await send(actor('pf', 'province', '42'), 'programme-P', 'DefineProgramme', programmeData());
    await send(centre, 'allocation-l0', 'IssueAllocation', allocationData({ region: '00', programmeId: 'P' }));
    const holders = [centre, actor('pf', 'province', '42'), actor('prefecture', 'clerk', '4228'), actor('county', 'clerk', '422899'), actor('town', 'clerk', '422899101'), actor('village', 'clerk', '422899101201')];
    for (let level = 1; level < LEVELS.length; level += 1) {
      const [from, to] = [`l${String(level - 1)}`, `l${String(level)}`];
      const amountFen = 1_000_00 - level;
      await send(holders[level - 1] as ReturnType<typeof actor>, `allocation-${from}`, 'SplitAllocation', { ...DOCUMENT, ...ON, splitId: 'down', toAllocationId: to, toRegion: LEVELS[level], amountFen });
      await expect(send(holders[level] as ReturnType<typeof actor>, `allocation-${to}`, 'ReceiveAllocation', { ...ON, fromAllocationId: from, splitId: 'down', region: LEVELS[level], amountFen })).resolves.toMatchObject({ status: 'recorded' });
    }
    await expect(send(actor('elsewhere', 'clerk', '422826'), 'allocation-l5', 'ReclaimAllocation', { ...DOCUMENT, ...ON, amountFen: 1, reason: '收回' })).rejects.toMatchObject({ code: 'subject-unknown' });
  });
});
