/** Rows of a register are entered. */
import { COUNTY, dayAfter, person, said } from '../../../../projections/anomalies/story';
import { RegisterRowsEntered } from '../../../../src/domain/register';
import { people, pick, type Act, type Kind, type Telling } from '../telling';

function enterRegister(told: Telling, act: Act): void {
  const kind = pick(['deceased', 'cadre', 'deceased', 'low-income'] as const, act.a);
  told.say(said('register-r1', RegisterRowsEntered, { kind, region: COUNTY, rows: [{ change: act.c % 4 === 0 ? 'removed' : 'added', personRef: person(pick(people, act.b)), on: dayAfter(told.today, -(act.c % 110)) }] }));
}

export default { weight: 2, tell: enterRegister } satisfies Kind;
