/** What becomes of a loan: its due day only moves on, what was found wrong is put right once, and it never owes less than nothing. */
import fc from 'fast-check';
import type { Message } from '../../src/domain/decider';
import loan, { outstandingFen, type LoanState } from '../../src/domain/loan';
import { Refused } from '../../src/domain/refused';
import { ref, seed, storyOf, told } from '../support/story';

const { given, fold } = storyOf(loan, { role: 'bank' });
const terms = {
  region: '422899101', householdId: 'h-1', borrowerRef: ref('p', 1), bank: '示例农商行', product: '扶贫小额信贷', principalFen: 5_000_000, termMonths: 36, rateBasisPoints: 475, mode: 'self', use: 'production', collateral: false,
  occurredOn: '2018-01-31',
};
const granted = told('LoanGranted', terms);
const paidOut = told('LoanPaidOut', { amountFen: 5_000_000, accountRef: ref('a', 1), occurredOn: '2018-02-01' });
const repaid = told('LoanRepaid', { principalFen: 5_000_000, interestFen: 0, payer: 'borrower', occurredOn: '2019-02-01' });
const extension = (untilOn: string) => ({ kind: 'extension', untilOn, reason: '受灾', occurredOn: '2019-01-10' });
const subsidy = { subsidisedPrincipalFen: 5_000_000, from: '2018-02-01', until: '2018-06-20', amountFen: 60_000, occurredOn: '2018-06-25' };
const finding = { aspect: 'enterprise-use', foundBy: 'bank', note: '贷后检查发现', occurredOn: '2018-06-01' };
const measure = (reportRevision: number) => ({ reportRevision, measure: 'loan-recalled', note: '已收回', occurredOn: '2018-08-01' });

describe('the due day', () => {
  it('is the contract day plus the term, or what the contract says', () => {
    expect(fold([granted]).course.dueOn).toBe('2021-01-31');
    expect(fold([told('LoanGranted', { ...terms, termMonths: 1 })]).course.dueOn).toBe('2018-02-28');
    expect(fold([told('LoanGranted', { ...terms, dueOn: '2020-12-20' })]).course.dueOn).toBe('2020-12-20');
  });

  it('moves on by an extension while something is owed', () => {
    given(granted, paidOut).when('ExtendLoan', extension('2021-07-31')).thenRecords('LoanExtended');
    given(granted, paidOut).when('ExtendLoan', extension('2021-01-31')).thenRefuses('extension-not-later');
    given(granted, paidOut, repaid).when('ExtendLoan', extension('2021-07-31')).thenRefuses('loan-repaid');
    expect(fold([granted, paidOut, told('LoanExtended', extension('2021-07-31'))]).course).toMatchObject({ dueOn: '2021-07-31', extensions: 1 });
  });
});

describe('what is paid besides', () => {
  it('is summed, also where it looks wrong: on a loan repaid, or before any legal step', () => {
    given(granted, paidOut, repaid).when('PayInterestSubsidy', subsidy).thenRecords('InterestSubsidyPaid');
    given(granted, paidOut).when('PayRiskCompensation', { amountFen: 100, principalFen: 100, occurredOn: '2021-03-01' }).thenRecords('RiskCompensationPaid');
    given(granted).when('PayInterestSubsidy', { ...subsidy, until: '2018-01-31' }).thenRefuses('dates-reversed');
    given(granted).when('InsureLoan', { insurer: '示例财险', product: '扶贫保', premiumFen: 200, subsidyFen: 160, from: '2018-02-01', until: '2018-01-31', occurredOn: '2018-02-01' }).thenRefuses('dates-reversed');
    const { course } = fold([granted, told('InterestSubsidyPaid', subsidy), told('InterestSubsidyPaid', subsidy), told('LoanLegalStepTaken', { step: 'lawsuit', occurredOn: '2021-05-01' }), told('LoanLegalStepTaken', { step: 'enforcement', occurredOn: '2021-09-01' })]);
    expect(course).toMatchObject({ subsidyFen: 120_000, legalStepOn: '2021-05-01' });
  });
});

describe('what is found wrong', () => {
  it('is one of five, and put right once', () => {
    given(granted).when('ReportLoanIrregularity', finding).thenRecords('LoanIrregularityReported');
    given(granted, told('LoanIrregularityReported', finding)).when('ReportLoanRectification', measure(1)).thenRecords('LoanIrregularityRectified');
    given(granted).when('ReportLoanRectification', measure(1)).thenRefuses('no-such-irregularity');
    given(granted, told('LoanIrregularityReported', finding), told('LoanIrregularityRectified', measure(1))).when('ReportLoanRectification', measure(1)).thenRefuses('irregularity-already-rectified');
    given(granted).when('ReportGuarantee', { ...finding, aspect: 'collateral' }).thenRecords('LoanIrregularityReported');
    given(granted).when('ReportGuarantee', finding).thenRefuses('not-a-guarantee');
  });
});

const draw = fc.oneof(
  fc.integer({ min: 1, max: 6_000_000 }).map((amountFen): Message => ({ type: 'PayOutLoan', data: { amountFen, accountRef: ref('a', 1), occurredOn: '2018-02-01' } })),
  fc.integer({ min: 0, max: 6_000_000 }).map((principalFen): Message => ({ type: 'ReportLoanRepayment', data: { principalFen, interestFen: 1, payer: 'borrower', occurredOn: '2019-02-01' } })),
  fc.integer({ min: 2018, max: 2026 }).map((year): Message => ({ type: 'ExtendLoan', data: extension(`${String(year)}-06-30`) })),
  fc.constantFrom<Message>({ type: 'GrantLoan', data: terms }, { type: 'PayInterestSubsidy', data: subsidy }, { type: 'ReportLoanIrregularity', data: finding }, { type: 'ReportLoanRectification', data: measure(3) }),
);

it('never owes less than nothing nor more than was granted, and its due day never moves back', () => {
  fc.assert(fc.property(fc.array(draw, { maxLength: 40 }), (commands) => {
    let state: LoanState = loan.initial;
    for (const command of [{ type: 'GrantLoan', data: terms }, ...commands]) {
      const before = state;
      try {
        for (const event of loan.decide(command as never, state, { id: 'l', actor: { id: 'b', role: 'bank', office: 'o', region: '422899' }, ledgerDay: undefined, cited: new Map() })) state = loan.evolve(state, event);
      } catch (error) {
        expect(error).toBeInstanceOf(Refused);
        expect(state).toBe(before);
      }
      expect(outstandingFen(state)).toBeGreaterThanOrEqual(0);
      expect(outstandingFen(state)).toBeLessThanOrEqual(terms.principalFen);
      expect(state.course.dueOn >= before.course.dueOn).toBe(true);
    }
  }), { seed, numRuns: 300 });
});
