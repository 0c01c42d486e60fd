/** What A26 is about. */
import type { About } from '../telling';

export default {
  matters: [['batch', 'settle', 'roster', 'programme'], ['pay', 'project']],
  subjects: ['batch|b1', 'payment|y7'],
} satisfies About;
