/** A rule is released by the service, its parameters by three different persons. */
import rule from '../../src/domain/rule';
import { hash, storyOf, told } from '../support/story';

const { given } = storyOf(rule, { id: 'A03' });
const text = {
  code: 'A03', version: 1, titleZh: '重复享受(同项)', titleEn: 'Paid twice for the same', harm: 'misappropriation', sql: 'select 1', touches: 'select 2', textHash: hash('a'),
  parameters: [{ name: 'graceMonths', value: 1, basis: 'proposal' }],
};
const proposal = { name: 'graceMonths', value: 2, basis: '县实施方案', region: '422899', effectiveFrom: '2018-07-01' };
const released = told('RuleReleased', text, 'system');
const proposed = told('RuleParameterProposed', proposal, 'mu');
const checked = told('RuleParameterChecked', { proposalRevision: 1 }, 'lin');
const set = told('RuleParameterSet', { ...proposal, proposalRevision: 1 }, 'he');

describe('a release', () => {
  it('opens the rule with version 1, sent by the service alone', () => {
    given().when('ReleaseRule', text).thenRecords('RuleReleased');
    expect(rule.commands.ReleaseRule.by).toEqual(['system']);
  });

  it('follows with the next version of another text', () => {
    given(released).when('ReleaseRule', { ...text, version: 2, textHash: hash('b') }).thenRecords('RuleReleased');
  });

  it('refuses the same text, a version out of order and another code', () => {
    given(released).when('ReleaseRule', { ...text, version: 2 }).thenRefuses('rule-unchanged');
    given(released).when('ReleaseRule', { ...text, version: 3, textHash: hash('b') }).thenRefuses('version-out-of-order');
    given().when('ReleaseRule', { ...text, code: 'A04' }).thenRefuses('other-code');
  });
});

describe('a parameter', () => {
  it('is proposed, checked and set by three persons', () => {
    given(released).when('ProposeRuleParameter', proposal, { by: 'mu' }).thenRecords('RuleParameterProposed');
    given(released, proposed).when('CheckRuleParameter', { proposalRevision: 1 }, { by: 'lin' }).thenRecords('RuleParameterChecked');
    given(released, proposed, checked).when('SetRuleParameter', { proposalRevision: 1 }, { by: 'he' }).then(set);
  });

  it.each([
    ['same-person', [released, proposed], 'CheckRuleParameter', 'mu'],
    ['same-person', [released, proposed, checked], 'SetRuleParameter', 'mu'],
    ['same-person', [released, proposed, checked], 'SetRuleParameter', 'lin'],
    ['proposal-not-checked', [released, proposed], 'SetRuleParameter', 'he'],
    ['proposal-already-checked', [released, proposed, checked], 'CheckRuleParameter', 'wu'],
    ['parameter-already-set', [released, proposed, checked, set], 'SetRuleParameter', 'wu'],
    ['no-such-proposal', [released], 'CheckRuleParameter', 'lin'],
    ['not-found', [], 'CheckRuleParameter', 'lin'],
  ])('refuses as %s (%#)', (code, history, command, by) => {
    given(...history).when(command, { proposalRevision: 1 }, { by }).thenRefuses(code);
  });

  it('must be one the released text reads', () => {
    given(released).when('ProposeRuleParameter', { ...proposal, name: 'graceDays' }).thenRefuses('no-such-parameter');
    given().when('ProposeRuleParameter', proposal).thenRefuses('not-found');
  });
});
