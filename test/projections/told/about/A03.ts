/** What A03 is about. */
import type { About } from '../telling';

export default {
  matters: [['batch', 'settle', 'back', 'programme']],
  subjects: ['p|p7|p1|2018-01-01|2018-01-01', 'h|h3|p1|2018-01-01|2018-01-01'],
} satisfies About;
