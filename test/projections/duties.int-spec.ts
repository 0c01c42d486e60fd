/** Duties: each in exactly one state at any position, whatever happened in which order; each kind met by what is due; what is confidential shown to those who oversee alone. */
import * as fc from 'fast-check';
import type { Pool } from 'pg';
import { calendar, dayEnded, said, type StoryEvent } from '../../projections/anomalies/story';
import { prepareFacts } from '../../projections/facts/schema';
import { factsFollower } from '../../projections/facts/writer';
import { dutiesAt, type DutyFilter, type ShownDuty } from '../../projections/views/duties';
import { ComplaintAnswered, ComplaintReceived } from '../../src/domain/complaint';
import { FundsCommitted, CommittedFundsPaid } from '../../src/domain/commitment';
import { AuditReplied, ReplyRequested } from '../../src/domain/inquiry';
import { RecoveryOpened, RecoveryReceived, RecoveryWithdrawn } from '../../src/domain/recovery';
import { RectificationOpened, RectificationRejected, RectificationReported, RectificationWithdrawn } from '../../src/domain/rectification';
import { freshDatabase, type TestDatabase } from '../support/database';
import { forget, ToldLedger } from '../support/told-ledger';
import { histories } from './histories';

const seed = Number(process.env['SEED'] ?? 42);
const STATES = ['open', 'met', 'late', 'overdue'] as const;
let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await freshDatabase();
  pool = database.pool;
  await prepareFacts(pool);
});
afterAll(() => database.drop());
beforeEach(() => forget(pool));

const write = async (events: readonly StoryEvent[]): Promise<void> => {
  expect((await factsFollower({ pool, store: new ToldLedger(events), pageSize: 1_000 }).catchUp()).halted).toBeUndefined();
};
async function shown(at: number, filter: DutyFilter = {}, oversees = true): Promise<ShownDuty[]> {
  const all: ShownDuty[] = [];
  for (let after: readonly (string | number)[] | undefined; ; ) {
    const page = await dutiesAt(pool, { region: '', oversees }, filter, { at, limit: 200, after });
    all.push(...page.slice(0, 200).map(({ duty }) => duty));
    after = page[199]?.key;
    if (page.length <= 200) return all;
  }
}

const region = '422899';
const order = (n: number, on: string, dueOn: string): StoryEvent => said(`rectification-z${String(n)}`, RectificationOpened, { region, office: '县扶贫办', what: '补公示', dueOn, occurredOn: on });
const report = (n: number, on: string): StoryEvent => said(`rectification-z${String(n)}`, RectificationReported, { text: '已改', evidenceHashes: [], occurredOn: on });
const asked = (n: number, on: string, dueOn: string): StoryEvent => said(`recovery-h${String(n)}`, RecoveryOpened, { region, from: { kind: 'organisation', id: '91422801MA0000000A' }, amountFen: 1_000, decisionNumber: '1号', returnTo: 'treasury', dueOn, occurredOn: on });
const receipt = (n: number, on: string, amountFen: number, intoKind: RecoveryReceived['intoKind'] = 'treasury'): StoryEvent => said(`recovery-h${String(n)}`, RecoveryReceived, { amountFen, voucherNumber: `v${on}`, intoKind, occurredOn: on });
const date = (n: number): string => new Date(Date.UTC(2018, 2, 1 + n)).toISOString().slice(0, 10);

/** Orders, recoveries, inquiries and complaints of one county, in any order of days. */
const work: fc.Arbitrary<readonly StoryEvent[]> = fc.array(fc.record({ n: fc.integer({ min: 0, max: 5 }), on: fc.integer({ min: 0, max: 60 }), span: fc.integer({ min: 0, max: 30 }), kind: fc.integer({ min: 0, max: 8 }) }), { minLength: 20, maxLength: 60 })
  .map((acts) => {
    const opened = new Set<string>();
    return acts.flatMap(({ n, on, span, kind }): StoryEvent[] => {
      const [day, later] = [date(on), date(on + span)];
      const follows = (stream: string, opening: StoryEvent, next: StoryEvent): StoryEvent[] => {
        if (opened.has(stream)) return [next];
        opened.add(stream);
        return [opening];
      };
      if (kind < 2) return follows(`z${String(n)}`, order(n, day, later), report(n, later));
      if (kind === 2) return follows(`z${String(n)}`, order(n, day, later), said(`rectification-z${String(n)}`, RectificationRejected, { reason: '不实', dueOn: later, occurredOn: day }));
      if (kind < 5) return follows(`h${String(n)}`, asked(n, day, later), receipt(n, later, 300 + span, span % 5 === 0 ? 'other' : 'treasury'));
      if (kind === 5) return follows(`q${String(n)}`, said(`inquiry-q${String(n)}`, ReplyRequested, { region, office: '县财政局', matter: '结余', occurredOn: day }), said(`inquiry-q${String(n)}`, AuditReplied, { stance: 'accepts', text: '属实', evidenceHashes: [], occurredOn: later }));
      if (kind === 6) return follows(`c${String(n)}`, said(`complaint-c${String(n)}`, ComplaintReceived, { region, channel: '12317', category: 'payment', matter: '未到账', occurredOn: day }), said(`complaint-c${String(n)}`, ComplaintAnswered, { outcome: 'referred', text: '已转', occurredOn: later }));
      return [dayEnded(day)];
    });
  });

describe('every duty', () => {
  it('has exactly one state, at any position of any history, and is found under it', async () => {
    const seen = new Map<string, number>();
    await fc.assert(fc.asyncProperty(histories, work, async (history, more) => {
      const events = [...history, ...more];
      await forget(pool);
      await write(events);
      for (const at of [Math.trunc(history.length / 2), history.length + Math.trunc(more.length / 2), events.length - 1]) {
        const all = await shown(at);
        const byState = await Promise.all(STATES.map((status) => shown(at, { status })));
        expect(byState.flat().map(({ id }) => id).sort()).toEqual(all.map(({ id }) => id).sort());
        for (const [index, state] of STATES.entries()) expect(byState[index]?.every(({ status }) => status === state)).toBe(true);
        expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
        const { rows: [last] } = await pool.query<{ today: string | null }>('select (max(occurred_on) + 1)::text as today from audit.day_end($1)', [at]);
        for (const { status, dueOn, shownOn, kind } of all) {
          seen.set(`${kind}:${status}`, (seen.get(`${kind}:${status}`) ?? 0) + 1);
          const expected = shownOn !== null ? (dueOn === null || shownOn <= dueOn ? 'met' : 'late') : dueOn !== null && last !== undefined && last.today !== null && dueOn < last.today ? 'overdue' : 'open';
          expect(status).toBe(expected);
        }
      }
    }), { seed, numRuns: Number(process.env['RUNS'] ?? 4) });
    for (const kind of ['report-rectification', 'receive-recovery', 'reply-to-audit']) {
      expect([...seen.keys()].filter((key) => key.startsWith(`${kind}:`)).length).toBeGreaterThan(1);
    }
  }, 120_000);

  it('is found by owner and due day, and hidden where it is confidential', async () => {
    await write([
      calendar(2018), order(1, '2018-03-01', '2018-03-10'), order(2, '2018-03-01', '2018-04-10'),
      said('complaint-c1', ComplaintReceived, { region: '422899101', channel: '12388', category: 'conduct', matter: '作风', occurredOn: '2018-03-01' }), dayEnded('2018-03-20'),
    ]);
    const ids = async (filter: DutyFilter, oversees = true): Promise<string[]> => (await shown(4, filter, oversees)).map(({ subject }) => subject.id);
    expect(await ids({})).toEqual(['z1', 'z2', 'c1']);
    expect(await ids({}, false)).toEqual(['z1', 'z2']);
    expect(await ids({ kind: 'answer-complaint' }, false)).toEqual([]);
    expect(await ids({ owner: '422899' })).toEqual(['z1', 'z2']);
    expect(await ids({ region: '422899101' })).toEqual(['c1']);
    expect(await ids({ dueFrom: '2018-04-01', dueUntil: '2018-04-30' })).toEqual(['z2', 'c1']);
    expect(await ids({ status: 'overdue' })).toEqual(['z1']);
  });
});

describe('what meets a duty', () => {
  const states = async (events: readonly StoryEvent[]): Promise<string[]> => {
    await forget(pool);
    await write(events);
    return (await shown(events.length - 1)).map(({ kind, status, dueOn, shownOn }) => `${kind} ${status} ${String(dueOn)} ${String(shownOn)}`);
  };

  it('of a rectification is the first report after the order, and another one after a rejection', async () => {
    const first = [order(1, '2018-03-01', '2018-03-10'), report(1, '2018-03-09')];
    expect(await states(first)).toEqual(['report-rectification met 2018-03-10 2018-03-09']);
    const again = [...first, said('rectification-z1', RectificationRejected, { reason: '不实', dueOn: '2018-03-20', occurredOn: '2018-03-12' })];
    expect(await states(again)).toEqual(['report-rectification met 2018-03-10 2018-03-09', 'report-rectification open 2018-03-20 null']);
    expect(await states([...again, report(1, '2018-03-25')])).toEqual(['report-rectification met 2018-03-10 2018-03-09', 'report-rectification late 2018-03-20 2018-03-25']);
    expect(await states([order(1, '2018-03-01', '2018-03-10'), said('rectification-z1', RectificationWithdrawn, { reason: '撤销', occurredOn: '2018-03-05' })])).toEqual(['report-rectification met 2018-03-10 2018-03-05']);
  });

  it('of a recovery is its last fen in the treasury or the channel it came from, and nothing that went elsewhere', async () => {
    const elsewhere = [asked(1, '2018-03-01', '2018-03-31'), receipt(1, '2018-03-05', 400), receipt(1, '2018-03-06', 600, 'other'), dayEnded('2018-04-01')];
    expect(await states(elsewhere)).toEqual(['receive-recovery overdue 2018-03-31 null']);
    expect(await states([asked(1, '2018-03-01', '2018-03-31'), receipt(1, '2018-03-05', 400), receipt(1, '2018-03-30', 600, 'original-channel')])).toEqual(['receive-recovery met 2018-03-31 2018-03-30']);
    expect(await states([asked(1, '2018-03-01', '2018-03-31'), said('recovery-h1', RecoveryWithdrawn, { reason: '复议', occurredOn: '2018-03-20' })])).toEqual(['receive-recovery met 2018-03-31 2018-03-20']);
  });

  it('of a commitment is the day nothing of it is outstanding', async () => {
    const held = { allocationId: 'a1', holder: 'payment', holderId: 'y1', occurredOn: '2018-03-01' } as const;
    const { allocationId: _, ...data } = held;
    const commit = said('allocation-a1', FundsCommitted, { ...data, amountFen: 500 });
    const paid = (amountFen: number, on: string): StoryEvent => said('allocation-a1', CommittedFundsPaid, { ...data, amountFen, causeId: `v${on}`, occurredOn: on });
    const opening: StoryEvent = { streamId: 'allocation-a1', type: 'AllocationIssued', data: { region, programmeId: 'p1', documentNumber: '1号', budgetYear: 2018, source: 'county', functionCode: '2130505', amountFen: 1_000, occurredOn: '2018-02-01' } };
    const last = async (...events: StoryEvent[]): Promise<string | undefined> => (await states([opening, commit, ...events])).find((duty) => duty.startsWith('use-commitment'));
    expect(await last(paid(300, '2018-03-05'))).toBe('use-commitment open 2018-08-28 null');
    expect(await last(paid(300, '2018-03-05'), paid(200, '2018-09-01'))).toBe('use-commitment late 2018-08-28 2018-09-01');
  });
});
