/** Pay a patient back what their own burden of a year exceeds its cap by. */
import type { BenefitOf, GuaranteeFellDue } from '../../src/domain/benefit-events';
import type { Duty } from './duty';

/** The benefit's id follows `benefit-`. Paid in the order it fell due: met on the day the payments of the year reach all that was due up to this. */
const reached = (at: string, row: string): string => `(select min(run.on_day) from (
    select paid.occurred_on as on_day, sum(paid.amount_fen) over (order by paid.position) as paid_fen from audit.medical_guarantee(${at}) paid
    where paid.benefit_id = substr(${row}.stream_id, 9) and paid.change = 'paid' and paid.year = extract(year from ${row}.base_on)) run
  where run.paid_fen >= (select sum(owed.amount_fen) from audit.medical_guarantee(${at}) owed
    where owed.benefit_id = substr(${row}.stream_id, 9) and owed.change = 'due' and owed.year = extract(year from ${row}.base_on) and owed.position <= ${row}.position))`;

const duty: Duty = {
  kind: 'pay-medical-guarantee',
  title: { zh: '医疗个人负担超限兜底', en: 'Bear medical costs above the cap' },
  basis: {
    zh: '湖北省三年行动实施意见四(六):个人年度实际负担控制在 5000 元以内;30 日为 proposal',
    en: 'Provincial three-year opinion, 4 (6): own burden of a year within 5,000 yuan; 30 days is a proposal',
  },
  rule: 'A17',
  limit: { parameter: 'guaranteeDays', days: 30 },
  metOn: reached,
  from: {
    GuaranteeFellDue: (data: GuaranteeFellDue, _event, benefit: BenefitOf) =>
      (benefit.personRef === undefined ? undefined : {
        subjectKind: 'person', subjectId: benefit.personRef, ownerRegion: benefit.region, baseOn: data.occurredOn, amountFen: data.dueFen, programmeId: data.programmeId, broughtOver: benefit.campaign !== undefined,
      }),
  },
};
export default duty;
