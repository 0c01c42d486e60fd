/** The generator of test counties: the same for the same seed, true to form, and in the order of days. */
import fc from 'fast-check';
import { readIdCard } from '../../src/identifiers/id-card';
import { readUscc } from '../../src/identifiers/uscc';
import { Chance } from '../../src/simulate/chance';
import { DEMO_COUNTY, FULL_COUNTY, simulateCountyYear } from '../../src/simulate/county-year';
import { bytesOf } from '../../src/simulate/office-file';
import type { Deed } from '../../src/simulate/step';

const small = { ...DEMO_COUNTY, households: 40, projects: 4, loans: 6 };
const seed = Number(process.env['SEED'] ?? 20181231);
const lists = (deeds: readonly { deed: Deed }[]): Extract<Deed, { kind: 'batch' }>[] => deeds.flatMap(({ deed }) => (deed.kind === 'batch' && deed.file ? [deed] : []));

describe('a simulated county', () => {
  it('is the same for the same seed, to the byte', async () => {
    expect(JSON.stringify(simulateCountyYear(DEMO_COUNTY))).toBe(JSON.stringify(simulateCountyYear(DEMO_COUNTY)));
    jest.useFakeTimers({ now: Date.UTC(2018, 11, 31), advanceTimers: true });
    for (const { file } of lists(simulateCountyYear(small).deeds).slice(0, 3)) {
      const bytes = file && (await bytesOf(file));
      jest.setSystemTime(Date.UTC(2024, 1, 29));
      if (file) expect(bytes?.equals(await bytesOf(file))).toBe(true);
    }
    jest.useRealTimers();
  });

  it('is another for another seed', () => {
    expect(JSON.stringify(simulateCountyYear(small))).not.toBe(JSON.stringify(simulateCountyYear({ ...small, seed: 7 })));
  });

  it('sends nothing before its day has begun, and ends every day of the year once', () => {
    fc.assert(fc.property(fc.nat(100_000), (each) => {
      const { deeds } = simulateCountyYear({ ...small, seed: each });
      const days = deeds.map(({ on }) => on);
      expect(days).toEqual([...days].sort());
      const ended = deeds.filter(({ deed }) => deed.kind === 'command' && deed.type === 'EndDay').map(({ on }) => on);
      expect(ended).toHaveLength(366);
      expect(new Set(ended).size).toBe(366);
    }), { seed, numRuns: 5 });
  });

  it('holds people and organisations with right check digits only, each number once', () => {
    const text = JSON.stringify(simulateCountyYear(DEMO_COUNTY).deeds);
    const numbers = [...text.matchAll(/"idNumber":"(\w+)"/g)].map((match) => match[1] ?? '');
    expect(numbers.length).toBeGreaterThan(500);
    for (const number of new Set(numbers)) expect(readIdCard(number, '2018-12-31').problems).toEqual([]);
    for (const [, code] of text.matchAll(/"(?:payeeUscc|counterpartyUscc)":"(\w+)"/g)) expect(readUscc(code ?? '')).toMatchObject({ wellFormed: true, warnings: [] });
  });

  it('lists what was planted, and sends none of that list', () => {
    const { planted, deeds } = simulateCountyYear(DEMO_COUNTY);
    expect([...new Set(planted.map(({ rule }) => rule))].sort()).toEqual(['A01', 'A02', 'A03', 'A07', 'A10', 'A11', 'A12', 'A16', 'A19', 'A24', 'A26', 'A28', 'A36', 'A42']);
    expect(JSON.stringify(deeds)).not.toContain('planted');
  });
});

it('a county of full size is as large as one of the 97, and records its whole life', () => {
  const { deeds } = simulateCountyYear(FULL_COUNTY);
  const commands = deeds.flatMap(({ deed }) => (deed.kind === 'command' ? [deed] : []));
  const count = (type: string): number => commands.filter((each) => each.type === type).length;
  const lists = deeds.flatMap(({ deed }) => (deed.kind === 'batch' && deed.file ? [deed.file] : []));
  const banks = deeds.flatMap(({ deed }) => (deed.kind === 'batch' && deed.action === 'open' ? [(deed.body as { bank: string }).bank] : []));
  const persons = commands.reduce((sum, { type, data }) => (type === 'RegisterHousehold' ? sum + (data as { members: unknown[] }).members.length : sum), 0);
  expect([FULL_COUNTY.townships, FULL_COUNTY.townships * FULL_COUNTY.villagesEach, count('RegisterHousehold'), count('PlanProject'), new Set(banks).size]).toEqual([13, 260, 21_000, 400, 2]);
  expect(count('DefineProgramme')).toBeGreaterThanOrEqual(40);
  expect(persons).toBeGreaterThanOrEqual(60_000);
  expect(lists.reduce((sum, { rows }) => sum + rows.length, 0)).toBeGreaterThanOrEqual(300_000);
  expect(commands.filter(({ type, data }) => type === 'ClassifyRegion' && (data as { class: string }).class === 'poor-village').length).toBeGreaterThanOrEqual(50);
  for (const type of ['AdmitProject', 'ReportBid', 'SignContract', 'CloseProject', 'ReportIncome', 'FreezeRegister', 'AcceptHouse', 'SettleRelocation', 'SettleMedicalBill', 'ApproveUsePlan', 'ReceiveIntegratedFunds', 'OpenCarriedAllocation', 'ConcludeCase', 'ReceiveRecovery', 'AcceptRectification']) {
    expect([type, count(type) > 0]).toEqual([type, true]);
  }
}, 60_000);

describe('chance', () => {
  it('draws the same for the same seed and name, whatever was drawn beside it', () => {
    const one = new Chance(5);
    const other = new Chance(5);
    other.fork('elsewhere').whole(1, 100);
    expect(one.fork('people').sample([1, 2, 3, 4, 5, 6, 7, 8], 4)).toEqual(other.fork('people').sample([1, 2, 3, 4, 5, 6, 7, 8], 4));
  });

  it('stays within its bounds', () => {
    fc.assert(fc.property(fc.nat(), fc.integer({ min: -50, max: 50 }), fc.nat(100), (from, low, span) => {
      const drawn = new Chance(from).whole(low, low + span);
      expect(drawn).toBeGreaterThanOrEqual(low);
      expect(drawn).toBeLessThanOrEqual(low + span);
    }), { seed });
  });
});
