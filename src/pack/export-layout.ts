/** Where things stand in a whole export: the files of c2sp.org/tlog-tiles, and the events themselves beside the entries. */
import { Unreadable } from '../proof/unreadable';
import { LENGTH_BYTES, tilePath } from '../proof/tiles';

export function entriesIn(bundle: Buffer, width: number): Buffer[] {
  const leaves: Buffer[] = [];
  for (let at = 0; at < bundle.length; ) {
    const end = at + LENGTH_BYTES + (at + LENGTH_BYTES <= bundle.length ? bundle.readUInt16BE(at) : Infinity);
    if (end > bundle.length) throw new Unreadable('entries', 'a bundle is cut short');
    leaves.push(bundle.subarray(at + LENGTH_BYTES, end));
    at = end;
  }
  if (leaves.length !== width) throw new Unreadable('entries', `a bundle holds ${String(leaves.length)} entries, not ${String(width)}`);
  return leaves;
}

/** Events of a bundle of entries, with what opens their leaves: not part of the specification, so outside of `tile/`. */
export const eventsPath = (index: number, width: number): string => `${tilePath('entries', index, width).replace(/^tile\/entries/, 'events')}.jsonl`;
