/** What A07 is about. */
import type { About } from '../telling';

export default {
  matters: [['batch', 'settle', 'household']],
  subjects: ['account|a7', 'person|p7'],
} satisfies About;
