/** Days end. */
import { dayAfter, dayEnded } from '../../../../projections/anomalies/story';
import { type Act, type Kind, type Telling } from '../telling';

function passDays(told: Telling, act: Act): void {
  told.say(dayEnded(told.today));
  told.today = dayAfter(told.today, 1 + (act.a % 9));
}

export default { weight: 7, tell: passDays } satisfies Kind;
