/** One era: a fresh database, services under load, and round after round something killed or cut at a random moment; at the end everything is compared. */
import { PostgresEventStore } from '../../src/event-store/postgres/postgres-event-store';
import { Caller } from './caller';
import { freshOn, startParts, type RunningPart, type Server } from './ground';
import { chanceOf, Load } from './load';
import { everything, expectEveryAnswerTrue, expectFactsOf, expectOutcomes, expectSameAsMemory } from './truth';
import type { Pool } from 'pg';

interface Scene {
  readonly server: Server;
  readonly pool: Pool;
  readonly parts: readonly RunningPart[];
  readonly chance: () => number;
}

const pick = <T>(from: readonly T[], chance: () => number): T => from[Math.floor(chance() * from.length)] as T;

async function backends({ pool, chance }: Scene): Promise<number> {
  const { rows } = await pool.query<{ pid: number }>(`SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name NOT LIKE 'survival%' ORDER BY pid`);
  return pick(rows, chance).pid;
}

/** How something ends, by name and weight. A service that is killed begins again by itself. */
const ENDS: Readonly<Record<string, { readonly weight: number; readonly of: (scene: Scene) => Promise<void> }>> = {
  'service killed': { weight: 2, of: async ({ parts, chance }) => pick(parts, chance).killed() },
  'service stopped a while': { weight: 1, of: async ({ parts, chance }) => {
    const part = pick(parts, chance);
    part.signal('SIGSTOP');
    await new Promise((resolve) => setTimeout(resolve, 100 + chance() * 400));
    part.signal('SIGCONT');
  } },
  'server killed': { weight: 3, of: ({ server }) => server.kill() },
  'backend killed': { weight: 2, of: async (scene) => { process.kill(await backends(scene), 'SIGKILL'); } },
  'backend ended': { weight: 3, of: async (scene) => { await scene.pool.query('SELECT pg_terminate_backend($1)', [await backends(scene)]); } },
  'request cut off': { weight: 4, of: ({ parts, chance }) => cutOnce(pick(parts, chance), 'request') },
  'answer cut off': { weight: 4, of: ({ parts, chance }) => cutOnce(pick(parts, chance), 'answer') },
  'leader killed': { weight: 0, of: async (scene) => (await leader(scene)).killed() },
  'leader stopped': { weight: 0, of: async (scene) => {
    const sleeper = await leader(scene);
    sleeper.signal('SIGSTOP');
    // Another leads once the silent session has been ended; then the first one wakes and believes it still does.
    while ((await leader(scene)) === sleeper) await new Promise((resolve) => setTimeout(resolve, 100));
    sleeper.signal('SIGCONT');
  } },
  'every line cut': { weight: 2, of: ({ parts, chance }) => {
    pick(parts, chance).wire.cutAll();
    return Promise.resolve();
  } },
};

/** At the next thing the sequencer says or hears: before its commit has reached the server, or after it and before the answer has come back. */
function cutOnce({ wire }: RunningPart, way: 'request' | 'answer'): Promise<void> {
  wire.only = 'mingzhang-sequencer';
  wire.cut = way;
  return Promise.resolve();
}

/** The process whose session holds the lead; killed or stopped for longer than it may be silent. */
async function leader({ pool, parts }: Scene): Promise<RunningPart> {
  for (;;) {
    const { rows } = await pool.query<{ port: number }>(`SELECT client_port AS port FROM pg_stat_activity a JOIN pg_locks l USING (pid) WHERE a.datname = current_database() AND a.application_name LIKE 'mingzhang-leader-follower%' AND l.locktype = 'advisory' AND l.granted`);
    const found = parts.find(({ wire }) => rows.some(({ port }) => wire.holds(port)));
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const drawn = Object.entries(ENDS).flatMap(([name, { weight }]) => Array.from({ length: weight }, () => name));

export interface Era {
  readonly name: string;
  readonly seed: number;
  readonly rounds: number;
  readonly roles: readonly string[];
  /** One line for each round. */
  readonly say: (line: string) => void;
  /** Instead of what the seed draws. */
  readonly ends?: readonly string[];
}

async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      // A query of our own may be the one that is cut; what an expectation says is no such thing.
      if (tries === 100 || (error as Error).message.includes('expect(')) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

export interface Found {
  readonly events: number;
  readonly answers: number;
  readonly sentAgain: number;
}

export async function era(server: Server, told: Era): Promise<Found> {
  const pool = await freshOn(server, told.name);
  const parts = await startParts(server, told.name, told.roles);
  try {
    return await play(server, pool, parts, told);
  } catch (error) {
    told.say(`${told.name} seed ${String(told.seed)} failed: ${(error as Error).message}`);
    throw error;
  } finally {
    for (const part of parts) part.abandon();
    await pool.end();
  }
}

async function play(server: Server, pool: Pool, parts: readonly RunningPart[], { name, seed, rounds, say, ends }: Era): Promise<Found> {
  const caller = new Caller(() => parts.filter((part) => part.roles.includes('api')).flatMap(({ url }) => url ?? []));
  const load = new Load(caller, seed);
  await load.prepare();
  load.begin();
  const broken = failure(caller, parts);
  broken.catch(() => undefined);
  for (let round = 0; round < rounds; round += 1) {
    const chance = chanceOf(seed * 7_919 + round);
    const end = ends?.[round] ?? pick(drawn, chance);
    const moment = 1 + Math.floor(chance() * 6);
    say(`${name} round ${String(round)} seed ${String(seed)}: ${end} after ${String(moment)} answers (${String(caller.acks.length)} so far)`);
    await Promise.race([caller.answers(moment), broken]);
    await patiently(() => (ENDS[end] as { of: (scene: Scene) => Promise<void> }).of({ server, pool, parts, chance }));
    await Promise.race([caller.answers(1), broken]);
    if (round % 10 === 9) await patiently(() => expectEveryAnswerTrue(pool, caller.acks));
  }
  for (const { wire } of parts) wire.cut = 'never';
  await Promise.all(parts.map((part) => part.up()));
  await load.end();
  return settled({ server, pool, name, parts, caller, load });
}

/** Ends the waiting for answers when somebody got one that nobody should get, or a service ended by itself. */
async function failure(caller: Caller, parts: readonly RunningPart[]): Promise<void> {
  const wrong = (): readonly string[] => [...caller.untoward, ...parts.flatMap(({ died }) => died ?? [])];
  while (wrong().length === 0) await new Promise((resolve) => setTimeout(resolve, 200).unref());
  throw new Error(`expect(untoward).toEqual([]): ${wrong().join('; ')}`);
}

interface Ending {
  readonly server: Server;
  readonly pool: Pool;
  readonly name: string;
  readonly parts: readonly RunningPart[];
  readonly caller: Caller;
  readonly load: Load;
}

async function settled({ server, pool, name, parts, caller, load }: Ending): Promise<Found> {
  const store = await PostgresEventStore.open({ connection: { connectionString: server.url(name) } });
  const { size } = await store.head();
  for (;;) {
    const { rows: [slowest] } = await pool.query<{ position: string; halted: boolean }>('SELECT min(position) AS position, bool_or(error IS NOT NULL) AS halted FROM work.follower');
    expect(slowest?.halted).toBe(false);
    if (Number(slowest?.position) >= size) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect(caller.untoward).toEqual([]);
  await expectEveryAnswerTrue(pool, caller.acks);
  const events = await everything(store);
  expectOutcomes(events, load.outcomes);
  await expectSameAsMemory(events);
  const { rows: unfinished } = await pool.query('SELECT key FROM work.pending');
  expect(unfinished).toEqual([]);
  const fresh = await freshOn(server, `${name}_model`);
  await expectFactsOf(pool, store, fresh);
  await fresh.end();
  await store.close();
  expect(await Promise.all(parts.map((part) => part.ended()))).toEqual(parts.map(() => 0));
  return { events: events.length, answers: caller.acks.length, sentAgain: caller.sentAgain };
}
