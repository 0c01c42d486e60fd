/** The versions of a programme never overlap, and say one thing only. */
import programme from '../../src/domain/programme';
import { programmeData, programmeDefined, programmeTerms } from '../support/money-story';
import { hash, storyOf, told } from '../support/story';

const { given } = storyOf(programme, { id: 'YULU', role: 'province' });
const revision = (over: object = {}) => ({ ...programmeTerms(over), reason: '标准调整' });
const ended = told('ProgrammeEnded', { occurredOn: '2019-12-31', reason: '政策到期' });

describe('a programme', () => {
  it('is defined once', () => {
    given().when('DefineProgramme', programmeData()).thenRecords('ProgrammeDefined');
    given(programmeDefined()).when('DefineProgramme', programmeData()).thenRefuses('programme-already-defined');
  });

  it.each([
    ['2018-01-01', 'programme-versions-overlap'],
    ['2017-06-30', 'programme-versions-overlap'],
  ])('refuses a version from %s beside one from 2018-01-01', (effectiveFrom, code) => {
    given(programmeDefined()).when('ReviseProgramme', revision({ effectiveFrom })).thenRefuses(code);
  });

  it('is revised from a later day on, which counts for the revision after it', () => {
    given(programmeDefined()).when('ReviseProgramme', revision({ effectiveFrom: '2018-01-02' })).thenRecords('ProgrammeRevised');
    given(programmeDefined(), told('ProgrammeRevised', revision({ effectiveFrom: '2019-01-01' })))
      .when('ReviseProgramme', revision({ effectiveFrom: '2018-07-01' })).thenRefuses('programme-versions-overlap');
  });

  it('refuses terms that contradict themselves', () => {
    given().when('DefineProgramme', programmeData({ negativeList: ['training'] })).thenRefuses('programme-purpose-both-ways');
    given().when('DefineProgramme', programmeData({ exclusiveWith: ['YULU'] })).thenRefuses('programme-excludes-itself');
    given(programmeDefined()).when('ReviseProgramme', revision({ effectiveFrom: '2019-01-01', negativeList: ['training'] })).thenRefuses('programme-purpose-both-ways');
  });

  it('sets one standard per grade and class, and does not both stack and exclude', () => {
    const graded = [{ grade: 'D', amountFen: 2_000_000 }, { grade: 'D', class: 'destitute', amountFen: 2_500_000 }];
    given().when('DefineProgramme', programmeData({ standardsByGrade: graded, stackableWith: ['DIBAO'] })).thenRecords('ProgrammeDefined');
    given().when('DefineProgramme', programmeData({ standardsByGrade: [...graded, { grade: 'D', class: 'destitute', amountFen: 1 }] })).thenRefuses('programme-grade-twice');
    given().when('DefineProgramme', programmeData({ exclusiveWith: ['DIBAO'], stackableWith: ['DIBAO'] })).thenRefuses('programme-stacks-and-excludes');
  });

  it('ends once, not before its latest version, and is not revised after', () => {
    given(programmeDefined()).when('EndProgramme', ended.data).thenRecords('ProgrammeEnded');
    given(programmeDefined()).when('EndProgramme', { ...ended.data, occurredOn: '2017-12-31' }).thenRefuses('programme-ends-before-its-version');
    given(programmeDefined(), ended).when('EndProgramme', ended.data).thenRefuses('programme-ended');
    given(programmeDefined(), ended).when('ReviseProgramme', revision({ effectiveFrom: '2020-01-01' })).thenRefuses('programme-ended');
  });

  it('does nothing before it exists', () => {
    given().when('ReviseProgramme', revision()).thenRefuses('programme-unknown');
    given().when('EndProgramme', ended.data).thenRefuses('programme-unknown');
  });

  it('posts its announcement, also after its end', () => {
    const announcement = { kind: 'announcement', item: 'programme', level: 'province', venue: 'portal', fields: ['name', 'amount'], occurredOn: '2018-01-10', from: '2018-01-10', contentHash: hash('d') };
    given(programmeDefined(), ended).when('PostDisclosure', announcement).thenRecords('DisclosurePosted');
  });

  it('belongs to the provinces and the line offices, in its own region', () => {
    expect(programme.commands.DefineProgramme.by).toEqual(['province', 'office']);
    expect(programme.region(programme.initial, programmeData())).toBe('42');
    expect(programme.region(given(programmeDefined()).state(), {})).toBe('42');
  });
});
