/** Event ids follow from the key (UUIDv5), so a retry names the same events in every store. */
import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json';

const namespace = Buffer.from('6f1d3a0c7b2e5d4e9a815c0b7e42d963', 'hex');

export function eventIdBytes(office: string, key: string, ordinal: number): Buffer {
  const digest = createHash('sha1').update(namespace).update(canonicalJson([office, key, ordinal]), 'utf8').digest();
  digest[6] = (digest.readUInt8(6) & 0x0f) | 0x50;
  digest[8] = (digest.readUInt8(8) & 0x3f) | 0x80;
  return digest.subarray(0, 16);
}

export function uuidText(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
