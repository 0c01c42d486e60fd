/** Event ids follow from the key (UUIDv5), so a retry names the same events in every store. */
import { hash } from 'node:crypto';
import { canonicalString } from './canonical-json';

const namespace = Buffer.from('6f1d3a0c7b2e5d4e9a815c0b7e42d963', 'hex');

/** The n-th event of an append: UUIDv5 of the JSON `[office,key,n]`. */
export function eventIds(office: string, key: string): (ordinal: number) => string {
  const start = Buffer.from(`[${canonicalString(office)},${canonicalString(key)},`, 'utf8');
  const name = Buffer.allocUnsafe(namespace.length + start.length + 20);
  const at = namespace.length + start.copy(name, namespace.copy(name));
  return (ordinal) => {
    const digest = hash('sha1', name.subarray(0, at + name.write(`${String(ordinal)}]`, at, 'latin1')), 'hex');
    const variant = ((parseInt(digest.charAt(16), 16) & 0x3) | 0x8).toString(16);
    return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-5${digest.slice(13, 16)}-${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
  };
}
