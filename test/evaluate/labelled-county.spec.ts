/** The labelled county: the same for the same seed, spread over counties where asked for, with the truth apart from everything the service can read. */
import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import path from 'node:path';
import { writeLabelled } from '../../src/evaluate/labelled-folder';
import { allPlantings, plan, type Wish } from '../../src/evaluate/plan';
import { isRegionCode } from '../../src/identifiers/region-code';
import { readScript } from '../../src/simulate/script-folder';
import { HOME_COUNTY, type DatedDeed } from '../../src/simulate/step';

const wish: Wish = { seed: 11, hard: false, each: 1, only: ['A05', 'A16', 'A29'] };
const hard = { ...wish, hard: true };
const bytes = (of: Wish): string => JSON.stringify(plan(of).script);

interface Command { readonly as: string; readonly on: string; readonly type: string; readonly id: string; readonly data: Record<string, unknown> }
const commands = (script: readonly DatedDeed[], type: string): Command[] =>
  script.flatMap(({ as, on, deed }) => (deed.kind === 'command' && deed.type === type ? [{ as, on, type, id: deed.id, data: deed.data as Record<string, unknown> }] : []));

describe.each([['default', wish], ['hard', hard], ['of seven counties', { ...hard, counties: 7 }]])('the %s setting', (_name, of) => {
  it('is the same to the byte for the same seed, and another for another', () => {
    expect(bytes(of)).toBe(bytes(of));
    expect(bytes({ ...of, seed: 12 })).not.toBe(bytes(of));
  });
});

it('is spread over as many counties as have numbers for the places of its stories', () => {
  const { script, counties } = plan({ ...wish, each: 30, only: [] });
  const codes = commands(script, 'PublishRegionCodes').flatMap(({ data }) => data['codes'] as { readonly code: string }[]);
  expect([counties.length, codes.filter(({ code }) => !isRegionCode(code))]).toEqual([2, []]);
});

it('has every list spoken of by the offices and the bank of the county whose list it is', () => {
  const { script } = plan({ ...wish, each: 2, only: ['A11', 'A26', 'A36', 'A42'], counties: 2 });
  const steps = script.flatMap(({ as, deed }) => (deed.kind === 'batch' ? [{ as, ...deed }] : []));
  const countyOf = new Map(steps.flatMap(({ batchId, action, body }) => (action === 'open' ? [[batchId, (body as { region: string }).region.slice(0, 6)]] : [])));
  expect(new Set(countyOf.values()).size).toBe(2);
  expect(steps.filter(({ as, batchId }) => (as.split('@')[1] ?? HOME_COUNTY) !== countyOf.get(batchId))).toEqual([]);
});

describe('the default setting', () => {
  const { script, planted } = plan(wish);

  it('is one county, and says so or not alike', () => { expect(bytes({ ...wish, counties: 1 })).toBe(bytes(wish)); });

  it('changes no rule, holds no register row back, and tells no story of the hard setting', () => {
    expect(commands(script, 'ProposeRuleParameter')).toEqual([]);
    const hardOnly = new Set(allPlantings().flatMap(({ plantings }) => plantings.filter((planting) => planting.hardOnly).map((planting) => planting.told)));
    expect(hardOnly.size).toBeGreaterThan(3);
    expect([...planted.values()].filter(({ told }) => hardOnly.has(told))).toEqual([]);
  });

  it('spells everybody in one way', () => { expect([...spellings(script).values()].filter((names) => names.size > 1)).toEqual([]); });
});

/** ID number → names it was sent with. */
function spellings(script: readonly DatedDeed[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { idNumber, name } = value as { idNumber?: unknown; name?: unknown };
    if (typeof idNumber === 'string' && typeof name === 'string') found.set(idNumber, (found.get(idNumber) ?? new Set()).add(name));
    Object.values(value).forEach(look);
  };
  script.forEach(look);
  return found;
}

describe('the hard setting', () => {
  const { script, planted } = plan(hard);

  it('spells some in several ways, under the one number', () => { expect([...spellings(script).values()].filter((names) => names.size > 1).length).toBeGreaterThan(20); });

  it('hands registers over in parts, every row once, and counts what stands', () => {
    const of = (from: Wish): string[] => commands(plan(from).script, 'EnterRegisterRows').flatMap(({ id, data }) => (data['rows'] as { person?: { idNumber: string } }[]).map((row) => `${id} ${row.person?.idNumber ?? ''}`));
    expect(of(hard).length).toBeGreaterThan(0);
    const imports = commands(script, 'ImportRegister');
    const standing = new Map<string, number>();
    for (const { id, data } of imports) {
      standing.set(id, (standing.get(id) ?? 0) + (data['addedCount'] as number) - (data['removedCount'] as number));
      expect([id, data['count']]).toEqual([id, standing.get(id)]);
    }
    expect([...standing.values()].reduce((sum, count) => sum + count, 0)).toBe(commands(script, 'EnterRegisterRows').flatMap(({ data }) => data['rows'] as { change: string }[]).reduce((sum, { change }) => sum + (change === 'removed' ? -1 : 1), 0));
    expect(imports.length).toBeGreaterThan(commands(plan(wish).script, 'ImportRegister').length);
  });

  it('changes numbers of rules in mid-year, by three people, before they hold', () => {
    const [proposed, checked, set] = ['ProposeRuleParameter', 'CheckRuleParameter', 'SetRuleParameter'].map((type) => commands(script, type));
    expect(proposed?.length).toBeGreaterThan(8);
    expect([checked?.length, set?.length]).toEqual([proposed?.length, proposed?.length]);
    for (const { on, data } of proposed ?? []) expect(on < String(data['effectiveFrom'])).toBe(true);
    expect(new Set([...(proposed ?? []), ...(checked ?? []), ...(set ?? [])].map(({ as }) => as))).toEqual(new Set(['rule-maker', 'rule-checker', 'rule-releaser']));
  });

  it('tells stories on both sides of a change', () => {
    const told = [...planted.values()].filter(({ rule, told: what }) => rule === 'A29' && what.includes('limit of spring'));
    expect(new Set(told.map(({ truth }) => truth))).toEqual(new Set(['anomaly', 'separable']));
  });
});

describe('a province', () => {
  const { script, counties, planted, ownerOf } = plan({ ...wish, counties: 7 });

  it('has counties no real one bears, each with lists, money, registers and a frozen register of its own', () => {
    expect(counties).toHaveLength(7);
    expect(counties.slice(1).every((code) => code.startsWith('427'))).toBe(true);
    const lists = new Set(script.flatMap(({ deed }) => (deed.kind === 'batch' && deed.action === 'open' ? [(deed.body as { region: string }).region] : [])));
    for (const county of counties) {
      expect(lists).toContain(county);
      for (const type of ['ReceiveAllocation', 'ImportRegister', 'FreezeRegister', 'RegisterHousehold']) expect([county, type, commands(script, type).some(({ data }) => String(data['region']).startsWith(county))]).toEqual([county, type, true]);
    }
  });

  it('sends everything by the users of the county it is of', () => {
    for (const { as, data } of commands(script, 'RegisterHousehold')) {
      const county = String(data['region']).slice(0, 6);
      expect(as).toBe(county === counties[0] ? 'office' : `office@${county}`);
    }
  });

  it('tells as many stories as one county, and knows whose every household is', () => {
    expect([...planted.keys()]).toEqual([...plan(wish).planted.keys()]);
    expect(commands(script, 'RegisterHousehold').filter(({ id }) => ownerOf('household', id) === undefined)).toEqual([]);
  });
});

describe('written to a folder', () => {
  let folder: string;
  beforeAll(async () => { folder = await fs.mkdtemp(path.join(os.tmpdir(), 'labelled-')); });
  afterAll(() => fs.rm(folder, { recursive: true, force: true }));

  it('is the script to load, and the truth lies beside it and nowhere in it', async () => {
    const target = path.join(folder, 'county');
    const { truth, stories } = await writeLabelled(target, wish);
    expect((await readScript(target)).deeds).toEqual(plan(wish).script);
    expect(truth).toBe(`${target}.truth.json`);
    const said = JSON.parse(await fs.readFile(truth, 'utf8')) as { stories: { label: string; told: string }[]; subjects: Record<string, string> };
    expect(said.stories).toHaveLength(stories);
    const within = await Promise.all((await fs.readdir(target, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => fs.readFile(path.join(entry.parentPath, entry.name), 'utf8')));
    for (const word of ['anomaly', 'separable', ...said.stories.map(({ told }) => told)]) expect(within.filter((text) => text.includes(word))).toEqual([]);
    const labels = new Set(Object.values(said.subjects));
    expect(said.stories.filter(({ label }) => !labels.has(label))).toEqual([]);
  });
});
