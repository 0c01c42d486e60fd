/** A follower process that was stopped in the middle of a page, its sessions still open: another one takes its place all the same. */
import * as fs from 'node:fs';
import { finished } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { followerSessions } from '../../src/postgres/follower-sessions';
import { freshDatabase, type TestDatabase } from '../support/database';
import { startService, temporaryFolder, type RunningService } from '../support/running-service';

jest.setTimeout(120_000);

describe('a follower that begins while another stands still', () => {
  let database: TestDatabase;
  const folder = temporaryFolder();
  const start = (): Promise<RunningService> => startService({ DATABASE_URL: database.url, DATA_DIR: folder, MINGZHANG_ROLES: 'follower' });
  beforeAll(async () => {
    database = await freshDatabase();
    const first = await start();
    expect(await first.end('SIGTERM')).toBe(0);
  });
  afterAll(async () => {
    await database.drop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const standsStill = async (work: (client: PoolClient) => Promise<void>): Promise<void> => {
    const still = followerSessions(database.url, () => undefined);
    const client = await still.connect();
    await client.query('BEGIN');
    await client.query(`UPDATE work.follower SET updated_at = now() WHERE name = 'facts'`);
    await work(client);
    const next = await start();
    expect(await next.end('SIGTERM')).toBe(0);
    client.release(true);
    await still.end();
  };

  it('serves where the other is between two statements of its page', async () => {
    await standsStill(async (client) => { await client.query(`LOCK TABLE facts.disbursement IN ROW EXCLUSIVE MODE`); });
  });

  it('serves where the other is in the middle of the rows of its page', async () => {
    await standsStill(async (client) => {
      const rows = client.query(copyFrom('COPY facts.disbursement FROM STDIN'));
      finished(rows).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 200));
    });
  });
});
