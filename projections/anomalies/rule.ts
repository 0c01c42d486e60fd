/** The shape of a rule: one file that says what it asks of the facts, why, with which numbers, and shows a flagged and a clean story. */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../../src/event-store/canonical-json';
import type { RuleReleased } from '../../src/domain/rule';
import type { Text } from '../../src/domain/refused';
import { refusedWords } from './sql-check';
import type { Story } from './story';

export interface Parameter {
  /** Unit last. */
  readonly name: string;
  readonly value: number;
  readonly unit: Text;
  /** Statute, plan, or "proposal". */
  readonly basis: string;
  /** The date it is read at. */
  readonly readAt: Text;
}

/** What the query said for the sentence: numbers, codes and dates, never a name. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each rule knows what its own query built.
export type Said = Readonly<Record<string, any>>;

export interface RuleFile {
  readonly code: string;
  readonly title: Text;
  readonly harm: RuleReleased['harm'];
  readonly basis: readonly Text[];
  readonly parameters: readonly Parameter[];
  /**
   * For one subject at one moment: `p.subject`, `p.at`. Yields part, subject_kind, subject_id, occurrence, severity (null = undecided), amount_fen,
   * region, read_on (date the parameters were read at), evidence (positions), facts (jsonb for the sentence); of a pair, each flag once. Sees `audit.*(p.at)` only.
   */
  readonly query: string;
  /** Each yields (subject, at) for facts with `$1 <= position < $2`. Touching too much costs; touching too little misses. */
  readonly touches: readonly string[];
  /** `table: columns` the plan needs beyond those of the fact files. */
  readonly indexes?: readonly { readonly table: string; readonly columns: string }[];
  /** It reads flags: it judges only where every rule without this has judged. What rules like itself say, it must leave alone. */
  readonly after?: 'all';
  readonly sentence: (said: Said, part: string) => Text;
  readonly innocent: readonly Text[];
  readonly mustAct: Text;
  readonly clears: Text;
  readonly flagged: readonly Story[];
  readonly clean: readonly Story[];
}

export interface Rule extends RuleFile {
  readonly touchesSql: string;
  readonly textHash: string;
}

/** Refuses at load what would not give the same answer for ever. */
export function rule(file: RuleFile): Rule {
  const touchesSql = file.touches.map((query) => query.trim()).join('\nunion all\n');
  const query = file.query.trim();
  const refused = [...refusedWords(query), ...refusedWords(touchesSql)];
  if (refused.length > 0) throw new Error(`${file.code}: its SQL may not use ${[...new Set(refused)].join(', ')}`);
  const releasable = { sql: query, touches: touchesSql, parameters: file.parameters.map(({ name, value, basis }) => ({ name, value, basis })) };
  return { ...file, query, touchesSql, textHash: createHash('sha256').update(canonicalJson(releasable)).digest('hex') };
}

/** The event that releases a rule's text, as the next version of it. */
export function releaseOf(from: Rule, version: number): RuleReleased {
  return {
    code: from.code, version, titleZh: from.title.zh, titleEn: from.title.en, harm: from.harm, sql: from.query, touches: from.touchesSql,
    textHash: from.textHash, parameters: from.parameters.map(({ name, value, basis }) => ({ name, value, basis })),
  };
}

/** SQL that reads a parameter where and when it holds; the default stands in the released text, so it holds from the beginning. */
export const reader =
  (code: string, parameters: readonly Parameter[]) =>
  (name: string, region: string, on: string, at = 'p.at'): string => {
    const found = parameters.find((parameter) => parameter.name === name);
    if (!found) throw new Error(`${code} has no parameter ${name}`);
    return `coalesce((select value from audit.parameter(${at}, '${code}', '${name}', ${region}, ${on})), ${String(found.value)})`;
  };

/** Whole fen as yuan with two digits, for sentences only. */
export function yuan(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${fen < 0 ? '-' : ''}${whole}.${digits.slice(-2)}`;
}
