/** A project refuses only what cannot be; late, early and unapproved steps are recorded for the rules. */
import project from '../../src/domain/project';
import { hash, storyOf, told } from '../support/story';

const { given } = storyOf(project, { role: 'office' });
const on = (occurredOn: string) => ({ occurredOn });
const plan = {
  region: '422899101201', name: '村级道路硬化', programmeId: 'roads', allocationId: '2018-07', site: '一组至三组', content: '硬化道路 3.2 公里', unitName: '示例乡人民政府',
  unitUscc: '11422801000000000F', amountFen: 120_000_000, plannedStart: '2018-04-01', plannedEnd: '2018-10-31', ...on('2018-02-20'),
};
const approval = { documentNumber: '恩扶发〔2018〕12号', office: '县扶贫办', approvedOn: '2018-06-10' };
const change = { aspect: 'site', before: '一组至三组', after: '四组', reason: '地质原因', ...on('2018-06-01') };
const planned = told('ProjectPlanned', plan);
const changed = told('ProjectChanged', change);
const notice = { kind: 'notice', item: 'project-before-start', level: 'village', venue: 'board', fields: ['name', 'amount'], ...on('2018-03-20'), from: '2018-03-20', until: '2018-03-31', contentHash: hash('a') };

describe('a project', () => {
  it('is planned once, with an end that follows its start', () => {
    given().when('PlanProject', plan).thenRecords('ProjectPlanned');
    given(planned).when('PlanProject', plan).thenRefuses('already-exists');
    given().when('PlanProject', { ...plan, plannedEnd: '2018-03-31' }).thenRefuses('dates-reversed');
    given().when('StartProject', on('2018-04-02')).thenRefuses('not-found');
  });

  it('records a change without approval, and one found after acceptance', () => {
    given(planned).when('ReportProjectChange', change).thenRecords('ProjectChanged');
    given(planned, told('ProjectAccepted', on('2018-11-01'))).when('ReportProjectChange', { ...change, approval }).thenRecords('ProjectChanged');
    given(planned).when('ReportProjectChange', { ...change, aspect: 'amount' }).thenRefuses('amount-missing');
    given(planned).when('ReportProjectChange', { ...change, aspect: 'amount', amountFen: 130_000_000 }).thenRecords('ProjectChanged');
  });

  it('takes the approval of a change once, named by its revision', () => {
    const approve = { changeRevision: 2, approval, ...on('2018-06-12') };
    const history = [planned, told('DisclosurePosted', notice), changed];
    given(...history).when('ApproveProjectChange', approve).thenRecords('ProjectChangeApproved');
    given(...history).when('ApproveProjectChange', { ...approve, changeRevision: 1 }).thenRefuses('no-such-change');
    given(...history, told('ProjectChangeApproved', approve)).when('ApproveProjectChange', approve).thenRefuses('change-already-approved');
    given(planned, told('ProjectChanged', { ...change, approval })).when('ApproveProjectChange', { ...approve, changeRevision: 1 }).thenRefuses('change-already-approved');
    given(...history).when('ApproveProjectChange', { ...approve, ...on('2018-06-09') }).thenRefuses('dates-reversed');
  });

  it('starts and is accepted once each, in whatever order they are recorded', () => {
    const started = told('ProjectStarted', on('2018-04-02'));
    const accepted = told('ProjectAccepted', { ...on('2018-11-01'), settledFen: 118_000_000, recordHash: hash('b') });
    given(planned).when('StartProject', on('2018-04-02')).thenRecords('ProjectStarted');
    given(planned).when('AcceptProject', accepted.data).thenRecords('ProjectAccepted');
    given(planned, accepted).when('StartProject', on('2018-04-02')).thenRecords('ProjectStarted');
    given(planned, started).when('StartProject', on('2018-04-03')).thenRefuses('project-already-started');
    given(planned, started, accepted).when('AcceptProject', on('2018-11-02')).thenRefuses('project-already-accepted');
  });

  it('posts and withdraws its own disclosures', () => {
    given(planned).when('PostDisclosure', notice).thenRecords('DisclosurePosted');
    given(planned, changed, told('DisclosurePosted', notice)).when('WithdrawDisclosure', { postedRevision: 2, reason: '期满', ...on('2018-04-01') }).thenRecords('DisclosureWithdrawn');
  });
});
