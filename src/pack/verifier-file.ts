/** The offline verifier as the build left it, to be put beside what it verifies. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { VERIFIER_FILE } from './manifest';

/** From the compiled tree and from the sources alike; undefined where nothing was built. */
export function verifierFile(): Buffer | undefined {
  const places = [path.join(__dirname, '..', '..', VERIFIER_FILE), path.join(__dirname, '..', '..', 'dist', VERIFIER_FILE)];
  const found = places.find((place) => fs.existsSync(place));
  return found === undefined ? undefined : fs.readFileSync(found);
}
