/** The rows of a staged list that have errors, as they came, each with what is wrong; only the pages that hold some are opened. */
import type { BadRow } from '../intake/bad-rows';
import type { FaultFilter, ListStore, StagedList } from './list-store';

export async function* badRows(store: ListStore, list: StagedList, filter: FaultFilter): AsyncGenerator<BadRow> {
  for (const { first, last } of await store.directory(list)) {
    const faults = await store.faultsOfLines(list.listId, first, last, filter);
    if (faults.size === 0) continue;
    for (const { ordinal, cells } of (await store.openPage(list, first)).lines) {
      const errors = faults.get(ordinal);
      if (errors) yield { cells, errors };
    }
  }
}
