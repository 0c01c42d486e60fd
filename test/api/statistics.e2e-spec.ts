/** Statistics over HTTP: who may ask, for which region, and what of a case nobody it may be about can see. */
import { testApp, type TestApp } from '../support/app';

let service: TestApp;
beforeAll(async () => {
  service = await testApp('api,follower');
});
afterAll(() => service.stop());

describe('statistics', () => {
  it('are for those who oversee, and but for flags and audits for those who account', async () => {
    const [auditor, clerk, office] = [await service.as('auditor'), await service.as('clerk'), await service.as('office')];
    expect((await auditor.get('/v1/statistics/flags').expect(200)).body).toEqual({ name: 'flags', region: '422899', items: [] });
    expect((await clerk.get('/v1/statistics/timeliness?region=422899101').expect(200)).body).toMatchObject({ name: 'timeliness', region: '422899101' });
    for (const name of ['flags', 'audit-ratios', 'nothing']) expect((await clerk.get(`/v1/statistics/${name}`)).status).toBe(name === 'nothing' ? 404 : 403);
    await office.get('/v1/statistics/timeliness').expect(403);
    expect((await auditor.get('/v1/statistics/flags?region=422826').expect(403)).body).toMatchObject({ code: 'region-not-yours' });
    expect((await auditor.get('/v1/statistics/flags?region=42x').expect(400)).body).toMatchObject({ code: 'bad-filter' });
  });
});

describe('a case', () => {
  it('is unknown to everybody it may be about, while its order is known', async () => {
    const inspector = await service.as('inspector');
    await inspector.send('OpenCase', 'k1', { region: '422899', title: '核查线索', origin: 'inspection', subjects: [{ kind: 'organisation', id: '91422801MA0000000A' }], flagIds: [], occurredOn: '2018-03-01' }).expect(201);
    await inspector.send('OrderRectification', 'k1', { rectificationId: 'z1', region: '422899', office: '县扶贫办', what: '补公示', dueOn: '2018-04-01', occurredOn: '2018-03-02' }).expect(201);
    await inspector.send('ReceiveComplaint', 'm1', { region: '422899', channel: '12388', category: 'conduct', matter: '作风', occurredOn: '2018-03-01' }).expect(201);
    for (const role of ['clerk', 'checker', 'office', 'bank', 'province', 'admin']) {
      const session = await service.as(role);
      for (const path of ['cases', 'cases/k1', 'cases/k1/history', 'complaints/m1', 'engagements', 'flags']) expect([role, path, (await session.get(`/v1/${path}`)).status]).toEqual([role, path, 403]);
    }
    const order = await (await service.as('office')).get('/v1/rectifications/z1').expect(200);
    expect(order.body).toMatchObject({ status: 'ordered', what: '补公示' });
    expect(JSON.stringify((order.body as { order?: object }))).not.toContain('k1');
    expect((await (await service.as('inspector@422826')).get('/v1/cases/k1').expect(404)).body).toMatchObject({ code: 'subject-unknown' });
  });

  it('orders nothing twice under one id, and leaves nothing of the second order', async () => {
    const inspector = await service.as('inspector');
    await inspector.send('OpenCase', 'k2', { region: '422899', title: '另案', origin: 'inspection', subjects: [{ kind: 'region', id: '422899101' }], flagIds: [], occurredOn: '2018-03-01' }).expect(201);
    const order = { rectificationId: 'z1', region: '422899', office: '县扶贫办', what: '另一事', dueOn: '2018-04-01', occurredOn: '2018-03-02' };
    expect((await inspector.send('OrderRectification', 'k2', order).expect(409)).body).toMatchObject({ code: 'already-exists' });
    expect((await inspector.get('/v1/cases/k2').expect(200)).body).toMatchObject({ rectificationIds: [] });
    expect((await inspector.get('/v1/rectifications/z1').expect(200)).body).toMatchObject({ what: '补公示' });
  });
});
