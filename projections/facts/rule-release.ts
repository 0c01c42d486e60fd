/** Which text of which rule judges from when on. */
import type { RuleReleased } from '../../src/domain/rule';
import { json, text, whole, type FactTable } from './fact';

const table: FactTable = {
  table: 'rule_release',
  meaning: 'a rule was released: from this position on its text judges',
  columns: {
    rule: text('code of the rule'),
    version: whole('version, from 1'),
    title_zh: text('title in Chinese'),
    title_en: text('title in English'),
    harm: text('harm it looks for'),
    sql: text('full text of the query'),
    touches: text('full text of the queries that say what touches it'),
    text_hash: text('hash of query, touches and parameters'),
    parameters: json('parameters with their defaults'),
  },
  indexes: ['rule, position'],
  from: {
    RuleReleased: (data: RuleReleased) => ({
      rule: data.code, version: data.version, title_zh: data.titleZh, title_en: data.titleEn, harm: data.harm,
      sql: data.sql, touches: data.touches, text_hash: data.textHash, parameters: data.parameters,
    }),
  },
};
export default table;
