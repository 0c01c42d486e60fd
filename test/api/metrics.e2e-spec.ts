/** What a monitor sees: the four words in events and seconds, a halted follower that never looks well, and nothing anybody sent. */
import request from 'supertest';
import { testApp, type TestApp } from '../support/app';
import { HEAD, issue, programme } from '../support/county-commands';

let service: TestApp;

beforeAll(async () => {
  service = await testApp('api,follower');
  const province = await service.as('province@42');
  await province.send('DefineProgramme', 'grain', programme()).expect(201);
  const { body } = await province.send('IssueAllocation', 'root-1', issue()).expect(201);
  await (await service.as('inspector@422826')).get(`/v1/flags?minPosition=${String((body as { position: number }).position)}`).expect(200);
});
afterAll(() => service.stop());

async function scraped(): Promise<Map<string, number>> {
  const { text } = await request(service.app.getHttpServer()).get('/metrics').expect(200).expect('Content-Type', /text\/plain/);
  return new Map(text.split('\n').filter((line) => line !== '' && !line.startsWith('#')).map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]));
}

describe('the metrics', () => {
  it('are open and tell how far the ledger is recorded, visible and examined', async () => {
    const values = await scraped();
    const { body } = await (await service.as('auditor@422826')).get('/v1/log').expect(200);
    const { recorded } = body as { recorded: number };
    for (const word of ['recorded', 'visible', 'examined']) {
      expect(values.get(`mingzhang_position{word="${word}"}`)).toBe(recorded);
      expect(values.get(`mingzhang_lag_events{word="${word}"}`)).toBe(0);
      expect(values.get(`mingzhang_lag_seconds{word="${word}"}`)).toBe(0);
    }
    expect(values.get('mingzhang_follower_halted{follower="facts"}')).toBe(0);
    expect(values.get('mingzhang_jobs_running')).toBe(0);
  });

  it('count requests by the pattern of their route and repeat nothing that was asked', async () => {
    const auditor = await service.as('auditor@422826');
    await auditor.get(`/v1/households/${HEAD.idNumber}`);
    await auditor.get(`/nowhere/${HEAD.idNumber}?x=${HEAD.phone}`).expect(404);
    const names = [...(await scraped()).keys()];
    expect(names.some((name) => name.includes('route="/v1/households/:id"'))).toBe(true);
    expect(names.some((name) => name.includes('route="none",status="404"'))).toBe(true);
    expect(names.filter((name) => name.includes(HEAD.idNumber) || name.includes(HEAD.phone))).toEqual([]);
  });

  it('never show a halted follower without lag, and readiness names it', async () => {
    const { pool } = service.database;
    await pool.query(`UPDATE work.follower SET halted_position = position, error = 'Error: as a test says' WHERE name = 'rule-A02'`);
    const values = await scraped();
    expect(values.get('mingzhang_follower_halted{follower="rule-A02"}')).toBe(1);
    expect(values.get('mingzhang_lag_events{word="examined"}')).toBeGreaterThan(0);
    const { body } = await request(service.app.getHttpServer()).get('/health/ready').expect(200);
    expect(body).toEqual({ status: 'ok', halted: ['rule-A02'] });
    await pool.query('UPDATE work.follower SET halted_position = NULL, error = NULL');
  });
});
