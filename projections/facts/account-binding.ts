/** Which account was bound to whom, which it replaced, where it was opened, and who entered it. */
import type { HouseholdRegistered } from '../../src/domain/household';
import type { AccountBound, AccountReplaced } from '../../src/domain/household-accounts';
import type { Recorded } from '../../src/domain/decider';
import { oneSpelling } from '../../src/identifiers/one-spelling';
import { day, idOf, text, type FactTable, type Row } from './fact';

const bound = (data: AccountBound | AccountReplaced, event: Recorded, { region }: HouseholdRegistered): Row => ({
  household_id: idOf(event), account_ref: data.accountRef, holder_ref: data.personRef, region, bank: oneSpelling(data.bank), branch: data.branch === undefined ? undefined : oneSpelling(data.branch),
  opened_on: data.openedOn, handed_over_on: data.handedOverOn, entered_at: data.enteredAt, by_actor: event.metadata.actor, by_office: event.metadata.office,
});

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
    region: text('village or township of the household'),
    bank: text('bank, in one spelling'),
    branch: text('branch, in one spelling'),
    opened_on: day('day the bank opened the account'),
    handed_over_on: day('day it was handed over, by the hand-over record'),
    entered_at: text('time of day it was entered, as reported, HH:MM'),
    by_actor: text('who entered it'),
    by_office: text('office that entered it'),
  },
  indexes: ['account_ref, position', 'holder_ref', 'old_account_ref where old_account_ref is not null', 'by_actor, position'],
  from: {
    AccountBound: (data: AccountBound, event, household: HouseholdRegistered) => ({ ...bound(data, event, household), kind: data.kind }),
    AccountReplaced: (data: AccountReplaced, event, household: HouseholdRegistered) => ({ ...bound(data, event, household), old_account_ref: data.oldAccountRef, campaign: data.campaign }),
  },
};
export default table;
