/** Hints that something was appended: at once within the process, by NOTIFY between processes. They may be lost; followers poll as well. */
import { Client, type ClientConfig, type Pool } from 'pg';

const channel = 'ledger_appended';
/** NOTIFY takes a lock of the whole server at commit, so it is sent beside the appends and not oftener than this. */
const quietMs = 20;
/** Until a lost ear is opened again; meanwhile followers poll. */
const deafMs = 500;

export class Hints {
  private readonly listeners = new Set<() => void>();
  private ear: Client | undefined;
  private due: NodeJS.Timeout | undefined;
  private again: NodeJS.Timeout | undefined;

  constructor(private readonly connection: ClientConfig, private readonly pool: Pool) {}

  appended(size: number): void {
    for (const listener of this.listeners) setImmediate(listener);
    this.due ??= setTimeout(() => {
      this.due = undefined;
      this.pool.query('SELECT pg_notify($1, $2)', [channel, String(size)]).catch(() => { /* a hint may be lost */ });
    }, quietMs).unref();
  }

  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    this.open();
    return () => this.listeners.delete(listener);
  }

  private open(): void {
    if (this.ear !== undefined) return;
    const ear = new Client({ ...this.connection, application_name: 'mingzhang-hints' });
    this.ear = ear;
    const deaf = (): void => {
      if (this.ear !== ear) return;
      this.ear = undefined;
      this.again = setTimeout(() => { if (this.listeners.size > 0) this.open(); }, deafMs).unref();
      ear.end().catch(() => { /* already gone */ });
    };
    ear.on('error', deaf);
    ear.on('end', deaf);
    ear.on('notification', () => { for (const listener of this.listeners) listener(); });
    ear.connect().then(() => ear.query(`LISTEN ${channel}`)).catch(deaf);
  }

  async close(): Promise<void> {
    this.listeners.clear();
    clearTimeout(this.due);
    clearTimeout(this.again);
    const ear = this.ear;
    this.ear = undefined;
    await ear?.end().catch(() => { /* already gone */ });
  }
}
