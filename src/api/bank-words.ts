/** Takes the names of a batch's people out of what a bank wrote beside its refusals: its words are kept in clear, people are not. */
import { Injectable } from '@nestjs/common';
import { Vault } from '../vault/vault';
import { PaidAttempts, type PaidAttempt } from './paid-attempts';

interface Worded {
  readonly ordinal: number;
  readonly bankText?: string;
}

const REVEALED_AT_ONCE = 2_000;

@Injectable()
export class BankWords {
  constructor(private readonly attempts: PaidAttempts, private readonly vault: Vault) {}

  /** The lines with every name of their payee and account holder starred. */
  async withoutNames<L extends Worded>(batchId: string, lines: readonly L[], known?: readonly PaidAttempt[]): Promise<readonly L[]> {
    const worded = new Set(lines.filter(({ bankText }) => bankText !== undefined).map(({ ordinal }) => ordinal));
    if (worded.size === 0) return lines;
    const refs = new Map<number, string[]>();
    for (const { ordinal, payee, account } of known ?? (await this.attempts.of(batchId, worded))) {
      if (worded.has(ordinal)) refs.set(ordinal, [...(refs.get(ordinal) ?? []), payee, account]);
    }
    const names = await this.namesOf([...new Set([...refs.values()].flat())]);
    return lines.map((line) => (line.bankText === undefined ? line : { ...line, bankText: starred(line.bankText, (refs.get(line.ordinal) ?? []).flatMap((ref) => names.get(ref) ?? [])) }));
  }

  private async namesOf(refs: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const names = new Map<string, readonly string[]>();
    for (let from = 0; from < refs.length; from += REVEALED_AT_ONCE) {
      for (const [ref, subject] of await this.vault.reveal(refs.slice(from, from + REVEALED_AT_ONCE))) {
        if (subject.erased) continue;
        const { name, holderName } = subject.clear as { name?: string; holderName?: string };
        const all = [name, holderName, ...(subject.variants['name'] ?? []), ...(subject.variants['holderName'] ?? [])];
        names.set(ref, all.filter((each) => each !== undefined && each.length > 1) as string[]);
      }
    }
    return names;
  }
}

const starred = (text: string, names: readonly string[]): string => names.reduce((rest, name) => rest.replaceAll(name, '*'.repeat(name.length)), text);
