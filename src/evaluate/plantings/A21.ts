/** Planted for A21: loans past due, banks compensated before they went to law, counties where too much is overdue. */
import { addDays } from '../../simulate/step';
import { lend, PRINCIPAL_FEN, repay, type Loan } from '../orderly-loan';
import type { CaseWorld } from '../case-world';
import type { Plantings } from '../planting';

/** Due on a day of 2018: two years after it was granted. */
const due = (world: CaseWorld, on: string, terms: object = {}): Loan => lend(world, `2016${on.slice(4)}`, { termMonths: 24, ...terms });
const DUE = (world: CaseWorld): string => addDays('2018-03-05', world.chance.whole(0, 120));

const COMPENSATED_FEN = (PRINCIPAL_FEN * 7) / 10;

function compensate(world: CaseWorld, { id }: Loan, on: string, legalStepOn?: string): void {
  world.say(on, 'bank', 'PayRiskCompensation', id, { amountFen: COMPENSATED_FEN, principalFen: PRINCIPAL_FEN, ...(legalStepOn !== undefined && { legalStepOn }), occurredOn: on });
}

const sued = (world: CaseWorld, { id }: Loan, on: string): void =>
  world.say(on, 'bank', 'ReportLegalStep', id, { step: world.chance.pick(['payment-order', 'lawsuit']), documentNumber: `(2018)示民初${world.label.slice(-4)}号`, occurredOn: on });

/** A county whose loans fall due together: `late` of twenty are not repaid. */
function countyOf(world: CaseWorld, late: number): void {
  for (let nth = 0; nth < 20; nth += 1) {
    lend(world, nth < late ? '2016-09-03' : '2017-06-05', { termMonths: 24 });
  }
}

const plantings: Plantings = {
  rule: 'A21',
  plantings: [
    { part: 'a', truth: 'anomaly', told: 'a loan falls due and nobody repays it', tell(world) { due(world, DUE(world)); world.wrong(PRINCIPAL_FEN); } },
    { part: 'a', truth: 'anomaly', told: 'half is repaid two months late, half never', tell(world) { const on = DUE(world); repay(world, due(world, on), addDays(on, 60), PRINCIPAL_FEN / 2, 100_000); world.wrong(PRINCIPAL_FEN); } },
    {
      part: 'c', truth: 'anomaly', told: 'the bank is compensated two weeks after the due day, before any legal step', also: ['A21'],
      tell(world) { const on = DUE(world); compensate(world, due(world, on), addDays(on, 14)); world.wrong(COMPENSATED_FEN); },
    },
    { part: 'b', truth: 'anomaly', told: 'one loan in five of a county is overdue', ownCounty: true, also: ['A21'], tell(world) { countyOf(world, 4); world.wrong(4 * PRINCIPAL_FEN); } },
    { part: 'a', truth: 'separable', told: 'repaid on the due day', tell(world) { const on = DUE(world); repay(world, due(world, on), on, PRINCIPAL_FEN, 200_000); } },
    {
      part: 'a', truth: 'separable', told: 'extended before it fell due',
      tell(world) {
        const on = DUE(world);
        world.say(addDays(on, -20), 'bank', 'ExtendLoan', due(world, on).id, { kind: 'extension', untilOn: addDays(on, 365), reason: '受灾展期', occurredOn: addDays(on, -20) });
      },
    },
    {
      part: 'a', truth: 'separable', told: 'renewed without repayment on the due day',
      tell(world) {
        const on = DUE(world);
        world.say(on, 'bank', 'ExtendLoan', due(world, on).id, { kind: 'renewal', untilOn: addDays(on, 700), newContractNumber: `XD-${world.label}`, reason: '无还本续贷', occurredOn: on });
      },
    },
    {
      part: 'a', truth: 'separable', told: 'repaid in instalments before the due day',
      tell(world) { const on = DUE(world); const loan = due(world, on); repay(world, loan, addDays(on, -90), PRINCIPAL_FEN / 2, 50_000); repay(world, loan, addDays(on, -3), PRINCIPAL_FEN / 2, 60_000); },
    },
    {
      part: 'c', truth: 'separable', told: 'the bank sued first and was compensated a month after', also: ['A21a'],
      tell(world) { const on = DUE(world); const loan = due(world, on); sued(world, loan, addDays(on, 20)); compensate(world, loan, addDays(on, 50), addDays(on, 20)); },
    },
    { part: 'b', truth: 'separable', told: 'no loan of the county is overdue', ownCounty: true, share: 0.2, tell(world) { countyOf(world, 0); } },
  ],
};
export default plantings;
