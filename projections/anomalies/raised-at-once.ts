/** Flags that the database raises itself: what is said at one moment of many of whom the rule never spoke goes from verdict to row in one statement, and not through here. */
import type { PoolClient } from 'pg';
import { CARRIED_JSON } from '../facts/json-text';
import { countWritten, isOfCoverage, ordinalOf, SORT_COLUMNS, sortTexts, type Moment } from './flag-rows';
import { askedSql, AT_ONE_MOMENT, named, type VerdictRow, type Version } from './judge';
import { SEVERITY_RANK } from './severity';
import type { Turn } from './spells';

const rank = `case s.severity ${Object.entries(SEVERITY_RANK).map(([severity, nth]) => `when '${severity}' then ${String(nth)}`).join(' ')} end`;
const place = (row: string): string => `${row}.region || ' ' || coalesce(${row}.read_on::text, '')`;
/** As `flagIdOf` has it. */
const flagId = `encode(sha256(convert_to($5 || '|' || s.part || '|' || s.subject_kind || ':' || s.subject_id || '|' || s.occurrence, 'UTF8')), 'hex')`;
/** In order; the two that most rest on are so already. */
const evidence = `case when cardinality(s.evidence) = 2 and s.evidence[1] <= s.evidence[2] then s.evidence
      else (select coalesce(array_agg(coalesce(e, 0) order by coalesce(e, 0)), '{}') from unnest(s.evidence) e) end`;

const sortColumns = SORT_COLUMNS.join(', ');
/** Turns that stand among them, their texts apart in arrays of which the first is this parameter. */
const others = (first: number): string => `unnest(${SORT_COLUMNS.map((_, after) => `$${String(first + after)}::text[]`).join(', ')}) with ordinality o (${sortColumns}, nth)`;

/**
 * $1, $2 who is looked at and when; $3 ordinal of the first row; $4 recorded time; $5 to $7 rule, version, harm; $8, $9 names and defaults of its parameters;
 * $10 ledger day; from $11 on, other turns. Answers how many rows there are and, of whom anything is undecided, all that is said.
 */
const raisingSql = (query: string): string => `
with said as materialized (
  select row_number() over () as r, p.n, p.subject as judged, coalesce(v.part, '') as part, v.subject_kind, v.subject_id, v.occurrence, v.severity, v.amount_fen, coalesce(v.region, '') as region, v.read_on, v.evidence, v.facts${askedSql(query, AT_ONE_MOMENT)}
), in_force as materialized (
  select jsonb_object_agg(${place('k')}, k.parameters) as everywhere from (
    select q.region, q.read_on, jsonb_agg(jsonb_build_object('name', d.name, 'value', coalesce(x.value, d.value)) || case when x.set_at is null then '{}' else jsonb_build_object('setAt', x.set_at) end order by d.nth) as parameters
    from (select distinct s.region, s.read_on from said s where s.severity is not null) q
    cross join unnest($8::text[], $9::numeric[]) with ordinality d (name, value, nth)
    left join lateral audit.parameter($2::bigint, $5, d.name, q.region, q.read_on) x on true
    group by q.region, q.read_on
  ) k
), stands as materialized (
  select array_agg(k.nth::integer order by k.r) as nths from (
    select o.r, row_number() over (partition by o.severity is null order by ${sortColumns}) as nth from (
      select s.r, s.severity, s.part, s.subject_id, s.occurrence, s.subject_kind, 'raised' as transition from said s
      union all
      select null, '', ${sortColumns} from ${others(11)}
    ) o
  ) k where k.r is not null
), raised as (
  insert into facts.flag (position, ordinal, recorded_at, flag_id, rule, version, part, harm, transition, severity, severity_rank, judged, subject_kind, subject_id, occurrence, region, amount_fen, evidence, facts, parameters, seen_from, ledger_day)
  select $2::bigint, $3::bigint + (select k.nths from stands k)[s.r] - 1, $4::timestamptz, ${flagId}, $5, $6::bigint, s.part, $7, 'raised', s.severity, ${rank}, s.judged, s.subject_kind, s.subject_id, s.occurrence, s.region, s.amount_fen,
    ${evidence}, s.facts, coalesce((select f.everywhere from in_force f) -> (${place('s')}), '[]'), $2::bigint, $10::date
  from said s where s.severity is not null
  returning 1
)
select (select count(*) from raised)::integer as raised, s.n, s.part, s.subject_kind, s.subject_id, s.occurrence, s.severity, s.amount_fen, s.region, s.read_on::text as read_on, s.evidence, s.facts
from (select 1) one left join said s on s.n = any(array(select u.n from said u where u.severity is null))`;

const statements = new WeakMap<Version, { readonly name: string; readonly text: string }>();

function statementOf(version: Version): { name: string; text: string } {
  const statement = statements.get(version) ?? named(version.rule, 'raise', raisingSql(version.sql));
  statements.set(version, statement);
  return statement;
}

const standsAmong = `
select t.nth - 1 as nth from (
  select o.nth as o, row_number() over (order by ${sortColumns}) as nth from (
    select ${sortColumns}, null::bigint as nth from facts.flag f where f.position = $1 and f.rule = $2
    union all
    select ${sortColumns}, o.nth from ${others(3)}
  ) o
) t where t.o is not null order by t.o`;

/** Looks at strangers at one moment. `turns` are those of all others then: answered is where each of them stands, and what is said of strangers of whom something is undecided. */
export async function raiseAtOnce(
  client: PoolClient, version: Version, strangers: readonly string[], at: number, moment: Moment, turns: readonly Turn[],
): Promise<{ nths: ReadonlyMap<Turn, number>; unclear: VerdictRow[] }> {
  const { rule, harm, parameters } = version;
  const ofFlags = turns.filter((turn) => !isOfCoverage(turn));
  const texts = SORT_COLUMNS.map((_, nth) => ofFlags.map((turn) => sortTexts(turn)[nth]));
  const { rows } = await client.query<VerdictRow & { raised: number }>({
    ...statementOf(version), types: CARRIED_JSON,
    values: [strangers, at, ordinalOf(rule, 0), moment.recordedAt, rule, version.version, harm, parameters.map(({ name }) => name), parameters.map(({ value }) => value), moment.ledgerDay, ...texts],
  });
  countWritten(client, rows[0]?.raised ?? 0);
  const stand = ofFlags.length === 0 ? [] : (await client.query<{ nth: string }>({ name: 'stands-among', text: standsAmong, values: [at, rule, ...texts] })).rows;
  return { nths: new Map(stand.map(({ nth }, index) => [ofFlags[index] as Turn, Number(nth)])), unclear: rows.filter(({ n }: { n: string | null }) => n !== null) };
}
