/** Money that passes between allocations beside the splits: integration (统筹整合), carry-over (结转结余), and reclaimed money coming back up. Each way out is answered once, by a receipt that cites it. */
import { groupedYuanOf } from '../identifiers/money';
import {
  type AllocationOpened, type CarriedAllocationOpened, DOCUMENT, type OpenCarriedAllocation, SOURCES,
} from './allocation-opening';
import type { Context, MessageOf, Recorded } from './decider';
import { streamId } from './decider';
import { BusinessDate, Choice, Code, Fen, Id, Integer, Words } from './field';
import { countable, drawable, type Pots } from './pots';
import { Refused } from './refused';

export class FundsIntegrated {
  @Id('names this integration within the allocation') integrationId: string;
  @Id('allocation of the same county that takes it in') toAllocationId: string;
  @Fen('amount') amountFen: number;
  @Code('number of the integration plan (方案)', DOCUMENT) planNumber: string;
  @Integer('version of that plan, its amendments counted', { min: 1 }) planVersion: number;
  @Id('programme it will be used under: that of the receiving allocation') useProgrammeId: string;
  @Words('minutes of the meeting that decided it', { optional: true, max: 100 }) meetingRef?: string;
  @BusinessDate('day of the integration') occurredOn: string;
}
export class ReceiveIntegratedFunds {
  @Id('allocation it comes from') fromAllocationId: string;
  @Id('the integration it answers') integrationId: string;
  @Fen('amount; equal to the integration') amountFen: number;
  @BusinessDate('day of receipt') occurredOn: string;
}
/** What it was stays on record beside what it is used for. */
export class IntegratedFundsReceived extends ReceiveIntegratedFunds {
  @Choice('where the money came from before it was integrated', SOURCES) originSource: (typeof SOURCES)[number];
  @Id('programme it came under') originProgrammeId: string;
  @Code('function class it came under', /^\d{3,7}$/) originFunctionCode: string;
  @Id('programme it is used under') useProgrammeId: string;
  @Code('number of the integration plan', DOCUMENT) planNumber: string;
  @Integer('version of that plan', { min: 1 }) planVersion: number;
  @Integer('ledger position of the integration') integratedAt: number;
}

export class CarriedOver {
  @Id('names this carry-over within the allocation') carryId: string;
  @Choice('结转 stays for its purpose, 结余 is left over', ['carry-over', 'surplus']) kind: 'carry-over' | 'surplus';
  @Id('allocation of the later year it opens or feeds; a surplus without one goes back to the budget', { optional: true }) toAllocationId?: string;
  @Integer('budget year it goes to', { min: 1990, max: 2199 }) toBudgetYear: number;
  @Code('number of the document', DOCUMENT) documentNumber: string;
  @Fen('amount') amountFen: number;
  @BusinessDate('day of the carry-over') occurredOn: string;
}
export class ReceiveCarriedFunds {
  @Id('allocation of the earlier year') carriedFromId: string;
  @Id('the carry-over it answers') carryId: string;
  @Fen('amount; equal to the carry-over') amountFen: number;
  @BusinessDate('day it is taken in') occurredOn: string;
}
/** Feeds an allocation that is open already. */
export class CarriedFundsReceived extends ReceiveCarriedFunds {
  @Integer('ledger position of the carry-over') carriedAt: number;
}

export class AllocationReclaimed {
  @Fen('amount taken back') amountFen: number;
  @Choice('who takes it: the level above it was received from (where there is one, and unless said otherwise), or the treasury of its own level', ['level-above', 'own-treasury'], { optional: true })
  takenBy?: 'level-above' | 'own-treasury';
  @Code('number of the reclaiming document', DOCUMENT) documentNumber: string;
  @Words('why') reason: string;
  @BusinessDate('day of the document') occurredOn: string;
}
export class ReceiveReclaimedFunds {
  @Id('allocation of the level below that gave it back') fromAllocationId: string;
  @Integer('revision of the AllocationReclaimed in that stream') reclaimRevision: number;
  @Fen('amount; equal to what was reclaimed') amountFen: number;
  @BusinessDate('day of receipt') occurredOn: string;
}
export class ReclaimedFundsReceived extends ReceiveReclaimedFunds {
  @Integer('ledger position of the reclaim') reclaimedAt: number;
}

export const TRANSFER_EVENTS = { FundsIntegrated, IntegratedFundsReceived, CarriedOver, CarriedFundsReceived, AllocationReclaimed, ReclaimedFundsReceived };
export const TRANSFER_COMMANDS = {
  IntegrateFunds: FundsIntegrated, ReceiveIntegratedFunds, CarryOver: CarriedOver, ReceiveCarriedFunds, ReclaimAllocation: AllocationReclaimed, ReceiveReclaimedFunds,
};
export type TransferEvent = MessageOf<typeof TRANSFER_EVENTS>;
export type TransferCommand = MessageOf<typeof TRANSFER_COMMANDS>;

export interface Reclaim {
  readonly revision: number;
  readonly amountFen: number;
  readonly upward: boolean;
}

/** What passed between this allocation and others; the other leg of each stands in the other's stream. */
export interface Transfers {
  readonly integrationsOut: readonly FundsIntegrated[];
  readonly integrationsIn: readonly IntegratedFundsReceived[];
  readonly carriesOut: readonly CarriedOver[];
  readonly carriesIn: readonly (CarriedFundsReceived | CarriedAllocationOpened)[];
  readonly reclaims: readonly Reclaim[];
  readonly reclaimsIn: readonly ReclaimedFundsReceived[];
}
export const NOTHING_TRANSFERRED: Transfers = { integrationsOut: [], integrationsIn: [], carriesOut: [], carriesIn: [], reclaims: [], reclaimsIn: [] };

/** What a transfer is decided on: the opened allocation as it stands. */
export interface Standing {
  readonly opening: AllocationOpened;
  readonly pots: Pots;
  readonly transfers: Transfers;
}

export function decideTransfer(command: TransferCommand, state: Standing, context: Context): readonly TransferEvent[] {
  switch (command.type) {
    case 'IntegrateFunds':
      return integrate(command.data, state, context);
    case 'ReceiveIntegratedFunds':
      return receiveIntegrated(command.data, state, context);
    case 'CarryOver':
      return carryOver(command.data, state, context);
    case 'ReceiveCarriedFunds':
      return receiveCarried(command.data, state, context);
    case 'ReclaimAllocation':
      return reclaim(command.data, state);
    case 'ReceiveReclaimedFunds':
      return receiveReclaimed(command.data, state, context);
  }
}

/** The cited allocation, or the refusal of a wish that names one nobody opened. */
function other(id: string, { cited }: Context): readonly Recorded[] {
  const events = cited.get(streamId('allocation', id)) ?? [];
  if (events.length > 0) return events;
  throw new Refused('allocation-unknown', { zh: `台账中没有指标 ${id}`, en: `the ledger holds no allocation ${id}` }, 'unknown');
}

const openingOf = (events: readonly Recorded[]): AllocationOpened => events[0]?.data as AllocationOpened;

function idTaken(taken: boolean): void {
  if (taken) throw new Refused('transfer-id-taken', { zh: '此编号在本指标中已用过', en: 'this id was already used in this allocation' });
}

function integrate(data: FundsIntegrated, { opening, pots, transfers }: Standing, context: Context): readonly TransferEvent[] {
  idTaken(transfers.integrationsOut.some(({ integrationId }) => integrationId === data.integrationId));
  if (data.toAllocationId === context.id) throw new Refused('integrated-into-itself', { zh: '不能整合到本指标自身', en: 'an allocation cannot be integrated into itself' }, 'malformed');
  const target = openingOf(other(data.toAllocationId, context));
  sameBooks(opening.region, target.region, data.toAllocationId);
  if (target.programmeId !== data.useProgrammeId) {
    throw new Refused('integration-use-differs', {
      zh: `接收指标 ${data.toAllocationId} 属于项目 ${target.programmeId},与方案用途 ${data.useProgrammeId} 不一致`,
      en: `allocation ${data.toAllocationId} is bound to programme ${target.programmeId}, not to ${data.useProgrammeId}`,
    });
  }
  drawable(pots, data.amountFen);
  return [{ type: 'FundsIntegrated', data }];
}

/** Money is pooled within one county (or one level above it), never across. */
function sameBooks(region: string, otherRegion: string, otherId: string): void {
  if (region.slice(0, 6) === otherRegion.slice(0, 6)) return;
  throw new Refused('allocation-of-another-region', { zh: `指标 ${otherId} 属于区划 ${otherRegion},与本级 ${region} 不是同一县`, en: `allocation ${otherId} belongs to region ${otherRegion}, another than ${region}` });
}

interface Sought<D> {
  readonly type: string;
  readonly zh: string;
  readonly en: string;
  is(data: D, event: Recorded): boolean;
}

/** The leg that is answered: it exists, is meant for this allocation, is of that amount, and was not answered before. */
function answered<D extends { amountFen: number }>(from: string, sought: Sought<D>, amountFen: number, already: boolean, context: Context): { readonly opening: AllocationOpened; readonly event: Recorded; readonly data: D } {
  const events = other(from, context);
  const event = events.find((each) => each.type === sought.type && sought.is(each.data as D, each));
  if (!event) throw new Refused('transfer-unknown', { zh: `指标 ${from} 没有给本指标的这笔${sought.zh}`, en: `allocation ${from} holds no such ${sought.en} for this one` });
  if (already) throw new Refused('transfer-already-received', { zh: `这笔${sought.zh}已经接收`, en: `this ${sought.en} was already received` });
  const data = event.data as D;
  if (data.amountFen !== amountFen) {
    throw new Refused('transfer-amount-differs', {
      zh: `对方${sought.zh} ${groupedYuanOf(data.amountFen)} 元,接收 ${groupedYuanOf(amountFen)} 元,金额不一致`,
      en: `the ${sought.en} is of ${groupedYuanOf(data.amountFen)} yuan; ${groupedYuanOf(amountFen)} yuan cannot be received for it`,
    });
  }
  return { opening: openingOf(events), event, data };
}

function receiveIntegrated(data: ReceiveIntegratedFunds, { opening, pots, transfers }: Standing, context: Context): readonly TransferEvent[] {
  const already = transfers.integrationsIn.some((each) => each.fromAllocationId === data.fromAllocationId && each.integrationId === data.integrationId);
  const sought: Sought<FundsIntegrated> = { type: 'FundsIntegrated', zh: '整合', en: 'integration', is: (each) => each.integrationId === data.integrationId && each.toAllocationId === context.id };
  const found = answered(data.fromAllocationId, sought, data.amountFen, already, context);
  sameBooks(opening.region, found.opening.region, data.fromAllocationId);
  countable(pots, data.amountFen);
  const { source: originSource, programmeId: originProgrammeId, functionCode: originFunctionCode } = found.opening;
  const { useProgrammeId, planNumber, planVersion } = found.data;
  return [{ type: 'IntegratedFundsReceived', data: { ...data, originSource, originProgrammeId, originFunctionCode, useProgrammeId, planNumber, planVersion, integratedAt: found.event.position } }];
}

/** Same office, same programme and source, the year it was carried to: anything else would be an integration. */
function continues(earlier: AllocationOpened, toBudgetYear: number, later: AllocationOpened, laterId: string): void {
  const same = earlier.region === later.region && earlier.programmeId === later.programmeId && earlier.source === later.source && later.budgetYear === toBudgetYear;
  if (same) return;
  throw new Refused('carry-over-elsewhere', {
    zh: `指标 ${laterId} 的区划、项目、来源或年度与结转不一致;改变用途应走统筹整合`,
    en: `allocation ${laterId} is of another region, programme, source or year than what is carried over; a change of use is an integration`,
  });
}

function carryOver(data: CarriedOver, { opening, pots, transfers }: Standing, context: Context): readonly TransferEvent[] {
  idTaken(transfers.carriesOut.some(({ carryId }) => carryId === data.carryId));
  if (data.toBudgetYear <= opening.budgetYear) {
    throw new Refused('carried-backwards', { zh: `只能结转到 ${String(opening.budgetYear)} 年以后的年度`, en: `money of ${String(opening.budgetYear)} can only be carried to a later year` }, 'malformed');
  }
  if (data.toAllocationId === undefined && data.kind === 'carry-over') {
    throw new Refused('carried-nowhere', { zh: '结转须写明下年度指标;收回预算的应记为结余', en: 'a carry-over names the allocation of the later year; what goes back to the budget is a surplus' }, 'malformed');
  }
  const standing = data.toAllocationId === undefined ? [] : (context.cited.get(streamId('allocation', data.toAllocationId)) ?? []);
  if (standing.length > 0) continues(opening, data.toBudgetYear, openingOf(standing), String(data.toAllocationId));
  drawable(pots, data.amountFen);
  return [{ type: 'CarriedOver', data }];
}

const carried = (data: { readonly carryId: string }, { id }: Context): Sought<CarriedOver> =>
  ({ type: 'CarriedOver', zh: '结转', en: 'carry-over', is: (each) => each.carryId === data.carryId && each.toAllocationId === id });

function receiveCarried(data: ReceiveCarriedFunds, { opening, pots, transfers }: Standing, context: Context): readonly TransferEvent[] {
  const already = transfers.carriesIn.some((each) => each.carriedFromId === data.carriedFromId && each.carryId === data.carryId);
  const found = answered(data.carriedFromId, carried(data, context), data.amountFen, already, context);
  continues(found.opening, found.data.toBudgetYear, opening, context.id);
  countable(pots, data.amountFen);
  return [{ type: 'CarriedFundsReceived', data: { ...data, carriedAt: found.event.position } }];
}

/** The event that opens an allocation with what was carried to it. */
export function openCarried(data: OpenCarriedAllocation, context: Context): CarriedAllocationOpened {
  const found = answered(data.carriedFromId, carried(data, context), data.amountFen, false, context);
  const { region, programmeId, source, functionCode } = found.opening;
  if (region !== data.region) throw new Refused('carry-over-elsewhere', { zh: `结转属于区划 ${region}`, en: `the carry-over belongs to region ${region}` });
  const { documentNumber, toBudgetYear: budgetYear } = found.data;
  return { ...data, programmeId, source, functionCode, documentNumber, budgetYear, carriedAt: found.event.position };
}

const hasParent = (opening: AllocationOpened): boolean => 'fromAllocationId' in opening;
const goesUp = (data: AllocationReclaimed, opening: AllocationOpened): boolean => hasParent(opening) && data.takenBy !== 'own-treasury';

/** The level above takes back what it gave, and no more; what was pooled or carried in besides goes to the treasury of its own level. */
function reclaim(data: AllocationReclaimed, { opening, pots, transfers }: Standing): readonly TransferEvent[] {
  if (data.takenBy === 'level-above' && !hasParent(opening)) {
    throw new Refused('no-level-above', { zh: '此指标不是由上级分解而来,没有可以收回的上级', en: 'this allocation was not split from one above, so no level above can take it back' });
  }
  drawable(pots, data.amountFen);
  const upFen = transfers.reclaims.reduce((sum, each) => (each.upward ? sum + each.amountFen : sum), 0);
  if (goesUp(data, opening) && upFen + data.amountFen > pots.receivedFen) {
    throw new Refused('reclaim-beyond-received', {
      zh: `上级下达 ${groupedYuanOf(pots.receivedFen)} 元,已收回 ${groupedYuanOf(upFen)} 元,不能再收回 ${groupedYuanOf(data.amountFen)} 元;其余应由本级财政收回`,
      en: `the level above gave ${groupedYuanOf(pots.receivedFen)} yuan and took back ${groupedYuanOf(upFen)}; it cannot take ${groupedYuanOf(data.amountFen)} more; the rest goes to the treasury of its own level`,
    });
  }
  return [{ type: 'AllocationReclaimed', data }];
}

function receiveReclaimed(data: ReceiveReclaimedFunds, { pots, transfers }: Standing, context: Context): readonly TransferEvent[] {
  const already = transfers.reclaimsIn.some((each) => each.fromAllocationId === data.fromAllocationId && each.reclaimRevision === data.reclaimRevision);
  const opening = openingOf(other(data.fromAllocationId, context)) as AllocationOpened & { readonly fromAllocationId?: string };
  const sought: Sought<AllocationReclaimed> = {
    type: 'AllocationReclaimed', zh: '收回', en: 'reclaim', is: (each, event) => event.revision === data.reclaimRevision && opening.fromAllocationId === context.id && goesUp(each, opening),
  };
  const found = answered(data.fromAllocationId, sought, data.amountFen, already, context);
  countable(pots, data.amountFen);
  return [{ type: 'ReclaimedFundsReceived', data: { ...data, reclaimedAt: found.event.position } }];
}

/** `revision` is that of the event in its stream; `opening` tells whether a reclaim goes up. */
export function evolveTransfer(transfers: Transfers, event: TransferEvent, revision: number, opening: AllocationOpened): Transfers {
  switch (event.type) {
    case 'FundsIntegrated':
      return { ...transfers, integrationsOut: [...transfers.integrationsOut, event.data] };
    case 'IntegratedFundsReceived':
      return { ...transfers, integrationsIn: [...transfers.integrationsIn, event.data] };
    case 'CarriedOver':
      return { ...transfers, carriesOut: [...transfers.carriesOut, event.data] };
    case 'CarriedFundsReceived':
      return { ...transfers, carriesIn: [...transfers.carriesIn, event.data] };
    case 'AllocationReclaimed':
      return { ...transfers, reclaims: [...transfers.reclaims, { revision, amountFen: event.data.amountFen, upward: goesUp(event.data, opening) }] };
    case 'ReclaimedFundsReceived':
      return { ...transfers, reclaimsIn: [...transfers.reclaimsIn, event.data] };
  }
}
