/** Changes of projects, and approvals given after a change was recorded. */
import type { ProjectChangeApproved, ProjectChanged } from '../../src/domain/project';
import { day, fen, idOf, text, whole, type FactTable } from './fact';

/** A plan, or the proposal before it. */
interface Opening { readonly region: string; readonly amountFen: number }

const table: FactTable = {
  table: 'project_change',
  meaning: 'a project was changed, or a change was approved afterwards',
  columns: {
    project_id: text('project'),
    kind: text('changed or approved'),
    revision: whole('revision of the change in the project stream; of an approval: the change it approves'),
    region: text('region of the project'),
    aspect: text('what changed'),
    planned_fen: fen('amount of the plan or proposal that opened the stream; the plan itself stands in project'),
    amount_fen: fen('amount after the change'),
    approved_on: day('day of the approval on file'),
    document_number: text('approving document'),
  },
  indexes: ['project_id, revision'],
  from: {
    ProjectChanged: (data: ProjectChanged, event, plan: Opening) => ({
      project_id: idOf(event), kind: 'changed', revision: event.revision, region: plan.region, aspect: data.aspect, planned_fen: plan.amountFen, amount_fen: data.amountFen,
      approved_on: data.approval?.approvedOn, document_number: data.approval?.documentNumber,
    }),
    ProjectChangeApproved: (data: ProjectChangeApproved, event, plan: Opening) => ({
      project_id: idOf(event), kind: 'approved', revision: data.changeRevision, region: plan.region, planned_fen: plan.amountFen,
      approved_on: data.approval.approvedOn, document_number: data.approval.documentNumber,
    }),
  },
};
export default table;
