/** Values set for the parameters of rules, by region and date. */
import type { RuleParameterSet } from '../../src/domain/rule';
import { day, idOf, text, whole, type FactTable } from './fact';

const table: FactTable = {
  table: 'rule_parameter',
  meaning: 'a parameter of a rule was set for a region from a date on',
  columns: {
    rule: text('code of the rule'),
    name: text('name of the parameter, with its unit last'),
    value: whole('value'),
    basis: text('statute, plan or "proposal"'),
    region: text('region it holds in; empty = everywhere'),
    effective_from: day('first day it holds'),
  },
  indexes: ['rule, name'],
  from: {
    RuleParameterSet: (data: RuleParameterSet, event) => ({
      rule: idOf(event), name: data.name, value: data.value, basis: data.basis,
      region: data.region === '00' ? '' : data.region, effective_from: data.effectiveFrom,
    }),
  },
};
export default table;
