/** Takes the names of a batch's people out of what a bank wrote beside its refusals: its words are kept in clear, people are not. */
import { Injectable } from '@nestjs/common';
import type { DisbursementEntered } from '../domain/batch';
import type { DisbursementReissued } from '../domain/batch-corrections';
import { streamId } from '../domain/decider';
import { Vault } from '../vault/vault';
import { LedgerReads } from './ledger-reads';

interface Worded {
  readonly ordinal: number;
  readonly bankText?: string;
}

@Injectable()
export class BankWords {
  constructor(private readonly reads: LedgerReads, private readonly vault: Vault) {}

  /** The lines with every name of their payee and account holder starred. */
  async withoutNames<L extends Worded>(batchId: string, lines: readonly L[]): Promise<readonly L[]> {
    const worded = new Set(lines.filter(({ bankText }) => bankText !== undefined).map(({ ordinal }) => ordinal));
    if (worded.size === 0) return lines;
    const refs = new Map<number, readonly string[]>();
    for (const { type, data } of await this.reads.stream(streamId('batch', batchId))) {
      if (type !== 'DisbursementEntered' && type !== 'DisbursementReissued') continue;
      const { ordinal, payeeRef, accountRef } = data as DisbursementEntered & DisbursementReissued;
      if (worded.has(ordinal)) refs.set(ordinal, [...(refs.get(ordinal) ?? []), payeeRef, accountRef].filter((ref) => typeof ref === 'string'));
    }
    const names = await this.namesOf([...refs.values()].flat());
    return lines.map((line) => (line.bankText === undefined ? line : { ...line, bankText: starred(line.bankText, (refs.get(line.ordinal) ?? []).flatMap((ref) => names.get(ref) ?? [])) }));
  }

  private async namesOf(refs: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const names = new Map<string, readonly string[]>();
    for (const [ref, subject] of await this.vault.reveal(refs)) {
      if (subject.erased) continue;
      const { name, holderName } = subject.clear as { name?: string; holderName?: string };
      const all = [name, holderName, ...(subject.variants['name'] ?? []), ...(subject.variants['holderName'] ?? [])];
      names.set(ref, all.filter((each) => each !== undefined && each.length > 1) as string[]);
    }
    return names;
  }
}

const starred = (text: string, names: readonly string[]): string => names.reduce((rest, name) => rest.replaceAll(name, '*'.repeat(name.length)), text);
