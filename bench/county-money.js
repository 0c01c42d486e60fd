/** The money a batch is paid from, over HTTP: a programme, a provincial allocation, and the county's share of it. */
'use strict';

const COUNTY = '422899';
const ON = '2018-03-01';

const command = (as) => (type, id, data, key = `${type}-${id}`) => as('POST', '/v1/commands', { key, type, id, data });

async function fundCounty(service) {
  const province = command(service.as('province'));
  await province('DefineProgramme', 'GRAIN', {
    region: '42', name: '示例补贴', basis: '示例文件', effectiveFrom: '2018-01-01', payee: 'person', cadence: 'monthly', allowedPurposes: ['household-subsidy'], negativeList: ['office-building'],
    economicClasses: [], exclusiveWith: [], endsWithDeath: true, rosterPostingDays: 7, occurredOn: '2018-01-01',
  });
  const amountFen = 1_000_000_000_000;
  await province('IssueAllocation', 'ROOT', { region: '42', programmeId: 'GRAIN', documentNumber: '鄂财农发〔2018〕1号', budgetYear: 2018, source: 'central', functionCode: '2130505', amountFen, occurredOn: '2018-01-02' });
  await province('SplitAllocation', 'ROOT', { splitId: 'S1', toAllocationId: 'COUNTY', toRegion: COUNTY, documentNumber: '鄂财农发〔2018〕2号', amountFen, occurredOn: '2018-01-03' });
  await command(service.as('clerk'))('ReceiveAllocation', 'COUNTY', { fromAllocationId: 'ROOT', splitId: 'S1', region: COUNTY, amountFen, occurredOn: '2018-01-04' });
}

const opening = (lines, totalFen) => ({
  region: COUNTY, programmeId: 'GRAIN', allocationId: 'COUNTY', benefitFrom: '2018-03', benefitTo: '2018-03', budgetYear: 2018, declaredCount: lines, declaredTotalFen: totalFen, bank: '农商行', occurredOn: ON,
});

module.exports = { command, fundCounty, opening, ON };
