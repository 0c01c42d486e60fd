/**
 * 1,000 events per append, four callers, with the sealer folding and signing in the same process, and without; what the sealer has not signed when the
 * callers stop is waited for. It signs four times a second at most, and the last of it is no cost of ingest: rounds are long enough not to measure that.
 */
'use strict';
const { closedLoop } = require('../figures');
const { ourStore } = require('../our-store');
const { sealedLedger } = require('../sealed');
const { allSeries } = require('../workload');

const CALLERS = 4;
/** As long as so many of the usual rounds, on both sides. */
const ROUNDS_LONG = 4;

const long = (side) => async (server) => {
  const { run, close } = await side(server);
  return { run: (seconds) => run(seconds * ROUNDS_LONG), close };
};

async function sealed(server) {
  const ledger = await sealedLedger(server, await server.database());
  const appends = allSeries(CALLERS, 1_000);
  return {
    async run(seconds) {
      const start = performance.now();
      const perSecond = await closedLoop(CALLERS, seconds, async (caller) => {
        const outcome = await ledger.store.append(appends[caller].next().value);
        if (outcome.status !== 'recorded') throw new Error(`an append was ${outcome.status}`);
        return 1_000;
      });
      const told = (perSecond * (performance.now() - start)) / 1000;
      await ledger.proven((await ledger.store.head()).size);
      return (told * 1000) / (performance.now() - start);
    },
    close: () => ledger.close(),
  };
}

module.exports = { name: 'proof.cost', unit: 'events', target: 0.85, ours: long(sealed), peer: long(ourStore(CALLERS, 1_000)) };
