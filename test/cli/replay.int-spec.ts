/** `mingzhang replay` on a real ledger: the same where nobody touched what is stored, and the position, table and field where somebody did. */
import { allRules, makeRuleIndexes } from '../../projections/anomalies/catalogue';
import { Examiner } from '../../projections/anomalies/examiner';
import { allocation, calendar, COUNTY, dayEnded, household, paidBatch, person, programme, said, type StoryEvent } from '../../projections/anomalies/story';
import { prepareFacts } from '../../projections/facts/schema';
import { factsFollower } from '../../projections/facts/writer';
import { FundsCommitted } from '../../src/domain/commitment';
import { MemberDied } from '../../src/domain/household';
import { PostgresEventStore } from '../../src/event-store/postgres/postgres-event-store';
import replay from '../../src/cli/replay';
import { freshDatabase, type TestDatabase } from '../support/database';
import { temporaryFolder } from '../support/running-service';
import { released } from '../support/told-ledger';

interface Answer {
  readonly exitCode: number;
  readonly position: number;
  readonly events: number;
  readonly balances: number;
  readonly tables: readonly { table: string; rows: readonly number[]; checksums: readonly string[] }[];
  readonly differences: readonly { position: number; table: string; field?: string; stored: unknown; replayed: unknown }[];
}

/** A person dies and is paid once more from the fund; the rule of the dead speaks. */
const told: readonly StoryEvent[] = [
  ...allRules().map((rule) => released(rule)), programme('p1'), calendar(2018), allocation('a1'), ...household('h1', 'li'),
  said('allocation-a1', FundsCommitted, { holder: 'batch', holderId: 'b1', amountFen: 30_000, occurredOn: '2018-03-10' }),
  ...paidBatch('b1', '2018-03', '2018-03-10', [{ payee: 'li', household: 'h1' }]),
  said('household-h1', MemberDied, { personRef: person('li'), source: 'civil-affairs', occurredOn: '2018-03-20' }), dayEnded('2018-04-30'),
  ...paidBatch('b2', '2018-05', '2018-05-10', [{ payee: 'li', household: 'h1' }]), dayEnded('2018-05-31'),
];

let database: TestDatabase;
let store: PostgresEventStore;

async function record(events: readonly StoryEvent[]): Promise<void> {
  const revisions = new Map<string, number>();
  for (const { streamId, type, data } of events) {
    const revision = revisions.get(streamId) ?? -1;
    const region = streamId.startsWith('rule-') ? '' : COUNTY;
    const outcome = await store.append({
      streamId, expected: revision === -1 ? 'none' : revision, events: [{ type, data, schemaVersion: 1 }], metadata: { actor: 'test', region, correlationId: 'c', causationId: '' },
      key: { office: 'test', key: `${streamId}/${String(revision)}`, bodyHash: '0'.repeat(64) },
    });
    expect(outcome.status).toBe('recorded');
    revisions.set(streamId, revision + 1);
  }
}

async function replayed(options: Record<string, string>): Promise<{ code: number; answer: Answer; told: string[] }> {
  const lines: string[] = [];
  const trouble: string[] = [];
  const code = await replay.run({ options: { ...options, json: true }, words: [], out: (line) => lines.push(line), tell: (line) => trouble.push(line) });
  return { code, answer: JSON.parse(lines[0] ?? '{}') as Answer, told: trouble };
}

const before = { url: process.env['DATABASE_URL'], folder: process.env['DATA_DIR'] };
beforeAll(async () => {
  database = await freshDatabase();
  process.env['DATABASE_URL'] = database.url;
  process.env['DATA_DIR'] = temporaryFolder();
  await prepareFacts(database.pool);
  await makeRuleIndexes(database.pool);
  store = await PostgresEventStore.open({ connection: { connectionString: database.url } });
  await record(told);
  await factsFollower({ pool: database.pool, store }).catchUp();
  await new Examiner({ pool: database.pool, store }).catchUp();
}, 120_000);
afterAll(async () => {
  for (const [name, value] of [['DATABASE_URL', before.url], ['DATA_DIR', before.folder]] as const) {
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
  }
  await store.close();
  await database.drop();
});

const positionIn = async (table: string, where: string): Promise<number> =>
  Number((await database.pool.query<{ position: string }>(`select position from facts.${table} where ${where} order by position limit 1`)).rows[0]?.position);

describe('a county replayed', () => {
  it('is the same while nobody edited what is stored, with the checksums of either side', async () => {
    const { code, answer } = await replayed({ county: COUNTY });
    expect({ code, differences: answer.differences }).toEqual({ code: 0, differences: [] });
    expect(answer).toMatchObject({ position: told.length - 1, balances: 1 });
    expect(answer.tables.find(({ table }) => table === 'settlement')?.rows).toEqual([2, 2]);
    expect(answer.tables.find(({ table }) => table === 'flag')?.rows[0]).toBeGreaterThan(0);
    for (const { checksums: [stored, again] } of answer.tables) expect(stored).toBe(again);
  }, 120_000);

  it('is the same as of an earlier position, where the flag was not yet raised', async () => {
    const { code, answer } = await replayed({ county: COUNTY, 'as-of': String((await positionIn('flag', `rule = 'A02'`)) - 1) });
    expect(code).toBe(0);
    expect(answer.tables.find(({ table }) => table === 'settlement')?.rows).toEqual([1, 1]);
  }, 120_000);

  it('says other flags by the rules of before any release', async () => {
    const { code, answer } = await replayed({ county: COUNTY, 'rules-as-of': '0' });
    expect(code).toBe(1);
    expect(answer.differences.every(({ table }) => table === 'flag' || table === 'rule_coverage')).toBe(true);
    expect(answer.differences).toContainEqual(expect.objectContaining({ position: await positionIn('flag', `rule = 'A02'`), table: 'flag', replayed: null }));
  }, 120_000);

  it('refuses a fund nobody opened and a moment that never was', async () => {
    await expect(replayed({ fund: 'nobody' })).rejects.toThrow('the ledger holds no allocation nobody');
    await expect(replayed({ county: COUNTY, 'as-of': String(told.length) })).rejects.toThrow('the last event stands at');
    await expect(replayed({ county: COUNTY, fund: 'a1' })).rejects.toThrow('name one of');
  }, 120_000);
});

describe('what a superuser edited', () => {
  it('is named by position, table and field: a settled line, a flag, a movement and with it the balance of the fund', async () => {
    const [line, flag, move] = [await positionIn('settlement', `batch_id = 'b1'`), await positionIn('flag', `rule = 'A02'`), await positionIn('allocation_move', 'true')];
    await database.pool.query(`update facts.settlement set amount_fen = amount_fen + 1 where position = ${String(line)}`);
    await database.pool.query(`update facts.flag set severity = 'none' where rule = 'A02' and position = ${String(flag)}`);
    await database.pool.query(`update facts.allocation_move set balance_change_fen = 0 where position = ${String(move)}`);
    const expected = [
      { position: move, table: 'allocation', field: 'balanceFen of a1', stored: 100_000_000, replayed: 99_970_000 },
      { position: move, table: 'allocation_move', field: 'balance_change_fen', stored: 0, replayed: -30_000 },
      { position: line, table: 'settlement', field: 'amount_fen', stored: 30_001, replayed: 30_000 },
      { position: flag, table: 'flag', field: 'severity', stored: 'none', replayed: expect.any(String) as unknown },
    ];
    for (const scope of [{ county: COUNTY }, { fund: 'a1' }] as Record<string, string>[]) {
      const { code, answer } = await replayed(scope);
      expect(code).toBe(1);
      expect(answer.differences).toHaveLength(expected.length);
      expect(answer.differences).toEqual(expect.arrayContaining(expected));
    }
  }, 240_000);

  it('is named as a whole row where one was removed', async () => {
    await database.pool.query(`delete from facts.settlement where batch_id = 'b2'`);
    const { code, answer } = await replayed({ fund: 'a1' });
    expect(code).toBe(1);
    expect(answer.differences).toContainEqual(expect.objectContaining({ table: 'settlement', stored: null, replayed: expect.objectContaining({ batch_id: 'b2' }) as unknown }));
  }, 120_000);
});
