/** Use plans (用款计划) approved on an allocation, with what payments drew under each, and the reasons given for money that lies idle. */
import { groupedYuanOf } from '../identifiers/money';
import type { MessageOf } from './decider';
import { BusinessDate, Choice, Code, Fen, Id, Month, Uscc, Words } from './field';
import { DOCUMENT } from './allocation-opening';
import { PersistentMap } from './persistent-map';
import type { Pots } from './pots';
import { Refused } from './refused';

export class UsePlanApproved {
  @Id('names this plan within the allocation') planId: string;
  @Words('budget unit that may draw', { max: 100 }) unitName: string;
  @Uscc('that unit', { optional: true }) unitUscc?: string;
  @Month('month it may draw in') month: string;
  @Fen('most it may draw') amountFen: number;
  @Code('number of the approving document', DOCUMENT) documentNumber: string;
  @Words('office that approved it', { optional: true, max: 100 }) approver?: string;
  @BusinessDate('day of approval') occurredOn: string;
}
/** Said by whoever holds the money; whether it is a good reason is for the auditor. */
export class IdleFundsExplained {
  @Fen('amount it speaks of') amountFen: number;
  @Choice('why it waits: quality retention, a court case, the season, a disaster, something else', ['retention', 'litigation', 'seasonal', 'disaster', 'other']) reason: 'retention' | 'litigation' | 'seasonal' | 'disaster' | 'other';
  @Words('in words', { optional: true, max: 200 }) explanation?: string;
  @Code('number of the contract, judgment or decision', DOCUMENT, { optional: true }) documentNumber?: string;
  @BusinessDate('last day the reason holds', { optional: true }) until?: string;
  @BusinessDate('day of the explanation') occurredOn: string;
}

export const PLAN_EVENTS = { UsePlanApproved, IdleFundsExplained };
export const PLAN_COMMANDS = { ApproveUsePlan: UsePlanApproved, ExplainIdleFunds: IdleFundsExplained };
export type PlanEvent = MessageOf<typeof PLAN_EVENTS>;
export type PlanCommand = MessageOf<typeof PLAN_COMMANDS>;

/** A plan and what is committed or paid under it. */
export interface UsePlan {
  readonly amountFen: number;
  readonly usedFen: number;
}
export type UsePlans = PersistentMap<UsePlan>;
export const NO_PLANS: UsePlans = PersistentMap.empty;

export function decidePlan(command: PlanCommand, pots: Pots, plans: UsePlans): readonly PlanEvent[] {
  switch (command.type) {
    case 'ApproveUsePlan':
      return approve(command.data, pots, plans);
    case 'ExplainIdleFunds':
      if (command.data.until !== undefined && command.data.until < command.data.occurredOn) {
        throw new Refused('dates-reversed', { zh: '事由截止日早于说明日', en: 'the reason ends before it is given' }, 'malformed');
      }
      return [{ type: 'IdleFundsExplained', data: command.data }];
  }
}

/** No plan without budget (预算法实施条例 57): all plans together stay within what is, or was, here to be paid. */
function approve(data: UsePlanApproved, pots: Pots, plans: UsePlans): readonly PlanEvent[] {
  if (plans.get(data.planId)) throw new Refused('use-plan-already-approved', { zh: '此编号的用款计划已批复', en: 'a use plan of this id was already approved' });
  const plannedFen = [...plans.values()].reduce((sum, plan) => sum + plan.amountFen, 0);
  const payableFen = pots.balanceFen + pots.committedFen + pots.paidFen;
  if (plannedFen + data.amountFen > payableFen) {
    throw new Refused('use-plan-over-budget', {
      zh: `指标可用 ${groupedYuanOf(payableFen)} 元,已批用款计划 ${groupedYuanOf(plannedFen)} 元,不能再批 ${groupedYuanOf(data.amountFen)} 元`,
      en: `the allocation has ${groupedYuanOf(payableFen)} yuan to pay from and plans of ${groupedYuanOf(plannedFen)}; ${groupedYuanOf(data.amountFen)} more cannot be approved`,
    });
  }
  return [{ type: 'UsePlanApproved', data }];
}

/** A payment that names a plan draws within it; `heldFen` is what the same payment holds under it already. */
export function withinPlan(plans: UsePlans, planId: string | undefined, heldFen: number, amountFen: number): void {
  if (planId === undefined) return;
  const plan = plans.get(planId);
  if (!plan) throw new Refused('use-plan-unknown', { zh: `指标没有已批复的用款计划 ${planId}`, en: `the allocation holds no approved use plan ${planId}` });
  const leftFen = plan.amountFen - plan.usedFen + heldFen;
  if (amountFen <= leftFen) return;
  throw new Refused('use-plan-exceeded', {
    zh: `用款计划 ${planId} 只余 ${groupedYuanOf(leftFen)} 元,不足 ${groupedYuanOf(amountFen)} 元`,
    en: `use plan ${planId} has ${groupedYuanOf(leftFen)} yuan left, less than ${groupedYuanOf(amountFen)}`,
  });
}

export function drawn(plans: UsePlans, planId: string | undefined, changeFen: number): UsePlans {
  const plan = planId === undefined ? undefined : plans.get(planId);
  return plan && planId !== undefined ? plans.with(planId, { ...plan, usedFen: plan.usedFen + changeFen }) : plans;
}

export const planned = (plans: UsePlans, { planId, amountFen }: UsePlanApproved): UsePlans => plans.with(planId, { amountFen, usedFen: 0 });
