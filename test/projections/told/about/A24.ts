/** What A24 is about. */
import type { About } from '../telling';

export default {
  matters: [['allot', 'project', 'day', 'calendar']],
  subjects: ['d7'],
} satisfies About;
