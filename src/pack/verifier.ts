/** The offline verifier: nothing but Node, no network, no database. Built into one file of its own, and called by `mingzhang verify`. */
import * as fs from 'node:fs';
import { parseArgs } from 'node:util';
import { base64 } from '../proof/note';
import { parsePolicy } from '../proof/policy';
import { Unreadable } from '../proof/unreadable';
import { exitCodeOf, type Finding, type Verification } from './finding';
import { consistencyFrom, verifyConsistency, verifyExport } from './verify-export';
import { verifyPack } from './verify-pack';
import { verifyProof } from './verify-proof';

export interface Asked {
  /** `PACK`, `DIR`, `PROOF`, or `consistency OLD NEW`. */
  readonly words: readonly string[];
  readonly policy?: string | undefined;
  /** Folder of a whole export: its tiles prove consistency. */
  readonly export?: string | undefined;
  /** File of hashes, one base64 a line, that prove consistency. */
  readonly proof?: string | undefined;
  /** File with the event a proof is about. */
  readonly event?: string | undefined;
}

const LARGEST_FILE_BYTES = 536_870_912;
const GZIP = Buffer.from([0x1f, 0x8b]);

function fileOf(name: string): Buffer {
  const stat = fs.statSync(name, { throwIfNoEntry: false });
  if (!stat?.isFile()) throw new Unreadable('use', `there is no file ${name}`);
  if (stat.size > LARGEST_FILE_BYTES) throw new Unreadable('use', `${name} is larger than ${String(LARGEST_FILE_BYTES)} bytes`);
  return fs.readFileSync(name);
}

const textOf = (name: string): string => fileOf(name).toString('utf8');

function hashesIn(text: string): Buffer[] {
  return text.split('\n').filter((line) => line !== '').map((line) => {
    const hash = base64(line);
    if (hash?.length !== 32) throw new Unreadable('proof', 'not one hash a line');
    return hash;
  });
}

/** Throws `Unreadable` for what cannot be read, and for bad use. */
export function verify({ words, policy: policyFile, export: folder, proof, event }: Asked): Verification {
  const policy = policyFile === undefined ? undefined : parsePolicy(textOf(policyFile));
  const [target, older, newer] = words;
  if (target === 'consistency' && older !== undefined && newer !== undefined) {
    const proofOf = (from: number, to: number): Buffer[] => {
      if (proof !== undefined) return hashesIn(textOf(proof));
      if (folder === undefined) throw new Unreadable('use', 'consistency needs --export DIR or --proof FILE');
      return consistencyFrom(folder, from, to);
    };
    return verifyConsistency(textOf(older), textOf(newer), proofOf, policy);
  }
  if (target === undefined || words.length > 1) throw new Unreadable('use', 'name one pack, export folder or proof file, or: consistency OLD NEW');
  if (fs.statSync(target, { throwIfNoEntry: false })?.isDirectory()) return verifyExport(target, policy);
  const bytes = fileOf(target);
  if (bytes.subarray(0, GZIP.length).equals(GZIP)) return verifyPack(bytes, policy);
  return verifyProof(bytes.toString('utf8'), policy, event === undefined ? undefined : textOf(event));
}

const where = ({ position, file }: Finding): string => (position !== undefined ? ` @${String(position)}` : file !== undefined ? ` ${file}` : '');
const VERDICTS = [{ zh: '核验通过', en: 'verified' }, { zh: '与签名的账本不符', en: 'TAMPERED' }, { zh: '不完整', en: 'INCOMPLETE' }] as const;

/** As lines for a person: what came out, the first thing wrong, the rest. */
export function saidOf(verification: Verification): string[] {
  const { origin, size, holds, notes, findings } = verification;
  const answer = VERDICTS[exitCodeOf(verification)];
  return [
    `${answer.zh} ${answer.en}: ${origin ?? ''}, ${String(size ?? 0)} 件 events`,
    ...findings.flatMap((finding) => [`  ${finding.grade === 'tampered' ? '✗' : '…'} ${finding.code}${where(finding)}`, `      ${finding.text.zh}`, `      ${finding.text.en}`]),
    ...holds.flatMap(({ zh, en }) => [`  ✓ ${zh}`, `      ${en}`]),
    ...notes.flatMap(({ zh, en }) => [`  ! ${zh}`, `      ${en}`]),
  ];
}

const USAGE = `node mingzhang-verify.cjs PACK|DIR|PROOF [--policy FILE] [--json]
node mingzhang-verify.cjs PROOF --event FILE [--policy FILE]
node mingzhang-verify.cjs consistency OLD NEW --export DIR|--proof FILE [--policy FILE]
0 holds 核验通过 · 1 tampered 不符 · 2 incomplete 不完整 · 3 malformed or bad use 无法读取`;

const OPTIONS = { policy: { type: 'string' }, export: { type: 'string' }, proof: { type: 'string' }, event: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean' } } as const;

/** The program of the single file. Answers its exit code and never throws. */
export function main(args: readonly string[], out: (line: string) => void, tell: (line: string) => void): 0 | 1 | 2 | 3 {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
    if (values.help === true) {
      out(USAGE);
      return 0;
    }
    const verification = verify({ words: positionals, policy: values.policy, export: values.export, proof: values.proof, event: values.event });
    if (values.json === true) out(JSON.stringify({ exitCode: exitCodeOf(verification), ...verification }));
    else for (const line of saidOf(verification)) out(line);
    return exitCodeOf(verification);
  } catch (error) {
    tell(`mingzhang-verify: ${error instanceof Error ? error.message : String(error)}`);
    if (!(error instanceof Unreadable)) tell(USAGE);
    return 3;
  }
}
