/** One of several leads; killed, cut off or stopped it leads no more, and another does within moments. */
import { spawn, type ChildProcess } from 'node:child_process';
import * as path from 'node:path';
import { createInterface } from 'node:readline';
import { Leadership } from '../../src/event-store/leadership';
import { freshDatabase, type TestDatabase } from '../support/database';

interface Candidate {
  readonly process: ChildProcess;
  readonly said: readonly string[];
  leads(): Promise<void>;
  rests(): Promise<void>;
}

function candidate(url: string): Candidate {
  const child = spawn(process.execPath, ['-r', path.join(__dirname, '..', 'support', 'typescript-child.cjs'), path.join(__dirname, 'leader-child.ts'), url, 'work'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const said: string[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => said.push(line));
  const until = async (word: string): Promise<void> => {
    while (said.at(-1) !== word) await new Promise((resolve) => lines.once('line', resolve));
  };
  return { process: child, said, leads: () => until('leads'), rests: () => until('rests') };
}

describe('of several candidates', () => {
  let database: TestDatabase;
  let candidates: Candidate[];
  beforeEach(async () => {
    database = await freshDatabase();
    candidates = [];
  });
  afterEach(async () => {
    for (const { process: child } of candidates) child.kill('SIGKILL');
    await database.drop();
  });
  const stand = (): Candidate => {
    const one = candidate(database.url);
    candidates.push(one);
    return one;
  };
  const leadersNow = async (): Promise<number> => {
    const { rows } = await database.pool.query<{ n: string }>(`SELECT count(*) AS n FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE l.locktype = 'advisory' AND l.granted AND a.datname = current_database() AND a.application_name = 'mingzhang-leader-work'`);
    return Number(rows[0]?.n);
  };

  it('one leads, and when it is killed another does', async () => {
    const first = stand();
    await first.leads();
    const others = [stand(), stand()];
    first.process.kill('SIGKILL');
    await Promise.race(others.map((each) => each.leads()));
    expect(await leadersNow()).toBe(1);
    expect(others.filter(({ said }) => said.includes('leads'))).toHaveLength(1);
  });

  it('one that is stopped loses the lead, and rests when it wakes', async () => {
    const sleeper = stand();
    await sleeper.leads();
    const next = stand();
    sleeper.process.kill('SIGSTOP');
    await next.leads();
    sleeper.process.kill('SIGCONT');
    await sleeper.rests();
    expect(await leadersNow()).toBe(1);
    next.process.kill('SIGKILL');
    await sleeper.leads();
    expect(sleeper.said).toEqual(['leads', 'rests', 'leads']);
  });

  it('one whose connection is cut rests, and stands again', async () => {
    const first = stand();
    await first.leads();
    await database.pool.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'mingzhang-leader-work'`);
    await first.rests();
    await first.leads();
  });

  it('one that stops in order hands over only what it has laid down', async () => {
    const said: string[] = [];
    let another: () => void = () => undefined;
    const led = new Promise<void>((resolve) => (another = resolve));
    const timing = { askEveryMs: 20, lapseMs: 5_000 };
    const connection = { connectionString: database.url };
    const laidDown = (): Promise<void> => new Promise((resolve) => setTimeout(() => {
      said.push('first has laid down');
      resolve();
    }, 100));
    let begun: () => void = () => undefined;
    const beginning = new Promise<void>((resolve) => (begun = resolve));
    const first = new Leadership({ connection, name: 'orderly', timing, lead: () => { begun(); }, rest: laidDown });
    first.start();
    await beginning;
    const second = new Leadership({ connection, name: 'orderly', timing, rest: () => Promise.resolve(), lead: () => {
      said.push('second leads');
      another();
    } });
    second.start();
    await first.stop();
    await led;
    expect(said).toEqual(['first has laid down', 'second leads']);
    expect([first.leads, second.leads]).toEqual([false, true]);
    await second.stop();
  });
});
