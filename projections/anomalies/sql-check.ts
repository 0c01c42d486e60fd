/** What a rule's SQL may use: only what gives the same answer on every machine, at every time. Checked when a rule is loaded. */

const FUNCTIONS = new Set([
  'count', 'sum', 'min', 'max', 'bool_or', 'bool_and', 'array_agg', 'string_agg', 'jsonb_agg', 'jsonb_build_object', 'jsonb_build_array', 'to_jsonb',
  'coalesce', 'nullif', 'greatest', 'least', 'abs', 'left', 'right', 'length', 'substr', 'split_part', 'starts_with', 'concat', 'replace', 'position',
  'unnest', 'generate_series', 'cardinality', 'array_length', 'array_remove', 'make_date', 'extract', 'row_number', 'rank', 'dense_rank', 'lag', 'lead', 'first_value',
]);
/** Words that may stand before a parenthesis without being a function. */
const WORDS = new Set([
  'select', 'from', 'where', 'and', 'or', 'not', 'in', 'exists', 'any', 'all', 'as', 'on', 'over', 'filter', 'values', 'lateral', 'case', 'when', 'then', 'else', 'end', 'union', 'by', 'with',
  'join', 'using', 'having', 'between', 'order', 'partition', 'array', 'distinct', 'except', 'intersect', 'is', 'limit', 'interval', 'materialized', 'within', 'group', 'window',
]);
const FORBIDDEN = /\b(now|random|clock_timestamp|current_(?:date|time|timestamp|user|setting)|localtime(?:stamp)?|float[48]?|double|real|facts\.\w+|ledger\.\w+|vault\.\w+|pg_\w+|tablesample|collate|recorded_at)\b/g;
const ORDERED = new Set(['array_agg', 'string_agg', 'jsonb_agg']);

/** The text between a parenthesis and its partner. */
function inside(sql: string, open: number): string {
  let depth = 0;
  for (let index = open; index < sql.length; index += 1) {
    if (sql[index] === '(') depth += 1;
    if (sql[index] === ')') depth -= 1;
    if (depth === 0) return sql.slice(open + 1, index);
  }
  return sql.slice(open + 1);
}

/** Every word that is not allowed, as a person would name it; empty when all is well. */
export function refusedWords(text: string): readonly string[] {
  const sql = text.toLowerCase().replace(/'(?:[^']|'')*'/g, "''");
  const refused = [...sql.matchAll(FORBIDDEN)].map((match) => match[0]);
  if (/--|\/\*|;/.test(sql)) refused.push('comments and semicolons');
  for (const match of sql.matchAll(/([a-z_][a-z0-9_.]*)\s*\(/g)) {
    const name = match[1] ?? '';
    // After a closing parenthesis only an alias with its columns can stand: `(values …) x (subject)`.
    if (name.startsWith('audit.') || WORDS.has(name) || sql.slice(0, match.index).trimEnd().endsWith(')')) continue;
    if (!FUNCTIONS.has(name)) refused.push(`${name}()`);
    else if (ORDERED.has(name) && !/\border by\b/.test(inside(sql, match.index + match[0].length - 1))) refused.push(`${name}() without order by`);
  }
  return refused;
}
