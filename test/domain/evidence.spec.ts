/** Evidence is recorded on the stream it is about, before, with or after the fact; it names an event that is there. */
import loan from '../../src/domain/loan';
import payment from '../../src/domain/payment';
import project from '../../src/domain/project';
import { hash, ref, storyOf, told } from '../support/story';

const file = (over: object = {}) => ({ kind: 'photo', contentHash: hash('a'), mediaType: 'image/jpeg', bytes: 204_800, about: '一组路段竣工照片', occurredOn: '2018-06-01', ...over });
const plan = {
  region: '422899101201', name: '村级道路硬化', programmeId: 'roads', site: '一组', content: '硬化道路 3.2 公里', unitName: '示例乡人民政府', amountFen: 120_000_000,
  plannedStart: '2018-04-01', plannedEnd: '2018-10-31', occurredOn: '2018-02-20',
};
const order = {
  region: '422899', allocationId: 'a1', payeeKind: 'organisation', payeeName: '示例公司', accountRef: ref('a', 1), amountFen: 100, economicClass: '31005', functionCode: '2130504',
  purpose: 'rural-infrastructure', summary: '进度款', occurredOn: '2018-06-01',
};
const grant = {
  region: '422899101', borrowerRef: ref('p', 1), bank: '示例农商行', product: '扶贫小额信贷', principalFen: 5_000_000, termMonths: 36, rateBasisPoints: 475,
  mode: 'self', use: 'production', collateral: false, occurredOn: '2018-03-01',
};

describe.each([
  ['a project', storyOf(project, { role: 'office' }), told('ProjectPlanned', plan), 'not-found'],
  ['a loan', storyOf(loan, { role: 'bank' }), told('LoanGranted', grant), 'not-found'],
  ['a payment', storyOf(payment), told('PaymentOrdered', order), 'payment-unknown'],
] as const)('evidence of %s', (_what, { given }, opened, unknown) => {
  it('is recorded for the whole or for one event of the stream, the same file also twice', () => {
    given(opened).when('AttachEvidence', file()).thenRecords('EvidenceAttached');
    given(opened, told('EvidenceAttached', file())).when('AttachEvidence', file({ aboutRevision: 1 })).thenRecords('EvidenceAttached');
  });

  it('names an event that is there, of a subject that is there', () => {
    given(opened).when('AttachEvidence', file({ aboutRevision: 1 })).thenRefuses('evidence-about-unknown');
    given(opened, told('EvidenceAttached', file())).when('AttachEvidence', file({ aboutRevision: 2 })).thenRefuses('evidence-about-unknown');
    given().when('AttachEvidence', file()).thenRefuses(unknown);
  });
});

it('evidence of a payment may come after it was reversed', () => {
  const executed = [told('PaymentOrdered', order), told('PaymentApproved', { occurredOn: '2018-06-02' }), told('PaymentExecuted', { voucherNumber: 'V1', occurredOn: '2018-06-02' })];
  storyOf(payment).given(...executed, told('PaymentReversed', { reason: '账号有误', occurredOn: '2018-06-03' })).when('AttachEvidence', file({ kind: 'receipt', aboutRevision: 3 })).thenRecords('EvidenceAttached');
});
