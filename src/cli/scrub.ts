/** `mingzhang scrub`: compares the whole stored ledger with what was signed, now; and lets a person settle what was found. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { Pool } from 'pg';
import { readConfig, type Config } from '../config';
import { holderOf } from '../data-lock';
import { wallClock } from '../event-store/clock';
import { migrate } from '../postgres/migrate';
import { reachDatabase } from '../postgres/reached';
import { Disagreements, type Disagreement, type Finding } from '../proof/disagreements';
import { LeafLog } from '../proof/leaf-log';
import { LeafThreads } from '../proof/leaf-threads';
import { parseVkey } from '../proof/note';
import { ProofTables } from '../proof/proof-tables';
import { Scrub, type ScrubGround } from '../proof/scrub';
import { loadSealKeys, type SealKeys } from '../proof/seal-keys';
import { SealMemory } from '../proof/seal-memory';
import { beginAnew, CannotSettle, settle, type SettlingGround } from '../proof/settling';
import { BadUse, wholeOption, type Command, type ExitCode, type Given } from './command';

const OPTIONS = {
  settle: { type: 'string', meaning: 'number of a disagreement that you have looked at: writing goes on' },
  'begin-anew': { type: 'boolean', meaning: 'what was signed is lost for good: the ledger as it is goes on as another log, under a new MINGZHANG_ORIGIN' },
  by: { type: 'string', meaning: 'who settles it' },
  reason: { type: 'string', meaning: 'why it may be settled' },
} as const;

const PAGE_EVENTS = 4_096;

function keysAtHand({ seal: { folder, origin, sm2 } }: Config): SealKeys | undefined {
  return fs.existsSync(path.join(folder, 'ed25519.pem')) ? loadSealKeys({ folder, origin, sm2, mayMake: false }) : undefined;
}

/** One line that is written over, on a terminal only. */
function progress(position: number, head: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${String(position)} of ${String(head)}\r`);
}

/** Elsewhere than at the sealer, only signatures can be believed: by the key the database names. */
async function groundOf(config: Config, pool: Pool, keys: SealKeys | undefined): Promise<ScrubGround | undefined> {
  const tables = new ProofTables(pool);
  if (keys) return { pool, tables, key: keys.signers[0].key, memory: new SealMemory(config.seal.folder), leaves: new LeafLog(config.seal.folder) };
  const [vkey] = (await tables.log())?.vkeys ?? [];
  return vkey === undefined ? undefined : { pool, tables, key: parseVkey(vkey) };
}

const standingLine = ({ id, position, kind, detail }: Disagreement): string => `disagreement ${String(id)} stands: position ${String(position)}, ${kind}: ${detail}; settle it with mingzhang scrub --settle ${String(id)} --by NAME --reason TEXT`;

async function compare({ options, out, tell }: Given, config: Config, pool: Pool, keys: SealKeys | undefined): Promise<ExitCode> {
  const ground = await groundOf(config, pool, keys);
  if (!ground) {
    tell('mingzhang: nothing is signed yet: there is nothing to compare the ledger with');
    return 2;
  }
  if (!ground.memory) tell(`mingzhang: the sealer's folder is not here (${config.seal.folder}): compared by signatures in the database alone`);
  const threads = new LeafThreads();
  const found: Finding | undefined = await new Scrub({ ...ground, threads }).whole(PAGE_EVENTS, progress).finally(() => Promise.all([ground.leaves?.close(), threads.close()]));
  const [proven, standing] = [await ground.tables.provenSize(), await new Disagreements(pool).standing()];
  if (options['json'] === true) out(JSON.stringify({ whole: !found, ...(found ? { found } : {}), proven, standing }));
  else {
    out(found ? `First wrong position: ${String(found.position)} (${found.kind}): ${found.detail}` : `Everything stored is what was signed: ${String(proven)} events.`);
    for (const one of standing) out(standingLine(one));
  }
  return found ? 1 : 0;
}

async function settleIt({ options, out }: Given, config: Config, pool: Pool, keys: SealKeys | undefined): Promise<ExitCode> {
  const { by, reason } = options;
  if (typeof by !== 'string' || typeof reason !== 'string' || by.trim() === '' || reason.trim() === '') throw new BadUse('say who settles it and why: --by NAME --reason TEXT');
  if (!keys) throw new BadUse(`settle it where the sealer is: its keys are not in ${config.seal.folder} (MINGZHANG_SEAL_DIR)`);
  const ground: SettlingGround = { disagreements: new Disagreements(pool), tables: new ProofTables(pool), memory: new SealMemory(config.seal.folder), leaves: new LeafLog(config.seal.folder), keys };
  const settlement = { id: wholeOption({ options }, 'settle', 0), by, reason, nowUs: wallClock() };
  try {
    if (options['begin-anew'] === true) await beginAnew(ground, settlement);
    else await settle(ground, settlement);
  } catch (error) {
    if (error instanceof CannotSettle) throw new BadUse(error.message);
    throw error;
  }
  out(options['begin-anew'] === true ? `The ledger goes on as the log ${keys.origin}. Tell its new verifier key to everybody who verifies.` : 'Settled. Writing goes on, unless something else stands.');
  return 0;
}

async function run(given: Given): Promise<ExitCode> {
  const config = readConfig();
  const keys = keysAtHand(config);
  const { url, leave } = await reachDatabase(config.databaseUrl, holderOf(config.dataDir)?.databaseUrl, config.dataDir, given.tell);
  const pool = new Pool({ connectionString: url, max: 3 });
  pool.on('error', () => undefined);
  try {
    await migrate(url);
    return given.options['settle'] === undefined && given.options['begin-anew'] !== true ? await compare(given, config, pool, keys) : await settleIt(given, config, pool, keys);
  } finally {
    await pool.end();
    await leave();
  }
}

const scrub: Command = { summary: 'compare the whole stored ledger with what was signed; settle what was found', options: OPTIONS, run };
export default scrub;
