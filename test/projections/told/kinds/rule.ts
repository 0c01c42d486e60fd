/** A rule is released on the way. */
import { released } from '../../../support/told-ledger';
import { pick, type Kind } from '../telling';

export default {
  weight: 3,
  tell: (told, { a }) => {
    const rule = pick(told.rules, a);
    if (!told.knows(`rule-${rule.code}`)) told.say(released(rule));
  },
} satisfies Kind;
