/** A programme is defined, or its terms revised. */
import { programme, said } from '../../../../projections/anomalies/story';
import { ProgrammeRevised } from '../../../../src/domain/programme';
import { pick, type Act, type Kind, type Telling } from '../telling';

function reviseProgramme(told: Telling, act: Act): void {
  const id = pick(['p1', 'p2'], act.a);
  const terms = { payee: pick(['person', 'household'] as const, act.b), endsWithDeath: act.c % 4 > 0, negativeList: act.c % 3 === 0 ? ['office-building'] : [], allowedPurposes: ['production'], urgentRelief: act.b % 7 === 0, cadence: pick(['monthly', 'once', 'yearly'] as const, act.c),
    ...(act.a % 4 > 0 && { standardFen: pick([25_000, 1_000_000, 30_000], act.b), standardPer: pick(['person', 'square-metre'], act.c) }), ...(act.c % 3 > 0 && { capFen: pick([60_000, 1_300_000], act.a) }),
    ...(act.a % 3 > 0 && { payWithinWorkdays: pick([10, 20], act.c) }), ...(act.b % 2 === 0 && { quantityCapMilli: 25_000, quantityCapPer: pick(['member', 'payee'] as const, act.a) }) };
  const first = programme(id, terms);
  if (!told.knows(`programme-${id}`)) told.say(first);
  else told.say(said(`programme-${id}`, ProgrammeRevised, Object.assign({}, first.data as ProgrammeRevised, { reason: '修订', effectiveFrom: pick(['2018-02-01', '2018-04-01'], act.c), occurredOn: told.on(act) })));
}

export default { weight: 2, tell: reviseProgramme } satisfies Kind;
