/** Our side of a rebuild: from the making of empty tables to facts with every key and index that can take the place of the live ones. */
'use strict';
const { countyWithFacts } = require('./textbook-facts');
const { ours } = require('./server');

const rebuiltFacts = (batches, lines) => async (server) => {
  const { Rebuild } = ours('projections/rebuild/rebuild');
  const { pool, store, size, close } = await countyWithFacts(server, batches, lines);
  return {
    /** The whole ledger, whatever the seconds. */
    async run() {
      await pool.query('DROP SCHEMA IF EXISTS audit_next, facts_next CASCADE');
      const start = performance.now();
      await new Rebuild({ pool, store }).buildFacts();
      const perSecond = (size * 1000) / (performance.now() - start);
      const { rows: [{ position }] } = await pool.query(`SELECT position FROM facts_next.follower WHERE name = 'facts'`);
      if (Number(position) !== size) throw new Error(`facts stopped at ${position} of ${size}`);
      return perSecond;
    },
    close,
  };
};

module.exports = { rebuiltFacts };
