/** Thrown where a request is more than the service takes: too large, of a kind not taken, too often, too many at once. What the limit is, is said. */
import type { Text } from '../domain/refused';

export class OverLimit extends Error {
  constructor(
    readonly status: 413 | 415 | 429 | 503,
    readonly code: string,
    readonly text: Text,
    readonly retryAfterSeconds?: number,
  ) {
    super(`${code}: ${text.en}`);
    this.name = 'OverLimit';
  }
}

/** 64 KiB, 2 MiB: as a person would say it. */
function sizeText(bytes: number): string {
  return bytes >= 1_048_576 ? `${String(Math.floor(bytes / 1_048_576))} MiB` : `${String(Math.floor(bytes / 1_024))} KiB`;
}

export const bodyTooLarge = (limitBytes: number): OverLimit =>
  new OverLimit(413, 'body-too-large', { zh: `请求内容超过 ${sizeText(limitBytes)}`, en: `the body is larger than ${sizeText(limitBytes)}` });

export const fileTooLarge = (limitBytes: number): OverLimit =>
  new OverLimit(413, 'file-too-large', { zh: `文件超过 ${sizeText(limitBytes)}`, en: `the file is larger than ${sizeText(limitBytes)}` });
