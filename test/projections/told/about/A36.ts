/** What A36 is about. */
import type { About } from '../telling';

export default {
  matters: [['batch', 'settle', 'fail', 'back', 'day', 'calendar'], ['batch', 'fail', 'back', 'household', 'register']],
  subjects: ['settle-failed-line:batch-b1:7', 'line|b1|3'],
} satisfies About;
