/** Whose money lies in a pool: an allocation fed from several sides is shared among its origins, to the fen and to the basis point, so that the shares sum exactly. */
import type { AllocationState } from '../domain/allocation';
import type { AllocationReceived } from '../domain/allocation-opening';
import type { Pots } from '../domain/pots';

export interface Origin {
  readonly via: 'issue' | 'split' | 'integration' | 'carry-over';
  /** Allocation it comes from; none for what was issued here. */
  readonly fromAllocationId?: string;
  readonly transferId?: string;
  readonly amountFen: number;
}

/** Its own money (issued, received, as adjusted) first, then what was carried and integrated in, in the order it came. */
export function originsOf({ opening, pots, transfers }: AllocationState): readonly Origin[] {
  const { fromAllocationId, splitId } = (opening ?? {}) as Partial<AllocationReceived>;
  const ownFen = Math.max(0, pots.issuedFen + pots.receivedFen + pots.adjustedFen);
  const own: Origin = fromAllocationId === undefined ? { via: 'issue', amountFen: ownFen } : { via: 'split', fromAllocationId, ...(splitId === undefined ? {} : { transferId: splitId }), amountFen: ownFen };
  const carried = transfers.carriesIn.map(({ carriedFromId, carryId, amountFen }): Origin => ({ via: 'carry-over', fromAllocationId: carriedFromId, transferId: carryId, amountFen }));
  const integrated = transfers.integrationsIn.map(({ fromAllocationId: from, integrationId, amountFen }): Origin => ({ via: 'integration', fromAllocationId: from, transferId: integrationId, amountFen }));
  const others = [...carried, ...integrated];
  return ownFen === 0 && others.length > 0 ? others : [own, ...others];
}

/** A whole amount divided by weights, by largest remainder, ties to the earlier: the parts sum to the whole. */
export function divided(wholeAmount: number, weights: readonly number[]): readonly number[] {
  const total = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
  if (total === 0n) return weights.map((_, at) => (at === 0 ? wholeAmount : 0));
  const parts = weights.map((weight) => (BigInt(wholeAmount) * BigInt(weight)) / total);
  const remainders = weights.map((weight, at) => ({ at, rest: (BigInt(wholeAmount) * BigInt(weight)) % total }));
  let left = Number(BigInt(wholeAmount) - parts.reduce((sum, part) => sum + part, 0n));
  for (const { at } of remainders.sort((a, b) => (a.rest === b.rest ? a.at - b.at : a.rest < b.rest ? 1 : -1))) {
    if (left === 0) break;
    parts[at] = (parts[at] as bigint) + 1n;
    left -= 1;
  }
  return parts.map(Number);
}

export interface Share extends Origin {
  readonly basisPoints: number;
  /** Part of the amount asked about that is this origin's. */
  readonly shareFen: number;
}

/** `askedFen` of the pool, origin by origin. */
export function sharesOf(state: AllocationState, askedFen: number): readonly Share[] {
  const origins = originsOf(state);
  const weights = origins.map(({ amountFen }) => amountFen);
  const basisPoints = divided(10_000, weights);
  const fen = divided(askedFen, weights);
  return origins.map((origin, at) => ({ ...origin, basisPoints: basisPoints[at] as number, shareFen: fen[at] as number }));
}

const WHERE = ['splitFen', 'integratedOutFen', 'committedFen', 'paidFen', 'reclaimedFen', 'carriedOutFen', 'balanceFen'] as const satisfies readonly (keyof Pots)[];

/** What one origin's money in the pool has become: its part of every pot. */
export function becameOf(state: AllocationState, is: (origin: Origin) => boolean): Partial<Pots> & { readonly basisPoints: number } | undefined {
  const origins = originsOf(state);
  const at = origins.findIndex(is);
  if (at < 0) return undefined;
  const weights = origins.map(({ amountFen }) => amountFen);
  const parts = WHERE.map((pot) => [pot, divided(state.pots[pot], weights)[at] as number] as const);
  return { ...Object.fromEntries(parts), basisPoints: divided(10_000, weights)[at] as number };
}
