/** Announce how money was allotted: 15 working days after issue, receipt or split, by the level that did it. */
import type { AllocationSplit } from '../../src/domain/allocation';
import type { AllocationIssued, AllocationReceived } from '../../src/domain/allocation-opening';
import { idOf } from '../facts/fact';
import type { Duty } from './duty';

const duty: Duty = {
  kind: 'announce-allocation',
  title: { zh: '资金分配结果公告', en: 'Announce the allocation' },
  basis: {
    zh: '国务院扶贫办、财政部《关于完善扶贫资金项目公告公示制度的指导意见》(2018);扶贫领域基层政务公开标准目录:15 个工作日',
    en: 'Guiding opinion on announcing poverty-relief funds and projects (2018); disclosure catalogue: 15 working days',
  },
  rule: 'A24',
  limit: { parameter: 'allocationLimitWorkdays', workdays: 15 },
  disclosure: { item: 'allocation', kind: 'announcement' },
  from: {
    AllocationIssued: (data: AllocationIssued, event) => ({
      subjectKind: 'allocation', subjectId: idOf(event), ownerRegion: data.region, baseOn: data.occurredOn, amountFen: data.amountFen,
    }),
    AllocationReceived: (data: AllocationReceived, event) => ({
      subjectKind: 'allocation', subjectId: idOf(event), ownerRegion: data.region, baseOn: data.occurredOn, amountFen: data.amountFen,
    }),
    AllocationSplit: (data: AllocationSplit, event, opening: AllocationIssued) => ({
      subjectKind: 'allocation', subjectId: idOf(event), ownerRegion: opening.region, baseOn: data.occurredOn, amountFen: data.amountFen,
    }),
  },
};
export default duty;
