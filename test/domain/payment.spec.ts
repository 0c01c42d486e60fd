/** A payment order moves money once per step, each step after the one before, by a second person. */
import payment from '../../src/domain/payment';
import { cited, issued, ordered, paymentData } from '../support/money-story';
import { allowedSteps } from '../support/steps';
import { ref, storyOf, told } from '../support/story';

const county = cited({ 'allocation-county': [issued()] });
const { given, fold } = storyOf(payment, { id: 'P1', by: 'clerk', cited: county });
const on = (day: string) => ({ occurredOn: `2018-04-${day}` });
const voucher = { voucherNumber: 'V-2018-77', ...on('05') };
const approved = told('PaymentApproved', on('02'), 'checker');
const executed = told('PaymentExecuted', voucher);
const reversal = { reason: '账号有误退回', ...on('09') };

describe('a payment order', () => {
  it('is ordered once, from an allocation of its own county', () => {
    given().when('OrderPayment', paymentData()).thenRecords('PaymentOrdered');
    given(ordered()).when('OrderPayment', paymentData()).thenRefuses('payment-already-ordered');
    given().when('OrderPayment', paymentData({ allocationId: 'nowhere' })).thenRefuses('allocation-unknown');
    given().when('OrderPayment', paymentData({ region: '422826' })).thenRefuses('allocation-of-another-region');
    given().when('OrderPayment', paymentData({ region: '422899101' })).thenRecords('PaymentOrdered');
  });

  it.each([
    ['an organisation without name and code', { payeeName: undefined, payeeUscc: undefined }],
    ['an organisation named as a person', { payeeName: undefined, payeeUscc: undefined, payeeRef: ref('p', 1) }],
    ['a person named as an organisation', { payeeKind: 'person' }],
  ])('refuses %s as payee', (_what, over) => {
    given().when('OrderPayment', paymentData(over)).thenRefuses('payment-payee-missing');
  });

  it('pays for what rules will flag: purpose and payee are facts', () => {
    given().when('OrderPayment', paymentData({ purpose: 'office-building', payeeKind: 'person', payeeRef: ref('p', 1) })).thenRecords('PaymentOrdered');
  });

  it('is approved by somebody other than who ordered it', () => {
    given(ordered()).when('ApprovePayment', on('02'), { by: 'clerk', role: 'checker' }).thenRefuses('payment-maker-is-checker');
    given(ordered()).when('ApprovePayment', on('02'), { by: 'checker', role: 'checker' }).thenRecords('PaymentApproved');
  });

  it.each<[string, readonly ReturnType<typeof told>[], Record<string, string>]>([
    ['nothing', [], { ApprovePayment: 'payment-unknown', RejectPayment: 'payment-unknown', ExecutePayment: 'payment-unknown', ReversePayment: 'payment-unknown' }],
    ['an order', [ordered()], { ApprovePayment: 'ok', RejectPayment: 'ok', ExecutePayment: 'payment-not-approved', ReversePayment: 'payment-not-executed' }],
    ['an approval', [ordered(), approved], { ApprovePayment: 'payment-not-ordered', RejectPayment: 'payment-not-ordered', ExecutePayment: 'ok', ReversePayment: 'payment-not-executed' }],
    ['a rejection', [ordered(), told('PaymentRejected', reversal)], { ApprovePayment: 'payment-not-ordered', RejectPayment: 'payment-not-ordered', ExecutePayment: 'payment-not-approved', ReversePayment: 'payment-not-executed' }],
    ['the execution', [ordered(), approved, executed], { ApprovePayment: 'payment-not-ordered', RejectPayment: 'payment-not-ordered', ExecutePayment: 'payment-not-approved', ReversePayment: 'ok' }],
    ['its reversal', [ordered(), approved, executed, told('PaymentReversed', reversal)], { ApprovePayment: 'payment-not-ordered', RejectPayment: 'payment-not-ordered', ExecutePayment: 'payment-not-approved', ReversePayment: 'payment-not-executed' }],
  ])('after %s takes only what comes next', (_what, history, outcomes) => {
    const data = { ApprovePayment: on('02'), RejectPayment: reversal, ExecutePayment: voucher, ReversePayment: reversal } as const;
    for (const [command, outcome] of Object.entries(outcomes)) {
      const attempt = given(...history).when(command, data[command as keyof typeof data], { by: 'checker' });
      if (outcome === 'ok') expect(attempt.events()).toHaveLength(1);
      else attempt.thenRefuses(outcome);
    }
  });

  it('commits before it is approved, pays when executed, gives all back when reversed', () => {
    const { before, after } = allowedSteps(payment, 'P1');
    const hold = { holder: 'payment', holderId: 'P1', amountFen: 250_00 };
    const step = (name: string, data: object) => ({ name, streamId: 'allocation-county', command: { type: name, data: { ...hold, ...data } } });
    expect(before('ApprovePayment', on('02'), fold([ordered()]))).toEqual([step('CommitFunds', on('02'))]);
    expect(after('ExecutePayment', [executed], fold([ordered(), approved, executed]))).toEqual([step('PayCommittedFunds', { ...on('05'), causeId: 'V-2018-77' })]);
    expect(after('ReversePayment', [told('PaymentReversed', reversal)], fold([ordered()]))).toEqual([
      step('ReturnPaidFunds', { ...on('09'), causeId: 'reversal' }), step('ReleaseCommitment', { ...on('09'), causeId: 'reversal' }),
    ]);
  });

  it('takes a commitment back only where a rejection was quicker', () => {
    const { undo } = allowedSteps(payment, 'P1');
    expect(undo('ApprovePayment', on('02'), fold([ordered(), approved]))).toEqual([]);
    expect(undo('ApprovePayment', on('02'), fold([ordered(), told('PaymentRejected', reversal)]))).toMatchObject([{ name: 'ReleaseCommitment' }]);
  });

  it('draws under the use plan it names, and nothing else does', () => {
    const { before, after } = allowedSteps(payment, 'P1');
    const planned = ordered({ usePlanId: 'P-04', contractNumber: '恩建合〔2018〕12号', invoiceNumbers: ['04217733'], progressBasisPoints: 4_000 });
    expect(before('ApprovePayment', on('02'), fold([planned]))).toMatchObject([{ name: 'CommitFunds', command: { data: { usePlanId: 'P-04', amountFen: 250_00 } } }]);
    expect(after('ExecutePayment', [executed], fold([planned, approved, executed]))[0]?.command.data).not.toHaveProperty('usePlanId');
  });

  it('is followed by what whoever was paid did with the money, also after it came back', () => {
    const use = (over: object = {}) => ({ use: 'held', amountFen: 100_00, occurredOn: '2018-07-01', ...over });
    given(ordered(), approved, executed).when('ReportUseOfFunds', use()).thenRecords('FundsUseReported');
    given(ordered(), approved, executed, told('PaymentReversed', reversal)).when('ReportUseOfFunds', use({ use: 'returned' })).thenRecords('FundsUseReported');
    given(ordered(), approved).when('ReportUseOfFunds', use()).thenRefuses('payment-not-executed');
    given().when('ReportUseOfFunds', use()).thenRefuses('payment-unknown');
    expect(given(ordered(), approved, executed, told('FundsUseReported', use()), told('FundsUseReported', use({ use: 'used' }))).state()).toMatchObject({ status: 'executed', uses: [use(), use({ use: 'used' })] });
  });

  it('is not dated into a closed year, though the treasury may still say what it did', () => {
    const closed = new Map([...county, ...cited({ 'year-422899-2018': [told('YearClosed', { region: '422899', year: 2018, occurredOn: '2019-01-20' })] })]);
    given().when('OrderPayment', paymentData(), { cited: closed }).thenRefuses('year-closed');
    given(ordered()).when('ApprovePayment', on('02'), { by: 'checker', cited: closed }).thenRefuses('year-closed');
    given(ordered()).when('RejectPayment', reversal, { by: 'checker', cited: closed }).thenRefuses('year-closed');
    given(ordered(), approved).when('ExecutePayment', voucher, { cited: closed }).thenRecords('PaymentExecuted');
  });
});
