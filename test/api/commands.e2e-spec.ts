/** Commands over HTTP: who may send what, what is refused and why, and that the same wish twice is one event. */
import { Incidents } from '../../src/incidents';
import { testApp, type TestApp } from '../support/app';
import { HEAD, household, issue, programme, receive, split } from '../support/county-commands';

let service: TestApp;
beforeAll(async () => {
  service = await testApp();
});
afterAll(() => service.stop());

interface Problem {
  code: string;
  detail: string;
  errors?: { pointer: string; code: string }[];
}
const lines = (text: string): { key: string | null; status: string; position?: number; code?: string; detail?: string }[] =>
  text.trim().split('\n').map((line) => JSON.parse(line) as { key: string; status: string });

describe('commands over HTTP', () => {
  it('records a wish once, and answers the same when it is sent again', async () => {
    const province = await service.as('province@42');
    const first = await province.send('DefineProgramme', 'grain', programme()).expect(201);
    expect(first.body).toEqual({ key: 'DefineProgramme-grain', status: 'recorded', position: expect.any(Number) as number });
    const again = await province.send('DefineProgramme', 'grain', programme()).expect(200);
    expect(again.body).toEqual({ key: 'DefineProgramme-grain', status: 'replayed', position: (first.body as { position: number }).position });
  });

  it('refuses the same key for another wish and names the first', async () => {
    const province = await service.as('province@42');
    const { body } = await province.send('DefineProgramme', 'grain', programme({ name: '另一项目' })).expect(409);
    expect((body as Problem).code).toBe('key-conflict');
    // Told in the ledger as well, by the service itself.
    await service.app.get(Incidents).flush();
    const { rows } = await service.database.pool.query<{ stream_id: string }>(`SELECT stream_id FROM ledger.stream WHERE stream_id LIKE 'incident-%'`);
    expect(rows).toHaveLength(1);
  });

  it('takes the key from the Idempotency-Key header', async () => {
    const province = await service.as('province@42');
    const sent = { type: 'IssueAllocation', id: 'root-1', data: issue() };
    await province.post('/v1/commands').send(sent).expect(400);
    await province.post('/v1/commands').set('Idempotency-Key', 'issue-root-1').send(sent).expect(201);
    await province.post('/v1/commands').set('Idempotency-Key', 'issue-root-1').send(sent).expect(200);
  });

  it('moves money from the province to a county', async () => {
    const province = await service.as('province@42');
    const clerk = await service.as('clerk@422826');
    await province.send('SplitAllocation', 'root-1', split()).expect(201);
    const early = await clerk.get('/v1/allocations/county-1').expect(404);
    expect((early.body as Problem).code).toBe('subject-unknown');
    const transit = await province.get('/v1/allocations/root-1').expect(200);
    expect(transit.body).toMatchObject({ balanceFen: 40_000_000, splitFen: 60_000_000, inTransitFen: 60_000_000, residualFen: 0 });
    const { body: receipt } = await clerk.send('ReceiveAllocation', 'county-1', receive()).expect(201);
    const received = await clerk.get('/v1/allocations/county-1').expect(200);
    expect(received.body).toMatchObject({ id: 'county-1', region: '422826', programmeId: 'grain', balanceFen: 60_000_000, residualFen: 0 });
    expect(received.headers['ledger-position']).toBe(String((receipt as { position: number }).position));
    const arrived = await province.get('/v1/allocations/root-1').expect(200);
    expect(arrived.body).toMatchObject({ inTransitFen: 0 });
  });

  it('shows an allocation as it was', async () => {
    const province = await service.as('province@42');
    const { body: opened } = await province.get('/v1/allocations/root-1/history').expect(200);
    const issuedAt = (opened as { items: readonly { position: number }[] }).items[0]?.position ?? -1;
    const then = await province.get(`/v1/allocations/root-1?asOf=${String(issuedAt)}`).expect(200);
    expect(then.body).toMatchObject({ balanceFen: 100_000_000, splitFen: 0 });
    const onDate = await province.get('/v1/allocations/root-1?effectiveOn=2018-02-03').expect(200);
    expect(onDate.body).toMatchObject({ balanceFen: 100_000_000 });
    await province.get('/v1/allocations/root-1?effectiveOn=2018-01-31').expect(404);
    const { body } = await province.get('/v1/allocations/root-1/changes?from=2018-02-03&to=2018-02-06').expect(200);
    expect((body as { changes: object[] }).changes).toContainEqual({ pointer: '/balanceFen', from: 100_000_000, to: 40_000_000 });
    await province.get('/v1/allocations/root-1?asOf=yesterday').expect(400);
  });

  it('refuses a role that may not, and a region that is not the sender\'s', async () => {
    const clerk = await service.as('clerk@422826');
    const wrongRole = await clerk.send('IssueAllocation', 'root-2', issue()).expect(403);
    expect((wrongRole.body as Problem).code).toBe('role-may-not');
    const office = await service.as('office@422899');
    const wrongRegion = await office.send('RegisterHousehold', 'h-1', household()).expect(403);
    expect((wrongRegion.body as Problem).code).toBe('region-not-yours');
    const auditor = await service.as('auditor@422826');
    await auditor.send('RegisterHousehold', 'h-1', household()).expect(403);
  });

  it('says which field is wrong, and never repeats what was personal', async () => {
    const office = await service.as('office@422826');
    const { body } = await office.send('RegisterHousehold', 'h-9', household({ status: 'rich', colour: 'red', occurredOn: '2018-02-30' })).expect(400);
    const errors = (body as Problem).errors ?? [];
    expect(errors.map(({ pointer, code }) => [pointer, code])).toEqual(expect.arrayContaining([
      ['/data/status', 'not-a-choice'], ['/data/colour', 'unknown-field'], ['/data/occurredOn', 'not-a-date'],
    ]));
    const personal = await office.send('RegisterHousehold', HEAD.idNumber, household(), 'personal').expect(400);
    expect((personal.body as Problem).code).toBe('personal-id');
    expect(JSON.stringify(personal.body)).not.toContain(HEAD.idNumber);
  });

  it('seals people before anything is stored', async () => {
    const office = await service.as('office@422826');
    await office.send('RegisterHousehold', 'h-1', household()).expect(201);
    await office.send('RegisterHousehold', 'h-1', household()).expect(200);
    const { rows } = await service.database.pool.query<{ text: string }>(`SELECT convert_from(payload, 'UTF8') AS text FROM ledger.event WHERE stream_id = 'household-h-1'`);
    expect(rows[0]?.text).toMatch(/"headRef":"p-[0-9a-z]{26}"/);
    for (const clear of [HEAD.idNumber, HEAD.name, HEAD.phone, '4228260001']) expect(rows[0]?.text).not.toContain(clear);
    const state = await office.get('/v1/households/h-1').expect(200);
    const text = JSON.stringify(state.body);
    for (const clear of [HEAD.idNumber, HEAD.name, HEAD.phone, '4228260001']) expect(text).not.toContain(clear);
    expect(text).toContain('422826********0014');
    const supervisor = await service.as('supervisor@422826');
    expect(JSON.stringify((await supervisor.get('/v1/households/h-1').expect(200)).body)).not.toContain('people');
  });

  it('takes lines in bulk: a bad one refuses only itself, order is kept, twice is once', async () => {
    const office = await service.as('office@422826');
    const good = (id: string, key = `bulk-${id}`): string => JSON.stringify({ key, type: 'RegisterHousehold', id, data: household({ register: undefined }) });
    const body = [
      good('b-1'), 'not json', JSON.stringify({ key: 'x', type: 'Nonsense', id: 'b', data: {} }), good('b-2'),
      JSON.stringify({ key: 'death', type: 'ReportMemberDeath', id: 'b-2', data: { person: HEAD, source: 'village', occurredOn: '2018-03-01' } }),
      JSON.stringify({ key: 'death-2', type: 'ReportMemberDeath', id: 'b-2', data: { person: HEAD, source: 'village', occurredOn: '2018-03-01' } }), good('b-3'),
    ].join('\n');
    const first = lines((await office.post('/v1/commands').type('application/x-ndjson').send(body).expect(200)).text);
    expect(first.map(({ status, code }) => code ?? status)).toEqual(['recorded', 'malformed-json', 'command-unknown', 'recorded', 'recorded', 'death-already-reported', 'recorded']);
    const again = lines((await office.post('/v1/commands').type('application/x-ndjson').send(body).expect(200)).text);
    expect(again.filter(({ status }) => status === 'replayed')).toHaveLength(4);
    expect(again[0]?.position).toBe(first[0]?.position);
  });

  it('takes lines of one stream all or none', async () => {
    const office = await service.as('office@422826');
    const register = JSON.stringify({ key: 'at-1', type: 'RegisterHousehold', id: 'z-at', data: household({ register: undefined }) });
    const dead = (key: string): string => JSON.stringify({ key, type: 'ReportMemberDeath', id: 'z-at', data: { person: HEAD, source: 'village', occurredOn: '2018-03-01' } });
    const send = async (...body: string[]): Promise<ReturnType<typeof lines>> => lines((await office.post('/v1/commands?atomic=true').type('application/x-ndjson').send(body.join('\n')).expect(200)).text);
    expect((await send(register, dead('at-2'), dead('at-3'))).map(({ code }) => code)).toEqual(['atomic-refused', 'atomic-refused', 'death-already-reported']);
    await office.get('/v1/households/z-at').expect(404);
    const done = await send(register, dead('at-2'));
    expect(done.map(({ status }) => status)).toEqual(['recorded', 'recorded']);
    expect((done[1]?.position ?? 0) - (done[0]?.position ?? 0)).toBe(1);
    expect((await send(register, dead('at-2'))).map(({ status }) => status)).toEqual(['replayed', 'replayed']);
    expect((await office.get('/v1/households/z-at').expect(200)).body).toMatchObject({ region: '422826101201', revision: 1 });
    expect((await send(register.replace('"z-at"', '"other"'), dead('at-9')))[1]).toMatchObject({ code: 'atomic-one-stream' });
  });

  it('refuses free text and field names that hold an identity number, without repeating it', async () => {
    const office = await service.as('office@422826');
    const words = await office.send('MarkStatus', 'h-1', { status: 'exited', basis: `证件 ${HEAD.idNumber}`, occurredOn: '2018-03-01' }).expect(400);
    expect(words.body).toMatchObject({ code: 'personal-text', errors: [{ pointer: '/data/basis' }] });
    const name = await office.send('MarkStatus', 'h-1', { [HEAD.idNumber]: 1 }, 'name').expect(400);
    expect(JSON.stringify([words.body, name.body])).not.toContain(HEAD.idNumber);
  });

  it('answers JSON that cannot be read with 400, and no sign-in with 401', async () => {
    const office = await service.as('office@422826');
    const { body } = await office.post('/v1/commands').type('application/json').send('{"type":').expect(400);
    expect((body as Problem).code).toBe('malformed-json');
    await office.get('/v1/commands').set('Authorization', 'Bearer no').expect(401);
  });

  it('lists commands with their schemas', async () => {
    const auditor = await service.as('auditor@422826');
    const { body } = await auditor.get('/v1/commands').expect(200);
    const { items } = body as { items: { type: string; schema: { properties: object } }[] };
    expect(items.find(({ type }) => type === 'RegisterHousehold')?.schema.properties).toHaveProperty('headRef');
    expect(items.map(({ type }) => type)).not.toContain('CommitFunds');
  });
});

describe('what was refused', () => {
  it('is noted outside the ledger, by code and without what it said', async () => {
    const office = await service.as('office@422826');
    await office.send('ReportMemberDeath', 'nobody', { person: HEAD, source: 'village', occurredOn: '2018-03-01' }).expect(404);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const { rows } = await service.database.pool.query(`SELECT actor, command, code FROM work.refusal WHERE stream_id = 'household-nobody'`);
    expect(rows).toEqual([{ actor: 'office@422826', command: 'ReportMemberDeath', code: 'subject-unknown' }]);
    await (await service.as('inspector@422826')).get('/v1/flags').expect(503);
  });
});

describe('lists', () => {
  it('pages by key, pinned to where the first page was', async () => {
    const office = await service.as('office@422826');
    const first = await office.get('/v1/households?limit=2').expect(200);
    const page = first.body as { items: { id: string }[]; next?: string };
    expect(page.items.map(({ id }) => id)).toEqual(['b-1', 'b-2']);
    await office.send('RegisterHousehold', 'b-21', household({ register: undefined })).expect(201);
    const second = await office.get(`/v1/households?limit=5&after=${String(page.next)}`).expect(200);
    expect((second.body as { items: { id: string }[] }).items.map(({ id }) => id)).toEqual(['b-3', 'h-1', 'z-at']);
    expect((second.body as { next?: string }).next).toBeUndefined();
  });

  it('shows a county its own only', async () => {
    const other = await service.as('office@422899');
    expect((await other.get('/v1/households').expect(200)).body).toEqual({ items: [] });
    await other.get('/v1/households/h-1').expect(404);
    await (await service.as('bank@422826')).get('/v1/households').expect(403);
    expect(((await other.get('/v1/programmes').expect(200)).body as { items: object[] }).items).toHaveLength(1);
  });

  it('takes no query parameter twice, and none as a structure', async () => {
    const province = await service.as('province@42');
    const { body } = await province.get('/v1/allocations/root-1?asOf=1&asOf=2').expect(400);
    expect((body as Problem).code).toBe('query-repeated');
    await province.get('/v1/allocations?limit[x]=1').expect(200);
  });
});
