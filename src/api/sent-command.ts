/** A command as a caller sends it: read, addressed to its stream and asked whether the role may send it at all, before anything is sealed. */
import type { Actor, CommandRule } from '../domain/decider';
import { splitStreamId, streamId } from '../domain/decider';
import { unknownAt } from '../domain/field-check';
import { deciderOf, decidersKnowing } from '../domain/nouns';
import { Refused, type FieldError } from '../domain/refused';
import { looksPersonal } from '../identifiers/personal-looking';
import { acceptedId } from './personal-looking';

export interface SentCommand {
  readonly key: string;
  readonly type: string;
  readonly id: string;
  readonly data: object;
}

export interface Addressed extends SentCommand {
  readonly streamId: string;
  readonly rule: CommandRule;
}

const KEY = /^[\x21-\x7e]{1,200}$/;
const MEMBERS = new Set(['key', 'type', 'id', 'data']);

const fieldError = (pointer: string, code: string, zh: string, en: string): FieldError => ({ pointer, code, text: { zh, en } });
const malformed = (errors: readonly FieldError[]): Refused =>
  new Refused('malformed-command', { zh: '命令应为 {key, type, id, data}', en: 'a command is {key, type, id, data}' }, 'malformed', errors);

export function acceptedKey(key: unknown): string {
  if (typeof key === 'string' && KEY.test(key) && !looksPersonal(key)) return key;
  throw badKey();
}

export const badKey = (): Refused =>
  new Refused('bad-key', { zh: '幂等键应为 1–200 个可见 ASCII 字符,不含个人信息', en: 'the idempotency key must be 1 to 200 visible ASCII characters and hold nothing personal' }, 'malformed', [
    fieldError('/key', 'bad-key', '缺失或格式不符', 'is missing or not of the form'),
  ]);

/** Reads the envelope. `headerKey` (Idempotency-Key) stands in for a missing key; two that differ are refused. */
export function readSent(value: unknown, headerKey?: string): SentCommand {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed([fieldError('', 'not-an-object', '应为对象', 'must be an object')]);
  const sent = value as Partial<Record<keyof SentCommand, unknown>>;
  const errors = Object.keys(sent).filter((name) => !MEMBERS.has(name)).map((name) => fieldError(unknownAt('', name), 'unknown-field', '没有这一项', 'there is no such field'));
  if (typeof sent.type !== 'string') errors.push(fieldError('/type', 'missing-field', '缺少此项', 'is missing'));
  if (typeof sent.data !== 'object' || sent.data === null || Array.isArray(sent.data)) errors.push(fieldError('/data', 'not-an-object', '应为对象', 'must be an object'));
  if (headerKey !== undefined && sent.key !== undefined && sent.key !== headerKey) errors.push(fieldError('/key', 'key-differs', '与 Idempotency-Key 头不同', 'differs from the Idempotency-Key header'));
  if (errors.length > 0) throw malformed(errors);
  return { key: acceptedKey(sent.key ?? headerKey), type: sent.type as string, id: idText(sent.id), data: sent.data as object };
}

function idText(id: unknown): string {
  if (typeof id === 'string') return id;
  return acceptedId(id);
}

/** Commands that many nouns know (disclosures, corrections) name the full stream; the others only the noun's id. */
export function addressed(sent: SentCommand, actor: Actor): Addressed {
  const deciders = decidersKnowing(sent.type);
  const [only] = deciders;
  if (!only) throw new Refused('command-unknown', { zh: '没有这种命令,见 GET /v1/commands', en: 'there is no such command; see GET /v1/commands' }, 'unknown', [fieldError('/type', 'command-unknown', '没有这种命令', 'there is no such command')]);
  const decider = namesStream(sent.type) ? deciderOf(splitStreamId(sent.id).noun) : only;
  const rule = decider?.commands[sent.type] as CommandRule | undefined;
  if (!decider || !rule) {
    throw new Refused('bad-id', { zh: '此命令的 id 应为完整的流编号,如 allocation-2018-07', en: 'the id of this command must be a full stream id, like allocation-2018-07' }, 'malformed', [
      fieldError('/id', 'not-a-stream', '应为完整的流编号', 'must be a full stream id'),
    ]);
  }
  if (!rule.by.includes(actor.role)) {
    throw new Refused('role-may-not', {
      zh: `“${actor.role}”无权办理 ${sent.type};可由 ${rule.by.join('、')} 办理`,
      en: `role ${actor.role} may not send ${sent.type}; it is for ${rule.by.join(', ') || 'the service itself'}`,
    }, 'forbidden');
  }
  const id = decider.onlyId ?? acceptedId(namesStream(sent.type) ? splitStreamId(sent.id).id : sent.id);
  return { ...sent, streamId: streamId(decider.noun, id), rule };
}

const namesStream = (type: string): boolean => decidersKnowing(type).length > 1 || /Disclosure$/.test(type);
