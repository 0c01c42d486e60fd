/** The pots of an allocation: where its money came from and where it is, and the identity that holds between them at every moment. */
import { groupedYuanOf } from '../identifiers/money';
import { Refused } from './refused';

/** Every event moves an amount from one pot to another, or brings it in, so the identity of the fund is kept by construction and checked in tests. */
export interface Pots {
  readonly issuedFen: number;
  readonly receivedFen: number;
  readonly integratedInFen: number;
  readonly carriedInFen: number;
  readonly adjustedFen: number;
  /** What went down by splits, less what came back up from them. */
  readonly splitFen: number;
  readonly integratedOutFen: number;
  readonly committedFen: number;
  readonly paidFen: number;
  readonly reclaimedFen: number;
  readonly carriedOutFen: number;
  readonly balanceFen: number;
}

export const EMPTY: Pots = {
  issuedFen: 0, receivedFen: 0, integratedInFen: 0, carriedInFen: 0, adjustedFen: 0,
  splitFen: 0, integratedOutFen: 0, committedFen: 0, paidFen: 0, reclaimedFen: 0, carriedOutFen: 0, balanceFen: 0,
};

export const moved = (pots: Pots, from: keyof Pots, to: keyof Pots, amountFen: number): Pots => ({ ...pots, [from]: pots[from] - amountFen, [to]: pots[to] + amountFen });

/** Money from another stream, or from outside the ledger. */
export const come = (pots: Pots, by: 'issuedFen' | 'receivedFen' | 'integratedInFen' | 'carriedInFen' | 'adjustedFen', amountFen: number): Pots =>
  ({ ...pots, [by]: pots[by] + amountFen, balanceFen: pots.balanceFen + amountFen });

/** All that ever came, less cuts. */
export const comeFen = (pots: Pots): number => pots.issuedFen + pots.receivedFen + pots.integratedInFen + pots.carriedInFen + pots.adjustedFen;

const goneFen = (pots: Pots): number => pots.splitFen + pots.integratedOutFen + pots.committedFen + pots.paidFen + pots.reclaimedFen + pots.carriedOutFen;

/** (issued or received) + integrated in + carried in ± adjusted = split + integrated out + committed + paid + reclaimed + carried out + balance; 0 unless the ledger is wrong. */
export const residualFen = (pots: Pots): number => comeFen(pots) - goneFen(pots) - pots.balanceFen;

export function drawable(pots: Pots, amountFen: number): void {
  if (amountFen <= pots.balanceFen) return;
  throw new Refused('allocation-over-drawn', {
    zh: `指标余额 ${groupedYuanOf(pots.balanceFen)} 元,不足以支出 ${groupedYuanOf(amountFen)} 元`,
    en: `the balance of the allocation is ${groupedYuanOf(pots.balanceFen)} yuan, less than the ${groupedYuanOf(amountFen)} yuan asked for`,
  });
}

/** Sums beyond this would no longer be exact. */
export function countable(pots: Pots, amountFen: number): void {
  if (Number.isSafeInteger(pots.balanceFen + amountFen) && Number.isSafeInteger(comeFen(pots) + Math.abs(amountFen))) return;
  throw new Refused('amount-out-of-range', { zh: '金额超出可准确记账的范围', en: 'the amount is beyond what can be kept exactly' }, 'malformed');
}
