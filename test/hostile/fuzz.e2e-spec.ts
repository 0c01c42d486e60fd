/** Every route of the running application, asked in every hostile way: never a 500, always a clear no, and a refused wish leaves the ledger as it was. */
import * as fc from 'fast-check';
import { seed } from '../support/story';
import { Fuzz, hostileCase } from './fuzz';

const LONG = process.env['MINGZHANG_TEST_LONG'] === 'on';
const CASES = LONG ? 4_000 : 250;

jest.setTimeout(LONG ? 3_600_000 : 300_000);

let fuzz: Fuzz;
beforeAll(async () => {
  fuzz = await Fuzz.begin();
});
afterAll(() => fuzz.stop());

it(`is answered as a problem, in bounds, and changes nothing when refused (${String(CASES)} cases, seed ${String(seed)})`, async () => {
  await fc.assert(fc.asyncProperty(hostileCase, async (hostile) => {
    expect(await fuzz.run(hostile)).toEqual([]);
  }), { seed, numRuns: CASES, interruptAfterTimeLimit: LONG ? 3_500_000 : 280_000 });
  const some = (from: number, to: number): number => [...fuzz.statuses].reduce((sum, [status, count]) => (status >= from && status < to ? sum + count : sum), 0);
  // The cases do come past the door: some are taken, and they are refused for many reasons.
  expect(some(200, 300)).toBeGreaterThan(CASES / 50);
  expect(fuzz.codes.size).toBeGreaterThan(15);
  expect(some(500, 503)).toBe(0);
});
