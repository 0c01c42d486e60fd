/** Rectifications, recoveries, inquiries and complaints: what the audited does about them, and who may say that it is enough. */
import complaint from '../../src/domain/complaint';
import inquiry from '../../src/domain/inquiry';
import recovery from '../../src/domain/recovery';
import rectification from '../../src/domain/rectification';
import { hash, ref, storyOf, told } from '../support/story';

const on = (occurredOn: string) => ({ occurredOn });

describe('a rectification', () => {
  const { given } = storyOf(rectification, { role: 'supervisor', by: 'shen' });
  const ordered = told('RectificationOpened', { region: '422899', office: '县扶贫办', what: '补公示', dueOn: '2018-08-01', ...on('2018-07-01') });
  const report = { text: '已补公示', evidenceHashes: [], ...on('2018-08-03') };
  const reported = told('RectificationReported', report, 'he');
  const answer = { reason: '属实', ...on('2018-08-05') };

  it('takes a report that is late and has no evidence', () => {
    given(ordered).when('ReportRectification', report).thenRecords('RectificationReported');
    given().when('ReportRectification', report).thenRefuses('not-found');
    given(ordered).when('OpenRectification', ordered.data).thenRefuses('already-exists');
  });

  it('is accepted once, after a report, by somebody else', () => {
    given(ordered).when('AcceptRectification', answer).thenRefuses('rectification-not-reported');
    given(ordered, reported).when('AcceptRectification', answer, { by: 'he' }).thenRefuses('rectification-maker-is-checker');
    given(ordered, reported).when('AcceptRectification', answer).thenRecords('RectificationAccepted');
    given(ordered, reported, told('RectificationAccepted', answer)).when('AcceptRectification', answer).thenRefuses('rectification-over');
  });

  it('is reported anew once rejected, by a new day where one is given', () => {
    const rejected = told('RectificationRejected', { ...answer, dueOn: '2018-09-01' });
    expect(given(ordered, reported, rejected).state()).toMatchObject({ status: 'ordered', dueOn: '2018-09-01' });
    given(ordered, reported, rejected).when('AcceptRectification', answer).thenRefuses('rectification-not-reported');
    given(ordered, reported).when('RejectRectification', { ...answer, dueOn: '2018-08-04' }).thenRefuses('dates-reversed');
  });
});

describe('a recovery', () => {
  const { given } = storyOf(recovery, { role: 'clerk' });
  const ordered = told('RecoveryOpened', { region: '422899', from: { kind: 'organisation', id: '91422801MA0000000A' }, amountFen: 100_000, decisionNumber: '恩审〔2018〕3号', returnTo: 'treasury', dueOn: '2018-09-30', ...on('2018-07-01') });
  const receipt = (voucherNumber: string, amountFen: number, intoKind = 'treasury') => ({ amountFen, voucherNumber, intoKind, ...on('2018-08-01') });

  it('takes in what was asked and no fen more, each voucher once, wherever it went', () => {
    const half = told('RecoveryReceived', receipt('v1', 60_000, 'other'));
    given(ordered).when('ReceiveRecovery', half.data).thenRecords('RecoveryReceived');
    given(ordered, half).when('ReceiveRecovery', receipt('v2', 40_001)).thenRefuses('more-than-ordered');
    given(ordered, half).when('ReceiveRecovery', receipt('v1', 40_000)).thenRefuses('voucher-already-received');
    expect(given(ordered, half, told('RecoveryReceived', receipt('v2', 40_000))).state()).toMatchObject({ status: 'received', receivedFen: 100_000 });
  });

  it('is withdrawn while something is still to come', () => {
    const withdrawal = { reason: '复议撤销', ...on('2018-08-02') };
    given(ordered).when('WithdrawRecovery', withdrawal).thenRecords('RecoveryWithdrawn');
    given(ordered, told('RecoveryReceived', receipt('v1', 100_000))).when('WithdrawRecovery', withdrawal).thenRefuses('recovery-over');
    given(ordered, told('RecoveryWithdrawn', withdrawal)).when('ReceiveRecovery', receipt('v1', 1)).thenRefuses('recovery-withdrawn');
  });
});

describe('an inquiry', () => {
  const { given } = storyOf(inquiry, { role: 'clerk' });
  const asked = told('ReplyRequested', { region: '422899', office: '县财政局', matter: '结余资金', ...on('2018-07-01') });
  const reply = { stance: 'partly', text: '部分属实', evidenceHashes: [hash('a')], ...on('2018-07-20') };
  it('takes replies, late ones and further ones too', () => {
    given(asked).when('ReplyToAudit', reply).thenRecords('AuditReplied');
    given(asked, told('AuditReplied', reply)).when('ReplyToAudit', reply).thenRecords('AuditReplied');
    given().when('ReplyToAudit', reply).thenRefuses('not-found');
    given(asked).when('RequestReply', asked.data).thenRefuses('already-exists');
  });
});

describe('a complaint', () => {
  const { given } = storyOf(complaint, { role: 'inspector' });
  const received = told('ComplaintReceived', { region: '422899101', channel: '12317', category: 'payment', matter: '补贴未到账', subject: { kind: 'person', personRef: ref('p', 1) }, informantRef: ref('p', 2), ...on('2018-07-01') });
  it('is linked to a flag or case and answered once', () => {
    given().when('ReceiveComplaint', { ...received.data, subject: { kind: 'batch' } }).thenRefuses('subject-unclear');
    given(received).when('LinkComplaint', { flagIds: [], ...on('2018-07-02') }).thenRefuses('linked-to-nothing');
    given(received).when('LinkComplaint', { flagIds: [hash('a')], caseId: 'k1', ...on('2018-07-02') }).thenRecords('ComplaintLinked');
    const answer = { outcome: 'substantiated', text: '已补发', ...on('2018-07-10') };
    given(received).when('AnswerComplaint', answer).thenRecords('ComplaintAnswered');
    given(received, told('ComplaintAnswered', answer)).when('AnswerComplaint', answer).thenRefuses('complaint-already-answered');
  });
});
