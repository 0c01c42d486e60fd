/** Flags as published facts: one row per turn of a flag, frozen as judged then. The examiner writes it. */
import { day, fen, json, text, whole, wholes, type FactTable } from './fact';

const table: FactTable = {
  table: 'flag',
  meaning: 'a flag was raised, raised again, grew past a severity step, or corrected itself',
  columns: {
    flag_id: text('hash of rule, part, subject and occurrence'),
    rule: text('code of the rule'),
    version: whole('version of the rule that judged'),
    part: text('part of the rule'),
    harm: text('harm'),
    transition: text('raised, re-raised, grown or self-corrected'),
    severity: text('critical, high, medium or notice'),
    severity_rank: whole('4 = critical … 1 = notice'),
    judged: text('what the rule judged'),
    subject_kind: text('kind of the subject'),
    subject_id: text('id of the subject'),
    occurrence: text('what tells this flag from others of the same subject'),
    region: text('region'),
    amount_fen: fen('amount'),
    evidence: wholes('positions of the events it rests on'),
    facts: json('what the sentence says'),
    parameters: json('parameters in force: name, value, position of the setting; their basis stands in rule_release'),
    seen_from: whole('position from which it could have been seen'),
    ledger_day: day('ledger day at that position'),
  },
  // Twenty thousand of one day are entered into each. The last is walked in order of amount and answers every usual filter by itself.
  indexes: [
    'rule, judged', 'flag_id by hash', 'subject_kind, subject_id',
    'coalesce(amount_fen, -1), flag_id, position, ordinal, amount_fen, rule, harm, severity, transition, region, subject_kind, subject_id',
  ],
  from: {},
};
export default table;
