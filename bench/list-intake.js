/** Whole lists through the API of the whole service: uploaded, checked, submitted; followers run apart, as the peer has none. */
'use strict';
const files = require('./list-file');
const { startService } = require('./service');

const FEN = 15_000;

/** A programme, and an allocation of the county to pay from. */
async function county(service) {
  const province = service.as('province');
  const send = (as, type, id, data) => as('POST', '/v1/commands', { key: `${type}-${id}`, type, id, data });
  await send(province, 'DefineProgramme', 'grain', {
    region: '42', occurredOn: '2018-01-05', name: '产业奖补', basis: '财农〔2018〕1号', effectiveFrom: '2018-01-01', payee: 'person', cadence: 'yearly', standardFen: 900_000,
    allowedPurposes: ['household-subsidy'], negativeList: ['office-building'], economicClasses: [], exclusiveWith: [], endsWithDeath: true, rosterPostingDays: 7,
  });
  await send(province, 'IssueAllocation', 'root', { region: '42', programmeId: 'grain', documentNumber: '鄂财农发〔2018〕7号', budgetYear: 2018, source: 'provincial', functionCode: '2130505', amountFen: 900_000_000_000, occurredOn: '2018-02-01' });
  await send(province, 'SplitAllocation', 'root', { splitId: 's', toAllocationId: 'county', toRegion: '422899', documentNumber: '鄂财农发〔2018〕8号', amountFen: 900_000_000_000, occurredOn: '2018-02-05' });
  await send(service.as('clerk'), 'ReceiveAllocation', 'county', { fromAllocationId: 'root', splitId: 's', region: '422899', amountFen: 900_000_000_000, occurredOn: '2018-02-08' });
}

const open = (service, id, lines, fen) => service.as('clerk')('POST', '/v1/batches', {
  id, region: '422899', programmeId: 'grain', allocationId: 'county', benefitFrom: '2018-01', benefitTo: '2018-12', budgetYear: 2018, declaredCount: lines, declaredTotalFen: lines * fen,
  bank: '农商行', occurredOn: '2018-03-01',
});

/** Until the job has ended; whoever waits is told, so nothing is asked again and again. */
async function checked(service, id, bytes) {
  const { jobId } = await service.as('clerk')('POST', `/v1/batches/${id}/file`, bytes, { 'content-type': 'application/octet-stream' });
  const said = await service.as('clerk')('GET', `/v1/jobs/${jobId}/events`);
  const last = JSON.parse(said.trim().split('\n').filter((line) => line.startsWith('data: ')).at(-1).slice(6));
  if (last.state !== 'done' || last.progress.redLines > 0) throw new Error(`the list was not read well: ${JSON.stringify(last).slice(0, 500)}`);
  return last;
}

const submit = (service, id) => service.as('clerk')('POST', `/v1/batches/${id}/submit`, { occurredOn: '2018-03-02' });

async function factsThere(service) {
  for (;;) {
    const { recorded, visible } = await service.as('auditor')('GET', '/v1/log');
    if (visible >= recorded) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Facts are there, so that the checks look people up in them, and then nobody follows any more. */
async function countyService(server, prepare = async () => undefined) {
  const url = await server.database();
  const whole = await startService(server, url, { MASTER_KEY_FILE: '' });
  await county(whole);
  await prepare(whole);
  await factsThere(whole);
  await whole.stop();
  const fs = require('node:fs');
  const api = await startService(server, url, { MINGZHANG_ROLES: 'api', MASTER_KEY_FILE: `${whole.dataDir}/keys/master.key` });
  if (!fs.existsSync(`${whole.dataDir}/keys/master.key`)) throw new Error('the service kept no key');
  return api;
}

/** One round is one whole list, whatever the seconds: from its first byte sent to the answer that it is recorded, in lines per second. */
const wholeList = (format, lines, { known, say = () => undefined }) => async (server) => {
  let from = 0;
  let serial = 0;
  const service = await countyService(server, async (whole) => {
    if (!known) return;
    await open(whole, 'before', lines, FEN);
    await checked(whole, 'before', files.csv(0, lines, FEN));
    await submit(whole, 'before');
  });
  if (!known) from = 1_000_000;
  return {
    async run() {
      const id = `list-${(serial += 1)}`;
      const fen = FEN + serial;
      const bytes = files[format](from, lines, fen);
      if (!known) from += lines;
      await open(service, id, lines, fen);
      const begun = performance.now();
      await checked(service, id, bytes);
      const read = performance.now();
      await submit(service, id);
      const ended = performance.now();
      say(`${format}: checked in ${Math.round(read - begun)} ms, submitted in ${Math.round(ended - read)} ms, resident ${service.memoryMiB()} MiB, at most ${service.peakMiB()} MiB`);
      return (lines * 1000) / (ended - begun);
    },
    close: () => service.stop(),
  };
};

module.exports = { countyService, open, checked, wholeList };
