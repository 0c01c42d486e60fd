/** Somebody takes money from who was paid. */
import { household, person, said } from '../../../../projections/anomalies/story';
import { FeeCollected } from '../../../../src/domain/household';
import { people, pick, type Act, type Kind, type Telling } from '../telling';

function takeFee(told: Telling, act: Act): void {
  const id = pick(['h1', 'h2'], act.a);
  if (!told.knows(`household-${id}`)) told.say(...household(id, pick(people, act.b)));
  told.say(said(`household-${id}`, FeeCollected, {
    ...(act.b % 5 > 0 && { payerRef: person(pick(['li', 'li', 'wang'], act.b)) }), ...(act.c % 2 === 0 && { collectorUscc: '11422801000000000F' }), ...(act.c % 3 > 0 && { programmeId: 'p1' }),
    amountFen: pick([20_000, 600_000], act.c), pretext: '押金', occurredOn: told.on(act),
  }));
}

export default { weight: 1, tell: takeFee } satisfies Kind;
