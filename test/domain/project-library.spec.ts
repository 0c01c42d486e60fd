/** A project enters the library and leaves it, as often as it really does; how far it has come is one word. */
import project, { standingOf } from '../../src/domain/project';
import { storyOf, told } from '../support/story';

const { given } = storyOf(project, { role: 'office' });
const on = (occurredOn: string) => ({ occurredOn });
const region = '422899101201';
const proposal = { region, name: '茶园改造', projectClass: 'industry', site: '二组', content: '改造茶园 200 亩', amountFen: 40_000_000, meetingOn: '2017-09-01', ...on('2017-09-05') };
const plan = { region, name: '茶园改造', programmeId: 'tea', site: '二组', content: '改造茶园 200 亩', unitName: '示例村委会', amountFen: 40_000_000, plannedStart: '2018-03-01', plannedEnd: '2018-09-30', ...on('2018-02-01') };
const screening = { outcome: 'passed', office: '示例乡人民政府', ...on('2017-10-08') };
const admission = { libraryVersion: '2018-1', projectClass: 'industry', performanceTarget: '带动 30 户增收', documentNumber: '恩扶发〔2017〕40号', office: '县扶贫办', ...on('2017-11-20') };
const removal = { libraryVersion: '2018-1', reason: '用地未落实', ...on('2018-01-10') };
const proposed = told('ProjectProposed', proposal);
const planned = told('ProjectPlanned', plan);
const admitted = told('ProjectAdmitted', admission);
const removed = told('ProjectRemoved', removal);

describe('the project library', () => {
  it('takes one proposal, also when the plan was told before it', () => {
    given().when('ProposeProject', proposal).thenRecords('ProjectProposed');
    given(planned).when('ProposeProject', proposal).thenRecords('ProjectProposed');
    given(proposed).when('ProposeProject', proposal).thenRefuses('already-exists');
    given(proposed).when('PlanProject', plan).thenRecords('ProjectPlanned');
  });

  it('knows one place for proposal and plan', () => {
    given(proposed).when('PlanProject', { ...plan, region: '422899101202' }).thenRefuses('region-differs');
    given(planned).when('ProposeProject', { ...proposal, region: '422899101202' }).thenRefuses('region-differs');
  });

  it.each([['ScreenProject', screening], ['AdmitProject', admission], ['RemoveProject', removal]])('%s speaks of a project on record', (command, data) => {
    given().when(command, data).thenRefuses('not-found');
  });

  it('records every examination, and keeps the last', () => {
    const returned = told('ProjectScreened', { ...screening, outcome: 'returned', note: '补充预算' });
    given(proposed, returned).when('ScreenProject', screening).thenRecords('ProjectScreened');
    expect(given(proposed, returned, told('ProjectScreened', screening)).state().library.screening).toEqual(screening);
  });

  it('holds a project once, and again after it was taken out', () => {
    given(proposed).when('AdmitProject', admission).thenRecords('ProjectAdmitted');
    given(proposed, admitted).when('AdmitProject', { ...admission, libraryVersion: '2019-1' }).thenRefuses('project-already-admitted');
    given(proposed).when('RemoveProject', removal).thenRefuses('project-not-in-library');
    given(proposed, admitted).when('RemoveProject', removal).thenRecords('ProjectRemoved');
    given(proposed, admitted, removed).when('RemoveProject', removal).thenRefuses('project-not-in-library');
    given(proposed, admitted, removed).when('AdmitProject', { ...admission, libraryVersion: '2019-1' }).thenRecords('ProjectAdmitted');
  });

  it('remembers the last admission after the removal', () => {
    expect(given(proposed, admitted, removed).state().library).toEqual({ proposal, admission, inLibrary: false });
  });
});

describe('how far a project has come', () => {
  const started = told('ProjectStarted', on('2018-03-02'));
  const accepted = told('ProjectAccepted', on('2018-10-01'));
  it.each([
    ['proposed', [proposed]],
    ['in-library', [proposed, admitted]],
    ['proposed', [proposed, admitted, removed]],
    ['planned', [proposed, admitted, planned]],
    ['started', [planned, started]],
    ['accepted', [planned, accepted, started]],
    ['closed', [planned, accepted, told('ProjectClosed', on('2018-12-01'))]],
    ['terminated', [planned, started, told('ProjectTerminated', { reason: '不再实施', ...on('2018-12-01') })]],
  ])('%s', (standing, history) => {
    expect(standingOf(given(...history).state())).toBe(standing);
  });
});
