/** A calendar is published. */
import { calendar } from '../../../../projections/anomalies/story';
import type { Kind } from '../telling';

export default {
  weight: 1,
  tell: (told, { a }) => void told.say(calendar(2018, a % 2 === 0 ? [] : ['2018-04-05', '2018-04-06', '2018-04-30', '2018-05-01'])),
} satisfies Kind;
