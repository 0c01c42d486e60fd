/** How the state of a batch is kept between starts: what is folded in place is taken apart and put together again, the rest is plain. */
import { Disputes, type KnownDispute } from './batch-disputes';
import { type HeldLines, Lines } from './batch-lines';
import type { Snapshot } from './decider';

/** What every state of a batch has that cannot be kept as it stands. */
interface Folded {
  readonly lines: Lines;
  readonly disputes: Disputes;
  readonly results: readonly unknown[];
}

interface Held {
  readonly lines: HeldLines;
  readonly disputes: readonly KnownDispute[];
}

const RESULTS_FILE_BYTES = 200;
const DISPUTE_BYTES = 600;

/** Taken at submission and after results files: between them little happens. */
export const snapshotOf = <S extends Folded>(...madeBy: readonly unknown[]): Snapshot<S> => ({
  madeBy: [...madeBy, Lines, Disputes],
  after: ['BatchSubmitted', 'ResultsReceived'],
  hold: (state) => ({ ...state, lines: state.lines.held(), disputes: state.disputes.list() }),
  restore: (held) => ({ ...(held as S), lines: Lines.from((held as Held).lines), disputes: new Disputes((held as Held).disputes) }),
  bytes: ({ lines, disputes, results }) => lines.bytes + RESULTS_FILE_BYTES * results.length + DISPUTE_BYTES * disputes.size,
});
