/** Numbers out of rounds, and the closed loop that makes them. */
'use strict';

const sorted = (values) => [...values].sort((a, b) => a - b);
const median = (values) => {
  const order = sorted(values);
  const middle = order.length >> 1;
  return order.length % 2 === 1 ? order[middle] : (order[middle - 1] + order[middle]) / 2;
};
const spread = (values) => [Math.min(...values), Math.max(...values)].map((value) => Number(value.toPrecision(6)));
/** The value a share of all does not exceed: `quantile(times, 0.99)`. */
const quantile = (values, share) => sorted(values)[Math.min(values.length - 1, Math.ceil(values.length * share) - 1)];

/** Each client sends its next request when the last was answered. The clock stops with the last answer, so that large requests are not cut off uncounted. */
async function closedLoop(clients, seconds, one) {
  const from = performance.now();
  const until = from + seconds * 1000;
  let done = 0;
  await Promise.all(Array.from({ length: clients }, async (_, client) => {
    while (performance.now() < until) {
      const n = await one(client);
      done += n;
    }
  }));
  return (done * 1000) / (performance.now() - from);
}

module.exports = { median, quantile, spread, closedLoop };
