/** An audit engagement (审计项目): its scope, the samples drawn, what each item showed, and visits made without notice. */
import { groupedYuanOf } from '../identifiers/money';
import { malformed, mustBeInOrder, mustBeNew, mustExist } from './checks';
import type { CommandOf, CommandRule, Decider, MessageOf } from './decider';
import { BusinessDate, Choice, Code, Fen, Id, Integer, Parts, Region, Words, YesNo } from './field';
import { areDrawn, drawnFen } from './monetary-unit-sampling';
import { OVERSEERS, VIOLATIONS, type Violation } from './oversight';
import { Refused } from './refused';

export class EngagementOpened {
  @Region('region audited') region: string;
  @Words('office audited', { max: 100 }) office: string;
  @Words('title', { max: 200 }) title: string;
  @Integer('year of the audit, by which ratios are told', { min: 1990, max: 2199 }) auditYear: number;
  @BusinessDate('first day of the money audited') periodFrom: string;
  @BusinessDate('last day of the money audited') periodUntil: string;
  @Id('programme, where it is about one alone', { optional: true }) programmeId?: string;
  @BusinessDate('day the audit notice was served', { optional: true }) noticeOn?: string;
  @BusinessDate('day it was opened') occurredOn: string;
}
export class SampleItem {
  @Choice('kind', ['disbursement', 'payment']) kind: 'disbursement' | 'payment';
  @Code('id: batch/ordinal, or the payment', /^[A-Za-z0-9-]{1,64}(\/\d{1,9})?$/, { max: 80 }) id: string;
  @Fen('amount') amountFen: number;
  @Fen('fen of the population that lie before it', { min: 0 }) fromFen: number;
}
export class SampleDrawn {
  @Code('seed', /^[A-Za-z0-9-]{1,64}$/) seed: string;
  @Integer('fen to be drawn, one in each cell of equal money', { min: 1, max: 500 }) size: number;
  @Integer('ledger position the population was taken at') populationAt: number;
  @Integer('items of the population', { min: 1 }) populationCount: number;
  @Fen('money of the population') populationFen: number;
  @Parts('items drawn, in the order of the population', () => SampleItem, { max: 500 }) items: SampleItem[];
  @Fen('money of the items drawn') amountFen: number;
  @BusinessDate('day it was drawn') occurredOn: string;
}
export class SampleResultRecorded {
  @Choice('kind', ['disbursement', 'payment']) kind: 'disbursement' | 'payment';
  @Code('id of the item', /^[A-Za-z0-9-]{1,64}(\/\d{1,9})?$/, { max: 80 }) itemId: string;
  @Fen('of its amount, problems', { min: 0 }) problemFen: number;
  @Fen('of the problems, serious violations of discipline or law', { min: 0 }) seriousFen: number;
  @Choice('violation, where there is one', VIOLATIONS, { optional: true }) violation?: Violation;
  @Words('what was found, nothing personal', { max: 300, optional: true }) note?: string;
  @YesNo('takes the place of an earlier result of the same item', { optional: true }) corrects?: boolean;
  @BusinessDate('day') occurredOn: string;
}
/** 乡镇暗访: covered are the townships somebody went to. */
export class VisitMade {
  @Region('township or village visited', { digits: [9, 12] }) place: string;
  @YesNo('without notice') covert: boolean;
  @Integer('problems found') problems: number;
  @Words('what was seen, nothing personal', { max: 300, optional: true }) note?: string;
  @BusinessDate('day of the visit') occurredOn: string;
}
export class EngagementClosed {
  @Words('what came of it') resultText: string;
  @BusinessDate('day') occurredOn: string;
}

interface Item {
  readonly amountFen: number;
  readonly problemFen?: number;
  readonly seriousFen?: number;
}

export interface EngagementState {
  readonly status: 'none' | 'open' | 'closed';
  readonly opened?: EngagementOpened;
  readonly samples: readonly Omit<SampleDrawn, 'items'>[];
  /** By kind and id, each once however often it was drawn. */
  readonly items: ReadonlyMap<string, Item>;
  readonly visits: readonly VisitMade[];
}

const events = { EngagementOpened, SampleDrawn, SampleResultRecorded, VisitMade, EngagementClosed };
const commands = {
  OpenEngagement: { data: EngagementOpened, kind: 'wish', by: ['auditor'], opens: true },
  DrawSample: { data: SampleDrawn, kind: 'wish', by: ['auditor'] },
  RecordSampleResult: { data: SampleResultRecorded, kind: 'wish', by: ['auditor'] },
  ReportVisit: { data: VisitMade, kind: 'report', by: OVERSEERS },
  CloseEngagement: { data: EngagementClosed, kind: 'wish', by: ['auditor'] },
} satisfies Record<string, CommandRule<EngagementState>>;

type Event = MessageOf<typeof events>;
type Command = CommandOf<typeof commands>;

const WHAT = { zh: '审计项目', en: 'engagement' };
const keyOf = (kind: string, id: string): string => `${kind}:${id}`;

/** A sample is what its seed draws, or none: nobody chooses items. */
function draw(data: SampleDrawn): Event[] {
  const sumFen = data.items.reduce((sum, { amountFen }) => sum + amountFen, 0);
  if (sumFen !== data.amountFen) throw malformed('sample-total-differs', '/amountFen', `所列 ${groupedYuanOf(data.amountFen)} 元,样本合计 ${groupedYuanOf(sumFen)} 元`, `${groupedYuanOf(data.amountFen)} yuan are told, the items come to ${groupedYuanOf(sumFen)}`);
  const ids = new Set(data.items.map(({ kind, id }) => keyOf(kind, id)));
  if (ids.size < data.items.length) throw malformed('sample-item-twice', '/items', '同一样本列了两次', 'an item stands twice');
  if (!areDrawn(data.items, drawnFen(data.seed, data.populationFen, data.size))) {
    throw new Refused('sample-not-of-seed', { zh: '所列样本不是该种子从该总体抽出的;样本不得挑选', en: 'these items are not what the seed draws of that population: a sample is not chosen' });
  }
  return [{ type: 'SampleDrawn', data }];
}

function recordResult(data: SampleResultRecorded, { items }: EngagementState): Event[] {
  const item = items.get(keyOf(data.kind, data.itemId));
  if (!item) throw new Refused('item-not-drawn', { zh: '该项未被抽中', en: 'this item was not drawn' }, 'unknown');
  if (data.problemFen > item.amountFen) throw malformed('problem-over-amount', '/problemFen', '问题金额大于该项金额', 'the problem is larger than the item');
  if (data.seriousFen > data.problemFen) throw malformed('serious-over-problem', '/seriousFen', '严重违纪违规金额大于问题金额', 'what is serious is part of the problem');
  if (data.problemFen > 0 && data.violation === undefined) throw malformed('violation-missing', '/violation', '有问题的须写明违规类型', 'a problem is called by its violation');
  if (item.problemFen !== undefined && data.corrects !== true) throw new Refused('result-already-recorded', { zh: '该项已有结果;更正请注明 corrects', en: 'this item has its result; say `corrects` to put another in its place' });
  return [{ type: 'SampleResultRecorded', data }];
}

function close(data: EngagementClosed, { items }: EngagementState): Event[] {
  const without = [...items.values()].filter(({ problemFen }) => problemFen === undefined).length;
  if (without > 0) throw new Refused('sample-results-missing', { zh: `还有 ${String(without)} 项样本没有结果,不能办结`, en: `${String(without)} items drawn have no result yet; the engagement stays open` });
  return [{ type: 'EngagementClosed', data }];
}

function decide(command: Command, state: EngagementState): readonly Event[] {
  if (command.type === 'OpenEngagement') {
    mustBeNew(state.status !== 'none', WHAT);
    mustBeInOrder(command.data.periodFrom, command.data.periodUntil, '/periodUntil');
    return [{ type: 'EngagementOpened', data: command.data }];
  }
  mustExist(state.status !== 'none', WHAT);
  if (state.status === 'closed') throw new Refused('engagement-closed', { zh: '该审计项目已办结', en: 'this engagement is closed' });
  switch (command.type) {
    case 'DrawSample':
      return draw(command.data);
    case 'RecordSampleResult':
      return recordResult(command.data, state);
    case 'ReportVisit':
      return [{ type: 'VisitMade', data: command.data }];
    case 'CloseEngagement':
      return close(command.data, state);
  }
}

function evolve(state: EngagementState, event: Event): EngagementState {
  switch (event.type) {
    case 'EngagementOpened':
      return { ...state, status: 'open', opened: event.data };
    case 'SampleDrawn': {
      const { items: drawnItems, ...sample } = event.data;
      const items = new Map(state.items);
      for (const { kind, id, amountFen } of drawnItems) if (!items.has(keyOf(kind, id))) items.set(keyOf(kind, id), { amountFen });
      return { ...state, samples: [...state.samples, sample], items };
    }
    case 'SampleResultRecorded': {
      const { kind, itemId, problemFen, seriousFen } = event.data;
      const item = state.items.get(keyOf(kind, itemId));
      return item ? { ...state, items: new Map(state.items).set(keyOf(kind, itemId), { ...item, problemFen, seriousFen }) } : state;
    }
    case 'VisitMade':
      return { ...state, visits: [...state.visits, event.data] };
    case 'EngagementClosed':
      return { ...state, status: 'closed' };
  }
}

const engagement: Decider<EngagementState, Command, Event> = {
  noun: 'engagement',
  events,
  commands,
  initial: { status: 'none', samples: [], items: new Map(), visits: [] },
  region: (state, data) => state.opened?.region ?? (data as Partial<EngagementOpened>).region ?? '',
  decide,
  evolve,
};
export default engagement;
