/** Every rule judged anew over a year of a county of 4,000 households whose facts are all there, beside raw COPY of event rows. */
'use strict';
const { followedCounty, perSecond } = require('../followed-county');
const { rawCopy } = require('../raw-copy');

const HOUSEHOLDS = 4_000;

async function anew(server) {
  const county = await followedCounty(server, { households: HOUSEHOLDS });
  await county.tellMonths(12);
  await county.follow();
  return { run: async () => perSecond(await county.judgeAnew()), close: () => county.close() };
}

module.exports = { name: 'rules.all', unit: 'events', target: 0.05, rounds: 3, warm: false, ours: anew, peer: rawCopy };
