/** Facts and every released rule catching up with four months of a county of 2,000 households, recorded meanwhile, beside raw COPY of event rows. */
'use strict';
const { followedCounty, perSecond } = require('../followed-county');
const { rawCopy } = require('../raw-copy');

const HOUSEHOLDS = 2_000;
const MONTHS = 4;

async function live(server) {
  const county = await followedCounty(server, { households: HOUSEHOLDS });
  await county.tellMonths(MONTHS);
  await county.follow();
  return {
    async run() {
      await county.tellMonths(MONTHS);
      return perSecond(await county.follow());
    },
    close: () => county.close(),
  };
}

module.exports = { name: 'follow.live', unit: 'events', target: 0.05, rounds: 3, ours: live, peer: rawCopy };
