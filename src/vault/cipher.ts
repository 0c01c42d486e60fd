/** The algorithms the vault seals and looks up with, each under the name that is stored beside what it made. */
import { createCipheriv, createDecipheriv, createHmac, hash, randomFillSync, timingSafeEqual } from 'node:crypto';

/** Authenticated encryption under a 32-byte key; `bound` is what the ciphertext belongs to and cannot be moved from. */
export interface Cipher {
  readonly name: string;
  seal(key: Buffer, plain: Buffer, bound: string): Buffer;
  /** Throws `Tampered` where a single bit differs, or it belongs elsewhere. */
  open(key: Buffer, sealed: Buffer, bound: string): Buffer;
}

/** Something sealed was changed, moved, cut or swapped, or its key is another one. */
export class Tampered extends Error {
  constructor(readonly what: string) {
    super(`what the vault sealed does not open: ${what}`);
    this.name = 'Tampered';
  }
}

const pool = Buffer.alloc(16384);
let poolAt = pool.length;

/** Random bytes from a pool that is refilled at once and wiped as it is given out: a call per nonce costs more than sealing. */
export function randomBytesPooled(count: number): Buffer {
  if (poolAt + count > pool.length) {
    randomFillSync(pool);
    poolAt = 0;
  }
  const bytes = Buffer.from(pool.subarray(poolAt, poolAt + count));
  pool.fill(0, poolAt, (poolAt += count));
  return bytes;
}

const aesGcm: Cipher = {
  name: 'AES-256-GCM',
  seal(key, plain, bound) {
    const nonce = randomBytesPooled(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 });
    cipher.setAAD(Buffer.from(bound));
    const sealed = cipher.update(plain);
    cipher.final();
    return Buffer.concat([nonce, sealed, cipher.getAuthTag()]);
  },
  open(key, sealed, bound) {
    if (sealed.length < 28) throw new Tampered('too short');
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12), { authTagLength: 16 });
    decipher.setAAD(Buffer.from(bound));
    decipher.setAuthTag(sealed.subarray(-16));
    const plain = decipher.update(sealed.subarray(12, -16));
    try {
      decipher.final();
    } catch {
      throw new Tampered('authentication failed');
    }
    return plain;
  },
};

/** Encrypt, then MAC over what it is bound to, the counter block and the ciphertext: OpenSSL has no SM4-GCM. */
function sm3Tag(key: Buffer, bound: string, body: Buffer): Buffer {
  const macKey = createHmac('sm3', key).update('mac').digest();
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(bound));
  return createHmac('sm3', macKey).update(length).update(bound).update(body).digest();
}
const sm4Key = (key: Buffer): Buffer => createHmac('sm3', key).update('encrypt').digest().subarray(0, 16);

const sm4: Cipher = {
  name: 'SM4-CTR+HMAC-SM3',
  seal(key, plain, bound) {
    const counter = randomBytesPooled(16);
    const cipher = createCipheriv('sm4-ctr', sm4Key(key), counter);
    const body = Buffer.concat([counter, cipher.update(plain), cipher.final()]);
    return Buffer.concat([body, sm3Tag(key, bound, body)]);
  },
  open(key, sealed, bound) {
    if (sealed.length < 48) throw new Tampered('too short');
    const body = sealed.subarray(0, -32);
    if (!timingSafeEqual(sm3Tag(key, bound, body), sealed.subarray(-32))) throw new Tampered('authentication failed');
    const decipher = createDecipheriv('sm4-ctr', sm4Key(key), body.subarray(0, 16));
    return Buffer.concat([decipher.update(body.subarray(16)), decipher.final()]);
  },
};

export const ciphers = { 'AES-256-GCM': aesGcm, 'SM4-CTR+HMAC-SM3': sm4 } as const;
export type CipherName = keyof typeof ciphers;

export function cipherNamed(name: string): Cipher {
  if (!Object.hasOwn(ciphers, name)) throw new Tampered('unknown algorithm');
  return ciphers[name as CipherName];
}

export const lookupHashes = { 'HMAC-SHA256': 'sha256', 'HMAC-SM3': 'sm3' } as const;
export type LookupHashName = keyof typeof lookupHashes;

/** Sixteen bytes of an HMAC. Identity numbers can be enumerated, so a hash without a key would be no secret. */
export interface KeyedHash {
  (text: string): Buffer;
  /** The same, written where it is needed: lists are hashed by the page. */
  into(text: string, target: Buffer, at: number): void;
}

export const hashBytes = 16;
const longestFast = 1024;

/**
 * HMAC by two one-shot hashes over prepared pads (RFC 2104), passed on as strings of bytes: it runs for every line of every list, and a
 * Buffer made in native code costs more than the hash.
 */
export function keyedHash(name: LookupHashName, key: Buffer): KeyedHash {
  const algorithm = lookupHashes[name];
  const block = Buffer.alloc(64);
  key.copy(block);
  const inner = Buffer.alloc(64 + 4 * longestFast, block.map((byte) => byte ^ 0x36));
  const outer = Buffer.alloc(64 + 32, block.map((byte) => byte ^ 0x5c));
  const digest = (text: string): string => {
    if (text.length > longestFast) return createHmac(algorithm, key).update(text).digest('binary');
    const length = inner.write(text, 64);
    outer.write(hash(algorithm, inner.subarray(0, 64 + length), 'binary'), 64, 'latin1');
    return hash(algorithm, outer, 'binary');
  };
  const whole = (text: string): Buffer => Buffer.from(digest(text).slice(0, hashBytes), 'latin1');
  return Object.assign(whole, { into: (text: string, target: Buffer, at: number) => { target.write(digest(text), at, hashBytes, 'latin1'); } });
}
