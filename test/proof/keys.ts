/** Keys of tests, made from a seed that is written down: Ed25519 signs the same bytes each time. */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { noteText, vkeyText } from '../../src/proof/note';
import { checkpointText, type Checkpoint } from '../../src/proof/checkpoint';
import { cosigner, ed25519Signer, type Cosigner, type Signer } from '../../src/proof/signer';

const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

export const ed25519FromSeed = (seedHex: string): KeyObject => createPrivateKey({ key: Buffer.concat([PKCS8, Buffer.from(seedHex, 'hex')]), format: 'der', type: 'pkcs8' });

const seeded = (byte: number): KeyObject => ed25519FromSeed(Buffer.alloc(32, byte).toString('hex'));

/** Signers by a seed of 32 equal bytes. */
export const logSigner = (byte: number, origin = 'ledger.example/funds-2026'): Signer => ed25519Signer(origin, seeded(byte));
export const witnessSigner = (byte: number, name = `office.example/w${String(byte)}`): Cosigner => cosigner(name, seeded(byte));
export const vkeyOf = ({ key }: Pick<Signer, 'key'>): string => vkeyText(key);

export function signedCheckpoint(signer: Signer, { size, root }: Omit<Checkpoint, 'origin'>): string {
  const text = checkpointText({ origin: signer.key.name, size, root });
  return noteText({ text, signatures: [signer.sign(text)] });
}
