/** Take the old house down within its term once the household moved. */
import type { RelocationSettled, RelocationTargeted } from '../../src/domain/house';
import type { Duty } from './duty';

const duty: Duty = {
  kind: 'demolish-old-house',
  title: { zh: '建新拆旧', en: 'Take the old house down' },
  basis: { zh: '湖北省三年行动实施意见四(三):建新必拆旧;入住后 365 日为 proposal', en: 'Provincial three-year opinion, 4 (3): who builds new takes down the old; 365 days after moving in is a proposal' },
  rule: 'A44',
  limit: { parameter: 'oldHouseDays', days: 365 },
  metOn: (at, row) => `(select min(gone.occurred_on) from audit.old_house_demolished(${at}) gone where gone.house_id = substr(${row}.stream_id, 7))`,
  from: {
    RelocationSettled: (data: RelocationSettled, _event, house: RelocationTargeted) => ({
      subjectKind: 'household', subjectId: house.householdId, ownerRegion: house.region, baseOn: data.movedInOn, programmeId: house.programmeId, broughtOver: house.campaign !== undefined,
    }),
  },
};
export default duty;
