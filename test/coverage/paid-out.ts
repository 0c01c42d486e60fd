/** A batch paid to the last line, from list to the bank's results, as stories of people need it. */
import { COUNTY, VILLAGE, card, person } from './county';
import type { Given } from './story';

export interface PaidLine {
  /** Serial of the person, whose card it goes to. */
  readonly serial: number;
  readonly householdId: string;
  readonly amountFen: number;
}

export function paidOut(id: string, programmeId: string, allocationId: string, on: string, lines: readonly PaidLine[]): readonly Given[] {
  const declaredTotalFen = lines.reduce((sum, { amountFen }) => sum + amountFen, 0);
  const step = (by: string, action: string, body: object): Given => ({ by, post: `/v1/batches/${id}/${action}`, body: { occurredOn: on, ...body } });
  return [
    {
      by: 'clerk', post: '/v1/batches',
      body: { id, region: COUNTY, programmeId, allocationId, benefitFrom: '2018-01', benefitTo: '2018-12', budgetYear: 2018, declaredCount: lines.length, declaredTotalFen, bank: '农商行', occurredOn: on },
    },
    { by: 'clerk', post: `/v1/batches/${id}/lines`, body: { lines: lines.map(({ serial, householdId, amountFen }) => ({ payee: person(serial), account: card(serial), householdId, region: VILLAGE, amountFen })) } },
    step('clerk', 'submit', {}),
    step('checker', 'approve', {}),
    step('clerk', 'send', {}),
    step('bank', 'results', { resultsId: 'r-1', lines: lines.map(({ amountFen }, index) => ({ ordinal: index + 1, outcome: 'settled', amountFen })) }),
  ];
}
