/** What A04 is about. */
import type { About } from '../telling';

export default {
  matters: [['batch', 'settle', 'back', 'exclude'], ['exclude']],
  subjects: ['p|p7|p1|p2', 'h|h3|p1|p2', 'post|p7', 'student|p7|2018-spring'],
} satisfies About;
