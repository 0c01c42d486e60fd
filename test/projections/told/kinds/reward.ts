/** A programme rewards production and asks for proof of taking part, or for none, or does not say; proof is given. */
import { dayAfter, person, programme, said, VILLAGE } from '../../../../projections/anomalies/story';
import { ParticipationConfirmed } from '../../../../src/domain/benefit-events';
import { ProgrammeRevised } from '../../../../src/domain/programme';
import { people, pick, type Act, type Kind, type Telling } from '../telling';

function reward(told: Telling, act: Act): void {
  const { a, b, c } = act;
  const on = told.on(act);
  const id = pick(['p1', 'p2'], a);
  if (told.knows(`programme-${id}`) && b % 4 > 0) {
    return void told.say(said(`benefit-n${String(told.events.length)}`, ParticipationConfirmed, {
      region: VILLAGE, programmeId: id, form: 'labour', confirmedBy: '示例', from: dayAfter(on, -(b % 90)), ...(c % 4 > 0 && { until: dayAfter(on, -(b % 30)) }), occurredOn: on,
      ...(c % 3 > 0 && { personRef: person(pick(people, c)) }), ...(c % 2 === 0 && { householdId: pick(['h1', 'h2', 'h3'], c) }),
    }));
  }
  const required = pick([true, true, false, undefined], c);
  const terms = programme(id, { payee: pick(['household', 'household', 'organisation'] as const, b), allowedPurposes: pick([['production'], ['production', 'training'], ['training']], b), ...(required !== undefined && { participationRequired: required }) });
  if (!told.knows(`programme-${id}`)) told.say(terms);
  else told.say(said(`programme-${id}`, ProgrammeRevised, Object.assign({}, terms.data as ProgrammeRevised, { reason: '修订', effectiveFrom: pick(['2018-01-01', '2018-04-01'], c), occurredOn: on })));
}

export default { weight: 0, tell: reward } satisfies Kind;
