/** Our side of the append rows: the store as the service opens it. */
'use strict';
const { closedLoop } = require('./figures');
const { ours } = require('./server');
const { allSeries } = require('./workload');

const ourStore = (clients, eventsPerAppend) => async (server) => {
  const { PostgresEventStore } = ours('src/event-store/postgres/postgres-event-store');
  const store = await PostgresEventStore.open({ connection: { connectionString: await server.database() } });
  const appends = allSeries(clients, eventsPerAppend);
  return {
    run: (seconds) => closedLoop(clients, seconds, async (client) => {
      const outcome = await store.append(appends[client].next().value);
      if (outcome.status !== 'recorded') throw new Error(`our append was ${outcome.status}`);
      return eventsPerAppend;
    }),
    close: () => store.close(),
  };
};

module.exports = { ourStore };
