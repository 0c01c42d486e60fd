/** What the sealer last signed, in a folder apart from the database: written before anybody is told, so that it never signs what contradicts it, whatever becomes of the database. */
import * as fs from 'node:fs';
import { open, rename } from 'node:fs/promises';
import * as path from 'node:path';
import { parseCheckpoint, type Checkpoint } from './checkpoint';
import { parseNote, type SignedNote } from './note';

export interface Remembered {
  readonly note: string;
  readonly signed: SignedNote;
  readonly checkpoint: Checkpoint;
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
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
  async write(note: string): Promise<void> {
    const draft = `${this.file}.new`;
    const handle = await open(draft, 'w', 0o600);
    try {
      await handle.writeFile(note);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, this.file);
    await syncFolder(this.folder);
  }

  /** Kept for whoever asks later, under another name. */
  async setAside(name: string): Promise<void> {
    if (fs.existsSync(this.file)) await rename(this.file, `${this.file}.${name}`);
    await syncFolder(this.folder);
  }
}
