/** The books of a county's year beside its payments: reported figures, delegated approvals, use plans, money pooled for roads, what is left carried to the next year. */
import { allocationIdOf } from './funds';
import type { SimulatedProgramme } from './programmes';
import { command, type DatedDeed } from './step';

const POOLED_FEN = 100_000;
const CARRIED_FEN = 100_000;
/** Programmes whose money was needed less than planned. */
const POOLED = ['TEMPAID', 'MACHINE', 'STARTUP', 'TRAINING', 'FUNERAL'];
const CARRIED = ['INDUSTRY', 'BREED', 'TEA', 'TOILET'];

export function books(county: string, programmes: readonly SimulatedProgramme[]): DatedDeed[] {
  const paid = new Set(programmes.map(({ id }) => id));
  const document = (number: number): string => `示财农〔2018〕${String(number)}号`;
  return [
    ...[['2018-03-20', 'clerk', county], ['2018-03-25', 'province', '42']].map(([on = '', as = '', region = '']) => command(on, as, 'ReportFiscalYear', `${region}-2017`, {
      region, year: 2017, revenueFen: 90_000_000_000, previousRevenueFen: 84_000_000_000, specialBudgetAddedFen: 950_000_000, recoveredStockFen: 400_000_000, recoveredStockToPovertyFen: 210_000_000, poorCounty: region === county,
      documentNumber: '2017年决算', occurredOn: on,
    })),
    ...(['county', 'county', 'county', 'province'] as const).map((level, index) => command('2018-06-15', 'clerk', 'DelegateApproval', `${county}-2018`, {
      region: county, year: 2018, itemId: `D${String(index + 1)}`, what: '年度扶贫项目审批', level, countyMayApprove: true, count: 95 + index, amountFen: 100_000_000, occurredOn: '2018-06-15',
    })),
    ...Array.from({ length: 12 }, (_, month) => command('2018-01-20', 'checker', 'ApproveUsePlan', allocationIdOf('WORKS', county), {
      planId: `YK2018-${String(month + 1)}`, unitName: '县交通运输局', month: `2018-${String(month + 1).padStart(2, '0')}`, amountFen: 10_000_000, documentNumber: document(200 + month), occurredOn: '2018-01-20',
    })),
    ...POOLED.filter((id) => paid.has(id)).flatMap((id) => pooled(allocationIdOf(id, county), allocationIdOf('WORKS', county))),
    ...CARRIED.filter((id) => paid.has(id)).flatMap((id, index) => carried(allocationIdOf(id, county), `2019-${id}-${county}`, county, document(300 + index))),
  ];
}

function pooled(from: string, to: string): DatedDeed[] {
  return [
    command('2018-11-06', 'clerk', 'IntegrateFunds', from, { integrationId: 'ZH1', toAllocationId: to, amountFen: POOLED_FEN, planNumber: '示整合〔2018〕1号', planVersion: 1, useProgrammeId: 'WORKS', occurredOn: '2018-11-06' }),
    command('2018-11-07', 'clerk', 'ReceiveIntegratedFunds', to, { fromAllocationId: from, integrationId: 'ZH1', amountFen: POOLED_FEN, occurredOn: '2018-11-07' }),
  ];
}

function carried(from: string, to: string, region: string, documentNumber: string): DatedDeed[] {
  return [
    command('2018-12-29', 'clerk', 'CarryOver', from, { carryId: 'JZ1', kind: 'carry-over', toAllocationId: to, toBudgetYear: 2019, documentNumber, amountFen: CARRIED_FEN, occurredOn: '2018-12-29' }),
    command('2018-12-31', 'clerk', 'OpenCarriedAllocation', to, { carriedFromId: from, carryId: 'JZ1', region, amountFen: CARRIED_FEN, occurredOn: '2018-12-31' }),
  ];
}
