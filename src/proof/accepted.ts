/** Findings a person has looked at and lives with: kept beside the sealer's memory, where whoever can write the database cannot write. The scrub passes over them; every verifier still finds them. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Finding } from './disagreements';

export interface Acceptance extends Pick<Finding, 'position' | 'kind' | 'detail'> {
  readonly by: string;
  readonly reason: string;
  readonly at: string;
}

const fileIn = (folder: string): string => path.join(folder, 'accepted.jsonl');

/** The same thing found again; another change at the same position is not the same: `detail` names the hashes. */
const nameOf = ({ position, kind, detail }: Pick<Finding, 'position' | 'kind' | 'detail'>): string => JSON.stringify([position, kind, detail]);

export function readAccepted(folder: string): ReadonlySet<string> {
  const file = fileIn(folder);
  if (!fs.existsSync(file)) return new Set();
  return new Set(fs.readFileSync(file, 'utf8').split('\n').filter((line) => line !== '').map((line) => nameOf(JSON.parse(line) as Acceptance)));
}

export const isAccepted = (accepted: ReadonlySet<string>, finding: Finding): boolean => accepted.has(nameOf(finding));

export function accept(folder: string, acceptance: Acceptance): void {
  const handle = fs.openSync(fileIn(folder), 'a', 0o600);
  try {
    fs.writeSync(handle, `${JSON.stringify(acceptance)}\n`);
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}
