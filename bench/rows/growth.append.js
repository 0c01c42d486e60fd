/** 1,000 events per append, four callers, with 2,000,000 events of history in streams of a hundred, and with 100,000. */
'use strict';
const { closedLoop } = require('../figures');
const { ours } = require('../server');
const { allSeries } = require('../workload');

const CALLERS = 4;
const perStream = 100;

const after = (history) => async (server) => {
  const { PostgresEventStore } = ours('src/event-store/postgres/postgres-event-store');
  const store = await PostgresEventStore.open({ connection: { connectionString: await server.database() } });
  const append = async (series) => {
    const outcome = await store.append(series.next().value);
    if (outcome.status !== 'recorded') throw new Error(`an append was ${outcome.status}`);
  };
  const told = allSeries(40, perStream);
  await Promise.all(told.map(async (series) => {
    for (let events = 0; events < history / told.length; events += perStream) await append(series);
  }));
  const appends = allSeries(CALLERS, 1_000);
  return {
    run: (seconds) => closedLoop(CALLERS, seconds, async (caller) => {
      await append(appends[caller]);
      return 1_000;
    }),
    close: () => store.close(),
  };
};

module.exports = { name: 'growth.append', unit: 'events', target: 0.9, ours: after(2_000_000), peer: after(100_000) };
