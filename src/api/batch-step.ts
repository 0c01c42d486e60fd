/** What the steps of a batch share: their key, and how a recorded step is answered. */
import { randomUUID } from 'node:crypto';
import type { Response } from 'express';
import type { Executed } from '../command-request';
import { Refused } from '../domain/refused';
import { acceptedKey } from './sent-command';

export type Data = Readonly<Record<string, unknown>>;

/** The body as an object; its fields are checked against the command's. No body is an empty one. */
export function bodyOf(body: unknown): Data {
  if (body === undefined || body === null) return {};
  if (typeof body === 'object' && !Array.isArray(body)) return body as Data;
  throw new Refused('malformed-request', { zh: '请求内容应为 JSON 对象', en: 'the body must be a JSON object' }, 'malformed');
}

/** A step without a key is a wish of its own: the state of the batch alone keeps it from being done twice. */
export const keyOr = (key: string | undefined): string => (key === undefined ? `once-${randomUUID()}` : acceptedKey(key));

export function sent(response: Response, key: string, executed: Executed): object {
  response.status(executed.status === 'recorded' ? 201 : 200);
  return { key, status: executed.status, position: executed.lastPosition };
}
