/** Emmett's PostgreSQL store as its makers ship it, with as many connections as clients. */
'use strict';
const { Pool } = require('pg');
const { closedLoop } = require('./figures');
const { allSeries } = require('./workload');

const emmett = (clients, eventsPerAppend) => async (server) => {
  const { getPostgreSQLEventStore } = require('@event-driven-io/emmett-postgresql');
  const connectionString = await server.database();
  const pool = new Pool({ connectionString, max: clients });
  const store = getPostgreSQLEventStore(connectionString, { connectionOptions: { pool } });
  await store.schema.migrate();
  const appends = allSeries(clients, eventsPerAppend);
  return {
    run: (seconds) => closedLoop(clients, seconds, async (client) => {
      const { streamId, expected, events, metadata } = appends[client].next().value;
      await store.appendToStream(streamId, events.map(({ type, data }) => ({ type, data, metadata })), {
        expectedStreamVersion: expected === 'none' ? 'STREAM_DOES_NOT_EXIST' : BigInt(expected + 1),
      });
      return eventsPerAppend;
    }),
    close: async () => {
      await store.close();
      await pool.end().catch(() => undefined);
    },
  };
};

module.exports = { emmett };
