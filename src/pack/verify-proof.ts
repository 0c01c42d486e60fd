/** A proof file (`.tlog-proof`): the leaf it holds is in the tree its checkpoint signs; with the event beside it, the event is that leaf. */
import { leafHash } from '../event-store/leaf';
import type { Policy } from '../proof/policy';
import { parseTlogProof } from '../proof/tlog-proof';
import { includes } from '../proof/tree';
import { Unreadable } from '../proof/unreadable';
import { Findings, type Verification } from './finding';
import { packedEvent } from './packed-event';
import { at } from './verify-events';
import { vouchedCheckpoint } from './verify-pack';

/** `event`: a line as in a pack, with header, payload and salt. Its own proof is not asked for. */
export function verifyProof(text: string, policy?: Policy, event?: string): Verification {
  const findings = new Findings();
  const { extra, index, hashes, checkpoint: note } = parseTlogProof(text);
  const { checkpoint: { origin, size, root } } = vouchedCheckpoint(note, policy, undefined, findings);
  const leaf = extra ?? (event === undefined ? undefined : leafOfEvent(event, index));
  if (!leaf) throw new Unreadable('proof', 'it holds no leaf: give the event itself (--event)');
  const where = { position: index };
  if (event !== undefined && !leafOfEvent(event, index).equals(leaf)) findings.tampered('event-differs', { zh: `所附事件不是${at(index).zh}`, en: `the event beside it is not ${at(index).en}` }, where);
  if (!includes(root, size, index, leafHash(leaf), hashes)) findings.tampered('event-not-in-tree', { zh: `${at(index).zh}与签名的账本不符`, en: `${at(index).en} is not what the signed tree holds there` }, where);
  const all = findings.all();
  const holds = all.some(({ grade }) => grade === 'tampered') ? [] : [{ zh: `${at(index).zh}在签名的账本树内`, en: `${at(index).en} is in the signed tree` }];
  return { kind: 'proof', origin, size, root: root.toString('base64'), events: 1, holds, notes: [], findings: all };
}

function leafOfEvent(event: string, position: number): Buffer {
  const fields = JSON.parse(event) as Record<string, unknown>;
  return packedEvent(JSON.stringify({ position, proof: [], ...fields }), 1).leaf;
}
