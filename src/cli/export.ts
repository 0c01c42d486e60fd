/** `mingzhang export pack|ledger`: evidence for others, read from the database while the service runs, as backups are. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { Pool } from 'pg';
import type { PackSubject } from '../../projections/rejudge/pack-choice';
import { makePack } from '../api/evidence-pack';
import { NotYet } from '../api/not-yet';
import { readConfig } from '../config';
import { holderOf } from '../data-lock';
import { Refused } from '../domain/refused';
import { exportLedger, LedgerDiffers } from '../pack/export-ledger';
import { sealedTree } from '../pack/sealed-tree';
import { reachDatabase } from '../postgres/reached';
import { parsePolicy } from '../proof/policy';
import { Unreadable } from '../proof/unreadable';
import { BadUse, type Command, type ExitCode, type Given } from './command';

const SUBJECTS = ['flag', 'fund', 'household', 'batch'] as const;

function subjectOf({ options }: Given): PackSubject {
  const given = SUBJECTS.flatMap((kind) => (typeof options[kind] === 'string' ? [{ kind, id: options[kind] }] : []));
  const [subject] = given;
  if (!subject || given.length > 1) throw new BadUse('name one of --flag ID, --fund ID, --household ID, --batch ID');
  return subject;
}

function freeFile(name: string): string {
  const file = path.resolve(name);
  if (fs.existsSync(file)) throw new BadUse(`${file} exists already: an export is never written over another`);
  return file;
}

/** Whoever may reach the database may read all of it: nothing is withheld from a pack made here. */
async function pack(pool: Pool, given: Given, policy: string | undefined): Promise<ExitCode> {
  const { options, out } = given;
  const subject = subjectOf(given);
  const file = freeFile(typeof options['out'] === 'string' ? options['out'] : `${subject.kind}-${subject.id.slice(0, 40).replace(/[^A-Za-z0-9-]/g, '-')}.tar.gz`);
  const { bytes, events, verdicts, size } = await makePack(pool, { subject, madeAt: new Date().toISOString(), sees: () => true, policy });
  fs.writeFileSync(file, bytes, { flag: 'wx', mode: 0o600 });
  if (options['json'] === true) out(JSON.stringify({ file, subject, size, events, verdicts: verdicts.map(({ flagId, rule, part }) => ({ flagId, rule, part })) }));
  else out(`${file}: ${String(events)} 件 events, ${String(verdicts.length)} 个疑点 flags, 检查点 checkpoint ${String(size)}`);
  return 0;
}

async function ledger(pool: Pool, { words: [, folder], options, out, tell }: Given, policy: string | undefined): Promise<ExitCode> {
  if (folder === undefined) throw new BadUse('name the folder to write the export to');
  const target = freeFile(folder);
  const tree = await sealedTree(pool);
  if (!tree) throw new BadUse('nothing is signed yet: the service must run with the part sealer');
  const client = await pool.connect();
  try {
    await exportLedger(client, tree, target, policy, (position) => { tell(`${String(position)} of ${String(tree.checkpoint.size)}`); });
  } finally {
    client.release();
  }
  if (options['json'] === true) out(JSON.stringify({ folder: target, origin: tree.checkpoint.origin, size: tree.checkpoint.size, root: tree.checkpoint.root.toString('base64') }));
  else out(`${target}: ${String(tree.checkpoint.size)} 件 events of ${tree.checkpoint.origin}`);
  return 0;
}

function policyGiven({ options }: Given): string | undefined {
  if (typeof options['policy'] !== 'string') return undefined;
  const text = fs.readFileSync(options['policy'], 'utf8');
  parsePolicy(text);
  return text;
}

async function run(given: Given): Promise<ExitCode> {
  const { words: [what], tell } = given;
  if (what !== 'pack' && what !== 'ledger') throw new BadUse('export pack or export ledger');
  if (what === 'pack') subjectOf(given);
  const config = readConfig();
  const { url, leave } = await reachDatabase(config.databaseUrl, holderOf(config.dataDir)?.databaseUrl, config.dataDir, tell);
  const pool = new Pool({ connectionString: url, max: 2 });
  pool.on('error', () => undefined);
  try {
    const policy = policyGiven(given);
    return await (what === 'pack' ? pack(pool, given, policy) : ledger(pool, given, policy));
  } catch (error) {
    if (error instanceof Unreadable || (error instanceof Refused && error.kind === 'unknown')) throw new BadUse(error.message);
    if (error instanceof NotYet) throw new BadUse(error.text.en);
    if (!(error instanceof LedgerDiffers || error instanceof Refused)) throw error;
    tell(`mingzhang: ${error.message}`);
    return 1;
  } finally {
    await pool.end();
    await leave();
  }
}

const command: Command = {
  summary: 'write an evidence pack about a flag, fund, household or batch, or the whole ledger as files that outside tools verify',
  words: 'pack|ledger DIR',
  options: {
    flag: { type: 'string', meaning: 'pack: the flag' }, fund: { type: 'string', meaning: 'pack: the allocation, all split from it, its batches and their flags' },
    household: { type: 'string', meaning: 'pack: the household, what was paid to it, and its flags' }, batch: { type: 'string', meaning: 'pack: the batch and its flags' },
    out: { type: 'string', meaning: 'file to write the pack to' }, policy: { type: 'string', meaning: 'policy to enclose' },
  },
  run,
};
export default command;
