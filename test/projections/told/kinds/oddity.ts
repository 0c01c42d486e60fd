/** What concerns the record itself: incidents, and banks that contradict themselves. */
import { COUNTY, said } from '../../../../projections/anomalies/story';
import { DisputeResolved, ResultDisputed } from '../../../../src/domain/batch-disputes';
import { IncidentRecorded } from '../../../../src/domain/incident';
import { pick, type Act, type Kind, type Telling } from '../telling';

/** What concerns the record itself: incidents, and banks that contradict themselves until they mend it. */
function oddity(told: Telling, act: Act): void {
  const batch = `b${String(1 + (act.a % 3))}`;
  if (act.c % 3 === 0) {
    const id = `incident-${String(act.b % 5)}`;
    if (!told.knows(id)) told.say(said(id, IncidentRecorded, { kind: pick(['key-conflict', 'scrub-failed'] as const, act.a), attempted: '另一请求', aboutStreamId: pick([`batch-${batch}`, 'register-r1'], act.b), region: COUNTY }));
    return;
  }
  if (!told.knows(`batch-${batch}`)) return;
  const open = told.disputes.findIndex((one) => one.batch === batch);
  if (act.c % 3 === 1 && open >= 0) {
    const [answered] = told.disputes.splice(open, 1);
    return void told.say(said(`batch-${batch}`, DisputeResolved, { disputeRevision: answered?.revision ?? 0, resolution: 'ledger-stands', occurredOn: told.on(act) }));
  }
  const revision = told.say(said(`batch-${batch}`, ResultDisputed, { resultsId: pick(['r1', 'r2'], act.b), kind: pick(['line-unknown', 'second-result', 'total-differs'] as const, act.a), statedAmountFen: 30_000, occurredOn: told.on(act) }));
  told.disputes.push({ batch, revision });
}

export default { weight: 1, tell: oddity } satisfies Kind;
