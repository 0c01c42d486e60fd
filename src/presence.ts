/** This process among those on the database: a lock its session holds while it lives tells the others whether anybody will still finish its work. */
import { randomInt } from 'node:crypto';
import { Client } from 'pg';

/** First half of the lock's key; `work.is_present` looks for the same. */
const presenceLock = 7_340_063;
const againMs = 500;

/** A host that is gone without a word is noticed within seconds. */
const settings = 'SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3';

export class Presence {
  /** Never used again: what a dead process owned is not a later one's. */
  readonly id = randomInt(1, 2 ** 31 - 1);
  private client: Client | undefined;
  private again: NodeJS.Timeout | undefined;
  private closed = false;

  private constructor(private readonly connectionString: string) {}

  static async open(connectionString: string): Promise<Presence> {
    const presence = new Presence(connectionString);
    await presence.enter();
    return presence;
  }

  private async enter(): Promise<void> {
    const client = new Client({ connectionString: this.connectionString, keepAlive: true, connectionTimeoutMillis: 10_000, application_name: 'mingzhang-presence' });
    const lost = (): void => { if (this.client === client) this.leave(); };
    client.on('error', lost);
    client.on('end', lost);
    this.client = client;
    await client.connect();
    await client.query(settings);
    await client.query('SELECT pg_advisory_lock($1, $2)', [presenceLock, this.id]);
  }

  /** While it is away others may finish what this process is in the middle of: each step is done once, whoever does it. */
  private leave(): void {
    this.client = undefined;
    if (this.closed) return;
    clearTimeout(this.again);
    this.again = setTimeout(() => { this.enter().catch(() => { this.leave(); }); }, againMs).unref();
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.again);
    const client = this.client;
    this.client = undefined;
    await client?.end().catch(() => { /* already gone */ });
  }
}
