/** The course of a loan: its due day only moves on, what was wrong is put right once, and no refusal leaves a trace. */
import fc from 'fast-check';
import type { CommandRule, Message } from '../../src/domain/decider';
import loan, { outstandingFen } from '../../src/domain/loan';
import { Refused } from '../../src/domain/refused';
import { sampleOf } from '../support/sample';
import { ref, seed, storyOf, told } from '../support/story';

const { given } = storyOf(loan, { role: 'bank' });
const on = (occurredOn: string) => ({ occurredOn });
const granted = told('LoanGranted', {
  region: '422899101', borrowerRef: ref('p', 1), bank: '示例农商行', product: '扶贫小额信贷', principalFen: 5_000_000, termMonths: 36, rateBasisPoints: 475, mode: 'self', use: 'production', collateral: false, ...on('2018-03-01'),
});
const paidOut = told('LoanPaidOut', { amountFen: 5_000_000, accountRef: ref('a', 1), ...on('2018-03-02') });
const repaid = (principalFen: number) => told('LoanRepaid', { principalFen, interestFen: 0, payer: 'borrower', ...on('2019-03-01') });
const extension = { kind: 'extension', untilOn: '2022-03-01', reason: '受灾', ...on('2021-02-20') };
const subsidy = { subsidisedPrincipalFen: 5_000_000, from: '2018-03-02', until: '2018-06-20', amountFen: 70_000, ...on('2018-06-25') };
const insurance = { insurer: '示例保险', product: '扶贫保', premiumFen: 20_000, subsidyFen: 0, from: '2018-03-02', until: '2019-03-01', ...on('2018-03-02') };
const compensation = { amountFen: 4_000_000, principalFen: 5_000_000, ...on('2021-09-01') };
const legalStep = { step: 'lawsuit', ...on('2021-06-01') };
const irregularity = { aspect: 'collateral', foundBy: 'office', note: '要求担保人', ...on('2018-08-01') };
const mending = { reportRevision: 2, measure: 'security-released', note: '已解除', ...on('2018-09-01') };
const found = told('LoanIrregularityReported', irregularity);
const MOST = Number.MAX_SAFE_INTEGER;

describe('the course of a loan', () => {
  it('is extended while anything may be owed, only to a later day', () => {
    given(granted).when('ExtendLoan', extension).thenRecords('LoanExtended');
    given(granted, paidOut, repaid(4_999_999)).when('ExtendLoan', extension).thenRecords('LoanExtended');
    given(granted, paidOut, repaid(5_000_000)).when('ExtendLoan', extension).thenRefuses('loan-repaid');
    given(granted, paidOut).when('ExtendLoan', { ...extension, untilOn: '2021-03-01' }).thenRefuses('extension-not-later');
    given(granted, paidOut, told('LoanExtended', extension)).when('ExtendLoan', extension).thenRefuses('extension-not-later');
    expect(given(granted).state().course.dueOn).toBe('2021-03-01');
    expect(given(granted, told('LoanExtended', extension)).state().course).toMatchObject({ dueOn: '2022-03-01', extensions: 1 });
  });

  it('sums subsidy and compensation as far as they can be counted', () => {
    given(granted).when('PayInterestSubsidy', subsidy).thenRecords('InterestSubsidyPaid');
    given(granted).when('PayInterestSubsidy', { ...subsidy, until: '2018-03-01' }).thenRefuses('dates-reversed');
    given(granted).when('PayRiskCompensation', compensation).thenRecords('RiskCompensationPaid');
    const paid = [granted, paidOut, told('InterestSubsidyPaid', subsidy), told('InterestSubsidyPaid', subsidy), told('RiskCompensationPaid', compensation)];
    given(...paid).when('PayInterestSubsidy', { ...subsidy, amountFen: MOST }).thenRefuses('amount-out-of-range');
    given(...paid).when('PayRiskCompensation', { ...compensation, amountFen: MOST }).thenRefuses('amount-out-of-range');
    expect(given(...paid).state().course).toMatchObject({ subsidyFen: 140_000, compensationFen: 4_000_000 });
    expect(outstandingFen(given(...paid).state())).toBe(5_000_000);
  });

  it('records insurance and legal steps, and keeps the first step told', () => {
    given(granted).when('InsureLoan', insurance).thenRecords('LoanInsured');
    given(granted).when('InsureLoan', { ...insurance, until: '2018-03-01' }).thenRefuses('dates-reversed');
    given(granted).when('ReportLegalStep', legalStep).thenRecords('LoanLegalStepTaken');
    const steps = [told('LoanInsured', insurance), told('LoanLegalStepTaken', legalStep), told('LoanLegalStepTaken', { ...legalStep, ...on('2021-08-01') })];
    expect(given(granted, ...steps).state().course.legalStepOn).toBe('2021-06-01');
  });

  it('puts right what was found, once, named by its revision', () => {
    given(granted).when('ReportLoanIrregularity', { ...irregularity, aspect: 'enterprise-use' }).thenRecords('LoanIrregularityReported');
    given(granted).when('ReportGuarantee', irregularity).thenRecords('LoanIrregularityReported');
    given(granted).when('ReportGuarantee', { ...irregularity, aspect: 'raised-rate' }).thenRefuses('not-a-guarantee');
    given(granted, paidOut, found).when('ReportLoanRectification', mending).thenRecords('LoanIrregularityRectified');
    given(granted, paidOut, found).when('ReportLoanRectification', { ...mending, reportRevision: 1 }).thenRefuses('no-such-irregularity');
    const mended = [granted, paidOut, found, told('LoanIrregularityRectified', mending), found];
    given(...mended).when('ReportLoanRectification', mending).thenRefuses('irregularity-already-rectified');
    expect([...given(...mended).state().course.irregularities]).toEqual([[2, true], [4, false]]);
  });

  it.each([['ExtendLoan', extension], ['PayInterestSubsidy', subsidy], ['ReportLoanIrregularity', irregularity]])('%s speaks of a loan on record', (command, data) => {
    given().when(command, data).thenRefuses('not-found');
  });

  it('keeps its bounds whatever is tried: debt within the principal, due day never back, refusals without a trace', () => {
    const changing = {
      amountFen: fc.constantFrom(1, 1_500_000, 5_000_000, MOST), principalFen: fc.constantFrom(0, 1_000_000, 5_000_000), untilOn: fc.constantFrom('2018-01-01', '2021-03-01', '2022-03-01', '2024-02-29'),
      reportRevision: fc.nat(10), postedRevision: fc.nat(10), aboutRevision: fc.nat(10), until: fc.constantFrom('2018-01-01', '2019-12-31'), aspect: fc.constantFrom('collateral', 'raised-rate'),
    };
    const rules = Object.entries(loan.commands as Record<string, CommandRule>);
    const attempt: fc.Arbitrary<Message> = fc.tuple(fc.constantFrom(...rules), fc.record(changing)).map(([[type, { data }], changes]) => {
      const sample = sampleOf(data);
      return { type, data: { ...sample, ...Object.fromEntries(Object.entries(changes).filter(([name]) => name in sample)) } };
    });
    fc.assert(fc.property(fc.array(attempt, { maxLength: 40 }), (attempts) => {
      let state = given(granted).state();
      for (const command of attempts) {
        const before = state;
        const copy = structuredClone(before);
        try {
          const events = loan.decide(command as never, state, { id: '1', actor: { id: 'a', role: 'bank', office: 'o', region: '42' }, ledgerDay: undefined, cited: new Map() });
          for (const event of events) state = loan.evolve(state, event);
        } catch (error) {
          if (!(error instanceof Refused)) throw error;
        }
        expect(before).toEqual(copy);
        expect(outstandingFen(state)).toBeGreaterThanOrEqual(0);
        expect(outstandingFen(state)).toBeLessThanOrEqual(5_000_000);
        expect(state.course.dueOn >= before.course.dueOn).toBe(true);
      }
    }), { seed });
  });
});
