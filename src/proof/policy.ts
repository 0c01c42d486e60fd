/** Policies (c2sp.org/tlog-policy): whose log it is, which witnesses are known, and how many of them must have seen a checkpoint. All an auditor has to trust. */
import { parseCheckpoint, type Checkpoint } from './checkpoint';
import { parseNote, parseVkey, type VerifierKey } from './note';
import { isSignedBy } from './signer';
import { Unreadable } from './unreadable';

export interface KnownWitness {
  readonly key: VerifierKey;
  readonly url?: string;
}

interface Group {
  readonly threshold: number;
  readonly members: readonly string[];
}

export interface Policy {
  /** Keys of the log: any of them suffices (a change of keys has two for a while). */
  readonly logs: readonly VerifierKey[];
  readonly witnesses: ReadonlyMap<string, KnownWitness>;
  readonly groups: ReadonlyMap<string, Group>;
  /** Name of a witness or group; `none` where no witness is asked for. */
  readonly quorum: string;
}

const thresholdOf = (word: string, members: number): number => (word === 'any' ? 1 : word === 'all' ? members : /^[1-9]\d*$/.test(word) ? Number(word) : NaN);

export function parsePolicy(text: string): Policy {
  const logs: VerifierKey[] = [];
  const witnesses = new Map<string, KnownWitness>();
  const groups = new Map<string, Group>();
  let quorum: string | undefined;
  const bad = (line: string, why: string): never => { throw new Unreadable('policy', `${why}: ${line}`); };
  const named = (name: string): boolean => witnesses.has(name) || groups.has(name);
  for (const line of text.split('\n').map((one) => one.trim())) {
    if (line === '' || line.startsWith('#')) continue;
    const [word = '', ...rest] = line.split(/\s+/);
    const [first = '', second = '', ...more] = rest;
    if (word === 'log' && first !== '') logs.push(parseVkey(first));
    else if (word === 'witness' && second !== '' && !named(first)) witnesses.set(first, { key: parseVkey(second), ...(more[0] === undefined ? {} : { url: more[0] }) });
    else if (word === 'group' && more.length > 0 && !named(first)) {
      const threshold = thresholdOf(second, more.length);
      const unknown = more.find((member) => !named(member));
      if (!(threshold <= more.length) || unknown !== undefined || new Set(more).size < more.length) bad(line, 'not a group of known members');
      groups.set(first, { threshold, members: more });
    } else if (word === 'quorum' && quorum === undefined && (first === 'none' || named(first))) quorum = first;
    else bad(line, 'not understood');
  }
  if (logs.length === 0 || quorum === undefined) throw new Unreadable('policy', 'a log and a quorum are needed');
  return { logs, witnesses, groups, quorum };
}

/** Why a signed checkpoint does not satisfy a policy. */
export type Objection = 'not-signed-by-log' | 'quorum-not-reached';

function seenBy(policy: Policy, name: string, signed: (key: VerifierKey) => boolean): boolean {
  const witness = policy.witnesses.get(name);
  if (witness) return signed(witness.key);
  const group = policy.groups.get(name);
  return group !== undefined && group.members.filter((member) => seenBy(policy, member, signed)).length >= group.threshold;
}

/** The checkpoint a note holds, and what the policy objects to in it. Throws `Unreadable` where it is none. */
export function judgeCheckpoint(note: string, policy: Policy): { readonly checkpoint: Checkpoint; readonly objection: Objection | undefined } {
  const { text, signatures } = parseNote(note);
  const checkpoint = parseCheckpoint(text);
  const signed = (key: VerifierKey): boolean => signatures.some((signature) => isSignedBy(key, text, signature));
  if (!policy.logs.some((key) => key.name === checkpoint.origin && signed(key))) return { checkpoint, objection: 'not-signed-by-log' };
  return { checkpoint, objection: policy.quorum === 'none' || seenBy(policy, policy.quorum, signed) ? undefined : 'quorum-not-reached' };
}
