/** A pack as somebody altered it: any file changed, and, where they were careful, the manifest written to fit. */
import { unpacked } from '../../src/pack/archive';
import { withManifest } from '../../src/pack/assemble';
import { EVENTS_FILE, MANIFEST_FILE, manifestFrom, VERDICTS_FILE, type PackManifest } from '../../src/pack/manifest';
import { linesOf, rawEvent } from '../../src/pack/packed-event';
import { sha256Of, verdictFrom } from '../../src/pack/verdict';

export type Line = Record<string, unknown>;

const text = (lines: readonly Line[]): Buffer => Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));

export class AlteredPack {
  readonly files: Map<string, Buffer>;
  readonly manifest: PackManifest;

  constructor(bytes: Buffer) {
    const files = new Map(unpacked(bytes));
    this.manifest = manifestFrom(files.get(MANIFEST_FILE)!.toString('utf8'));
    files.delete(MANIFEST_FILE);
    this.files = files;
  }

  lines(file: string): Line[] {
    return linesOf(this.files.get(file)!, file).map((line) => JSON.parse(line) as Line);
  }

  alter(file: string, change: (lines: Line[]) => readonly Line[]): this {
    this.files.set(file, text(change(this.lines(file))));
    return this;
  }

  events(change: (lines: Line[]) => readonly Line[]): this {
    return this.alter(EVENTS_FILE, change);
  }

  verdicts(change: (line: Line) => Line): this {
    return this.alter(VERDICTS_FILE, (lines) => lines.map(change));
  }

  /** The manifest left as it was. */
  careless(): Buffer {
    return withManifest(this.manifest, this.files);
  }

  /** The manifest made to fit whatever the files say now. */
  careful(more: Partial<PackManifest> = {}): Buffer {
    const events = linesOf(this.files.get(EVENTS_FILE)!, 'events').map((line, at) => rawEvent(line, at + 1));
    const there = new Set(events.map(({ position }) => position));
    const verdicts = linesOf(this.files.get(VERDICTS_FILE)!, 'verdicts').map((line, at) => verdictFrom(line, at + 1).verdict);
    return withManifest({
      ...this.manifest,
      streams: this.manifest.streams.map((stream) => ({ ...stream, positions: stream.positions.filter((position) => there.has(position)) })),
      redacted: events.filter(({ payloadBytes }) => payloadBytes === undefined).map(({ position }) => position),
      totals: { events: events.length, verdicts: verdicts.length, amountFen: verdicts.reduce((sum, { amountFen }) => sum + (amountFen ?? 0), 0) },
      ...more,
      files: [...this.files].map(([name, bytes]) => ({ name, bytes: bytes.length, sha256: sha256Of(bytes) })),
    }, this.files);
  }
}
