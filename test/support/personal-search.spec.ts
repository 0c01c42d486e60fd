/** The search for personal data finds what a leak would look like, and nothing in what is no leak. */
import iconv from 'iconv-lite';
import { PersonalSearch } from './personal-search';

const sought = { numbers: ['42289919500101001X', '6217000000000000004', '19940000001', '42289910020'], names: ['王德永', '向阳'] };
const found = (bytes: Buffer): string[] => {
  const search = new PersonalSearch(sought);
  search.bytes(bytes, 'here');
  return search.leaks.map(({ what }) => what);
};

describe('the search', () => {
  it.each([
    ['an identity number whatever stands beside it', '0042289919500101001x', '42289919500101001'],
    ['a card number', '"6217000000000000004"', '6217000000000000004'],
    ['a phone number', 'tel 19940000001.', '19940000001'],
    ['a register number, a digit before it by chance', '742289910020"', '42289910020'],
    ['a name of three characters inside a text', '收款人王德永本人', '王德永'],
    ['a name of two characters that stands alone', '{"name":"向阳"}', '向阳'],
  ])('finds %s', (_, text, what) => {
    expect(found(Buffer.from(text))).toEqual([what]);
    expect(found(Buffer.concat([Buffer.from([0xff, 0, 0x93]), Buffer.from(text), Buffer.from([0])]))).toEqual([what]);
  });

  it('finds a name in GB18030', () => {
    expect(found(iconv.encode('1,王德永,', 'gb18030'))).toEqual(['王德永']);
  });

  it('finds what PostgreSQL writes in hexadecimal and what stands in an address', () => {
    const search = new PersonalSearch(sought);
    search.text(`\\x${Buffer.from('a 19940000001').toString('hex')}`, 'dump');
    search.text(`/v1/x?name=${encodeURIComponent('王德永')}`, 'log');
    expect(search.leaks.map(({ what }) => what)).toEqual(['19940000001', '王德永']);
  });

  it.each(['422899100300', '向阳村', '1794219940000001234', '王德'])('leaves %s alone', (text) => {
    expect(found(Buffer.from(text))).toEqual([]);
  });
});
