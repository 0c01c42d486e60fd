/** The keys the log is signed with: private keys as PEM files of the sealer's folder, one for Ed25519 and, where asked for, one for SM2. */
import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { makeDurably, readSecret } from './durable-file';
import { vkeyText } from './note';
import { ed25519Signer, sm2Signer, type Signer } from './signer';

export interface SealKeys {
  readonly origin: string;
  /** Ed25519 first: what a checkpoint is known by. */
  readonly signers: readonly [Signer, ...Signer[]];
  readonly vkeys: readonly string[];
}

export interface KeyWish {
  readonly folder: string;
  readonly origin: string;
  readonly sm2: boolean;
  /** A key that is missing is made; where not, it must lie there. */
  readonly mayMake: boolean;
}

const makers = {
  'ed25519.pem': () => generateKeyPairSync('ed25519').privateKey,
  'sm2.pem': () => generateKeyPairSync('ec', { namedCurve: 'SM2' }).privateKey,
} as const;

/** Read back from its file even when just made: only so is a key on the SM2 curve taken for one of SM2. */
function load(name: keyof typeof makers, { folder, mayMake }: KeyWish): KeyObject {
  const file = path.join(folder, name);
  if (!fs.existsSync(file)) {
    if (!mayMake) throw new Error(`MINGZHANG_SEAL_DIR: there is no key ${name} in ${folder}; make one there and keep it apart from the database (docs/operations.md)`);
    makeDurably(file, makers[name]().export({ format: 'pem', type: 'pkcs8' }) as string);
  }
  const pem = readSecret(file);
  try {
    return createPrivateKey(pem);
  } catch {
    // The library's own words may quote the key.
    throw new Error(`${file} is not a private key in PEM`);
  }
}

export function loadSealKeys(wish: KeyWish): SealKeys {
  fs.mkdirSync(wish.folder, { recursive: true, mode: 0o700 });
  const first = ed25519Signer(wish.origin, load('ed25519.pem', wish));
  const more = wish.sm2 ? [sm2Signer(wish.origin, load('sm2.pem', wish))] : [];
  const signers: SealKeys['signers'] = [first, ...more];
  return { origin: wish.origin, signers, vkeys: signers.map(({ key }) => vkeyText(key)) };
}
