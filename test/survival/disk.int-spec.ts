/** A disk that is full, and one that can no longer be written: what was answered stays, what was not answered is sent again, and the ledger goes on when there is room. */
import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Pool } from 'pg';
import { Unsettled } from '../../src/event-store/event-store';
import { PostgresEventStore } from '../../src/event-store/postgres/postgres-event-store';
import { appendOf } from '../event-store/conformance';
import { expectWhole, type Answer } from '../event-store/writer';
import { temporaryFolder } from '../support/running-service';
import { freshOn, startServer, type Server } from './ground';

jest.setTimeout(180_000);

/** Small segments of the log, so that little room is soon used up. */
const settings = { max_wal_size: '64MB', min_wal_size: '32MB', shared_buffers: '16MB', restart_after_crash: 'on' };
const notes = Array.from({ length: 1_000 }, () => 'x'.repeat(400));

interface Disk {
  readonly by: string;
  readonly place: () => string;
  /** Takes the room away, and answers how to give it back. */
  readonly fill: (server: Server) => () => void;
  readonly remove: (folder: string) => void;
}

/** A disk of its own where one may be mounted; else the server is forbidden to make its files longer, which any account may do to its own. */
function smallDisk(): Disk {
  const folder = temporaryFolder();
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256m,mode=755', 'none', folder]).status !== 0) return limitedFiles(folder);
  const ballast = path.join(folder, 'ballast');
  return {
    by: 'a small disk', place: () => folder, remove: () => { execFileSync('umount', ['--lazy', folder]); fs.rmdirSync(folder); },
    fill: () => {
      spawnSync('dd', ['if=/dev/zero', `of=${ballast}`, 'bs=256k']);
      return () => { fs.rmSync(ballast); };
    },
  };
}

const clusterOf = (server: Server): string => path.join(server.folder, 'server', 'postgres', 'cluster');
/** As the account the server runs under: nobody else may. */
const limit = (server: Server, bytes: string): void => {
  const { uid, gid } = fs.statSync(clusterOf(server));
  execFileSync('prlimit', ['--pid', String(server.pid()), `--fsize=${bytes}`], { uid, gid });
};

function limitedFiles(folder: string): Disk {
  return {
    by: 'a limit on files', place: () => folder, remove: () => { fs.rmSync(folder, { recursive: true, force: true }); },
    fill: (server) => {
      limit(server, '65536:unlimited');
      return () => { if (fs.existsSync(path.join(clusterOf(server), 'postmaster.pid'))) limit(server, 'unlimited:unlimited'); };
    },
  };
}

const openStore = (server: Server): Promise<PostgresEventStore> => PostgresEventStore.open({ connection: { connectionString: server.url('small') }, limits: { settleMs: 800 } });

async function goOnUntilTrouble(store: PostgresEventStore, answers: Answer[]): Promise<{ key: string; error: unknown }> {
  for (let n = 0; ; n += 1) {
    const key = `k${String(answers.length)}`;
    try {
      const outcome = await store.append(appendOf(`note-${String(n % 5)}`, 'any', key, notes));
      if (outcome.status === 'recorded') answers.push({ key, ...outcome });
    } catch (error) {
      return { key, error };
    }
  }
}

describe('a disk', () => {
  let server: Server;
  let pool: Pool;
  let disk: Disk;
  beforeEach(async () => {
    disk = smallDisk();
    server = await startServer(disk.place, settings);
    pool = await freshOn(server, 'small');
  });
  afterEach(async () => {
    await pool.end();
    await server.stop();
    disk.remove(server.folder);
  });

  /** A full disk may end the server: then whoever runs it makes room and starts it again. */
  const back = async (answers: readonly Answer[], lost: string): Promise<void> => {
    await server.stop();
    await server.start();
    const store = await PostgresEventStore.open({ connection: { connectionString: server.url('small') } });
    const again = await store.append(appendOf('note-0', 'any', lost, notes));
    expect(again.status).toMatch(/recorded|replayed/);
    await expectWhole(pool, answers);
    const { rows } = await pool.query<{ n: string }>('SELECT count(*) AS n FROM ledger.append_key');
    expect(Number(rows[0]?.n)).toBe(answers.length + 1);
    await store.close();
  };

  it('that is full turns appends away and loses none it answered', async () => {
    const store = await openStore(server);
    const answers: Answer[] = [];
    const first = await store.append(appendOf('note-0', 'any', 'k0', notes));
    if (first.status === 'recorded') answers.push({ key: 'k0', ...first });
    const giveBack = disk.fill(server);
    await pool.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'mingzhang-sequencer'`).catch(() => undefined);
    const { key, error } = await goOnUntilTrouble(store, answers);
    expect(error).toBeInstanceOf(Unsettled);
    await store.close();
    giveBack();
    await back(answers, key);
  });

  it('that can no longer be written is unsettled, never answered', async () => {
    const store = await openStore(server);
    const answers: Answer[] = [];
    const first = await store.append(appendOf('note-0', 'any', 'k0', notes));
    if (first.status === 'recorded') answers.push({ key: 'k0', ...first });
    const cluster = clusterOf(server);
    execFileSync('chmod', ['-R', 'a-w', cluster]);
    await pool.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'mingzhang-sequencer'`).catch(() => undefined);
    const { key, error } = await goOnUntilTrouble(store, answers);
    expect(error).toBeInstanceOf(Unsettled);
    await store.close();
    execFileSync('chmod', ['-R', 'u+w', cluster]);
    await back(answers, key);
  });
});
