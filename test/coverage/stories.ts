/** All coverage stories, in order of their mechanism. */
import { money } from './money';
import { people } from './people';
import { projects } from './projects';
import type { Story } from './story';
import { supervision } from './supervision';

export const STORIES: readonly Story[] = [...money, ...people, ...projects, ...supervision].sort((a, b) => a.item - b.item);
