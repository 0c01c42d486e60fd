/** A simulated script on disk: one line per deed, office files as real files, what is true of it beside the folder and never in it. */
import { createHash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { bytesOf } from './office-file';
import type { DatedDeed } from './step';

const SCRIPT = 'script.ndjson';

/** Holds invented people in clear: it is test data, and real offices' files hold the same. Answers the number of deeds and files written. */
export async function writeScript(folder: string, deeds: readonly DatedDeed[]): Promise<{ deeds: number; files: number }> {
  await fs.mkdir(path.join(folder, 'files'), { recursive: true });
  let files = 0;
  for (const { deed } of deeds) {
    if (deed.kind !== 'batch' || !deed.file) continue;
    files += 1;
    await fs.writeFile(path.join(folder, 'files', `${deed.batchId}${deed.file.form === 'xlsx' ? '.xlsx' : '.csv'}`), await bytesOf(deed.file));
  }
  await writeLines(path.join(folder, SCRIPT), deeds);
  return { deeds: deeds.length, files };
}

const LINES_AT_ONCE = 10_000;

/** A county of full size does not fit into one string. */
async function writeLines(file: string, all: readonly object[]): Promise<void> {
  await fs.writeFile(file, '');
  for (let from = 0; from < all.length; from += LINES_AT_ONCE) await fs.appendFile(file, all.slice(from, from + LINES_AT_ONCE).map((each) => `${JSON.stringify(each)}\n`).join(''));
}

/** The file for what whoever loads the folder must not see. Answers its name. */
export async function writeBeside(folder: string, ending: string, text: string): Promise<string> {
  const file = `${folder.replace(/\/+$/, '')}.${ending}`;
  await fs.writeFile(file, text);
  return file;
}

export async function readScript(folder: string): Promise<{ deeds: readonly DatedDeed[]; keyPrefix: string }> {
  const text = await fs.readFile(path.join(folder, SCRIPT), 'utf8');
  return { deeds: text.trim().split('\n').map((line) => JSON.parse(line) as DatedDeed), keyPrefix: keyPrefixOf(text) };
}

/** Keys come from the content, so posting the same script twice is one posting. */
export const keyPrefixOf = (content: string): string => `sim-${createHash('sha256').update(content).digest('hex').slice(0, 12)}`;

