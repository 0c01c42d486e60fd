/** What the facts say of a subject of the vault: whether it lives in a reader's region, and what stands against erasing it. */
import { Injectable } from '@nestjs/common';
import { anySubject } from '../domain/access';
import type { Actor } from '../domain/decider';
import { Progress } from './progress';
import { ReadPool } from './read-pool';
import { Waiting } from './waiting';

/** 会计档案管理办法 (2015): vouchers are kept thirty years, and who was paid is part of one. */
const RETENTION_YEARS = 30;

const IN_REGION = `
  SELECT r.ref FROM unnest($1::text[]) AS r(ref) WHERE
    EXISTS (SELECT FROM facts.household_member m WHERE m.person_ref = r.ref AND starts_with(m.region, $2))
    OR EXISTS (SELECT FROM facts.disbursement d WHERE d.payee_ref = r.ref AND starts_with(d.batch_region, $2))
    OR EXISTS (SELECT FROM facts.disbursement d WHERE d.account_ref = r.ref AND starts_with(d.batch_region, $2))
    OR EXISTS (SELECT FROM facts.household h WHERE h.register_ref = r.ref AND starts_with(h.region, $2))
    OR EXISTS (SELECT FROM facts.account_binding b JOIN facts.household h ON h.household_id = b.household_id WHERE b.account_ref = r.ref AND starts_with(h.region, $2))
    OR EXISTS (SELECT FROM facts.loan l WHERE l.borrower_ref = r.ref AND starts_with(l.region, $2))
    OR EXISTS (SELECT FROM facts.payment y WHERE y.payee_ref = r.ref AND starts_with(y.region, $2))
    OR EXISTS (SELECT FROM facts.allocation_origin g WHERE g.giver_ref = r.ref AND starts_with(g.region, $2))
    OR EXISTS (SELECT FROM facts.allocation_origin g WHERE g.responsible_ref = r.ref AND starts_with(g.region, $2))
    OR EXISTS (SELECT FROM facts.fee_collected c WHERE c.collector_ref = r.ref AND starts_with(c.region, $2))`;

/** A flag is open until it corrects itself. It is on a subject when it judges it, its household or its loan, or rests on an event or a paid line that names it. */
const OPEN_FLAGS = `
  SELECT count(*) AS open FROM (SELECT DISTINCT ON (flag_id) * FROM facts.flag ORDER BY flag_id, position DESC, ordinal DESC) f
  WHERE f.transition <> 'self-corrected' AND (
    f.subject_id = $1
    OR (f.subject_kind = 'household' AND f.subject_id IN (
      SELECT household_id FROM facts.household_member WHERE person_ref = $1 UNION SELECT household_id FROM facts.household WHERE register_ref = $1
      UNION SELECT household_id FROM facts.account_binding WHERE account_ref = $1))
    OR (f.subject_kind = 'loan' AND f.subject_id IN (SELECT loan_id FROM facts.loan WHERE borrower_ref = $1))
    OR EXISTS (SELECT FROM ledger.event e WHERE e.position = ANY(f.evidence) AND position(convert_to('"' || $1 || '"', 'UTF8') IN e.payload) > 0)
    OR EXISTS (
      SELECT FROM facts.disbursement d JOIN ledger.event e ON e.stream_id = 'batch-' || d.batch_id AND e.position = ANY(f.evidence)
      WHERE (d.payee_ref = $1 OR d.account_ref = $1) AND d.line::text = convert_from(e.payload, 'UTF8')::jsonb ->> 'ordinal'))`;

/** A case stands open over whom it is about, from whom it asks money back and whom it holds responsible, until it is closed. */
const OPEN_CASES = `
  SELECT EXISTS (
    SELECT FROM facts.case_opened k WHERE NOT EXISTS (SELECT FROM facts.case_closing c WHERE c.case_id = k.case_id) AND (
      EXISTS (SELECT FROM facts.case_subject s WHERE s.case_id = k.case_id AND s.subject_kind = 'person' AND s.subject_id = $1)
      OR EXISTS (SELECT FROM facts.responsibility r WHERE r.case_id = k.case_id AND r.person_ref = $1)
      OR EXISTS (SELECT FROM facts.case_order o JOIN facts.recovery v ON v.recovery_id = o.order_id WHERE o.case_id = k.case_id AND o.kind = 'recovery' AND v.from_id = $1))) AS open`;

/** A line counts from the day it was settled, or else from the end of what it pays for; before the first day-end nothing is over. A gift is vouched for as a payment is. */
const KEPT = `
  WITH today AS (SELECT coalesce(max(occurred_on), '-infinity') AS on_date FROM facts.day_end)
  SELECT EXISTS (
    SELECT FROM facts.disbursement d LEFT JOIN facts.settlement s ON s.batch_id = d.batch_id AND s.line = d.line AND s.attempt = d.attempt
    WHERE (d.payee_ref = $1 OR d.account_ref = $1) AND (SELECT on_date FROM today) < coalesce(s.occurred_on, d.benefit_to) + make_interval(years => $2))
    OR EXISTS (SELECT FROM facts.payment y WHERE (y.payee_ref = $1 OR y.account_ref = $1) AND (SELECT on_date FROM today) < y.occurred_on + make_interval(years => $2))
    OR EXISTS (SELECT FROM facts.allocation_origin g WHERE g.giver_ref = $1 AND (SELECT on_date FROM today) < g.occurred_on + make_interval(years => $2)) AS kept`;

export type AgainstErasing = 'open-flag' | 'open-case' | 'retention';

@Injectable()
export class SubjectStanding {
  constructor(private readonly pool: ReadPool, private readonly progress: Progress, private readonly waiting: Waiting) {}

  /** Those of the references that belong to somebody of the actor's region, by what is known of everything recorded up to now. */
  async inRegion(refs: readonly string[], actor: Actor): Promise<ReadonlySet<string>> {
    await this.examined();
    // Whatever has another form is nobody, and may hold what the database takes in no text.
    const { rows } = await this.pool.query<{ ref: string }>(IN_REGION, [refs.filter((ref) => anySubject.test(ref)), actor.region]);
    return new Set(rows.map(({ ref }) => ref));
  }

  /** Why it may not be erased now; empty where nothing stands against it. */
  async reasonsAgainstErasing(ref: string): Promise<readonly AgainstErasing[]> {
    await this.examined();
    const flags = await this.pool.query<{ open: string }>(OPEN_FLAGS, [ref]);
    const cases = await this.pool.query<{ open: boolean }>(OPEN_CASES, [ref]);
    const paid = await this.pool.query<{ kept: boolean }>(KEPT, [ref, RETENTION_YEARS]);
    return [...(Number(flags.rows[0]?.open) > 0 ? (['open-flag'] as const) : []), ...(cases.rows[0]?.open === true ? (['open-case'] as const) : []), ...(paid.rows[0]?.kept === true ? (['retention'] as const) : [])];
  }

  /** A flag that is about to be raised stands against erasing as much as one that was. */
  private async examined(): Promise<void> {
    await this.waiting.until(String((await this.progress.now()).recorded));
  }
}
