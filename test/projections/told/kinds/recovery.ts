/** Money is asked back, comes in here or there, or is asked no more. */
import { COUNTY, dayAfter, person, said } from '../../../../projections/anomalies/story';
import { RecoveryOpened, RecoveryReceived, RecoveryWithdrawn } from '../../../../src/domain/recovery';
import { pick, type Act, type Kind, type Telling } from '../telling';

function recover(told: Telling, act: Act): void {
  const stream = `recovery-${pick(['v1', 'v2', 'v3'], act.a)}`;
  const on = told.on(act);
  if (!told.knows(stream)) {
    const dueOn = dayAfter(on, pick([4, 15, 30], act.b));
    const instalments = act.c % 2 === 0 ? { instalments: [{ dueOn: dayAfter(dueOn, -3), amountFen: 400_000 }, { dueOn, amountFen: 600_000 }] } : {};
    return void told.say(said(stream, RecoveryOpened, {
      region: COUNTY, from: { kind: 'person', personRef: person('li') }, amountFen: 1_000_000, decisionNumber: '县纪处〔2018〕7号', returnTo: pick(['treasury', 'original-channel'] as const, act.c), dueOn, ...instalments, occurredOn: on,
    }));
  }
  if (act.c % 9 === 0) return void told.say(said(stream, RecoveryWithdrawn, { reason: '复议撤销', occurredOn: on }));
  told.say(said(stream, RecoveryReceived, { amountFen: pick([300_000, 600_000], act.b), voucherNumber: `V${String(told.events.length)}`, intoKind: pick(['treasury', 'original-channel', 'other'] as const, act.c), occurredOn: on }));
}

export default { weight: 1, tell: recover } satisfies Kind;
