/** Photos and papers are put on record, some of them twice. */
import { said } from '../../../../projections/anomalies/story';
import { EvidenceAttached } from '../../../../src/domain/evidence';
import { pick, type Act, type Kind, type Telling } from '../telling';

function attach(told: Telling, act: Act): void {
  const streamId = act.b % 2 === 0 && told.payments.length > 0 ? `payment-${pick(told.payments, act.c)}` : `project-${pick(['j1', 'j2'], act.a)}`;
  if (!told.knows(streamId)) return;
  told.say(said(streamId, EvidenceAttached, { kind: pick(['photo', 'receipt', 'other'] as const, act.a), contentHash: pick(['a', 'b'], act.c).repeat(64), mediaType: 'image/jpeg', bytes: 1000, about: '现场', occurredOn: told.on(act) }));
}

export default { weight: 1, tell: attach } satisfies Kind;
