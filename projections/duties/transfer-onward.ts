/** Pass money received from the level above on to the counties: 30 days at province or prefecture. */
import type { AllocationIssued, AllocationReceived } from '../../src/domain/allocation-opening';
import type { Recorded } from '../../src/domain/decider';
import { idOf } from '../facts/fact';
import type { Duty, Owed } from './duty';

const owed = (data: AllocationIssued | AllocationReceived, event: Recorded): Owed | undefined =>
  data.region.length > 4 || data.source !== 'central' ? undefined : {
    subjectKind: 'allocation', subjectId: idOf(event), ownerRegion: data.region, baseOn: data.occurredOn, amountFen: data.amountFen - (data.broughtOverPaidFen ?? 0), programmeId: data.programmeId, broughtOver: data.campaign !== undefined,
  };

const duty: Duty = {
  kind: 'pass-on-transfer',
  title: { zh: '中央转移支付分解下达', en: 'Pass a central transfer on' },
  basis: { zh: '《预算法》第五十二条:省级收到中央转移支付后 30 日内正式下达', en: 'Budget law, article 52: a province passes a central transfer on within 30 days of receipt' },
  rule: 'A11',
  limit: { parameter: 'transferDays', days: 30 },
  from: { AllocationIssued: owed, AllocationReceived: owed },
};
export default duty;
