/** Recognises how a text file is written down and decodes it piece by piece. */
import { isUtf8 } from 'node:buffer';
import { getDecoder } from 'iconv-lite';
import { fileRefused } from './file-refusals';

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030';

interface Found {
  readonly encoding: TextEncoding;
  /** Length of the byte order mark. */
  readonly skip: number;
}

/** UTF-8 is tried strictly first: GB18030 accepts nearly any bytes, the other way round it is unmistakable. */
export function recogniseEncoding(bytes: Buffer): Found {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { encoding: 'utf-8', skip: 3 };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', skip: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', skip: 2 };
  const sample = bytes.subarray(0, 4_096);
  let zeros = 0;
  for (const byte of sample) if (byte === 0) zeros += 1;
  // UTF-16 without its mark, or no text at all. A few stray zeros in a text are left to the checks of the cells.
  if (zeros > sample.length / 8) throw fileRefused('file-text-unreadable');
  return { encoding: isUtf8(bytes) ? 'utf-8' : 'gb18030', skip: 0 };
}

const chunkBytes = 64 * 1024;

/** Bytes that are no characters become U+FFFD, which the checks of the cells name as unreadable. */
export function* decodeText(bytes: Buffer, found: Found): Generator<string> {
  const decoder = getDecoder(found.encoding);
  for (let at = found.skip; at < bytes.length; at += chunkBytes) yield decoder.write(bytes.subarray(at, at + chunkBytes));
  const rest = decoder.end();
  if (rest !== undefined && rest !== '') yield rest;
}
