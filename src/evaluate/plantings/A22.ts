/** Planted for A22: interest subsidy for loans that are not there, not any more, or beyond the rules (贴息套取). */
import { addDays } from '../../simulate/step';
import type { CaseWorld } from '../case-world';
import { lend, PRINCIPAL_FEN, repay, type Loan } from '../orderly-loan';
import type { Plantings } from '../planting';

const QUARTERS = [['2018-03-21', '2018-06-20'], ['2018-06-21', '2018-09-20']] as const;

/** A quarter's interest at the benchmark, whole yuan as banks settle it. */
const interestFen = (principalFen: number): number => Math.floor((principalFen * 475 * 92) / (10_000 * 360 * 100)) * 100;

/** Answers what was paid. */
function subsidise(world: CaseWorld, loan: Loan, [from, until]: readonly [string, string], principalFen: number): number {
  const on = addDays(until, 12);
  world.say(on, 'bank', 'PayInterestSubsidy', loan.id, { subsidisedPrincipalFen: principalFen, from, until, amountFen: interestFen(principalFen), occurredOn: on });
  return interestFen(principalFen);
}

/** Granted on paper and never paid out. */
function paperLoan(world: CaseWorld): Loan {
  const home = world.household({ others: ['spouse'] });
  const id = world.id('loan');
  world.owns('loan', id);
  world.say('2018-02-26', 'bank', 'GrantLoan', id, {
    region: home.village, householdId: home.id, borrower: world.named(home.members[0]), bank: '农商行', product: '扶贫小额信贷', principalFen: PRINCIPAL_FEN, termMonths: 36, rateBasisPoints: 475, mode: 'self', use: 'production', collateral: false, borrowerAge: 50, occurredOn: '2018-02-26',
  });
  return { id, home, grantedOn: '2018-02-26', principalFen: PRINCIPAL_FEN };
}

const plantings: Plantings = {
  rule: 'A22',
  plantings: [
    { part: 'a', truth: 'anomaly', told: 'subsidy is claimed for a loan that was never paid out', tell(world) { world.wrong(subsidise(world, paperLoan(world), world.chance.pick(QUARTERS), PRINCIPAL_FEN)); } },
    {
      part: 'b', truth: 'anomaly', told: 'subsidy goes on for the quarter after the loan was repaid',
      tell(world) { const loan = lend(world, '2017-03-01'); repay(world, loan, addDays('2018-02-20', world.chance.whole(0, 27)), PRINCIPAL_FEN, 237_500); world.wrong(subsidise(world, loan, world.chance.pick(QUARTERS), PRINCIPAL_FEN)); },
    },
    {
      part: 'c', truth: 'anomaly', told: 'subsidy for a quarter in which the loan was long overdue',
      tell(world) { const loan = lend(world, addDays('2016-01-15', world.chance.whole(0, 40)), { termMonths: 24 }); world.wrong(subsidise(world, loan, world.chance.pick(QUARTERS), PRINCIPAL_FEN)); }, also: ['A21'],
    },
    {
      part: 'd', truth: 'anomaly', told: 'subsidy for a base of more than 50,000 yuan', also: ['A20'],
      tell(world) { const principalFen = world.chance.whole(60, 100) * 100_000; const paidFen = subsidise(world, lend(world, '2018-03-01', { principalFen }), world.chance.pick(QUARTERS), principalFen); world.wrong(Math.floor((paidFen * (principalFen - PRINCIPAL_FEN)) / principalFen)); },
    },
    { part: 'd', truth: 'separable', told: 'a loan of 50,000 yuan is subsidised quarter by quarter', tell(world) { const loan = lend(world, '2018-03-01'); for (const quarter of QUARTERS) subsidise(world, loan, quarter, PRINCIPAL_FEN); } },
    {
      part: 'b', truth: 'separable', told: 'the quarter is subsidised up to the day of repayment',
      tell(world) { const loan = lend(world, '2018-03-01'); repay(world, loan, '2018-06-21', PRINCIPAL_FEN, 60_000); subsidise(world, loan, QUARTERS[0], PRINCIPAL_FEN); },
    },
    {
      part: 'd', truth: 'separable', told: 'half was repaid, and half is subsidised',
      tell(world) { const loan = lend(world, '2018-03-01'); repay(world, loan, '2018-03-20', PRINCIPAL_FEN / 2, 0); subsidise(world, loan, QUARTERS[0], PRINCIPAL_FEN / 2); },
    },
    {
      part: 'c', truth: 'separable', told: 'the loan was extended before it fell due, and subsidy goes on',
      tell(world) {
        const loan = lend(world, '2016-02-01', { termMonths: 24 });
        world.say('2018-01-20', 'bank', 'ExtendLoan', loan.id, { kind: 'extension', untilOn: '2019-02-01', reason: '受灾展期', occurredOn: '2018-01-20' });
        subsidise(world, loan, world.chance.pick(QUARTERS), PRINCIPAL_FEN);
      },
    },
    {
      part: 'b', truth: 'inseparable', told: 'the bank entered the repayment a quarter too early; the borrower owed all the while',
      tell(world) { const loan = lend(world, '2017-03-01'); repay(world, loan, '2018-03-01', PRINCIPAL_FEN, 237_500); subsidise(world, loan, QUARTERS[0], PRINCIPAL_FEN); },
    },
  ],
};
export default plantings;
