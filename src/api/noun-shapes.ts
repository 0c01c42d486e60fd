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

/** Reads another stream, where showing this one needs it. */
export type ReadStream = (streamId: string) => Promise<readonly Recorded[]>;

type Shape = (state: never, moment: Moment, read: ReadStream) => Promise<object>;

/** The identity of the fund on top; a split nobody has received yet is in transit, and only the child's stream knows. */
async function allocation(state: AllocationState, moment: Moment, read: ReadStream): Promise<object> {
  const received = new Set<string>();
  for (const { splitId, toAllocationId } of state.splits) {
    const child = knownAt(await read(streamId('allocation', toAllocationId)), moment);
    if (child.length > 0) received.add(splitId);
  }
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

/** What opened it on top; how many events it has is no matter of the reader's. */
const flat = (opening: string): Shape => (state: Readonly<Record<string, unknown>>) => {
  const { [opening]: opened, attached: _, ...rest } = state;
  return Promise.resolve({ ...(opened as object | undefined), ...rest });
};

const SHAPES: Readonly<Record<string, Shape>> = {
  allocation, batch, register, statement,
  case: flat('opened'), complaint: flat('received'), engagement: flat('opened'), inquiry: flat('request'), rectification: flat('order'), recovery: flat('order'),
};

/** The state as JSON. */
export async function shapeOf(noun: string, state: unknown, moment: Moment, read: ReadStream): Promise<Record<string, unknown>> {
  const shape = SHAPES[noun];
  return asJson(shape ? await shape(state as never, moment, read) : state) as Record<string, unknown>;
}
