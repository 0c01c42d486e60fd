/** People in clear and their erasure over HTTP: who may, what is recorded first, and what stands against it. */
import { Erasures } from '../../src/api/erasures';
import { testApp, type Session, type TestApp } from '../support/app';
import { CARD, HEAD, household, issue, openBatch, SPOUSE } from '../support/county-commands';
import { fundCounty } from '../support/funded-county';

let service: TestApp;
let inspector: Session;
let office: Session;
let admin: Session;
let head: string;
let spouse: string;
let neighbour: string;

const NEIGHBOUR = { idNumber: '422826190001010030', name: '谭长岭' };

type Body = Record<string, unknown>;
const codeOf = (answer: { body: unknown }): unknown => (answer.body as Body)['code'];

/** The same person, programme and period, paid from two batches: an open flag, A03. */
async function pay(batch: string, on: string): Promise<void> {
  const [clerk, checker, bank] = [await service.as('clerk@422826'), await service.as('checker@422826'), await service.as('bank@422826')];
  await clerk.post('/v1/batches').send({ id: batch, ...openBatch({ declaredCount: 1, declaredTotalFen: 10_000, occurredOn: on }) }).expect(201);
  const line = { payee: { idNumber: HEAD.idNumber, name: HEAD.name }, account: { number: CARD }, amountFen: 10_000, ...(batch === 'twice' ? { supplements: 'x-1' } : {}) };
  await clerk.post(`/v1/batches/${batch}/lines`).send({ lines: [line] }).expect(201);
  await clerk.post(`/v1/batches/${batch}/submit`).send({ occurredOn: on }).expect(201);
  await checker.post(`/v1/batches/${batch}/approve`).send({ occurredOn: on }).expect(201);
  await bank.post(`/v1/batches/${batch}/results`).send({ resultsId: 'r', occurredOn: on, lines: [{ ordinal: 1, outcome: 'settled', amountFen: 10_000 }] }).expect(201);
}

async function refOf(idNumber: string): Promise<string> {
  const { body } = await office.post('/v1/households/find').send({ idNumber }).expect(200);
  return (body as { items: { personRef: string }[] }).items[0]?.personRef as string;
}

const accessEvents = async (): Promise<string[]> => {
  const { rows } = await service.database.pool.query<{ type: string }>(`SELECT type FROM ledger.event WHERE stream_id ~ '^access-' ORDER BY position`);
  return rows.map(({ type }) => type);
};

beforeAll(async () => {
  service = await testApp('api,follower');
  [inspector, office, admin] = [await service.as('inspector@422826'), await service.as('office@422826'), await service.as('admin@422826')];
  await fundCounty(service, { negativeList: [] });
  await office.send('RegisterHousehold', 'h-1', household()).expect(201);
  const { body } = await office.send('RegisterHousehold', 'h-2', household({ register: { number: '4228260002' }, head: NEIGHBOUR, members: [{ person: NEIGHBOUR, relation: 'head' }] })).expect(201);
  await office.get(`/v1/households/h-1?minPosition=${String((body as Body)['position'])}`).expect(200);
  [head, spouse, neighbour] = [await refOf(HEAD.idNumber), await refOf(SPOUSE.idNumber), await refOf(NEIGHBOUR.idNumber)];
  await pay('once', '2018-03-01');
  await pay('twice', '2018-04-01');
});
afterAll(() => service.stop());

describe('people in clear', () => {
  it('are shown to an inspector, once it is recorded who looked and why', async () => {
    const { body, headers } = await inspector.post('/v1/people/reveal').send({ refs: [head], reason: '核对重复发放', caseId: 'case-7' }).expect(200);
    expect((body as { people: Body }).people[head]).toMatchObject({ kind: 'person', idNumber: HEAD.idNumber, name: HEAD.name });
    expect(headers['cache-control']).toBe('no-store');
    const { rows } = await service.database.pool.query<{ position: string; data: Body; actor: string }>(
      `SELECT position, convert_from(payload, 'UTF8')::jsonb AS data, convert_from(header, 'UTF8')::jsonb ->> 'actor' AS actor FROM ledger.event WHERE stream_id ~ '^access-reveal-'`,
    );
    expect(rows).toEqual([{ position: String((body as Body)['position']), actor: 'inspector@422826', data: { subjectRefs: [head], purpose: 'inspection', reason: '核对重复发放', caseStreamId: 'case-7' } }]);
  });

  it('are shown to nobody whose look cannot be recorded', async () => {
    const before = await accessEvents();
    for (const bad of [{ refs: [head] }, { refs: [], reason: 'x' }, { refs: [head], reason: `看看${HEAD.idNumber}` }, { refs: head, reason: 'x' }, { refs: [head], reason: 'x', all: true }, { refs: [HEAD.idNumber], reason: 'x' }]) {
      const answer = await inspector.post('/v1/people/reveal').send(bad).expect(400);
      expect(JSON.stringify(answer.body)).not.toContain(HEAD.idNumber);
    }
    expect(await accessEvents()).toEqual(before);
  });

  it.each(['clerk', 'checker', 'office', 'bank', 'province', 'supervisor', 'admin', 'rule-maker'])('are not shown to %s', async (role) => {
    const answer = await (await service.as(role === 'province' ? 'province@42' : `${role}@422826`)).post('/v1/people/reveal').send({ refs: [head], reason: 'x' }).expect(403);
    expect(JSON.stringify(answer.body)).not.toContain(HEAD.name);
  });

  it('of another county are unknown', async () => {
    const answer = await (await service.as('auditor@422899')).post('/v1/people/reveal').send({ refs: [head], reason: 'x' }).expect(404);
    expect(codeOf(answer)).toBe('subject-unknown');
    await (await service.as('auditor@422826')).post('/v1/people/reveal').send({ refs: [head], reason: '抽查' }).expect(200);
  });
});

describe('erasure', () => {
  it('is refused while a flag is open or a payment must be kept', async () => {
    await office.post('/v1/people/erasure').send({ ref: head, basis: '本人申请' }).expect(201);
    const answer = await admin.post('/v1/people/erasure/approve').set('Accept-Language', 'en').send({ ref: head }).expect(409);
    expect(codeOf(answer)).toBe('erasure-not-yet');
    expect((answer.body as Body)['detail']).toBe('a flag on this subject is open; vouchers that name this subject must still be kept');
    // Of the household a flag is on: nothing was ever paid to her.
    await office.post('/v1/people/erasure').send({ ref: spouse, basis: '本人申请' }).expect(201);
    expect((await admin.post('/v1/people/erasure/approve').set('Accept-Language', 'en').send({ ref: spouse }).expect(409)).body).toMatchObject({ detail: 'a flag on this subject is open' });
    expect(await accessEvents()).not.toContain('SubjectErased');
  });

  it('needs two persons, of its region', async () => {
    await admin.post('/v1/people/erasure/approve').send({ ref: neighbour }).expect(404);
    await admin.post('/v1/people/erasure/approve').send({ ref: `${neighbour}\u0000` }).expect(404);
    await (await service.as('office@422899')).post('/v1/people/erasure').send({ ref: neighbour, basis: '本人申请' }).expect(404);
    await (await service.as('clerk@422826')).post('/v1/people/erasure').send({ ref: neighbour, basis: '本人申请' }).expect(403);
    await office.post('/v1/people/erasure').set('Idempotency-Key', 'ask').send({ ref: neighbour, basis: '本人申请' }).expect(201);
    await office.post('/v1/people/erasure').set('Idempotency-Key', 'ask').send({ ref: neighbour, basis: '本人申请' }).expect(200);
    expect(codeOf(await office.post('/v1/people/erasure/approve').send({ ref: neighbour }).expect(409))).toBe('same-person');
    expect(JSON.stringify((await office.get('/v1/households/h-2').expect(200)).body)).toContain('422826********0030');
  });

  it('takes the person out of every answer, and again out of a restored vault', async () => {
    const { pool } = service.database;
    const kept = await pool.query<Record<string, unknown>>('SELECT * FROM vault.subject WHERE ref = $1', [neighbour]);
    await admin.post('/v1/people/erasure/approve').set('Idempotency-Key', 'yes').send({ ref: neighbour }).expect(201);
    await admin.post('/v1/people/erasure/approve').set('Idempotency-Key', 'yes').send({ ref: neighbour }).expect(200);
    const erased = async (): Promise<void> => {
      const { body } = await inspector.post('/v1/people/reveal').send({ refs: [neighbour], reason: '核对删除' }).expect(200);
      expect((body as { people: Body }).people).toEqual({ [neighbour]: { erased: true } });
    };
    await erased();
    expect(JSON.stringify((await office.get('/v1/households/h-2').expect(200)).body)).not.toContain('422826********0030');
    const [row] = kept.rows;
    await pool.query('DELETE FROM vault.tombstone WHERE ref = $1', [neighbour]);
    await pool.query(`INSERT INTO vault.subject (${Object.keys(row ?? {}).join(', ')}) VALUES (${Object.keys(row ?? {}).map((_, index) => `$${String(index + 1)}`).join(', ')})`, Object.values(row ?? {}));
    await service.app.get(Erasures).onApplicationBootstrap();
    await erased();
  });
});

describe('a person who gave money', () => {
  it('is shown to the auditor of the region it was given to, and not erased while the voucher is kept', async () => {
    const giver = { idNumber: '422826190001010057', name: '谭水生' };
    const data = issue({ region: '422826', source: 'social-donation', origin: { giver, designation: '助学' } });
    const { body } = await (await service.as('province@42')).send('IssueAllocation', 'gift-1', data).expect(201);
    await office.get(`/v1/flags?limit=1&minPosition=${String((body as Body)['position'])}`);
    const { rows } = await service.database.pool.query<{ ref: string }>(`SELECT convert_from(payload, 'UTF8')::jsonb -> 'origin' ->> 'giverRef' AS ref FROM ledger.event WHERE stream_id = 'allocation-gift-1'`);
    const ref = rows[0]?.ref as string;
    const shown = await (await service.as('auditor@422826')).post('/v1/people/reveal').send({ refs: [ref], reason: '核对捐赠' }).expect(200);
    expect((shown.body as { people: Body }).people[ref]).toMatchObject({ name: giver.name });
    await (await service.as('auditor@422899')).post('/v1/people/reveal').send({ refs: [ref], reason: '核对捐赠' }).expect(404);
    await office.post('/v1/people/erasure').send({ ref, basis: '本人申请' }).expect(201);
    const refused = await admin.post('/v1/people/erasure/approve').set('Accept-Language', 'en').send({ ref }).expect(409);
    expect((refused.body as Body)['detail']).toBe('vouchers that name this subject must still be kept');
  });
});

describe('the record of access', () => {
  it.each(['clerk', 'checker', 'office', 'bank', 'province'])('is not readable by %s', async (role) => {
    const session = await service.as(role === 'province' ? 'province@42' : `${role}@422826`);
    const stream = `access-${neighbour}`;
    for (const path of [`/v1/accesses/${neighbour}`, `/v1/access/${neighbour}`, `/v1/disclosures/${stream}@0`, `/v1/trace/access/${neighbour}`, `/v1/households/${stream}`, '/v1/access']) {
      const answer = await session.get(path);
      expect([400, 403, 404]).toContain(answer.status);
      expect(answer.text).not.toContain('本人申请');
    }
  });
});
