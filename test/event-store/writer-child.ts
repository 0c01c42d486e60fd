/** A writer in a process of its own, to be stopped and killed: appends without end, and says each answer on its own line after it has it. */
import { PostgresEventStore } from '../../src/event-store/postgres/postgres-event-store';
import { appendOf } from './conformance';

async function write([url = '', name = '', clients = '8']: readonly string[]): Promise<void> {
  const store = await PostgresEventStore.open({ connection: { connectionString: url } });
  const client = async (number: number): Promise<void> => {
    const stream = `note-${name}-${String(number)}`;
    for (let n = 0; ; n += 1) {
      // Now and then a large append, so that a kill also meets COPY.
      const notes = n % 10 === 9 ? Array.from({ length: 300 }, () => 'many') : ['one'];
      const key = `${stream}/${String(n)}`;
      const outcome = await store.append(appendOf(stream, 'any', key, notes));
      process.stdout.write(`${JSON.stringify({ key, ...outcome })}\n`);
    }
  };
  await Promise.all(Array.from({ length: Number(clients) }, (_, number) => client(number)));
}

write(process.argv.slice(2)).catch((error: unknown) => {
  process.stdout.write(`${JSON.stringify({ failed: (error as Error).name })}\n`);
  process.exitCode = 1;
});
