/** `mingzhang witness`: a witness with a key and a memory of its own, for another office: no database, no part of the service. */
import * as fs from 'node:fs';
import { isIPv6 } from 'node:net';
import * as path from 'node:path';
import { holdData, holderOf } from '../data-lock';
import { ED25519, parseVkey, vkeyText, type VerifierKey } from '../proof/note';
import { parsePolicy } from '../proof/policy';
import { Unreadable } from '../proof/unreadable';
import type { Cosigner } from '../proof/signer';
import { Witness } from '../proof/witness';
import { witnessIdentity } from '../proof/witness-identity';
import { WitnessMemory } from '../proof/witness-memory';
import { openDoor } from '../proof/witness-server';
import { BadUse, wholeOption, type Command, type ExitCode, type Given } from './command';

const OPTIONS = {
  dir: { type: 'string', meaning: 'folder of its key and its memory; made at the first start, kept for good' },
  name: { type: 'string', meaning: 'its name, needed at the first start, e.g. audit.example.gov.cn/witness' },
  log: { type: 'string', meaning: 'verifier key of the log to watch; several with blanks between them' },
  policy: { type: 'string', meaning: 'or a policy file that names the logs' },
  port: { type: 'string', meaning: 'port to listen on (7380); 0 = any free one' },
  host: { type: 'string', meaning: 'address to listen on (127.0.0.1)' },
  prefix: { type: 'string', meaning: 'path before /add-checkpoint, e.g. /witness (none)' },
} as const;

const text = (options: Given['options'], name: keyof typeof OPTIONS): string | undefined => (typeof options[name] === 'string' ? options[name] : undefined);

/** The log's Ed25519 keys: a second signature of another kind is for other verifiers. */
function watched(options: Given['options']): readonly VerifierKey[] {
  const [log, policy] = [text(options, 'log'), text(options, 'policy')];
  if ((log === undefined) === (policy === undefined)) throw new BadUse('say whom to watch: --log VKEY or --policy FILE');
  try {
    const keys = policy === undefined ? (log ?? '').trim().split(/\s+/).map(parseVkey) : parsePolicy(fs.readFileSync(policy, 'utf8')).logs;
    const usable = keys.filter(({ type }) => type === ED25519);
    if (usable.length === 0) throw new BadUse('none of these is the Ed25519 key of a log');
    return usable;
  } catch (error) {
    if (error instanceof Unreadable) throw new BadUse(error.message);
    throw error;
  }
}

function prefixOf(options: Given['options']): string {
  const prefix = text(options, 'prefix')?.replace(/\/+$/, '') ?? '';
  if (prefix !== '' && !/^(\/[A-Za-z0-9._~-]+)+$/.test(prefix)) throw new BadUse(`--prefix takes a path such as /witness, not ${prefix}`);
  return prefix;
}

function portOf(given: Given): number {
  const port = wholeOption(given, 'port', 7_380);
  if (port > 65_535) throw new BadUse('--port takes a number from 0 to 65535');
  return port;
}

const untilTold = (): Promise<void> => new Promise((resolve) => {
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => { resolve(); });
});

function identityIn(dir: string, name: string | undefined): Cosigner {
  try {
    return witnessIdentity(dir, name);
  } catch (error) {
    throw new BadUse((error as Error).message);
  }
}

async function attend(given: Given, dir: string): Promise<void> {
  const { options, out, tell } = given;
  const [logs, prefix, port] = [watched(options), prefixOf(options), portOf(given)];
  const cosigner = identityIn(dir, text(options, 'name'));
  const memory = WitnessMemory.open(dir, cosigner.key);
  const witness = new Witness({
    cosigner, logs, memory, nowSeconds: () => Math.floor(Date.now() / 1_000),
    refused: ({ origin, size, root }, why) => { tell(`REFUSED ${origin} at ${String(size)}, root ${root.toString('base64')}: ${why}`); },
  });
  const host = text(options, 'host') ?? '127.0.0.1';
  const door = await openDoor({ witness, memory, cosigner, prefix, failed: (error) => { tell(`Nothing was signed: ${error instanceof Error ? error.message : String(error)}`); } }, { host, port });
  const url = `http://${isIPv6(host) ? `[${host}]` : host}:${String(door.port)}${prefix}`;
  const vkey = vkeyText(cosigner.key);
  const origins = [...new Set(logs.map(({ name }) => name))];
  if (options['json'] === true) out(JSON.stringify({ name: cosigner.key.name, vkey, url, logs: origins }));
  else for (const line of [`Witness ${cosigner.key.name} is at ${url}/`, `  Its verifier key, for policy files: ${vkey}`, `  Watches ${origins.join(', ')}`, `  Key and memory: ${dir}   Stop: Ctrl-C`]) out(line);
  await untilTold();
  await door.close();
}

async function run(given: Given): Promise<ExitCode> {
  const folder = text(given.options, 'dir');
  if (folder === undefined) throw new BadUse('--dir is needed: the folder of its key and its memory');
  const dir = path.resolve(folder);
  fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
  const holder = holderOf(dir);
  if (holder) throw new BadUse(`a witness (process ${String(holder.pid)}) already runs on ${dir}`);
  const lock = holdData(dir);
  try {
    await attend(given, dir);
    return 0;
  } finally {
    lock.release();
  }
}

const witness: Command = { summary: "watch another office's log: sign what only grows, refuse what does not", options: OPTIONS, run };
export default witness;
