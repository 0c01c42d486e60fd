/** The vault's algorithms against known answers and against tampering. */
import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { ciphers, keyedHash, Tampered, type CipherName } from '../../src/vault/cipher';

const seed = Number(process.env.SEED ?? 20180707);
const key = Buffer.alloc(32, 7);

describe.each(Object.keys(ciphers) as CipherName[])('%s', (name) => {
  const cipher = ciphers[name];
  it('opens what it sealed, never seals alike twice, and opens nothing else', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(), (bytes, at) => {
      const plain = Buffer.from(bytes);
      const sealed = cipher.seal(key, plain, 'block|p-1');
      expect(cipher.open(key, sealed, 'block|p-1').equals(plain)).toBe(true);
      expect(cipher.seal(key, plain, 'block|p-1').equals(sealed)).toBe(false);
      expect(() => cipher.open(key, sealed, 'block|p-2')).toThrow(Tampered);
      expect(() => cipher.open(Buffer.alloc(32, 8), sealed, 'block|p-1')).toThrow(Tampered);
      const changed = Buffer.from(sealed);
      changed[at % changed.length] = (changed[at % changed.length] ?? 0) ^ 1;
      expect(() => cipher.open(key, changed, 'block|p-1')).toThrow(Tampered);
      expect(() => cipher.open(key, sealed.subarray(0, at % sealed.length), 'block|p-1')).toThrow(Tampered);
    }), { seed });
  });
});

describe('keyed hashes', () => {
  it.each([['HMAC-SHA256', 'sha256'], ['HMAC-SM3', 'sm3']] as const)('%s is the HMAC of the standard, cut to sixteen bytes', (name, algorithm) => {
    const hash = keyedHash(name, key);
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 1500 }), (text) => {
      expect(hash(text).equals(createHmac(algorithm, key).update(text).digest().subarray(0, 16))).toBe(true);
    }), { seed });
  });
});
