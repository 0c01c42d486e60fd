/** Planted for A20: household loans beyond what such a loan may be (五个不能), and those that only look so. */
import { addDays } from '../../simulate/step';
import type { CaseWorld } from '../case-world';
import { lend, lendingDay, PRINCIPAL_FEN, repay, type Loan } from '../orderly-loan';
import type { Planting, Plantings } from '../planting';

/** Lent as it must not be: all of it, unless the story says how much. */
const wronglyLent = (world: CaseWorld, loan: Loan): Loan => { world.wrong(loan.principalFen); return loan; };

const found = (world: CaseWorld, { id, grantedOn }: Loan, aspect: string, more: object = {}): void =>
  world.say(addDays(grantedOn, 60), 'bank', 'ReportLoanIrregularity', id, { aspect, foundBy: 'inspection', note: '现场检查发现', occurredOn: addDays(grantedOn, 60), ...more });

/** From July the county lends no more than thirty thousand yuan. */
function lowered(world: CaseWorld, on: string): void {
  world.changeRule({ rule: 'A20', name: 'principalFen', value: 3_000_000, basis: '示金办〔2018〕11号', from: '2018-07-01' });
  lend(world, on, { principalFen: world.chance.whole(32, 50) * 100_000 });
}

const beyond: readonly Planting[] = [
  {
    part: 'a', truth: 'anomaly', told: 'husband and wife of one household borrow twice, together more than 50,000 yuan',
    tell(world) {
      const first = lend(world, lendingDay(world), { principalFen: world.chance.whole(30, 45) * 100_000 });
      const second = lend(world, addDays(first.grantedOn, world.chance.whole(5, 60)), { principalFen: 3_000_000 }, first.home);
      world.wrong(first.principalFen + second.principalFen - PRINCIPAL_FEN);
    },
  },
  { part: 'a', truth: 'anomaly', told: 'one loan of more than 50,000 yuan', tell(world) { world.wrong(lend(world, lendingDay(world), { principalFen: world.chance.whole(52, 100) * 100_000 }).principalFen - PRINCIPAL_FEN); } },
  { part: 'a', truth: 'anomaly', told: 'the county lowers what a household may borrow in July, and a loan of August is as large as before', ownCounty: true, hardOnly: true, tell(world) { lowered(world, addDays('2018-07-02', world.chance.whole(0, 80))); } },
  { part: 'b', truth: 'anomaly', told: 'a term of four or five years', tell(world) { wronglyLent(world, lend(world, lendingDay(world), { termMonths: world.chance.pick([48, 60, 37]) })); } },
  { part: 'c', truth: 'anomaly', told: 'the contract says more than the benchmark', tell(world) { wronglyLent(world, lend(world, lendingDay(world), { rateBasisPoints: world.chance.whole(490, 870) })); } },
  { part: 'c', truth: 'anomaly', told: 'a year at the rate of three', tell(world) { wronglyLent(world, lend(world, lendingDay(world), { termMonths: 12, rateBasisPoints: 475 })); } },
  { part: 'd', truth: 'anomaly', told: 'the village cadre must sign as guarantor', tell(world) { wronglyLent(world, lend(world, lendingDay(world), { collateral: true })); } },
  { part: 'd', truth: 'anomaly', told: 'an inspection finds that the land certificate was taken as security', tell(world) { found(world, wronglyLent(world, lend(world, lendingDay(world))), 'collateral'); } },
  { part: 'e', truth: 'anomaly', told: 'the contract calls it a consumer loan', tell(world) { wronglyLent(world, lend(world, lendingDay(world), { product: world.chance.pick(['个人消费贷款', '农户小额信用贷款', '商户经营贷']) })); } },
  { part: 'f', truth: 'anomaly', told: 'the borrower is past sixty-six', tell(world) { const home = world.household({ head: world.person({ bornIn: [1935, 1950] }) }); wronglyLent(world, lend(world, lendingDay(world), {}, home)); } },
  { part: 'f', truth: 'anomaly', told: 'the contract is in the name of a child', tell(world) { wronglyLent(world, lend(world, lendingDay(world), { borrowerAge: 17 })); } },
  {
    part: 'g', truth: 'anomaly', told: 'the household had been struck off the register before it borrowed',
    tell(world) {
      const on = lendingDay(world);
      const home = world.household({ others: ['spouse'] });
      world.say(addDays(on, -40), 'office', 'MarkStatus', home.id, { status: 'removed', basis: '动态调整剔除', occurredOn: addDays(on, -40) });
      wronglyLent(world, lend(world, on, {}, home));
    },
  },
  { part: 'h', truth: 'anomaly', told: 'the contract itself says house, wedding or old debts', tell(world) { wronglyLent(world, lend(world, lendingDay(world), { use: world.chance.pick(['house', 'consumption', 'old-loan', 'finance']) })); } },
  { part: 'h', truth: 'anomaly', told: 'an inspection finds the money spent on furniture', tell(world) { found(world, lend(world, lendingDay(world)), 'non-production', { amountFen: 2_000_000 }); world.wrong(2_000_000); } },
  { part: 'i', truth: 'anomaly', told: 'the bank reports that an enterprise has the money, though no transfer is on record', tell(world) { found(world, wronglyLent(world, lend(world, lendingDay(world))), 'enterprise-use', { amountFen: PRINCIPAL_FEN }); } },
];

const alike: readonly Planting[] = [
  { part: 'a', truth: 'separable', told: 'exactly 50,000 yuan for thirty-six months at the benchmark', tell(world) { lend(world, lendingDay(world)); } },
  { part: 'a', truth: 'separable', told: 'the county lowers what a household may borrow in July; the loan is of before', ownCounty: true, hardOnly: true, tell(world) { lowered(world, addDays('2018-03-05', world.chance.whole(0, 115))); } },
  {
    part: 'a', truth: 'separable', told: 'the second loan follows when the first is repaid',
    tell(world) {
      const first = lend(world, '2017-03-10', { principalFen: 4_000_000 });
      repay(world, first, addDays('2018-03-10', world.chance.whole(0, 60)), 4_000_000, 190_000);
      lend(world, addDays('2018-05-20', world.chance.whole(0, 60)), { principalFen: 5_000_000 }, first.home);
    },
  },
  {
    part: 'b', truth: 'separable', told: 'extended by a year when the harvest failed: the term is not counted anew',
    tell(world) {
      const loan = lend(world, '2016-03-15', { termMonths: 24 });
      world.say('2018-03-01', 'bank', 'ExtendLoan', loan.id, { kind: 'extension', untilOn: '2019-03-15', reason: '受灾展期', occurredOn: '2018-03-01' });
    },
  },
  {
    part: 'a', truth: 'separable', told: 'renewed without repayment: the same money is not counted twice',
    tell(world) {
      const loan = lend(world, '2016-05-10', { termMonths: 24 });
      world.say('2018-05-02', 'bank', 'ExtendLoan', loan.id, { kind: 'renewal', untilOn: '2020-05-10', newContractNumber: `XD-${world.label}`, reason: '无还本续贷', occurredOn: '2018-05-02' });
    },
  },
  { part: 'c', truth: 'separable', told: 'a year at the rate of one year', tell(world) { lend(world, lendingDay(world), { termMonths: 12, rateBasisPoints: 435 }); } },
  { part: 'c', truth: 'separable', told: 'the bank lends below the benchmark', tell(world) { lend(world, lendingDay(world), { rateBasisPoints: world.chance.whole(300, 474) }); } },
  { part: 'e', truth: 'separable', told: 'the local name begins with the county and holds the product', tell(world) { lend(world, lendingDay(world), { product: world.chance.pick(['示例县扶贫小额信贷', '扶贫小额贷款']) }); } },
  { part: 'f', truth: 'separable', told: 'sixty-five, or eighteen, on the day of the contract', tell(world) { lend(world, lendingDay(world), { borrowerAge: world.chance.pick([65, 18]) }); } },
  {
    part: 'h', truth: 'separable', told: 'what was found was put right: the money went back into the pigsty',
    tell(world) {
      const loan = lend(world, lendingDay(world));
      found(world, loan, 'non-production', { amountFen: 500_000 });
      world.say(addDays(loan.grantedOn, 75), 'bank', 'ReportLoanRectification', loan.id, { reportRevision: 2, measure: 'use-corrected', amountFen: 500_000, note: '已转回生产', occurredOn: addDays(loan.grantedOn, 75) });
    },
  },
  { part: 'g', truth: 'inseparable', told: 'a household struck off by mistake, as the village meeting minutes show, and never put back', tell(world) {
    const on = lendingDay(world);
    const home = world.household({ others: ['spouse'] });
    world.say(addDays(on, -40), 'office', 'MarkStatus', home.id, { status: 'removed', basis: '动态调整剔除', occurredOn: addDays(on, -40) });
    lend(world, on, {}, home);
  } },
  { part: 'e', truth: 'inseparable', told: 'the right product under a wrong heading in the bank\'s system', tell(world) { lend(world, lendingDay(world), { product: '农户联保贷款' }); } },
];

const plantings: Plantings = { rule: 'A20', plantings: [...beyond, ...alike] };
export default plantings;
