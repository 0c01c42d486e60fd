/** Turns a bank's results file into the results of a batch: each row is matched to its line; what fits none is handed on as what it is, never guessed. */
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type IrregularRow, type ReceiveResults, type ResultLine } from '../domain/batch-results';
import { Refused } from '../domain/refused';
import type { BankResult } from '../intake/bank-result';
import { readBankResults, type BankResultsSummary } from '../intake/bank-results';
import { Breath } from '../intake/breath';
import { lineError, type LineError } from '../intake/line-errors';
import { matchError, ResultMatcher, type Match, type ResultKey } from '../intake/result-match';
import { Vault } from '../vault/vault';
import { BankWords } from './bank-words';
import { LINES_AT_A_TURN } from './pacing';
import { PaidAttempts } from './paid-attempts';
import type { ReceivedFile } from './received-file';

export interface BankFileOptions {
  readonly resultsId?: string;
  /** Business date of rows that tell none. */
  readonly occurredOn: string | undefined;
  readonly outcome?: 'settled' | 'failed' | 'returned';
  /** The file corrects what the bank said before; a title may say so as well. */
  readonly correcting: boolean;
}

export interface BankFileRead {
  /** One append each, in order. */
  readonly commands: readonly ReceiveResults[];
  /** The first rows that became disputes before the batch was even asked. */
  readonly irregular: readonly LineError[];
}

const ERRORS_MAX = 100;

type Placed = { readonly day: string } & ({ readonly line: ResultLine } | { readonly irregular: IrregularRow });

@Injectable()
export class BankFile {
  constructor(private readonly attempts: PaidAttempts, private readonly vault: Vault, private readonly words: BankWords) {}

  async read(batchId: string, file: ReceivedFile, options: BankFileOptions): Promise<BankFileRead> {
    const fileHash = createHash('sha256').update(file.bytes).digest('hex');
    const resultsId = options.resultsId ?? `file-${fileHash.slice(0, 24)}`;
    const rows: BankResult[] = [];
    let summary: BankResultsSummary | undefined;
    for await (const item of readBankResults(file, options.outcome === undefined ? {} : { outcome: options.outcome })) {
      if (item.kind === 'result') rows.push(item.result);
      else if (item.kind === 'summary') summary = item;
      else {
        const { rejection, bankText } = item;
        return { commands: [{ resultsId, fileHash, lines: [], rejection, bankText, occurredOn: dayOr(options.occurredOn) }], irregular: [] };
      }
    }
    const irregular: LineError[] = [];
    const placed = await this.placed(batchId, rows, (row) => dayOr(row.occurredOn ?? summary?.occurredOn ?? options.occurredOn), irregular);
    const declared = summary && Object.keys(summary.declared).length > 0 ? { declared: summary.declared } : {};
    const correcting = options.correcting || summary?.correcting === true ? { correcting: true } : {};
    const commands = partsOf(placed).map((part) => ({ resultsId, fileHash, ...part, ...declared, ...correcting }));
    return { commands, irregular: irregular.slice(0, ERRORS_MAX) };
  }

  private async placed(batchId: string, rows: readonly BankResult[], dayOf: (row: BankResult) => string, errors: LineError[]): Promise<readonly Placed[]> {
    const attempts = await this.attempts.of(batchId);
    const accounts = await this.vault.findMany('account', rows.map(({ account }) => account ?? ''));
    const matches = await (await ResultMatcher.of(attempts)).matchAll(keysOf(rows, accounts));
    const firstRow = new Map<string, number>();
    const lines: (ResultLine | undefined)[] = [];
    const irregular: (IrregularRow | undefined)[] = [];
    const breath = new Breath();
    for (const [index, row] of rows.entries()) {
      const match = matches[index] as Match;
      const unreadable = row.errors.find(({ severity }) => severity === 'red');
      const place = match.kind === 'matched' ? `${String(match.ordinal)}/${String(row.attempt ?? match.attempt)}` : undefined;
      const twice = place === undefined ? undefined : firstRow.get(place);
      if (unreadable === undefined && place !== undefined && twice === undefined) firstRow.set(place, row.row);
      const error = unreadable ?? matchError(match, row.row) ?? (twice === undefined ? undefined : lineError('R13', { row: row.row }, String(twice)));
      if (error) errors.push(error);
      lines[index] = error || match.kind !== 'matched' ? undefined : lineOf(row, match);
      irregular[index] = error ? irregularOf(row, match, unreadable !== undefined) : undefined;
      if (breath.due()) await breath.take();
    }
    const cleaned = await this.words.withoutNames(batchId, lines.filter((line) => line !== undefined), attempts);
    const strangers = await this.strangers(rows, irregular);
    let next = 0;
    return rows.map((row, index): Placed => {
      const odd = irregular[index];
      const day = dayOf(row);
      if (!odd) return { day, line: cleaned[next++] as ResultLine };
      const accountRef = strangers[index];
      return { day, irregular: { ...odd, ...(accountRef === undefined ? {} : { accountRef }) } };
    });
  }

  /** Who the bank says it paid beside the list is worth knowing: the account is kept, sealed like any other. */
  private async strangers(rows: readonly BankResult[], irregular: readonly (IrregularRow | undefined)[]): Promise<readonly (string | undefined)[]> {
    const refs: (string | undefined)[] = [];
    const odd = rows.flatMap(({ account }, index) => (irregular[index] && account !== undefined && /^[0-9]{6,32}$/.test(account) ? [{ index, number: account }] : []));
    const found = await this.vault.referMany('account', odd.map(({ number }) => ({ number })));
    for (const [order, { index }] of odd.entries()) refs[index] = found[order];
    return refs;
  }
}

function dayOr(day: string | undefined): string {
  if (day !== undefined) return day;
  throw new Refused('results-without-date', { zh: '文件没有业务日期,请用参数 occurredOn 给出', en: 'the file tells no business date; give it as occurredOn' }, 'malformed');
}

/** An account the vault does not know is no line's account; leaving it out would let the number alone decide. */
function* keysOf(rows: readonly BankResult[], accounts: readonly (string | undefined)[]): Generator<ResultKey> {
  for (const [index, { ordinal, ordinalIsOurs, account, amountFen, outcome }] of rows.entries()) {
    yield { ordinal, ordinalIsOurs, account: account === undefined ? undefined : (accounts[index] ?? 'unknown'), amountFen, outcome };
  }
}

function lineOf(row: BankResult, match: Extract<Match, { kind: 'matched' }>): ResultLine {
  const attempt = row.attempt !== undefined && row.attempt >= 1 ? row.attempt : match.attempt;
  return {
    ordinal: match.ordinal, outcome: row.outcome ?? 'failed', amountFen: row.amountFen ?? 0, fileRow: row.row, ...(attempt === undefined ? {} : { attempt }),
    ...(row.outcome === 'settled' ? {} : { reason: row.reason ?? 'F99' }),
    ...(row.bankText === undefined || row.outcome === 'settled' ? {} : { bankText: row.bankText.slice(0, 100) }),
  };
}

/** Without the bank's words: they may name somebody nobody here knows. */
function irregularOf(row: BankResult, match: Match, unreadable: boolean): IrregularRow {
  const { outcome, reason, amountFen } = row;
  const ordinal = match.kind === 'matched' || match.kind === 'account-differs' ? match.ordinal : row.ordinalIsOurs ? row.ordinal : undefined;
  return {
    kind: unreadable ? 'row-unreadable' : match.kind === 'matched' ? 'line-twice' : match.kind, fileRow: row.row,
    ...(ordinal === undefined || ordinal < 1 ? {} : { ordinal }), ...(outcome === undefined ? {} : { outcome }),
    ...(amountFen === undefined || amountFen < 0 ? {} : { amountFen }), ...(outcome === 'settled' || reason === undefined ? {} : { reason }),
  };
}

/** Each part holds the rows of one business day; one day and few rows make a file without parts. */
export function partsOf(placed: readonly Placed[]): readonly Pick<ReceiveResults, 'lines' | 'irregular' | 'occurredOn' | 'part' | 'parts'>[] {
  const days = new Map<string, Placed[]>();
  for (const row of placed) {
    const ofDay = days.get(row.day);
    if (ofDay) ofDay.push(row);
    else days.set(row.day, [row]);
  }
  const cut = [...days].flatMap(([occurredOn, ofDay]) =>
    Array.from({ length: Math.ceil(ofDay.length / LINES_AT_A_TURN) }, (_, index) => {
      const some = ofDay.slice(index * LINES_AT_A_TURN, (index + 1) * LINES_AT_A_TURN);
      const irregular = some.flatMap((row) => ('irregular' in row ? [row.irregular] : []));
      return { lines: some.flatMap((row) => ('line' in row ? [row.line] : [])), ...(irregular.length > 0 ? { irregular } : {}), occurredOn };
    }));
  return cut.length === 1 ? cut : cut.map((each, index) => ({ ...each, part: index + 1, parts: cut.length }));
}
