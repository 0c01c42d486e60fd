/** Household loans: most used by the household itself, six whose proceeds end at one company that then pays a fixed dividend. */
import type { Chance } from './chance';
import { organisationOf, type Household, type Population } from './people';
import { spread } from './projects';
import { clearAccount, clearPerson, headOf } from './registers';
import { addDays, command, type DatedDeed, type Planted } from './step';

function grant(id: string, household: Household, on: string, principalFen: number, extra: object): DatedDeed[] {
  const borrower = headOf(household);
  return [
    command(on, 'bank', 'GrantLoan', id, {
      region: household.village, householdId: household.id, borrower: clearPerson(borrower), bank: '农商行', product: '扶贫小额信贷', principalFen, termMonths: 36, rateBasisPoints: 435,
      use: 'production', collateral: false, occurredOn: on, ...extra,
    }),
    command(addDays(on, 2), 'bank', 'PayOutLoan', id, { amountFen: principalFen, account: clearAccount(household.account, borrower), occurredOn: addDays(on, 2) }),
  ];
}

export function loans(population: Population, chance: Chance, count: number): { deeds: DatedDeed[]; planted: Planted[] } {
  const deeds: DatedDeed[] = [];
  const planted: Planted[] = [];
  const borrowers = chance.sample(population.households.filter((household) => headOf(household).bornOn > '1955-01-01'), count + 6);
  const supplier = organisationOf('91', population.county, 300, '示例绿源种苗有限公司');
  const cooperative = organisationOf('93', population.county, 301, '示例县云岭茶叶专业合作社');
  borrowers.slice(0, count).forEach((household, index) => {
    const id = `DK2018-${String(index + 1).padStart(3, '0')}`;
    const on = addDays('2018-03-05', spread(index, count, 2));
    const principalFen = chance.whole(2, 5) * 1_000_000;
    const joint = index % 5 === 4;
    deeds.push(...grant(id, household, on, principalFen, joint ? { mode: 'co-operative', partnerUscc: cooperative.uscc, memberOnRecord: true, participationOnRecord: true, consentOnRecord: true } : { mode: 'self' }));
    // A look-alike: seedlings bought in bulk from one company, with invoice and delivery note.
    if (index % 4 === 1) {
      deeds.push(command(addDays(on, 6), 'bank', 'ReportLoanProceeds', id, {
        hop: 1, amountFen: Math.floor(principalFen * 9 / 10), counterpartyKind: 'organisation', counterpartyUscc: supplier.uscc, counterpartyName: supplier.name,
        invoiceNumber: `FP${String(10_000 + index)}`, deliveryNumber: `SH${String(10_000 + index)}`, occurredOn: addDays(on, 6),
      }));
    }
    if (joint) {
      deeds.push(command(addDays(on, 8), 'bank', 'ReportLoanProceeds', id, { hop: 1, amountFen: principalFen, counterpartyKind: 'organisation', counterpartyUscc: cooperative.uscc, counterpartyName: cooperative.name, occurredOn: addDays(on, 8) }));
    }
  });
  deeds.push(...borrowedForCompany(population, borrowers.slice(count), planted));
  return { deeds, planted };
}

function borrowedForCompany(population: Population, households: readonly Household[], planted: Planted[]): DatedDeed[] {
  const company = organisationOf('91', population.county, 310, '示例恒源农业开发有限公司');
  planted.push({ rule: 'A19', part: 'b', subject: `organisation ${company.uscc}`, why: `${String(households.length)} households' loans reached it within 90 days` });
  return households.flatMap((household, index) => {
    const id = `DK2018-9${String(index + 1).padStart(2, '0')}`;
    const on = addDays('2018-05-07', index * 5);
    planted.push({ rule: 'A19', part: 'a', subject: `loan ${id}`, why: 'all of the principal went to the company' });
    if (index < 2) planted.push({ rule: 'A19', part: 'c', subject: `loan ${id}`, why: 'the company pays a fixed dividend' });
    return [
      ...grant(id, household, on, 5_000_000, { mode: 'self' }),
      command(addDays(on, 4), 'bank', 'ReportLoanProceeds', id, { hop: 1, amountFen: 5_000_000, counterpartyKind: 'organisation', counterpartyUscc: company.uscc, counterpartyName: company.name, occurredOn: addDays(on, 4) }),
      ...(index < 2 ? [command('2018-11-20', 'bank', 'ReportLoanDividend', id, { payer: 'organisation', payerUscc: company.uscc, amountFen: 300_000, fixed: true, occurredOn: '2018-11-20' })] : []),
    ];
  });
}
