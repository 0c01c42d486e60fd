/** Days and months of the stories, drawn by chance: nothing happens to everybody on one day. */
import { addDays } from '../simulate/step';
import type { CaseWorld } from './case-world';

/** A day between these two, both included. */
export function dayBetween(world: CaseWorld, from: string, until: string): string {
  const days = Math.round((Date.parse(until) - Date.parse(from)) / 86_400_000);
  return addDays(from, world.chance.whole(0, days));
}

/** A month of 2018 between these two numbers, both included. */
export const monthOf2018 = (world: CaseWorld, from: number, until: number): string => `2018-${String(world.chance.whole(from, until)).padStart(2, '0')}`;

/** The day of the month on which the county opens the lists of its monthly items. */
export const listDay = (month: string): string => `${month}-12`;
