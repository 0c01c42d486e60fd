/** Gives a test its own migrated database on the cluster of this jest run. */
import { Client, Pool } from 'pg';

export interface TestDatabase {
  readonly url: string;
  readonly pool: Pool;
  /** Closes the pool, cuts every other connection and removes the database. */
  drop(): Promise<void>;
}

let made = 0;

function clusterUrl(): string {
  const url = process.env['MINGZHANG_TEST_DATABASE'];
  if (!url) throw new Error('this test needs PostgreSQL: name its file *.int-spec.ts or *.e2e-spec.ts, and run it through the jest configuration');
  return url;
}

async function asOwner(statement: string): Promise<void> {
  const client = new Client({ connectionString: clusterUrl() });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A fresh clone of the migrated template; `empty` gives one without any of our tables. */
export async function freshDatabase(start: 'migrated' | 'empty' = 'migrated'): Promise<TestDatabase> {
  const name = `t_${String(process.pid)}_${String((made += 1))}`;
  await asOwner(`create database ${name} template ${start === 'migrated' ? 'template_migrated' : 'template0'} strategy wal_log`);
  const url = clusterUrl().replace(/[^/]*$/, name);
  const pool = new Pool({ connectionString: url, max: 20 });
  // A dropped database cuts idle connections of the pool; without a listener that would end the test process.
  pool.on('error', () => undefined);
  let dropped = false;
  const drop = async (): Promise<void> => {
    if (dropped) return;
    dropped = true;
    await pool.end();
    await asOwner(`drop database ${name} with (force)`);
  };
  return { url, pool, drop };
}
