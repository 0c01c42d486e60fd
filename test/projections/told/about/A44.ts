/** What A44 is about. */
import type { About } from '../telling';

export default {
  matters: [['course']],
  subjects: ['township|422899001|p1|2018', 'programme|p1', 'scope|422899|disabled', 'demolish-old-house:house-f1:1'],
} satisfies About;
