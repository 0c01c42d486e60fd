/** Who may read and send what, written down from the contract (§2) and the roles of the field, not from the code: what the probes expect. */

const EVERYBODY = ['clerk', 'checker', 'office', 'bank', 'auditor', 'inspector', 'supervisor', 'admin', 'province', 'rule-maker', 'rule-checker', 'rule-releaser'] as const;
export type DemoRole = (typeof EVERYBODY)[number];
export const ROLES: readonly DemoRole[] = EVERYBODY;

/** Those who look into a region. */
const OVERSIGHT: readonly DemoRole[] = ['auditor', 'inspector', 'supervisor'];
const FINANCE: readonly DemoRole[] = ['clerk', 'checker', 'province'];
/** Business data of a county; the administrator and the keepers of rules see none of it. */
const COUNTY: readonly DemoRole[] = [...OVERSIGHT, ...FINANCE, 'office'];
/** The bank sees what it pays and lends, and nothing of who is eligible for what. */
const WITH_BANK: readonly DemoRole[] = [...COUNTY, 'bank'];

/** By the first segment of a route under /v1, or by first and last where that says more. */
const READS: Readonly<Record<string, readonly DemoRole[]>> = {
  // Proofs tell nothing; of an event, who may not see it is told that there is none.
  proofs: EVERYBODY, events: EVERYBODY,
  commands: EVERYBODY, log: EVERYBODY, programmes: EVERYBODY, calendars: EVERYBODY, regions: EVERYBODY, days: EVERYBODY, rules: EVERYBODY,
  batches: WITH_BANK, loans: WITH_BANK, allocations: COUNTY, projects: COUNTY, households: COUNTY, houses: COUNTY, benefits: [...OVERSIGHT, 'office'], rosters: COUNTY, registers: COUNTY, payments: COUNTY, disclosures: COUNTY, duties: COUNTY, trace: COUNTY,
  // What a household is due tells of illness and schooling, as its benefits do.
  'households/statement': [...OVERSIGHT, 'office'],
  flags: OVERSIGHT, cases: OVERSIGHT, complaints: OVERSIGHT, engagements: OVERSIGHT, rectifications: COUNTY, recoveries: COUNTY, inquiries: COUNTY,
};

/** Terms that bind everybody: of no county, so nothing of another county shows in them. */
export const SHARED: readonly string[] = ['commands', 'log', 'proofs', 'programmes', 'calendars', 'regions', 'days', 'rules'];

/** Undefined where nothing was written down for a route: then only that it tells nothing of other counties, and nothing without a token. */
export const mayRead = (noun: string): readonly DemoRole[] | undefined => READS[noun];

/** Who may send a command, by what it is about. */
const SENDS: readonly (readonly [command: RegExp, roles: readonly DemoRole[]])[] = [
  // The contract names the province; standards are set by the line departments too, each for its own region.
  [/^(DefineProgramme|ReviseProgramme)$/, ['province', 'office']],
  [/^(IssueAllocation|AdjustAllocation)$/, ['province']],
  [/^(ReceiveAllocation|ReclaimAllocation|SplitAllocation|CarryOver\w*|IntegrateFunds)$/, ['clerk', 'province']],
  // A plan is approved by somebody other than who draws on it.
  [/^ApproveUsePlan$/, ['checker', 'province']],
  [/^(OpenBatch|EnterDisbursements?|SubmitBatch|SendBatch|CloseBatch|ReissueDisbursement|OrderPayment)$/, ['clerk']],
  [/^(ApproveBatch|RejectBatch|ApprovePayment)$/, ['checker']],
  // What is wrong with a loan is found by the bank and by the poverty-relief office alike.
  [/^(ReportLoanIrregularity|ReportLoanRectification)$/, ['bank', 'office']],
  [/^(ReceiveResults|GrantLoan|PayOutLoan|ReportLoan\w+|RepayLoan|ExtendLoan)$/, ['bank']],
  [/^(EndDay|PublishHolidays|PublishRegionCodes)$/, ['admin']],
  [/^(RegisterHousehold|ReportMember\w+|AddMember|BindAccount|ReplaceAccount|SplitHousehold|MarkStatus|CompileRoster|PostRoster|SealRoster)$/, ['office']],
  [/^(OpenCase|AddFlagsToCase|HoldTalk|NotifyParties|OrderRectification|CloseCase|AcceptRectification|RejectRectification|WithdrawRectification|ReceiveComplaint|LinkComplaint|AnswerComplaint|ReportVisit)$/, OVERSIGHT],
  [/^(ProposeConclusion|ConcludeCase|OrderRecovery|WithdrawRecovery)$/, ['inspector', 'auditor']],
  [/^(AssignResponsibility|ReferDishonesty)$/, ['inspector']],
  [/^(OpenEngagement|DrawSample|RecordSampleResult|CloseEngagement)$/, ['auditor']],
  // The service alone attests, for whoever asks for a pack.
  [/^AttestStream$/, []],
  [/^RequestReply$/, ['auditor', 'supervisor']],
  /** What the audited does about it. */
  [/^(ReportRectification|ReceiveRecovery|ReplyToAudit)$/, ['office', 'clerk']],
];

/** Roles that send no business event: they look, and do work of their own. */
export const NEVER_SEND: readonly DemoRole[] = OVERSIGHT;

/** Their own work, name by name: it moves no money and changes no record of business. Evidence they attach to cases alone. */
export const WORK_OF_OVERSIGHT: readonly string[] = [
  'AttachEvidence', 'OpenCase', 'AddFlagsToCase', 'HoldTalk', 'NotifyParties', 'ProposeConclusion', 'ConcludeCase', 'AssignResponsibility', 'ReferDishonesty', 'CloseCase',
  'OrderRectification', 'AcceptRectification', 'RejectRectification', 'WithdrawRectification', 'OrderRecovery', 'WithdrawRecovery', 'RequestReply',
  'OpenEngagement', 'DrawSample', 'RecordSampleResult', 'CloseEngagement', 'ReceiveComplaint', 'LinkComplaint', 'AnswerComplaint', 'ReportVisit',
];

export const maySend = (command: string): readonly DemoRole[] | undefined => SENDS.find(([name]) => name.test(command))?.[1];
