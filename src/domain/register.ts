/** A register (名册) of one kind and region brought in from another office, again and again: each import enters what changed, in parts of up to 500 rows. */
import { malformed, mustExist } from './checks';
import type { CommandOf, CommandRule, Decider, MessageOf, Role } from './decider';
import { AccountRef, BusinessDate, Choice, Code, Fen, Integer, Parts, PersonRef, Region, RegisterRef, Sha256, Uscc, Words } from './field';
import { Refused } from './refused';

export const REGISTER_KINDS = ['deceased', 'payroll', 'enterprise', 'vehicle', 'property', 'cadre', 'kinship', 'student', 'low-income', 'disabled', 'bank-flow'] as const;

export class RegisterImported {
  @Choice('kind', REGISTER_KINDS) kind: (typeof REGISTER_KINDS)[number];
  @Region('region it covers') region: string;
  @Words('office it came from', { max: 100 }) source: string;
  @BusinessDate('day it describes') asOf: string;
  @Integer('rows in the file') count: number;
  @Integer('rows new against the last import') addedCount: number;
  @Integer('rows gone against the last import') removedCount: number;
  @Sha256('hash of the rows of the file, in references') contentHash: string;
  @BusinessDate('day it was handed over') occurredOn: string;
}
/** What a row says depends on the kind; absent fields were not in the file. */
export class RegisterRow {
  @Choice('entered or gone', ['added', 'removed']) change: 'added' | 'removed';
  @PersonRef('person', { optional: true }) personRef?: string;
  @PersonRef('other person (kin)', { optional: true }) otherRef?: string;
  @AccountRef('account (bank flow)', { optional: true }) accountRef?: string;
  @AccountRef('other account (bank flow)', { optional: true }) otherAccountRef?: string;
  @RegisterRef("household's number in the poverty register", { optional: true }) registerRef?: string;
  @Uscc('organisation', { optional: true }) uscc?: string;
  @Code('role, relation, class or status, as a word of the kind', /^[a-z0-9-]{1,40}$/, { optional: true }) role?: string;
  @Region('region', { optional: true }) region?: string;
  @BusinessDate('date of the fact: death, purchase, appointment, flow', { optional: true }) on?: string;
  @BusinessDate('end of the fact', { optional: true }) until?: string;
  @Fen('amount', { min: 0, optional: true }) amountFen?: number;
}
export class RegisterRowsEntered {
  @Choice('kind', REGISTER_KINDS) kind: (typeof REGISTER_KINDS)[number];
  @Region('region it covers') region: string;
  @Parts('rows', () => RegisterRow, { max: 500 }) rows: RegisterRow[];
}

export interface RegisterState {
  /** Of the last import. */
  readonly header: RegisterImported | undefined;
  /** Entered of what the last header declared. */
  readonly added: number;
  readonly removed: number;
  /** Rows that stand after all imports; the rows themselves are folded where a new file is compared. */
  readonly rows: number;
  readonly imports: number;
}

const events = { RegisterImported, RegisterRowsEntered };
const by: readonly Role[] = ['office'];
const commands = {
  ImportRegister: { data: RegisterImported, kind: 'report', by, opens: true },
  EnterRegisterRows: { data: RegisterRowsEntered, kind: 'report', by },
} satisfies Record<string, CommandRule<RegisterState>>;

type Event = MessageOf<typeof events>;
type Command = CommandOf<typeof commands>;

const WHAT = { zh: '名册', en: 'register' };

const otherRegister = (): Refused => new Refused('other-register', { zh: '类别或区划与该名册不符', en: 'kind or region is not that of this register' });

/** An import may follow one that was never finished: it declares what changed against the rows that do stand. */
function importRegister(data: RegisterImported, { header }: RegisterState): Event[] {
  if (header && (header.kind !== data.kind || header.region !== data.region)) throw otherRegister();
  if (data.addedCount > data.count) throw malformed('more-new-than-all', '/addedCount', '新增行数大于总行数', 'more rows are called new than the file has');
  if (data.asOf > data.occurredOn) throw malformed('as-of-after-hand-over', '/asOf', '数据截止日期晚于移交日期', 'the day it describes lies after the day it was handed over');
  return [{ type: 'RegisterImported', data }];
}

const countOf = (rows: readonly RegisterRow[], change: RegisterRow['change']): number => rows.filter((row) => row.change === change).length;
const empty = (row: RegisterRow): boolean =>
  row.personRef === undefined && row.accountRef === undefined && row.uscc === undefined && row.registerRef === undefined;

/** Parts never exceed what the header declared: header and parts together are the whole difference, no more. */
function enterRows(data: RegisterRowsEntered, { header, added, removed }: RegisterState): Event[] {
  mustExist(header !== undefined, WHAT);
  if (header?.kind !== data.kind || header.region !== data.region) throw otherRegister();
  if (data.rows.length === 0) throw malformed('no-rows', '/rows', '没有行', 'there are no rows');
  const nameless = data.rows.findIndex(empty);
  if (nameless >= 0) throw malformed('row-names-nobody', `/rows/${String(nameless)}`, '该行没有个人、账户、单位或户', 'the row names no person, account, organisation or household');
  if (added + countOf(data.rows, 'added') > header.addedCount || removed + countOf(data.rows, 'removed') > header.removedCount) {
    throw new Refused('more-rows-than-declared', {
      zh: `超出名册声明的行数(新增 ${String(header.addedCount)}、减少 ${String(header.removedCount)})`,
      en: `more rows than the register declared (${String(header.addedCount)} new, ${String(header.removedCount)} gone)`,
    });
  }
  return [{ type: 'RegisterRowsEntered', data }];
}

function evolve(state: RegisterState, event: Event): RegisterState {
  switch (event.type) {
    case 'RegisterImported':
      return { ...state, header: event.data, added: 0, removed: 0, imports: state.imports + 1 };
    case 'RegisterRowsEntered': {
      const [added, removed] = [countOf(event.data.rows, 'added'), countOf(event.data.rows, 'removed')];
      return { ...state, added: state.added + added, removed: state.removed + removed, rows: state.rows + added - removed };
    }
  }
}

const register: Decider<RegisterState, Command, Event> = {
  noun: 'register',
  events,
  commands,
  initial: { header: undefined, added: 0, removed: 0, rows: 0, imports: 0 },
  region: (state, data) => state.header?.region ?? (data as Partial<RegisterImported>).region ?? '',
  decide(command, state) {
    switch (command.type) {
      case 'ImportRegister':
        return importRegister(command.data, state);
      case 'EnterRegisterRows':
        return enterRows(command.data, state);
    }
  },
  evolve,
};
export default register;
