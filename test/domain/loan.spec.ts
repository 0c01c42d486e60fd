/** A loan never owes less than nothing; whatever breaks the lending rules is recorded and left to them. */
import fc from 'fast-check';
import type { Message } from '../../src/domain/decider';
import loan, { outstandingFen } from '../../src/domain/loan';
import { Refused } from '../../src/domain/refused';
import { hash, ref, seed, storyOf, told } from '../support/story';

const { given } = storyOf(loan, { role: 'bank' });
const terms = {
  region: '422899101', householdId: 'h-1', borrowerRef: ref('p', 1), bank: '示例农商行', product: '扶贫小额信贷', principalFen: 5_000_000, termMonths: 36, rateBasisPoints: 475,
  mode: 'self', use: 'production', collateral: false, occurredOn: '2018-03-01',
};
const granted = told('LoanGranted', terms);
const payOut = (amountFen: number) => ({ amountFen, accountRef: ref('a', 1), occurredOn: '2018-03-02' });
const paidOut = told('LoanPaidOut', payOut(5_000_000));
const repayment = (principalFen: number, interestFen = 0) => ({ principalFen, interestFen, payer: 'borrower', occurredOn: '2019-03-01' });
const toFirm = { hop: 1, amountFen: 5_000_000, counterpartyKind: 'organisation', counterpartyUscc: '91422801MA0000000A', occurredOn: '2018-03-05' };

describe('a loan', () => {
  it('is granted once, also on terms the rules will flag', () => {
    given().when('GrantLoan', { ...terms, principalFen: 20_000_000, termMonths: 120, collateral: true, use: 'house' }).thenRecords('LoanGranted');
    given(granted).when('GrantLoan', terms).thenRefuses('already-exists');
    given().when('PayOutLoan', payOut(1)).thenRefuses('not-found');
  });

  it('is paid out up to its principal', () => {
    given(granted).when('PayOutLoan', payOut(5_000_000)).thenRecords('LoanPaidOut');
    given(granted, told('LoanPaidOut', payOut(3_000_000))).when('PayOutLoan', payOut(2_000_001)).thenRefuses('more-than-granted');
  });

  it('records where the proceeds went, also before the pay-out is on record and beyond its amount', () => {
    given(granted).when('ReportLoanProceeds', { ...toFirm, amountFen: 9_000_000 }).thenRecords('LoanProceedsMoved');
  });

  it.each([
    ['an organisation without code or name', { ...toFirm, counterpartyUscc: undefined }],
    ['an organisation named as a person', { ...toFirm, counterpartyRef: ref('p', 2) }],
    ['a person not named', { ...toFirm, counterpartyKind: 'person', counterpartyUscc: undefined }],
    ['a person with a credit code', { ...toFirm, counterpartyKind: 'person', counterpartyRef: ref('p', 2) }],
  ])('refuses %s as a receiver', (_what, data) => {
    given(granted).when('ReportLoanProceeds', data).thenRefuses('counterparty-unclear');
  });

  it.each(['ReportLoanRepayment', 'RepayLoan'])('is repaid up to what is owed (%s)', (command) => {
    given(granted, paidOut).when(command, repayment(5_000_000, 1)).thenRecords('LoanRepaid');
    given(granted, paidOut).when(command, { ...repayment(0, 100), payer: 'organisation', payerUscc: '91422801MA0000000A' }).thenRecords('LoanRepaid');
    given(granted, paidOut, told('LoanRepaid', repayment(1_000_000))).when(command, repayment(4_000_001)).thenRefuses('more-than-outstanding');
    given(granted).when(command, repayment(1)).thenRefuses('more-than-outstanding');
    given(granted, paidOut).when(command, repayment(0, 0)).thenRefuses('nothing-repaid');
  });

  it('records a dividend, and its notice', () => {
    given(granted, paidOut).when('ReportLoanDividend', { amountFen: 300_000, fixed: true, payer: 'organisation', occurredOn: '2018-12-20' }).thenRecords('LoanDividendPaid');
    const notice = { kind: 'notice', item: 'loan', level: 'village', venue: 'board', fields: ['target', 'amount'], occurredOn: '2018-03-01', from: '2018-03-01', until: '2018-03-12', contentHash: hash('a') };
    given(granted).when('PostDisclosure', notice, { role: 'office' }).thenRecords('DisclosurePosted');
    given(granted, paidOut, told('DisclosurePosted', notice)).when('WithdrawDisclosure', { postedRevision: 2, reason: '期满', occurredOn: '2018-03-12' }).thenRecords('DisclosureWithdrawn');
  });

  it('never owes less than nothing nor more than was granted, whatever is tried', () => {
    const amount = fc.integer({ min: 1, max: 6_000_000 });
    const attempt: fc.Arbitrary<Message> = fc.oneof(
      amount.map((amountFen) => ({ type: 'PayOutLoan', data: payOut(amountFen) })),
      amount.map((principalFen) => ({ type: 'ReportLoanRepayment', data: repayment(principalFen) })),
    );
    fc.assert(fc.property(fc.array(attempt, { maxLength: 30 }), (attempts) => {
      let state = given(granted).state();
      for (const command of attempts) {
        try {
          const events = loan.decide(command as never, state, { id: '1', actor: { id: 'a', role: 'bank', office: 'o', region: '42' }, ledgerDay: undefined, cited: new Map() });
          for (const event of events) state = loan.evolve(state, event);
        } catch (error) {
          if (!(error instanceof Refused)) throw error;
        }
        expect(outstandingFen(state)).toBeGreaterThanOrEqual(0);
        expect(state.paidOutFen).toBeLessThanOrEqual(terms.principalFen);
      }
    }), { seed });
  });
});
