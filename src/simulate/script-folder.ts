/** A simulated script on disk: one line per deed, office files as real files, what was planted beside the folder and never in it. */
import { createHash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { bytesOf } from './office-file';
import type { DatedDeed, Script } from './step';

const SCRIPT = 'script.ndjson';

/** Holds invented people in clear: it is test data, and real offices' files hold the same. Answers the number of deeds and files written. */
export async function writeScript(folder: string, script: Script): Promise<{ deeds: number; files: number }> {
  await fs.mkdir(path.join(folder, 'files'), { recursive: true });
  let files = 0;
  for (const { deed } of script.deeds) {
    if (deed.kind !== 'batch' || !deed.file) continue;
    files += 1;
    await fs.writeFile(path.join(folder, 'files', `${deed.batchId}${deed.file.form === 'xlsx' ? '.xlsx' : '.csv'}`), await bytesOf(deed.file));
  }
  await fs.writeFile(path.join(folder, SCRIPT), script.deeds.map((deed) => JSON.stringify(deed)).join('\n') + '\n');
  await fs.writeFile(`${folder.replace(/\/+$/, '')}.planted.ndjson`, script.planted.map((each) => JSON.stringify(each)).join('\n') + '\n');
  return { deeds: script.deeds.length, files };
}

export async function readScript(folder: string): Promise<{ deeds: readonly DatedDeed[]; keyPrefix: string }> {
  const text = await fs.readFile(path.join(folder, SCRIPT), 'utf8');
  return { deeds: text.trim().split('\n').map((line) => JSON.parse(line) as DatedDeed), keyPrefix: keyPrefixOf(text) };
}

/** Keys come from the content, so posting the same script twice is one posting. */
export const keyPrefixOf = (content: string): string => `sim-${createHash('sha256').update(content).digest('hex').slice(0, 12)}`;

