/** Reads a request body of JSON lines: one line at a time, with bounds, so that a body of any length uses little memory. */
import type { Request } from 'express';
import { bodyTooLarge } from './over-limit';

export interface Line {
  /** From 1, empty lines not counted. */
  readonly number: number;
  /** Undefined where the line is not UTF-8 or longer than a line may be: it refuses only itself. */
  readonly text: string | undefined;
}

const LINE_BYTES_MAX = 1_048_576;

function decoded(parts: readonly Buffer[], decoder: InstanceType<typeof TextDecoder>): string | undefined {
  try {
    return decoder.decode(parts.length === 1 ? parts[0] : Buffer.concat(parts));
  } catch {
    // Not UTF-8: a decoder that repaired it silently would record something nobody sent.
    return undefined;
  }
}

export async function* linesOf(body: AsyncIterable<Buffer | string>, lineBytesMax = LINE_BYTES_MAX): AsyncGenerator<Line> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let parts: Buffer[] = [];
  let bytes = 0;
  let number = 0;
  const take = (): Line | undefined => {
    const text = bytes > lineBytesMax ? undefined : decoded(parts, decoder);
    const blank = bytes === 0 || text?.trim() === '';
    parts = [];
    bytes = 0;
    return blank ? undefined : { number: (number += 1), text };
  };
  for await (const chunk of body) {
    const buffer = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    let start = 0;
    for (let end = buffer.indexOf(10); end >= 0; start = end + 1, end = buffer.indexOf(10, start)) {
      bytes += end - start;
      if (bytes <= lineBytesMax) parts.push(buffer.subarray(start, end));
      const line = take();
      if (line) yield line;
    }
    bytes += buffer.length - start;
    if (bytes <= lineBytesMax) parts.push(buffer.subarray(start));
    else parts = [];
  }
  const last = take();
  if (last) yield last;
}

/** Where all lines are held together, no more bytes than that; whoever stops early leaves the connection open for the answer. */
export const linesSent = (request: Request, bodyBytesMax = Infinity): AsyncGenerator<Line> => linesOf(bounded(request, bodyBytesMax));

async function* bounded(request: Request, bodyBytesMax: number): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of partsOf(request)) {
    bytes += chunk.length;
    if (bytes > bodyBytesMax) throw bodyTooLarge(bodyBytesMax);
    yield chunk;
  }
}

/** A body part by part. A reader that stops early leaves the rest to pass by unread: a request that is destroyed would take the answer with it. */
export async function* partsOf(request: Request): AsyncGenerator<Buffer> {
  try {
    yield* request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  } finally {
    request.resume();
  }
}

/** Few long lines fill a chunk as well as many short ones. */
const CHUNK_CHARACTERS = 4 * 1_048_576;

/** Groups lines into chunks of at most `size`. */
export async function* chunksOf(lines: AsyncIterable<Line>, size: number): AsyncGenerator<Line[]> {
  let chunk: Line[] = [];
  let characters = 0;
  for await (const line of lines) {
    chunk.push(line);
    characters += line.text?.length ?? 0;
    if (chunk.length < size && characters < CHUNK_CHARACTERS) continue;
    yield chunk;
    chunk = [];
    characters = 0;
  }
  if (chunk.length > 0) yield chunk;
}
