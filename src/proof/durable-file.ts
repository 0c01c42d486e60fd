/** Files that are whole and on disk when the writer is told so, whatever happens in between. */
import * as fs from 'node:fs';
import { open, rename } from 'node:fs/promises';
import * as path from 'node:path';

export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** In place of what lay there. One writer of a file at a time; what one left that died is written over. */
export async function writeDurably(file: string, text: string): Promise<void> {
  const draft = `${file}.new`;
  const handle = await open(draft, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
  await syncFolder(path.dirname(file));
}

/** Only where nothing lies there: of two that make it at once, one has made it, and both read that one. At a start, where nobody waits meanwhile. */
export function makeDurably(file: string, text: string): void {
  const draft = `${file}.${String(process.pid)}.new`;
  fs.writeFileSync(draft, text, { mode: 0o600, flush: true });
  try {
    fs.linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    fs.unlinkSync(draft);
  }
  const folder = fs.openSync(path.dirname(file), 'r');
  fs.fsyncSync(folder);
  fs.closeSync(folder);
}

/** A file with a secret that others on the machine could read is an error. */
export function readSecret(file: string): string {
  if ((fs.statSync(file).mode & 0o077) !== 0) throw new Error(`${file} may be read by others on this machine: set it to mode 0600`);
  return fs.readFileSync(file, 'utf8');
}
