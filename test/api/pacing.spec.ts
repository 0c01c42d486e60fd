/** Bulk work waits for rules that are behind and go on, however long a page takes them; not for rules that nobody runs. */
import { Pacing } from '../../src/api/pacing';
import type { Progress, ProgressNow } from '../../src/api/progress';

const behind = (examined: number, halted: readonly string[] = []): Partial<ProgressNow> => ({ recorded: 10_000, examined, halted });

/** Where the rules are each time somebody looks; the last holds on. */
function pacing(...seen: readonly Partial<ProgressNow>[]): { readonly pacing: Pacing; readonly looks: () => number } {
  let looks = 0;
  const now = (): Promise<Partial<ProgressNow>> => Promise.resolve(seen[Math.min(looks++, seen.length - 1)] as Partial<ProgressNow>);
  return { pacing: new Pacing({ now } as unknown as Progress), looks: () => looks };
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

async function turnMs({ pacing: of }: { readonly pacing: Pacing }): Promise<number> {
  const began = Date.now();
  let ended = Infinity;
  void of.turn().then(() => { ended = Date.now(); });
  await jest.advanceTimersByTimeAsync(10_000);
  return ended - began;
}

it('does not wait for rules that are near, or for one that is halted', async () => {
  expect(await turnMs(pacing(behind(9_600)))).toBe(0);
  expect(await turnMs(pacing(behind(0, ['A24'])))).toBe(0);
});

it('waits for rules that have not judged anything yet', async () => {
  expect(await turnMs(pacing(behind(-1), behind(-1), behind(9_900)))).toBe(100);
});

it('waits through a page of more than a second, until the rules are near', async () => {
  const long = pacing(...Array.from({ length: 40 }, () => behind(4_000)), behind(9_900));
  expect(await turnMs(long)).toBe(2_000);
});

it('waits for rules that stand still only once, and again when they have moved', async () => {
  const still = pacing(...Array.from({ length: 62 }, () => behind(4_000)), ...Array.from({ length: 10 }, () => behind(4_100)), behind(9_900));
  expect(await turnMs(still)).toBe(3_000);
  expect(await turnMs(still)).toBe(0);
  expect(still.looks()).toBe(61);
  expect(await turnMs(still)).toBe(0);
  expect(await turnMs(still)).toBe(500);
});
