/** Policies (c2sp.org/tlog-policy): whose log it is, which witnesses are known, and how many of them must have seen a checkpoint. All an auditor has to trust. */
import { parseCheckpoint, type Checkpoint } from './checkpoint';
import { COSIGNATURE, ED25519, parseNote, parseVkey, type VerifierKey } from './note';
import { isSm2, standingOf } from './signer';
import { Unreadable } from './unreadable';

export interface KnownWitness {
  readonly key: VerifierKey;
  /** Submission prefix, c2sp.org/tlog-witness. */
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

const NONE = 'none';
const WORDS_APART = /[ \t]+/;

const thresholdOf = (word: string, members: number): number => (word === 'any' ? 1 : word === 'all' ? members : /^[1-9]\d*$/.test(word) ? Number(word) : NaN);

class Reading {
  readonly logs: VerifierKey[] = [];
  readonly witnesses = new Map<string, KnownWitness>();
  readonly groups = new Map<string, Group>();
  /** Each name once, so that a witness counts in one way only. */
  private readonly members = new Set<string>();
  quorum: string | undefined;

  /** Why a line is wrong; undefined where it is right. */
  take([word = '', ...rest]: readonly string[]): string | undefined {
    switch (word) {
      case 'log': return this.log(rest);
      case 'witness': return this.witness(rest);
      case 'group': return this.group(rest);
      case 'quorum': return this.takeQuorum(rest);
      default: return 'not understood';
    }
  }

  private log([vkey, , ...more]: readonly string[]): string | undefined {
    if (vkey === undefined || more.length > 0) return 'log takes a verifier key and perhaps an address';
    const key = parseVkey(vkey);
    if (key.type !== ED25519 && !isSm2(key)) return 'not the key of a log: Ed25519 (or SM2 as written here) is known';
    if (this.logs.some((known) => known.key.equals(key.key))) return 'the same key twice';
    this.logs.push(key);
    return undefined;
  }

  private witness([name, vkey, url, ...more]: readonly string[]): string | undefined {
    if (name === undefined || vkey === undefined || more.length > 0) return 'witness takes a name, a verifier key and perhaps an address';
    if (this.isTaken(name)) return 'the name is taken';
    const key = parseVkey(vkey);
    if (key.type !== COSIGNATURE) return 'not the key of a witness: Ed25519 cosignatures (type 4) are known';
    if ([...this.witnesses.values()].some((known) => known.key.key.equals(key.key))) return 'the same key twice';
    this.witnesses.set(name, { key, ...(url === undefined ? {} : { url }) });
    return undefined;
  }

  private group([name, count, ...members]: readonly string[]): string | undefined {
    if (name === undefined || count === undefined || members.length === 0) return 'group takes a name, all, any or a number, and members';
    if (this.isTaken(name)) return 'the name is taken';
    const threshold = thresholdOf(count, members.length);
    if (!(threshold <= members.length)) return 'not all, any or a number of its members';
    for (const member of members) {
      if (!this.isDefined(member)) return `${member} is not defined on a line before`;
      if (this.members.has(member)) return `${member} is a member already`;
      this.members.add(member);
    }
    this.groups.set(name, { threshold, members });
    return undefined;
  }

  private takeQuorum([name, ...more]: readonly string[]): string | undefined {
    if (name === undefined || more.length > 0 || this.quorum !== undefined) return 'one quorum, of one name';
    if (name !== NONE && !this.isDefined(name)) return `${name} is not defined on a line before`;
    this.quorum = name;
    return undefined;
  }

  private isDefined(name: string): boolean {
    return this.witnesses.has(name) || this.groups.has(name);
  }

  private isTaken(name: string): boolean {
    return name === NONE || this.isDefined(name);
  }
}

/** A log must be named, which the format leaves open: nothing else tells an auditor whose ledger it is. */
export function parsePolicy(text: string): Policy {
  const reading = new Reading();
  text.split('\n').forEach((line, at) => {
    const place = `line ${String(at + 1)}`;
    // eslint-disable-next-line no-control-regex -- of these the format allows the tab alone.
    if (/[\u0000-\u0008\u000b-\u001f\u007f]/.test(line)) throw new Unreadable('policy', `${place}: a control character`);
    const words = line.split(WORDS_APART).filter((word) => word !== '');
    if (words.length === 0 || words[0]?.startsWith('#') === true) return;
    // In a comment any bytes may stand; a name that was not UTF-8 could be taken for another.
    if (line.includes('\ufffd')) throw new Unreadable('policy', `${place}: not UTF-8`);
    const why = reading.take(words);
    if (why !== undefined) throw new Unreadable('policy', `${place}: ${why}: ${line.slice(0, 200)}`);
  });
  const { logs, witnesses, groups, quorum } = reading;
  if (logs.length === 0 || quorum === undefined) throw new Unreadable('policy', 'a log and a quorum are needed');
  return { logs, witnesses, groups, quorum };
}

/** Why a signed checkpoint does not satisfy a policy. */
export type Objection = 'not-signed-by-log' | 'quorum-not-reached' | 'forged-signature';

function seenBy(policy: Policy, name: string, signed: (key: VerifierKey) => boolean): boolean {
  const witness = policy.witnesses.get(name);
  if (witness) return signed(witness.key);
  const group = policy.groups.get(name);
  return group !== undefined && group.members.filter((member) => seenBy(policy, member, signed)).length >= group.threshold;
}

/** The checkpoint a note holds, and what the policy objects to in it. Throws `Unreadable` where it is none. */
export function judgeCheckpoint(note: string | Uint8Array, policy: Policy): { readonly checkpoint: Checkpoint; readonly objection: Objection | undefined } {
  const signedNote = parseNote(note);
  const checkpoint = parseCheckpoint(signedNote.text);
  const ours = policy.logs.filter((key) => key.name === checkpoint.origin);
  const known = [...ours, ...[...policy.witnesses.values()].map(({ key }) => key)];
  if (known.some((key) => standingOf(key, signedNote) === 'forged')) return { checkpoint, objection: 'forged-signature' };
  const signed = (key: VerifierKey): boolean => standingOf(key, signedNote) === 'signed';
  if (!ours.some(signed)) return { checkpoint, objection: 'not-signed-by-log' };
  return { checkpoint, objection: policy.quorum === NONE || seenBy(policy, policy.quorum, signed) ? undefined : 'quorum-not-reached' };
}
