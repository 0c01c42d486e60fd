/** One subject's sealed row: a block under a key of its own, that key wrapped by the master key; both bound to the reference. */
import { cipherNamed, randomBytesPooled, Tampered, type Cipher } from './cipher';
import type { MasterKeys } from './keys';
import type { Block, SubjectKind } from './subject';
import { refPrefix } from './subject';

export interface SealedSubject {
  readonly ref: string;
  readonly keyVersion: number;
  readonly keyAlgorithm: string;
  readonly wrappedKey: Buffer;
  readonly blockAlgorithm: string;
  readonly block: Buffer;
}

const digits = '0123456789abcdefghijklmnopqrstuvwxyz';

/** A reference says nothing of whom it names: 26 random characters, 134 bits. */
export function newRef(kind: SubjectKind): string {
  let ref = refPrefix[kind];
  while (ref.length < 28) {
    // Bytes from 252 on would favour the first digits.
    for (const byte of randomBytesPooled(32)) if (byte < 252 && ref.length < 28) ref += digits.charAt(byte % 36);
  }
  return ref;
}

const keyBound = (ref: string): string => `key|${ref}`;
const blockBound = (ref: string): string => `block|${ref}`;

export class Sealer {
  constructor(private readonly keys: MasterKeys, private readonly cipher: Cipher) {}

  sealNew(ref: string, block: Block): SealedSubject {
    return this.sealUnder(ref, randomBytesPooled(32), block);
  }

  private sealUnder(ref: string, dataKey: Buffer, block: Block): SealedSubject {
    return {
      ref,
      keyVersion: this.keys.current,
      keyAlgorithm: this.cipher.name,
      wrappedKey: this.cipher.seal(this.keys.derive('wrapping'), dataKey, keyBound(ref)),
      blockAlgorithm: this.cipher.name,
      block: this.cipher.seal(dataKey, Buffer.from(JSON.stringify(block)), blockBound(ref)),
    };
  }

  private dataKey(row: SealedSubject): Buffer {
    return cipherNamed(row.keyAlgorithm).open(this.keys.derive('wrapping', row.keyVersion), row.wrappedKey, keyBound(row.ref));
  }

  open(row: SealedSubject): Block {
    const plain = cipherNamed(row.blockAlgorithm).open(this.dataKey(row), row.block, blockBound(row.ref));
    const block: unknown = JSON.parse(plain.toString('utf8'));
    if (typeof block !== 'object' || block === null) throw new Tampered('not a block');
    return block as Block;
  }

  /** The same subject with another block, or under today's wrapping key and algorithm. Its data key stays its own. */
  reseal(row: SealedSubject, block: Block): SealedSubject {
    return this.sealUnder(row.ref, this.dataKey(row), block);
  }
}
