/** Every noun by its stream prefix, and every command by its name: the table of contents of the write side. */
import access from './access';
import allocation from './allocation';
import batch from './batch';
import benefit from './benefit';
import calendar from './calendar';
import caseDecider from './case';
import complaint from './complaint';
import day from './day';
import type { CommandRule, Decider } from './decider';
import engagement from './engagement';
import house from './house';
import household from './household';
import incident from './incident';
import inquiry from './inquiry';
import loan from './loan';
import payment from './payment';
import programme from './programme';
import project from './project';
import recovery from './recovery';
import rectification from './rectification';
import region from './region';
import register from './register';
import roster from './roster';
import rule from './rule';
import statement from './statement';
import year from './year';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- states differ per noun; the decider alone looks inside.
type AnyDecider = Decider<any, any, any>;

export const NOUNS: readonly AnyDecider[] = [
  access,
  allocation,
  batch,
  benefit,
  calendar,
  caseDecider,
  complaint,
  day,
  engagement,
  house,
  household,
  incident,
  inquiry,
  loan,
  payment,
  programme,
  project,
  recovery,
  rectification,
  region,
  register,
  roster,
  rule,
  statement,
  year,
];

const byNoun = new Map(NOUNS.map((decider) => [decider.noun, decider]));

export const deciderOf = (noun: string): AnyDecider | undefined => byNoun.get(noun);

/** The deciders that know a command: one, or several where the command belongs to whichever stream owes it (PostDisclosure). */
export const decidersKnowing = (commandType: string): readonly AnyDecider[] => NOUNS.filter((decider) => Object.hasOwn(decider.commands, commandType));

/** Every (command name, rule, nouns) once, for GET /v1/commands; where several nouns know it, whoever may send it to one of them. */
export function allCommands(): readonly { type: string; rule: CommandRule; nouns: readonly string[] }[] {
  const types = [...new Set(NOUNS.flatMap((decider) => Object.keys(decider.commands)))].sort();
  return types.map((type) => {
    const deciders = decidersKnowing(type);
    const rules = deciders.map((decider) => decider.commands[type] as CommandRule);
    return { type, rule: { ...(rules[0] as CommandRule), by: [...new Set(rules.flatMap(({ by }) => by))] }, nouns: deciders.map((decider) => decider.noun) };
  });
}
