/** Which account was bound to whom, and which it replaced. */
import type { AccountBound, AccountReplaced } from '../../src/domain/household';
import { idOf, text, type FactTable } from './fact';

const table: FactTable = {
  table: 'account_binding',
  meaning: 'an account was bound to a holder, perhaps in place of another',
  columns: {
    household_id: text('household'),
    account_ref: text('account'),
    holder_ref: text('holder by the hand-over record'),
    old_account_ref: text('account given up'),
    kind: text('card, passbook, social-security-card or care-home'),
    campaign: text('campaign it belongs to'),
  },
  indexes: ['account_ref, position', 'holder_ref', 'old_account_ref where old_account_ref is not null'],
  from: {
    AccountBound: (data: AccountBound, event) => ({ household_id: idOf(event), account_ref: data.accountRef, holder_ref: data.personRef, kind: data.kind }),
    AccountReplaced: (data: AccountReplaced, event) => ({
      household_id: idOf(event), account_ref: data.accountRef, holder_ref: data.personRef, old_account_ref: data.oldAccountRef, campaign: data.campaign,
    }),
  },
};
export default table;
