/** Over HTTP, by amount, four filters, fifty to a page: p95 of the 1,000th page beside p95 of the first, among 64,000 flags that fit and 16,000 that do not. */
'use strict';
const { followedCounty } = require('../followed-county');
const { startService } = require('../service');

const FITTING = 64_000;
const OTHERS = 16_000;
const PAGE = 1_000;
const ASKED = 60;
const list = '/v1/flags?sort=amount&limit=50&harm=process&severity=medium&status=raised&region=422899001';

/** A project planned and changed without approval is one flag of A28. */
async function changedProjects(county) {
  const projects = Array.from({ length: FITTING + OTHERS }, (_, n) => n);
  for (let start = 0; start < projects.length; start += 2_000) {
    for (const n of projects.slice(start, start + 2_000)) {
      const amountFen = 1_000_000 + ((n * 7_919) % 500_009) * 100;
      const region = `4228990${n % 5 === 4 ? '02' : '01'}${String(201 + (n % 40)).padStart(3, '0')}`;
      county.county.say(`project-P${n}`, [
        ['ProjectPlanned', { region, name: '村道硬化', programmeId: 'WORKS', site: '一组', content: '硬化一公里', unitName: '示例公司', amountFen, plannedStart: '2009-01-05', plannedEnd: '2009-06-30', occurredOn: '2009-01-02' }],
        ['ProjectChanged', { aspect: 'site', before: '一组', after: '二组', reason: '地形', occurredOn: '2009-02-01' }]]);
    }
    await county.record(county.county.taken());
  }
  await county.follow();
  await county.pool.query('vacuum analyze');
}

let shared;
/** Both sides ask the same service: they differ only in the page. */
async function service(server) {
  const county = await followedCounty(server, { households: 10 });
  await changedProjects(county);
  await county.store.close();
  const running = await startService(server, county.pool.options.connectionString, { MINGZHANG_ROLES: 'api' });
  await county.pool.end();
  const read = running.as('inspector');
  let next;
  for (let page = 1; page < PAGE; page += 1) next = (await read('GET', next === undefined ? list : `${list}&after=${next}`)).next;
  if (next === undefined) throw new Error(`there is no page ${PAGE}`);
  return { running, read, deep: `${list}&after=${next}` };
}

const asked = (which) => async (server) => {
  shared ??= service(server);
  const { read, running, deep } = await shared;
  const to = which === 'deep' ? deep : list;
  return {
    async run() {
      const times = [];
      for (let n = 0; n < ASKED; n += 1) {
        const start = performance.now();
        const { items } = await read('GET', to);
        times.push(performance.now() - start);
        if (items.length !== 50) throw new Error(`a page of ${items.length}`);
      }
      return times.sort((a, b) => a - b)[Math.floor(ASKED * 0.95)];
    },
    close: () => (which === 'deep' ? running.stop() : undefined),
  };
};

module.exports = { name: 'query.flags', unit: 'ms, p95', target: 1.5, atMost: true, rounds: 5, ours: asked('deep'), peer: asked('first') };
