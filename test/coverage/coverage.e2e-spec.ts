/** Every mechanism of the two documents, told to the running service: recorded, held as a fact, checked. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { testApp, type TestApp } from '../support/app';
import { calendar } from './county';
import { coveragePage } from './page';
import { STORIES } from './stories';
import { Teller } from './told';

const page = path.resolve(__dirname, '../../docs/coverage.md');
let service: TestApp;
let teller: Teller;

beforeAll(async () => {
  service = await testApp('api,follower');
  teller = new Teller(service);
  await teller.tell({ item: 0, phrase: '', recordedBy: '', fact: '', checkedBy: '', given: [calendar(2018)], when: calendar(2019), then: [] });
});
afterAll(() => service.stop());

describe('the mechanisms of the two documents', () => {
  it('are told once each, all 71 of them', () => {
    expect(STORIES.map(({ item }) => item)).toEqual(Array.from({ length: 71 }, (_, n) => n + 1));
  });

  it('stand in docs/coverage.md: `UPDATE_DOCS=1 npx jest test/coverage` writes it anew', () => {
    if (process.env['UPDATE_DOCS'] === '1') fs.writeFileSync(page, coveragePage(STORIES));
    expect(fs.readFileSync(page, 'utf8')).toBe(coveragePage(STORIES));
  });

  it.each(STORIES.map((story) => [story.item, story.phrase, story] as const))('%i %s', async (_item, _phrase, story) => {
    await teller.tell(story);
  });
});
