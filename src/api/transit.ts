/** What left an allocation and what of it arrived: only the stream at the other end knows, so each receipt is looked for there. */
import type { AllocationState } from '../domain/allocation';
import type { AllocationReceived, CarriedAllocationOpened } from '../domain/allocation-opening';
import type { CarriedFundsReceived, IntegratedFundsReceived, ReclaimedFundsReceived } from '../domain/allocation-transfer';
import type { Recorded } from '../domain/decider';
import { splitStreamId, streamId } from '../domain/decider';
import { knownAt, type Moment } from './moment';

/** Where streams at the other end are read; most need no more than their opening. */
export interface OtherStreams {
  openings(streamIds: readonly string[]): Promise<readonly Recorded[]>;
  stream(streamId: string): Promise<readonly Recorded[]>;
}

/** The same, cut to what a reader at the moment knows, by id of the allocation. */
export interface OtherEnds {
  openings(ids: readonly string[]): Promise<ReadonlyMap<string, Recorded>>;
  events(id: string): Promise<readonly Recorded[]>;
}

export const otherEnds = (reads: OtherStreams, moment: Moment): OtherEnds => ({
  async openings(ids) {
    if (ids.length === 0) return new Map();
    const found = await reads.openings(ids.map((id) => streamId('allocation', id)));
    return new Map(found.filter((opening) => knownAt([opening], moment).length > 0).map((opening) => [splitStreamId(opening.streamId).id, opening]));
  },
  events: async (id) => knownAt(await reads.stream(streamId('allocation', id)), moment),
});

/** One way out: sent, arrived by what the other end says, and the rest under way. */
export interface Leg {
  readonly id: string;
  readonly toAllocationId: string;
  readonly sentFen: number;
  readonly arrivedFen: number;
  readonly received: boolean;
}

export interface Transit {
  readonly splits: readonly Leg[];
  readonly integrations: readonly Leg[];
  readonly carries: readonly Leg[];
  /** Reclaimed money on its way up. */
  readonly reclaims: readonly Leg[];
  /** Surplus given back to the budget: it left the funds for good. */
  readonly surplusFen: number;
}

const amountOf = (events: readonly Recorded[], is: (event: Recorded) => boolean): number | undefined => (events.find(is)?.data as { amountFen: number } | undefined)?.amountFen;

const leg = (id: string, toAllocationId: string, sentFen: number, arrivedFen: number | undefined): Leg =>
  ({ id, toAllocationId, sentFen, arrivedFen: arrivedFen ?? 0, received: arrivedFen !== undefined });

const splitsOf = async (id: string, { splits }: AllocationState, ends: OtherEnds): Promise<readonly Leg[]> => {
  const openings = await ends.openings(splits.map(({ toAllocationId }) => toAllocationId));
  return splits.map(({ splitId, toAllocationId, amountFen }) => {
    const opening = openings.get(toAllocationId);
    return leg(splitId, toAllocationId, amountFen, amountOf(opening ? [opening] : [], ({ type, data }) => {
      const { fromAllocationId, splitId: answers } = data as AllocationReceived;
      return type === 'AllocationReceived' && fromAllocationId === id && answers === splitId;
    }));
  });
};

const integrationsOf = (id: string, { transfers }: AllocationState, ends: OtherEnds): Promise<readonly Leg[]> =>
  Promise.all(transfers.integrationsOut.map(async ({ integrationId, toAllocationId, amountFen }) => leg(integrationId, toAllocationId, amountFen, amountOf(await ends.events(toAllocationId), ({ type, data }) => {
    const { fromAllocationId, integrationId: answers } = data as IntegratedFundsReceived;
    return type === 'IntegratedFundsReceived' && fromAllocationId === id && answers === integrationId;
  }))));

const carriesOf = (id: string, { transfers }: AllocationState, ends: OtherEnds): Promise<readonly Leg[]> =>
  Promise.all(transfers.carriesOut.flatMap(({ carryId, toAllocationId, amountFen }) => (toAllocationId === undefined ? [] : [ends.events(toAllocationId).then((events) => leg(carryId, toAllocationId, amountFen, amountOf(events, ({ type, data }) => {
    const { carriedFromId, carryId: answers } = data as CarriedFundsReceived | CarriedAllocationOpened;
    return (type === 'CarriedFundsReceived' || type === 'CarriedAllocationOpened') && carriedFromId === id && answers === carryId;
  })))])));

async function reclaimsOf(id: string, { transfers, opening }: AllocationState, ends: OtherEnds): Promise<readonly Leg[]> {
  const parentId = (opening as Partial<AllocationReceived> | undefined)?.fromAllocationId;
  const upward = transfers.reclaims.filter((reclaim) => reclaim.upward);
  if (parentId === undefined || upward.length === 0) return [];
  const above = await ends.events(parentId);
  return upward.map(({ revision, amountFen }) => leg(String(revision), parentId, amountFen, amountOf(above, ({ type, data }) => {
    const { fromAllocationId, reclaimRevision } = data as ReclaimedFundsReceived;
    return type === 'ReclaimedFundsReceived' && fromAllocationId === id && reclaimRevision === revision;
  })));
}

export async function transitOf(id: string, state: AllocationState, ends: OtherEnds): Promise<Transit> {
  const [splits, integrations, carries, reclaims] = await Promise.all([splitsOf(id, state, ends), integrationsOf(id, state, ends), carriesOf(id, state, ends), reclaimsOf(id, state, ends)]);
  const surplusFen = state.transfers.carriesOut.reduce((sum, { toAllocationId, amountFen }) => (toAllocationId === undefined ? sum + amountFen : sum), 0);
  return { splits, integrations, carries, reclaims, surplusFen };
}

const onTheWay = (legs: readonly Leg[]): number => legs.reduce((sum, { received, sentFen }) => (received ? sum : sum + sentFen), 0);
const arrived = (legs: readonly Leg[]): number => legs.reduce((sum, { arrivedFen }) => sum + arrivedFen, 0);

/** Every way money can be under way has a name. */
export const inTransit = ({ splits, integrations, carries, reclaims }: Transit) => ({
  inTransitFen: onTheWay(splits), integrationInTransitFen: onTheWay(integrations), carryOverInTransitFen: onTheWay(carries), reclaimInTransitFen: onTheWay(reclaims),
});

/** What the pots say was sent and is neither under way nor said to have arrived at the other end. */
export function unansweredFen({ pots, transfers }: AllocationState, transit: Transit): number {
  const { inTransitFen, integrationInTransitFen, carryOverInTransitFen, reclaimInTransitFen } = inTransit(transit);
  const cameBackFen = transfers.reclaimsIn.reduce((sum, { amountFen }) => sum + amountFen, 0);
  const upFen = transit.reclaims.reduce((sum, { sentFen }) => sum + sentFen, 0);
  return (pots.splitFen + cameBackFen - inTransitFen - arrived(transit.splits))
    + (pots.integratedOutFen - integrationInTransitFen - arrived(transit.integrations))
    + (pots.carriedOutFen - transit.surplusFen - carryOverInTransitFen - arrived(transit.carries))
    + (upFen - reclaimInTransitFen - arrived(transit.reclaims));
}
