/** Brings a database to today's tables: every class in migrations/, in order, one service at a time. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { Client } from 'pg';
import { DataSource, type MigrationInterface } from 'typeorm';

type MigrationClass = new () => MigrationInterface;

/** Any number: the same in every version, so that old and new services wait for each other. */
const migrationLock = 7_340_061;

const folder = path.resolve(__dirname, '..', '..', 'migrations');

/** The folder is the list: a migration is added by adding a file. */
function migrationClasses(): MigrationClass[] {
  const files = fs.readdirSync(folder).filter((name) => /^\d{13}-[a-z-]+\.(ts|js)$/.test(name));
  return files.sort().flatMap((name) => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded by name from the folder.
    const module = require(path.join(folder, name)) as Record<string, unknown>;
    return Object.values(module).filter((value): value is MigrationClass => typeof value === 'function');
  });
}

async function runAll(url: string): Promise<readonly string[]> {
  const source = new DataSource({ type: 'postgres', url, migrations: migrationClasses(), migrationsTableName: 'migration', logging: false });
  await source.initialize();
  try {
    const done = await source.runMigrations({ transaction: 'each' });
    return done.map((migration) => migration.name);
  } finally {
    await source.destroy();
  }
}

/** Answers the names of those that ran. Several services may start at once: an advisory lock lets one through at a time. */
export async function migrate(url: string): Promise<readonly string[]> {
  const holder = new Client({ connectionString: url });
  await holder.connect();
  try {
    await holder.query('select pg_advisory_lock($1)', [migrationLock]);
    return await runAll(url);
  } finally {
    await holder.end();
  }
}
