/** A county's year goes in through the API as its offices would send it, and goes in a second time without adding anything. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { Poster } from '../../src/simulate/post';
import { DEMO_COUNTY, simulateCountyYear, type CountyYear } from '../../src/simulate/county-year';
import { keyPrefixOf } from '../../src/simulate/script-folder';
import { freshDatabase, type TestDatabase } from '../support/database';
import { startService, temporaryFolder, type RunningService } from '../support/running-service';

const LONG = process.env['MINGZHANG_TEST_LONG'] === 'on';
jest.setTimeout(LONG ? 3_600_000 : 240_000);

/** By default a county small enough for every run; with the long tests one of over a hundred batches and 300,000 lines. */
const wish: CountyYear = LONG
  ? { ...DEMO_COUNTY, seed: 3, households: 28_500, townships: 13, villagesEach: 20, projects: 120, loans: 400, listLines: 3_500 }
  : { ...DEMO_COUNTY, seed: 3, households: 90, projects: 4, loans: 8, listLines: 40 };

let folder: string;
let database: TestDatabase;
let service: RunningService;

beforeAll(async () => {
  folder = temporaryFolder();
  database = await freshDatabase('empty');
  service = await startService({ DATABASE_URL: database.url, DATA_DIR: path.join(folder, 'data') });
});
afterAll(async () => {
  await service.end('SIGTERM');
  await database.drop();
  fs.rmSync(folder, { recursive: true, force: true });
});

const peakMiB = (): number => Math.round(Number(/^VmHWM:\s+(\d+) kB/m.exec(fs.readFileSync(`/proc/${String(service.process.pid)}/status`, 'utf8'))?.[1] ?? 0) / 1024);

async function sizeOfLedger(): Promise<number> {
  const { rows: [head] } = await database.pool.query<{ size: string }>('select size from ledger.log_head');
  return Number(head?.size);
}

it('a county-year is loaded, every identity holds, and a second load is answered throughout and adds nothing', async () => {
  const { deeds } = simulateCountyYear(wish);
  const lines = deeds.reduce((sum, { deed }) => sum + (deed.kind === 'batch' && deed.file ? deed.file.rows.length : 0), 0);
  const batches = deeds.filter(({ deed }) => deed.kind === 'batch' && deed.action === 'open').length;
  const keyPrefix = keyPrefixOf(JSON.stringify(wish));
  const load = (): Promise<Awaited<ReturnType<Poster['post']>>> => new Poster({ url: service.url.replace('localhost', '127.0.0.1'), keyPrefix, county: wish.county }).post(deeds);

  const began = performance.now();
  const first = await load();
  const secondsFirst = (performance.now() - began) / 1000;
  expect(first.refused).toEqual([]);
  const size = await sizeOfLedger();

  const again = performance.now();
  const second = await load();
  expect(second.refused).toEqual([]);
  expect(second.recorded).toBe(0);
  expect(await sizeOfLedger()).toBe(size);

  const { rows } = await database.pool.query<{ wrong: string }>(
    `select count(*) as wrong from (select batch_id, count(*) filter (where attempt = 1) as entered from facts.disbursement group by batch_id) d
     join ledger.stream s on s.stream_id = 'batch-' || d.batch_id where d.entered > s.revision`);
  expect(rows[0]?.wrong).toBe('0');
  process.stderr.write(`${String(batches)} batches, ${String(lines)} lines, ${String(size)} events: first load ${secondsFirst.toFixed(1)} s, second ${((performance.now() - again) / 1000).toFixed(1)} s, service at most ${String(peakMiB())} MiB\n`);
  if (LONG) {
    expect(batches).toBeGreaterThanOrEqual(100);
    expect(lines).toBeGreaterThanOrEqual(300_000);
  }
  expect(peakMiB()).toBeLessThan(1024);
});
