/** Policies as c2sp.org/tlog-policy writes them: what is read, what is refused, and which witnesses suffice. */
import fc from 'fast-check';
import { checkpointText } from '../../src/proof/checkpoint';
import { noteText, type NoteSignature } from '../../src/proof/note';
import { judgeCheckpoint, parsePolicy, type Objection } from '../../src/proof/policy';
import { Unreadable } from '../../src/proof/unreadable';
import { logSigner, vkeyOf, witnessSigner } from './keys';

const log = logSigner(1);
const witnesses = [2, 3, 4, 5, 6, 7].map((byte) => witnessSigner(byte));
const [w2, w3, w4, w5, w6, w7] = witnesses.map(vkeyOf) as [string, string, string, string, string, string];
const LOG = `log ${vkeyOf(log)}`;
const THREE = `${LOG}\nwitness a ${w2}\nwitness b ${w3}\nwitness c ${w4}\n`;

const text = checkpointText({ origin: log.key.name, size: 7, root: Buffer.alloc(32, 9) });
const noteBy = (...seen: readonly number[]): string => noteText({ text, signatures: [log.sign(text), ...seen.map((at): NoteSignature => (witnesses[at] as (typeof witnesses)[number]).cosign(text, 1_750_000_000))] });
const objectionTo = (seen: readonly number[], policy: string): Objection | undefined => judgeCheckpoint(noteBy(...seen), parsePolicy(policy)).objection;

describe('a quorum', () => {
  it.each([
    ['none', `${LOG}\nquorum none\n`, [], true], ['a witness', `${THREE}quorum b\n`, [1], true], ['a witness', `${THREE}quorum b\n`, [0, 2], false],
    ['any', `${THREE}group g any a b c\nquorum g\n`, [2], true], ['any', `${THREE}group g any a b c\nquorum g\n`, [], false],
    ['two', `${THREE}group g 2 a b c\nquorum g\n`, [0, 2], true], ['two', `${THREE}group g 2 a b c\nquorum g\n`, [2, 2], false],
    ['all', `${THREE}group g all a b c\nquorum g\n`, [0, 1, 2], true], ['all', `${THREE}group g all a b c\nquorum g\n`, [0, 1], false],
  ])('of %s: %# ', (_, policy, seen, reached) => {
    expect(objectionTo(seen, policy)).toBe(reached ? undefined : 'quorum-not-reached');
  });

  it('may be of two levels, as the example of the specification is', () => {
    const policy = `${LOG}\n\nwitness X1 ${w2}\nwitness X2 ${w3}\nwitness X3 ${w4}\ngroup X-witnesses 2 X1 X2 X3\n\nwitness Y1 ${w5}\nwitness Y2 ${w6}\nwitness Y3 ${w7}\ngroup Y-witnesses any Y1 Y2 Y3\n\ngroup X-and-Y all X-witnesses Y-witnesses\nquorum X-and-Y\n`;
    fc.assert(fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 5 })), (seen) => {
      const reached = seen.filter((at) => at < 3).length >= 2 && seen.some((at) => at >= 3);
      expect(objectionTo(seen, policy)).toBe(reached ? undefined : 'quorum-not-reached');
    }));
  });

  it('counts nobody whose signature is not theirs, and believes nothing of such a note', () => {
    const forged = noteText({ text, signatures: [log.sign(text), { ...(witnesses[1] as (typeof witnesses)[number]).cosign(text, 1_750_000_000), name: witnesses[0]?.key.name ?? '' }] });
    expect(judgeCheckpoint(forged, parsePolicy(`${THREE}quorum a\n`)).objection).toBe('quorum-not-reached');
    const late = (witnesses[0] as (typeof witnesses)[number]).cosign(text, 1_750_000_000);
    late.signature.writeBigUInt64BE(1_750_000_001n);
    expect(judgeCheckpoint(noteText({ text, signatures: [log.sign(text), late] }), parsePolicy(`${THREE}quorum none\n`)).objection).toBe('forged-signature');
  });

  it('does not stand in for the log itself', () => {
    expect(judgeCheckpoint(noteText({ text, signatures: [(witnesses[0] as (typeof witnesses)[number]).cosign(text, 1_750_000_000)] }), parsePolicy(`${THREE}quorum a\n`)).objection).toBe('not-signed-by-log');
    const other = logSigner(1, 'ledger.example/other');
    expect(judgeCheckpoint(noteText({ text, signatures: [other.sign(text)] }), parsePolicy(`log ${vkeyOf(other)}\nquorum none\n`)).objection).toBe('not-signed-by-log');
  });
});

describe('a policy', () => {
  it('may be written with blanks, tabs, comments and addresses', () => {
    const policy = parsePolicy(`\t# 政策 \n\n  log\t ${vkeyOf(log)}  https://ledger.example/ \n witness 甲 ${w2} https://office.example/witness\n\tquorum\t甲 `);
    expect([policy.logs.length, policy.witnesses.get('甲')?.url, policy.quorum]).toEqual([1, 'https://office.example/witness', '甲']);
  });

  it('may hold 32 logs, witnesses and groups', () => {
    const lines = Array.from({ length: 32 }, (_, at) => `log ${vkeyOf(logSigner(at + 1))}\nwitness w${String(at)} ${vkeyOf(witnessSigner(at + 100))}\ngroup g${String(at)} any w${String(at)}${at > 0 ? ` g${String(at - 1)}` : ''}`);
    expect(parsePolicy(`${lines.join('\n')}\nquorum g31\n`).groups.size).toBe(32);
  });

  it.each([
    ['has no quorum', LOG], ['has two', `${THREE}quorum a\nquorum b`], ['has a quorum nobody defined', `${LOG}\nquorum a`], ['has a quorum before its witness', `${LOG}\nquorum a\nwitness a ${w2}`],
    ['names no log', `witness a ${w2}\nquorum a`], ['defines none', `${LOG}\nwitness none ${w2}\nquorum none`], ['makes none a member', `${THREE}group g any a none\nquorum g`],
    ['defines a name twice', `${THREE}witness a ${w5}\nquorum a`], ['has a group named as a witness', `${THREE}group a any b\nquorum a`], ['has one key twice', `${LOG}\nwitness a ${w2}\nwitness b ${w2}\nquorum a`],
    ['has one key under two names', `${LOG}\nwitness a ${w2}\nwitness b ${vkeyOf(witnessSigner(2, 'elsewhere.example/w'))}\nquorum a`], ['has one log twice', `${LOG}\n${LOG}\nquorum none`],
    ['counts a member twice', `${THREE}group g 2 a a\nquorum g`], ['counts a member in two groups', `${THREE}group g any a b\ngroup h all a c\nquorum h`],
    ['asks more than there are', `${THREE}group g 4 a b c\nquorum g`], ['asks for 0', `${THREE}group g 0 a b c\nquorum g`], ['has a number with a zero before it', `${THREE}group g 01 a b c\nquorum g`], ['has an empty group', `${THREE}group g any\nquorum a`],
    ['has a cosigner for its log', `log ${w2}\nquorum none`], ['has a log for its witness', `${LOG}\nwitness a ${vkeyOf(logSigner(9))}\nquorum a`],
    ['has words too many', `${THREE}quorum a b`], ['has an address too many', `${LOG} https://a.example https://b.example\nquorum none`],
    ['ends its lines as other systems do', `${LOG}\r\nquorum none\r\n`], ['has a control character', `${LOG}\n# \u0007\nquorum none`], ['parts words by a wide space', `${LOG}\nquorum\u3000none`], ['has a name that is not UTF-8', `${LOG}\nwitness \ufffd ${w2}\nquorum \ufffd`], ['says something else', `${LOG}\nallow a\nquorum none`],
  ])('that %s is refused', (_, policy) => {
    expect(() => parsePolicy(policy)).toThrow(Unreadable);
  });

  it('says on which line it is wrong', () => {
    expect(() => parsePolicy(`${LOG}\n\nquorum x\n`)).toThrow('policy: line 3: x is not defined on a line before');
  });
});
