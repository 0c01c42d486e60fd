/** Our own bytes, frozen: a leaf, a checkpoint, a cosignature and a proof file of fixed events and keys. If one of these changes, every proof that was handed out is worthless. */
import { createHash, generateKeyPairSync } from 'node:crypto';
import { digestsOf, leafHash, leafOf } from '../../src/event-store/leaf';
import { NAMED_TYPE, noteText, parseNote, parseVkey, vkeyText } from '../../src/proof/note';
import { judgeCheckpoint, parsePolicy } from '../../src/proof/policy';
import { checkpointText } from '../../src/proof/checkpoint';
import { sm2Signer, standingOf } from '../../src/proof/signer';
import { parseTlogProof, tlogProofText } from '../../src/proof/tlog-proof';
import { includes, nodeHash } from '../../src/proof/tree';
import { logSigner, signedCheckpoint, vkeyOf, witnessSigner } from './keys';

const events = [0, 1, 2].map((position) => ({
  headerBytes: Buffer.from(`{"position":"${String(position)}","stream":"allocation-F1","type":"AllocationIssued"}`), payloadBytes: Buffer.from(`{"amountFen":"${String(position)}00"}`), salt: Buffer.alloc(16, position),
}));
const leaves = events.map(leafOf);
const [one, two, three] = leaves.map(leafHash) as [Buffer, Buffer, Buffer];
const root = nodeHash(nodeHash(one, two), three);
const log = logSigner(1);
const witness = witnessSigner(2);

const LEAF = '6d696e677a68616e672d6c6561662f310a16bda8e25a1907892b7a28797e183b9fb01e7670442e91ee21e92480c226bda82111306dd8ac65068a6d3a6fb026a1322c7ed8cfd19940eff96d25fa74a902ea';
const CHECKPOINT = `ledger.example/funds-2026
3
IHjYj/qpKrhvGm9DuJlevhFizBGbyu4iqCQEFYvXXqA=

— ledger.example/funds-2026 KnscGkadqSA7QfjYq3xgXQ4BpXLGxmRV39enr+vfAqF6SgVk9ik+m9y7IzVm86xODOyfypN4m7pKleUc+fBIs0YErwM=
`;
const COSIGNATURE_LINE = `— office.example/w2 eH+fKwAAAABpVbkAtSYS+rpjl4UCCUGmONjIEC6ryHwS64sUzNVQ3foZh33Nn85ZWdc1QW3OUrFmnlkA6/7ix2mUOO87n3AndN6CAg==
`;

describe('the frozen bytes', () => {
  it('of a leaf', () => {
    expect(leaves[1]?.toString('hex')).toBe(LEAF);
  });

  it('of a leaf are what the format says', () => {
    const sha256 = (...parts: readonly (Buffer | string)[]): Buffer => createHash('sha256').update(Buffer.concat(parts.map((part) => Buffer.from(part)))).digest();
    const { headerBytes, payloadBytes, salt } = events[1] as (typeof events)[number];
    const leaf = Buffer.concat([Buffer.from('mingzhang-leaf/1\n'), sha256(sha256('header', salt), headerBytes), sha256(sha256('payload', salt), payloadBytes)]);
    expect([leaf, leaf.length]).toEqual([leaves[1], 81]);
    expect(two).toEqual(sha256(Buffer.from([0]), leaf));
    expect(digestsOf(leaf)).toEqual({ headerDigest: leaf.subarray(17, 49), payloadDigest: leaf.subarray(49) });
  });

  it('of a signed checkpoint', () => {
    expect(signedCheckpoint(log, { size: 3, root })).toBe(CHECKPOINT);
  });

  it('of a cosignature', () => {
    const note = parseNote(CHECKPOINT);
    expect(noteText({ ...note, signatures: [witness.cosign(note.text, 1_767_225_600)] })).toBe(`${note.text}\n${COSIGNATURE_LINE}`);
  });

  it('of a proof file, which a policy and the leaf suffice to check', () => {
    const text = tlogProofText({ extra: leaves[1], index: 1, hashes: [one, three], checkpoint: CHECKPOINT + COSIGNATURE_LINE });
    expect(text).toBe(`c2sp.org/tlog-proof@v1
extra ${Buffer.from(LEAF, 'hex').toString('base64')}
index 1
${one.toString('base64')}
${three.toString('base64')}

${CHECKPOINT}${COSIGNATURE_LINE}`);
    expect(createHash('sha256').update(text).digest('hex')).toBe('23c8f73a2976a84e8e02f91f43c5ec0e9378e687568bc4875e46287ab7d64683');
    const proof = parseTlogProof(text);
    const { checkpoint, objection } = judgeCheckpoint(proof.checkpoint, parsePolicy(`log ${vkeyOf(log)}\nwitness w ${vkeyOf(witness)}\nquorum w\n`));
    expect(objection).toBeUndefined();
    expect(includes(checkpoint.root, checkpoint.size, proof.index, leafHash(proof.extra as Buffer), proof.hashes)).toBe(true);
  });
});

describe('a second signature, SM2 over SM3', () => {
  const second = sm2Signer(log.key.name, generateKeyPairSync('ec', { namedCurve: 'SM2' }).privateKey);
  const text = checkpointText({ origin: log.key.name, size: 3, root });
  const note = noteText({ text, signatures: [log.sign(text), second.sign(text)] });

  it('is known by its key, and is passed over by whoever knows the first alone', () => {
    const key = parseVkey(vkeyText(second.key));
    expect([key.type, standingOf(key, parseNote(note)), standingOf(log.key, parseNote(note))]).toEqual([NAMED_TYPE, 'signed', 'signed']);
    for (const vkey of [vkeyOf(log), vkeyOf(second)]) expect(judgeCheckpoint(note, parsePolicy(`log ${vkey}\nquorum none\n`)).objection).toBeUndefined();
  });

  it('is found out where it is over something else, or is none', () => {
    const other = noteText({ text, signatures: [log.sign(text), second.sign(text.replace('\n3\n', '\n4\n'))] });
    expect(standingOf(second.key, parseNote(other))).toBe('forged');
    expect(standingOf(second.key, { text, signatures: [{ name: log.key.name, keyId: second.key.id, signature: Buffer.from('none') }] })).toBe('forged');
    expect(judgeCheckpoint(other, parsePolicy(`log ${vkeyOf(log)}\nlog ${vkeyOf(second)}\nquorum none\n`)).objection).toBe('forged-signature');
  });

  it('needs a key on that curve', () => {
    expect(() => sm2Signer(log.key.name, generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey)).toThrow('not an SM2 key');
  });
});
