/** Pay households the dividend that an agreement promises, on each day it falls due. */
import { dividendFen, dueDays, type LinkageAgreed } from '../../src/domain/project-linkage';
import { idOf } from '../facts/fact';
import type { Duty } from './duty';

const duty: Duty = {
  kind: 'pay-dividend',
  title: { zh: '利益联结分红', en: 'Pay the dividend promised to households' },
  basis: {
    zh: '湖北三年行动实施意见四(二):完善新型经营主体与贫困户的利益联结机制;到期日由协议载明',
    en: 'Hubei three-year opinion, 4 (2): entities are linked with poor households by interest; the agreement names the day',
  },
  rule: 'A32',
  limit: { parameter: 'dividendDays', days: 0 },
  /** The day from which what was paid for this due day comes to what all events of the agreement promise for it. */
  metOn: (at, row) => `(select min(v.on_day) from (
    select o.occurred_on as on_day, sum(o.amount_fen) over (order by o.occurred_on, o.position, o.ordinal) as paid_fen, (
      select sum(w.amount_fen) from audit.dividend_due(${at}) w where w.project_id = a.project_id and w.agreement_number = a.agreement_number and w.due_on = a.due_on) as owed_fen
    from audit.dividend_due(${at}) a
    join audit.dividend(${at}) o on o.project_id = a.project_id and o.agreement_number = a.agreement_number and o.period_due_on = a.due_on
    where a.position = ${row}.position and a.due_on = ${row}.base_on) v
    where v.paid_fen >= v.owed_fen)`,
  from: {
    LinkageAgreed: (data: LinkageAgreed, event, opening: { region: string }) =>
      (data.dividend === undefined ? [] : dueDays(data.dividend).map((dueOn) => ({
        subjectKind: 'project' as const, subjectId: idOf(event), ownerRegion: opening.region, baseOn: dueOn, amountFen: dividendFen(data),
      }))),
  },
};
export default duty;
