/** The page on file errors says what the code says. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorKinds, errorTable } from '../../src/intake/line-errors';

const page = join(__dirname, '../../docs/line-errors.md');

test('docs/line-errors.md is the table in the code (UPDATE=1 writes it)', () => {
  if (process.env['UPDATE'] === '1') writeFileSync(page, errorTable());
  expect(readFileSync(page, 'utf8')).toBe(errorTable());
});

test('every code says in two languages what is wrong and what to do', () => {
  for (const [code, { reason, remedy }] of Object.entries(errorKinds)) {
    expect(code).toMatch(/^[BLRN]\d\d$/);
    for (const text of [reason.zh, reason.en, remedy.zh, remedy.en]) expect(text.length).toBeGreaterThan(3);
    expect(reason.en).not.toMatch(/[\u4e00-\u9fff]/);
  }
});
