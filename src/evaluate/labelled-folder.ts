/** The labelled county on disk, to be loaded into any service: the script in a folder, the truth about it beside the folder. */
import { writeBeside, writeScript } from '../simulate/script-folder';
import { plan, type Plan, type Wish } from './plan';

/** What is true, by story; what went wrong in fen; and which story each subject that a flag may name belongs to. */
const truthOf = ({ planted, wrongFen, subjects, counties }: Plan, { seed, hard }: Wish): object => ({
  seed, setting: hard ? 'hard' : 'default', counties, stories: [...planted.values()], wrongFen: Object.fromEntries(wrongFen), subjects: Object.fromEntries(subjects()),
});

export async function writeLabelled(folder: string, wish: Wish): Promise<{ readonly deeds: number; readonly stories: number; readonly truth: string }> {
  const planned = plan(wish);
  const { deeds } = await writeScript(folder, planned.script);
  const truth = await writeBeside(folder, 'truth.json', JSON.stringify(truthOf(planned, wish)));
  return { deeds, stories: planned.planted.size, truth };
}
