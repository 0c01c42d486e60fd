/** What the vault and the facts know of the people and accounts of a list; it creates nothing. */
import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { BatchLine } from '../intake/batch-line';
import type { Known, KnownOfLine } from '../intake/known';
import { POOL } from '../tokens';
import { Vault } from '../vault/vault';

@Injectable()
export class KnownPeople implements Known {
  constructor(@Inject(POOL) private readonly pool: Pool, private readonly vault: Vault) {}

  async look(lines: readonly BatchLine[]): Promise<readonly KnownOfLine[]> {
    const people = await this.vault.findMany('person', lines.map(({ idNumber }) => idNumber ?? ''));
    const accounts = await this.vault.findMany('account', lines.map(({ account }) => account ?? ''));
    const holders = await this.holdersOf(accounts);
    return lines.map((line, index) => {
      const person = people[index];
      const holding = accounts[index] === undefined ? undefined : holders.get(accounts[index]);
      return {
        ...(line.idNumber === undefined ? {} : { personKnown: person !== undefined }),
        ...(holding === undefined || person === undefined ? {} : { holderIsPayee: holding.has(person) }),
      };
    });
  }

  /** While facts are being rebuilt, or before the first follower ran, nothing is known: then nothing is said. */
  private async has(table: string): Promise<boolean> {
    const { rows } = await this.pool.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [table]);
    return rows[0]?.there ?? false;
  }

  /** The household each person belongs to as last recorded; absent where the register does not know. */
  async householdsOf(personRefs: readonly string[]): Promise<ReadonlyMap<string, { householdId: string; region: string }>> {
    if (!(await this.has('facts.household_member'))) return new Map();
    const { rows } = await this.pool.query<{ person_ref: string; household_id: string; region: string }>(
      `SELECT DISTINCT ON (person_ref) person_ref, household_id, region FROM facts.household_member
       WHERE person_ref = ANY($1) AND change = 'joined' ORDER BY person_ref, position DESC`, [personRefs],
    );
    return new Map(rows.map((row) => [row.person_ref, { householdId: row.household_id, region: row.region }]));
  }

  /** To whom each account was handed. */
  private async holdersOf(accounts: readonly (string | undefined)[]): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
    if (!(await this.has('facts.account_binding'))) return new Map();
    const { rows } = await this.pool.query<{ account_ref: string; holders: string[] }>(
      'SELECT account_ref, array_agg(holder_ref) AS holders FROM facts.account_binding WHERE account_ref = ANY($1) GROUP BY account_ref', [accounts.filter((ref) => ref !== undefined)],
    );
    return new Map(rows.map((row) => [row.account_ref, new Set(row.holders)]));
  }
}
