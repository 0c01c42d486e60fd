/** Money leaves one allocation for another, and is taken in there or given up. */
import { allocation, COUNTY, said, type StoryEvent } from '../../../../projections/anomalies/story';
import { AllocationSplit } from '../../../../src/domain/allocation';
import { AllocationReceived } from '../../../../src/domain/allocation-opening';
import { SplitWithdrawn } from '../../../../src/domain/allocation-split';
import { AllocationReclaimed, CarriedFundsReceived, CarriedOver, FundsIntegrated, IntegratedFundsReceived, ReclaimedFundsReceived } from '../../../../src/domain/allocation-transfer';
import { pick, type Act, type Kind, type Telling } from '../telling';

const PLAN = { useProgrammeId: 'p1', planNumber: '方案1', planVersion: 1 };
const amountFen = 1_000_000;
const WAYS = ['AllocationSplit', 'FundsIntegrated', 'CarriedOver', 'AllocationReclaimed'];

function leave(told: Telling, { a, b, c }: Act, occurredOn: string): void {
  const stream = `allocation-${pick(['a1', 'a6'], a)}`;
  if (!told.knows('allocation-a1')) return void told.say(allocation('a1', { region: '42', occurredOn, ...(b % 3 === 0 && { campaign: 'takeover' }) }));
  if (!told.knows(stream)) return;
  const documentNumber = '鄂财农〔2018〕2号';
  switch (c % 4) {
    case 0: return void told.say(said(stream, AllocationSplit, { splitId: `s${String(b)}`, toAllocationId: 'a6', toRegion: COUNTY, documentNumber, amountFen, occurredOn }));
    case 1: return void told.say(said(stream, FundsIntegrated, { integrationId: `i${String(b)}`, toAllocationId: 'a2', amountFen, ...PLAN, occurredOn }));
    case 2: return void told.say(said(stream, CarriedOver, { carryId: `c${String(b)}`, kind: 'carry-over', toAllocationId: 'a2', toBudgetYear: 2019, documentNumber, amountFen, occurredOn }));
    default: return void told.say(said(stream, AllocationReclaimed, { amountFen, documentNumber, reason: '收回', occurredOn }));
  }
}

/** By the position of what left: a history is told in the order of the ledger. */
function arrive(told: Telling, { type, streamId, data }: StoryEvent, position: number, occurredOn: string): StoryEvent | undefined {
  const id = streamId.slice('allocation-'.length);
  const { splitId = '', integrationId = '', carryId = '', amountFen: fen } = data as Partial<AllocationSplit & FundsIntegrated & CarriedOver> & { amountFen: number };
  switch (type) {
    case 'AllocationSplit':
      return told.knows('allocation-a6')
        ? said(streamId, SplitWithdrawn, { splitId, toAllocationId: 'a6', amountFen: fen, reason: '退回', occurredOn })
        : said('allocation-a6', AllocationReceived, { fromAllocationId: id, splitId, splitAt: position, region: COUNTY, programmeId: 'p1', documentNumber: '鄂财农〔2018〕2号', budgetYear: 2018, source: 'central', functionCode: '2130505', amountFen: fen, occurredOn });
    case 'FundsIntegrated':
      return said('allocation-a2', IntegratedFundsReceived, { fromAllocationId: id, integrationId, amountFen: fen, ...PLAN, originSource: 'central', originProgrammeId: 'p1', originFunctionCode: '2130505', integratedAt: position, occurredOn });
    case 'CarriedOver':
      return said('allocation-a2', CarriedFundsReceived, { carriedFromId: id, carryId, carriedAt: position, amountFen: fen, occurredOn });
    default:
      return said('allocation-a1', ReclaimedFundsReceived, { fromAllocationId: id, reclaimRevision: 1, reclaimedAt: position, amountFen: fen, occurredOn });
  }
}

function transit(told: Telling, act: Act): void {
  const on = told.on(act);
  const left = told.events.flatMap((event, position) => (WAYS.includes(event.type) ? [{ event, position }] : []));
  if (act.late % 5 > 1 || left.length === 0) return leave(told, act, on);
  const { event, position } = pick(left, act.a);
  const arrival = arrive(told, event, position, on);
  if (arrival && (told.knows(arrival.streamId) || arrival.type === 'AllocationReceived')) told.say(arrival);
}

export default { weight: 1, tell: transit } satisfies Kind;
