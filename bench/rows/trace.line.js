/**
 * A household line up to the document its money came with, each level with its identity and the leg that leads down again: the service's trace beside one
 * hand-written statement over the facts that finds the same line, batch and funds and sums the same moves. In one process, among a county of ordinary batches.
 */
'use strict';
const { followedCounty } = require('../followed-county');
const { ours } = require('../server');

const MONTHS = 12;
const HOUSEHOLDS = 20_000;
const ASKED = 60;

const STATEMENT = `
with recursive line as (
  select d.batch_id, d.line, d.payee_ref, d.account_ref, d.household_id, d.amount_fen, d.position, d.allocation_id,
    (select s.position from facts.settlement s where s.batch_id = d.batch_id and s.line = d.line order by s.position desc limit 1) as settled_at,
    (select r.position from facts.line_return r where r.batch_id = d.batch_id and r.line = d.line order by r.position desc limit 1) as returned_at,
    (select f.position from facts.line_failure f where f.batch_id = d.batch_id and f.line = d.line order by f.position desc limit 1) as failed_at
  from facts.disbursement d where d.batch_id = $1 and d.line = $2 and d.attempt = 1
), batch as (
  select b.batch_id, b.region, b.programme_id, b.allocation_id, (select sum(r.settled_count) from facts.batch_result r where r.batch_id = b.batch_id) as settled_count,
    (select sum(r.settled_fen) - sum(r.returned_fen) from facts.batch_result r where r.batch_id = b.batch_id) as paid_fen
  from facts.batch b join line l on l.batch_id = b.batch_id
), fund as (
  select a.allocation_id, a.from_allocation_id, a.amount_fen, a.document_number, a.region, a.position, 1 as level from facts.allocation a join line l on l.allocation_id = a.allocation_id
  union all
  select a.allocation_id, a.from_allocation_id, a.amount_fen, a.document_number, a.region, a.position, f.level + 1 from fund f join facts.allocation a on a.allocation_id = f.from_allocation_id
)
select (select to_json(l) from line l) as line, (select to_json(b) from batch b) as batch, (select json_agg(to_json(x) order by x.level) from (
  select f.*, (select json_object_agg(m.kind, m.fen) from (select m.kind, sum(m.amount_fen) as fen from facts.allocation_move m where m.allocation_id = f.allocation_id group by m.kind) m) as moves
  from fund f) x) as funds`;

let shared;
async function prepare(server) {
  const county = await followedCounty(server, { households: HOUSEHOLDS });
  await county.tellMonths(MONTHS);
  await county.follow();
  await county.pool.query('vacuum analyze');
  const { rows } = await county.pool.query(`select batch_id, line::integer from facts.disbursement where attempt = 1 and allocation_id in (select allocation_id from facts.allocation) order by md5(batch_id || line) limit ${ASKED}`);
  if (rows.length < ASKED) throw new Error(`only ${rows.length} lines`);
  const { StreamStates } = ours('src/stream-states');
  const { LedgerReads } = ours('src/api/ledger-reads');
  const { LineEvents } = ours('src/api/line-events');
  const { Trace } = ours('src/api/trace');
  const reads = new LedgerReads(county.store, new StreamStates(county.store));
  return { county, lines: rows, trace: new Trace(reads, new LineEvents(reads, county.pool)) };
}

const side = (one, last) => async (server) => {
  const { county, lines, trace } = await (shared ??= prepare(server));
  const { size } = await county.store.head();
  return {
    async run() {
      const start = performance.now();
      for (const line of lines) await one({ county, trace, position: size - 1 }, line);
      return (performance.now() - start) / lines.length;
    },
    close: () => (last ? county.close() : undefined),
  };
};

async function traced({ trace, position }, { batch_id: batch, line }) {
  const path = await trace.up('disbursement', `${batch}/${line}`, { position });
  if (path.length < 3 || path.some(({ residualFen }) => (residualFen ?? 0) !== 0)) throw new Error(`a path of ${path.length} for ${batch}/${line}`);
}

async function written({ county }, { batch_id: batch, line }) {
  const { rows: [row] } = await county.pool.query({ name: 'trace', text: STATEMENT, values: [batch, line] });
  if (!row.line || !row.batch || row.funds.length < 1) throw new Error(`nothing for ${batch}/${line}`);
}

module.exports = { name: 'trace.line', unit: 'ms a line', target: 3, atMost: true, ours: side(traced, true), peer: side(written, false) };
