/** Coverage stories of people: who is eligible, what they are due, what they got. */
import type { Story } from './story';

export const people: readonly Story[] = [];
