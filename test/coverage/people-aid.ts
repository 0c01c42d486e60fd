/** Coverage stories of aid: allowances, premiums, students, posts, training, medical bills. */
import type { Story } from './story';

export const peopleAid: readonly Story[] = [];
