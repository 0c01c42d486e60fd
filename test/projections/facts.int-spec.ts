/** Facts: the same rows whatever the page, a halt in plain sight, and everything anew when the shape changes. */
import { Client, type Pool } from 'pg';
import * as fc from 'fast-check';
import { factTables, prepareFacts } from '../../projections/facts/schema';
import { factsFollower } from '../../projections/facts/writer';
import { calendar, dayEnded, paidBatch, programme, said, type StoryEvent } from '../../projections/anomalies/story';
import { ResultsReceived } from '../../src/domain/batch-results';
import { YearClosed } from '../../src/domain/year';
import { freshDatabase, type TestDatabase } from '../support/database';
import { forget, ToldLedger } from '../support/told-ledger';
import { histories } from './histories';

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await freshDatabase();
  pool = database.pool;
  await prepareFacts(pool);
});
afterAll(() => database.drop());
beforeEach(() => forget(pool));

const written = factTables().filter((fact) => Object.keys(fact.from).length > 0);

async function everything(): Promise<Record<string, unknown[]>> {
  const tables: Record<string, unknown[]> = {};
  for (const { table } of written) tables[table] = (await pool.query(`select * from facts.${table} order by position, ordinal`)).rows;
  return tables;
}

const write = (events: readonly StoryEvent[], pageSize: number) => factsFollower({ pool, store: new ToldLedger(events), pageSize }).catchUp();

describe('facts', () => {
  it('are the same with pages of 1, 7 and the whole history', async () => {
    await fc.assert(fc.asyncProperty(histories, async (events) => {
      await forget(pool);
      await write(events, 10_000);
      const whole = await everything();
      for (const page of [1, 7]) {
        await forget(pool);
        await write(events, page);
        expect(await everything()).toEqual(whole);
      }
    }), { seed: Number(process.env['SEED'] ?? 42), numRuns: Number(process.env['RUNS'] ?? 3) });
  }, 120_000);

  it('carry position, row number, recorded time to the microsecond, and the business date', async () => {
    await write([programme('p1'), ...paidBatch('b1', '2018-05', '2018-05-10', [{ payee: 'li', household: 'h1' }]), dayEnded('2018-05-10')], 100);
    const { rows } = await pool.query(`select position, ordinal, recorded_at::text as recorded_at, occurred_on::text as occurred_on, batch_id, line, amount_fen from audit.paid_line(9) join facts.settlement using (position, batch_id, line, amount_fen)`);
    expect(rows).toEqual([{ position: '3', ordinal: 0, recorded_at: '2018-01-01 00:00:03.000003+00', occurred_on: '2018-05-10', batch_id: 'b1', line: '1', amount_fen: '30000' }]);
    expect((await pool.query('select count(*) from audit.paid_line(2)')).rows).toEqual([{ count: '0' }]);
  });

  it('tell which acts were dated into a year whose books were closed, as the table of closings says', async () => {
    const closing = said('year-422899-2018', YearClosed, { region: '422899', year: 2018, occurredOn: '2019-01-20' });
    const received = (id: string, occurredOn: string): StoryEvent => said(`batch-${id}`, ResultsReceived, { resultsId: 'r1', settledCount: 1, settledFen: 100, failedCount: 0, failedFen: 0, returnedCount: 0, returnedFen: 0, occurredOn });
    const opened = ['b1', 'b2', 'b3'].map((id) => paidBatch(id, '2018-12', '2018-12-20', [{ payee: 'li' }])[0] as StoryEvent);
    await write([...opened, received('b1', '2018-12-30'), closing, received('b2', '2018-12-31'), received('b3', '2019-01-21')], 100);
    const meaning = factTables().find(({ table }) => table === 'year_close')?.meaning ?? '';
    const join = /act a (join year_close y on .*)$/.exec(meaning)?.[1] ?? '';
    const { rows } = await pool.query(`select a.subject_id from audit.act(100) a ${join.replace('year_close y', 'audit.year_close(100) y')}`);
    expect(rows).toEqual([{ subject_id: 'b2' }]);
  });

  it('count working days by the calendar known then, across the year, and say nothing where none is published', async () => {
    await write([calendar(2018, ['2018-04-05', '2018-04-06']), dayEnded('2018-12-31'), calendar(2019, ['2019-01-01'])], 100);
    const due = async (at: number, base: string, n: number): Promise<unknown> => (await pool.query<{ due: unknown }>('select audit.add_working_days($1, $2, $3)::text as due', [at, base, n])).rows[0]?.due;
    expect(await due(2, '2018-03-01', 15)).toBe('2018-03-22');
    expect(await due(2, '2018-04-04', 1)).toBe('2018-04-09');
    expect(await due(2, '2018-12-28', 2)).toBe('2019-01-02');
    expect(await due(1, '2018-12-28', 2)).toBeNull();
    expect(await due(2, '2017-05-01', 2)).toBeNull();
  });

  it('halt at the event that cannot be folded, and never show that nothing is left', async () => {
    const broken: StoryEvent = { streamId: 'day-ledger', type: 'DayEnded', data: { occurredOn: 'not a date' } };
    const status = await write([dayEnded('2018-01-01'), dayEnded('2018-01-02'), broken, dayEnded('2018-01-03')], 100);
    expect(status).toMatchObject({ position: 2, lag: 2, halted: { position: 2 } });
    expect((await pool.query('select count(*) from facts.day_end')).rows).toEqual([{ count: '2' }]);
  });

  it('have a table counted that has grown fivefold; whoever takes over begins with what was counted last', async () => {
    const days = Array.from({ length: 4_000 }, (_, n) => dayEnded(new Date(Date.UTC(2010, 0, 1 + n)).toISOString().slice(0, 10)));
    const counts = async (upTo: number): Promise<number> => {
      const asked = jest.spyOn(Client.prototype, 'query');
      await write(days.slice(0, upTo), 100);
      const counted = asked.mock.calls.filter(([text]) => (text as unknown) === 'analyze facts.day_end').length;
      asked.mockRestore();
      return counted;
    };
    await pool.query('analyze facts.day_end');
    expect(await counts(700)).toBe(1);
    expect(await counts(1_500)).toBe(0);
    expect(await counts(4_000)).toBe(1);
  });

  it('may be read, and not written, by whoever only audits', async () => {
    const may = async (what: string): Promise<unknown> => (await pool.query<{ may: unknown }>(`select has_table_privilege('ledger_read', 'facts.flag', $1) as may`, [what])).rows[0]?.may;
    expect([await may('select'), await may('insert'), await may('update')]).toEqual([true, false, false]);
  });

  it('are kept while their files stay the same; those of another release are never wiped where something was derived, and made anew where nothing was', async () => {
    await write([dayEnded('2018-01-01')], 100);
    expect(await prepareFacts(pool)).toBe('kept');
    await pool.query(`update facts.shape set hash = 'older'`);
    expect(await prepareFacts(pool)).toBe('foreign');
    expect((await pool.query('select count(*) from facts.day_end')).rows).toEqual([{ count: '1' }]);
    await forget(pool);
    expect(await prepareFacts(pool)).toBe('made');
    expect(await write([dayEnded('2018-01-01')], 100)).toMatchObject({ position: 1, lag: 0 });
  });
});
