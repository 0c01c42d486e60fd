/** Coverage stories of disclosure, supervision, accountability and data. */
import type { Story } from './story';

export const supervision: readonly Story[] = [];
