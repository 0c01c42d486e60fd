/** `mingzhang start`: brings the service up, says where it is and how to sign in, serves until told to stop. */
import { demoUsers } from '../api/sign-in';
import { readConfig, type Config } from '../config';
import type { EventStore } from '../event-store/event-store';
import { serve, StoppedEarly, type Service } from '../serve';
import { showDemo } from '../simulate/demo';
import { EVENT_STORE } from '../tokens';
import type { Command, ExitCode, Given } from './command';

function welcome(config: Config, url: string): readonly string[] {
  const doors = [`Mingzhang 明账 is at ${url}`, `  API documents  ${url}/docs   health  ${url}/health/ready`];
  if (config.profile === 'production') return doors;
  return [
    ...doors,
    `  Sign in: POST ${url}/v1/auth/token {"username": "clerk", "password": "demo"}`,
    `  Users: ${demoUsers.join(', ')} (county 422899; clerk@422826 is that user in that county)`,
    `  Data: ${config.dataDir}   Stop: Ctrl-C`,
  ];
}

/** The first of SIGINT, SIGTERM, SIGHUP stops in order; Ctrl-C again only says that it is on its way. */
function stopRequests(say: (line: string) => void): AbortController {
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (!stop.signal.aborted) say('Stopping …');
      stop.abort();
    });
  }
  stopWithNpm(stop);
  return stop;
}

/** npm killed outright cannot pass a signal on: nobody would be left who knows of us. */
function stopWithNpm(stop: AbortController): void {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const npm = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(look);
    stop.abort();
  }, 500);
  look.unref();
}

const until = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => { resolve(); }, { once: true });
  });

const lostDatabase = 'lost database';

/** A demo that fails is said and leaves the service serving: it is an example, not the product. */
async function demo(config: Config, service: Service, signal: AbortSignal, say: (line: string) => void): Promise<void> {
  const store = service.app.get<EventStore>(EVENT_STORE);
  const ledgerIsEmpty = (await store.readAll(0, 200)).every((event) => event.type === 'RuleReleased');
  const url = service.url.replace('localhost', '127.0.0.1');
  try {
    await showDemo({ url, dataDir: config.dataDir, ledgerIsEmpty, say, signal });
  } catch (error) {
    if (!signal.aborted) say(`The demo was not shown: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!signal.aborted) for (const line of welcome(config, service.url)) say(line);
}

async function run({ out }: Given): Promise<ExitCode> {
  const config = readConfig();
  const stop = stopRequests(out);
  const onLost = (why: string): void => {
    out(`The database ended by itself: ${why}`);
    stop.abort(lostDatabase);
  };
  try {
    const service = await serve(config, { say: out, signal: stop.signal, onLost });
    for (const line of welcome(config, service.url)) out(line);
    if (config.demo && config.roles.includes('api') && config.roles.includes('follower')) await demo(config, service, stop.signal, out);
    await until(stop.signal);
    await service.stop();
  } catch (error) {
    if (!(error instanceof StoppedEarly)) throw error;
  }
  out('Stopped.');
  return stop.signal.reason === lostDatabase ? 2 : 0;
}

const start: Command = { summary: 'start the service (and the embedded database, unless DATABASE_URL is set)', run };
export default start;
