/** Region codes as published, and the yearly freeze of a county's register. */
import { malformed } from './checks';
import type { CommandOf, CommandRule, Decider, MessageOf } from './decider';
import { BusinessDate, Code, Integer, Parts, Region, Sha256, Words } from './field';
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

export interface RegionState {
  readonly edition: string | undefined;
  /** Years whose register is frozen. */
  readonly frozenYears: readonly number[];
}

const events = { RegionCodesPublished, RegisterFrozen };
const commands = {
  PublishRegionCodes: { data: RegionCodesPublished, kind: 'wish', by: ['admin'], opens: true },
  FreezeRegister: { data: RegisterFrozen, kind: 'wish', by: ['admin'], opens: true },
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

/** One freeze per county and year: all of a county stand in one stream, so a second is seen. */
function freeze(data: RegisterFrozen, state: RegionState, id: string): Event[] {
  if (data.region !== id) throw malformed('other-county', '/region', `冻结应记在 region-${data.region}`, `a freeze belongs to region-${data.region}`);
  if (data.occurredOn !== `${String(data.year)}-12-31`) throw malformed('not-year-end', '/occurredOn', '冻结日应为当年 12 月 31 日', 'the freeze is of 31 December of that year');
  if (state.frozenYears.includes(data.year)) throw new Refused('already-frozen', { zh: `${String(data.year)} 年名册已冻结`, en: `the register of ${String(data.year)} is frozen already` });
  return [{ type: 'RegisterFrozen', data }];
}

const region: Decider<RegionState, Command, Event> = {
  noun: 'region',
  events,
  commands,
  initial: { edition: undefined, frozenYears: [] },
  /** Codes are national; a freeze is its county's. */
  region: (_state, data) => (data as Partial<RegisterFrozen>).region ?? '',
  decide(command, state, { id }) {
    switch (command.type) {
      case 'PublishRegionCodes':
        return publishCodes(command.data, state);
      case 'FreezeRegister':
        return freeze(command.data, state, id);
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'RegionCodesPublished':
        return { ...state, edition: event.data.edition };
      case 'RegisterFrozen':
        return { ...state, frozenYears: [...state.frozenYears, event.data.year] };
    }
  },
};
export default region;
