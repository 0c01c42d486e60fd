/** The hashes of all leaves that were signed, one after the other, beside the sealer's memory: where the database was changed and everything in it computed anew, this still tells which event was. */
import * as fs from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import * as path from 'node:path';
import { DIGEST_BYTES } from '../event-store/leaf';
import { GrowingTree } from './tiles';

const PAGE = 2_048;

export class LeafLog {
  readonly file: string;
  private handle: FileHandle | undefined;

  constructor(folder: string) {
    this.file = path.join(folder, 'leaves');
  }

  /** Whole hashes in the file. */
  size(): number {
    return fs.existsSync(this.file) ? Math.floor(fs.statSync(this.file).size / DIGEST_BYTES) : 0;
  }

  /** What was written beyond this was never signed: a crash came between. */
  async cut(size: number): Promise<void> {
    await (await this.opened()).truncate(size * DIGEST_BYTES);
  }

  /** On disk when this answers. */
  async write(from: number, leafHashes: Buffer): Promise<void> {
    const handle = await this.opened();
    await handle.write(leafHashes, 0, leafHashes.length, from * DIGEST_BYTES);
    await handle.datasync();
  }

  /** Shorter than asked where the file ends. */
  async read(from: number, count: number): Promise<Buffer> {
    const buffer = Buffer.alloc(count * DIGEST_BYTES);
    const { bytesRead } = await (await this.opened()).read(buffer, 0, buffer.length, from * DIGEST_BYTES);
    return buffer.subarray(0, bytesRead - (bytesRead % DIGEST_BYTES));
  }

  /** Root over the first `size` of them; undefined where there are fewer. */
  async root(size: number): Promise<Buffer | undefined> {
    const tree = GrowingTree.of();
    while (tree.size < size) {
      const hashes = await this.read(tree.size, Math.min(PAGE, size - tree.size));
      if (hashes.length === 0) return undefined;
      tree.append(hashes);
      // A long file is gone through in steps: others want to be served meanwhile.
      await new Promise((resolve) => { setImmediate(resolve); });
    }
    return tree.root();
  }

  async close(): Promise<void> {
    await this.handle?.close();
    this.handle = undefined;
  }

  private async opened(): Promise<FileHandle> {
    this.handle ??= await open(this.file, fs.constants.O_RDWR | fs.constants.O_CREAT, 0o600);
    return this.handle;
  }
}
