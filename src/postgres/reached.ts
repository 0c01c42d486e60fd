/** The database of a command that is no service: the one configured, the embedded one of a running service, or the embedded one started for the while. */
import { startEmbedded } from './embedded';

export interface Reached {
  readonly url: string;
  readonly leave: () => Promise<void>;
}

/** `running` is the URL of the embedded server a living service has started on this folder. */
export async function reachDatabase(databaseUrl: string | undefined, running: string | undefined, dataDir: string, say: (line: string) => void): Promise<Reached> {
  const url = databaseUrl ?? running;
  if (url !== undefined) return { url, leave: () => Promise.resolve() };
  const embedded = await startEmbedded({ dataDir, say });
  return { url: embedded.url, leave: () => embedded.stop() };
}
