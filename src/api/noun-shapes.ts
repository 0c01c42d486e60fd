/** How the state of a noun is shown: as it was folded, and for some nouns flattened or completed for a reader. */
import type { Recorded } from '../domain/decider';
import { streamId } from '../domain/decider';
import { identityOf, inTransitFen, type AllocationState } from '../domain/allocation';
import { talliesOf, type BatchState } from '../domain/batch';
import type { RegisterState } from '../domain/register';
import { unfinishedFiles } from '../domain/results-files';
import { breaksOf, type StatementState } from '../domain/statement';
import { asJson } from './difference';
import { knownAt, type Moment } from './moment';

/** Reads what opened other streams, where showing this one needs it. */
export type ReadOpenings = (streamIds: readonly string[]) => Promise<readonly Recorded[]>;

type Shape = (state: never, moment: Moment, openings: ReadOpenings) => Promise<object>;

/** Each of a stream of its own. */
const knownOpenings = (openings: readonly Recorded[], moment: Moment): readonly Recorded[] => openings.filter((opening) => knownAt([opening], moment).length > 0);

/** The identity of the fund on top; a split nobody has received yet is in transit, and only the child's stream knows. */
async function allocation(state: AllocationState, moment: Moment, openings: ReadOpenings): Promise<object> {
  const children = state.splits.map(({ toAllocationId }) => streamId('allocation', toAllocationId));
  const opened = new Set(knownOpenings(await openings(children), moment).map((opening) => opening.streamId));
  const received = new Set(state.splits.filter((_, index) => opened.has(children[index] ?? '')).map(({ splitId }) => splitId));
  const { pots: _, opening, splits, commitments, posted, ...rest } = state;
  return {
    ...opening, ...rest, ...identityOf(state), inTransitFen: inTransitFen(state, received),
    splits: splits.map((split) => ({ ...split, received: received.has(split.splitId) })), commitments, posted,
  };
}

/** Sums instead of lines: 150,000 of them are read by page. */
function batch(state: BatchState): Promise<object> {
  const { opening, status, makers, lines, results, disputes } = state;
  const { count, totalFen, paidFen } = lines;
  return Promise.resolve({ ...opening, status, makers, count, totalFen, paidFen, ...talliesOf(state), results, unfinishedResults: unfinishedFiles(results), disputes });
}

/** The last header on top; its rows may still be on their way. */
function register({ header, added, removed, rows, imports }: RegisterState): Promise<object> {
  const complete = header !== undefined && added === header.addedCount && removed === header.removedCount;
  return Promise.resolve({ ...header, rows, imports, entered: { added, removed }, complete });
}

/** Every statement of the account, and where one does not continue another as they stand now. */
function statement(state: StatementState): Promise<object> {
  const statements = state.statements.map((known) => ({ ...known, complete: known.entered === known.lineCount }));
  return Promise.resolve({ ...state.account, statements, breaks: breaksOf(state) });
}

const SHAPES: Readonly<Record<string, Shape>> = { allocation, batch, register, statement };

/** The state as JSON. */
export async function shapeOf(noun: string, state: unknown, moment: Moment, openings: ReadOpenings): Promise<Record<string, unknown>> {
  const shape = SHAPES[noun];
  return asJson(shape ? await shape(state as never, moment, openings) : state) as Record<string, unknown>;
}
