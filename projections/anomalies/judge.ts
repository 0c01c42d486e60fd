/** Asks a rule's text: who was touched in a range of the ledger, and what it says of each (subject, at). */
import { flagIdOf } from '../../src/identifiers/flag-id';
import { hash } from 'node:crypto';
import type { PoolClient, QueryConfig } from 'pg';
import { CARRIED_JSON, type JsonText } from '../facts/json-text';
import type { Said } from './rule';
import type { Severity } from './severity';
import type { Verdict } from './spells';

export interface Pair {
  readonly subject: string;
  readonly at: number;
}

/** The text that judges from a release on, as it stands in the ledger. */
export interface Version {
  readonly rule: string;
  readonly version: number;
  readonly harm: string;
  readonly sql: string;
  readonly touches: string;
  readonly parameters: readonly { readonly name: string; readonly value: number; readonly basis: string }[];
  readonly releasedAt: number;
}

/** A statement is planned once for a connection: named after its rule and, as a name may stand for one text only, after its text. */
export const named = (rule: string, what: string, text: string): { name: string; text: string } =>
  ({ name: `${rule}-${what}-${hash('sha256', text).slice(0, 16)}`, text });

const questions = new WeakMap<Version, { readonly name: string; readonly text: string }>();

function questionOf(version: Version): { name: string; text: string } {
  const question = questions.get(version) ?? named(version.rule, 'query', judgeSql(version.sql));
  questions.set(version, question);
  return question;
}

/** Those who are asked together, under the first of them: the same from page to page. */
const asked = new WeakMap<Version, { readonly versions: readonly Version[]; readonly statement: { name: string; text: string } }>();

/** The first branch has no rows: it says that both ends are positions. */
const touchesSql = (versions: readonly Version[]): string => [
  `select null::integer as nth, null::text as subject, null::bigint as at where $1::bigint > $2::bigint and false`,
  ...versions.map(({ touches }, nth) => `select distinct ${String(nth)}, t.subject, t.at from (${touches}\n) t (subject, at) where t.subject is not null`),
].join('\nunion all\n');

function touchesOf(versions: readonly [Version, ...Version[]]): { name: string; text: string } {
  const known = asked.get(versions[0]);
  if (known && known.versions.length === versions.length && known.versions.every((version, nth) => version === versions[nth])) return known.statement;
  const statement = named(versions[0].rule, 'touches', touchesSql(versions));
  asked.set(versions[0], { versions, statement });
  return statement;
}

/** Pairs of one page in the order they are judged in, for each rule. One question for all of them: most pages touch nobody whom most rules know. */
export async function touchedBy(client: PoolClient, versions: readonly Version[], from: number, to: number): Promise<ReadonlyMap<Version, Pair[]>> {
  const [first, ...others] = versions;
  const pairs = new Map<Version, Pair[]>(versions.map((version) => [version, []]));
  if (!first) return pairs;
  const { rows } = await client.query<{ nth: number; subject: string; at: string }>({ ...touchesOf([first, ...others]), values: [from, to] });
  for (const { nth, subject, at } of rows) pairs.get(versions[nth] as Version)?.push({ subject, at: Number(at) });
  for (const some of pairs.values()) some.sort(inOrder);
  return pairs;
}

export const inOrder = (a: Pair, b: Pair): number => a.at - b.at || (a.subject < b.subject ? -1 : 1);

/** Everyone the rule ever had to do with, looked at again at one moment: what a changed parameter does. */
export async function everyoneAt(client: PoolClient, version: Version, at: number): Promise<Pair[]> {
  const { rows } = await client.query<{ subject: string }>(
    `select distinct t.subject from (${version.touches}) t (subject, at) where t.subject is not null order by t.subject`,
    [0, at + 1],
  );
  return rows.map(({ subject }) => ({ subject, at }));
}

export interface VerdictRow<Facts = JsonText> {
  readonly n: string;
  readonly part: string | null;
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly occurrence: string;
  readonly severity: Severity | null;
  readonly amount_fen: string | null;
  readonly region: string | null;
  readonly read_on: string | null;
  readonly evidence: string[] | null;
  readonly facts: Facts;
}

const PAIRS = 'unnest($1::text[], $2::bigint[]) with ordinality as p (subject, at, n)';
/** All at one moment: what a rule asks of the moment alone is then worked out once, not for each of them. */
export const AT_ONE_MOMENT = '(select s.subject, $2::bigint as at, s.n from unnest($1::text[]) with ordinality s (subject, n)) p';

/** The wrapper around every rule. `offset 0` keeps each pair a look-up of its own, whatever the planner thinks of the whole. */
export const askedSql = (query: string, pairs = PAIRS): string => `
from ${pairs}
cross join lateral (${query}
offset 0) v`;

/** Rows say whose they are, and turns are put in order when they are written: no order is asked for. */
export const judgeSql = (query: string, pairs = PAIRS): string =>
  `select p.n, v.part, v.subject_kind, v.subject_id, v.occurrence, v.severity, v.amount_fen, v.region, v.read_on::text as read_on, v.evidence, v.facts${askedSql(query, pairs)}`;

function verdictOf<Facts>(rule: string, row: VerdictRow<Facts>): Verdict<Facts> {
  const part = row.part ?? '';
  return {
    flagId: flagIdOf(rule, part, row.subject_kind, row.subject_id, row.occurrence), part, subjectKind: row.subject_kind, subjectId: row.subject_id,
    occurrence: row.occurrence, severity: row.severity, amountFen: row.amount_fen === null ? null : Number(row.amount_fen), region: row.region ?? '',
    readOn: row.read_on, evidence: (row.evidence ?? []).map(Number).sort((a, b) => a - b), facts: row.facts,
  };
}

/** What the database answered, not read yet. */
export type Answered<Facts = JsonText> = readonly VerdictRow<Facts>[];

const asking = (version: Version, pairs: readonly Pair[]): QueryConfig => ({ ...questionOf(version), values: [pairs.map((pair) => pair.subject), pairs.map((pair) => pair.at)] });

/** The statement is on its way when this returns. What verdicts say is carried, not read. */
export async function ask(client: PoolClient, version: Version, pairs: readonly Pair[]): Promise<Answered> {
  return (await client.query<VerdictRow>({ ...asking(version, pairs), types: CARRIED_JSON })).rows;
}

/** One list of verdicts per pair, in order; empty where nothing is to be said. */
export function verdictsIn<Facts>(version: Version, pairs: readonly Pair[], answered: Answered<Facts>): Verdict<Facts>[][] {
  const answers: Verdict<Facts>[][] = pairs.map(() => []);
  for (const row of answered) answers[Number(row.n) - 1]?.push(verdictOf(version.rule, row));
  return answers;
}

/** Verdicts to be read. */
export const judge = async (client: PoolClient, version: Version, pairs: readonly Pair[]): Promise<Verdict[][]> => verdictsIn(version, pairs, (await client.query<VerdictRow<Said>>(asking(version, pairs))).rows);
