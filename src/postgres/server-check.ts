/** What a database server must have for us: a version, and the roles that part writers from readers. */
import type { Client } from 'pg';

const roles = ['ledger_append', 'ledger_read', 'ledger_project'];

/** Major version. */
export async function serverVersion(client: Client): Promise<number> {
  const { rows } = await client.query<{ version: string }>(`select current_setting('server_version_num') as version`);
  return Math.floor(Number(rows[0]?.version) / 10_000);
}

export async function missingRoles(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>('select wanted as name from unnest($1::text[]) wanted where not exists (select from pg_roles where rolname = wanted)', [roles]);
  return rows.map((row) => row.name);
}
