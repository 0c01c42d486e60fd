/** Notices a pooler that hands each transaction another session: locks and listening that last a session do not last there. */
import { Client } from 'pg';

/** The key a server gives at sign-in names its process; a pooler gives one of its own making. */
interface SignedIn extends Client {
  readonly processID: number | null;
}

async function backendOf(client: Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return Number(rows[0]?.pid);
}

/** Two clients at once: if the session of one serves the other in between, sessions are not theirs. */
async function sharesSessions(url: string): Promise<boolean> {
  const [one, two] = [1, 2].map(() => new Client({ connectionString: url, connectionTimeoutMillis: 10_000, query_timeout: 5_000 })) as [Client, Client];
  for (const client of [one, two]) client.on('error', () => undefined);
  try {
    await Promise.all([one.connect(), two.connect()]);
    const before = await backendOf(one);
    await two.query('BEGIN');
    const taken = await backendOf(two);
    return taken === before || (await backendOf(one)) !== before;
  } finally {
    await Promise.allSettled([one.end(), two.end()]);
  }
}

/** `client`: connected to `url`. A proxy that keeps to one session each is fine. */
export async function poolsTransactions(client: Client, url: string): Promise<boolean> {
  const { processID } = client as SignedIn;
  if (processID === null || processID === (await backendOf(client))) return false;
  return sharesSessions(url);
}
