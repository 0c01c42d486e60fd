/** Finds ids and keys that are numbers the vault knows: a register number has no form of its own by which it could be told. */
import { Injectable } from '@nestjs/common';
import { Vault } from '../vault/vault';

const LONG_NUMBER = /\d{10,}/g;

@Injectable()
export class KnownNumbers {
  constructor(private readonly vault: Vault) {}

  /** Those of the texts in which a long number is somebody's. Most ids and keys hold none, and cost nothing. */
  async among(texts: readonly string[]): Promise<ReadonlySet<string>> {
    const runs = new Map<string, string[]>();
    for (const text of texts) for (const run of text.match(LONG_NUMBER) ?? []) runs.set(run, [...(runs.get(run) ?? []), text]);
    if (runs.size === 0) return new Set();
    const numbers = [...runs.keys()];
    const found = await Promise.all((['register', 'person', 'account'] as const).map((kind) => this.vault.findMany(kind, numbers)));
    return new Set(numbers.flatMap((number, index) => (found.some((refs) => refs[index] !== undefined) ? (runs.get(number) ?? []) : [])));
  }
}
