/** The rows of a staged list that have errors, as they came, each with what is wrong. */
import type { BadRow } from '../intake/bad-rows';
import type { Fault, StagedPage } from './list-store';

export async function* badRows(faults: readonly Fault[], pages: AsyncIterable<StagedPage>): AsyncGenerator<BadRow> {
  const byLine = new Map<number, Fault[]>();
  for (const fault of faults) {
    const others = byLine.get(fault.ordinal);
    if (others) others.push(fault);
    else byLine.set(fault.ordinal, [fault]);
  }
  for await (const { lines } of pages) {
    for (const { ordinal, cells } of lines) {
      const errors = byLine.get(ordinal);
      if (errors) yield { cells, errors };
    }
  }
}
