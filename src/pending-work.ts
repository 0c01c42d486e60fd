/** The journal of commands that span streams: written before the first step, struck out after the last, finished at start-up. */
import type { Pool } from 'pg';
import type { CommandRequest } from './command-request';

export interface PendingWork {
  begin(request: CommandRequest): Promise<void>;
  end(request: CommandRequest): Promise<void>;
  unfinished(): Promise<readonly CommandRequest[]>;
}

/** Requests hold references only, never anything personal: they were sealed before `execute`. */
export class PostgresPendingWork implements PendingWork {
  constructor(private readonly pool: Pool) {}

  async begin(request: CommandRequest): Promise<void> {
    await this.pool.query('INSERT INTO work.pending (office, key, request) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [request.actor.office, request.key, JSON.stringify(request)]);
  }

  async end(request: CommandRequest): Promise<void> {
    await this.pool.query('DELETE FROM work.pending WHERE office = $1 AND key = $2', [request.actor.office, request.key]);
  }

  async unfinished(): Promise<readonly CommandRequest[]> {
    const { rows } = await this.pool.query<{ request: CommandRequest }>('SELECT request FROM work.pending ORDER BY begun, office, key');
    return rows.map((row) => row.request);
  }
}
