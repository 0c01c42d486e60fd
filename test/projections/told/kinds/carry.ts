/** Money of an earlier year is opened, carried on, added to, and explained. */
import { allocation, COUNTY, dayAfter, said } from '../../../../projections/anomalies/story';
import { AllocationAdjusted } from '../../../../src/domain/allocation';
import { CarriedAllocationOpened } from '../../../../src/domain/allocation-opening';
import { IdleFundsExplained } from '../../../../src/domain/allocation-plan';
import { CarriedFundsReceived } from '../../../../src/domain/allocation-transfer';
import { CommitmentReleased } from '../../../../src/domain/commitment';
import { pick, type Act, type Kind, type Telling } from '../telling';

const CARRIED = { carryId: 'c1', carriedAt: 0, amountFen: 40_000_000 };

function carry(told: Telling, act: Act): void {
  const on = told.on(act);
  const id = pick(['a1', 'a4', 'a5', 'a2'], act.a);
  const stream = `allocation-${id}`;
  if (!told.knows(stream)) {
    const from = pick(['a4', 'a1', 'a2'], act.b);
    if (id === 'a5') {
      return void told.say(said(stream, CarriedAllocationOpened, {
        ...CARRIED, carriedFromId: from, region: COUNTY, programmeId: 'p1', documentNumber: '恩财〔2018〕90号', budgetYear: 2018, source: 'central', functionCode: '2130505', occurredOn: on,
      }));
    }
    return void told.say(allocation(id, { occurredOn: dayAfter(on, pick([-300, -340, -700, -20], act.b)), budgetYear: pick([2017, 2018, 2016], act.c), ...(act.b % 5 === 0 && { campaign: 'takeover' }) }));
  }
  switch (act.b % 5) {
    case 0: return void told.say(said(stream, AllocationAdjusted, { changeFen: pick([30_000_000, -30_000_000], act.c), documentNumber: '恩财〔2018〕8号', reason: '调整', occurredOn: dayAfter(on, pick([-1, -250], act.a)) }));
    case 1: return void told.say(said(stream, CarriedFundsReceived, { ...CARRIED, carriedFromId: pick(['a4', 'a5', 'a1'], act.c), occurredOn: on }));
    case 2: return void told.say(said(stream, CommitmentReleased, { holder: 'batch', holderId: `b${String(1 + (act.c % 3))}`, amountFen: 60_000_000, causeId: 'closing', occurredOn: on }));
    default: return void told.say(said(stream, IdleFundsExplained, {
      amountFen: pick([90_000_000, 20_000_000], act.c), reason: pick(['litigation', 'seasonal', 'retention', 'other'] as const, act.c), ...(act.a % 3 > 0 && { documentNumber: '合同1号' }),
      ...(act.c % 2 === 1 && { until: dayAfter(on, 20) }), occurredOn: on,
    }));
  }
}

export default { weight: 1, tell: carry } satisfies Kind;
