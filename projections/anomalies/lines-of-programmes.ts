/** SQL of the lines of few programmes: whatever happens is looked at from those, never from every line. */

export const lineSubject = `'line|' || d.batch_id || '|' || d.line`;

/** Touches of lines that were paid or came back. `programmes` yields programme_id. */
export const paidLinesOf = (programmes: string): string => `
select ${lineSubject}, d.position
from (
  select n.batch_id
  from (select distinct s.batch_id from audit.settlement($2 - 1) s where s.position >= $1) n
  cross join lateral (select from audit.batch($2 - 1) b join (${programmes}) t on t.programme_id = b.programme_id where b.batch_id = n.batch_id limit 1) b
) n
cross join lateral (select s.batch_id, s.line, s.position from audit.settlement($2 - 1) s where s.batch_id = n.batch_id and s.position >= $1 offset 0) d
union all
select ${lineSubject}, d.position
from audit.line_return($2 - 1) d
cross join lateral (select from audit.batch($2 - 1) b join (${programmes}) t on t.programme_id = b.programme_id where b.batch_id = d.batch_id limit 1) b
where d.position >= $1`;

/** Touches of batches that were opened. */
export const batchesOf = (programmes: string): string => `
select 'batch|' || b.batch_id, b.position
from (${programmes}) t
cross join lateral (select b.batch_id, b.position from audit.batch($2 - 1) b where b.position >= $1 and b.programme_id = t.programme_id offset 0) b`;
