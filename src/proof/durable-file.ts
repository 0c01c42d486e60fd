/** Files that are whole and on disk when the writer is told so, whatever happens in between. */
import * as fs from 'node:fs';
import { link, open, rename, unlink } from 'node:fs/promises';
import * as path from 'node:path';

export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function written(draft: string, text: string): Promise<string> {
  const handle = await open(draft, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return draft;
}

/** In place of what lay there. One writer of a file at a time; what one left that died is written over. */
export async function writeDurably(file: string, text: string): Promise<void> {
  await rename(await written(`${file}.new`, text), file);
  await syncFolder(path.dirname(file));
}

/** Only where nothing lies there: of two that make it at once, one has made it. */
export async function makeDurably(file: string, text: string): Promise<void> {
  const draft = await written(`${file}.${String(process.pid)}.new`, text);
  try {
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
  await syncFolder(path.dirname(file));
}

/** A file with a secret that others on the machine could read is an error. */
export function readSecret(file: string): string {
  if ((fs.statSync(file).mode & 0o077) !== 0) throw new Error(`${file} may be read by others on this machine: set it to mode 0600`);
  return fs.readFileSync(file, 'utf8');
}
