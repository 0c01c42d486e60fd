/** Sign the contract within thirty days of the award. */
import type { ProjectAwarded } from '../../src/domain/project-contract';
import { idOf } from '../facts/fact';
import type { Duty } from './duty';

const duty: Duty = {
  kind: 'sign-contract',
  title: { zh: '中标后签订合同', en: 'Sign the contract after the award' },
  basis: { zh: '《招标投标法》第四十六条:自中标通知书发出之日起 30 日内订立书面合同', en: 'Tender law, article 46: a written contract within 30 days of the notice of award' },
  rule: 'A29',
  limit: { parameter: 'contractDays', days: 30 },
  /** By the tender the contract names, or by the winner where it names none. */
  metOn: (at, row) => `(select min(c.occurred_on) from audit.award(${at}) w
    join audit.contract(${at}) c on c.project_id = w.project_id and c.kind = 'signed'
      and case when c.tender_number is null then c.contractor_uscc = w.winner_uscc else c.tender_number = w.tender_number and (c.lot is null or w.lot is null or c.lot = w.lot) end
    where w.position = ${row}.position and w.project_id = ${row}.subject_id)`,
  from: {
    ProjectAwarded: (data: ProjectAwarded, event, opening: { region: string }) => ({
      subjectKind: 'project', subjectId: idOf(event), ownerRegion: opening.region, baseOn: data.occurredOn, amountFen: data.amountFen,
    }),
  },
};
export default duty;
