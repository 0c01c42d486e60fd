/** What A34 is about. */
import type { About } from '../telling';

export default {
  matters: [['sharing', 'day']],
  subjects: ['village|422899001|p1|2018-01-01', 'programme|p1'],
} satisfies About;
