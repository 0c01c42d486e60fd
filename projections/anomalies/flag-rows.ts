/** Flags as rows: how things stand by what was written, and what is written of a turn. */
import type { PoolClient } from 'pg';
import type { EventStore } from '../../src/event-store/event-store';
import { copyRows } from '../facts/copy';
import type { FactTable, Row } from '../facts/fact';
import coverageTable from '../facts/rule-coverage';
import flagTable from '../facts/flag';
import type { Version } from './judge';
import type { Said } from './rule';
import { SEVERITY_RANK, type Severity } from './severity';
import type { Spell, Turn, Verdict } from './spells';

interface StoredTurn {
  readonly flag_id: string; readonly judged: string; readonly part: string; readonly subject_kind: string; readonly subject_id: string;
  readonly occurrence: string; readonly region: string; readonly facts: Said;
}
interface StoredFlag extends StoredTurn {
  readonly transition: string; readonly severity: Severity; readonly amount_fen: string | null; readonly evidence: string[]; readonly seen_from: string;
}

const LAST_FLAGS = `select distinct on (flag_id) flag_id, judged, part, subject_kind, subject_id, occurrence, region, facts, transition, severity, amount_fen, evidence, seen_from
from facts.flag where rule = $1 and ($2::text[] is null or judged = any($2)) order by flag_id, position desc`;
const LAST_COVERAGE = `select distinct on (flag_id) flag_id, judged, part, subject_kind, subject_id, occurrence, region, facts, undecided
from facts.rule_coverage where rule = $1 and ($2::text[] is null or judged = any($2)) order by flag_id, position desc`;

const verdictOf = (row: StoredTurn): Verdict => ({
  flagId: row.flag_id, part: row.part, subjectKind: row.subject_kind, subjectId: row.subject_id, occurrence: row.occurrence, severity: null,
  amountFen: null, region: row.region, readOn: null, evidence: [], facts: row.facts,
});

function spellOf(row: StoredFlag): Spell {
  const verdict = { ...verdictOf(row), severity: row.severity, amountFen: row.amount_fen === null ? null : Number(row.amount_fen), evidence: row.evidence.map(Number) };
  return { verdict, latest: verdict, raised: row.transition !== 'self-corrected', known: true, undecided: false, rank: SEVERITY_RANK[row.severity], since: Number(row.seen_from) };
}

/** How things stand with the subjects given, or with all the rule has ever spoken of. */
export async function standing(client: PoolClient, rule: string, judged: readonly string[] | null): Promise<Map<string, Map<string, Spell>>> {
  const found = new Map<string, Map<string, Spell>>((judged ?? []).map((subject) => [subject, new Map()]));
  const place = (row: StoredTurn): Map<string, Spell> => {
    const spells = found.get(row.judged) ?? new Map<string, Spell>();
    found.set(row.judged, spells);
    return spells;
  };
  const flags = await client.query<StoredFlag>(LAST_FLAGS, [rule, judged]);
  for (const row of flags.rows) place(row).set(row.flag_id, spellOf(row));
  const coverage = await client.query<StoredTurn & { undecided: boolean }>(LAST_COVERAGE, [rule, judged]);
  for (const row of coverage.rows) {
    const blank = { verdict: verdictOf(row), latest: verdictOf(row), raised: false, known: false, rank: 0, since: 0 };
    const spell = place(row).get(row.flag_id) ?? blank;
    if (row.undecided || place(row).has(row.flag_id)) place(row).set(row.flag_id, { ...spell, undecided: row.undecided });
  }
  return found;
}

interface Moment {
  readonly recordedAt: string;
  readonly ledgerDay: string | null;
}

async function momentOf(client: PoolClient, store: Pick<EventStore, 'readAll'>, at: number): Promise<Moment> {
  const [event] = await store.readAll(at, 1);
  if (!event) throw new Error(`the ledger has no position ${String(at)}`);
  const { rows: [day] } = await client.query<{ ledger_day: string | null }>('select (max(occurred_on) + 1)::text as ledger_day from audit.day_end($1)', [at]);
  const us = event.recordedAtUs;
  const ms = Math.floor(us / 1000);
  return { recordedAt: `${new Date(ms).toISOString().slice(0, -1)}${String(us - ms * 1000).padStart(3, '0')}Z`, ledgerDay: day?.ledger_day ?? null };
}

/** Values in force for each turn, as judged, but for corrections, which judge nothing anew: name, value, basis of the default, position of the setting where there was one. */
async function parametersInForce(client: PoolClient, version: Version, turns: readonly Turn[]): Promise<object[][]> {
  const asked = turns.flatMap((turn, n) => (turn.kind === 'self-corrected' ? [] : version.parameters).map((parameter) => ({ n, turn, parameter })));
  const { rows } = await client.query<{ n: string; value: string | null; set_at: string | null }>(
    `select q.n, s.value, s.set_at from unnest($1::bigint[], $2::text[], $3::text[], $4::date[]) with ordinality as q (at, name, region, on_date, n)
     left join lateral audit.parameter(q.at, $5, q.name, q.region, q.on_date) s on true order by q.n`,
    [asked.map(({ turn }) => turn.at), asked.map(({ parameter }) => parameter.name), asked.map(({ turn }) => turn.verdict.region), asked.map(({ turn }) => turn.verdict.readOn), version.rule],
  );
  const answers: object[][] = turns.map(() => []);
  for (const row of rows) {
    const question = asked[Number(row.n) - 1];
    if (!question) continue;
    const { name, value, basis } = question.parameter;
    answers[question.n]?.push({ name, value: row.value === null ? value : Number(row.value), basis, setAt: row.set_at === null ? null : Number(row.set_at) });
  }
  return answers;
}

const sortKey = (turn: Turn): string => [turn.verdict.part, turn.verdict.subjectId, turn.verdict.occurrence, turn.kind].join('\u0000');

/** Within a position flags stand in order of rule, part, subject: the row number says so, whichever rule comes first to the table. */
const ordinalOf = (rule: string, nth: number): number => Number(rule.slice(1)) * 1_000_000 + nth;

async function write(client: PoolClient, fact: FactTable, version: Version, turns: readonly Turn[], store: Pick<EventStore, 'readAll'>, own: (turn: Turn, n: number, moment: Moment) => Row): Promise<void> {
  const ordered = turns.map((turn, n) => ({ turn, n })).sort((a, b) => a.turn.at - b.turn.at || (sortKey(a.turn) < sortKey(b.turn) ? -1 : 1));
  const moments = new Map<number, Moment>();
  let nth = 0;
  let last = -1;
  const rows: Row[] = [];
  for (const { turn, n } of ordered) {
    nth = turn.at === last ? nth + 1 : 0;
    last = turn.at;
    const moment = moments.get(turn.at) ?? (await momentOf(client, store, turn.at));
    moments.set(turn.at, moment);
    const { verdict } = turn;
    rows.push({
      position: turn.at, ordinal: ordinalOf(version.rule, nth), recorded_at: moment.recordedAt, flag_id: verdict.flagId, rule: version.rule, version: version.version,
      part: verdict.part, judged: turn.judged, subject_kind: verdict.subjectKind, subject_id: verdict.subjectId, occurrence: verdict.occurrence, region: verdict.region,
      facts: verdict.facts, ...own(turn, n, moment),
    });
  }
  await copyRows(client, fact, rows);
}

/** Writes what turned in a page. Every turn of one rule at one position comes in one call. */
export async function writeTurns(client: PoolClient, store: Pick<EventStore, 'readAll'>, version: Version, turns: readonly Turn[]): Promise<void> {
  const ofFlags = turns.filter(({ kind }) => kind !== 'undecided' && kind !== 'decided');
  if (ofFlags.length > 0) {
    const parameters = await parametersInForce(client, version, ofFlags);
    await write(client, flagTable, version, ofFlags, store, ({ kind, verdict, seenFrom }, n, moment) => ({
      harm: version.harm, transition: kind, severity: verdict.severity, severity_rank: verdict.severity ? SEVERITY_RANK[verdict.severity] : 0,
      amount_fen: verdict.amountFen, evidence: verdict.evidence, parameters: parameters[n], seen_from: seenFrom, ledger_day: moment.ledgerDay,
    }));
  }
  const ofCoverage = turns.filter(({ kind }) => kind === 'undecided' || kind === 'decided');
  if (ofCoverage.length > 0) await write(client, coverageTable, version, ofCoverage, store, ({ kind }) => ({ undecided: kind === 'undecided' }));
}
