/** docs/rule-columns.md names only columns that exist, for every rule of the catalogue. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { allRules } from '../../projections/anomalies/catalogue';
import { allColumns, type FactTable } from '../../projections/facts/fact';
import { factTables } from '../../projections/facts/schema';

const page = fs.readFileSync(path.resolve(__dirname, '../../docs/rule-columns.md'), 'utf8');
const rows = page.split('\n').flatMap((line) => {
  const row = /^\| (A\d\d) \| (.+) \|$/.exec(line);
  return row ? [{ rule: row[1] as string, facts: [...(row[2] as string).matchAll(/(\w+)\(([^)]*)\)/g)].map(([, table, columns]) => ({ table: table as string, columns: (columns as string).split(', ') })) }] : [];
});
const tables = new Map<string, FactTable>(factTables().map((fact) => [fact.table, fact]));

describe('the facts a rule reads', () => {
  it('are told for all 44 rules, in order', () => {
    expect(rows.map(({ rule }) => rule)).toEqual(Array.from({ length: 44 }, (_, n) => `A${String(n + 1).padStart(2, '0')}`));
    expect(rows.filter(({ facts }) => facts.length === 0)).toEqual([]);
  });

  it('exist, column by column', () => {
    const missing = rows.flatMap(({ rule, facts }) => facts.flatMap(({ table, columns }) => {
      const fact = tables.get(table);
      return fact ? columns.filter((column) => !(column in allColumns(fact))).map((column) => `${rule}: ${table}.${column}`) : [`${rule}: ${table}`];
    }));
    expect(missing).toEqual([]);
  });

  it('hold every table a written rule reads', () => {
    const untold = allRules().flatMap(({ code, query }) => {
      const told = new Set(rows.find(({ rule }) => rule === code)?.facts.map(({ table }) => table));
      const read = [...new Set([...query.matchAll(/audit\.(\w+)\(/g)].map(([, table]) => table as string))].filter((table) => tables.has(table));
      return read.filter((table) => !told.has(table)).map((table) => `${code}: ${table}`);
    });
    expect(untold).toEqual([]);
  });
});
