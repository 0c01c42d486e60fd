/** Acts by which an office moves money, approves, posts or takes down, each with the day it gives for itself. */
import { idOf, text, fen, whole, type Fold, type FactTable } from './fact';

interface Opening { readonly region?: string; readonly campaign?: string; readonly personRef?: string; readonly householdId?: string }
interface Acted { readonly amountFen?: number; readonly changeFen?: number; readonly totalFen?: number; readonly settledFen?: number; readonly paidFen?: number; readonly amountPerMonthFen?: number }

const nounOf = (stream: string): string => stream.slice(0, stream.indexOf('-'));

/** A benefit is about whom it is for, a house about its household: what a reader can look up. */
const subjectOf = (stream: string, id: string, { personRef, householdId }: Opening): readonly [kind: string, id: string] => {
  const noun = nounOf(stream);
  if (noun === 'benefit' && personRef !== undefined) return ['person', personRef];
  return (noun === 'benefit' || noun === 'house') && householdId !== undefined ? ['household', householdId] : [noun, id];
};

const act = (kind: string): Fold => (data: Acted, event, opening: Opening) => {
  const [subjectKind, subjectId] = subjectOf(event.streamId, idOf(event), opening);
  return {
    stream_id: event.streamId, revision: event.revision, type: event.type, kind, subject_kind: subjectKind, subject_id: subjectId, region: opening.region ?? '',
    amount_fen: data.amountFen ?? data.changeFen ?? data.settledFen ?? data.totalFen ?? data.paidFen ?? data.amountPerMonthFen, campaign: opening.campaign,
    by_actor: event.metadata.actor, by_office: event.metadata.office,
  };
};

const KINDS = {
  money: [
    'AllocationIssued', 'AllocationReceived', 'CarriedAllocationOpened', 'AllocationSplit', 'SplitWithdrawn', 'AllocationAdjusted', 'AllocationReclaimed', 'ReclaimedFundsReceived', 'FundsIntegrated', 'IntegratedFundsReceived',
    'CarriedOver', 'CarriedFundsReceived', 'ResultsReceived', 'DisbursementReversed', 'FailedFundsRepaid', 'PaymentExecuted', 'PaymentReversed', 'RecoveryReceived',
    'PremiumPaidOnBehalf', 'MedicalGuaranteePaid', 'RetentionReleased', 'InterestSubsidyPaid', 'RiskCompensationPaid',
  ],
  approval: ['BatchApproved', 'PaymentApproved', 'RosterSealed', 'ProjectChangeApproved', 'ProjectAdmitted', 'UsePlanApproved', 'CaseConcluded', 'RectificationAccepted', 'AllowanceGranted'],
  posting: ['DisclosurePosted', 'RosterPosted'],
  withdrawal: ['DisclosureWithdrawn'],
  step: ['BatchOpened', 'BatchSubmitted', 'PaymentOrdered', 'BatchSent', 'BatchClosed', 'ProjectRemoved', 'ProjectTendered', 'ProjectAwarded', 'ContractSigned', 'ProjectStarted', 'ProjectAccepted', 'ProjectClosed', 'ProjectTerminated', 'YearClosed', 'HouseAccepted', 'RelocationSettled'],
} as const;

const table: FactTable = {
  table: 'act',
  meaning: 'an office moved money, approved, posted, took down or passed a step; occurred_on is the day it gives',
  columns: {
    stream_id: text('stream'),
    revision: whole('revision in that stream'),
    type: text('type of the event'),
    kind: text('money, approval, posting, withdrawal or step'),
    subject_kind: text('kind of the subject'),
    subject_id: text('id of the subject'),
    region: text('region of the subject'),
    amount_fen: fen('amount it names; a change of an allocation may be negative'),
    campaign: text('campaign that brought the subject over from another system'),
    by_actor: text('who recorded it, as signed in'),
    by_office: text('office of who recorded it'),
  },
  indexes: ['stream_id, type, position'],
  from: Object.fromEntries(Object.entries(KINDS).flatMap(([kind, types]) => types.map((type) => [type, act(kind)]))),
};
export default table;
