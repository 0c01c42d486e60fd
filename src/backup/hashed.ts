/** Passes bytes on and hashes them on the way. */
import { createHash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';

export class Hashed extends Transform {
  private readonly hash = createHash('sha256');
  bytes = 0;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.hash.update(chunk);
    this.bytes += chunk.length;
    done(null, chunk);
  }

  /** Once, after the stream has ended. */
  hex(): string {
    return this.hash.digest('hex');
  }
}
