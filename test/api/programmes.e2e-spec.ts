/** The programmes shipped as data: every line is taken by the service, and read back as it was written. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { REGISTER_KINDS } from '../../src/domain/register';
import { STATUSES } from '../../src/domain/household-status';
import { testApp, type TestApp } from '../support/app';

interface Line {
  readonly id: string;
  readonly data: {
    readonly occurredOn: string; readonly name: string; readonly basis: string; readonly exclusiveWith: readonly string[]; readonly stackableWith?: readonly string[]; readonly eligibleClasses?: readonly string[];
    readonly ownerDepartment?: string; readonly topUpBasisPoints?: number; readonly ratioBasisPoints?: number; readonly standardsByGrade?: readonly { grade: string; class?: string; amountFen: number }[];
  };
}

const text = fs.readFileSync(path.resolve(__dirname, '../../programmes/three-year-plan.ndjson'), 'utf8');
const lines = text.trim().split('\n').map((line) => JSON.parse(line) as Line);
let service: TestApp;
beforeAll(async () => {
  service = await testApp('api,follower');
});
afterAll(() => service.stop());

async function load(): Promise<{ key: string; status: string; position: number; detail?: string }[]> {
  const answer = await (await service.as('province')).post('/v1/commands').type('application/x-ndjson').send(text).expect(200);
  return answer.text.trim().split('\n').map((line) => JSON.parse(line) as { key: string; status: string; position: number });
}

it('are all recorded, once however often they are loaded', async () => {
  expect((await load()).filter(({ status }) => status !== 'recorded')).toEqual([]);
  expect((await load()).filter(({ status }) => status !== 'replayed')).toEqual([]);
});

it.each(lines.map((line) => [line.id, line] as const))('%s reads back as written', async (id, { data }) => {
  const { body } = await (await service.as('auditor')).get(`/v1/programmes/${id}`).expect(200);
  expect((body as { versions: object[] }).versions).toEqual([data]);
  expect(data.basis).toContain('三年行动');
});

it('are facts, each with its department, its terms and its standards by grade', async () => {
  const [last] = (await load()).slice(-1);
  await (await service.as('auditor')).get(`/v1/flags?limit=1&minPosition=${String(last?.position)}`).expect(200);
  const { rows } = await service.database.pool.query<{ id: string; department: string; classes: string[]; top_up: string | null; ratio: string | null }>(
    `select programme_id as id, owner_department as department, eligible_classes as classes, top_up_basis_points as top_up, ratio_basis_points as ratio from audit.programme_version($1) order by programme_id collate "C"`, [last?.position]);
  const number = (value: number | undefined): string | null => (value === undefined ? null : String(value));
  expect(rows).toEqual([...lines].sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ id, data }) => ({
    id, department: data.ownerDepartment, classes: data.eligibleClasses, top_up: number(data.topUpBasisPoints), ratio: number(data.ratioBasisPoints),
  })));
  const standards = await service.database.pool.query('select programme_id as id, grade, class, amount_fen::integer as amount from audit.programme_standard($1) order by position, ordinal', [last?.position]);
  expect(standards.rows).toEqual(lines.flatMap(({ id, data }) => (data.standardsByGrade ?? []).map((one) => ({ id, grade: one.grade, class: one.class ?? null, amount: one.amountFen }))));
});

it('speak of one another and of registers that exist, and both of a pair that excludes say so', () => {
  const byId = new Map(lines.map(({ id, data }) => [id, data]));
  const oneSided = lines.flatMap(({ id, data }) => [
    ...data.exclusiveWith.filter((other) => !byId.get(other)?.exclusiveWith.includes(id)), ...(data.stackableWith ?? []).filter((other) => !byId.has(other)),
  ].map((other) => `${id}: ${other}`));
  expect(oneSided).toEqual([]);
  const known = (one: string): boolean => {
    const [kind, role] = one.split(':');
    return kind === 'household' ? STATUSES.includes(role as never) : REGISTER_KINDS.includes(kind as never);
  };
  expect(lines.flatMap(({ id, data }) => (data.eligibleClasses ?? []).filter((one) => !known(one)).map((one) => `${id}: ${one}`))).toEqual([]);
});
