/** What A19 is about. */
import type { About } from '../telling';

export default {
  matters: [['loan']],
  subjects: ['loan|l1', 'entity|e1'],
} satisfies About;
