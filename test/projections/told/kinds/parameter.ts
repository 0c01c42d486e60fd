/** A parameter of a rule is set. */
import { COUNTY, said, VILLAGE } from '../../../../projections/anomalies/story';
import { RuleParameterSet } from '../../../../src/domain/rule';
import { pick, type Act, type Kind, type Telling } from '../telling';

function setParameter(told: Telling, act: Act): void {
  const rules = told.rules.filter((rule) => rule.parameters.length > 0 && told.knows(`rule-${rule.code}`));
  if (rules.length === 0) return;
  const rule = pick(rules, act.a);
  const parameter = pick(rule.parameters, act.b);
  told.say(said(`rule-${rule.code}`, RuleParameterSet, {
    name: parameter.name, value: Math.max(1, Math.trunc((parameter.value * pick([50, 80, 120], act.c)) / 100)), basis: 'proposal', region: pick(['00', '42', COUNTY, VILLAGE], act.b + act.c),
    effectiveFrom: pick(['2018-01-01', '2018-04-01'], act.c), proposalRevision: 1,
  }));
}

export default { weight: 2, tell: setParameter } satisfies Kind;
