/** Planted for A19: households borrow, an enterprise uses the money (户贷企用), and what looks like it. */
import { addDays } from '../../simulate/step';
import type { Organisation } from '../../simulate/people';
import type { CaseWorld } from '../case-world';
import { lend, lendingDay, PRINCIPAL_FEN } from '../orderly-loan';
import type { Plantings } from '../planting';

const moved = (world: CaseWorld, loan: string, on: string, to: Organisation, more: object = {}): void =>
  world.say(on, 'bank', 'ReportLoanProceeds', loan, { hop: 1, amountFen: PRINCIPAL_FEN, counterpartyKind: 'organisation', counterpartyUscc: to.uscc, counterpartyName: to.name, occurredOn: on, ...more });

/** Neighbours borrow a week apart. Answers what the company got. */
function borrowedFor(world: CaseWorld, households: number): number {
  const company = world.organisation();
  const on = lendingDay(world);
  const shareFen = (PRINCIPAL_FEN * 6) / 10;
  for (let nth = 0; nth < households; nth += 1) moved(world, lend(world, addDays(on, nth * 8)).id, addDays(on, nth * 8 + 5), company, { amountFen: shareFen });
  return households * shareFen;
}

const plantings: Plantings = {
  rule: 'A19',
  plantings: [
    { part: 'a', truth: 'anomaly', told: 'the whole loan goes to a company four days after it was paid out', tell(world) { const on = lendingDay(world); moved(world, lend(world, on).id, addDays(on, 4), world.organisation()); world.wrong(PRINCIPAL_FEN); } },
    {
      part: 'b', truth: 'anomaly', told: 'five households borrow within two months, and three fifths of each loan end with one company',
      tell(world) { world.wrong(borrowedFor(world, 5)); },
    },
    {
      part: 'b', truth: 'anomaly', told: 'seven or eight households borrow one after the other for the same company',
      tell(world) { world.wrong(borrowedFor(world, world.chance.whole(7, 8))); },
    },
    {
      part: 'c', truth: 'anomaly', told: 'the company pays the household a fixed dividend on its loan',
      tell(world) {
        const on = lendingDay(world);
        const company = world.organisation();
        const loan = lend(world, on).id;
        world.say(addDays(on, 60), 'bank', 'ReportLoanDividend', loan, { payer: 'organisation', payerUscc: company.uscc, amountFen: 300_000, fixed: true, occurredOn: addDays(on, 60) });
        // Whoever pays for a loan uses it.
        world.wrong(PRINCIPAL_FEN);
      },
    },
    { part: 'd', truth: 'anomaly', told: 'a loan declared as managed by the co-operative, of a household that is no member of it', tell(world) { lend(world, lendingDay(world), { mode: 'co-operative', memberOnRecord: false, participationOnRecord: false, consentOnRecord: true }); world.wrong(PRINCIPAL_FEN); } },
    {
      part: 'a', truth: 'separable', told: 'seedlings bought of a company, with invoice and delivery note',
      tell(world) { const on = lendingDay(world); moved(world, lend(world, on).id, addDays(on, 6), world.organisation(), { amountFen: (PRINCIPAL_FEN * 9) / 10, invoiceNumber: `FP${world.label}`, deliveryNumber: `SH${world.label}` }); },
    },
    {
      part: 'd', truth: 'separable', told: 'managed by the co-operative the household belongs to and works in',
      tell(world) { const on = lendingDay(world); moved(world, lend(world, on, { mode: 'co-operative', memberOnRecord: true, participationOnRecord: true, consentOnRecord: true }).id, addDays(on, 8), world.organisation('93')); },
    },
    { part: 'a', truth: 'separable', told: 'half of the loan pays for a barn, the rest stays with the household', tell(world) { const on = lendingDay(world); moved(world, lend(world, on).id, addDays(on, 9), world.organisation(), { amountFen: PRINCIPAL_FEN / 2 }); } },
    { part: 'a', truth: 'inseparable', told: 'feed bought of a company whose papers were lost', tell(world) { const on = lendingDay(world); moved(world, lend(world, on).id, addDays(on, 6), world.organisation()); } },
  ],
};
export default plantings;
