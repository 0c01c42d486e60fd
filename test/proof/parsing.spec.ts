/** Whatever is read, the readers of the published formats answer with what it says or with Unreadable, and write what they read. */
import fc from 'fast-check';
import { checkpointText, parseCheckpoint } from '../../src/proof/checkpoint';
import { noteText, parseNote, parseSignatureLine, parseVkey, signatureLine, verifierKey, vkeyText } from '../../src/proof/note';
import { judgeCheckpoint, parsePolicy } from '../../src/proof/policy';
import { parseTlogProof, tlogProofText } from '../../src/proof/tlog-proof';
import { Unreadable } from '../../src/proof/unreadable';
import { logSigner, signedCheckpoint, vkeyOf, witnessSigner } from './keys';

const log = logSigner(1);
const POLICY = `log ${vkeyOf(log)}\nwitness a ${vkeyOf(witnessSigner(2))}\nwitness b ${vkeyOf(witnessSigner(3))}\ngroup g all a b\nquorum g\n`;
const NOTE = signedCheckpoint(log, { size: 12, root: Buffer.alloc(32, 3) });
const PROOF = tlogProofText({ extra: Buffer.from('leaf'), index: 3, hashes: [Buffer.alloc(32, 1), Buffer.alloc(32, 2)], checkpoint: NOTE });
const policy = parsePolicy(POLICY);

const readers: Readonly<Record<string, readonly [read: (text: string) => unknown, sample: string]>> = {
  note: [parseNote, NOTE], 'note of bytes': [(text) => parseNote(Buffer.from(text, 'latin1')), Buffer.from(NOTE).toString('latin1')], 'signature line': [parseSignatureLine, NOTE.split('\n')[4] ?? ''], vkey: [parseVkey, vkeyOf(log)],
  checkpoint: [parseCheckpoint, checkpointText({ origin: 'a', size: 1, root: Buffer.alloc(32) })], 'proof file': [parseTlogProof, PROOF], policy: [parsePolicy, POLICY],
  'checkpoint under a policy': [(note) => judgeCheckpoint(note, policy), NOTE],
};

function onlyUnreadable(read: (text: string) => unknown, text: string): void {
  try {
    read(text);
  } catch (error) {
    expect(error).toBeInstanceOf(Unreadable);
  }
}

/** The sample with a piece cut out and something else put in its place. */
const damaged = (sample: string): fc.Arbitrary<string> => {
  const patch = fc.oneof(fc.constantFrom('', '\n', '\n\n', ' ', '+', '— ', '=', '\t', '\u0000', '\ufffd', '\ud800', '9'.repeat(20), '-1', '0'), fc.string({ unit: 'binary', maxLength: 8 }));
  return fc.tuple(fc.nat(sample.length), fc.nat(8), patch).map(([at, count, put]) => sample.slice(0, at) + put + sample.slice(at + count));
};

const root = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes));
const bytes = fc.uint8Array({ minLength: 1, maxLength: 100 }).map((some) => Buffer.from(some));
const keyId = fc.uint8Array({ minLength: 4, maxLength: 4 }).map((id) => Buffer.from(id));
const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter((text) => !/[\p{White_Space}\p{Cc}+\ufffd]/u.test(text));
const lines = fc.array(fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => !/[\p{Cc}\ufffd]/u.test(text)), { minLength: 1, maxLength: 5 }).map((some) => `${some.join('\n')}\n`);

describe.each(Object.entries(readers))('the reader of a %s', (_, [read, sample]) => {
  it('reads its sample', () => {
    expect(() => read(sample)).not.toThrow();
  });

  it('throws nothing but Unreadable, whatever it is given', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), damaged(sample), fc.array(damaged(sample), { maxLength: 3 }).map((some) => some.join(''))), (text) => { onlyUnreadable(read, text); }), { numRuns: 1_000 });
  });
});

describe('what is written', () => {
  it('is read again: verifier keys', () => {
    fc.assert(fc.property(name, fc.constantFrom(1, 4, 255), fc.uint8Array({ minLength: 32, maxLength: 32 }), (of, type, key) => {
      const made = verifierKey(of, type, Buffer.from(key));
      expect(parseVkey(vkeyText(made))).toEqual(made);
    }));
  });

  it('is read again: notes', () => {
    fc.assert(fc.property(lines, fc.array(fc.record({ name, keyId, signature: bytes }), { minLength: 1, maxLength: 20 }), (text, signatures) => {
      const note = { text, signatures };
      expect(parseNote(noteText(note))).toEqual(note);
      expect(parseNote(Buffer.from(noteText(note)))).toEqual(note);
      for (const signature of signatures) expect(parseSignatureLine(signatureLine(signature).slice(0, -1))).toEqual(signature);
    }));
  });

  it('is read again: checkpoints and proof files', () => {
    fc.assert(fc.property(name, fc.maxSafeNat(), fc.array(root, { minLength: 1, maxLength: 64 }), fc.option(bytes, { nil: undefined }), (origin, size, hashes, extra) => {
      const checkpoint = { origin, size, root: hashes[0] as Buffer };
      expect(parseCheckpoint(checkpointText(checkpoint))).toEqual(checkpoint);
      const proof = { extra, index: size, hashes, checkpoint: `${checkpointText(checkpoint)}\nwhat follows\n\nis kept` };
      expect(parseTlogProof(tlogProofText(proof))).toEqual(proof);
    }));
  });

  it.each([
    ['two lines', 'a\n1\n'], ['an empty origin', `\n1\n${Buffer.alloc(32).toString('base64')}\n`], ['a zero before the size', `a\n01\n${Buffer.alloc(32).toString('base64')}\n`], ['a size beyond counting', `a\n9007199254740993\n${Buffer.alloc(32).toString('base64')}\n`],
    ['a short root', `a\n1\n${Buffer.alloc(31).toString('base64')}\n`], ['an empty line among its extensions', `a\n1\n${Buffer.alloc(32).toString('base64')}\n\nmore\n`], ['no line feed at its end', `a\n1\n${Buffer.alloc(32).toString('base64')}`],
  ])('with %s is no checkpoint', (_, text) => {
    expect(() => parseCheckpoint(text)).toThrow(Unreadable);
  });

  it('may have lines after the third, which are signed too', () => {
    const text = `a\n1\n${Buffer.alloc(32).toString('base64')}\nmore\n`;
    expect(parseCheckpoint(text).size).toBe(1);
    const signed = noteText({ text, signatures: [log.sign(text)] });
    expect(parseNote(signed).text).toBe(text);
  });
});
