/** Loads the default exports of a folder's files: the folder is the list, nothing is registered twice. */
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';

const isCode = (name: string): boolean => /^[a-zA-Z0-9-]+\.(ts|js)$/.test(name) && !name.endsWith('.d.ts');

const filesOf = (folder: string): string[] => fs.readdirSync(folder).filter(isCode).sort();

function defaultOf(folder: string, name: string): unknown {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded by name from the folder.
  const module = require(path.join(folder, name)) as { default?: unknown };
  if (!module.default) throw new Error(`${name} has no default export`);
  return module.default;
}

/** By file name without its ending, in order. */
export const namedInFolder = (folder: string): ReadonlyMap<string, unknown> => new Map(filesOf(folder).map((name) => [name.replace(/\.(ts|js)$/, ''), defaultOf(folder, name)]));

/** In order of file name. `except` names the files (without ending) that are the folder's machinery. */
export function loadFolder(folder: string, except: readonly string[] = []): readonly unknown[] {
  const wanted = filesOf(folder).filter((name) => !except.includes(name.replace(/\.(ts|js)$/, '')));
  return wanted.map((name) => defaultOf(folder, name));
}

/** Changes whenever a file of the folders changes: what was derived by other code is rebuilt. */
export function hashOfFolders(folders: readonly string[]): string {
  const hash = createHash('sha256');
  for (const folder of folders) {
    for (const name of filesOf(folder)) hash.update(name).update('\0').update(fs.readFileSync(path.join(folder, name))).update('\0');
  }
  return hash.digest('hex');
}
