/** What a pack about a subject holds: which flags, which streams, and for each flag the events its verdict rests on. */
import type { PoolClient } from 'pg';
import { Refused } from '../../src/domain/refused';
import type { Verdict } from '../anomalies/spells';
import { Closing } from './closure';
import { flagVerdict, type FlagVerdict } from './flag-verdict';
import { RestrictedFacts } from './restricted';
import { positionsOf, Selection, type ChosenStream } from './selection';
import { tablesRead } from './tables-read';

export interface PackSubject {
  readonly kind: 'flag' | 'fund' | 'household' | 'batch';
  readonly id: string;
}

export interface ChosenFlag {
  readonly flag: FlagVerdict;
  readonly verdict: Verdict;
  /** The chosen events alone make its rule say the same. */
  readonly closed: boolean;
}

export interface PackChoice {
  readonly streams: readonly ChosenStream[];
  readonly flags: readonly ChosenFlag[];
  readonly derived: readonly { readonly table: string; readonly row: object }[];
}

const OWN_STREAM: ReadonlySet<string> = new Set(['allocation', 'programme', 'batch', 'payment', 'project', 'household', 'loan', 'roster']);

/** The stream a flag's subject has of its own. */
export function streamOfSubject(kind: string, id: string): string | undefined {
  if (kind === 'disbursement') return `batch-${id.split('/')[0] ?? ''}`;
  return OWN_STREAM.has(kind) ? `${kind}-${id}` : undefined;
}

const FLAGS_OF = (where: string): string => `select distinct f.flag_id from audit.flag($1) f where ${where} order by 1`;

/** The allocation and all that was split from it. */
const FUND = `with recursive fund (allocation_id) as (
  select $2::text collate "C" union select a.allocation_id from audit.allocation($1) a join fund f on a.from_allocation_id = f.allocation_id)`;

const ABOUT: Readonly<Record<Exclude<PackSubject['kind'], 'flag'>, { readonly streams: string; readonly flags: string; readonly events?: string }>> = {
  fund: {
    streams: `${FUND} select 'allocation-' || allocation_id as id from fund union select 'batch-' || b.batch_id from audit.batch($1) b join fund using (allocation_id)`,
    flags: `${FUND} ${FLAGS_OF(`(f.subject_kind = 'allocation' and f.subject_id in (select allocation_id from fund))
      or (f.subject_kind in ('batch', 'disbursement') and split_part(f.subject_id, '/', 1) in (select b.batch_id from audit.batch($1) b join fund using (allocation_id)))`)}`,
  },
  batch: {
    streams: `select 'batch-' || $2::text as id from (select $1::bigint) x`,
    flags: FLAGS_OF(`(f.subject_kind = 'batch' and f.subject_id = $2) or (f.subject_kind = 'disbursement' and starts_with(f.subject_id, $2 || '/'))`),
  },
  household: {
    streams: `select 'household-' || $2::text as id from (select $1::bigint) x`,
    events: `select position from audit.disbursement($1) where household_id = $2
      union select s.position from audit.disbursement($1) d join audit.settlement($1) s on s.batch_id = d.batch_id and s.line = d.line where d.household_id = $2`,
    flags: FLAGS_OF(`(f.subject_kind = 'household' and f.subject_id = $2) or (f.subject_kind = 'person' and f.subject_id in (select m.person_ref from audit.household_member($1) m where m.household_id = $2))
      or (f.subject_kind = 'disbursement' and f.subject_id in (select d.batch_id || '/' || d.line from audit.disbursement($1) d where d.household_id = $2))`),
  },
};

const unknown = ({ kind, id }: PackSubject): Refused => new Refused('pack-subject-unknown', { zh: `没有 ${kind} ${id}`, en: `there is no ${kind} ${id}` }, 'unknown');

/** What an auditor is shown must be what the rule says: a row that is not was changed behind it. */
const notReproduced = (flagId: string): Refused => new Refused('flag-not-reproduced', {
  zh: `疑点 ${flagId} 的记录与其规则对账本的判断不符,请先核查并重建(mingzhang rebuild)`, en: `what is kept of flag ${flagId} is not what its rule says of the ledger: look into it, and rebuild (mingzhang rebuild)`,
});

async function begin(client: PoolClient, subject: PackSubject, asOf: number): Promise<{ selection: Selection; flagIds: readonly string[] }> {
  const selection = new Selection();
  if (subject.kind === 'flag') return { selection, flagIds: [subject.id] };
  const { streams, flags, events } = ABOUT[subject.kind];
  const values = [asOf, subject.id];
  for (const { id } of (await client.query<{ id: string }>(streams, values)).rows) selection.stream(id);
  if (events !== undefined) {
    const { rows } = await client.query<{ position: string; stream_id: string }>(`select e.position, e.stream_id from (${events}) x join ledger.event e using (position)`, values);
    selection.events(rows.map(({ position, stream_id: streamId }) => ({ position: Number(position), streamId })));
  }
  if ((await selection.streams(client, asOf + 1)).length === 0) throw unknown(subject);
  return { selection, flagIds: (await client.query<{ flag_id: string }>(flags, values)).rows.map(({ flag_id: id }) => id) };
}

/** More events for one flag may change what another's rule says of them: all are asked again until none changes. */
const ROUNDS = 3;

interface Asked {
  readonly flag: FlagVerdict;
  readonly closing: Closing;
  readonly verdict: Verdict;
}

async function closeAll(asked: readonly Asked[], start: Selection): Promise<{ selection: Selection; closed: ReadonlySet<string> }> {
  let selection = start;
  for (let round = 0; ; round += 1) {
    const open: Asked[] = [];
    for (const one of asked) if (!(await one.closing.agrees(selection, one.verdict))) open.push(one);
    if (open.length === 0 || round === ROUNDS) {
      const left = new Set(open.map(({ verdict }) => verdict.flagId));
      return { selection, closed: new Set(asked.map(({ verdict }) => verdict.flagId).filter((id) => !left.has(id))) };
    }
    for (const { closing } of open) selection = (await closing.close(selection))?.selection ?? selection;
  }
}

async function derivedRows(client: PoolClient, flags: readonly FlagVerdict[], positions: readonly number[]): Promise<{ table: string; row: object }[]> {
  const read = new Set(flags.flatMap(({ version }) => tablesRead(version.sql)));
  const rows: { table: string; row: object }[] = [];
  for (const table of ['flag', 'rule_coverage'].filter((one) => read.has(one))) {
    const found = await client.query<{ row: object }>(`select to_jsonb(f) as row from facts.${table} f where position = any($1) order by position, ordinal`, [positions]);
    rows.push(...found.rows.map(({ row }) => ({ table, row })));
  }
  return rows;
}

/** Everything recorded before `size`, in one snapshot; the connection must not be used for anything else after. */
export function choosePack(client: PoolClient, subject: PackSubject, size: number): Promise<PackChoice> {
  return RestrictedFacts.on(client, async (facts) => {
    const { selection, flagIds } = await begin(client, subject, size - 1);
    const asked: Asked[] = [];
    for (const flagId of flagIds) {
      const flag = await flagVerdict(client, flagId, size - 1);
      if (!flag) throw unknown({ kind: 'flag', id: flagId });
      const closing = new Closing(facts, flag, size);
      const verdict = await closing.whole();
      if (!verdict) throw notReproduced(flagId);
      const own = streamOfSubject(flag.verdict.subjectKind, flag.verdict.subjectId);
      if (own !== undefined && subject.kind === 'flag') selection.stream(own);
      asked.push({ flag, closing, verdict });
    }
    const seeded = await seed(asked, selection);
    const { selection: final, closed } = await closeAll(asked, seeded);
    const streams = await final.streams(client, size);
    return {
      streams, flags: asked.map(({ flag, verdict }) => ({ flag, verdict, closed: closed.has(verdict.flagId) })),
      derived: await derivedRows(client, asked.map(({ flag }) => flag), positionsOf(streams)),
    };
  });
}

async function seed(asked: readonly Asked[], start: Selection): Promise<Selection> {
  let selection = start;
  for (const { closing } of asked) selection = await closing.seeded(selection);
  return selection;
}
