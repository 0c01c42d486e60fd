/** An allocation is opened, and its money goes on. */
import { allocation, COUNTY, dayAfter, paidFrom, posted, said, VILLAGE } from '../../../../projections/anomalies/story';
import { AllocationSplit } from '../../../../src/domain/allocation';
import { AllocationReclaimed, CarriedOver, FundsIntegrated, IntegratedFundsReceived, ReclaimedFundsReceived } from '../../../../src/domain/allocation-transfer';
import { FundsCommitted } from '../../../../src/domain/commitment';
import { pick, type Act, type Kind, type Telling } from '../telling';

function allot(told: Telling, act: Act): void {
  const id = pick(['a1', 'a2'], act.a);
  const stream = `allocation-${id}`;
  const on = told.on(act);
  if (!told.knows(stream)) {
    return void told.say(allocation(id, {
      occurredOn: on, programmeId: pick(['p1', 'p2'], act.b), region: pick([COUNTY, COUNTY, '42'], act.c), source: pick(['central', 'provincial'] as const, act.b), ...(act.a % 5 === 0 && { campaign: 'takeover', occurredOn: dayAfter(on, -60) }),
    }));
  }
  switch (act.b % 7) {
    case 0: return void told.say(said(stream, AllocationSplit, { splitId: `s${String(act.c)}`, toAllocationId: 'a3', toRegion: VILLAGE.slice(0, 9), documentNumber: '鄂财农〔2018〕2号', amountFen: pick([1_000, 40_000_000], act.c), occurredOn: on }));
    case 1: return void told.say(paidFrom(id, on, pick([1_000_000, 50_000_000, 95_000_000], act.c)));
    case 2: return void told.say(said(stream, FundsCommitted, { holder: 'batch', holderId: `b${String(1 + (act.c % 3))}`, amountFen: 60_000_000, occurredOn: on }));
    case 3: return void told.say(said(stream, AllocationReclaimed, { amountFen: pick([20_000_000, 95_000_000], act.c), documentNumber: '鄂财农〔2018〕3号', reason: '收回', occurredOn: on }));
    case 4: return passOver(told, stream, act, on);
    default: return void told.say(posted(stream, on, act.c % 3 === 0 ? { venue: 'board', until: dayAfter(on, 3) } : {}));
  }
}

/** Money pooled, carried over, come back from below. */
function passOver(told: Telling, stream: string, { c }: Act, occurredOn: string): void {
  const amountFen = pick([30_000_000, 95_000_000], c);
  const plan = { useProgrammeId: 'p1', planNumber: '方案1', planVersion: 1 };
  switch (c % 4) {
    case 0: return void told.say(said(stream, FundsIntegrated, { integrationId: `i${String(c)}`, toAllocationId: 'a2', amountFen, ...plan, occurredOn }));
    case 1: return void told.say(said(stream, IntegratedFundsReceived, { fromAllocationId: 'a9', integrationId: `i${String(c)}`, amountFen, ...plan, originSource: 'central', originProgrammeId: 'p9', originFunctionCode: '2130505', integratedAt: 0, occurredOn }));
    case 2: return void told.say(said(stream, CarriedOver, { carryId: `c${String(c)}`, kind: 'surplus', toBudgetYear: 2019, documentNumber: '鄂财农〔2018〕4号', amountFen, occurredOn }));
    default: return void told.say(said(stream, ReclaimedFundsReceived, { fromAllocationId: 'a3', reclaimRevision: 1, amountFen, reclaimedAt: 0, occurredOn }));
  }
}

export default { weight: 4, tell: allot } satisfies Kind;
