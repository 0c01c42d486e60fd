/** What A28 is about. */
import type { About } from '../telling';

export default {
  matters: [['project', 'pay']],
  subjects: ['j1|2'],
} satisfies About;
