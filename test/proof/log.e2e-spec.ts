/** The log over HTTP, walked as by a stranger: checkpoint, tiles, entries, proofs, and the bytes of an event for who may see it. */
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { extendsTree } from '../../src/proof/tree';
import { testApp, type TestApp } from '../support/app';
import { household, issue, programme, split } from '../support/county-commands';
import { fetching, hashOfLeaf, leavesOf, opened, rootByProof, rootOf, tilesOfLevel, type Fetch, type Head } from './third-party';

jest.setTimeout(120_000);

let service: TestApp;
let get: Fetch;
let vkey: string;

const text = async (path: string): Promise<string> => (await get(path)).bytes.toString();
interface Side { readonly size: number; readonly root: string }
const json = async (path: string): Promise<{ from: Side; to: Side; hashes: string[] }> => JSON.parse(await text(path)) as never;
const checkpoint = async (): Promise<Head> => opened(await text('/checkpoint'), vkey);

async function proven(position: number): Promise<void> {
  const auditor = await service.as('auditor');
  for (let waited = 0; waited < 10_000; waited += 50) {
    if (((await auditor.get('/v1/log')).body as { proven: number }).proven >= position) return;
    await sleep(50);
  }
  throw new Error(`position ${String(position)} was not proven in time`);
}

beforeAll(async () => {
  service = await testApp('api,sealer', { MINGZHANG_SM2: 'on', MINGZHANG_ORIGIN: 'ledger.example.org/funds' });
  get = fetching(`http://127.0.0.1:${String((service.app.getHttpServer().address() as AddressInfo).port)}`);
  const province = await service.as('province@42');
  await province.send('DefineProgramme', 'grain', programme()).expect(201);
  await province.send('IssueAllocation', 'root-1', issue()).expect(201);
  const lines = Array.from({ length: 700 }, (_, n) => JSON.stringify({ key: `split-${String(n)}`, type: 'SplitAllocation', id: 'root-1', data: split({ splitId: `s-${String(n)}`, toAllocationId: `county-${String(n)}`, amountFen: 1_00 }) }));
  await province.post('/v1/commands').type('application/x-ndjson').send(lines.join('\n')).expect(200);
  await proven(701);
  ({ vkey } = ((await (await service.as('auditor')).get('/v1/log')).body as { vkey: string }));
});
afterAll(() => service.stop());

describe('the log', () => {
  it('says whose it is: origin, verifier keys for Ed25519 and SM2, a policy, and how far it is proven', async () => {
    const { body } = await (await service.as('auditor')).get('/v1/log').expect(200);
    expect(body).toMatchObject({ origin: 'ledger.example.org/funds', recorded: 701, proven: 701, vkey: expect.stringMatching(/^ledger\.example\.org\/funds\+[0-9a-f]{8}\+/), policy: `log ${vkey}\nquorum none\n` });
    expect((body as { vkeys: string[] }).vkeys).toHaveLength(2);
  });

  it('is signed: the newest checkpoint, never kept by whoever stands between, with a line by each key', async () => {
    const { status, headers, bytes } = await get('/checkpoint');
    expect([status, headers.get('content-type'), headers.get('cache-control')]).toEqual([200, 'text/plain; charset=utf-8', 'no-cache']);
    expect(await checkpoint()).toMatchObject({ origin: 'ledger.example.org/funds', size: 702 });
    expect(bytes.toString().split('\n').filter((line) => line.startsWith('— '))).toHaveLength(2);
  });

  it('has the signed root, computed anew from its entries by somebody with none of our code', async () => {
    const { size, root } = await checkpoint();
    const leaves = await leavesOf(get, size);
    expect(leaves).toHaveLength(702);
    expect(leaves.every((leaf) => leaf.length === 81 && leaf.toString('latin1').startsWith('mingzhang-leaf/1\n'))).toBe(true);
    expect(rootOf(leaves.map(hashOfLeaf))).toEqual(root);
  });

  it('has tiles that are the hashes of those entries, level upon level, kept for ever by whoever likes', async () => {
    const { size } = await checkpoint();
    let below = (await leavesOf(get, size)).map(hashOfLeaf);
    for (let level = 0; below.length > 0; level += 1) {
      const tiles = await Promise.all(tilesOfLevel(level, size).map(async ({ path }) => get(path)));
      expect(tiles.map(({ status, headers }) => [status, headers.get('content-type'), headers.get('cache-control')])).toEqual(tiles.map(() => [200, 'application/octet-stream', 'public, max-age=31536000, immutable']));
      expect(Buffer.concat(tiles.map(({ bytes }) => bytes))).toEqual(Buffer.concat(below));
      below = Array.from({ length: Math.floor(below.length / 256) }, (_, n) => rootOf(below.slice(n * 256, (n + 1) * 256)));
    }
  });

  it('serves a tile as narrow as it once was', async () => {
    const whole = (await get('/tile/0/000')).bytes;
    for (const width of [1, 7, 255]) expect((await get(`/tile/0/000.p/${String(width)}`)).bytes).toEqual(whole.subarray(0, width * 32));
    expect((await get('/tile/entries/000.p/1')).bytes).toEqual((await get('/tile/entries/000')).bytes.subarray(0, 83));
  });

  it.each(['/tile/0/003', '/tile/0/002', '/tile/0/002.p/191', '/tile/entries/002.p/191', '/tile/entries/x001/000', '/tile/1/001', '/tile/1/000', '/tile/2/000', '/tile/63/000', '/tile/1/000.p/3'])('has nothing at %s: beyond what is signed', async (path) => {
    const { status, headers } = await get(path);
    expect([status, headers.get('content-type')]).toEqual([404, 'application/problem+json; charset=utf-8']);
  });

  it.each(['/tile/0/0', '/tile/0/1000', '/tile/0/000.p/256', '/tile/0/000.p/0', '/tile/0/000.p/01', '/tile/00/000', '/tile/64/000', '/tile/x/000', '/tile/0/x000/001', '/tile/0/000/', '/tile/0/000.p/', '/tile/entries/00', '/tile/-1/000', '/tile/0/000%2ep/1'])('refuses %s: not how a tile is named', async (path) => {
    expect((await get(path)).status).toBe(400);
  });

  it('proves each event to be in it', async () => {
    for (const position of [0, 1, 255, 256, 511, 700, 701]) {
      const { headers, bytes } = await get(`/v1/proofs/${String(position)}`);
      expect(headers.get('content-disposition')).toBe(`attachment; filename="${String(position)}.tlog-proof"`);
      const [head = '', ...note] = bytes.toString().split('\n\n');
      const [first, extra = '', index, ...hashes] = head.split('\n');
      expect([first, index]).toEqual(['c2sp.org/tlog-proof@v1', `index ${String(position)}`]);
      const { size, root } = opened(note.join('\n\n'), vkey);
      expect(rootByProof(position, size, Buffer.from(extra.slice('extra '.length), 'base64'), hashes.map((hash) => Buffer.from(hash, 'base64')))).toEqual(root);
    }
    expect((await get('/v1/proofs/702')).status).toBe(425);
    expect((await get('/v1/proofs/one')).status).toBe(400);
  });

  it('proves any of its sizes to begin any later one', async () => {
    for (const [from, to] of [[0, 702], [1, 702], [256, 512], [300, 701], [702, 702]] as const) {
      const { from: older, to: newer, hashes } = await json(`/v1/proofs/consistency?from=${String(from)}&to=${String(to)}`);
      const side = ({ size, root }: Side) => ({ size, root: Buffer.from(root, 'base64') });
      expect(extendsTree(side(older), side(newer), hashes.map((hash) => Buffer.from(hash, 'base64')))).toBe(true);
    }
    expect((await get('/v1/proofs/consistency?from=1&to=703')).status).toBe(425);
    expect((await get('/v1/proofs/consistency?from=5&to=4')).status).toBe(400);
    expect((await get('/v1/proofs/consistency')).status).toBe(400);
  });

  it('shows who may see an event the bytes its leaf is made of, and everybody else nothing', async () => {
    const office = await service.as('office@422826');
    const { position } = (await office.send('RegisterHousehold', 'h-1', household()).expect(201)).body as { position: number };
    await proven(position);
    const { body } = await office.get(`/v1/events/${String(position)}/bytes`).expect(200);
    const bytes = (name: string): Buffer => Buffer.from((body as Record<string, string>)[name] ?? '', 'base64');
    const leaves = await leavesOf(get, position + 1);
    expect(bytes('leaf')).toEqual(leaves[position]);
    expect(bytes('leafHash')).toEqual(hashOfLeaf(bytes('leaf')));
    expect(JSON.parse(bytes('header').toString())).toMatchObject({ streamId: 'household-h-1', type: 'HouseholdRegistered' });
    expect(bytes('salt')).toHaveLength(16);
    for (const other of ['office@422899', 'bank@422826', 'admin@422826']) await (await service.as(other)).get(`/v1/events/${String(position)}/bytes`).expect(404);
    await office.get('/v1/events/100000/bytes').expect(404);
    expect((await get(`/v1/events/${String(position)}/bytes`)).status).toBe(401);
    const { body: history } = await office.get('/v1/households/h-1/history').expect(200);
    expect(history.items[0].proof).toBe(`/v1/proofs/${String(position)}`);
  });

  it('answers a write only once it is proven, where that is preferred, one line or many', async () => {
    const province = await service.as('province@42');
    const one = await province.send('IssueAllocation', 'root-2', issue()).set('Prefer', 'wait=proven').expect(201);
    expect([one.headers['preference-applied'], one.body.proven]).toEqual(['wait=proven', true]);
    expect((await checkpoint()).size).toBeGreaterThan(one.body.position);
    const lines = ['root-3', 'root-4'].map((id) => JSON.stringify({ key: id, type: 'IssueAllocation', id, data: issue() }));
    const many = await province.post('/v1/commands').type('application/x-ndjson').set('Prefer', 'wait=proven').send([...lines, '{"type":'].join('\n')).expect(200);
    expect(many.headers['preference-applied']).toBe('wait=proven');
    expect(many.text.trim().split('\n').map((line) => (JSON.parse(line) as { proven?: boolean }).proven)).toEqual([true, true, undefined]);
    const plain = await province.send('IssueAllocation', 'root-5', issue()).expect(201);
    expect([plain.headers['preference-applied'], plain.body.proven]).toEqual([undefined, undefined]);
  });

  it('tells monitors how far it is proven', async () => {
    const metrics = await text('/metrics');
    expect(metrics).toMatch(/mingzhang_position\{word="proven"\} \d+/);
    expect(metrics).toMatch(/mingzhang_lag_seconds\{word="proven"\} \d/);
    expect(metrics).toMatch(/mingzhang_writing_stopped 0/);
  });
});

describe('a process without a sealer', () => {
  it('has nothing to show, and says of a write that waited that it is not proven', async () => {
    const alone = await testApp('api');
    try {
      const { body } = await (await alone.as('auditor')).get('/v1/log').expect(200);
      expect(body).toMatchObject({ origin: null, vkey: null, policy: null, proven: -1 });
      const unsigned = fetching(`http://127.0.0.1:${String((alone.app.getHttpServer().address() as AddressInfo).port)}`);
      expect([(await unsigned('/checkpoint')).status, (await unsigned('/tile/0/000')).status]).toEqual([404, 404]);
      const sent = await (await alone.as('province@42')).send('DefineProgramme', 'grain', programme()).set('Prefer', 'wait=proven').expect(201);
      expect([sent.headers['preference-applied'], sent.body.proven]).toEqual([undefined, false]);
    } finally {
      await alone.stop();
    }
  });
});
