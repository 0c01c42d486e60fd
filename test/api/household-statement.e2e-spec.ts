/** A household's statement: what it was due and what it got, by either clock, for those who decide on it and those who oversee, and for nobody else. */
import { card, COUNTY, fund, household, person, programme, VILLAGE } from '../coverage/county';
import type { Call, Given, Step } from '../coverage/story';
import { Teller } from '../coverage/told';
import { testApp, type TestApp } from '../support/app';

let service: TestApp;
beforeAll(async () => {
  service = await testApp('api,follower');
});
afterAll(() => service.stop());

const call = (by: string, action: string, body: object): Call => ({ by, post: action === 'open' ? '/v1/batches' : `/v1/batches/march/${action}`, body });
const paidInMarch: readonly Given[] = [
  call('clerk', 'open', { id: 'march', region: COUNTY, programmeId: 'dibao', allocationId: 'money-county', benefitFrom: '2018-03', benefitTo: '2018-03', budgetYear: 2018, declaredCount: 1, declaredTotalFen: 30_000, bank: '农商行', occurredOn: '2018-03-12' }),
  call('clerk', 'lines', { lines: [{ payee: person(1), account: card(1), amountFen: 30_000, householdId: 'h1' }] }), call('clerk', 'submit', { occurredOn: '2018-03-12' }),
  call('checker', 'approve', { occurredOn: '2018-03-13' }), call('clerk', 'send', { occurredOn: '2018-03-13' }),
  call('bank', 'results', { resultsId: 'r1', occurredOn: '2018-03-15', lines: [{ ordinal: 1, outcome: 'settled', amountFen: 30_000 }] }),
];
const office = (type: string, id: string, data: object): Step => ({ by: 'office', type, id, data });

it('counts allowances month by month until they end, beside what was paid', async () => {
  await new Teller(service).tell({
    item: 44, phrase: '足额', recordedBy: '', fact: '', checkedBy: '',
    given: [
      programme('dibao', { payee: 'person', cadence: 'monthly', allowedPurposes: ['household-subsidy'] }), ...fund('money', 'dibao', 10_000_000, '2018-02-01'), household('h1', 1, '2018-01-02'), household('h2', 2, '2018-01-02'),
      office('GrantAllowance', 'b1', { region: VILLAGE, householdId: 'h1', person: person(1), programmeId: 'dibao', from: '2018-01', amountPerMonthFen: 36_000, occurredOn: '2018-01-10' }),
      office('AidStudent', 'b2', { region: VILLAGE, householdId: 'h1', person: person(1), programmeId: 'dibao', schoolId: 'S1', term: '2018-spring', tier: 'junior', amountFen: 62_500, registeredMatch: true, occurredOn: '2018-03-01' }),
      ...paidInMarch, { until: '2018-04-15' },
    ],
    when: office('EndAllowance', 'b1', { programmeId: 'dibao', until: '2018-05', reason: '收入超标', occurredOn: '2018-04-16' }),
    then: [
      // Up to the ledger's last day-end: January to March are due, April is not over.
      { by: 'office', get: '/v1/households/h1/statement', holds: { dueFen: 3 * 36_000 + 62_500, paidFen: 30_000, byProgramme: [{ programmeId: 'dibao', dueFen: 170_500, paidFen: 30_000 }] } },
      { by: 'auditor', get: '/v1/households/h1/statement?effectiveOn=2018-02-28', holds: { dueFen: 72_000, paidFen: 0, items: [{ side: 'due', kind: 'allowance', on: '2018-01-31', amountFen: 36_000, of: 'benefit b1' }, { on: '2018-02-28' }] } },
      { by: 'inspector', get: '/v1/households/h1/statement?effectiveOn=2018-12-31', holds: { dueFen: 5 * 36_000 + 62_500 } },
      { by: 'office', get: '/v1/households/h2/statement', holds: { dueFen: 0, paidFen: 0, byProgramme: [], items: [] } },
    ],
  });
});

it('is not for finance, for other counties, or of a household that does not exist', async () => {
  for (const [user, id, status] of [['clerk', 'h1', 403], ['bank', 'h1', 403], ['office@422826', 'h1', 404], ['office', 'h9', 404]] as const) {
    expect([user, (await (await service.as(user)).get(`/v1/households/${id}/statement`)).status]).toEqual([user, status]);
  }
});
