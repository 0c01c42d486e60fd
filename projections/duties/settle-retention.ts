/** Settle the quality retention one year after acceptance. */
import type { ProjectAccepted } from '../../src/domain/project';
import { idOf } from '../facts/fact';
import type { Duty } from './duty';

/** Contracts of the project that keep something back, by their last terms. */
const keepingBack = (at: string, row: string): string => `
  select c.contract_number from audit.contract(${at}) c where c.project_id = ${row}.subject_id group by c.contract_number
  having (array_agg(c.retention_basis_points order by c.position desc) filter (where c.retention_basis_points is not null))[1] > 0`;

const duty: Duty = {
  kind: 'settle-retention',
  title: { zh: '质保金到期结算', en: 'Settle the quality retention' },
  basis: {
    zh: '《建设工程质量保证金管理办法》(建质〔2017〕138号):缺陷责任期一般为一年,期满返还;一年为 proposal',
    en: 'Rules on quality retention of works (Jianzhi [2017] 138): the defects period is one year as a rule, then it is given back; one year is a proposal',
  },
  rule: 'A31',
  limit: { parameter: 'retentionDays', days: 365 },
  owedIf: (at, row) => `exists (${keepingBack(at, row)})`,
  /** Each contract that keeps something back released some of it: what is deducted for defects stays. */
  metOn: (at, row) => `(select case when count(*) = count(r.on_day) then max(r.on_day) end from (${keepingBack(at, row)}) k
    left join lateral (select min(o.occurred_on) as on_day from audit.retention(${at}) o where o.project_id = ${row}.subject_id and o.contract_number = k.contract_number) r on true)`,
  from: {
    ProjectAccepted: (data: ProjectAccepted, event, opening: { region: string }) => ({ subjectKind: 'project', subjectId: idOf(event), ownerRegion: opening.region, baseOn: data.occurredOn }),
  },
};
export default duty;
