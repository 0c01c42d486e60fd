/** Random histories for every rule there is: few people, accounts, loans and firms, so that they collide; late facts, returns, day-ends, parameters. */
import * as path from 'node:path';
import * as fc from 'fast-check';
import { allRules } from '../../projections/anomalies/catalogue';
import type { Rule } from '../../projections/anomalies/rule';
import type { StoryEvent } from '../../projections/anomalies/story';
import { namedInFolder } from '../../projections/folder';
import { released } from '../support/told-ledger';
import { Telling, type About, type Kind } from './told/telling';

const KINDS = namedInFolder(path.join(__dirname, 'told', 'kinds')) as ReadonlyMap<string, Kind>;
const ABOUT = namedInFolder(path.join(__dirname, 'told', 'about')) as ReadonlyMap<string, About>;

/** Some histories tell of everything, the others dwell on one matter: what needs five of a kind must happen by chance too. */
const MATTERS: readonly (readonly string[])[] = [[], ['batch', 'settle', 'household'], ['loan'], ['allot', 'project', 'day'], ['project', 'pay', 'allot']];

const acts = (matter: readonly string[]) => {
  const unknown = matter.filter((kind) => !KINDS.has(kind));
  if (unknown.length > 0) throw new Error(`no kind of history is called ${unknown.join(', ')}`);
  const kinds = [...KINDS].map(([kind, { weight }]) => ({ weight: matter.includes(kind) ? Math.max(1, weight) * 6 : weight, arbitrary: fc.constant(kind) }));
  return fc.array(fc.record({ kind: fc.oneof(...kinds), a: fc.nat(997), b: fc.nat(997), c: fc.nat(997), late: fc.nat(99) }), { minLength: 40, maxLength: 70, size: 'max' });
};

/** About a third of the rules are released before anything happens, the rest on the way. */
export const historiesOf = (matters: readonly (readonly string[])[], rules: readonly Rule[]): fc.Arbitrary<readonly StoryEvent[]> => fc.tuple(fc.nat(2), fc.constantFrom(...matters).chain(acts)).map(([early, all]) => {
  const told = new Telling(rules);
  rules.forEach((rule, index) => { if (index % 3 === early) told.say(released(rule)); });
  for (const one of all) KINDS.get(one.kind)?.tell(told, one);
  rules.forEach((rule) => { if (!told.knows(`rule-${rule.code}`)) told.say(released(rule)); });
  return told.events;
});

export const histories = historiesOf(MATTERS, allRules());

export function about(rule: string): About {
  const found = ABOUT.get(rule);
  if (!found) throw new Error(`test/projections/told/about has no ${rule}`);
  return found;
}

/** The rule, and those it reads. */
export const withBeside = (rule: string): readonly string[] => [rule, ...(about(rule).beside ?? [])];

export const historiesAbout = (rule: string): fc.Arbitrary<readonly StoryEvent[]> => historiesOf(about(rule).matters, allRules().filter(({ code }) => withBeside(rule).includes(code)));
