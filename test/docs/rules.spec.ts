/** docs/rules.md says what the rule files say. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { allRules } from '../../projections/anomalies/catalogue';
import { rulesPage } from '../../projections/anomalies/rules-page';

const page = path.resolve(__dirname, '../../docs/rules.md');

it('docs/rules.md is current: `UPDATE_DOCS=1 npx jest test/docs` writes it anew', () => {
  if (process.env['UPDATE_DOCS'] === '1') fs.writeFileSync(page, rulesPage(allRules()));
  expect(fs.readFileSync(page, 'utf8')).toBe(rulesPage(allRules()));
});
