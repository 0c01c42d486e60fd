/** Statements and ledger are matched by what they name and what they amount to; nothing is guessed, and both sides always add up. */
import * as fc from 'fast-check';
import { ageOf, byAge, reconcile, sums, type LedgerItem, type StatementItem } from '../../projections/views/reconciliation';
import { seed } from '../support/story';

const move = (holderId: string, amountFen: number, over: Partial<LedgerItem> = {}): LedgerItem => ({
  position: 0, ordinal: 0, on: '2018-05-10', direction: 'out', amountFen, holder: 'batch', holderId, causeId: 'R1', ...over,
});
const line = (amountFen: number, over: Partial<StatementItem> = {}): StatementItem => ({
  position: 0, ordinal: 0, on: '2018-05-10', direction: 'out', amountFen, accountId: 'zero', statementId: 'may', line: 1, ...over,
});
const outcome = (ledger: readonly LedgerItem[], statement: readonly StatementItem[], windowDays = 3) => {
  const { groups, ledgerLeft, statementLeft } = reconcile(ledger, statement, windowDays);
  return { groups: groups.map(({ by, ledger: items, statement: lines }) => `${by} ${items.join('+')}=${lines.join('+')}`), ledgerLeft, statementLeft };
};
const all = (...groups: string[]) => ({ groups, ledgerLeft: [], statementLeft: [] });

describe('a booking', () => {
  it.each<[string, LedgerItem[], StatementItem[], ReturnType<typeof outcome>]>([
    ['that names its batch is matched whatever its day', [move('B1', 100)], [line(100, { batchId: 'B1', on: '2018-06-30' })], all('reference 0=0')],
    ['that names its payment', [move('P1', 100, { holder: 'payment', causeId: 'V1' })], [line(100, { paymentId: 'P1' })], all('reference 0=0')],
    ['that names the voucher of a payment', [move('P1', 100, { holder: 'payment', causeId: 'V1' })], [line(100, { voucherNumber: 'V1', on: '2018-07-01' })], all('reference 0=0')],
    ['that is one of two alike, with two alike before it', [move('B1', 100), move('B1', 100, { causeId: 'R2' })], [line(100, { batchId: 'B1' }), line(100, { batchId: 'B1' })], all('reference 0=0', 'reference 1=1')],
    ['of a whole batch, paid in parts', [move('B1', 100), move('B1', 250, { causeId: 'R1-p2' })], [line(350, { batchId: 'B1' })], all('batch-sum 0+1=0')],
    ['of single lines of a batch paid as one', [move('B1', 350)], [line(100, { batchId: 'B1' }), line(250, { batchId: 'B1' })], all('batch-sum 0=0+1')],
    ['of a batch wholly paid out and partly sent back', [move('B1', 500)], [line(600, { batchId: 'B1' }), line(100, { batchId: 'B1', direction: 'in' })], all('batch-sum 0=0+1')],
    ['that names nothing and fits one movement only', [move('B1', 100), move('B2', 200)], [line(100, { on: '2018-05-12' })], { groups: ['amount-date 0=0'], ledgerLeft: [1], statementLeft: [] }],
    ['that names nothing and is the sum of one batch', [move('B1', 100), move('B1', 250, { causeId: 'R1-p2' })], [line(350)], all('amount-date 0+1=0')],
  ])('%s', (_what, ledger, statement, expected) => {
    expect(outcome(ledger, statement)).toEqual(expected);
  });

  it.each<[string, LedgerItem[], StatementItem[]]>([
    ['that fits two movements', [move('B1', 100), move('B2', 100)], [line(100)]],
    ['that another fits as well', [move('B1', 100)], [line(100), line(100, { line: 2 })]],
    ['too many days away', [move('B1', 100)], [line(100, { on: '2018-05-14' })]],
    ['the other way', [move('B1', 100)], [line(100, { direction: 'in' })]],
    ['that names another batch', [move('B1', 100)], [line(100, { batchId: 'B2' })]],
    ['made twice where the ledger has one', [move('B1', 100)], [line(100, { batchId: 'B1' }), line(100, { batchId: 'B1' })]],
    ['of a fen more', [move('B1', 100)], [line(101, { batchId: 'B1' })]],
  ])('%s is not matched', (_what, ledger, statement) => {
    expect(outcome(ledger, statement)).toEqual({ groups: [], ledgerLeft: [...ledger.keys()], statementLeft: [...statement.keys()] });
  });

  it('left over names what it might have been', () => {
    const { ledgerCandidates, statementCandidates } = reconcile([move('B1', 100), move('B2', 100)], [line(100)], 3);
    expect(statementCandidates.get(0)).toEqual([0, 1]);
    expect(ledgerCandidates.get(1)).toEqual([0]);
  });
});

describe('age', () => {
  it.each([['2018-05-10', '0-3'], ['2018-05-07', '0-3'], ['2018-05-06', '4-10'], ['2018-04-30', '4-10'], ['2018-04-29', '11-30'], ['2018-04-10', '11-30'], ['2018-04-09', '31-90'], ['2018-02-09', '31-90'], ['2018-02-08', '>90'], ['2018-05-12', '0-3']])('of %s on 10 May is %s', (on, age) => {
    expect(ageOf(on, '2018-05-10')).toBe(age);
  });
});

describe('whatever is recorded and printed', () => {
  const fen = fc.constantFrom(100, 100, 200, 300, 500);
  const on = fc.constantFrom('2018-05-01', '2018-05-03', '2018-05-06', '2018-05-20');
  const direction = fc.constantFrom('in' as const, 'out' as const, 'out' as const);
  const item = fc.record({ fen, on, direction, holder: fc.constantFrom('batch' as const, 'payment' as const), id: fc.constantFrom('1', '2', '3'), cause: fc.constantFrom('V1', 'V2') })
    .map(({ fen: amountFen, id, cause, ...rest }) => move(id, amountFen, { ...rest, causeId: cause }));
  const printed = fc.record({ fen, on, direction, batchId: fc.option(fc.constantFrom('1', '2', '9'), { nil: undefined }), paymentId: fc.option(fc.constantFrom('1', '2'), { nil: undefined }), voucherNumber: fc.option(fc.constantFrom('V1', 'V3'), { nil: undefined }) })
    .map(({ fen: amountFen, ...rest }) => line(amountFen, rest));
  const sides = fc.tuple(fc.array(item, { maxLength: 12 }), fc.array(printed, { maxLength: 12 }), fc.nat(10));

  it('each side is matched + unmatched, by age too; a group balances; nothing is matched twice', () => {
    let matched = 0;
    fc.assert(fc.property(sides, ([ledger, statement, windowDays]) => {
      const { groups, ledgerLeft, statementLeft } = reconcile(ledger, statement, windowDays);
      for (const [items, name, left] of [[ledger, 'ledger', ledgerLeft], [statement, 'statement', statementLeft]] as const) {
        const inGroups = groups.flatMap((group) => group[name]);
        expect([...inGroups, ...left].sort((a, b) => a - b)).toEqual([...items.keys()]);
        const [total, ofGroups, rest] = [sums(items, items.keys()), sums(items, inGroups), sums(items, left)];
        expect(total).toEqual({ count: ofGroups.count + rest.count, inFen: ofGroups.inFen + rest.inFen, outFen: ofGroups.outFen + rest.outFen });
        const aged = byAge(items, left, '2018-05-21');
        expect(aged.reduce((sum, age) => sum + age.count, 0)).toBe(rest.count);
        expect(aged.reduce((sum, age) => sum + age.outFen, 0)).toBe(rest.outFen);
      }
      for (const group of groups) {
        const net = (items: readonly (LedgerItem | StatementItem)[], of: readonly number[]): number => of.reduce((sum, index) => sum + (items[index]?.direction === 'in' ? 1 : -1) * (items[index]?.amountFen ?? 0), 0);
        expect(net(ledger, group.ledger)).toBe(net(statement, group.statement));
        expect(group.ledger.length * group.statement.length).toBeGreaterThan(0);
      }
      matched += groups.length;
    }), { seed, numRuns: 500 });
    expect(matched).toBeGreaterThan(100);
  });

  it('the sums do not depend on the order in which anything was recorded or printed', () => {
    const reversed = <T>(items: readonly T[]): T[] => [...items].reverse();
    fc.assert(fc.property(sides, ([ledger, statement, windowDays]) => {
      const one = reconcile(ledger, statement, windowDays);
      const other = reconcile(reversed(ledger), reversed(statement), windowDays);
      expect(sums(reversed(ledger), other.ledgerLeft)).toEqual(sums(ledger, one.ledgerLeft));
      expect(sums(reversed(statement), other.statementLeft)).toEqual(sums(statement, one.statementLeft));
    }), { seed, numRuns: 300 });
  });
});
