/** Region codes come in editions; a county's register is frozen once a year, on its last day; counties and villages have one class at a time. */
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

describe('a class', () => {
  const poor = { region: '422899', class: 'poor-county', effectiveFrom: '2014-01-01', basis: '国开办发〔2014〕12号', occurredOn: '2014-01-20' };
  const left = { ...poor, class: 'other-county', effectiveFrom: '2019-04-29', basis: '鄂政发〔2019〕7号', occurredOn: '2019-04-29' };

  it('holds until the next, which begins later and differs', () => {
    given().when('ClassifyRegion', poor).thenRecords('RegionClassified');
    given(told('RegionClassified', poor)).when('ClassifyRegion', left).thenRecords('RegionClassified');
    given(told('RegionClassified', poor)).when('ClassifyRegion', { ...left, effectiveFrom: '2014-01-01' }).thenRefuses('classes-overlap');
    given(told('RegionClassified', poor)).when('ClassifyRegion', { ...poor, effectiveFrom: '2015-01-01' }).thenRefuses('class-unchanged');
  });

  it('is one for its level, in the stream of its region', () => {
    given().when('ClassifyRegion', { ...poor, class: 'poor-village' }).thenRefuses('class-of-other-level');
    given().when('ClassifyRegion', { ...poor, region: '422899101201', class: 'poor-village' }).thenRefuses('other-county');
    given().when('ClassifyRegion', { ...poor, region: '422899101201', class: 'poor-village' }, { id: '422899101201' }).thenRecords('RegionClassified');
  });
});

describe('a village', () => {
  const village = {
    region: '422899101201', year: 2013, incidenceBasisPoints: 3_150, incomePerPersonFen: 412_000, collectiveIncomeFen: 0, provinceIncidenceBasisPoints: 1_440, provinceIncomePerPersonFen: 886_700,
    evaluator: '示例县扶贫办', occurredOn: '2014-03-10',
  };

  it('is judged by the figures of a year, once', () => {
    given().when('RegisterVillage', village, { id: '422899101201' }).thenRecords('VillageRegistered');
    given(told('VillageRegistered', village)).when('RegisterVillage', village, { id: '422899101201' }).thenRefuses('village-already-judged');
    given(told('VillageRegistered', village)).when('RegisterVillage', { ...village, year: 2017 }, { id: '422899101201' }).thenRecords('VillageRegistered');
    given().when('RegisterVillage', village).thenRefuses('other-county');
  });
});
