/** Name and key of a witness: one file of its folder, made at the first start and never changed. */
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { makeDurably, readSecret } from './durable-file';
import { cosigner, type Cosigner } from './signer';

const fileIn = (folder: string): string => path.join(folder, 'identity.json');

interface Identity {
  readonly name: string;
  /** PKCS #8, PEM. */
  readonly privateKey: string;
}

/** Whoever has this name and another key, or this key and another name, is another witness. */
export function witnessIdentity(folder: string, name: string | undefined): Cosigner {
  const file = fileIn(folder);
  if (!fs.existsSync(file)) {
    if (name === undefined || !/^[^\p{White_Space}+]{1,200}$/u.test(name)) throw new Error('a new witness needs a name without blanks or plus signs, best one that is like an address: --name office.example.cn/witness');
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    const identity: Identity = { name, privateKey: generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }) as string };
    makeDurably(file, `${JSON.stringify(identity, undefined, 2)}\n`);
  }
  const text = readSecret(file);
  let own: Cosigner;
  try {
    const identity = JSON.parse(text) as Identity;
    own = cosigner(identity.name, createPrivateKey(identity.privateKey));
  } catch {
    // The library's own words may quote the key.
    throw new Error(`${file} does not hold the name and key of a witness`);
  }
  if (name !== undefined && name !== own.key.name) throw new Error(`the witness in ${folder} is called ${own.key.name}, not ${name}`);
  return own;
}
