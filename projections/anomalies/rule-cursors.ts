/** Where each rule stands in the ledger: a cursor of its own in `work.follower`, though most move together. */
import type { PoolClient } from 'pg';
import type { FollowerStatus } from '../../src/event-store/follower';

export interface RuleCursor {
  readonly rule: string;
  /** Next position to judge. */
  readonly position: number;
  readonly halted?: { readonly position: number; readonly error: string };
}

const nameOf = (rule: string): string => `rule-${rule}`;

interface Row { readonly name: string; readonly position: string; readonly halted_position: string | null; readonly error: string | null }

export class RuleCursors {
  constructor(private readonly rules: readonly string[]) {}

  /** A rule that was halted tries again: what stopped it may have been mended since. */
  async begin(client: PoolClient): Promise<void> {
    const names = this.rules.map(nameOf);
    await client.query('INSERT INTO work.follower (name) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING', [names]);
    await client.query('UPDATE work.follower SET halted_position = NULL, error = NULL, updated_at = now() WHERE name = ANY($1) AND error IS NOT NULL', [names]);
  }

  /** `visible` is where facts end: no rule reads past it. */
  async read(client: PoolClient): Promise<{ visible: number; cursors: readonly RuleCursor[] }> {
    const { rows } = await client.query<Row>({
      name: 'rule-cursors', text: `SELECT name, position, halted_position, error FROM work.follower WHERE name = 'facts' OR name = ANY($1)`, values: [this.rules.map(nameOf)],
    });
    const found = new Map(rows.map((row) => [row.name, row]));
    const cursors = this.rules.map((rule) => cursorOf(rule, found.get(nameOf(rule))));
    return { visible: Number(found.get('facts')?.position ?? 0), cursors };
  }

  /** The positions move first: whoever is late by a page finds them moved and writes nothing. Answers the rules that moved. */
  async move(client: PoolClient, rules: readonly string[], from: number, to: number): Promise<readonly string[]> {
    const { rows } = await client.query<{ name: string }>({
      name: 'rule-moves', text: 'UPDATE work.follower SET position = $3, updated_at = now() WHERE name = ANY($1) AND position = $2 AND error IS NULL RETURNING name',
      values: [rules.map(nameOf), from, to],
    });
    const moved = new Set(rows.map(({ name }) => name));
    return rules.filter((rule) => moved.has(nameOf(rule)));
  }

  async halt(client: PoolClient, rule: string, position: number, cause: unknown): Promise<void> {
    const error = (cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)).slice(0, 500);
    await client.query('UPDATE work.follower SET halted_position = $2, error = $3, updated_at = now() WHERE name = $1 AND position = $2', [nameOf(rule), position, error]);
  }
}

function cursorOf(rule: string, row: Row | undefined): RuleCursor {
  if (!row) return { rule, position: 0 };
  const position = Number(row.position);
  return row.error === null ? { rule, position } : { rule, position, halted: { position: Number(row.halted_position), error: row.error } };
}

/** As any follower tells of itself; `size` is the ledger's. The lag is never 0 while halted. */
export const statusOf = ({ rule, position, halted }: RuleCursor, size: number): FollowerStatus =>
  ({ name: nameOf(rule), position, lag: Math.max(halted ? 1 : 0, size - position), ...(halted && { halted }) });
