/** What the steps of a batch share: their key, and how a recorded step is answered. */
import { randomUUID } from 'node:crypto';
import type { Response } from 'express';
import type { Executed } from '../command-request';
import { acceptedKey } from './sent-command';

/** A step without a key is a wish of its own: the state of the batch alone keeps it from being done twice. */
export const keyOr = (key: string | undefined): string => (key === undefined ? `once-${randomUUID()}` : acceptedKey(key));

export function sent(response: Response, key: string, executed: Executed): object {
  response.status(executed.status === 'recorded' ? 201 : 200);
  return { key, status: executed.status, position: executed.lastPosition };
}
