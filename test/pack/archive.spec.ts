/** The archive of a pack: the same files give the same bytes; what a pack may not be is refused before anything is made of it. */
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { packed, unpacked } from '../../src/pack/archive';
import { parsedJson } from '../../src/pack/json';
import { Unreadable } from '../../src/proof/unreadable';

const tar = (name: string, content: string, change: (header: Buffer) => void = () => {}): Buffer => {
  const header = Buffer.alloc(512);
  header.write(name, 0, 'latin1');
  header.write('0000644\0', 100);
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('0', 156);
  header.write('ustar\u000000', 257, 'latin1');
  change(header);
  header.fill(' ', 148, 156);
  header.write(`${header.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, Buffer.from(content), Buffer.alloc((512 - (content.length % 512)) % 512)]);
};
const end = Buffer.alloc(1024);
const archive = (...entries: Buffer[]): Buffer => gzipSync(Buffer.concat([...entries, end]));

describe('an archive', () => {
  it('gives back what was put in, whatever it is', () => {
    const names = fc.stringMatching(/^[a-z][a-z0-9.]{0,20}$/);
    fc.assert(fc.property(fc.uniqueArray(fc.tuple(names, fc.uint8Array({ maxLength: 2_000 })), { selector: ([name]) => name, maxLength: 8 }), (files) => {
      const map = new Map(files.map(([name, bytes]) => [name, Buffer.from(bytes)]));
      expect([...unpacked(packed(map))]).toEqual([...map]);
      expect(packed(map)).toEqual(packed(map));
    }));
  });

  it.each(['../up', '/etc/passwd', 'a/../b', 'a//b', '.hidden', 'a\\b', 'C:x', 'ünicode', ''])('with a file called %j is refused', (name) => {
    expect(() => unpacked(archive(tar(name, 'x')))).toThrow(Unreadable);
  });

  it('with links, folders, a wrong sum, a name twice, or more than it says is refused', () => {
    expect([...unpacked(archive(tar('a', 'x')))]).toEqual([['a', Buffer.from('x')]]);
    for (const type of ['1', '2', '5', 'L', 'x']) expect(() => unpacked(archive(tar('a', 'x', (header) => header.write(type, 156))))).toThrow(Unreadable);
    const wrongSum = tar('a', 'x');
    wrongSum[0]! ^= 1;
    expect(() => unpacked(archive(wrongSum))).toThrow(/sum of a header/);
    expect(() => unpacked(archive(tar('a', 'x'), tar('a', 'y')))).toThrow(/twice/);
    expect(() => unpacked(gzipSync(tar('a', 'x')))).toThrow(/cut short/);
    expect(() => unpacked(gzipSync(Buffer.concat([tar('a', 'x'), end, tar('b', 'y')])))).toThrow(/follows the end/);
    expect(() => unpacked(archive(tar('a', 'x', (header) => header.write('77777777777', 124))))).toThrow(/cut short/);
  });

  it('that unpacks to very much more than it is, is not unpacked', () => {
    expect(() => unpacked(gzipSync(Buffer.alloc(8_000_000)), 1_000_000)).toThrow(/more than 1000000 bytes/);
  });
});

describe('JSON of a stranger', () => {
  it('that is deep without end is refused, brackets in strings aside', () => {
    expect(() => parsedJson('event', '['.repeat(100_000))).toThrow(Unreadable);
    expect(parsedJson('event', JSON.stringify({ text: '[{"'.repeat(1_000) }))).toEqual({ text: '[{"'.repeat(1_000) });
  });
});
