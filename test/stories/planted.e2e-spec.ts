/** The stories an inspector would tell, of every harm at least ten: posted over HTTP to a service of their own, they raise what they should and nothing else. */
import { allRules } from '../../projections/anomalies/catalogue';
import { evaluate, type Evaluation } from '../../src/evaluate/evaluate';
import { allPlantings, plan } from '../../src/evaluate/plan';

jest.setTimeout(600_000);
const seed = Number(process.env['SEED'] ?? 1);
const once = { seed, hard: false, each: 1, only: [] };

let evaluation: Evaluation;
beforeAll(async () => { evaluation = await evaluate(once, () => undefined); });

const harmOf = new Map(allRules().map(({ code, harm }) => [code, harm]));

it('every rule has its stories, and every harm ten different ones', () => {
  expect(allPlantings().map(({ rule }) => rule)).toEqual(allRules().map(({ code }) => code));
  const told = new Map<string, Set<string>>();
  for (const { rule, plantings } of allPlantings()) {
    const harm = harmOf.get(rule) ?? '';
    for (const planting of plantings) if (planting.truth === 'anomaly') told.set(harm, (told.get(harm) ?? new Set()).add(planting.told));
  }
  expect([...told].filter(([, stories]) => stories.size < 10).map(([harm, stories]) => `${harm}: ${String(stories.size)}`)).toEqual([]);
  expect(told.size).toBe(8);
});

it('the service takes every one of them', () => {
  expect(evaluation.refused.map(({ type, id, code }) => `${type} ${id}: ${code}`)).toEqual([]);
});

it('what should be flagged is flagged, by the rule and sub-code it is told for', () => {
  expect(evaluation.missed.map(({ label, told }) => `${label}: ${told}`)).toEqual([]);
});

it('nothing else is: neither what looks alike, nor ordinary households, nor another rule', () => {
  const isLead = (story: string): boolean => story.includes(' inseparable: ');
  expect(evaluation.extra.filter(({ story }) => !isLead(story)).map(({ rule, part, subject, story }) => `${rule}${part ?? ''} ${subject}: ${story}`)).toEqual([]);
});

it('the same seed plants the same county, and another seed another', () => {
  const wish = { ...once, only: ['A02', 'A19'] };
  expect(plan(wish).script).toEqual(plan(wish).script);
  expect(plan({ ...wish, seed: seed + 1 }).script).not.toEqual(plan(wish).script);
});
