/** Connections for reads over facts: a statement that runs too long is ended by the database, and the reader is told so (503 `took-too-long`). */
import type { OnApplicationShutdown } from '@nestjs/common';
import { Pool } from 'pg';
import { heard } from '../postgres/heard-pool';

/** Apart from the connections of uploads, the vault and the followers, which may take their time: a slow report takes none of theirs. */
const CONNECTIONS = 10;

export class ReadPool extends Pool implements OnApplicationShutdown {
  constructor(connectionString: string, readSeconds: number) {
    super({ connectionString, max: CONNECTIONS, statement_timeout: readSeconds * 1_000, application_name: 'mingzhang-reads' });
    // One that is lost is replaced at the next read.
    heard(this, () => undefined);
  }

  onApplicationShutdown(): Promise<void> {
    return this.end();
  }
}
