/** `mingzhang evaluate --seed N`: how well the rules judge a labelled county, planted from the audit typology. */
import * as fs from 'node:fs/promises';
import { evaluate, type Evaluation } from '../evaluate/evaluate';
import { writeLabelled } from '../evaluate/labelled-folder';
import type { Wish } from '../evaluate/plan';
import type { Money, Ratio, Ratios } from '../evaluate/ratios';
import type { RuleScore } from '../evaluate/score';
import { BadUse, wholeOption, type Command, type ExitCode, type Given } from './command';

const EACH = 30;
/** Their codes begin with 427, which no county bears. */
const MOST_COUNTIES = 900;

const lineOf = (name: string, { planted, found, missed, extraSeparable, extraInseparable, recall, precision, inseparableShare }: RuleScore): string =>
  `${name.padEnd(8)}${[planted, found, missed, extraSeparable, extraInseparable].map((count) => String(count).padStart(8)).join('')}${[recall, precision, inseparableShare].map((share) => share.toFixed(4).padStart(10)).join('')}`;

const FEN_PER_YUAN = 100;
const ratioOf = ({ plantedPercent, foundPercent }: Ratio): string => `planted ${plantedPercent.toFixed(3)} %, found ${foundPercent.toFixed(3)} %`;

const yuanOf = (fen: number): string => (fen / FEN_PER_YUAN).toFixed(0);
const moneyOf = (name: string, { plantedFen, foundFen }: Money): string => `${name}planted ${yuanOf(plantedFen)} yuan, found ${yuanOf(foundFen)} yuan`;

/** What went wrong by rule; and the stories of which another sum was found. */
const money = ({ rules, stories }: Ratios): string[] => [
  'money gone wrong by rule:', ...Object.entries(rules).map(([code, one]) => moneyOf(`  ${code}  `, one)),
  ...Object.entries(stories).filter(([, { plantedFen, foundFen }]) => plantedFen !== foundFen).map(([story, one]) => moneyOf(`  of ${story}: `, one)),
];

/** The same said many times is said once, with how often and one example. */
function counted(said: readonly (readonly [what: string, example: string])[]): string[] {
  const times = new Map<string, { count: number; example: string }>();
  for (const [what, example] of said) times.set(what, { count: (times.get(what)?.count ?? 0) + 1, example });
  return [...times].map(([what, { count, example }]) => `${String(count).padStart(5)} × ${what}, e.g. ${example}`);
}

function shown({ seed, setting, counties, rules, overall, ratios, missed, extra }: Evaluation, detail: boolean): string[] {
  return [
    `seed ${String(seed)}, ${setting} setting${counties > 1 ? `, ${String(counties)} counties` : ''}`,
    `rule     planted   found  missed  extraSep  extraIns    recall precision  insepShare`,
    ...Object.entries(rules).map(([code, one]) => lineOf(code, one)), lineOf('overall', overall),
    `problem ÷ sampled  ${ratioOf(ratios.problem)}; serious ÷ sampled  ${ratioOf(ratios.serious)}; ${String(Math.floor(ratios.sampledFen / FEN_PER_YUAN))} yuan sampled`,
    ...(detail ? [...counted(missed.map((story) => [`missed ${story.rule}${story.part ?? ''}: ${story.told}`, story.label])),
      ...counted(extra.map((flag) => [`extra ${flag.rule}${flag.part ?? ''} on ${flag.story}`, `${flag.subject} (${flag.label ?? '-'})`])), ...money(ratios)] : []),
  ];
}

const untold = ({ refused }: Evaluation, detail: boolean): string[] =>
  [`no score: ${String(refused.length)} deeds were refused, so the stories were not told as planned`, ...refused.slice(0, detail ? 100 : 10).map(({ type, id, code, detail: why }) => `  ${type} ${id}: ${code} ${why}`)];

/** What is printed. Where deeds were refused the stories were not told as planned: nothing is said then of how well they were judged. */
export function answerOf(evaluation: Evaluation, { json, detail }: { json: boolean; detail: boolean }): string[] {
  const { rules, overall, ratios, refused } = evaluation;
  if (json) return [JSON.stringify(refused.length > 0 ? { refused } : { rules, overall, ratios })];
  return refused.length > 0 ? untold(evaluation, detail) : shown(evaluation, detail);
}

function wishOf(given: Given): Wish {
  const counties = wholeOption(given, 'counties', 1);
  if (counties < 1 || counties > MOST_COUNTIES) throw new BadUse(`--counties takes a number from 1 to ${String(MOST_COUNTIES)}`);
  const only = typeof given.options.only === 'string' ? given.options.only.split(',') : [];
  return { seed: wholeOption(given, 'seed', 1), hard: given.options.hard === true, each: wholeOption(given, 'each', EACH), only, counties };
}

async function run(given: Given): Promise<ExitCode> {
  const wish = wishOf(given);
  if (typeof given.options.write === 'string') {
    const { deeds, stories, truth } = await writeLabelled(given.options.write, wish);
    given.out(given.options.json === true ? JSON.stringify({ folder: given.options.write, deeds, stories, truth }) : `${given.options.write}: ${String(deeds)} deeds; the truth about ${String(stories)} stories is in ${truth}`);
    return 0;
  }
  const evaluation = await evaluate(wish, given.tell);
  if (typeof given.options.out === 'string') await fs.writeFile(given.options.out, JSON.stringify(evaluation));
  for (const line of answerOf(evaluation, { json: given.options.json === true, detail: given.options.detail === true })) given.out(line);
  return evaluation.refused.length > 0 ? 2 : 0;
}

const command: Command = {
  summary: 'tell how well the rules judge: a labelled county with planted anomalies and look-alikes, posted, judged and scored',
  options: {
    seed: { type: 'string', meaning: 'the same seed plants the same county (1)' },
    hard: { type: 'boolean', meaning: 'the hard setting: mistyped names and texts, registers late and in parts, rules that change in mid-year, rivals just under thresholds' },
    each: { type: 'string', meaning: 'anomalies of each sub-code (30); look-alikes are five to six times as many' },
    only: { type: 'string', meaning: 'codes to plant, e.g. A02,A19 (all)' },
    counties: { type: 'string', meaning: 'counties the stories are spread over, each with its lists, money and registers (1); 97 make a province' },
    write: { type: 'string', meaning: 'write the labelled county to this folder for `load` instead of judging it; the truth goes beside it, to FOLDER.truth.json' },
    detail: { type: 'boolean', meaning: 'name what was missed and what was flagged without need; money gone wrong by rule' },
    out: { type: 'string', meaning: 'file to write the whole evaluation to' },
  },
  run,
};
export default command;
