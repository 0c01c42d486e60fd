/** Pay money that reached the county out to households, within the working days the programme gives. */
import type { AllocationIssued, AllocationReceived } from '../../src/domain/allocation-opening';
import type { Recorded } from '../../src/domain/decider';
import { idOf } from '../facts/fact';
import type { Duty, Owed } from './duty';

const owed = (data: AllocationIssued | AllocationReceived, event: Recorded): Owed | undefined =>
  data.region.length <= 4 ? undefined : {
    subjectKind: 'allocation', subjectId: idOf(event), ownerRegion: data.region, baseOn: data.occurredOn, amountFen: data.amountFen - (data.broughtOverPaidFen ?? 0), programmeId: data.programmeId, broughtOver: data.campaign !== undefined,
  };

/** None where the terms of the programme give no time: monthly items, and works paid by progress. */
const duty: Duty = {
  kind: 'pay-out',
  title: { zh: '资金到县后的发放', en: 'Pay out what the county received' },
  basis: {
    zh: '一卡通发放办理时限(桃江:资金到县财政起 30 个工作日;由补贴项目载明);《预算法》第五十七条:及时、足额拨付',
    en: 'Time limits of one-card payment (30 working days from receipt by the county, as the programme says); Budget law, article 57: paid in time and in full',
  },
  rule: 'A11',
  limit: { terms: 'pay_within_workdays' },
  from: { AllocationIssued: owed, AllocationReceived: owed },
};
export default duty;
