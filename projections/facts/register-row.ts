/** Rows of registers brought in from other offices, as entered and as gone. */
import type { RegisterRowsEntered } from '../../src/domain/register';
import { day, fen, text, type FactTable } from './fact';

const table: FactTable = {
  table: 'register_row',
  meaning: 'a row of a register was entered or is gone',
  columns: {
    kind: text('kind of register'),
    change: text('added or removed'),
    person_ref: text('person'),
    other_ref: text('other person (kin)'),
    account_ref: text('account (bank flow)'),
    other_account_ref: text('other account (bank flow)'),
    register_ref: text("household's number in the poverty register"),
    uscc: text('organisation'),
    role: text('role, relation, class or status'),
    region: text('region'),
    on_date: day('date of the fact'),
    until_date: day('end of the fact'),
    amount_fen: fen('amount'),
  },
  indexes: ['person_ref, kind where person_ref is not null', 'uscc, kind where uscc is not null', 'account_ref, on_date where account_ref is not null', 'register_ref where register_ref is not null'],
  from: {
    RegisterRowsEntered: (data: RegisterRowsEntered) =>
      data.rows.map((row) => ({
        kind: data.kind, change: row.change, person_ref: row.personRef, other_ref: row.otherRef, account_ref: row.accountRef,
        other_account_ref: row.otherAccountRef, register_ref: row.registerRef, uscc: row.uscc, role: row.role, region: row.region ?? data.region, on_date: row.on, until_date: row.until, amount_fen: row.amountFen,
      })),
  },
};
export default table;
