/** What A02 is about. */
import type { About } from '../telling';

export default {
  matters: [['batch', 'settle', 'programme', 'household', 'register']],
  subjects: ['p7|p1'],
} satisfies About;
