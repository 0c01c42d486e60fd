/** How long the slowest hundredth of health checks takes while a list of 150,000 lines is checked, beside an idle service. */
'use strict';
const files = require('../list-file');
const { countyService, open, checked } = require('../list-intake');

const LINES = 150_000;
const FEN = 15_000;
const EVERY_MS = 5;

async function health(service) {
  const begun = performance.now();
  const response = await fetch(`${service.url}/health/live`);
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`health answered ${response.status}`);
  return performance.now() - begun;
}

/** Asked one after the other, a little apart, until the work is over. */
async function slowest(service, work) {
  const times = [];
  let over = false;
  const done = work().finally(() => (over = true));
  while (!over) {
    times.push(await health(service));
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
  await done;
  return times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)];
}

let serial = 0;

module.exports = {
  name: 'intake.responsive', unit: 'ms p99', target: 10, atMost: true, rounds: 3,
  ours: async (server) => {
    const service = await countyService(server);
    return {
      run: async () => {
        const id = `wide-${(serial += 1)}`;
        await open(service, id, LINES, FEN + serial);
        const bytes = files.csv(0, LINES, FEN + serial);
        const begun = performance.now();
        const p99 = await slowest(service, () => checked(service, id, bytes));
        process.stderr.write(`150,000 lines checked in ${Math.round(performance.now() - begun)} ms, resident ${service.memoryMiB()} MiB, at most ${service.peakMiB()} MiB\n`);
        return p99;
      },
      close: () => service.stop(),
    };
  },
  peer: async (server) => {
    const service = await countyService(server);
    return { run: (seconds) => slowest(service, () => new Promise((resolve) => setTimeout(resolve, Math.max(3, seconds) * 1000))), close: () => service.stop() };
  },
};
