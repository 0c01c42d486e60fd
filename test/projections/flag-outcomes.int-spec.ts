/** What a flag is called after a case was concluded: confirmed or refuted, until it is raised again; as of any position. */
import type { Pool } from 'pg';
import type { StoryEvent } from '../../projections/anomalies/story';
import { dayEnded } from '../../projections/anomalies/story';
import { factsFollower } from '../../projections/facts/writer';
import { asFlag, flagRow, flagRows, type FlagRow } from '../../projections/views/flags';
import type { TestDatabase } from '../support/database';
import { hash } from '../support/story';
import { ruledDatabase, ToldLedger } from '../support/told-ledger';

let database: TestDatabase;
let pool: Pool;
const [TRUE, FALSE, OTHER] = [hash('a'), hash('b'), hash('c')];
const conclusion = (more: object): object => ({ conclusion: 'confirmed', violation: 'fraud', amountFen: 1, reasonText: '属实', flagIds: [TRUE, FALSE], occurredOn: '2018-03-01', ...more });
const said = (type: string, data: object): StoryEvent => ({ streamId: 'case-k1', type, data });
/** 0–2 days; 3 opened; 4 transferred; 5 concluded, one flag set apart; 6–8 days; 9 concluded the other way. */
const ledger: readonly StoryEvent[] = [
  dayEnded('2018-01-01'), dayEnded('2018-01-02'), dayEnded('2018-01-03'),
  said('CaseOpened', { region: '422899', title: '案', origin: 'flag', subjects: [], flagIds: [TRUE, FALSE], occurredOn: '2018-01-03' }),
  said('CaseConcluded', conclusion({ conclusion: 'transferred', violation: undefined, transferredTo: '公安' })),
  said('CaseConcluded', conclusion({ refutedFlagIds: [FALSE] })),
  dayEnded('2018-03-01'), dayEnded('2018-03-02'), dayEnded('2018-03-03'),
  said('CaseConcluded', conclusion({ conclusion: 'refuted', violation: undefined })),
];
const turn = (position: number, flag: string, transition: string): Promise<unknown> => pool.query(
  `insert into facts.flag (position, ordinal, recorded_at, flag_id, rule, version, part, harm, transition, severity, severity_rank, judged, subject_kind, subject_id, occurrence, region, amount_fen, evidence, facts, parameters, seen_from)
   values ($1, $2, '2018-01-01', $3, 'A03', 1, '', 'misappropriation', $4, 'high', 3, 'x', 'person', 'p', 'o', '422899', 5, '{1}', '{}', '[]', 0)`, [position, [TRUE, FALSE, OTHER].indexOf(flag), flag, transition]);

beforeAll(async () => {
  database = await ruledDatabase();
  pool = database.pool;
  await factsFollower({ pool, store: new ToldLedger(ledger), pageSize: 100 }).catchUp();
  for (const flag of [TRUE, FALSE, OTHER]) await turn(1, flag, 'raised');
  await turn(6, TRUE, 'self-corrected');
  await turn(8, TRUE, 're-raised');
});
afterAll(() => database.drop());

const statusAt = async (flag: string, at: number): Promise<string> => asFlag((await flagRow(pool, flag, at)) as FlagRow).status;
const withStatus = async (status: string, at: number, order: 'raised' | 'amount'): Promise<string[]> =>
  (await flagRows(pool, '42', { status }, { at, limit: 10, order, after: undefined })).map((row) => row.flag_id).sort();

describe('a flag of a concluded case', () => {
  it('is confirmed or refuted from the conclusion on, and a transfer says nothing', async () => {
    expect(await Promise.all([3, 4, 5].map((at) => statusAt(TRUE, at)))).toEqual(['raised', 'raised', 'confirmed']);
    expect(await Promise.all([4, 5, 8].map((at) => statusAt(FALSE, at)))).toEqual(['raised', 'refuted', 'refuted']);
    expect(await statusAt(OTHER, 9)).toBe('raised');
  });

  it('stays what it was called when it corrects itself, is open again when it is raised anew, and takes the last word', async () => {
    expect(await Promise.all([6, 8, 9].map((at) => statusAt(TRUE, at)))).toEqual(['confirmed', 'raised', 'refuted']);
  });

  it.each(['raised', 'amount'] as const)('is found by its status, in order of %s', async (order) => {
    expect(await withStatus('confirmed', 5, order)).toEqual([TRUE]);
    expect(await withStatus('refuted', 5, order)).toEqual([FALSE]);
    expect(await withStatus('raised', 5, order)).toEqual([OTHER]);
    expect(await withStatus('confirmed', 4, order)).toEqual([]);
    expect(await withStatus('raised', 8, order)).toEqual([TRUE, OTHER].sort());
    expect(await withStatus('self-corrected', 6, order)).toEqual([]);
  });
});
