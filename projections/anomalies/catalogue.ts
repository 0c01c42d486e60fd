/** The rules there are: every file in rules/, and which of them the ledger has yet to release. */
import * as path from 'node:path';
import type { Pool } from 'pg';
import type { RuleReleased } from '../../src/domain/rule';
import { indexSql } from '../facts/schema';
import { loadFolder } from '../folder';
import { releaseOf, type Rule } from './rule';

let loaded: readonly Rule[] | undefined;

/** In order of code. */
export const allRules = (): readonly Rule[] => (loaded ??= loadFolder(path.join(__dirname, 'rules')) as readonly Rule[]);

export const ruleCalled = (code: string): Rule | undefined => allRules().find((rule) => rule.code === code);

/** Plans of rules rest on these. */
export const ruleIndexesSql = (rules: readonly Rule[] = allRules()): readonly string[] => rules.flatMap((rule) => rule.indexes ?? []).map(({ table, columns }) => indexSql(table, columns));

/** Made once, kept while the tables live. */
export async function makeRuleIndexes(pool: Pool, rules: readonly Rule[] = allRules()): Promise<void> {
  for (const sql of ruleIndexesSql(rules)) await pool.query(sql);
}

/** What the ledger knows of a rule: its last version and that version's hash. */
export interface ReleasedVersion {
  readonly version: number;
  readonly textHash: string;
}

/** Data of the ReleaseRule commands that start-up sends as actor `system`, one per file whose hash the ledger does not hold. */
export function genesisReleases(released: ReadonlyMap<string, ReleasedVersion>, rules: readonly Rule[] = allRules()): readonly RuleReleased[] {
  return rules.flatMap((rule) => {
    const last = released.get(rule.code);
    return last?.textHash === rule.textHash ? [] : [releaseOf(rule, (last?.version ?? 0) + 1)];
  });
}
