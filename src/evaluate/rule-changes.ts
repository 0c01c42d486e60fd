/** Numbers of rules that change in the middle of a year: proposed, checked and set by three people some weeks before they hold. */
import { addDays, command, type DatedDeed } from '../simulate/step';
import { FIRST } from './wishes';

export interface RuleChange {
  readonly rule: string;
  /** Parameter of the rule. */
  readonly name: string;
  readonly value: number;
  readonly basis: string;
  /** First day it holds. */
  readonly from: string;
}

const SAID_BEFORE_DAYS = 20;
const EVERYWHERE = '00';
const STEPS = 3;

/** In the hard setting these hold everywhere. No story lies between the old number and the new, and some numbers tell only how grave a matter is. */
export const MID_YEAR: readonly RuleChange[] = [
  { rule: 'A01', name: 'snapshotLagDays', value: 33, basis: '示例省〔2017〕21号', from: '2017-07-01' },
  { rule: 'A01', name: 'snapshotLagDays', value: 30, basis: '示例省〔2018〕14号', from: '2018-07-01' },
  { rule: 'A02', name: 'criticalMonths', value: 4, basis: '示例省〔2017〕21号', from: '2017-07-01' },
  { rule: 'A02', name: 'criticalMonths', value: 3, basis: '示例省〔2018〕14号', from: '2018-06-01' },
  { rule: 'A07', name: 'criticalHouseholds', value: 6, basis: '示例省〔2018〕14号', from: '2018-07-01' },
  { rule: 'A30', name: 'windowDays', value: 370, basis: '示例省〔2018〕14号', from: '2018-07-01' },
  { rule: 'A31', name: 'highFromFen', value: 20_000_000, basis: '示例省〔2017〕21号', from: '2017-07-01' },
  { rule: 'A31', name: 'highFromFen', value: 10_000_000, basis: '示例省〔2018〕14号', from: '2018-07-01' },
];

export class RuleChanges {
  private readonly changes: (RuleChange & { readonly region: string; readonly on: string })[] = [];

  /** `region` is where it holds: everywhere where absent. */
  add(change: RuleChange, region = EVERYWHERE): void {
    const on = addDays(change.from, -SAID_BEFORE_DAYS);
    this.changes.push({ ...change, region, on: on < FIRST ? FIRST : on });
  }

  /** A proposal is named by its revision in the stream of the rule, which begins with the release of its text: a service that was upgraded counts otherwise. */
  deeds(): DatedDeed[] {
    const told = new Map<string, number>();
    const inTime = [...this.changes].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
    return inTime.flatMap(({ rule, name, value, basis, from, region, on }) => {
      const proposalRevision = 1 + STEPS * (told.get(rule) ?? 0);
      told.set(rule, (told.get(rule) ?? 0) + 1);
      return [
        command(on, 'rule-maker', 'ProposeRuleParameter', rule, { name, value, basis, region, effectiveFrom: from }),
        command(on, 'rule-checker', 'CheckRuleParameter', rule, { proposalRevision }),
        command(on, 'rule-releaser', 'SetRuleParameter', rule, { proposalRevision }),
      ];
    });
  }
}
