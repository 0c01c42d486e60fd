/** The journal of unfinished work in memory, for tests that kill and restart the command handler. */
import type { CommandRequest } from '../../src/command-request';
import type { PendingWork, Unfinished } from '../../src/pending-work';

export class PendingInMemory implements PendingWork {
  readonly rows = new Map<string, Unfinished>();
  async begin(request: CommandRequest, revision: number): Promise<void> {
    await Promise.resolve(this.rows.set(request.key, { request, revision }));
  }
  async end(request: CommandRequest): Promise<void> {
    await Promise.resolve(this.rows.delete(request.key));
  }
  async unfinished(): Promise<readonly Unfinished[]> {
    return Promise.resolve([...this.rows.values()]);
  }
}
