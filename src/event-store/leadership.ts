/**
 * One of several processes does a work, the others stand by: whoever gets a lock for its database session leads while the session lasts.
 * It saves the others' time and no more: two that both believed they lead would be told apart by the compare-and-set of what they write.
 */
import { Client, type ClientConfig } from 'pg';

export interface LeadershipOptions {
  readonly connection: ClientConfig;
  /** The work that one of them does. */
  readonly name: string;
  readonly lead: () => void;
  /** Answers when the work has been laid down. */
  readonly rest: () => Promise<void>;
  /** Hears of trouble that is being waited out. */
  readonly troubled?: (error: unknown) => void;
  readonly timing?: Partial<Timing>;
}

export interface Timing {
  /** Between two tries to get the lock, and two signs of life of who has it. */
  readonly askEveryMs: number;
  /** A session silent for so long is ended by the server: a process that was stopped, or is cut off, leads no more. */
  readonly lapseMs: number;
}

const usual: Timing = { askEveryMs: 1_000, lapseMs: 10_000 };

export class Leadership {
  private readonly timing: Timing;
  private running: Promise<void> | undefined;
  private stopping = false;
  private leading = false;
  private wake: () => void = () => undefined;

  constructor(private readonly options: LeadershipOptions) {
    this.timing = { ...usual, ...options.timing };
  }

  get leads(): boolean {
    return this.leading;
  }

  start(): void {
    this.stopping = false;
    this.running ??= this.run();
  }

  /** Lays the work down first, so that the next one begins where it ended. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.wake();
    await this.running;
    this.running = undefined;
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      try {
        await this.serveOnce();
      } catch (error) {
        this.options.troubled?.(error);
      }
      await this.pause();
    }
  }

  /** From connecting to losing the session or being told to stop. */
  private async serveOnce(): Promise<void> {
    const { connection, name, lead, rest } = this.options;
    const { askEveryMs, lapseMs } = this.timing;
    const client = new Client({ ...connection, keepAlive: true, connectionTimeoutMillis: 10_000, query_timeout: lapseMs, application_name: `mingzhang-leader-${name}` });
    let lost = false;
    const onLost = (): void => {
      lost = true;
      this.wake();
    };
    const over = (): boolean => lost || this.stopping;
    client.on('error', onLost);
    client.on('end', onLost);
    try {
      await client.connect();
      await client.query(`SET idle_session_timeout = ${String(lapseMs)}; SET tcp_keepalives_idle = ${String(Math.ceil(lapseMs / 2_000))}; SET tcp_keepalives_interval = 1; SET tcp_keepalives_count = 3`);
      while (!over() && !(await elected(client, name))) await this.pause(askEveryMs);
      if (over()) return;
      this.leading = true;
      lead();
      while (!over()) {
        await this.pause(askEveryMs);
        if (!over()) await client.query('SELECT 1');
      }
    } finally {
      if (this.leading) await rest();
      this.leading = false;
      await client.end().catch(() => { /* already gone */ });
    }
  }

  private async pause(ms = this.timing.askEveryMs): Promise<void> {
    if (this.stopping) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

async function elected(client: Client, name: string): Promise<boolean> {
  const { rows } = await client.query<{ mine: boolean }>('SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS mine', [`leader|${name}`]);
  return rows[0]?.mine === true;
}
