/** Region codes as published, the yearly freeze of a county's register, and how counties and villages are classed and by which figures. */
import { malformed } from './checks';
import type { CommandOf, CommandRule, Decider, MessageOf, Role } from './decider';
import { BusinessDate, Choice, Code, Fen, Integer, Parts, Region, Sha256, Words } from './field';
import { Refused } from './refused';

export class RegionCode {
  @Region('code') code: string;
  @Words('name', { max: 60 }) name: string;
}
export class RegionCodesPublished {
  @Code('edition, e.g. 2018', /^[A-Za-z0-9-]{1,40}$/) edition: string;
  @Parts('codes', () => RegionCode, { max: 2000 }) codes: RegionCode[];
  @BusinessDate('day of publication') occurredOn: string;
}
export class RegisterFrozen {
  @Region('county', { digits: [6] }) region: string;
  @Integer('year whose 31 December it is', { min: 1990, max: 2199 }) year: number;
  @Integer('households then in force') households: number;
  @Sha256('hash of the register then in force', { optional: true }) contentHash?: string;
  @BusinessDate('31 December of that year') occurredOn: string;
}

const COUNTY_CLASSES = ['poor-county', 'deep-poverty-county', 'other-county'] as const;
const VILLAGE_CLASSES = ['poor-village', 'deep-poverty-village', 'other-village'] as const;
export const REGION_CLASSES = [...COUNTY_CLASSES, ...VILLAGE_CLASSES] as const;

/** Holds from `effectiveFrom` until the next; a county or village that left its class is `other` from that day. */
export class RegionClassified {
  @Region('county (6 digits) or village (12)', { digits: [6, 12] }) region: string;
  @Choice('class', REGION_CLASSES) class: (typeof REGION_CLASSES)[number];
  @BusinessDate('first day it holds') effectiveFrom: string;
  @Words('basis, as a document number or article', { max: 200 }) basis: string;
  @BusinessDate('day of the document') occurredOn: string;
}
/** The figures a village was judged by: incidence over twice the province's, income under 60 % of its mean, no collective income. */
export class VillageRegistered {
  @Region('village', { digits: [12] }) region: string;
  @Integer('year of the figures', { min: 1990, max: 2199 }) year: number;
  @Integer('poverty incidence in basis points', { max: 10_000 }) incidenceBasisPoints: number;
  @Fen('net income per person and year', { min: 0 }) incomePerPersonFen: number;
  @Fen('collective income of the village in that year', { min: 0 }) collectiveIncomeFen: number;
  @Integer("the province's incidence, in basis points", { max: 10_000, optional: true }) provinceIncidenceBasisPoints?: number;
  @Fen("the province's mean net income per person", { min: 0, optional: true }) provinceIncomePerPersonFen?: number;
  @Words('office that judged', { max: 100 }) evaluator: string;
  @BusinessDate('day of the judgement') occurredOn: string;
}

export interface RegionState {
  readonly edition: string | undefined;
  /** Years whose register is frozen. */
  readonly frozenYears: readonly number[];
  readonly classes: readonly RegionClassified[];
  /** Years a village was judged. */
  readonly judgedYears: readonly number[];
}

const events = { RegionCodesPublished, RegisterFrozen, RegionClassified, VillageRegistered };
const owners: readonly Role[] = ['admin', 'province', 'office'];
const commands = {
  PublishRegionCodes: { data: RegionCodesPublished, kind: 'wish', by: ['admin'], opens: true },
  FreezeRegister: { data: RegisterFrozen, kind: 'wish', by: ['admin'], opens: true },
  ClassifyRegion: { data: RegionClassified, kind: 'wish', by: owners, opens: true },
  RegisterVillage: { data: VillageRegistered, kind: 'wish', by: owners, opens: true },
} satisfies Record<string, CommandRule<RegionState>>;

type Event = MessageOf<typeof events>;
type Command = CommandOf<typeof commands>;

/** An edition may come in several parts; codes once published keep what they meant, a new edition is a new stream. */
function publishCodes(data: RegionCodesPublished, state: RegionState): Event[] {
  if (state.edition !== undefined && state.edition !== data.edition) {
    throw new Refused('other-edition', { zh: `此区划版本为 ${state.edition}`, en: `this stream holds the edition ${state.edition}` });
  }
  if (data.codes.length === 0) throw malformed('no-codes', '/codes', '没有区划代码', 'there are no codes');
  const seen = new Set<string>();
  data.codes.forEach(({ code }, index) => {
    if (seen.has(code)) throw malformed('code-twice', `/codes/${String(index)}/code`, `区划 ${code} 重复`, `region ${code} stands twice`);
    seen.add(code);
  });
  return [{ type: 'RegionCodesPublished', data }];
}

/** All of a county, or of a village, stand in one stream, so that a second of the same is seen. */
function mustBeOwn(data: { readonly region: string }, id: string): void {
  if (data.region !== id) throw malformed('other-county', '/region', `应记在 region-${data.region}`, `this belongs to region-${data.region}`);
}

function classify(data: RegionClassified, state: RegionState, id: string): Event[] {
  mustBeOwn(data, id);
  const fitting: readonly string[] = data.region.length === 6 ? COUNTY_CLASSES : VILLAGE_CLASSES;
  if (!fitting.includes(data.class)) throw malformed('class-of-other-level', '/class', `${data.region.length === 6 ? '县' : '村'}的类别应为 ${fitting.join('、')}`, `this class is not for a ${data.region.length === 6 ? 'county' : 'village'}`);
  const last = state.classes.at(-1);
  if (last && data.effectiveFrom <= last.effectiveFrom) {
    throw new Refused('classes-overlap', { zh: `现类别自 ${last.effectiveFrom} 起,新类别须晚于该日生效`, en: `the present class holds from ${last.effectiveFrom}; another must begin after that day` });
  }
  if (last?.class === data.class) throw new Refused('class-unchanged', { zh: '类别未变', en: 'it has this class already' });
  return [{ type: 'RegionClassified', data }];
}

function registerVillage(data: VillageRegistered, state: RegionState, id: string): Event[] {
  mustBeOwn(data, id);
  if (state.judgedYears.includes(data.year)) throw new Refused('village-already-judged', { zh: `该村 ${String(data.year)} 年度指标已登记`, en: `the figures of ${String(data.year)} are on record already` });
  return [{ type: 'VillageRegistered', data }];
}

/** One freeze per county and year. */
function freeze(data: RegisterFrozen, state: RegionState, id: string): Event[] {
  mustBeOwn(data, id);
  if (data.occurredOn !== `${String(data.year)}-12-31`) throw malformed('not-year-end', '/occurredOn', '冻结日应为当年 12 月 31 日', 'the freeze is of 31 December of that year');
  if (state.frozenYears.includes(data.year)) throw new Refused('already-frozen', { zh: `${String(data.year)} 年名册已冻结`, en: `the register of ${String(data.year)} is frozen already` });
  return [{ type: 'RegisterFrozen', data }];
}

const region: Decider<RegionState, Command, Event> = {
  noun: 'region',
  events,
  commands,
  initial: { edition: undefined, frozenYears: [], classes: [], judgedYears: [] },
  /** Codes are national; freezes, classes and figures are those of their region. */
  region: (_state, data) => (data as Partial<RegisterFrozen>).region ?? '',
  decide(command, state, { id }) {
    switch (command.type) {
      case 'PublishRegionCodes':
        return publishCodes(command.data, state);
      case 'FreezeRegister':
        return freeze(command.data, state, id);
      case 'ClassifyRegion':
        return classify(command.data, state, id);
      case 'RegisterVillage':
        return registerVillage(command.data, state, id);
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'RegionCodesPublished':
        return { ...state, edition: event.data.edition };
      case 'RegisterFrozen':
        return { ...state, frozenYears: [...state.frozenYears, event.data.year] };
      case 'RegionClassified':
        return { ...state, classes: [...state.classes, event.data] };
      case 'VillageRegistered':
        return { ...state, judgedYears: [...state.judgedYears, event.data.year] };
    }
  },
};
export default region;
