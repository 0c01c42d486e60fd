/** Notes refused commands outside the ledger: who, what and why by code; never what they said. A note may be lost in a crash, nothing waits for it. */
import type { Pool } from 'pg';
import type { CommandRequest } from './command-request';
import type { Refused } from './domain/refused';

const GATHER_MS = 250;
/** Beyond this a flood is cut: the first ones tell what there is to tell. */
const HELD_MAX = 10_000;

interface Note {
  readonly at: string;
  readonly actor: string;
  readonly office: string;
  readonly stream: string;
  readonly command: string;
  readonly code: string;
}

export class RefusalLog {
  private held: Note[] = [];
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly pool: Pool) {}

  note({ actor, streamId, command }: CommandRequest, { code }: Refused): void {
    if (this.held.length >= HELD_MAX) return;
    this.held.push({ at: new Date().toISOString(), actor: actor.id, office: actor.office, stream: streamId, command: command.type, code });
    this.timer ??= setTimeout(() => { void this.flush(); }, GATHER_MS).unref();
  }

  /** Writes what is held; called once more before the pool closes. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const notes = this.held;
    this.held = [];
    if (notes.length > 0) this.writing = this.writing.then(() => this.write(notes));
    return this.writing;
  }

  private async write(notes: readonly Note[]): Promise<void> {
    const column = (name: keyof Note): string[] => notes.map((note) => note[name]);
    try {
      await this.pool.query(
        'INSERT INTO work.refusal (refused_at, actor, office, stream_id, command, code) SELECT * FROM unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])',
        [column('at'), column('actor'), column('office'), column('stream'), column('command'), column('code')],
      );
    } catch {
      // The answer was given long ago; a database that is away is noticed by everything else.
      this.held = [...notes, ...this.held].slice(0, HELD_MAX);
    }
  }
}
