/** A programme begins to pay interest of loans, alone or among other things, or ends it. */
import { programme, said } from '../../../../projections/anomalies/story';
import { ProgrammeRevised } from '../../../../src/domain/programme';
import { pick, type Act, type Kind, type Telling } from '../telling';

function payInterest(told: Telling, act: Act): void {
  const id = pick(['p1', 'p2'], act.a);
  const terms = programme(id, { payee: 'household', cadence: 'quarterly', allowedPurposes: pick([['interest-subsidy'], ['interest-subsidy'], ['interest-subsidy', 'production'], ['production']], act.b) });
  if (!told.knows(`programme-${id}`)) told.say(terms);
  else told.say(said(`programme-${id}`, ProgrammeRevised, Object.assign({}, terms.data as ProgrammeRevised, { reason: '修订', effectiveFrom: pick(['2018-01-01', '2018-04-01'], act.c), occurredOn: told.on(act) })));
}

export default { weight: 0, tell: payInterest } satisfies Kind;
