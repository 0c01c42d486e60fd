/** Facts and rules following the next three months of 1,000 households, with ten years of their history and with one. */
'use strict';
const { followedCounty, perSecond } = require('../followed-county');

const HOUSEHOLDS = 1_000;
const MONTHS = 3;

const after = (years) => async (server) => {
  const county = await followedCounty(server, { households: HOUSEHOLDS });
  for (let year = 0; year < years; year += 1) {
    await county.tellMonths(12);
    await county.follow();
  }
  // What autovacuum does within minutes of a database that is left alone.
  await county.pool.query('vacuum analyze');
  return {
    async run() {
      await county.tellMonths(MONTHS);
      return perSecond(await county.follow());
    },
    close: () => county.close(),
  };
};

module.exports = { name: 'growth.follow', unit: 'events', target: 0.7, rounds: 3, ours: after(10), peer: after(1) };
