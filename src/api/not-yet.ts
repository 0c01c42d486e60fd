/** Thrown where the answer is "not now, ask again": 425 and 503 with Retry-After. */
import type { Text } from '../domain/refused';

export class NotYet extends Error {
  constructor(
    readonly status: 425 | 503,
    readonly code: string,
    readonly text: Text,
    readonly retryAfterSeconds: number,
  ) {
    super(`${code}: ${text.en}`);
    this.name = 'NotYet';
  }
}
