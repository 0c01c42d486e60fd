/** A whole export, verified from its folder and a policy alone: every event, every tile, the root; and that one checkpoint continues another. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { leafHash } from '../event-store/leaf';
import { parseCheckpoint, type Checkpoint } from '../proof/checkpoint';
import { parseNote } from '../proof/note';
import { judgeCheckpoint, type Policy } from '../proof/policy';
import { GrowingTree, nodesFrom, tilePath, tilesOf, tileWidth, TILE_WIDTH, type Tile, type TileId } from '../proof/tiles';
import { consistencyRanges, extendsTree, rangeRoot } from '../proof/tree';
import { Unreadable } from '../proof/unreadable';
import { entriesIn, eventsPath } from './export-layout';
import { Findings, type Verification } from './finding';
import { linesOf, packedEvent, type PackedEvent } from './packed-event';
import { at } from './verify-events';
import { vouchedCheckpoint } from './verify-pack';

const LARGEST_FILE_BYTES = 536_870_912;

/** Undefined where there is none. */
function fileIn(folder: string, name: string): Buffer | undefined {
  const file = path.join(folder, name);
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (!stat?.isFile()) return undefined;
  if (stat.size > LARGEST_FILE_BYTES) throw new Unreadable('export', `${name} is larger than ${String(LARGEST_FILE_BYTES)} bytes`);
  return fs.readFileSync(file);
}

function neededIn(folder: string, name: string): Buffer {
  const bytes = fileIn(folder, name);
  if (!bytes) throw new Unreadable('export', `it has no ${name}`);
  return bytes;
}

/** What must run on from one bundle of events to the next. */
class Course {
  private readonly revisions = new Map<string, number>();
  private lastUs = -1;

  constructor(private readonly findings: Findings) {}

  take({ position, header: { streamId, revision, recordedAtUs } }: PackedEvent): void {
    const next = this.revisions.get(streamId) ?? 0;
    if (revision !== next) this.findings.tampered('revision-missing', { zh: `${streamId} 缺第 ${String(next)} 号事件`, en: `${streamId} lacks revision ${String(next)}` }, { position });
    if (recordedAtUs <= this.lastUs) this.findings.tampered('time-runs-back', { zh: `${at(position).zh}的记账时间不晚于前一件`, en: `${at(position).en} was recorded no later than the one before it` }, { position });
    this.revisions.set(streamId, revision + 1);
    this.lastUs = recordedAtUs;
  }
}

class ExportReading {
  private readonly tree = GrowingTree.of();
  private readonly course: Course;
  found = 0;

  constructor(private readonly folder: string, private readonly size: number, private readonly findings: Findings) {
    this.course = new Course(findings);
  }

  /** Root of what stands in the folder, bundle by bundle. */
  root(): Buffer {
    for (let index = 0; index * TILE_WIDTH < this.size; index += 1) this.bundle(index);
    this.compare(this.tree.openTiles());
    return this.tree.root();
  }

  private bundle(index: number): void {
    const width = Math.min(TILE_WIDTH, this.size - index * TILE_WIDTH);
    const name = tilePath('entries', index, width);
    const leaves = entriesIn(neededIn(this.folder, name), width);
    const events = this.eventsOf(index, width);
    leaves.forEach((leaf, nth) => { this.entry(index * TILE_WIDTH + nth, leaf, events.get(index * TILE_WIDTH + nth)); });
    this.compare(this.tree.append(Buffer.concat(leaves.map(leafHash))));
  }

  private eventsOf(index: number, width: number): ReadonlyMap<number, PackedEvent> {
    const bytes = fileIn(this.folder, eventsPath(index, width));
    return new Map((bytes ? linesOf(bytes, eventsPath(index, width)) : []).map((line, nth) => packedEvent(line, nth + 1)).map((event) => [event.position, event]));
  }

  private entry(position: number, leaf: Buffer, event: PackedEvent | undefined): void {
    if (!event) return this.findings.incomplete('event-missing', { zh: `导出缺${at(position).zh},只有其叶子`, en: `the export has the leaf, not ${at(position).en} itself` }, { position });
    if (!event.leaf.equals(leaf)) return this.findings.tampered('event-differs', { zh: `${at(position).zh}与其叶子不符`, en: `${at(position).en} is not what its leaf says` }, { position });
    this.found += 1;
    this.course.take(event);
  }

  /** Tiles as they were made of the entries against tiles as they lie there: at the bottom, the first hash that differs says which entry. */
  private compare(tiles: readonly Tile[]): void {
    for (const { level, index, hashes } of tiles) {
      const width = tileWidth({ level, index }, this.size);
      const name = tilePath(level, index, width);
      const there = fileIn(this.folder, name);
      if (!there) this.findings.incomplete('tile-missing', { zh: `导出缺 ${name}`, en: `the export has no ${name}` }, { file: name });
      else if (!there.equals(hashes)) {
        const nth = Array.from({ length: width }, (_, one) => one).find((one) => !there.subarray(one * 32, one * 32 + 32).equals(hashes.subarray(one * 32, one * 32 + 32))) ?? 0;
        this.findings.tampered('tile-differs', { zh: `${name} 与条目算出的不符`, en: `${name} is not what the entries give` }, level === 0 ? { file: name, position: index * TILE_WIDTH + nth } : { file: name });
      }
    }
  }
}

export function verifyExport(folder: string, policy?: Policy): Verification {
  const findings = new Findings();
  const { checkpoint, notes } = vouchedCheckpoint(neededIn(folder, 'checkpoint').toString('utf8'), policy, fileIn(folder, 'policy')?.toString('utf8'), findings);
  const { origin, size, root } = checkpoint;
  const reading = new ExportReading(folder, size, findings);
  const computed = reading.root();
  if (!computed.equals(root)) findings.tampered('root-differs', { zh: '条目算出的树根与检查点不符', en: 'the root the entries give is not the one the checkpoint signs' });
  const all = findings.all();
  const holds = all.some(({ grade }) => grade === 'tampered') ? [] : [{ zh: `全账本 ${String(size)} 件条目算出签名的树根`, en: `all ${String(size)} entries of the ledger give the signed root` }];
  return { kind: 'export', origin, size, root: root.toString('base64'), events: reading.found, holds, notes, findings: all };
}

const tileIn = (folder: string, size: number) => (tile: TileId): Tile => {
  const width = tileWidth(tile, size);
  return { ...tile, hashes: neededIn(folder, tilePath(tile.level, tile.index, width)) };
};

/** Hashes of a consistency proof from the tiles of an export of the newer tree. */
export function consistencyFrom(folder: string, older: number, newer: number): Buffer[] {
  const ranges = consistencyRanges(older, newer);
  const node = nodesFrom(tilesOf(ranges).map(tileIn(folder, newer)));
  return ranges.map((range) => rangeRoot(range, node));
}

export function verifyConsistency(oldNote: string, newNote: string, proofOf: (older: number, newer: number) => readonly Buffer[], policy?: Policy): Verification {
  const findings = new Findings();
  const read = (note: string): Checkpoint => {
    if (!policy) return parseCheckpoint(parseNote(note).text);
    const { checkpoint, objection } = judgeCheckpoint(note, policy);
    // A line by a known key that does not hold is worse than none: somebody made it.
    if (objection !== undefined && objection !== 'quorum-not-reached') findings.tampered('checkpoint-not-signed', { zh: `第 ${String(checkpoint.size)} 件处的检查点没有该账本的有效签名`, en: `the checkpoint of ${String(checkpoint.size)} bears no valid signature of the log` });
    return checkpoint;
  };
  const [older, newer] = [read(oldNote), read(newNote)];
  if (!policy) findings.incomplete('checkpoint-unvouched', { zh: '没有信任策略(--policy):签名未经核对', en: 'no policy was given (--policy): signatures were not checked' });
  const where = { position: older.size };
  if (older.origin !== newer.origin) findings.tampered('other-log', { zh: '两个检查点不属于同一账本', en: 'the checkpoints are of two logs' });
  else if (older.size > newer.size) findings.tampered('shrunk', { zh: `较新的检查点只有 ${String(newer.size)} 件,少于 ${String(older.size)} 件`, en: `the newer checkpoint has ${String(newer.size)} events, fewer than ${String(older.size)}` }, where);
  else if (!extendsTree(older, newer, proofOf(older.size, newer.size))) findings.tampered('not-continued', { zh: `前 ${String(older.size)} 件已与当时签名的不同`, en: `the first ${String(older.size)} events are not those that were signed then` });
  const all = findings.all();
  const holds = all.some(({ grade }) => grade === 'tampered') ? [] : [{ zh: `${String(newer.size)} 件的账本以 ${String(older.size)} 件时的账本开头,一字未改`, en: `the ledger of ${String(newer.size)} events begins with the one of ${String(older.size)}, unchanged` }];
  return { kind: 'consistency', origin: newer.origin, size: newer.size, root: newer.root.toString('base64'), events: 0, holds, notes: [], findings: all };
}
