/** What a rule could not decide for want of reference data, and when it could again. The examiner writes it. */
import { json, text, whole, yes, type FactTable } from './fact';

const table: FactTable = {
  table: 'rule_coverage',
  meaning: 'a rule could not decide a subject, or could again',
  columns: {
    flag_id: text('id the flag would have'),
    rule: text('code of the rule'),
    version: whole('version of the rule that judged'),
    part: text('part of the rule'),
    judged: text('what the rule judged'),
    subject_kind: text('kind of the subject'),
    subject_id: text('id of the subject'),
    occurrence: text('occurrence'),
    region: text('region'),
    undecided: yes('the rule could not decide'),
    facts: json('what was lacking'),
  },
  indexes: ['rule, judged', 'flag_id, position'],
  from: {},
};
export default table;
