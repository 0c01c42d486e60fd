/**
 * Facts as they would be if the ledger held only some of its events: temporary views and functions of one connection, in one transaction that is never
 * committed. A fact is said by one event and its stream's first, so what remains of the facts is what those events alone would give.
 */
import type { PoolClient } from 'pg';
import { judgeSql, verdictsIn, type Answered, type Pair, type Version } from '../anomalies/judge';
import type { Said } from '../anomalies/rule';
import type { Verdict } from '../anomalies/spells';
import { AUDIT_FUNCTIONS } from '../facts/audit-functions';
import { factTables } from '../facts/schema';

const QUALIFIED = /\b(?:facts|audit)\.(?=[a-z_])/g;
const ours = (sql: string): string => sql.replace(QUALIFIED, 'pg_temp.');

const viewSql = (table: string): string => `
create temporary view ${table} as select f.* from facts.${table} f where exists (select from pg_temp.chosen_position c where c.position = f.position);
create function pg_temp.${table}(at bigint) returns setof pg_temp.${table} language sql stable begin atomic select * from pg_temp.${table} where position <= $1; end`;

export class RestrictedFacts {
  private constructor(private readonly client: PoolClient) {}

  /** Everything is undone with the transaction. */
  static async on<T>(client: PoolClient, work: (facts: RestrictedFacts) => Promise<T>): Promise<T> {
    await client.query('begin isolation level repeatable read');
    try {
      await client.query('set local jit = off; create temporary table chosen_position (position bigint primary key)');
      await client.query(factTables().map(({ table }) => viewSql(table)).join(';'));
      for (const sql of AUDIT_FUNCTIONS) await client.query(ours(sql));
      return await work(new RestrictedFacts(client));
    } finally {
      await client.query('rollback');
    }
  }

  async choose(positions: Iterable<number>): Promise<void> {
    await this.client.query('truncate pg_temp.chosen_position');
    await this.client.query('insert into pg_temp.chosen_position select distinct unnest($1::bigint[])', [[...positions]]);
    await this.client.query('analyze pg_temp.chosen_position');
  }

  /** What the text says of the pair, by the chosen events or by the whole ledger. */
  async judge(version: Version, pair: Pair, by: 'chosen' | 'whole'): Promise<readonly Verdict[]> {
    const sql = judgeSql(version.sql);
    const { rows } = await this.client.query({ text: by === 'chosen' ? ours(sql) : sql, values: [[pair.subject], [pair.at]] });
    return verdictsIn(version, [pair], rows as Answered<Said>)[0] ?? [];
  }

  get session(): PoolClient {
    return this.client;
  }
}
