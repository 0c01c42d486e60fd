/** What others published: proofs of transparency-dev/merkle, notes of golang.org/x/mod, samples of C2SP, checkpoints of public logs and their witnesses. Read and judged as published. */
import { parseCheckpoint } from '../../src/proof/checkpoint';
import { COSIGNATURE, ED25519, noteText, parseNote, parseVkey, vkeyText, type SignedNote } from '../../src/proof/note';
import { judgeCheckpoint, parsePolicy } from '../../src/proof/policy';
import { cosignedAt, ed25519Signer, standingOf } from '../../src/proof/signer';
import { parseTlogProof, tlogProofText } from '../../src/proof/tlog-proof';
import { extendsTree, includes } from '../../src/proof/tree';
import { Unreadable } from '../../src/proof/unreadable';
import { ed25519FromSeed } from './keys';
import merkle from './published/merkle.json';

type Vector = readonly [name: string, one: number, two: number, first: number, second: number, proof: readonly number[], wantErr: boolean];

const hash = (at: number): Buffer => Buffer.from(merkle.hashes[at] ?? '', 'hex');

/** Refused there as useless; c2sp.org/tlog-witness says that anything begins with the empty tree, and that the proof of it is empty. */
const FROM_NOTHING = 'additional/size1-is-zero-and-size2-is-not-zero';

describe('the proofs of transparency-dev/merkle', () => {
  it.each(merkle.inclusion as unknown as Vector[])('inclusion %s', (_, index, size, root, leaf, proof, wantErr) => {
    expect(includes(hash(root), size, index, hash(leaf), proof.map(hash))).toBe(!wantErr);
  });

  it.each(merkle.consistency as unknown as Vector[])('consistency %s', (name, older, newer, one, two, proof, wantErr) => {
    expect([name, extendsTree({ size: older, root: hash(one) }, { size: newer, root: hash(two) }, proof.map(hash))]).toEqual([name, !wantErr || name === FROM_NOTHING]);
  });
});

// golang.org/x/mod, sumdb/note/note_test.go.
const PETER = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const ENOCH = 'EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop';
const PETER_SEED = Buffer.from('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz', 'base64').subarray(1).toString('hex');
const SAYING = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const PETER_LINE = '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
const ENOCH_LINE = '— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n';

describe('the notes of golang.org/x/mod', () => {
  const [peter, enoch] = [parseVkey(PETER), parseVkey(ENOCH)];

  it('have these keys', () => {
    expect([vkeyText(peter), vkeyText(enoch)]).toEqual([PETER, ENOCH]);
    expect(() => parseVkey('PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==')).toThrow(Unreadable);
    for (let at = 0; at < PETER.length; at += 1) {
      const spoilt = PETER.slice(0, at) + (PETER[at] === 'x' ? 'y' : 'x') + PETER.slice(at + 1);
      expect(() => parseVkey(spoilt)).toThrow(Unreadable);
    }
  });

  it('are signed to the byte', () => {
    const signer = ed25519Signer('PeterNeumann', ed25519FromSeed(PETER_SEED));
    expect(vkeyText(signer.key)).toBe(PETER);
    expect(noteText({ text: SAYING, signatures: [signer.sign(SAYING)] })).toBe(`${SAYING}\n${PETER_LINE}`);
  });

  it('are known by the keys one has', () => {
    const note = parseNote(`${SAYING}\n${PETER_LINE}${ENOCH_LINE}`);
    expect([note.text, note.signatures.length]).toEqual([SAYING, 2]);
    expect([standingOf(peter, note), standingOf(enoch, note)]).toEqual(['signed', 'signed']);
    expect(standingOf(enoch, parseNote(`${SAYING}\n${PETER_LINE}`))).toBe('unsigned');
    expect(standingOf(peter, parseNote(`${SAYING}\n${PETER_LINE.slice(0, 60)}ABCD${PETER_LINE.slice(60)}`))).toBe('forged');
    // The same signature under another name or id is by a key nobody knows.
    expect(standingOf(peter, parseNote(`${SAYING}\n${PETER_LINE.replace('PeterNeumann', 'CarmenSandiego')}`))).toBe('unsigned');
    expect(standingOf(peter, parseNote(`${SAYING}\n${PETER_LINE.replace('x08g', 'xxxx')}`))).toBe('unsigned');
  });

  it.each([
    ['nothing but text', SAYING], ['a text and an empty line', `${SAYING}\n`], ['a signature without its line feed', `${SAYING}\n${PETER_LINE.slice(0, -1)}`],
    ['a control character', `\u0001${SAYING}\n${PETER_LINE}`], ['bytes that are not UTF-8', Buffer.concat([Buffer.from([0xff]), Buffer.from(`${SAYING}\n${PETER_LINE}`)])],
    ['a name with a space', `${SAYING}\n${PETER_LINE.replace('PeterNeumann', 'Bad Name')}`], ['a name with a wide space', `${SAYING}\n${PETER_LINE.replace('PeterNeumann', 'Bad\u3000Name')}`],
    ['a line that is no signature', `${SAYING}\n${PETER_LINE}Unexpected line.\n`], ['101 signatures', `${SAYING}\n${PETER_LINE.repeat(101)}`],
  ])('are refused with %s', (_, note) => {
    expect(() => parseNote(note)).toThrow(Unreadable);
  });
});

// c2sp.org/signed-note, tlog-cosignature and tlog-proof.
const SOFA = `example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
`;
const GO_KEY = 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8';

describe('the samples of C2SP', () => {
  it('a note and its key', () => {
    const note = parseNote('This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n');
    const key = parseVkey('example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k');
    expect([key.type, standingOf(key, note)]).toEqual([ED25519, 'signed']);
  });

  it('a cosigned checkpoint', () => {
    const note = parseNote(SOFA);
    expect(noteText(note)).toBe(SOFA);
    expect(parseCheckpoint(note.text)).toEqual({ origin: 'example.com/behind-the-sofa', size: 20_852_163, root: Buffer.from('CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=', 'base64') });
    expect(note.signatures.map(({ keyId, signature }) => [keyId.toString('hex'), signature.length])).toEqual([['033de0ae', 64], ['8d66cf3f', 72]]);
    expect(cosignedAt(note.signatures[1] as SignedNote['signatures'][number])).toBe(1_679_315_147);
  });

  it('is the checkpoint of sum.golang.org under another name', () => {
    const note = parseNote(SOFA.replaceAll('example.com/behind-the-sofa', 'sum.golang.org').replace('sum.golang.org\n', 'go.sum database tree\n'));
    expect(standingOf(parseVkey(GO_KEY), note)).toBe('signed');
  });

  it('a proof file', () => {
    // The published sample cuts its checkpoint's signatures and the padding of its extra data; the rest is as it stands there.
    const text = `c2sp.org/tlog-proof@v1
extra YWdlLXYxLjIuMS1kYXJ3aW4tYXJtNjQudGFyLmd6
index 73894
gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=
B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=
EKNzoDWG8LGC0Yp9o+sv3qllpMP9uHQ9B20KNL+Q1zs=
RoopEkOdqkYqMB4MJXrbt/hMjOxsVn0IrWjpz1ZMMes=
AHCioX9nLjsrse6YhjRRmk1WUEirVOLLRoOQ6vfO5vk=

example.com/fancylog
109482
sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=

`;
    const proof = parseTlogProof(text);
    expect([proof.index, proof.hashes.length, proof.extra?.toString()]).toEqual([73_894, 5, 'age-v1.2.1-darwin-arm64.tar.gz']);
    expect(tlogProofText(proof)).toBe(text);
  });

  // Marshal and Unmarshal of transparency-dev/formats, proof/tlog_proof_test.go.
  it.each([
    ['another first line', 'wrong-header\nindex 0\n\ncheckpoint\n'], ['extra data that is not base64', 'c2sp.org/tlog-proof@v1\nextra !!notbase64!!\nindex 0\n\ncheckpoint\n'],
    ['no index', 'c2sp.org/tlog-proof@v1\n\n\ncheckpoint\n'], ['a word for the index', 'c2sp.org/tlog-proof@v1\nindex notanumber\n\ncheckpoint\n'], ['a negative index', 'c2sp.org/tlog-proof@v1\nindex -5\n\ncheckpoint\n'],
    ['a zero before the index', 'c2sp.org/tlog-proof@v1\nindex 05\n\ncheckpoint\n'], ['an index beyond counting', 'c2sp.org/tlog-proof@v1\nindex 9007199254740993\n\ncheckpoint\n'],
    ['a hash that is not base64', 'c2sp.org/tlog-proof@v1\nindex 0\n!!notbase64!!\n\ncheckpoint\n'], ['a hash of 64 bytes', `c2sp.org/tlog-proof@v1\nindex 0\n${Buffer.alloc(64).toString('base64')}\n\ncheckpoint\n`],
  ])('a proof file with %s is refused', (_, text) => {
    expect(() => parseTlogProof(text)).toThrow(Unreadable);
  });
});

// A staging log of Certificate Transparency on 23 May 2026 as the tests of tlog-scales quote it; its other lines are of types and witnesses we do not know.
const ARCHE = `arche2025h1.staging.ct.transparency.dev
1432088532
U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=

— arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=
— arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=
— transparency.dev/DEV:witness-little-garden 2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/KYTzwZ2rhIgcqoXHAwVkjZr4AscylP3v7sEodkRAErumC2q44vdgJY096st5BQ==
— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==
`;
const ARCHE_KEY = 'arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f';
const REMORA_KEY = 'remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2';

describe('a public log and its public witness', () => {
  const policy = parsePolicy(`log ${ARCHE_KEY}\nwitness remora ${REMORA_KEY} https://remora.n621.de/\nquorum remora\n`);

  it('satisfy a policy that names them', () => {
    const remora = parseVkey(REMORA_KEY);
    expect([remora.type, vkeyText(remora)]).toEqual([COSIGNATURE, REMORA_KEY]);
    expect(judgeCheckpoint(ARCHE, policy)).toMatchObject({ checkpoint: { size: 1_432_088_532 }, objection: undefined });
    expect(new Date(1_000 * cosignedAt(parseNote(ARCHE).signatures[3] as SignedNote['signatures'][number])).toISOString()).toBe('2026-05-23T21:50:24.000Z');
  });

  it('do not where the size, the time of the cosignature or one signature is another', () => {
    expect(judgeCheckpoint(ARCHE.replace('1432088532', '42'), policy).objection).toBe('forged-signature');
    expect(judgeCheckpoint(ARCHE.replace('2net5wAAAABqEiEg', '2net5wAAAABqEiEh'), policy).objection).toBe('forged-signature');
    expect(judgeCheckpoint(ARCHE.replace(/— remora.*\n/, ''), policy).objection).toBe('quorum-not-reached');
    expect(judgeCheckpoint(ARCHE.replace(/— arche.* ui8G.*\n/, ''), policy).objection).toBe('not-signed-by-log');
  });
});

// transparency-dev/witness, witness/witness_test.go.
describe('the log of monkeys', () => {
  const key = parseVkey('monkeys+db4d9f7e+AULaJMvTtDLHPUcUrjdDad9vDlh/PTfC2VV60JUtCfWT');
  const five = parseNote('monkeys\n5\n41smjBUiAU70EtKlT6lIOIYtRTYxYXsDB+XHfcvu/BE=\n\n— monkeys 202fftzGl3LVoqjXfwCFZZXs8I+5G22+Ek2K0AOyBuSJ/8/CZawNF+6fNlTKOCd622pbzJNkkJFWuw9DbicZCkEx9AY=\n');
  const eight = parseNote('monkeys\n8\nV8K9aklZ4EPB+RMOk1/8VsJUdFZR77GDtZUQq84vSbo=\n\n— monkeys 202ffoUEboiQYpHzICeaFmoy3RNviHTpAxYrq/eO4QQVQMvu9UebKBMX2MJC76NLthZaKsnKbCA8GxrjePZhvDCH7Ag=\n');
  const proof = [
    'b9e1d62618f7fee8034e4c5010f727ab24d8e4705cb296c374bf2025a87a10d2', 'aac66cd7a79ce4012d80762fe8eec3a77f22d1ca4145c3f4cee022e7efcd599d',
    '89d0f753f66a290c483b39cd5e9eafb12021293395fad3d4a2ad053cfbcfdc9e', '29e40bb79c966f4c6fe96aff6f30acfce5f3e8d84c02215175d6e018a5dee833',
  ].map((hex) => Buffer.from(hex, 'hex'));

  it('grew from five entries to eight', () => {
    expect([five, eight].map((note) => standingOf(key, note))).toEqual(['signed', 'signed']);
    const [older, newer] = [parseCheckpoint(five.text), parseCheckpoint(eight.text)];
    expect(extendsTree(older, newer, proof)).toBe(true);
    expect(extendsTree(older, newer, proof.slice(1))).toBe(false);
    expect(extendsTree(newer, older, proof)).toBe(false);
  });
});
