/** A project (项目): planned, changed, started, accepted; irregular steps are recorded and flagged, only the impossible is refused. */
import { BusinessDate, Choice, Code, Fen, Id, Integer, Part, Region, Sha256, Uscc, Words } from './field';

export const PROJECT_ASPECTS = ['site', 'content', 'amount', 'unit', 'beneficiaries'] as const;

export class ProjectPlanned {
  @Region('where it is built or run') region: string;
  @Words('name', { max: 200 }) name: string;
  @Id('programme') programmeId: string;
  @Id('allocation it is paid from', { optional: true }) allocationId?: string;
  @Words('site', { max: 200 }) site: string;
  @Words('what is to be done', { max: 500 }) content: string;
  @Words('implementing unit', { max: 100 }) unitName: string;
  @Uscc('implementing unit', { optional: true }) unitUscc?: string;
  @Fen('planned amount') amountFen: number;
  @Integer('households meant to benefit', { optional: true }) beneficiaryHouseholds?: number;
  @BusinessDate('planned start') plannedStart: string;
  @BusinessDate('planned end') plannedEnd: string;
  @BusinessDate('day of the plan') occurredOn: string;
}
export class ChangeApproval {
  @Code('number of the approving document', /^.{1,40}$/u) documentNumber: string;
  @Words('approving office', { max: 100 }) office: string;
  @BusinessDate('day of approval') approvedOn: string;
}
/** A change found or made on the ground; without `approval` it is a fact to flag (A28). */
export class ProjectChanged {
  @Choice('what changed', PROJECT_ASPECTS) aspect: (typeof PROJECT_ASPECTS)[number];
  @Words('as planned', { optional: true }) before?: string;
  @Words('as changed', { optional: true }) after?: string;
  @Fen('amount after the change, where the amount changed', { optional: true }) amountFen?: number;
  @Part('approval on file', () => ChangeApproval, { optional: true }) approval?: ChangeApproval;
  @Words('why', { max: 200 }) reason: string;
  @BusinessDate('day of the change') occurredOn: string;
}
/** Approval given after the change was recorded. */
export class ProjectChangeApproved {
  @Integer('revision of the ProjectChanged in this stream') changeRevision: number;
  @Part('approval on file', () => ChangeApproval) approval: ChangeApproval;
  @BusinessDate('day the approval was entered') occurredOn: string;
}
export class ProjectStarted {
  @BusinessDate('day work began') occurredOn: string;
}
export class ProjectAccepted {
  @Fen('amount settled at acceptance', { optional: true }) settledFen?: number;
  @Sha256('hash of the acceptance record', { optional: true }) recordHash?: string;
  @BusinessDate('day of acceptance') occurredOn: string;
}
