/** Starts the one PostgreSQL of a jest run and migrates the template that every test database is cloned from. Imports no ES modules: jest breaks them here. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Client } from 'pg';
import { startEmbedded, type Embedded } from '../../src/postgres/embedded';
import { migrate } from '../../src/postgres/migrate';

declare global {
  var mingzhangTestCluster: { server: Embedded; folder: string } | undefined;
}

/** Nothing here outlives the run, so nothing is flushed. Crash tests start servers of their own. */
const throwaway = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', max_connections: '300', shared_buffers: '128MB', max_wal_size: '2GB' };

export default async function setUp(): Promise<void> {
  if (process.env['MINGZHANG_TEST_CLUSTER'] === 'off') return;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mingzhang-test-'));
  fs.chmodSync(folder, 0o755);
  const server = await startEmbedded({ dataDir: path.join(folder, 'data'), say: () => undefined, settings: throwaway });
  globalThis.mingzhangTestCluster = { server, folder };
  const client = new Client({ connectionString: server.url });
  await client.connect();
  await client.query('create database template_migrated');
  await client.end();
  await migrate(server.url.replace(/[^/]*$/, 'template_migrated'));
  process.env['MINGZHANG_TEST_DATABASE'] = server.url;
}
