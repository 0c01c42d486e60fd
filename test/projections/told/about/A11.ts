/** What A11 is about. */
import type { About } from '../telling';

export default {
  matters: [['allot', 'day', 'programme', 'calendar', 'roster'], ['allot', 'day', 'programme', 'calendar']],
  subjects: ['pay-out:allocation-a1:0'],
} satisfies About;
