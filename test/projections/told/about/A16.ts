/** What A16 is about. */
import type { About } from '../telling';

export default {
  matters: [['batch', 'settle', 'back', 'programme', 'household'], ['grant', 'day']],
  subjects: ['p|p7|p1|2018', 'h|h3|p1|2018', 'f|h3|p1|2018'],
} satisfies About;
