/** Which fact tables a rule's text reads, through the functions beside them too. */
import { AUDIT_FUNCTIONS } from '../facts/audit-functions';
import { factTables } from '../facts/schema';

const READ = /\baudit\.([a-z_]+)\s*\(/g;
const MADE = /create function audit\.([a-z_]+)/;

const names = (sql: string, pattern: RegExp): string[] => [...sql.matchAll(pattern)].map((match) => match[1] as string);

/** Functions by name, with what each names. */
const functions: ReadonlyMap<string, { readonly tables: readonly string[]; readonly calls: readonly string[] }> = new Map(AUDIT_FUNCTIONS.map((sql) => [
  MADE.exec(sql)?.[1] ?? '', { tables: names(sql, /\bfacts\.([a-z_]+)/g), calls: names(sql, READ) },
]));

/** In alphabetical order. */
export function tablesRead(sql: string): readonly string[] {
  const known = new Set(factTables().map(({ table }) => table));
  const [tables, seen] = [new Set<string>(), new Set<string>()];
  const follow = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    if (known.has(name)) tables.add(name);
    for (const table of functions.get(name)?.tables ?? []) tables.add(table);
    for (const call of functions.get(name)?.calls ?? []) follow(call);
  };
  for (const name of names(sql, READ)) follow(name);
  return [...tables].sort();
}
