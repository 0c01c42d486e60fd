/** A long list over HTTP: watched while it is read, stopped, shut down under, mended; the thread that reads it says what reading it in place says. */
import * as fs from 'node:fs';
import type { AddressInfo } from 'node:net';
import threads from 'node:worker_threads';
import fc from 'fast-check';
import type { BatchLine } from '../../src/intake/batch-line';
import { KnownPeople } from '../../src/api/known-people';
import { readIntoStaging, type ListOrder } from '../../src/api/list-reading';
import { ListStore, type ListOutcome, type StagedList } from '../../src/api/list-store';
import { readInThread } from '../../src/api/list-thread';
import { MasterKeys } from '../../src/vault/keys';
import { Vault } from '../../src/vault/vault';
import { testApp, type Session, type TestApp } from '../support/app';
import { openBatch } from '../support/county-commands';
import { fundCounty } from '../support/funded-county';
import { csv, goodRow, listHeadings } from '../support/list-file';
import { seed } from '../support/story';
import { xlsx } from '../support/xlsx-file';

const Thread = threads.Worker;
const long = process.env['MINGZHANG_TEST_LONG'] === 'on';

let service: TestApp;
let clerk: Session;

beforeAll(async () => {
  service = await testApp();
  clerk = await service.as('clerk@422826');
  await fundCounty(service);
});
/** The last test shuts the application down itself. */
afterAll(async () => {
  await service.database.drop();
  fs.rmSync(service.dataDir, { recursive: true, force: true });
});

type Body = Record<string, unknown>;
interface Said {
  readonly event: string;
  readonly data: Body & { state: string; progress?: { rowsRead: number; linesChecked: number; redLines: number; groups: { code: string; count: number }[]; firstErrors: { row: number; code: string }[] } };
}

/** Every `badEvery`th line has a wrong sum. */
const table = (lines: number, badEvery = 0): string[][] =>
  [[...listHeadings], ...Array.from({ length: lines }, (_, at) => goodRow(at + 1, badEvery > 0 && (at + 1) % badEvery === 0 ? { 应发: '121.50', 数量: '' } : {}))];

const open = (id: string, lines: number, more: object = {}): Promise<unknown> =>
  clerk.post('/v1/batches').send({ id, ...openBatch({ declaredCount: lines, declaredTotalFen: lines * 12_050, ...more }) }).expect(201);
const upload = async (id: string, bytes: Buffer): Promise<string> => {
  const { headers } = await clerk.post(`/v1/batches/${id}/file`).type('text/csv').send(bytes).expect(202);
  return headers['location'] as string;
};

/** What the stream says until it ends. */
async function watched(location: string, hear: (said: Said) => void = () => undefined): Promise<Said[]> {
  const { port } = service.app.getHttpServer().address() as AddressInfo;
  const signedIn = await fetch(`http://127.0.0.1:${String(port)}/v1/auth/token`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ username: 'clerk@422826', password: 'demo' }) });
  const { accessToken } = (await signedIn.json()) as { accessToken: string };
  const response = await fetch(`http://127.0.0.1:${String(port)}${location}/events`, { headers: { authorization: `Bearer ${accessToken}` } });
  expect([response.status, response.headers.get('content-type'), response.headers.get('cache-control')]).toEqual([200, 'text/event-stream; charset=utf-8', 'no-store']);
  const told: Said[] = [];
  let rest = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    const blocks = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = /^event: (\w+)$/m.exec(block)?.[1];
      if (event === undefined) continue;
      const said = { event, data: JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? '') as Said['data'] };
      told.push(said);
      hear(said);
    }
  }
  return told;
}

describe('a long list', () => {
  const lines = long ? 150_000 : 6_000;

  it('is read in a thread, tells how far it is and what is wrong first, and ends in one event', async () => {
    await open('long', lines);
    const location = await upload('long', csv(table(lines, 1_000), 'gb18030'));
    const told = await watched(location);
    expect(told.map(({ event }) => event)).toEqual([...told.slice(1).map(() => 'progress'), 'done']);
    const { data } = told.at(-1) as Said;
    expect(data).toMatchObject({ state: 'done', progress: { rowsRead: lines, linesChecked: lines, redLines: lines / 1_000, groups: [{ code: 'L45', severity: 'red', count: lines / 1_000, lines: lines / 1_000 }] } });
    expect(data.progress?.firstErrors[0]).toMatchObject({ row: 1_001, code: 'L45', column: '实发' });
    const read = told.map(({ data: { progress } }) => progress?.linesChecked ?? 0);
    expect(read).toEqual([...read].sort((a, b) => a - b));
    if (long) process.stdout.write(`150,000 lines: resident ${String(Math.round(process.memoryUsage().rss / 1_048_576))} MiB, ${String(told.length)} events\n`);
  }, 300_000);

  it('tells who connects again how it ended, and nobody who may not read it', async () => {
    const { body } = await clerk.get('/v1/batches/long/errors?limit=1').expect(200);
    const { rows } = await service.database.pool.query<{ job_id: string }>('SELECT job_id FROM intake.list WHERE list_id = $1', [(body as Body)['listId']]);
    const location = `/v1/jobs/${rows[0]?.job_id ?? ''}`;
    expect((await watched(location)).map(({ event }) => event)).toEqual(['done']);
    await (await service.as('clerk@422899')).get(`${location}/events`).expect(404);
    await (await service.as('admin@422826')).get(`${location}/events`).expect(403);
  });

  it('has its errors grouped, and its red lines are split off on purpose all at once', async () => {
    const { body } = await clerk.get('/v1/batches/long/errors').expect(200);
    expect((body as { groups: unknown[] }).groups).toMatchObject([{ code: 'L45', severity: 'red', count: lines / 1_000, lines: lines / 1_000, remedy: { en: 'Check the three amounts.' } }]);
    const off = await clerk.post('/v1/batches/long/split-off').send({ reason: '更正后另行发放' }).expect(201);
    expect((off.body as { splitOff: number[] }).splitOff).toEqual(Array.from({ length: lines / 1_000 }, (_, at) => (at + 1) * 1_000));
  }, 120_000);
});

describe.each(['csv', 'xlsx'] as const)('the bad rows of a list as %s', (format) => {
  it('are mended and handed in as a list of their own', async () => {
    const mended = `mended-${format}`;
    await open(mended, 3);
    const lines = format === 'csv' ? 1_500 : 1_501;
    await open(`bad-${format}`, lines);
    await watched(await upload(`bad-${format}`, csv(table(lines, 500))));
    const { body } = await clerk.get(`/v1/batches/bad-${format}/errors?format=${format}&severity=red`).buffer(true).parse((response, done) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part)).on('end', () => { done(null, Buffer.concat(parts)); });
    }).expect(200);
    const bad = body as Buffer;
    const again = await watched(await upload(mended, bad));
    expect(again.at(-1)?.data).toMatchObject({ progress: { linesChecked: 3, redLines: 3 } });
    if (format === 'xlsx') return;
    expect(bad.toString()).toContain('L45 实发:应发减扣减不等于实发(121.50 − 0.00 ≠ 120.50)。核对三列金额。');
    const right = await watched(await upload(mended, Buffer.from(bad.toString().replaceAll('121.50,', '120.50,'))));
    expect(right.at(-1)?.data).toMatchObject({ state: 'done', progress: { linesChecked: 3, redLines: 0 } });
  });
});

describe('a job that is asked to stop', () => {
  it('stops, leaves the list before it as it was, and answers nobody else', async () => {
    await open('stopped', 8_000);
    const location = await upload('stopped', csv(table(8_000)));
    await (await service.as('checker@422899')).post(`${location}/stop`).expect(404);
    await (await service.as('bank@422826')).post(`${location}/stop`).expect(403);
    const { body } = await clerk.post(`${location}/stop`).expect(200);
    expect(body).toMatchObject({ state: 'stopped', code: 'stopped-as-asked' });
    expect((await watched(location)).map(({ event }) => event)).toEqual(['stopped']);
    expect((await clerk.post(`${location}/stop`).expect(200)).body).toMatchObject({ state: 'stopped' });
    expect((await clerk.get('/v1/batches/stopped/errors').expect(404)).body).toMatchObject({ code: 'list-unknown' });
    const { rows } = await service.database.pool.query(`SELECT FROM intake.list WHERE batch_id = 'stopped'`);
    expect(rows).toEqual([]);
  });
});

describe('a thread that dies midway', () => {
  it('fails its job with a code that says what to do, and changes nothing', async () => {
    let begin: (thread: threads.Worker) => void = () => undefined;
    const begun = new Promise<threads.Worker>((resolve) => { begin = resolve; });
    // The real thread, only seen as it begins.
    const spy = jest.spyOn(threads, 'Worker').mockImplementation((...given: ConstructorParameters<typeof threads.Worker>) => {
      const thread: threads.Worker = new Thread(...given);
      begin(thread);
      return thread;
    });
    try {
      await open('died', 8_001);
      const location = await upload('died', csv(table(8_001)));
      await (await begun).terminate();
      const last = (await watched(location)).at(-1);
      expect(last).toMatchObject({ event: 'failed', data: { state: 'failed', code: 'list-reading-died' } });
      await clerk.get('/v1/batches/died/errors').expect(404);
    } finally {
      spy.mockRestore();
    }
  });
});

describe('reading in a thread', () => {
  const field = fc.oneof(
    { weight: 6, arbitrary: fc.constant(undefined) }, fc.constantFrom('', '0', '=1', '4.228E+17', '１２', '张?', '合计', '存折', '"', '无', '120.5', '1e3'), fc.string({ unit: 'grapheme', maxLength: 8 }),
  );
  const rows = fc.array(fc.tuple(fc.nat(400), fc.constantFrom(...listHeadings), field), { minLength: 1, maxLength: 1_300 })
    .map((all) => [[...listHeadings], ...all.map(([index, heading, value]) => goodRow(index, value === undefined ? {} : { [heading]: value.replace(/[\p{Cc}\ud800-\udfff]/gu, '') }))]);

  it('stages the same lines, faults and sums as reading in place', async () => {
    const { pool, url } = service.database;
    const keys = service.app.get(MasterKeys);
    const store = new ListStore(pool, keys);
    const known = new KnownPeople(pool, new Vault(pool, keys));
    const staged = async (order: ListOrder, outcome: ListOutcome): Promise<unknown> => {
      const list: StagedList = { listId: order.listId, batchId: '', heading: outcome.heading, summary: outcome.summary, baseOrdinal: undefined, keyVersion: keys.current, algorithm: 'AES-256-GCM' };
      const lines: BatchLine[] = [];
      for await (const page of store.pages(list)) lines.push(...page.lines);
      return { outcome, lines, faults: await store.faults(order.listId, -1, 1_000_000, {}) };
    };
    let made = 0;
    await fc.assert(fc.asyncProperty(rows, fc.boolean(), async (given, asXlsx) => {
      const bytes = asXlsx ? xlsx({ rows: given }) : csv(given.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`)), 'gb18030');
      const order = (): ListOrder => ({
        listId: `00000000-0000-4000-8000-${String((made += 1)).padStart(12, '0')}`, batchId: 'any', jobId: undefined, kind: 'file', fileMac: Buffer.alloc(32), name: undefined,
        opening: openBatch() as ListOrder['opening'], on: '2018-03-01', visible: undefined,
      });
      const [here, there] = [order(), order()];
      for (const each of [here, there]) await (await store.begin(each, bytes)).kept;
      const inPlace = await staged(here, await readIntoStaging(here, bytes, { store, known, say: () => undefined }));
      const inThread = await staged(there, await readInThread({ order: there, databaseUrl: url, keys: keys.handOver() }, bytes, undefined, () => undefined));
      expect(inThread).toEqual(inPlace);
    }), { seed, numRuns: long ? 40 : 4 });
  }, 300_000);
});

describe('a service that is shut down', () => {
  it('says so of what it was reading', async () => {
    await open('shut', 8_002);
    const location = await upload('shut', csv(table(8_002)));
    let first: () => void = () => undefined;
    const connected = new Promise<void>((resolve) => { first = resolve; });
    const told = watched(location, () => { first(); });
    await connected;
    await service.app.close();
    expect((await told).at(-1)).toMatchObject({ event: 'stopped', data: { code: 'stopped' } });
    const { rows } = await service.database.pool.query(`SELECT status, problem ->> 'code' AS code FROM work.job WHERE subject = 'batch-shut'`);
    expect(rows).toEqual([{ status: 'stopped', code: 'stopped' }]);
  });
});
