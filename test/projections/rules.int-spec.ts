/** Every rule tells its own stories: what must be flagged is flagged, what is innocent is not. */
import { allRules, ruleCalled } from '../../projections/anomalies/catalogue';
import type { Rule } from '../../projections/anomalies/rule';
import type { Story } from '../../projections/anomalies/story';
import type { TestDatabase } from '../support/database';
import { type FlagRow, follow, forget, released, ruledDatabase, ToldLedger, turnsOf } from '../support/told-ledger';

let database: TestDatabase;
beforeAll(async () => {
  database = await ruledDatabase();
});
afterAll(() => database.drop());
beforeEach(() => forget(database.pool));

async function standingAtTheEnd(rule: Rule, story: Story): Promise<FlagRow[]> {
  const rules = [rule, ...(story.beside ?? []).map((code) => ruleCalled(code) as Rule)];
  await follow(database.pool, new ToldLedger([...rules.map((one) => released(one)), ...story.events]), rules.map(({ code }) => code));
  const last = new Map((await turnsOf(database.pool)).filter((turn) => turn.rule === rule.code && turn.transition !== 'undecided' && turn.transition !== 'decided').map((turn) => [turn.flag_id, turn]));
  return [...last.values()].filter((turn) => turn.transition !== 'self-corrected');
}

describe.each(allRules().map((rule) => [rule.code, rule] as const))('%s', (_code, rule) => {
  it.each(rule.flagged.map((story) => [story.told, story] as const))('flags: %s', async (_told, story) => {
    const flags = await standingAtTheEnd(rule, story);
    const sort = (rows: { part: string; subject: string; severity: string }[]) => rows.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    const expected = (story.flags ?? []).map(({ part = '', subject, severity }) => ({ part, subject, severity }));
    expect(sort(flags.map(({ part, subject, severity }) => ({ part, subject, severity })))).toEqual(sort(expected));
    for (const { part = '', subject, amountFen } of story.flags ?? []) {
      if (amountFen !== undefined) expect(flags.find((flag) => flag.part === part && flag.subject === subject)?.amount_fen).toBe(String(amountFen));
    }
    for (const flag of flags) {
      const { zh, en } = rule.sentence(flag.facts, flag.part);
      expect(zh + en).not.toMatch(/undefined|null|NaN/);
      expect(zh).toMatch(/待核/);
      expect(flag.evidence.length).toBeGreaterThan(0);
    }
  });

  it.each(rule.clean.map((story) => [story.told, story] as const))('leaves alone: %s', async (_told, story) => {
    expect(await standingAtTheEnd(rule, story)).toEqual([]);
  });

  it('says where it is written, what is usually innocent, and what would clear it', () => {
    expect(rule.basis.length).toBeGreaterThan(0);
    expect(rule.innocent.length).toBeGreaterThan(0);
    expect([...rule.innocent, rule.clears, rule.mustAct, rule.title].every(({ zh, en }) => zh.length > 0 && en.length > 0)).toBe(true);
  });
});
