/** Whatever is sent in whatever order: no identity breaks, nothing ends in a 500, and a command that is refused leaves every stored byte as it was. */
import { PostgresEventStore } from '../../src/event-store/postgres/postgres-event-store';
import { Chance } from '../../src/simulate/chance';
import { card, household, person, programme } from '../coverage/county';
import { Identities } from '../simulate/identities';
import { testApp, type TestApp } from '../support/app';
import { seed } from '../support/story';
import { drawCommand, PEOPLE, streamOf, type Drawn } from './random-command';

const LONG = process.env['MINGZHANG_TEST_LONG'] === 'on';
const COMMANDS = LONG ? 20_000 : 1_500;
const LOOK_EVERY = 250;

jest.setTimeout(LONG ? 3_600_000 : 300_000);

let service: TestApp;
beforeAll(async () => {
  service = await testApp('api', { MINGZHANG_REQUESTS_PER_MINUTE: '0' });
});
afterAll(() => service.stop());

/** Everything stored but for the log of refusals, which is kept of them. */
async function bytesOfEverything(): Promise<string> {
  const { rows: tables } = await service.database.pool.query<{ name: string }>(`select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('ledger', 'vault', 'work', 'intake') and tablename <> 'refusal' order by 1`);
  expect(tables.length).toBeGreaterThan(15);
  const sums = tables.map(({ name }) => `select '${name}' as name, count(*) as rows, coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as sum from ${name} t`);
  const { rows } = await service.database.pool.query(sums.join(' union all ') + ' order by 1');
  return JSON.stringify(rows);
}

async function send({ by, type, id, data }: Drawn, key: string): Promise<{ status: number; code: string }> {
  const answer = await (await service.as(by)).send(type, id, data, key);
  return { status: answer.status, code: (answer.body as { code?: string }).code ?? '' };
}

/** Everybody the commands may name is known before, as is the programme the money is for. */
async function begin(): Promise<void> {
  const opening = [
    ...[1, 2].map((n) => programme(`programme-${String(n)}`)),
    { by: 'province', type: 'IssueAllocation', id: 'root', data: { region: '42', programmeId: 'programme-1', documentNumber: '鄂财农发〔2018〕11号', budgetYear: 2018, source: 'provincial', functionCode: '2130505', amountFen: 200_000, occurredOn: '2018-02-01' } },
    { by: 'province', type: 'SplitAllocation', id: 'root', data: { splitId: 's1', toAllocationId: 'allocation-1', toRegion: '422899', documentNumber: '鄂财农发〔2018〕12号', amountFen: 100_000, occurredOn: '2018-02-01' } },
    { by: 'clerk', type: 'ReceiveAllocation', id: 'allocation-1', data: { fromAllocationId: 'root', splitId: 's1', region: '422899', amountFen: 100_000, occurredOn: '2018-02-01' } },
    ...Array.from({ length: PEOPLE }, (_, n) => household(`known-${String(n + 1)}`, n + 1, '2018-02-01', { register: { number: `4228999${String(n + 1).padStart(6, '0')}` } })),
    ...Array.from({ length: PEOPLE }, (_, n) => ({ by: 'office' as const, type: 'BindAccount', id: `known-${String(n + 1)}`, data: { account: card(n + 1), person: person(n + 1), bank: '农商行', kind: 'card', occurredOn: '2018-02-02' } })),
  ];
  for (const [n, step] of opening.entries()) expect(await send(step as unknown as Drawn, `opening-${String(n)}`)).toMatchObject({ status: 201 });
}

it(`keeps every identity through ${String(COMMANDS)} random commands (seed ${String(seed)})`, async () => {
  await begin();
  const store = await PostgresEventStore.open({ connection: { connectionString: service.database.url }, takeOver: false });
  const chance = new Chance(seed);
  const identities = new Identities();
  const opened = new Set(['programme-programme-1', 'programme-programme-2', 'allocation-allocation-1']);
  const answers = new Map<string, number>();
  const changed: string[] = [];
  let read = 0;
  let before = await bytesOfEverything();
  for (let n = 1; n <= COMMANDS; n += 1) {
    const drawn = drawCommand(chance, opened);
    const { status, code } = await send(drawn, `random-${String(n)}`);
    const answer = status < 300 ? `${drawn.type} recorded` : code;
    answers.set(answer, (answers.get(answer) ?? 0) + 1);
    if (status < 300) opened.add(streamOf(drawn));
    if (status >= 500) throw new Error(`${String(status)} ${code} for ${JSON.stringify(drawn)} (seed ${String(seed)})`);
    const after = await bytesOfEverything();
    if (status >= 400 && after !== before) changed.push(`${drawn.type} ${drawn.id} by ${drawn.by}: ${code}`);
    before = after;
    if (n % LOOK_EVERY > 0 && n < COMMANDS) continue;
    for (let page = await store.readRecorded(read, 5_000); page.length > 0; page = await store.readRecorded(read, 5_000)) {
      for (const event of page) identities.take(event);
      read += page.length;
    }
    expect({ commands: n, broken: identities.broken() }).toEqual({ commands: n, broken: [] });
  }
  await store.close();
  const recorded = [...answers].filter(([answer]) => answer.endsWith(' recorded'));
  const count = recorded.reduce((sum, [, times]) => sum + times, 0);
  process.stderr.write(`seed ${String(seed)}: ${String(count)} of ${String(COMMANDS)} recorded, ${String(recorded.length)} kinds; ${String(answers.size - recorded.length)} reasons of refusal\n`);
  expect(changed).toEqual([]);
  // They do come past the door, and are refused for many reasons.
  expect(count).toBeGreaterThan(COMMANDS / 20);
  expect(answers.size - recorded.length).toBeGreaterThan(20);
});
