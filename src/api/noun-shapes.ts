/** How the state of a noun is shown: as it was folded, and for some nouns flattened or completed for a reader. */
import { identityOf, type AllocationState } from '../domain/allocation';
import { talliesOf, type BatchState } from '../domain/batch';
import { outstandingFen, type LoanState } from '../domain/loan';
import { standingOf, type ProjectState } from '../domain/project';
import type { RegisterState } from '../domain/register';
import { unfinishedFiles } from '../domain/results-files';
import { breaksOf, type StatementState } from '../domain/statement';
import { asJson } from './difference';
import type { Moment } from './moment';
import { inTransit, otherEnds, transitOf, type OtherStreams } from './transit';

type Shape = (state: never, moment: Moment, reads: OtherStreams, id: string) => Promise<object>;

/** The identity of the fund on top; what left and has not arrived is in transit, and only the stream at the other end knows. */
async function allocation(state: AllocationState, moment: Moment, reads: OtherStreams, id: string): Promise<object> {
  const transit = await transitOf(id, state, otherEnds(reads, moment));
  const { pots: _, opening, splits, withdrawn, transfers, commitments, plans, posted, ...rest } = state;
  return {
    ...opening, ...rest, ...identityOf(state), ...inTransit(transit),
    splits: splits.map((split, at) => ({ ...split, received: transit.splits[at]?.received })), withdrawnSplits: withdrawn,
    integrationsOut: transfers.integrationsOut.map((out, at) => ({ ...out, received: transit.integrations[at]?.received })), integrationsIn: transfers.integrationsIn,
    carriesOut: transfers.carriesOut.map((out) => ({ ...out, received: transit.carries.find((leg) => leg.id === out.carryId)?.received })), carriesIn: transfers.carriesIn,
    reclaims: transfers.reclaims.map((out) => ({ ...out, received: transit.reclaims.find((leg) => leg.id === String(out.revision))?.received })), reclaimsIn: transfers.reclaimsIn,
    commitments, usePlans: plans, posted,
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

/** The plan, or the proposal while there is none, on top; what was bought and agreed below, each under its number. */
function project(state: ProjectState): Promise<object> {
  const { plan, library, contracts, linkages, startedOn, acceptedOn, ended, changes, posted, attached } = state;
  const { proposal, screening, admission, inLibrary } = library;
  const { tenders, contracts: signed, progressBasisPoints } = contracts;
  return Promise.resolve({
    ...(plan ?? proposal), standing: standingOf(state), started: startedOn !== undefined, accepted: acceptedOn !== undefined, startedOn, acceptedOn, ended,
    library: { inLibrary, proposal, screening, admission }, tenders, contracts: signed, progressBasisPoints, linkages, changes, posted, attached,
  });
}

/** The terms on top, with what is owed and when it is due now. */
function loan(state: LoanState): Promise<object> {
  const { terms, principalFen, paidOutFen, repaidFen, course, posted, attached } = state;
  return Promise.resolve({ ...terms, ...course, principalFen, paidOutFen, repaidFen, outstandingFen: outstandingFen(state), posted, attached });
}

/** What opened it on top; how many events it has is no matter of the reader's. */
const flat = (opening: string): Shape => (state: Readonly<Record<string, unknown>>) => {
  const { [opening]: opened, attached: _, ...rest } = state;
  return Promise.resolve({ ...(opened as object | undefined), ...rest });
};

const SHAPES: Readonly<Record<string, Shape>> = {
  allocation, batch, loan, project, register, statement,
  case: flat('opened'), complaint: flat('received'), engagement: flat('opened'), inquiry: flat('request'), rectification: flat('order'), recovery: flat('order'),
};

/** The state as JSON. */
export async function shapeOf(noun: string, id: string, state: unknown, moment: Moment, reads: OtherStreams): Promise<Record<string, unknown>> {
  const shape = SHAPES[noun];
  return asJson(shape ? await shape(state as never, moment, reads, id) : state) as Record<string, unknown>;
}
