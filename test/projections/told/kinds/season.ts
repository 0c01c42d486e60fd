/** A day ends, and the next that does is months later. */
import { dayAfter, dayEnded } from '../../../../projections/anomalies/story';
import type { Kind } from '../telling';

export default {
  weight: 0,
  tell: (told, { a }) => {
    told.say(dayEnded(told.today));
    told.today = dayAfter(told.today, 60 + (a % 60));
  },
} satisfies Kind;
