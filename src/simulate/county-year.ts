/** One county's fiscal year from one seed: everything its offices do, in order of business dates, and what was planted in it. */
import { disburse, lists, monthlyRecipients } from './batches';
import { Chance } from './chance';
import { books } from './books';
import { funds } from './funds';
import { loans } from './loans';
import { oversight } from './oversight';
import { Population } from './people';
import { MORE_PROGRAMMES, PROGRAMMES } from './programmes';
import { library, projectLife } from './project-life';
import { projects } from './projects';
import { deaths, registers } from './registers';
import { setting } from './setting';
import { villageLife } from './village-life';
import { HOME_COUNTY, inOrder, withDayEnds, type Script } from './step';

export interface CountyYear {
  readonly seed: number;
  readonly county: string;
  readonly townships: number;
  readonly villagesEach: number;
  readonly households: number;
  readonly projects: number;
  readonly loans: number;
  /** Programmes paid besides the seven of every county; absent: none. */
  readonly moreProgrammes?: number;
  /** Everything else a county records of its people, its books and its oversight; absent: only what the seven programmes need. */
  readonly wholeLife?: boolean;
  /** Longer lists are handed in by parts; absent: whole. */
  readonly listLines?: number;
}

/** The demo: small enough to read, large enough to hold every harm. */
export const DEMO_COUNTY: CountyYear = { seed: 2018, county: HOME_COUNTY, townships: 3, villagesEach: 4, households: 240, projects: 10, loans: 24 };

/** A county of full size, as one of the 97: 13 townships, 260 villages, 21,000 registered households, 60,000 persons, 40 programmes, over 300,000 lines, 400 projects, two agent banks. */
export const FULL_COUNTY: CountyYear = { seed: 2018, county: HOME_COUNTY, townships: 13, villagesEach: 20, households: 21_000, projects: 400, loans: 400, moreProgrammes: MORE_PROGRAMMES.length, wholeLife: true, listLines: 3_500 };

const BEFORE = '2017-12-31';
const LAST = '2018-12-31';

export function simulateCountyYear(wish: CountyYear): Script {
  const chance = new Chance(wish.seed);
  const population = new Population(wish.county, chance.fork('people'), wish);
  const programmes = [...PROGRAMMES, ...MORE_PROGRAMMES.slice(0, wish.moreProgrammes ?? 0)];
  const life = deaths(population, chance.fork('deaths'), Math.max(4, Math.floor(wish.households / 30)), monthlyRecipients(population, chance.fork('lists')));
  const paid = lists(population, chance.fork('lists'), life.deaths, programmes, wish.listLines);
  const built = projects(population, chance.fork('projects'), wish.projects);
  const lent = loans(population, chance.fork('loans'), wish.loans);
  const needFen = new Map<string, number>([['WORKS', built.needFen]]);
  for (const list of paid.lists) {
    const total = list.lines.reduce((sum, line) => sum + line.amountFen, 0);
    needFen.set(list.programme.id, (needFen.get(list.programme.id) ?? 0) + total);
  }
  const funded = funds(population, chance.fork('funds'), needFen, programmes);
  const besides = wish.wholeLife ? [...villageLife(population, chance.fork('villages'), BEFORE), ...books(wish.county, programmes), ...oversight(population, chance.fork('oversight')), ...projectLife(built.deeds, population, chance.fork('library'))] : library(built.deeds);
  const deeds = inOrder([
    ...setting(population, BEFORE, programmes), ...registers(population, BEFORE), ...life.deeds, ...paid.deeds, ...funded.deeds, ...built.deeds, ...lent.deeds,
    ...besides, ...paid.lists.flatMap((list, index) => disburse(list, population, chance.fork(list.batchId), index)),
  ]);
  return { deeds: withDayEnds(deeds.filter((each) => each.on <= LAST), BEFORE, LAST), planted: [...funded.planted, ...paid.planted, ...built.planted, ...lent.planted] };
}
