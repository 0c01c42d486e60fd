/** The journal of commands that span streams: written before the first step, struck out after the last, finished by another process when its own has died. */
import type { Pool } from 'pg';
import type { CommandRequest } from './command-request';

export interface Unfinished {
  readonly request: CommandRequest;
  /** Of the command's own stream when the work began; undefined where that was not noted. */
  readonly revision: number | undefined;
}

export interface PendingWork {
  begin(request: CommandRequest, revision: number): Promise<void>;
  end(request: CommandRequest): Promise<void>;
  /** Work whose process is gone. It now belongs to the asker. */
  unfinished(): Promise<readonly Unfinished[]>;
}

interface Row {
  readonly request: CommandRequest;
  readonly revision: string | null;
}

/** Requests hold references only, never anything personal: they were sealed before `execute`. */
export class PostgresPendingWork implements PendingWork {
  /** `owner`: this process among those on the database. */
  constructor(private readonly pool: Pool, private readonly owner: number) {}

  /** Sent again to this process, the work is this process's: the one that had it may be dead without anybody knowing yet. */
  async begin(request: CommandRequest, revision: number): Promise<void> {
    await this.pool.query(
      `INSERT INTO work.pending (office, key, request, owner, revision) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (office, key) DO UPDATE SET owner = excluded.owner, revision = excluded.revision`,
      [request.actor.office, request.key, JSON.stringify(request), this.owner, revision]);
  }

  async end(request: CommandRequest): Promise<void> {
    await this.pool.query('DELETE FROM work.pending WHERE office = $1 AND key = $2', [request.actor.office, request.key]);
  }

  /** The owner is compared again when the row is locked: of two that sweep at once, one gets it. */
  async unfinished(): Promise<readonly Unfinished[]> {
    const owners = await this.pool.query<{ owner: number }>('SELECT owner FROM (SELECT DISTINCT owner FROM work.pending) p WHERE owner <> $1 AND NOT work.is_present(owner)', [this.owner]);
    if (owners.rows.length === 0) return [];
    const { rows } = await this.pool.query<Row & { begun: Date }>(
      'UPDATE work.pending SET owner = $1 WHERE owner = ANY ($2) RETURNING request, revision, begun', [this.owner, owners.rows.map(({ owner }) => owner)]);
    rows.sort((a, b) => a.begun.getTime() - b.begun.getTime());
    return rows.map(({ request, revision }) => ({ request, revision: revision === null ? undefined : Number(revision) }));
  }
}
