/** An account of the treasury or of the agent bank as its bank prints it (对账单): one stream per account, statement after statement, each continuing the last. */
import { malformed, mustBeInOrder } from './checks';
import { dayAfter } from './day';
import type { CommandRule, Context, Decider, MessageOf } from './decider';
import { AccountRef, BusinessDate, Choice, Code, Fen, Id, Integer, Parts, Region, Sha256, Uscc } from './field';
import { Refused } from './refused';

/** `treasury`: the treasury's zero-balance account. `bank`: the account the agent bank pays batches from. */
export const STATEMENT_KINDS = ['bank', 'treasury'] as const;
export type StatementKind = (typeof STATEMENT_KINDS)[number];
const SIGNED = { min: -Number.MAX_SAFE_INTEGER };

/** Header of one statement; its lines follow in parts. Sums are of its lines, `declared…` of what the bank printed beside them. */
export class StatementReceived {
  @Id('names this statement within the account') statementId: string;
  @Choice('treasury: the zero-balance account; bank: the account the agent bank pays from', STATEMENT_KINDS) kind: StatementKind;
  @Region('region whose money moves on it') region: string;
  @AccountRef('the account; an organisation, so it may stand for years') accountRef: string;
  @BusinessDate('first day') from: string;
  @BusinessDate('last day') until: string;
  @Integer('balance before the first line, in fen', SIGNED) openingFen: number;
  @Integer('balance after the last line, in fen', SIGNED) closingFen: number;
  @Integer('lines') lineCount: number;
  @Fen('sum of what came in', { min: 0 }) inFen: number;
  @Fen('sum of what went out', { min: 0 }) outFen: number;
  @Integer('lines the bank declared', { optional: true }) declaredCount?: number;
  @Fen('sum in, as declared', { min: 0, optional: true }) declaredInFen?: number;
  @Fen('sum out, as declared', { min: 0, optional: true }) declaredOutFen?: number;
  @Sha256('hash of the lines: the same statement has the same hash, whatever its file') contentHash: string;
  @BusinessDate('day it was handed over') occurredOn: string;
}
export class StatementLine {
  @Integer('line within the statement, from 1', { min: 1 }) line: number;
  @BusinessDate('day the bank booked it') bookedOn: string;
  @Choice('into the account or out of it', ['in', 'out']) direction: 'in' | 'out';
  @Fen('amount') amountFen: number;
  @Code("the bank's own number of the movement", /^[A-Za-z0-9-]{1,40}$/, { optional: true }) bankSerial?: string;
  @Id('batch it names', { optional: true }) batchId?: string;
  @Id('payment order it names', { optional: true }) paymentId?: string;
  @Code('voucher it names', /^[A-Za-z0-9-]{1,40}$/, { optional: true }) voucherNumber?: string;
  @AccountRef('account on the other side', { optional: true }) counterpartyRef?: string;
  @Uscc('organisation on the other side', { optional: true }) counterpartyUscc?: string;
}
export class StatementLinesEntered {
  @Id('statement') statementId: string;
  @Parts('lines, in order', () => StatementLine, { max: 500 }) lines: StatementLine[];
  @BusinessDate('day it was handed over') occurredOn: string;
}

export const IRREGULARITIES = ['opening-differs', 'gap', 'overlap', 'sums-differ', 'count-differs', 'total-differs'] as const;
/** Follows its statement in the same append. The statement stands as it was handed over. */
export class StatementIrregular {
  @Id('statement') statementId: string;
  @Choice('opening-differs, gap, overlap: against the statement before; sums-differ: opening + in - out is not closing; count-, total-differs: against what the bank declared', IRREGULARITIES)
  kind: (typeof IRREGULARITIES)[number];
  @Id('the other statement', { optional: true }) otherId?: string;
  @Integer('fen or count expected', { ...SIGNED, optional: true }) expected?: number;
  @Integer('fen or count stated', { ...SIGNED, optional: true }) stated?: number;
  @BusinessDate('first day expected', { optional: true }) expectedOn?: string;
  @BusinessDate('first day stated', { optional: true }) statedOn?: string;
  @BusinessDate('day the statement was handed over') occurredOn: string;
}

const EVENTS = { StatementReceived, StatementLinesEntered, StatementIrregular };
const COMMANDS = { ReceiveStatement: StatementReceived, EnterStatementLines: StatementLinesEntered };
type Event = MessageOf<typeof EVENTS>;
type Command = MessageOf<typeof COMMANDS>;

export type KnownStatement = Pick<StatementReceived, 'statementId' | 'from' | 'until' | 'openingFen' | 'closingFen' | 'lineCount' | 'contentHash'> & { readonly entered: number };

export interface StatementState {
  readonly account?: Pick<StatementReceived, 'kind' | 'region' | 'accountRef'>;
  /** In order of receipt. */
  readonly statements: readonly KnownStatement[];
}

type Irregular = Omit<StatementIrregular, 'statementId' | 'occurredOn'>;
type Span = Pick<StatementReceived, 'statementId' | 'from' | 'until' | 'openingFen' | 'closingFen'>;

/** Where one statement does not continue another that stands before it by its first day. */
function breakBetween(before: Span, after: Span): readonly Irregular[] {
  const otherId = before.statementId;
  const expectedOn = dayAfter(before.until);
  const dates = after.from === expectedOn ? [] : [{ kind: after.from > expectedOn ? ('gap' as const) : ('overlap' as const), otherId, expectedOn, statedOn: after.from }];
  const balance = after.openingFen === before.closingFen ? [] : [{ kind: 'opening-differs' as const, otherId, expected: before.closingFen, stated: after.openingFen }];
  return [...dates, ...balance];
}

const inTime = (one: Span, other: Span): number => (one.from === other.from ? (one.until < other.until ? -1 : Number(one.until > other.until)) : one.from < other.from ? -1 : 1);

/** Every break of an account as its statements stand: one handed in late may mend what was broken when it was missing. */
export function breaksOf({ statements }: StatementState): readonly (Irregular & { readonly statementId: string })[] {
  const sorted = [...statements].sort(inTime);
  return sorted.flatMap((after, index) => {
    const before = sorted[index - 1];
    return before ? breakBetween(before, after).map((found) => ({ statementId: after.statementId, ...found })) : [];
  });
}

/** Only what this statement breaks with its neighbour before it; what it mends shows in the state. */
function irregularities(data: StatementReceived, state: StatementState): readonly Irregular[] {
  const before = [...state.statements].sort(inTime).findLast((known) => inTime(known, data) <= 0);
  const sums = data.openingFen + data.inFen - data.outFen;
  const differs = (kind: Irregular['kind'], stated: number | undefined, expected: number): readonly Irregular[] => (stated === undefined || stated === expected ? [] : [{ kind, expected, stated }]);
  return [
    ...(before ? breakBetween(before, data) : []), ...differs('sums-differ', data.closingFen, sums), ...differs('count-differs', data.declaredCount, data.lineCount),
    ...differs('total-differs', data.declaredInFen, data.inFen), ...differs('total-differs', data.declaredOutFen, data.outFen),
  ];
}

/** A bank hands in its own accounts, the treasury's clerk both. */
function receive(data: StatementReceived, state: StatementState, { actor }: Context): readonly Event[] {
  mustBeInOrder(data.from, data.until, '/until');
  if (data.until > data.occurredOn) throw malformed('statement-of-the-future', '/until', '对账单截止日晚于移交日', 'the statement ends after the day it was handed over');
  if (actor.role === 'bank' && data.kind !== 'bank') throw new Refused('statement-not-of-the-bank', { zh: '国库对账单由财政部门录入', en: 'statements of the treasury are for the finance bureau' }, 'forbidden');
  const { account, statements } = state;
  if (account && (account.kind !== data.kind || account.region !== data.region || account.accountRef !== data.accountRef)) {
    throw new Refused('statement-of-another-account', { zh: '账户、类别或区划与此前的对账单不同', en: 'account, kind or region are not those of the statements before' });
  }
  if (statements.some((known) => known.contentHash === data.contentHash)) return [];
  if (statements.some((known) => known.statementId === data.statementId)) {
    throw new Refused('statement-id-used', { zh: `对账单编号 ${data.statementId} 已用于另一份内容`, en: `statement id ${data.statementId} already names another statement` });
  }
  const { statementId, occurredOn } = data;
  return [{ type: 'StatementReceived', data }, ...irregularities(data, state).map((found) => ({ type: 'StatementIrregular' as const, data: { statementId, ...found, occurredOn } }))];
}

/** Lines come in order and never exceed what the header counted: header and parts together are the statement, no more. */
function enter(data: StatementLinesEntered, { statements }: StatementState): readonly Event[] {
  const statement = statements.find(({ statementId }) => statementId === data.statementId);
  if (!statement) throw new Refused('statement-unknown', { zh: `没有编号为 ${data.statementId} 的对账单`, en: `there is no statement ${data.statementId}` }, 'unknown');
  const first = data.lines[0]?.line ?? 0;
  if (data.lines.some(({ line }, index) => line !== first + index) || data.lines.length === 0) throw malformed('statement-lines-unordered', '/lines', '明细须按行号连续', 'lines must follow each other by number');
  if (first + data.lines.length - 1 <= statement.entered) return [];
  if (first !== statement.entered + 1 || first + data.lines.length - 1 > statement.lineCount) {
    throw new Refused('statement-lines-misplaced', { zh: `应从第 ${String(statement.entered + 1)} 行起,至多 ${String(statement.lineCount)} 行`, en: `line ${String(statement.entered + 1)} comes next, of ${String(statement.lineCount)} at most` });
  }
  return [{ type: 'StatementLinesEntered', data }];
}

function evolve(state: StatementState, event: Event): StatementState {
  switch (event.type) {
    case 'StatementReceived': {
      const { statementId, kind, region, accountRef, from, until, openingFen, closingFen, lineCount, contentHash } = event.data;
      return { account: state.account ?? { kind, region, accountRef }, statements: [...state.statements, { statementId, from, until, openingFen, closingFen, lineCount, contentHash, entered: 0 }] };
    }
    case 'StatementLinesEntered':
      return { ...state, statements: state.statements.map((known) => (known.statementId === event.data.statementId ? { ...known, entered: known.entered + event.data.lines.length } : known)) };
    case 'StatementIrregular':
      return state;
  }
}

const by: CommandRule['by'] = ['bank', 'clerk'];
const statement: Decider<StatementState, Command, Event> = {
  noun: 'statement',
  events: EVENTS,
  commands: {
    ReceiveStatement: { data: COMMANDS.ReceiveStatement, kind: 'report', by, opens: true },
    EnterStatementLines: { data: COMMANDS.EnterStatementLines, kind: 'report', by },
  },
  initial: { statements: [] },
  region: (state, data) => state.account?.region ?? (data as Partial<StatementReceived>).region ?? '',
  decide: (command, state, context) => (command.type === 'ReceiveStatement' ? receive(command.data, state, context) : enter(command.data, state)),
  evolve,
};
export default statement;
