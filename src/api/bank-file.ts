/** Turns a bank's results file into the results of a batch: each row is matched to its line, and a file with a row that fits none is refused whole. */
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { DisbursementEntered } from '../domain/batch';
import type { DisbursementReissued } from '../domain/batch-corrections';
import type { ReceiveResults, ResultLine } from '../domain/batch-results';
import { streamId } from '../domain/decider';
import { Refused, type FieldError } from '../domain/refused';
import type { BankResult } from '../intake/bank-result';
import { readBankResults } from '../intake/bank-results';
import type { LineError } from '../intake/line-errors';
import { matchError, ResultMatcher, type PaidLine } from '../intake/result-match';
import { Vault } from '../vault/vault';
import { LedgerReads } from './ledger-reads';
import type { ReceivedFile } from './received-file';

export interface BankFileOptions {
  readonly resultsId?: string;
  /** Business date of rows that tell none. */
  readonly occurredOn: string | undefined;
  readonly outcome?: 'settled' | 'failed' | 'returned';
}

const ERRORS_MAX = 100;

@Injectable()
export class BankFile {
  constructor(private readonly reads: LedgerReads, private readonly vault: Vault) {}

  /** One results command per business date in the file. */
  async results(batchId: string, file: ReceivedFile, options: BankFileOptions): Promise<readonly ReceiveResults[]> {
    const fileHash = createHash('sha256').update(file.bytes).digest('hex');
    const rows: BankResult[] = [];
    const errors: LineError[] = [];
    let stated: string | undefined;
    for await (const item of readBankResults(file, options.outcome === undefined ? {} : { outcome: options.outcome })) {
      if (item.kind === 'result') rows.push(item.result);
      else {
        errors.push(...item.errors);
        stated = item.occurredOn;
      }
    }
    const lines = await this.matched(batchId, rows, errors);
    refuseRed(errors);
    const byDay = new Map<string, ResultLine[]>();
    for (const [index, line] of lines.entries()) {
      const day = rows[index]?.occurredOn ?? stated ?? options.occurredOn;
      if (day === undefined) throw new Refused('results-without-date', { zh: '文件没有业务日期,请用参数 occurredOn 给出', en: 'the file tells no business date; give it as occurredOn' }, 'malformed');
      byDay.set(day, [...(byDay.get(day) ?? []), line]);
    }
    const resultsId = options.resultsId ?? `file-${fileHash.slice(0, 24)}`;
    const hashOf = (day: string): string => (byDay.size === 1 ? fileHash : createHash('sha256').update(`${fileHash}|${day}`).digest('hex'));
    return [...byDay].map(([occurredOn, ofDay]) => ({ resultsId: byDay.size === 1 ? resultsId : `${resultsId}-${occurredOn}`, fileHash: hashOf(occurredOn), lines: ofDay, occurredOn }));
  }

  private async matched(batchId: string, rows: readonly BankResult[], errors: LineError[]): Promise<readonly ResultLine[]> {
    const paid = await this.paidLines(batchId);
    const matcher = new ResultMatcher(paid.values());
    const accounts = await this.vault.findMany('account', rows.map(({ account }) => account ?? ''));
    return rows.map((row, index): ResultLine => {
      errors.push(...row.errors);
      // An account the vault does not know is no line's account; leaving it out would let the number alone decide.
      const account = row.account === undefined ? undefined : (accounts[index] ?? 'unknown');
      const match = matcher.match({ ordinalIsOurs: row.ordinalIsOurs, ...(row.ordinal === undefined ? {} : { ordinal: row.ordinal }), ...(account === undefined ? {} : { account }), ...(row.amountFen === undefined ? {} : { amountFen: row.amountFen }) });
      const error = matchError(match, row.row);
      if (error) errors.push(error);
      const ordinal = match.kind === 'matched' ? match.ordinal : 0;
      return {
        ordinal, outcome: row.outcome ?? 'failed', amountFen: row.amountFen ?? paid.get(ordinal)?.amountFen ?? 0,
        ...(row.attempt === undefined || row.attempt < 1 ? {} : { attempt: row.attempt }), ...(row.outcome === 'settled' ? {} : { reason: row.reason ?? 'F99' }),
        ...(row.bankText === undefined || row.outcome === 'settled' ? {} : { bankText: row.bankText.slice(0, 100) }),
      };
    });
  }

  /** Every line with the account its latest attempt goes to. */
  private async paidLines(batchId: string): Promise<ReadonlyMap<number, PaidLine>> {
    const lines = new Map<number, PaidLine>();
    for (const { type, data } of await this.reads.stream(streamId('batch', batchId))) {
      if (type === 'BatchRejected') lines.clear();
      if (type === 'DisbursementEntered') {
        const { ordinal, accountRef, amountFen } = data as DisbursementEntered;
        lines.set(ordinal, { ordinal, account: accountRef, amountFen });
      } else if (type === 'DisbursementReissued') {
        const { ordinal, accountRef } = data as DisbursementReissued;
        const line = lines.get(ordinal);
        if (line) lines.set(ordinal, { ...line, account: accountRef });
      }
    }
    return lines;
  }
}

function refuseRed(errors: readonly LineError[]): void {
  const red = errors.filter(({ severity }) => severity === 'red');
  if (red.length === 0) return;
  const shown = red.slice(0, ERRORS_MAX).map(({ row, column, code, reason }): FieldError => ({ pointer: `/rows/${String(row)}${column === '' ? '' : `/${column}`}`, code, text: reason }));
  throw new Refused('results-file-has-errors', {
    zh: `回盘文件有 ${String(red.length)} 处错误,整份未入账`, en: `the results file has ${String(red.length)} errors; none of it was recorded`,
  }, 'malformed', shown);
}
