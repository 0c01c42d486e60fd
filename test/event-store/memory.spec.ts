/** The store in memory is a store. */
import { MemoryEventStore } from '../../src/event-store/memory';
import { describeEventStore } from './conformance';

describeEventStore('the store in memory', () => {
  const store = new MemoryEventStore();
  return Promise.resolve({ store, reopened: () => Promise.resolve(store), done: () => store.close() });
});
