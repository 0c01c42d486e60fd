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

/** TypeORM calls a migration by its class, or by the name it gives itself. */
const nameOf = (migration: MigrationClass): string => new migration().name ?? migration.name;

/** Names in order. */
export const knownMigrations = (): readonly string[] => migrationClasses().map(nameOf);

async function runAll(url: string, only: readonly string[] | undefined): Promise<readonly string[]> {
  const migrations = migrationClasses().filter((migration) => only?.includes(nameOf(migration)) ?? true);
  const source = new DataSource({ type: 'postgres', url, migrations, migrationsTableName: 'migration', logging: false });
  await source.initialize();
  try {
    const done = await source.runMigrations({ transaction: 'each' });
    return done.map((migration) => migration.name);
  } finally {
    await source.destroy();
  }
}

/**
 * Answers the names of those that ran. Several services may start at once: an advisory lock lets one through at a time.
 * With `only` the database gets the tables of an earlier version, for a backup of that version.
 */
export async function migrate(url: string, only?: readonly string[]): Promise<readonly string[]> {
  const holder = new Client({ connectionString: url });
  // It only waits meanwhile; without a listener its loss would end the process.
  holder.on('error', () => undefined);
  await holder.connect();
  try {
    await holder.query('select pg_advisory_lock($1)', [migrationLock]);
    return await runAll(url, only);
  } finally {
    await holder.end();
  }
}
