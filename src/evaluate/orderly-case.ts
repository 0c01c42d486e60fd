/** A case as it should run: opened, concluded by two, what was wrong put right and brought back in time. */
import { addDays } from '../simulate/step';
import type { CaseWorld } from './case-world';

/** A confirmed case, as orders need one. Answers its id. */
export function confirmedCase(world: CaseWorld, on: string, more: object = {}): string {
  const id = world.id('k');
  world.say(on, 'inspector', 'OpenCase', id, { region: world.county, title: '补贴发放问题', origin: 'inspection', subjects: [{ kind: 'region', id: world.county }], flagIds: [], occurredOn: on, ...more });
  world.say(addDays(on, 20), 'inspector', 'ProposeConclusion', id, { conclusion: 'confirmed', violation: 'withholding', amountFen: 2_000_000, reasonText: '账、证、人三方核对一致', occurredOn: addDays(on, 20) });
  world.say(addDays(on, 21), 'auditor', 'ConcludeCase', id, { occurredOn: addDays(on, 21) });
  return id;
}

/** Concluded so many days after it was opened. */
export const CONCLUDED_AFTER_DAYS = 21;

export interface RecoveryWish {
  readonly amountFen: number;
  readonly on: string;
  readonly dueOn: string;
  readonly returnTo?: string;
  /** Whom it is asked of: some office where absent. */
  readonly from?: object;
  readonly instalments?: readonly { readonly dueOn: string; readonly amountFen: number }[];
}

/** Ordered in a case of its own. Answers the recovery's id. */
export function orderRecovery(world: CaseWorld, { amountFen, on, dueOn, returnTo = 'treasury', from = { kind: 'organisation', id: world.organisation('11').uscc }, instalments }: RecoveryWish): string {
  const id = world.id('v');
  world.owns('recovery', id);
  world.say(on, 'inspector', 'OrderRecovery', confirmedCase(world, addDays(on, -CONCLUDED_AFTER_DAYS - 1)), {
    recoveryId: id, region: world.county, from, amountFen, decisionNumber: `示纪决〔2018〕${world.label.slice(-4)}号`, returnTo, dueOn, ...(instalments && { instalments }), occurredOn: on,
  });
  return id;
}

export function receive(world: CaseWorld, recovery: string, on: string, amountFen: number, intoKind = 'treasury'): void {
  world.say(on, 'clerk', 'ReceiveRecovery', recovery, { amountFen, voucherNumber: world.id('JK'), intoKind, occurredOn: on });
}

/** Something to put right, ordered in a case of its own. Answers the rectification's id. */
export function orderRectification(world: CaseWorld, on: string, dueOn: string, caseId = confirmedCase(world, addDays(on, -CONCLUDED_AFTER_DAYS - 1))): string {
  const id = world.id('z');
  world.owns('rectification', id);
  world.say(on, 'inspector', 'OrderRectification', caseId, { rectificationId: id, region: world.county, office: '县财政局', what: '补发并完善发放台账', dueOn, occurredOn: on });
  return id;
}

export function reportRectified(world: CaseWorld, rectification: string, on: string, evidenceHashes: readonly string[]): void {
  world.say(on, 'clerk', 'ReportRectification', rectification, { text: '已补发,台账已完善', evidenceHashes, occurredOn: on });
}

export const acceptRectified = (world: CaseWorld, rectification: string, on: string): void =>
  world.say(on, 'inspector', 'AcceptRectification', rectification, { reason: '资料齐全,抽查属实', occurredOn: on });
