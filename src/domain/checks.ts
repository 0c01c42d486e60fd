/** Checks that many nouns share: a stream is opened once, a command finds what it speaks of, two dates stand in order. */
import { Refused, type Text } from './refused';

/** A thing already opened cannot be opened again, under whatever key. */
export function mustBeNew(open: boolean, what: Text): void {
  if (open) throw new Refused('already-exists', { zh: `该${what.zh}已经登记过`, en: `this ${what.en} is already on record` });
}

export function mustExist(open: boolean, what: Text): void {
  if (!open) throw new Refused('not-found', { zh: `没有这个${what.zh}`, en: `there is no such ${what.en}` }, 'unknown');
}

/** A refusal for data that can never be right, pointing at the field to mend. */
export const malformed = (code: string, pointer: string, zh: string, en: string): Refused =>
  new Refused(code, { zh, en }, 'malformed', [{ pointer, code, text: { zh, en } }]);

export function mustBeInOrder(from: string, until: string | undefined, pointer: string): void {
  if (until !== undefined && until < from) throw malformed('dates-reversed', pointer, '截止日期早于起始日期', 'the last day lies before the first');
}

/** Sums stay whole and exact: beyond this no number of fen would be. */
export function mustBeCountable(sumFen: number, pointer: string): void {
  if (!Number.isSafeInteger(sumFen)) throw malformed('amount-out-of-range', pointer, '合计金额超出可准确记账的范围', 'the sum is beyond what can be kept exactly');
}
