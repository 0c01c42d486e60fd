/** Flags as rows: how things stand by what was written, and what is written of a turn. */
import type { PoolClient } from 'pg';
import type { EventStore } from '../../src/event-store/event-store';
import { copyRows } from '../facts/copy';
import type { Row } from '../facts/fact';
import { CARRIED_JSON, type JsonText } from '../facts/json-text';
import coverageTable from '../facts/rule-coverage';
import flagTable from '../facts/flag';
import type { Version } from './judge';
import { SEVERITY_RANK, type Severity } from './severity';
import type { Spell, Turn, Verdict } from './spells';

interface StoredTurn {
  readonly flag_id: string; readonly judged: string; readonly part: string; readonly subject_kind: string; readonly subject_id: string;
  readonly occurrence: string; readonly region: string; readonly facts: JsonText;
}
interface StoredFlag extends StoredTurn {
  readonly transition: string; readonly severity: Severity; readonly amount_fen: string | null; readonly evidence: string[]; readonly seen_from: string;
}

const STORED = 'flag_id, judged, part, subject_kind, subject_id, occurrence, region, facts';
const LAST = {
  flags: { table: 'facts.flag', columns: `${STORED}, transition, severity, amount_fen, evidence, seen_from` },
  coverage: { table: 'facts.rule_coverage', columns: `${STORED}, undecided` },
} as const;

/** Turns written through a connection. */
const written = new WeakMap<PoolClient, number>();

export const countWritten = (client: PoolClient, rows: number): void => void written.set(client, (written.get(client) ?? 0) + rows);

/** A plan is made once for a statement of a connection; where there were no rows, any will do. So it is made anew whenever there are four times as many. */
const grown = (client: PoolClient): string => String(Math.floor(Math.log2((written.get(client) ?? 0) + 1) / 2));

/** One walk through the index for all subjects: most have no row, and finding that out is all there is to do. `offset 0`: the order asked for draws no plan to another index. */
async function lastRows(client: PoolClient, of: keyof typeof LAST, rule: string, judged: readonly string[] | null): Promise<readonly StoredTurn[]> {
  const { table, columns } = LAST[of];
  const last = (whose: string): string => `select distinct on (f.judged, f.flag_id) ${columns} from (select * from ${table} f where f.rule = $1${whose} offset 0) f order by f.judged, f.flag_id, f.position desc`;
  const { rows } = judged === null
    ? await client.query<StoredTurn>({ text: last(''), values: [rule], types: CARRIED_JSON })
    : await client.query<StoredTurn>({ name: `last-${of}-${grown(client)}`, text: last(' and f.judged = any($2)'), values: [rule, judged], types: CARRIED_JSON });
  return rows;
}

const verdictOf = (row: StoredTurn): Verdict<JsonText> => ({
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
  const flags = (await lastRows(client, 'flags', rule, judged)) as readonly StoredFlag[];
  for (const row of flags) place(row).set(row.flag_id, spellOf(row));
  const coverage = (await lastRows(client, 'coverage', rule, judged)) as readonly (StoredTurn & { undecided: boolean })[];
  for (const row of coverage) {
    const blank = { verdict: verdictOf(row), latest: verdictOf(row), raised: false, known: false, rank: 0, since: 0 };
    const spell = place(row).get(row.flag_id) ?? blank;
    if (row.undecided || place(row).has(row.flag_id)) place(row).set(row.flag_id, { ...spell, undecided: row.undecided });
  }
  return found;
}

/** Of whom the rule ever spoke. */
export async function everSpokenOf(client: PoolClient, rule: string, judged: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ judged: string }>({
    name: `ever-spoken-of-${grown(client)}`,
    text: 'select judged from facts.flag where rule = $1 and judged = any($2) union select judged from facts.rule_coverage where rule = $1 and judged = any($2)', values: [rule, judged],
  });
  return rows.map((row) => row.judged);
}

export interface Moment {
  readonly recordedAt: string;
  readonly ledgerDay: string | null;
}

/** Where the recorded time of a position is read. */
export type Moments = Pick<EventStore, 'readRecorded'>;

/** What one text found. */
export interface Judged {
  readonly version: Version;
  readonly turns: readonly Turn[];
  /** Where a turn stands among those of its position, if more of these are in the table already. */
  readonly nths?: ReadonlyMap<Turn, number>;
}

const isoMicroseconds = (us: number): string => {
  const ms = Math.floor(us / 1000);
  return `${new Date(ms).toISOString().slice(0, -1)}${String(us - ms * 1000).padStart(3, '0')}Z`;
};

/** Positions near each other are read together, with what stands between. */
const NEAR = 16;
const READ_AT_ONCE = 2_000;

async function recordedTimes(store: Moments, positions: readonly number[]): Promise<ReadonlyMap<number, number>> {
  const times = new Map<number, number>();
  for (let index = 0; index < positions.length; ) {
    const first = positions[index] as number;
    let last = first;
    while (index < positions.length && (positions[index] as number) <= last + NEAR && (positions[index] as number) < first + READ_AT_ONCE) last = positions[index++] as number;
    for (const event of await store.readRecorded(first, last - first + 1)) times.set(event.position, event.recordedAtUs);
  }
  return times;
}

export async function momentsOf(client: PoolClient, store: Moments, positions: readonly number[]): Promise<ReadonlyMap<number, Moment>> {
  const times = await recordedTimes(store, positions);
  const { rows } = await client.query<{ at: string; ledger_day: string | null }>({
    name: 'ledger-days', text: 'select q.at, (select (max(e.occurred_on) + 1)::text from audit.day_end(q.at) e) as ledger_day from unnest($1::bigint[]) q (at)', values: [positions],
  });
  return new Map(rows.map((row) => {
    const us = times.get(Number(row.at));
    if (us === undefined) throw new Error(`the ledger has no position ${row.at}`);
    return [Number(row.at), { recordedAt: isoMicroseconds(us), ledgerDay: row.ledger_day }];
  }));
}

export interface InForce { readonly name: string; readonly value: number; readonly setAt?: number }

/**
 * Values in force where and when a turn was judged: name, value, position of the setting where there was one. Their basis stands in the release, not in
 * each of a day's twenty thousand flags. Many turns ask the same; a correction judges nothing anew and has none.
 */
export async function parametersInForce(client: PoolClient, { version, turns }: Judged): Promise<(turn: Turn) => readonly InForce[]> {
  const askOf = ({ at, verdict: { region, readOn } }: Turn): string => `${String(at)}|${readOn ?? ''}|${region}`;
  const asked = [...new Map(turns.filter(({ kind }) => kind !== 'self-corrected').map((turn) => [askOf(turn), turn]))];
  const answers = new Map<string, InForce[]>(asked.map(([ask]) => [ask, []]));
  if (asked.length > 0 && version.parameters.length > 0) {
    const { rows } = await client.query<{ n: string; name: string; value: string | null; set_at: string | null }>({
      name: 'parameters-in-force',
      text: `select q.n, k.name, s.value, s.set_at from unnest($1::bigint[], $2::text[], $3::date[]) with ordinality q (at, region, on_date, n)
        cross join unnest($4::text[]) with ordinality k (name, nth) left join lateral audit.parameter(q.at, $5, k.name, q.region, q.on_date) s on true order by q.n, k.nth`,
      values: [asked.map(([, turn]) => turn.at), asked.map(([, turn]) => turn.verdict.region), asked.map(([, turn]) => turn.verdict.readOn), version.parameters.map(({ name }) => name), version.rule],
    });
    for (const row of rows) {
      const parameter = version.parameters.find(({ name }) => name === row.name);
      if (parameter) answers.get(asked[Number(row.n) - 1]?.[0] ?? '')?.push({ name: row.name, value: Number(row.value ?? parameter.value), ...(row.set_at !== null && { setAt: Number(row.set_at) }) });
    }
  }
  return (turn) => (turn.kind === 'self-corrected' ? [] : answers.get(askOf(turn)) ?? []);
}

/** In place of units of UTF-16 such that their order is that of code points, as the database has it. */
const unit = (of: string): string => String.fromCharCode(of.charCodeAt(0) + (of < '\ue000' ? 0x2000 : -0x800));

/** What they are put in order by: `SORT_COLUMNS` as the table has it. */
export const sortTexts = ({ kind, verdict }: Turn): readonly string[] => [verdict.part, verdict.subjectId, verdict.occurrence, verdict.subjectKind, kind];
export const SORT_COLUMNS = ['part', 'subject_id', 'occurrence', 'subject_kind', 'transition'];
const sortKey = (turn: Turn): string => sortTexts(turn).join('\u0000').replace(/[\ud800-\uffff]/g, unit);

/** Within a position flags stand in order of rule, part, subject: the row number says so, whichever rule comes first to the table. */
export const ordinalOf = (rule: string, nth: number): number => Number(rule.slice(1)) * 1_000_000 + nth;

/** Every turn of one rule at one position comes in one call, or it is told where each stands. */
function rowsOf({ version, nths }: Judged, turns: readonly Turn[], moments: ReadonlyMap<number, Moment>, own: (turn: Turn, moment: Moment) => Row): Row[] {
  const ordered = turns.map((turn) => ({ turn, key: sortKey(turn) })).sort((a, b) => a.turn.at - b.turn.at || (a.key < b.key ? -1 : 1));
  let nth = 0;
  let last = -1;
  return ordered.map(({ turn }) => {
    nth = turn.at === last ? nth + 1 : 0;
    last = turn.at;
    const { verdict } = turn;
    const moment = moments.get(turn.at) as Moment;
    return {
      position: turn.at, ordinal: ordinalOf(version.rule, nths?.get(turn) ?? nth), recorded_at: moment.recordedAt, flag_id: verdict.flagId, rule: version.rule, version: version.version,
      part: verdict.part, judged: turn.judged, subject_kind: verdict.subjectKind, subject_id: verdict.subjectId, occurrence: verdict.occurrence, region: verdict.region,
      facts: verdict.facts as JsonText, ...own(turn, moment),
    };
  });
}

export const isOfCoverage = ({ kind }: Turn): boolean => kind === 'undecided' || kind === 'decided';

/** Writes what turned in a page, of all rules at once. */
export async function writeTurns(client: PoolClient, store: Moments, all: readonly Judged[]): Promise<void> {
  const spoken = all.filter(({ turns }) => turns.length > 0);
  if (spoken.length === 0) return;
  const moments = await momentsOf(client, store, [...new Set(spoken.flatMap(({ turns }) => turns.map(({ at }) => at)))].sort((a, b) => a - b));
  const flags: Row[][] = [];
  const coverage: Row[][] = [];
  for (const judged of spoken) {
    const { version, turns } = judged;
    const ofFlags = turns.filter((turn) => !isOfCoverage(turn));
    const parameters = await parametersInForce(client, { version, turns: ofFlags });
    flags.push(rowsOf(judged, ofFlags, moments, (turn, { ledgerDay }) => ({
      harm: version.harm, transition: turn.kind, severity: turn.verdict.severity, severity_rank: turn.verdict.severity ? SEVERITY_RANK[turn.verdict.severity] : 0,
      amount_fen: turn.verdict.amountFen, evidence: turn.verdict.evidence, parameters: parameters(turn), seen_from: turn.seenFrom, ledger_day: ledgerDay,
    })));
    coverage.push(rowsOf({ version, turns }, turns.filter(isOfCoverage), moments, ({ kind }) => ({ undecided: kind === 'undecided' })));
  }
  for (const [table, rows] of [[flagTable, flags.flat()], [coverageTable, coverage.flat()]] as const) {
    await copyRows(client, table, rows);
    countWritten(client, rows.length);
  }
}
