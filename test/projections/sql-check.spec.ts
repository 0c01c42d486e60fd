/** What a rule's SQL may not use is refused when the rule is loaded. */
import { refusedWords } from '../../projections/anomalies/sql-check';

describe('the SQL of a rule', () => {
  it.each([
    ['select now()', 'now'],
    ['select random()', 'random'],
    ['select current_date', 'current_date'],
    ['select 1::float8', 'float8'],
    ['select array_agg(x.position) from audit.loan(p.at) x', 'array_agg() without order by'],
    ['select * from facts.loan', 'facts.loan'],
    ['select pg_sleep(1)', 'pg_sleep'],
    ['select my_function(1)', 'my_function()'],
    ['select 1; drop table x', 'comments and semicolons'],
  ])('%s is refused', (sql, word) => {
    expect(refusedWords(sql)).toContain(word);
  });

  it('may aggregate in order and call what only depends on its arguments', () => {
    expect(refusedWords(`select array_agg(x.position order by x.position), split_part('now()', '|', 1) from audit.loan(p.at) x join (values (1)) v (n) on true`)).toEqual([]);
  });
});
