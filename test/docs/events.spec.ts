/** docs/events.md says what the classes say. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { eventsPage } from '../../src/domain/events-page';

const page = path.resolve(__dirname, '../../docs/events.md');

describe('docs/events.md', () => {
  it('is current: `UPDATE_DOCS=1 npx jest test/docs` writes it anew', () => {
    if (process.env['UPDATE_DOCS'] === '1') fs.writeFileSync(page, eventsPage());
    expect(fs.readFileSync(page, 'utf8')).toBe(eventsPage());
  });

  it('calls every field that holds a reference by a name that says so', () => {
    const rows = eventsPage().split('\n').filter((line) => line.startsWith('| ') && line.includes('| reference |'));
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.filter((line) => !/^\| [\w[\].]*Refs?( |\()/.test(line))).toEqual([]);
  });
});
