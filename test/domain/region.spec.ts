/** Region codes come in editions; a county's register is frozen once a year, on its last day. */
import region from '../../src/domain/region';
import { storyOf, told } from '../support/story';

const { given } = storyOf(region, { id: '422899', role: 'admin' });
const codes = { edition: '2018', codes: [{ code: '42', name: '湖北省' }, { code: '422899', name: '示例县' }], occurredOn: '2018-01-10' };
const freeze = { region: '422899', year: 2018, households: 21_000, occurredOn: '2018-12-31' };

describe('region codes', () => {
  it('are published in parts of one edition', () => {
    given().when('PublishRegionCodes', codes).thenRecords('RegionCodesPublished');
    given(told('RegionCodesPublished', codes)).when('PublishRegionCodes', { ...codes, codes: [{ code: '422899101', name: '示例镇' }] }).thenRecords('RegionCodesPublished');
    given(told('RegionCodesPublished', codes)).when('PublishRegionCodes', { ...codes, edition: '2019' }).thenRefuses('other-edition');
    given().when('PublishRegionCodes', { ...codes, codes: [] }).thenRefuses('no-codes');
    given().when('PublishRegionCodes', { ...codes, codes: [codes.codes[0], codes.codes[0]] }).thenRefuses('code-twice');
    expect(region.region(region.initial, codes)).toBe('');
  });
});

describe('the freeze of a register', () => {
  it('stands once per county and year', () => {
    given().when('FreezeRegister', freeze).thenRecords('RegisterFrozen');
    given(told('RegisterFrozen', freeze)).when('FreezeRegister', freeze).thenRefuses('already-frozen');
    given(told('RegisterFrozen', freeze)).when('FreezeRegister', { ...freeze, year: 2019, occurredOn: '2019-12-31' }).thenRecords('RegisterFrozen');
  });

  it('is of 31 December, in the stream of its county', () => {
    given().when('FreezeRegister', { ...freeze, occurredOn: '2018-12-30' }).thenRefuses('not-year-end');
    given().when('FreezeRegister', freeze, { id: '422826' }).thenRefuses('other-county');
    expect(region.region(region.initial, freeze)).toBe('422899');
  });
});
