/** Takes an account statement in: reads the file, turns accounts into references, and enters header and lines; the same statement again adds nothing. */
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Executed } from '../command-request';
import { streamId, type Actor } from '../domain/decider';
import { Refused, type FieldError } from '../domain/refused';
import statement, { type StatementKind, type StatementLine, type StatementReceived, type StatementState } from '../domain/statement';
import { canonicalJson } from '../event-store/canonical-json';
import { looksPersonal } from '../identifiers/personal-looking';
import type { LineError } from '../intake/line-errors';
import { readStatement, type Booking, type ReadStatement } from '../intake/statement-file';
import { Vault } from '../vault/vault';
import { CommandIntake } from './command-intake';
import { LedgerReads } from './ledger-reads';
import type { ReceivedFile } from './received-file';

export interface HandedStatement {
  readonly accountId: string;
  readonly kind: StatementKind;
  readonly region: string;
  readonly statementId?: string;
  /** Where the file prints no balances. */
  readonly openingFen?: number;
  readonly closingFen?: number;
  readonly occurredOn: string;
  readonly key: string;
  readonly actor: Actor;
}

export interface TakenStatement extends Pick<Executed, 'status' | 'lastPosition'> {
  readonly statementId: string;
  readonly lineCount: number;
}

const LINES_AT_ONCE = 500;
const ERRORS_MAX = 100;

@Injectable()
export class StatementIntake {
  constructor(private readonly intake: CommandIntake, private readonly reads: LedgerReads, private readonly vault: Vault) {}

  async take(handed: HandedStatement, file: ReceivedFile): Promise<TakenStatement> {
    const read = await readStatement(file);
    refuseUnreadable(read.errors);
    const lines = await this.sealed(read.bookings);
    const header = await this.header(handed, read, lines);
    const { accountId: id, actor, key } = handed;
    const opened = await this.intake.one({ key, type: 'ReceiveStatement', id, data: header }, undefined, actor);
    const statementId = (await this.nameOf(id, header.contentHash)) ?? header.statementId;
    let [status, lastPosition] = [opened.status, opened.lastPosition];
    for (let from = 0; from < lines.length; from += LINES_AT_ONCE) {
      const data = { statementId, lines: lines.slice(from, from + LINES_AT_ONCE), occurredOn: handed.occurredOn };
      const part = await this.intake.one({ key: `${key}/${String(from / LINES_AT_ONCE)}`, type: 'EnterStatementLines', id, data }, undefined, actor);
      if (part.status === 'recorded') [status, lastPosition] = [part.status, part.lastPosition];
    }
    return { status, lastPosition, statementId, lineCount: lines.length };
  }

  private async header(handed: HandedStatement, read: ReadStatement, lines: readonly StatementLine[]): Promise<StatementReceived> {
    const { kind, region, occurredOn } = handed;
    const accountRef = read.accountNumber === undefined ? (await this.stateOf(handed.accountId))?.account?.accountRef : await this.vault.refer('account', { number: read.accountNumber });
    const [openingFen, closingFen] = [handed.openingFen ?? read.openingFen, handed.closingFen ?? read.closingFen];
    const [from, until] = [read.from, read.until];
    if (accountRef === undefined) throw incomplete('statement-without-account', '文件中没有账号,首份对账单须在表头上方写明“账号:…”', 'the file names no account; the first statement must tell it above the headings, as 账号:…');
    if (openingFen === undefined || closingFen === undefined) throw incomplete('statement-without-balances', '文件中没有余额,请用参数 openingFen、closingFen 给出期初、期末余额(分)', 'the file tells no balances; give them in fen as openingFen and closingFen');
    if (from === undefined || until === undefined) throw incomplete('statement-without-dates', '文件中没有起止日期,也没有明细', 'the file tells neither its dates nor any line');
    const sum = (direction: 'in' | 'out'): number => lines.reduce((total, line) => (line.direction === direction ? total + line.amountFen : total), 0);
    const contentHash = createHash('sha256').update(canonicalJson({ accountRef, from, until, openingFen, closingFen, lines })).digest('hex');
    const { declaredCount, declaredInFen, declaredOutFen } = read;
    return {
      statementId: handed.statementId ?? `${from}-${until}-${contentHash.slice(0, 8)}`, kind, region, accountRef, from, until, openingFen, closingFen,
      lineCount: lines.length, inFen: sum('in'), outFen: sum('out'), ...(declaredCount === undefined ? {} : { declaredCount }),
      ...(declaredInFen === undefined ? {} : { declaredInFen }), ...(declaredOutFen === undefined ? {} : { declaredOutFen }), contentHash, occurredOn,
    };
  }

  private async sealed(bookings: readonly Booking[]): Promise<readonly StatementLine[]> {
    const named = bookings.flatMap(({ account }) => account ?? []);
    const refs = await this.vault.referMany('account', named.map((number) => ({ number })));
    let next = 0;
    return bookings.map(({ on, direction, amountFen, serial, batchId, paymentId, voucherNumber, account, uscc }, index) => ({
      line: index + 1, bookedOn: on, direction, amountFen, ...(serial === undefined ? {} : { bankSerial: impersonal(serial) }), ...clear('batchId', batchId), ...clear('paymentId', paymentId),
      ...clear('voucherNumber', voucherNumber), ...(account === undefined ? {} : { counterpartyRef: refs[next++] }), ...(uscc === undefined ? {} : { counterpartyUscc: uscc }),
    }));
  }

  /** A statement known under another name keeps that name. */
  private async nameOf(accountId: string, contentHash: string): Promise<string | undefined> {
    return (await this.stateOf(accountId))?.statements.find((known) => known.contentHash === contentHash)?.statementId;
  }

  private async stateOf(accountId: string): Promise<StatementState | undefined> {
    const standing = await this.reads.current(statement, streamId('statement', accountId), (state) => state as StatementState);
    return standing?.seen;
  }
}

const incomplete = (code: string, zh: string, en: string): Refused => new Refused(code, { zh, en }, 'malformed');

/** A serial number may be as long as a card's: then its digest serves as well for telling movements apart. */
const impersonal = (serial: string): string => (looksPersonal(serial) ? `h-${createHash('sha256').update(serial).digest('hex').slice(0, 24)}` : serial);
const clear = (name: string, value: string | undefined): object => (value === undefined || looksPersonal(value) ? {} : { [name]: value });

function refuseUnreadable(errors: readonly LineError[]): void {
  const red = errors.filter(({ severity }) => severity === 'red');
  if (red.length === 0) return;
  const shown = red.slice(0, ERRORS_MAX).map(({ row, column, code, reason }): FieldError => ({ pointer: `/rows/${String(row)}${column === '' ? '' : `/${column}`}`, code, text: reason }));
  throw new Refused('statement-file-has-errors', { zh: `对账单有 ${String(red.length)} 处无法读取,未录入;请银行重新提供`, en: `${String(red.length)} places of the statement cannot be read; nothing was entered. Ask the bank for the file again` }, 'malformed', shown);
}
