/** Follows a ledger event by event and says, at any moment, which identity does not hold: funds and their tree, batches, loans. */
import { identityOf, type AllocationState } from '../../src/domain/allocation';
import type { AllocationReceived } from '../../src/domain/allocation-opening';
import { talliesOf, type BatchState, type BatchSubmitted } from '../../src/domain/batch';
import { splitStreamId, type Recorded } from '../../src/domain/decider';
import { deciderOf } from '../../src/domain/nouns';
import { outstandingFen, type LoanState } from '../../src/domain/loan';

const FOLLOWED = new Set(['allocation', 'batch', 'loan']);
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

interface Split {
  readonly count: number;
  readonly amountFen: number;
}
const NONE: Split = { count: 0, amountFen: 0 };
const splitIn = ({ splitOffCount = 0, splitOffFen = 0 }: BatchSubmitted): Split => ({ count: splitOffCount, amountFen: splitOffFen });

export class Identities {
  private readonly states = new Map<string, unknown>();
  private readonly splitOff = new Map<string, Split>();

  take(event: Recorded): void {
    const { noun } = splitStreamId(event.streamId);
    const decider = FOLLOWED.has(noun) ? deciderOf(noun) : undefined;
    if (event.type === 'BatchSubmitted') this.splitOff.set(splitStreamId(event.streamId).id, splitIn(event.data as BatchSubmitted));
    if (decider) this.states.set(event.streamId, decider.evolve(this.states.get(event.streamId) ?? decider.initial, event));
  }

  get streams(): number {
    return this.states.size;
  }

  /** One line for each identity broken; none while all hold. */
  broken(): readonly string[] {
    const funds = this.of('allocation') as readonly (readonly [string, AllocationState])[];
    return [
      ...funds.flatMap(([id, state]) => ofFund(id, state)), ...ofTree(new Map(funds)),
      ...this.of('batch').flatMap(([id, state]) => ofBatch(id, { ...(state as BatchState), splitOff: this.splitOff.get(id) ?? NONE })),
      ...this.of('loan').flatMap(([id, state]) => ofLoan(id, state as LoanState)),
    ];
  }

  private of(noun: string): readonly (readonly [string, unknown])[] {
    return [...this.states].filter(([stream]) => splitStreamId(stream).noun === noun).map(([stream, state]) => [splitStreamId(stream).id, state] as const);
  }
}

function ofFund(id: string, state: AllocationState): readonly string[] {
  const { adjustedFen: _, ...pots } = identityOf(state);
  const negative = Object.entries(pots).filter(([, fen]) => fen < 0).map(([pot, fen]) => `allocation ${id}: ${pot} is ${String(fen)}`);
  const held = [...Object.values(state.commitments.toJSON())];
  const committed = sum(held.map(({ outstandingFen: outstanding }) => outstanding));
  return [
    ...negative, ...(pots.residualFen === 0 ? [] : [`allocation ${id}: ${String(pots.residualFen)} fen unexplained`]),
    ...(committed === pots.committedFen ? [] : [`allocation ${id}: commitments of ${String(committed)} fen, ${String(pots.committedFen)} committed`]),
  ];
}

/** Every fen ever issued is somewhere: left, committed, paid, on its way between two funds, given back to a treasury or to the budget. */
function ofTree(funds: ReadonlyMap<string, AllocationState>): readonly string[] {
  const pots = [...funds.values()].map(identityOf);
  const come = sum(pots.map(({ issuedFen, adjustedFen }) => issuedFen + adjustedFen));
  const gone = sum(pots.map(({ balanceFen, committedFen, paidFen }) => balanceFen + committedFen + paidFen)) + sum(notArrived(funds));
  return come === gone ? [] : [`the tree: ${String(come)} fen came, ${String(gone)} are found`];
}

/** What left a fund and no receipt of another answers. */
function notArrived(funds: ReadonlyMap<string, AllocationState>): readonly number[] {
  const receipts = new Set([...funds.values()].flatMap(({ opening, transfers }) => {
    const { fromAllocationId, splitId } = (opening ?? {}) as Partial<AllocationReceived>;
    return [
      `split ${String(fromAllocationId)}/${String(splitId)}`,
      ...transfers.integrationsIn.map((each) => `integration ${each.fromAllocationId}/${each.integrationId}`),
      ...transfers.carriesIn.map((each) => `carry ${each.carriedFromId}/${each.carryId}`), ...transfers.reclaimsIn.map((each) => `reclaim ${each.fromAllocationId}/${String(each.reclaimRevision)}`),
    ];
  }));
  const out = [...funds].flatMap(([id, { splits, transfers }]) => [
    ...splits.map(({ splitId, amountFen }) => [`split ${id}/${splitId}`, amountFen] as const),
    ...transfers.integrationsOut.map(({ integrationId, amountFen }) => [`integration ${id}/${integrationId}`, amountFen] as const),
    ...transfers.carriesOut.map(({ carryId, amountFen }) => [`carry ${id}/${carryId}`, amountFen] as const),
    ...transfers.reclaims.map(({ revision, amountFen }) => [`reclaim ${id}/${String(revision)}`, amountFen] as const),
  ]);
  return out.filter(([leg]) => !receipts.has(leg)).map(([, amountFen]) => amountFen);
}

const ENTERED = new Set(['submitted', 'approved', 'sent', 'closed']);

/** Declared = entered + split off; entered = pending + settled + failed + returned + reversed, lines and fen alike. */
function ofBatch(id: string, { lines, opening, status, splitOff }: BatchState & { readonly splitOff: Split }): readonly string[] {
  const tallies = Object.values(talliesOf({ lines } as BatchState));
  const [count, amountFen] = [sum(tallies.map((tally) => tally.count)), sum(tallies.map((tally) => tally.amountFen))];
  const declared = opening && ENTERED.has(status) ? [opening.declaredCount - splitOff.count, opening.declaredTotalFen - splitOff.amountFen] : [lines.count, lines.totalFen];
  return [
    ...(count === lines.count && amountFen === lines.totalFen ? [] : [`batch ${id}: ${String(lines.count)} lines of ${String(lines.totalFen)} fen, ${String(count)} of ${String(amountFen)} in its tallies`]),
    ...(lines.count === declared[0] && lines.totalFen === declared[1] ? [] : [`batch ${id}: ${String(declared[0])} lines of ${String(declared[1])} fen declared, ${String(lines.count)} of ${String(lines.totalFen)} entered`]),
  ];
}

const ofLoan = (id: string, state: LoanState): readonly string[] => {
  const outstanding = outstandingFen(state);
  return outstanding >= 0 && outstanding <= state.principalFen ? [] : [`loan ${id}: ${String(outstanding)} fen outstanding of ${String(state.principalFen)}`];
};
