/** What sealing changed in a roster, payee by payee, against the list as compiled. */
import type { RosterCompiled, RosterEntry, RosterSealed } from '../../src/domain/roster';
import { fen, idOf, text, type FactTable } from './fact';

interface Listed { readonly householdId: string | undefined; readonly amountFen: number }

/** A payee may stand in several entries. */
function byPayee(entries: readonly RosterEntry[]): ReadonlyMap<string, Listed> {
  const listed = new Map<string, Listed>();
  for (const { payeeRef, householdId, amountFen } of entries) listed.set(payeeRef, { householdId, amountFen: (listed.get(payeeRef)?.amountFen ?? 0) + amountFen });
  return listed;
}

const table: FactTable = {
  table: 'roster_change',
  meaning: 'sealing a roster added, dropped or altered what a payee gets; none where the list was sealed as compiled',
  columns: {
    roster_id: text('roster'),
    change: text('added, dropped or altered'),
    payee_ref: text('payee'),
    household_id: text('household named in the entry'),
    before_fen: fen('amount as compiled; 0 where added'),
    after_fen: fen('amount as sealed; 0 where dropped'),
  },
  indexes: ['roster_id', 'payee_ref'],
  from: {
    RosterSealed: (data: RosterSealed, event, roster: RosterCompiled) => {
      if (data.entries === undefined) return [];
      const [before, after] = [byPayee(roster.entries), byPayee(data.entries)];
      return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((payee) => {
        const [was, is] = [before.get(payee), after.get(payee)];
        if (was?.amountFen === is?.amountFen) return [];
        return [{
          roster_id: idOf(event), change: was === undefined ? 'added' : is === undefined ? 'dropped' : 'altered', payee_ref: payee, household_id: (is ?? was)?.householdId,
          before_fen: was?.amountFen ?? 0, after_fen: is?.amountFen ?? 0,
        }];
      });
    },
  },
};
export default table;
