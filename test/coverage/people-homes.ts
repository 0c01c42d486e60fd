/** Coverage stories of homes: relocation, dangerous houses, grants that reach the card. */
import type { Story } from './story';

export const peopleHomes: readonly Story[] = [];
