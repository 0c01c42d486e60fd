/** What A01 is about. */
import type { About } from '../telling';

export default {
  matters: [['batch', 'settle', 'back', 'household', 'register']],
  subjects: ['line|b1|3', 'batch|b1'],
} satisfies About;
