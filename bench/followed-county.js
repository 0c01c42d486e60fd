/** A county on a database of its own with facts and rules behind it, as the service has them: told on, and followed while the clock runs. */
'use strict';
const { Pool } = require('pg');
const { County } = require('./county');
const { ours } = require('./server');

async function followedCounty(server, size) {
  const { PostgresEventStore } = ours('src/event-store/postgres/postgres-event-store');
  const { prepareFacts } = ours('projections/facts/schema');
  const { factsFollower } = ours('projections/facts/writer');
  const { genesisReleases, makeRuleIndexes } = ours('projections/anomalies/catalogue');
  const { Examiner } = ours('projections/anomalies/examiner');
  const connectionString = await server.database();
  const pool = new Pool({ connectionString, max: 8 });
  pool.on('error', () => undefined);
  const store = await PostgresEventStore.open({ connection: { connectionString } });
  await prepareFacts(pool);
  await makeRuleIndexes(pool);
  const county = new County(size);
  const record = async (appends) => {
    for (const outcome of await store.appendMany(appends)) if (outcome.status !== 'recorded') throw new Error(`an append was ${outcome.status}`);
  };
  for (const data of genesisReleases(new Map())) county.say(`rule-${data.code}`, [['RuleReleased', data]]);
  await record(county.taken());
  await record(county.setting());
  return {
    pool, store, county, record,
    async tellMonths(months) {
      for (let n = 0; n < months; n += 1) for (const appends of county.nextMonth()) await record(appends);
    },
    /** Facts and rules run together, each waking the next, until the last rule has judged the last event. Answers events and milliseconds. */
    async follow() {
      const { size: end } = await store.head();
      const { rows: [from] } = await pool.query(`select coalesce(max(position), 0)::integer as position from work.follower where name = 'facts'`);
      const trouble = [];
      const examiner = new Examiner({ pool, store, troubled: (error) => trouble.push(error) });
      const facts = factsFollower({ pool, store, moved: () => examiner.wake(), troubled: (error) => trouble.push(error) });
      const start = performance.now();
      facts.start();
      examiner.start();
      const reached = await examiner.reaches(end, 600_000);
      const ms = performance.now() - start;
      await facts.stop();
      await examiner.stop();
      if (!reached) throw new Error(`the rules did not reach the end: ${JSON.stringify((await examiner.status()).rules)} ${trouble.map(String)}`);
      return { events: end - from.position, ms };
    },
    /** Every rule from the beginning, over facts that are all there. */
    async judgeAnew() {
      await pool.query(`truncate facts.flag, facts.rule_coverage; delete from work.follower where name like 'rule-%'`);
      const { size: events } = await store.head();
      const start = performance.now();
      const { examined, halted } = await new Examiner({ pool, store }).catchUp();
      if (halted.length > 0 || examined < events) throw new Error(`halted: ${halted}`);
      return { events, ms: performance.now() - start };
    },
    async close() {
      await store.close();
      await pool.end();
    },
  };
}

const perSecond = ({ events, ms }) => (events * 1000) / ms;

module.exports = { followedCounty, perSecond };
