/** What A42 is about. */
import type { About } from '../telling';

export default {
  matters: [['allot', 'day', 'batch', 'settle', 'fail', 'oddity'], ['oddity', 'batch', 'day', 'roster']],
  subjects: ['act|500', 'incident|i1', 'allocation|a1', 'results|b1|r1'],
} satisfies About;
