/** The fiscal year of a government (财政年度): what it reports of its duties to fund poverty relief, which approvals it handed down, and the closing of its books. */
import { malformed } from './checks';
import type { CommandOf, CommandRule, Decider, MessageOf, Role } from './decider';
import { LEVELS } from './disclosure';
import { BusinessDate, Choice, Code, Fen, Id, Integer, Region, Words, YesNo } from './field';
import { Refused } from './refused';

class OfYear {
  @Region('government whose year it is', { digits: [2, 4, 6] }) region: string;
  @Integer('fiscal year', { min: 1990, max: 2199 }) year: number;
}
/** A later report of the same year replaces the earlier one from its recording on. */
export class FiscalYearReported extends OfYear {
  @Fen('local revenue of the year', { min: 0 }) revenueFen: number;
  @Fen('local revenue of the year before', { min: 0 }) previousRevenueFen: number;
  @Fen('added to the special poverty-relief budget', { min: 0 }) specialBudgetAddedFen: number;
  @Fen('idle stock money recovered that can be put to other use', { min: 0 }) recoveredStockFen: number;
  @Fen('of it, put to poverty relief', { min: 0 }) recoveredStockToPovertyFen: number;
  @YesNo('counted among the poor counties, which owe no share of growth') poorCounty: boolean;
  @Code('number of the final account', /^.{1,40}$/u, { optional: true }) documentNumber?: string;
  @BusinessDate('day of the report') occurredOn: string;
}
/** Projects or money of one kind that a level approved: where the power lies in fact. */
export class ApprovalDelegated extends OfYear {
  @Id('names the decision within the year') itemId: string;
  @Words('what was approved', { max: 200 }) what: string;
  @Choice('level that approved it', LEVELS) level: (typeof LEVELS)[number];
  @YesNo('a county may approve it by the rules in force') countyMayApprove: boolean;
  @Integer('approvals counted') count: number;
  @Fen('money they speak of', { min: 0 }) amountFen: number;
  @Code('number of the approving document', /^.{1,40}$/u, { optional: true }) documentNumber?: string;
  @BusinessDate('day of approval') occurredOn: string;
}
export class YearClosed extends OfYear {
  @BusinessDate('day the books were closed') occurredOn: string;
}

export interface YearState {
  /** Empty before the first event. */
  readonly region: string;
  readonly report?: FiscalYearReported;
  readonly delegations: readonly ApprovalDelegated[];
  readonly closedOn?: string;
}

const events = { FiscalYearReported, ApprovalDelegated, YearClosed };
const by: readonly Role[] = ['clerk', 'province'];
const commands = {
  ReportFiscalYear: { data: FiscalYearReported, kind: 'report', by, opens: true },
  DelegateApproval: { data: ApprovalDelegated, kind: 'report', by, opens: true },
  CloseYear: { data: YearClosed, kind: 'wish', by, opens: true },
} satisfies Record<string, CommandRule<YearState>>;

type Event = MessageOf<typeof events>;
type Command = CommandOf<typeof commands>;

/** The books of a government and year stand in one stream, so that whoever posts money finds whether they are closed. */
function ofThisStream({ region, year }: OfYear, id: string): void {
  if (id !== `${region}-${String(year)}`) throw malformed('other-year', '/year', `该年度应记在 year-${region}-${String(year)}`, `this year belongs to year-${region}-${String(year)}`);
}

function report(data: FiscalYearReported): Event[] {
  if (data.recoveredStockToPovertyFen > data.recoveredStockFen) {
    throw malformed('more-than-recovered', '/recoveredStockToPovertyFen', '用于扶贫的存量资金超过收回总额', 'more recovered money was put to poverty relief than was recovered');
  }
  return [{ type: 'FiscalYearReported', data }];
}

function delegate(data: ApprovalDelegated, state: YearState): Event[] {
  if (state.delegations.some(({ itemId }) => itemId === data.itemId)) throw new Refused('approval-already-told', { zh: '此编号的审批已登记', en: 'an approval of this id is on record already' });
  return [{ type: 'ApprovalDelegated', data }];
}

function close(data: YearClosed, state: YearState): Event[] {
  if (state.closedOn !== undefined) throw new Refused('year-already-closed', { zh: `该年度已于 ${state.closedOn} 关账`, en: `this year was closed on ${state.closedOn}` });
  if (data.occurredOn < `${String(data.year)}-12-31`) throw new Refused('year-not-over', { zh: `${String(data.year)} 年尚未结束,不能关账`, en: `the year ${String(data.year)} is not over, so its books cannot be closed` });
  return [{ type: 'YearClosed', data }];
}

/** The province keeps the books of its own levels, not those of a county. */
function ownBooks(region: string, role: Role): void {
  if (role !== 'province' || region.length <= 4) return;
  throw new Refused('year-not-own', { zh: `区划 ${region} 的年度由该级财政办理`, en: `the books of region ${region} are kept by its own finance office` }, 'forbidden');
}

const year: Decider<YearState, Command, Event> = {
  noun: 'year',
  events,
  commands,
  initial: { region: '', delegations: [] },
  region: (state, data) => (state.region === '' ? ((data as Partial<OfYear>).region ?? '') : state.region),
  decide(command, state, { id, actor }) {
    ofThisStream(command.data, id);
    ownBooks(command.data.region, actor.role);
    switch (command.type) {
      case 'ReportFiscalYear':
        return report(command.data);
      case 'DelegateApproval':
        return delegate(command.data, state);
      case 'CloseYear':
        return close(command.data, state);
    }
  },
  evolve(before, event) {
    const state = { ...before, region: event.data.region };
    switch (event.type) {
      case 'FiscalYearReported':
        return { ...state, report: event.data };
      case 'ApprovalDelegated':
        return { ...state, delegations: [...state.delegations, event.data] };
      case 'YearClosed':
        return { ...state, closedOn: event.data.occurredOn };
    }
  },
};

export default year;
