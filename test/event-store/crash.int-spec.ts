/** Killed at any moment, writer or server, on real flushes: every answered append is there, nothing stands twice, and the ledger goes on. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Pool } from 'pg';
import { PostgresEventStore } from '../../src/event-store/postgres/postgres-event-store';
import { startEmbedded, type Embedded } from '../../src/postgres/embedded';
import { migrate } from '../../src/postgres/migrate';
import { appendOf } from './conformance';
import { expectWhole, startWriter, type Answer } from './writer';

const rounds = Number(process.env['ROUNDS'] ?? 3);

describe('after kill -9', () => {
  let folder: string;
  let server: Embedded;
  let pool: Pool;
  const start = async (): Promise<void> => {
    server = await startEmbedded({ dataDir: path.join(folder, 'data'), say: () => undefined, settings: { fsync: 'on' } });
    pool = new Pool({ connectionString: server.url, max: 2 });
    pool.on('error', () => undefined);
  };
  beforeAll(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mingzhang-crash-'));
    fs.chmodSync(folder, 0o755);
    await start();
    await migrate(server.url);
  }, 60_000);
  afterAll(async () => {
    await pool.end();
    await server.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const answers: Answer[] = [];
  const goesOn = async (key: string): Promise<void> => {
    const store = await PostgresEventStore.open({ connection: { connectionString: server.url } });
    const outcome = await store.append(appendOf(`note-${key}`, 'none', key));
    expect(outcome.status).toBe('recorded');
    await store.close();
  };

  test.each(Array.from({ length: rounds }, (_, i) => i))('of a writer (round %i)', async (round) => {
    const writer = startWriter(server.url, `w${String(round)}`);
    await writer.answered(40 + 37 * round);
    writer.process.kill('SIGKILL');
    await writer.ended;
    expect(writer.answers.length).toBeGreaterThan(0);
    answers.push(...writer.answers);
    await goesOn(`after-writer-${String(round)}`);
    await expectWhole(pool, answers);
  }, 60_000);

  it('of the server, with its writer waiting for it to come back', async () => {
    const writer = startWriter(server.url, 'patient');
    await writer.answered(60);
    await pool.end();
    process.kill(server.pid, 'SIGKILL');
    const before = writer.answers.length;
    await start();
    // The port may have changed; then the writer stays waiting, which is its right.
    await goesOn('after-server');
    writer.process.kill('SIGKILL');
    await writer.ended;
    expect(writer.answers.length).toBeGreaterThanOrEqual(before);
    answers.push(...writer.answers);
    await expectWhole(pool, answers);
  }, 60_000);
});
