/** Spend money of a budget year by the end of the next, or see it taken back. */
import type { AllocationOpened } from '../../src/domain/allocation-opening';
import type { Recorded } from '../../src/domain/decider';
import { idOf } from '../facts/fact';
import type { Duty, Owed } from './duty';

/** Due on 31 December, the day before the year begins in which it would be surplus by law. */
const owed = (years: number) => (data: AllocationOpened, event: Recorded): Owed | undefined => {
  const amountFen = data.amountFen - (data.broughtOverPaidFen ?? 0);
  if (amountFen === 0) return undefined;
  return { subjectKind: 'allocation', subjectId: idOf(event), ownerRegion: data.region, baseOn: `${String(data.budgetYear + years)}-01-01`, amountFen, programmeId: data.programmeId };
};

const duty: Duty = {
  kind: 'spend-in-time',
  title: { zh: '结转资金的使用期限', en: 'Spend within two budget years' },
  basis: {
    zh: '《预算法》第四十二条、《预算法实施条例》第五十条:某年度资金至下一年度 12 月 31 日仍未用完的,应当作为结余资金管理',
    en: 'Budget law, article 42, and its regulation, article 50: money of a year still unspent on 31 December of the next is surplus',
  },
  rule: 'A14',
  /** Nothing is left or set aside; what lies committed is not spent. */
  metOn: (at, row) => `(select case when ${row}.amount_fen + coalesce(sum(m.balance_change_fen + case when m.kind in ('committed', 'returned') then m.amount_fen when m.kind in ('paid', 'released') then -m.amount_fen else 0 end), 0) <= 0
      then max(m.occurred_on) end
    from audit.allocation_move(${at}) m where m.allocation_id = ${row}.subject_id)`,
  // What was carried over is of the year before the one it was carried to.
  from: { AllocationIssued: owed(2), AllocationReceived: owed(2), CarriedAllocationOpened: owed(1) },
};
export default duty;
