/** A rule's releases and parameters: which text judges from when on, with which numbers, in which region. */
import { malformed, mustExist } from './checks';
import { recordedBy, type CommandOf, type CommandRule, type Decider, type MessageOf } from './decider';
import { BusinessDate, Choice, Code, Integer, Parts, Region, Sha256, Words } from './field';
import { Refused } from './refused';

const NAME = /^[a-zA-Z][A-Za-z0-9]{0,59}$/;
export const HARMS = ['diversion', 'misappropriation', 'enterprise-loan', 'disclosure-lapse', 'delay', 'eligibility', 'process', 'integrity'] as const;

/** A number a rule reads, effective-dated and by region; the most specific region in force on the date it is read at wins. */
export class RuleParameter {
  @Code('name, with the unit last', NAME) name: string;
  @Integer('value', { min: -Number.MAX_SAFE_INTEGER }) value: number;
  @Words('basis: statute, plan, or "proposal"', { max: 200 }) basis: string;
}
export class RuleReleased {
  @Code('code', /^A\d{2}$/) code: string;
  @Integer('version, from 1', { min: 1 }) version: number;
  @Words('title in Chinese', { max: 100 }) titleZh: string;
  @Words('title in English', { max: 100 }) titleEn: string;
  @Choice('harm', HARMS) harm: (typeof HARMS)[number];
  @Words('full text of the query', { max: 60_000 }) sql: string;
  @Words('full text of the queries that say what touches it', { max: 60_000 }) touches: string;
  @Sha256('hash of query, touches and parameters') textHash: string;
  @Parts('parameters with their defaults, in force from the beginning', () => RuleParameter) parameters: RuleParameter[];
}
export class RuleParameterProposed extends RuleParameter {
  @Region('region it holds in; 00 = everywhere') region: string;
  @BusinessDate('first day it holds') effectiveFrom: string;
}
export class RuleParameterChecked {
  @Integer('revision of the proposal in this stream') proposalRevision: number;
}
export class RuleParameterSet extends RuleParameterProposed {
  @Integer('revision of the proposal in this stream') proposalRevision: number;
}

/** A proposal waits for a second person, then for a third. */
interface Proposal {
  readonly data: RuleParameterProposed;
  readonly maker: string;
  readonly checker: string | undefined;
  readonly set: boolean;
}

export interface RuleState {
  /** Events so far = revision of the next one: proposals are named by their revision. */
  readonly nextRevision: number;
  readonly version: number;
  readonly textHash: string | undefined;
  readonly parameterNames: readonly string[];
  readonly proposals: ReadonlyMap<number, Proposal>;
}

const events = { RuleReleased, RuleParameterProposed, RuleParameterChecked, RuleParameterSet };
const commands = {
  ReleaseRule: { data: RuleReleased, kind: 'wish', by: ['system'], opens: true },
  ProposeRuleParameter: { data: RuleParameterProposed, kind: 'wish', by: ['rule-maker'] },
  CheckRuleParameter: { data: RuleParameterChecked, kind: 'wish', by: ['rule-checker'] },
  SetRuleParameter: { data: RuleParameterChecked, kind: 'wish', by: ['rule-releaser'] },
} satisfies Record<string, CommandRule<RuleState>>;

type Event = MessageOf<typeof events>;
type Command = CommandOf<typeof commands>;

function releaseRule(data: RuleReleased, state: RuleState, id: string): Event[] {
  if (data.code !== id) throw malformed('other-code', '/code', `规则编号应为 ${id}`, `the code must be ${id}`);
  if (data.textHash === state.textHash) throw new Refused('rule-unchanged', { zh: '该规则文本已经发布', en: 'this very text is already released' });
  if (data.version !== state.version + 1) {
    throw new Refused('version-out-of-order', { zh: `下一个版本应为 ${String(state.version + 1)}`, en: `the next version is ${String(state.version + 1)}` });
  }
  return [{ type: 'RuleReleased', data }];
}

function proposeParameter(data: RuleParameterProposed, state: RuleState): Event[] {
  mustExist(state.version > 0, { zh: '规则', en: 'rule' });
  if (!state.parameterNames.includes(data.name)) {
    throw new Refused('no-such-parameter', { zh: `该规则没有参数 ${data.name}`, en: `this rule has no parameter ${data.name}` }, 'unknown');
  }
  return [{ type: 'RuleParameterProposed', data }];
}

function proposalAt(revision: number, state: RuleState): Proposal {
  mustExist(state.version > 0, { zh: '规则', en: 'rule' });
  const proposal = state.proposals.get(revision);
  if (!proposal) throw new Refused('no-such-proposal', { zh: '没有这项参数提议', en: 'there is no such proposal' }, 'unknown');
  if (proposal.set) throw new Refused('parameter-already-set', { zh: '该提议已经生效', en: 'this proposal was already set' });
  return proposal;
}

/** Maker, checker and releaser are three persons, whatever roles one person may hold. */
function mustBeAnother(actor: string, earlier: readonly (string | undefined)[]): void {
  if (earlier.includes(actor)) throw new Refused('same-person', { zh: '提议、复核、发布须为三个不同的人', en: 'proposing, checking and releasing need three different persons' });
}

function checkParameter(data: RuleParameterChecked, state: RuleState, actor: string): Event[] {
  const proposal = proposalAt(data.proposalRevision, state);
  if (proposal.checker !== undefined) throw new Refused('proposal-already-checked', { zh: '该提议已经复核', en: 'this proposal was already checked' });
  mustBeAnother(actor, [proposal.maker]);
  return [{ type: 'RuleParameterChecked', data }];
}

function setParameter(data: RuleParameterChecked, state: RuleState, actor: string): Event[] {
  const proposal = proposalAt(data.proposalRevision, state);
  if (proposal.checker === undefined) throw new Refused('proposal-not-checked', { zh: '该提议尚未复核', en: 'this proposal was not checked yet' });
  mustBeAnother(actor, [proposal.maker, proposal.checker]);
  return [{ type: 'RuleParameterSet', data: { ...proposal.data, proposalRevision: data.proposalRevision } }];
}

function withProposal(state: RuleState, revision: number, change: Partial<Proposal>): RuleState {
  const proposal = state.proposals.get(revision);
  return proposal ? { ...state, proposals: new Map(state.proposals).set(revision, { ...proposal, ...change }) } : state;
}

function evolve(state: RuleState, event: Event): RuleState {
  const next = { ...state, nextRevision: state.nextRevision + 1 };
  const actor = recordedBy(event) ?? '';
  switch (event.type) {
    case 'RuleReleased':
      return { ...next, version: event.data.version, textHash: event.data.textHash, parameterNames: event.data.parameters.map(({ name }) => name) };
    case 'RuleParameterProposed':
      return { ...next, proposals: new Map(state.proposals).set(state.nextRevision, { data: event.data, maker: actor, checker: undefined, set: false }) };
    case 'RuleParameterChecked':
      return withProposal(next, event.data.proposalRevision, { checker: actor });
    case 'RuleParameterSet':
      return withProposal(next, event.data.proposalRevision, { set: true });
  }
}

const rule: Decider<RuleState, Command, Event> = {
  noun: 'rule',
  events,
  commands,
  initial: { nextRevision: 0, version: 0, textHash: undefined, parameterNames: [], proposals: new Map() },
  region: () => '',
  decide(command, state, { id, actor }) {
    switch (command.type) {
      case 'ReleaseRule':
        return releaseRule(command.data, state, id);
      case 'ProposeRuleParameter':
        return proposeParameter(command.data, state);
      case 'CheckRuleParameter':
        return checkParameter(command.data, state, actor.id);
      case 'SetRuleParameter':
        return setParameter(command.data, state, actor.id);
    }
  },
  evolve,
};
export default rule;
