/** Issue a transfer of one's own budget to the level below: 60 days at province or prefecture. */
import type { AllocationIssued, AllocationReceived } from '../../src/domain/allocation-opening';
import type { Recorded } from '../../src/domain/decider';
import { idOf } from '../facts/fact';
import type { Duty, Owed } from './duty';

const owed = (data: AllocationIssued | AllocationReceived, event: Recorded): Owed | undefined =>
  data.region.length > 4 || data.source === 'central' ? undefined : {
    subjectKind: 'allocation', subjectId: idOf(event), ownerRegion: data.region, baseOn: data.occurredOn, amountFen: data.amountFen - (data.broughtOverPaidFen ?? 0), programmeId: data.programmeId, broughtOver: data.campaign !== undefined,
  };

const duty: Duty = {
  kind: 'issue-own-transfer',
  title: { zh: '本级专项转移支付下达', en: 'Issue a special transfer of the own budget' },
  basis: { zh: '《预算法》第五十二条:地方专项转移支付在本级人大批准预算后 60 日内下达', en: 'Budget law, article 52: a local special transfer is issued within 60 days of the budget’s approval' },
  rule: 'A11',
  limit: { parameter: 'ownTransferDays', days: 60 },
  from: { AllocationIssued: owed, AllocationReceived: owed },
};
export default duty;
