/** What A12 is about. */
import type { About } from '../telling';

export default {
  matters: [['pay', 'allot', 'programme', 'batch']],
  subjects: ['payment|y7', 'batch|b1'],
} satisfies About;
