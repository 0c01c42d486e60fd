/** Jobs of several processes on one database: each is ended by its own, or by the others once that one is gone. */
import type { Actor } from '../../src/domain/decider';
import type { PoolClient } from 'pg';
import { JobOwner } from '../../src/api/job-owner';
import { Jobs, type Job } from '../../src/api/jobs';
import { freshDatabase, type TestDatabase } from '../support/database';

const clerk: Actor = { id: 'clerk', role: 'clerk', office: '422826/finance', region: '422826' };

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

async function processOfItsOwn(): Promise<{ jobs: Jobs; owner: JobOwner; die(): void; leave(): Promise<void> }> {
  const owner = new JobOwner(database.pool);
  const jobs = new Jobs(database.pool, owner);
  await jobs.onApplicationBootstrap();
  const die = (): void => { owner.onApplicationShutdown(); };
  return { jobs, owner, die, leave: async () => { await jobs.beforeApplicationShutdown(); die(); } };
}

const unending = (_: string, { signal }: { signal: AbortSignal }): Promise<object> =>
  new Promise((_resolve, reject) => { signal.addEventListener('abort', () => { reject(signal.reason as Error); }); });

async function ended(jobs: Jobs, id: string): Promise<Job> {
  for (;;) {
    const job = await jobs.find(id, clerk);
    if (job.state !== 'running') return job;
    await jobs.changed(id, 1_000);
  }
}

it('a job whose process died is stopped by the next one that starts; those of the living run on', async () => {
  const [dead, living] = [await processOfItsOwn(), await processOfItsOwn()];
  const lost = await dead.jobs.begin('batch-list', 'batch-1', '422826', clerk, unending, { stoppable: true });
  const kept = await living.jobs.begin('batch-list', 'batch-2', '422826', clerk, unending, { stoppable: true });
  dead.die();
  const next = await processOfItsOwn();
  expect(await ended(next.jobs, lost.id)).toMatchObject({ state: 'stopped', code: 'stopped' });
  expect(await next.jobs.find(kept.id, clerk)).toMatchObject({ state: 'running' });
  await Promise.all([living, next, dead].map(({ leave }) => leave()));
  expect((await database.pool.query(`SELECT status FROM work.job WHERE status = 'running'`)).rowCount).toBe(0);
});

it('a living process ends what a dead one left, without being started anew', async () => {
  const [dead, living] = [await processOfItsOwn(), await processOfItsOwn()];
  const lost = await dead.jobs.begin('register-file', 'register-1', '422826', clerk, unending);
  dead.die();
  expect(await ended(living.jobs, lost.id)).toMatchObject({ state: 'stopped' });
  await Promise.all([living, dead].map(({ leave }) => leave()));
});

it('a process whose session was cut shows itself again, and its job ends once whoever says so first', async () => {
  const [cut, other] = [await processOfItsOwn(), await processOfItsOwn()];
  let finish: (result: object) => void = () => undefined;
  const job = await cut.jobs.begin('batch-list', 'batch-3', '422826', clerk, () => new Promise((resolve) => { finish = resolve; }));
  await database.pool.query(`SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`);
  const late = await processOfItsOwn();
  finish({ late: true });
  const end = await ended(late.jobs, job.id);
  expect([{ state: 'stopped' }, { state: 'done', result: { late: true } }]).toContainEqual({ state: end.state, ...(end.result ? { result: end.result } : {}) });
  const again = await cut.jobs.begin('batch-list', 'batch-4', '422826', clerk, unending, { stoppable: true });
  await cut.jobs.changed(again.id, 1_200);
  const last = await processOfItsOwn();
  expect(await last.jobs.find(again.id, clerk)).toMatchObject({ state: 'running' });
  await Promise.all([cut, other, late, last].map(({ leave }) => leave()));
});

it('a job is stopped from another process than its own', async () => {
  const [its, other] = [await processOfItsOwn(), await processOfItsOwn()];
  const job = await its.jobs.begin('batch-list', 'batch-5', '422826', clerk, (_, watch) => {
    watch.progress({ linesChecked: 7 });
    return unending('', watch);
  }, { stoppable: true });
  expect(await ended(other.jobs, (await other.jobs.stop(job.id, clerk)).id)).toMatchObject({ state: 'stopped', code: 'stopped-as-asked', progress: { linesChecked: 7 } });
  await Promise.all([its, other].map(({ leave }) => leave()));
});

it('work that cannot stop is not asked to', async () => {
  const process = await processOfItsOwn();
  const job = await process.jobs.begin('register-file', 'register-2', '422826', clerk, unending);
  await expect(process.jobs.stop(job.id, clerk)).rejects.toMatchObject({ code: 'job-not-stoppable' });
  await expect(process.jobs.stop(job.id, { ...clerk, office: '422826/other' })).rejects.toMatchObject({ code: 'job-not-yours' });
  await process.leave();
});

it('a session that is lost after its process has left it is let go of once', async () => {
  const acquired: PoolClient[] = [];
  const hear = (client: PoolClient): void => void acquired.push(client);
  database.pool.on('acquire', hear);
  const owner = new JobOwner(database.pool);
  await owner.show();
  database.pool.off('acquire', hear);
  const [session] = acquired as [PoolClient];
  owner.onApplicationShutdown();
  expect(() => session.emit('error', new Error('terminating connection due to administrator command'))).not.toThrow();
});
