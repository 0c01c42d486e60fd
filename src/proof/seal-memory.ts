/** What the sealer last signed, in a folder apart from the database: written before anybody is told, so that it never signs what contradicts it, whatever becomes of the database. */
import * as fs from 'node:fs';
import { rename } from 'node:fs/promises';
import * as path from 'node:path';
import { parseCheckpoint, type Checkpoint } from './checkpoint';
import { syncFolder, writeDurably } from './durable-file';
import { parseNote, type SignedNote } from './note';

export interface Remembered {
  readonly note: string;
  readonly signed: SignedNote;
  readonly checkpoint: Checkpoint;
}

export class SealMemory {
  readonly file: string;

  constructor(readonly folder: string) {
    this.file = path.join(folder, 'last-signed');
  }

  /** Undefined where nothing was ever signed here. A file that cannot be read is an error, never an empty memory. */
  read(): Remembered | undefined {
    if (!fs.existsSync(this.file)) return undefined;
    const note = fs.readFileSync(this.file, 'utf8');
    const signed = parseNote(note);
    return { note, signed, checkpoint: parseCheckpoint(signed.text) };
  }

  /** On disk, under its name, when this answers. */
  write(note: string): Promise<void> {
    return writeDurably(this.file, note);
  }

  /** Kept for whoever asks later, under another name. */
  async setAside(name: string): Promise<void> {
    if (fs.existsSync(this.file)) await rename(this.file, `${this.file}.${name}`);
    await syncFolder(this.folder);
  }
}
