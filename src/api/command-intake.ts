/** Takes sent commands to the ledger: reads, checks and seals them together, executes them together, and answers each by itself. */
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Actor } from '../domain/decider';
import { checkMessage } from '../domain/field-check';
import { Refused, type Text } from '../domain/refused';
import { Execute, Executor } from '../execute';
import { RefusedTogether } from '../execute-atomic';
import type { CommandRequest, Executed } from '../command-request';
import { looksPersonal } from '../identifiers/personal-looking';
import { KnownNumbers } from './known-numbers';
import { personalId, personalTexts } from './personal-looking';
import { Sealing } from './sealing';
import { addressed, badKey, readSent, type Addressed } from './sent-command';

export interface ResultLine {
  readonly key: string | null;
  readonly status: 'recorded' | 'replayed' | 'refused';
  readonly position?: number;
  readonly code?: string;
  readonly detail?: string;
  readonly errors?: readonly { pointer: string; code: string; detail: string }[];
}

interface Taken {
  readonly key: string | null;
  outcome?: Executed | Refused;
  command?: Addressed;
}

const malformedJson = (): Refused => new Refused('malformed-json', { zh: '该行不是有效的 UTF-8 JSON,或超过一行的长度上限', en: 'this line is not valid UTF-8 JSON, or is longer than a line may be' }, 'malformed');

function parsed(text: string | undefined): unknown {
  if (text === undefined) throw malformedJson();
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own words would quote the line.
    throw malformedJson();
  }
}

/** Refused where the sealed data does not fit the command's fields. */
export function checkFields(command: Pick<Addressed, 'rule'>, data: object): Refused | undefined {
  const errors = checkMessage(command.rule.data, data, '/data');
  if (errors.length > 0) return new Refused('malformed-data', { zh: '命令的内容与定义不符', en: "the command's data does not fit its definition" }, 'malformed', errors);
  const personal = personalTexts(data, '/data');
  if (personal.length === 0) return undefined;
  const text = { zh: '像身份证号或银行卡号;个人信息只能写在人员、账户栏', en: 'looks like an identity or card number; personal data belongs in the fields of people and accounts' };
  return new Refused('personal-text', { zh: `文字${text.zh}`, en: `a text ${text.en}` }, 'malformed', personal.map((pointer) => ({ pointer, code: 'personal-text', text })));
}

@Injectable()
export class CommandIntake {
  constructor(private readonly commands: CommandBus, private readonly executor: Executor, private readonly sealing: Sealing, private readonly numbers: KnownNumbers) {}

  /** One command; a refusal is thrown. */
  async one(body: unknown, headerKey: string | undefined, actor: Actor): Promise<Executed & { key: string }> {
    const command = addressed(readSent(body, headerKey), actor);
    const [data] = await this.sealed([command]);
    if (data instanceof Refused) throw data;
    const executed = await this.commands.execute(new Execute({ streamId: command.streamId, command: { type: command.type, data: data as object }, actor, key: command.key }));
    return { ...executed, key: command.key };
  }

  /** Many lines, one answer each in order. A bad line refuses only itself. */
  async lines(texts: readonly (string | undefined)[], actor: Actor, language: keyof Text): Promise<readonly ResultLine[]> {
    const taken = texts.map((text) => take(text, actor));
    const good = taken.filter((one) => one.command !== undefined);
    const outcomes = await this.execute(good.map((one) => one.command as Addressed), actor);
    for (const [index, one] of good.entries()) one.outcome = outcomes[index];
    return this.answers(taken, language);
  }

  /** All lines or none, for one stream; where one is bad, every line says so. */
  async linesTogether(texts: readonly (string | undefined)[], actor: Actor, language: keyof Text): Promise<readonly ResultLine[]> {
    const taken = texts.map((text) => take(text, actor));
    const requests: CommandRequest[] = [];
    if (taken.every((one) => one.command !== undefined)) {
      const commands = taken.map((one) => one.command as Addressed);
      const sealed = await this.sealed(commands);
      for (const [index, command] of commands.entries()) {
        const data = sealed[index] as object;
        if (data instanceof Refused) (taken[index] as Taken).outcome = data;
        requests.push({ streamId: command.streamId, command: { type: command.type, data }, actor, key: command.key });
      }
    }
    if (taken.every((one) => one.outcome === undefined)) await this.executeTogether(requests, taken);
    for (const one of taken) one.outcome ??= refusedWithOthers();
    return this.answers(taken, language);
  }

  /** A key that is somebody's number is not repeated. */
  private async answers(taken: readonly Taken[], language: keyof Text): Promise<readonly ResultLine[]> {
    const personal = await this.numbers.among(taken.flatMap(({ key }) => key ?? []));
    return taken.map((one) => resultLine(one.key !== null && personal.has(one.key) ? null : one.key, one.outcome as Executed | Refused, language));
  }

  private async executeTogether(requests: readonly CommandRequest[], taken: readonly Taken[]): Promise<void> {
    try {
      const executed = await this.executor.executeAtomically(requests);
      for (const [index, one] of taken.entries()) one.outcome = executed[index];
    } catch (error) {
      if (!(error instanceof RefusedTogether)) throw error;
      (taken[error.index] as Taken).outcome = error.refusal;
    }
  }

  /** The data of each command with references in the place of people, or why it is refused: it does not fit, or something in clear is personal. */
  private async sealed(commands: readonly Addressed[]): Promise<readonly (object | Refused)[]> {
    const sealed = await this.sealing.seal(commands.map((command) => ({ type: command.rule.data, data: command.data })));
    // Asked once the people of the commands themselves are known, so that nobody opens a household under its own register number.
    const personal = await this.numbers.among(commands.flatMap(({ key, rule, streamId }) => (rule.opens ? [key, streamId] : [key])));
    return sealed.map((data, index) => {
      const command = commands[index] as Addressed;
      if (personal.has(command.key)) return badKey();
      if (personal.has(command.streamId)) return personalId();
      return data instanceof Refused ? data : (checkFields(command, data) ?? data);
    });
  }

  /** Seals and checks, and executes what is well formed in the order given. */
  private async execute(commands: readonly Addressed[], actor: Actor): Promise<readonly (Executed | Refused)[]> {
    const sealed = await this.sealed(commands);
    const outcomes: (Executed | Refused | undefined)[] = sealed.map((data) => (data instanceof Refused ? data : undefined));
    const fit = outcomes.flatMap((outcome, index) => (outcome ? [] : [index]));
    const requests = fit.map((index): CommandRequest => {
      const command = commands[index] as Addressed;
      return { streamId: command.streamId, command: { type: command.type, data: sealed[index] as object }, actor, key: command.key };
    });
    const executed = requests.length === 0 ? [] : await this.executor.executeMany(requests);
    for (const [order, index] of fit.entries()) outcomes[index] = executed[order];
    return outcomes as (Executed | Refused)[];
  }
}

const refusedWithOthers = (): Refused => new Refused('atomic-refused', { zh: '同批另有命令被拒,整批未记录', en: 'another command of these was refused, so none was recorded' });

function take(text: string | undefined, actor: Actor): Taken {
  let key: string | null = null;
  try {
    const value = parsed(text);
    if (typeof value === 'object' && value !== null && typeof (value as { key?: unknown }).key === 'string') ({ key } = readableKey(value as { key: string }));
    return { key, command: addressed(readSent(value), actor) };
  } catch (error) {
    if (error instanceof Refused) return { key, outcome: error };
    throw error;
  }
}

/** Echoes a key only where it is one: an answer never repeats what might be personal. */
const readableKey = (value: { key: string }): { key: string | null } => ({ key: /^[\x21-\x7e]{1,200}$/.test(value.key) && !looksPersonal(value.key) ? value.key : null });

export function resultLine(key: string | null, outcome: Executed | Refused, language: keyof Text): ResultLine {
  if (!(outcome instanceof Refused)) return { key, status: outcome.status, position: outcome.lastPosition };
  return {
    key, status: 'refused', code: outcome.code, detail: outcome.text[language],
    ...(outcome.errors.length > 0 ? { errors: outcome.errors.map((error) => ({ pointer: error.pointer, code: error.code, detail: error.text[language] })) } : {}),
  };
}
