/** Coverage stories of loans, projects and linkage. */
import type { Story } from './story';

export const projects: readonly Story[] = [];
