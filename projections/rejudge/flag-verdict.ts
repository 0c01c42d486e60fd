/** What a flag says of itself when last raised, and the text and pair that say it: what a verdict is rendered from. */
import type { Pool, PoolClient } from 'pg';
import { canonicalJson } from '../../src/event-store/canonical-json';
import type { InForce } from '../anomalies/flag-rows';
import { judge, type Pair, type Version } from '../anomalies/judge';
import type { Verdict } from '../anomalies/spells';
import type { Severity } from '../anomalies/severity';

export interface FlagVerdict {
  readonly version: Version & { readonly textHash: string };
  readonly pair: Pair;
  /** As frozen in the row. */
  readonly verdict: Verdict;
  readonly parameters: readonly InForce[];
}

interface Row {
  readonly flag_id: string; readonly rule: string; readonly position: string; readonly judged: string; readonly part: string; readonly subject_kind: string; readonly subject_id: string; readonly occurrence: string;
  readonly severity: Severity; readonly amount_fen: string | null; readonly region: string; readonly evidence: readonly string[]; readonly facts: Verdict['facts']; readonly parameters: FlagVerdict['parameters'];
  readonly version: string; readonly harm: string; readonly sql: string; readonly touches: string; readonly text_hash: string; readonly defaults: Version['parameters']; readonly released_at: string;
}

const LAST = `
select f.*, r.harm, r.sql, r.touches, r.text_hash, r.parameters as defaults, r.position as released_at
from (select * from audit.flag($1) where flag_id = $2 and transition <> 'self-corrected' order by position desc, ordinal desc limit 1) f
join lateral (select * from audit.rule_release(f.position) r where r.rule = f.rule and r.version = f.version order by r.position desc limit 1) r on true`;

/** Undefined where no such flag was raised by then. The date parameters were read at is not kept in the row: it is asked for again with the verdict. */
export async function flagVerdict(client: Pool | PoolClient, flagId: string, asOf: number): Promise<FlagVerdict | undefined> {
  const { rows: [row] } = await client.query<Row>(LAST, [asOf, flagId]);
  if (!row) return undefined;
  return {
    version: { rule: row.rule, version: Number(row.version), harm: row.harm, sql: row.sql, touches: row.touches, textHash: row.text_hash, parameters: row.defaults, releasedAt: Number(row.released_at) },
    pair: { subject: row.judged, at: Number(row.position) }, parameters: row.parameters,
    verdict: {
      flagId: row.flag_id, part: row.part, subjectKind: row.subject_kind, subjectId: row.subject_id, occurrence: row.occurrence, severity: row.severity, amountFen: row.amount_fen === null ? null : Number(row.amount_fen),
      region: row.region, readOn: null, evidence: row.evidence.map(Number), facts: row.facts,
    },
  };
}

export const sameVerdict = (a: Verdict | undefined, b: Verdict): boolean => a !== undefined && canonicalJson(a) === canonicalJson(b);

/** Of what a rule says now, what concerns the flag; undefined where that is not what its row says. */
export function asFrozen({ verdict }: FlagVerdict, rendered: readonly Verdict[]): Verdict | undefined {
  const found = rendered.find(({ flagId }) => flagId === verdict.flagId);
  return found && sameVerdict({ ...found, readOn: null }, verdict) ? found : undefined;
}

/** The verdict rendered anew over the whole ledger. */
export async function renderedNow(client: PoolClient, flag: FlagVerdict): Promise<Verdict | undefined> {
  const [rendered = []] = await judge(client, flag.version, [flag.pair]);
  return asFrozen(flag, rendered);
}
