/** Pay the grant of an accepted house to the household's card within thirty days. */
import type { HouseAccepted, HouseListed } from '../../src/domain/house';
import type { Duty } from './duty';

const duty: Duty = {
  kind: 'pay-house-grant',
  title: { zh: '危房改造补助拨付到户', en: 'Pay the house grant to the card' },
  basis: { zh: '财社〔2016〕216号:验收合格后 30 日内支付到农户“一卡通”账户', en: 'Caishe [2016] No. 216: to the household’s one-card account within 30 days after acceptance' },
  rule: 'A17',
  limit: { parameter: 'houseGrantDays', days: 30 },
  /** Met when all of it has arrived. */
  metOn: (at, row) => `(select min(run.on_day) from (
    select line.paid_on as on_day, sum(line.amount_fen) over (order by line.position, line.batch_id, line.line) as paid_fen from audit.disbursement(${at}) entry
    cross join lateral (select line.* from audit.paid_line(${at}) line where line.batch_id = entry.batch_id and line.line = entry.line offset 0) line
    where entry.household_id = ${row}.subject_id and entry.programme_id = ${row}.programme_id and entry.attempt = 1 and line.household_id = ${row}.subject_id) run
  where run.paid_fen >= ${row}.amount_fen)`,
  from: {
    HouseAccepted: (data: HouseAccepted, _event, house: HouseListed) =>
      (data.grantFen === 0 ? undefined : {
        subjectKind: 'household', subjectId: house.householdId, ownerRegion: house.region, baseOn: data.occurredOn, amountFen: data.grantFen, programmeId: house.programmeId, broughtOver: house.campaign !== undefined,
      }),
  },
};
export default duty;
