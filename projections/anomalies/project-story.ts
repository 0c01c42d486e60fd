/** Words to tell stories of projects: planned, contracted, paid, accepted. Invented firms only. */
import { PaymentExecuted, PaymentOrdered } from '../../src/domain/payment';
import { ProjectAccepted, ProjectPlanned } from '../../src/domain/project';
import { ContractSigned, ProjectTendered } from '../../src/domain/project-contract';
import { account, COUNTY, said, VILLAGE, type StoryEvent } from './story';

export const FIRM = '91422801MA0000000A';
export const OTHER_FIRM = '91422801MA0000001X';

export const planned = (id: string, terms: Partial<ProjectPlanned> = {}): StoryEvent =>
  said(`project-${id}`, ProjectPlanned, {
    region: VILLAGE, name: '村道硬化', programmeId: 'p1', allocationId: 'a1', site: '一组', content: '硬化一公里', unitName: '示例镇政府', unitUscc: '11422801000000000F', amountFen: 10_000_000,
    plannedStart: '2018-04-01', plannedEnd: '2018-09-30', occurredOn: '2018-03-01', ...terms,
  });

export const signed = (id: string, terms: Partial<ContractSigned> = {}): StoryEvent =>
  said(`project-${id}`, ContractSigned, {
    contractNumber: 'HT-1', contractorUscc: FIRM, contractorName: '示例建设公司', amountFen: 10_000_000, startOn: '2018-04-01', endOn: '2018-09-30', occurredOn: '2018-03-20', ...terms,
  });

export const tendered = (id: string, terms: Partial<ProjectTendered> = {}): StoryEvent =>
  said(`project-${id}`, ProjectTendered, {
    tenderNumber: 'ZB-1', method: 'open', category: 'works', budgetFen: 10_000_000, lots: 1, closesOn: '2018-03-25', occurredOn: '2018-03-02', ...terms,
  });

export const accepted = (id: string, on: string, terms: Partial<ProjectAccepted> = {}): StoryEvent => said(`project-${id}`, ProjectAccepted, { occurredOn: on, ...terms });

/** A payment for a project, ordered and executed on one day. */
export const paidFor = (projectId: string, id: string, on: string, amountFen: number, order: Partial<PaymentOrdered> = {}): StoryEvent[] => [
  said(`payment-${id}`, PaymentOrdered, {
    region: COUNTY, allocationId: 'a1', projectId, payeeKind: 'organisation', payeeUscc: FIRM, accountRef: account('firm'), amountFen, economicClass: '31005', functionCode: '2130505',
    purpose: 'rural-infrastructure', summary: '工程款', occurredOn: on, ...order,
  }),
  said(`payment-${id}`, PaymentExecuted, { voucherNumber: `V-${id}`, occurredOn: on }),
];
