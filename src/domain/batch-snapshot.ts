/** How the state of a batch is kept between starts: what is folded in place is taken apart and put together again, the rest is plain. */
import { type HeldLines, Lines } from './batch-lines';
import type { Snapshot } from './decider';

/** What every state of a batch has that cannot be kept as it stands. */
interface Folded {
  readonly lines: Lines;
  readonly results: readonly unknown[];
}

const RESULTS_FILE_BYTES = 200;

/** Taken at submission and after results files: between them little happens. */
export const snapshotOf = <S extends Folded>(...madeBy: readonly unknown[]): Snapshot<S> => ({
  madeBy: [...madeBy, Lines],
  after: ['BatchSubmitted', 'ResultsReceived'],
  hold: (state) => ({ ...state, lines: state.lines.held() }),
  restore: (held) => ({ ...(held as S), lines: Lines.from((held as { lines: HeldLines }).lines) }),
  bytes: ({ lines, results }) => lines.bytes + RESULTS_FILE_BYTES * results.length,
});
