/** The OpenAPI document: every route of the contract is there, and every one is described. */
import request from 'supertest';
import { testApp, type TestApp } from '../support/app';

let service: TestApp;
beforeAll(async () => {
  service = await testApp();
});
afterAll(() => service.stop());

const nouns = ['allocations', 'programmes', 'projects', 'households', 'loans', 'rosters', 'registers', 'payments', 'calendars', 'regions', 'batches'];
const steps = ['lines', 'file', 'submit', 'approve', 'reject', 'send', 'results', 'reissue', 'close', 'split-off'];

it('describes every route of the contract', async () => {
  const { body } = await request(service.app.getHttpServer()).get('/openapi.json').expect(200);
  const { openapi, paths } = body as { openapi: string; paths: Record<string, Record<string, { summary?: string; tags?: string[]; responses: object }>> };
  expect(openapi).toMatch(/^3\.1/);
  const wanted = [
    ...nouns.flatMap((noun) => [`get /v1/${noun}`, `get /v1/${noun}/{id}`, `get /v1/${noun}/{id}/history`, `get /v1/${noun}/{id}/changes`, `get /v1/${noun}/{id}/known`]),
    ...steps.map((step) => `post /v1/batches/{id}/${step}`), 'post /v1/batches', 'get /v1/batches/{id}/errors', 'post /v1/commands', 'get /v1/commands', 'post /v1/auth/token',
    'post /v1/households/find', 'get /v1/disclosures', 'get /v1/disclosures/{id}', 'get /v1/days', 'get /v1/duties', 'get /v1/flags', 'get /v1/flags/{id}', 'get /v1/rules', 'get /v1/rules/{code}',
    'get /v1/log', 'get /v1/jobs/{id}', 'get /v1/jobs/{id}/errors', 'post /v1/registers/{id}/file', 'get /v1/registers/{id}/errors',
  ];
  const operations = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, operation })));
  const names = operations.map(({ name }) => name);
  expect(wanted.filter((name) => !names.includes(name))).toEqual([]);
  const silent = operations.filter(({ operation }) => !operation.summary || Object.keys(operation.responses).length === 0).map(({ name }) => name);
  expect(silent).toEqual([]);
});
