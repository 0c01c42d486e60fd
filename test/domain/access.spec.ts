/** Reading personal data leaves a record; erasing it takes two persons. */
import access from '../../src/domain/access';
import { hash, ref, storyOf, told } from '../support/story';

const { given } = storyOf(access, { id: 'case-7', role: 'admin', by: 'admin-2' });
const person = ref('p', 1);
const request = { subjectRef: person, basis: '当事人申请,保管期限已满', occurredOn: '2018-07-02' };

describe('access to personal data', () => {
  it('records who is read and why', () => {
    given().when('RevealPersonalData', { subjectRefs: [person, ref('a', 1)], purpose: 'audit', reason: '核对发放名册', caseStreamId: 'case-2018-1' }, { role: 'auditor' }).thenRecords('PersonalDataRevealed');
  });

  it('records what is exported, by its hash', () => {
    given().when('ExportFile', { content: 'batch-errors', region: '422899', rowCount: 12, contentHash: hash('a'), purpose: 'payment', reason: '退回乡镇更正' }, { role: 'clerk' }).thenRecords('FileExported');
  });

  it('erases a subject when one asks and another approves', () => {
    given(told('ErasureRequested', request, 'admin-1')).when('EraseSubject', { subjectRef: person }).then({ type: 'SubjectErased', data: { subjectRef: person, requestedBy: 'admin-1' } });
  });

  it('lets nobody approve what he asked for, nor what nobody asked for', () => {
    given(told('ErasureRequested', request, 'admin-2')).when('EraseSubject', { subjectRef: person }).thenRefuses('same-person');
    given(told('ErasureRequested', request, 'admin-1')).when('EraseSubject', { subjectRef: ref('p', 2) }).thenRefuses('erasure-not-requested');
  });

  it('asks and erases once', () => {
    const asked = told('ErasureRequested', request, 'admin-1');
    const erased = told('SubjectErased', { subjectRef: person, requestedBy: 'admin-1' }, 'admin-2');
    given(asked).when('RequestErasure', request).thenRefuses('already-requested');
    given(asked, erased).when('RequestErasure', request).thenRefuses('already-erased');
    given(asked, erased).when('EraseSubject', { subjectRef: person }).thenRefuses('already-erased');
  });
});
