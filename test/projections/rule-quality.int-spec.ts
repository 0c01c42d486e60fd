/** What cases made of flags, and what rules could not decide: counted by hand beside a told ledger. */
import type { Pool } from 'pg';
import { dayEnded, said, type StoryEvent } from '../../projections/anomalies/story';
import { factsFollower } from '../../projections/facts/writer';
import { ruleInPractice } from '../../projections/views/rule-quality';
import { statisticAt } from '../../projections/views/statistics';
import { CaseConcluded, CaseOpened } from '../../src/domain/case-events';
import type { TestDatabase } from '../support/database';
import { hash } from '../support/story';
import { forget, ruledDatabase, ToldLedger } from '../support/told-ledger';

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await ruledDatabase();
  pool = database.pool;
});
afterAll(() => database.drop());
beforeEach(() => forget(pool));

const follow = async (events: readonly StoryEvent[]): Promise<void> => {
  expect((await factsFollower({ pool, store: new ToldLedger(events), pageSize: 100 }).catchUp()).halted).toBeUndefined();
};

interface Turn { readonly position: number; readonly flag: string; readonly transition?: string; readonly subject?: string; readonly rule?: string; readonly region?: string }

async function turned(...turns: readonly Turn[]): Promise<void> {
  for (const [ordinal, { position, flag, transition = 'raised', subject = 'p', rule = 'A03', region = '422899101' }] of turns.entries()) {
    await pool.query(`insert into facts.flag (position, ordinal, recorded_at, flag_id, rule, version, part, harm, transition, severity, severity_rank, judged, subject_kind, subject_id, occurrence, region, amount_fen, evidence, facts, parameters, seen_from)
      values ($1, $2, '2018-01-01', $3, $4, 1, '', 'misappropriation', $5, 'high', 3, 'x', 'person', $6, 'o', $7, 5, '{0}', '{}', '[]', 0)`, [position, ordinal, flag, rule, transition, subject, region]);
  }
}

async function undecided(position: number, flag: string, isUndecided: boolean, region = '422899'): Promise<void> {
  await pool.query(`insert into facts.rule_coverage (position, ordinal, recorded_at, flag_id, rule, version, part, judged, subject_kind, subject_id, occurrence, region, undecided, facts)
    values ($1, $5, '2018-01-01', $2, 'A05', 1, '', 'x', 'person', 'p', 'o', $3, $4, '{}')`, [position, flag, region, isUndecided, Number(region === '422826')]);
}

const opened = (id: string, ...flagIds: string[]): StoryEvent => said(`case-${id}`, CaseOpened, { region: '422899', title: '案', origin: 'flag', subjects: [], flagIds, occurredOn: '2018-01-02' });
const concluded = (id: string, conclusion: 'confirmed' | 'refuted', ...flagIds: string[]): StoryEvent =>
  said(`case-${id}`, CaseConcluded, { conclusion, ...(conclusion === 'confirmed' && { violation: 'fraud', amountFen: 5 }), reasonText: '属实', flagIds, occurredOn: '2018-01-03' } as CaseConcluded);

describe('the quality of a rule', () => {
  it('is what cases made of its flags, by county; what corrected itself and what nobody looked into stand apart', async () => {
    const [a, b, c, d, e] = ['a', 'b', 'c', 'd', 'e'].map((word) => hash(word)) as [string, string, string, string, string];
    await follow([dayEnded('2018-01-01'), opened('k1', a, b), concluded('k1', 'confirmed', a), opened('k2', b), concluded('k2', 'refuted', b), dayEnded('2018-01-02')]);
    await turned({ position: 0, flag: a }, { position: 0, flag: b, subject: 'q' }, { position: 0, flag: c, subject: 'r' }, { position: 1, flag: c, subject: 'r', transition: 'self-corrected' }, { position: 0, flag: d, subject: 's' }, { position: 0, flag: e, region: '422826' });
    const own = { county: '422899', rule: 'A03', raised: 4, confirmed: 1, refuted: 1, selfCorrected: 1, open: 1, repeated: 0, verifiedBasisPoints: 5_000, repeatBasisPoints: 0 };
    expect(await statisticAt(pool, 'rule-quality', '', 5)).toEqual([{ county: '422826', rule: 'A03', raised: 1, confirmed: 0, refuted: 0, selfCorrected: 0, open: 1, repeated: 0, verifiedBasisPoints: null, repeatBasisPoints: null }, own]);
    expect(await statisticAt(pool, 'rule-quality', '422899', 5)).toEqual([own]);
    expect(await statisticAt(pool, 'rule-quality', '422899', 1)).toMatchObject([{ raised: 4, confirmed: 0, refuted: 0, verifiedBasisPoints: null }]);
  });

  it('tells how often what was confirmed happens again to the same subject', async () => {
    const [first, next] = [hash('a'), hash('b')];
    await follow([dayEnded('2018-01-01'), opened('k1', first), concluded('k1', 'confirmed', first), dayEnded('2018-01-02')]);
    await turned({ position: 0, flag: first }, { position: 3, flag: next });
    expect(await statisticAt(pool, 'rule-quality', '', 3)).toMatchObject([{ raised: 2, confirmed: 1, repeated: 1, repeatBasisPoints: 10_000 }]);
    expect(await statisticAt(pool, 'rule-quality', '', 2)).toMatchObject([{ raised: 1, confirmed: 1, repeated: 0 }]);
  });
});

describe('what rules could not decide', () => {
  it('is told by county and month, and what is still so', async () => {
    await follow([dayEnded('2018-01-30'), dayEnded('2018-01-31'), dayEnded('2018-02-01')]);
    await undecided(0, hash('a'), true);
    await undecided(1, hash('b'), true);
    await undecided(2, hash('a'), false);
    await undecided(1, hash('c'), true, '422826');
    expect(await statisticAt(pool, 'rule-coverage', '4228', 2)).toEqual([
      { county: '422826', rule: 'A05', month: '2018-02', couldNotDecide: 1, undecided: 1 },
      { county: '422899', rule: 'A05', month: '2018-01', couldNotDecide: 1, undecided: 0 },
      { county: '422899', rule: 'A05', month: '2018-02', couldNotDecide: 1, undecided: 1 },
    ]);
    expect(await statisticAt(pool, 'rule-coverage', '422899', 0)).toEqual([{ county: '422899', rule: 'A05', month: '2018-01', couldNotDecide: 1, undecided: 1 }]);
  });
});

it('of one rule is told without the others', async () => {
  await follow([dayEnded('2018-01-30')]);
  await turned({ position: 0, flag: hash('a') }, { position: 0, flag: hash('b'), rule: 'A05', subject: 'q' });
  await undecided(0, hash('c'), true);
  expect(await ruleInPractice(pool, 'A05', '', 0)).toMatchObject({ quality: [{ rule: 'A05', raised: 1 }], coverage: [{ rule: 'A05', undecided: 1 }] });
  expect(await ruleInPractice(pool, 'A03', '', 0)).toMatchObject({ quality: [{ rule: 'A03', raised: 1 }], coverage: [] });
});
