/** The events of a pack against tree and streams: each in the tree at its position, in order, no revision of a whole stream missing. */
import { leafHash } from '../event-store/leaf';
import type { Checkpoint } from '../proof/checkpoint';
import { includes } from '../proof/tree';
import type { Findings } from './finding';
import type { PackManifest, PackedStream } from './manifest';
import { Unreadable } from '../proof/unreadable';
import { linesOf, opened, rawEvent, type PackedEvent, type RawEvent } from './packed-event';

export type Events = ReadonlyMap<number, PackedEvent>;

export const at = (position: number): { zh: string; en: string } => ({ zh: `第 ${String(position)} 位事件`, en: `the event at position ${String(position)}` });

function openedOr(raw: RawEvent, findings: Findings): PackedEvent | undefined {
  try {
    return opened(raw);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    findings.tampered('event-unreadable', { zh: `${at(raw.position).zh}无法读取`, en: `${at(raw.position).en} cannot be read: ${error.message}` }, { position: raw.position });
    return undefined;
  }
}

/** One who dropped, doubled or reordered lines is found here; one who edited them, by the tree. */
export function readEvents(bytes: Buffer, { size, root }: Checkpoint, findings: Findings): Events {
  const events = new Map<number, PackedEvent>();
  let last = -1;
  linesOf(bytes, 'events').forEach((line, number) => {
    const raw = rawEvent(line, number + 1);
    const { position } = raw;
    const here = { position };
    const name = at(position);
    if (position <= last) findings.tampered('events-out-of-order', { zh: `${name.zh}排在第 ${String(last)} 位之后,次序被打乱或重复`, en: `${name.en} stands after position ${String(last)}: reordered or repeated` }, here);
    last = Math.max(last, position);
    if (position >= size) findings.tampered('event-beyond-checkpoint', { zh: `${name.zh}不在检查点(共 ${String(size)} 件)之内`, en: `${name.en} lies beyond the checkpoint of ${String(size)}` }, here);
    else if (!includes(root, size, position, leafHash(raw.leaf), raw.proof)) {
      findings.tampered('event-not-in-tree', { zh: `${name.zh}与签名的账本不符:内容或位置被改动`, en: `${name.en} is not what the signed tree holds there: content or place was changed` }, here);
    }
    const event = openedOr(raw, findings);
    if (!event) return;
    if (event.payload === undefined) findings.incomplete('payload-withheld', { zh: `${name.zh}的内容被隐去,只证明其抬头`, en: `the payload of ${name.en} is withheld; only its header is proven` }, here);
    events.set(position, event);
  });
  return events;
}

/** Revisions are dense, so a whole stream of n events has 0 to n - 1. The first that is not in its place is named: all after it are shifted with it. */
function checkWhole({ id }: PackedStream, found: readonly PackedEvent[], findings: Findings): void {
  const nth = found.findIndex(({ header: { revision } }, place) => revision !== place);
  const wrong = found[nth];
  if (!wrong) return;
  findings.tampered('revision-missing', {
    zh: `${id} 的第 ${String(nth)} 号事件不在包内:${at(wrong.position).zh}是第 ${String(wrong.header.revision)} 号`, en: `${id} lacks revision ${String(nth)}: ${at(wrong.position).en} is revision ${String(wrong.header.revision)}`,
  }, { position: wrong.position });
}

function checkStream(stream: PackedStream, found: readonly PackedEvent[], findings: Findings): void {
  const there = new Set(found.map(({ position }) => position));
  for (const position of stream.positions) {
    if (!there.has(position)) findings.tampered('event-missing', { zh: `${stream.id} 的${at(position).zh}不在包内`, en: `${at(position).en} of ${stream.id} is not in the pack` }, { position });
  }
  const named = new Set(stream.positions);
  for (const { position } of found) {
    if (!named.has(position)) findings.tampered('event-unnamed', { zh: `清单没有列出${at(position).zh}`, en: `the manifest does not name ${at(position).en}` }, { position });
  }
  if (found[0]?.header.revision !== 0) findings.tampered('stream-without-opening', { zh: `${stream.id} 缺首件`, en: `${stream.id} is without its first event` }, { position: stream.positions[0] ?? 0 });
  if (stream.whole) checkWhole(stream, found, findings);
}

export function checkStreams({ streams, redacted, totals }: PackManifest, events: Events, findings: Findings): void {
  const byStream = new Map<string, PackedEvent[]>(streams.map(({ id }) => [id, []]));
  let lastUs = -1;
  for (const event of [...events.values()].sort((a, b) => a.position - b.position)) {
    const { position, header: { streamId, recordedAtUs } } = event;
    if (recordedAtUs <= lastUs) findings.tampered('time-runs-back', { zh: `${at(position).zh}的记账时间不晚于前一件`, en: `${at(position).en} was recorded no later than the one before it` }, { position });
    lastUs = recordedAtUs;
    const stream = byStream.get(streamId);
    if (stream) stream.push(event);
    else findings.tampered('stream-unnamed', { zh: `清单没有列出 ${streamId}`, en: `the manifest does not name ${streamId}` }, { position });
  }
  for (const stream of streams) checkStream(stream, byStream.get(stream.id) ?? [], findings);
  const withheld = [...events.values()].filter(({ payload }) => payload === undefined).map(({ position }) => position);
  const undeclared = withheld.find((position) => !redacted.includes(position));
  if (undeclared !== undefined) findings.incomplete('withheld-without-a-word', { zh: `清单没有说明${at(undeclared).zh}被隐去`, en: `the manifest does not say that ${at(undeclared).en} is withheld` }, { position: undeclared });
  if (totals.events !== events.size) findings.tampered('totals-differ', { zh: `清单称 ${String(totals.events)} 件,实有 ${String(events.size)} 件`, en: `the manifest counts ${String(totals.events)} events, there are ${String(events.size)}` });
}
