/** The rosters two lists of the year rest on: one hung its seven days before payment, the other was still hanging when the money came. */
import type { List } from './list';
import { clearPerson } from './registers';
import { addDays, command, type DatedDeed, type Planted } from './step';

/** A roster holds no more in one event; longer lists of larger counties are paid without naming one. */
const ENTRIES_MAX = 500;
const BEFORE_OPENING: Readonly<Record<string, number>> = { HOUSE: 8, INDUSTRY: 2 };

/** Names the roster in the list it is for. */
export function rosters(lists: List[], county: string, planted: Planted[]): DatedDeed[] {
  return lists.flatMap((list, index) => {
    const days = BEFORE_OPENING[list.programme.id];
    if (days === undefined || list.lines.length === 0 || list.lines.length > ENTRIES_MAX) return [];
    const id = `HMC2018-${list.batchId}`;
    const postedOn = addDays(list.openOn, -days);
    const until = addDays(postedOn, 6);
    lists[index] = { ...list, rosterId: id };
    if (until >= addDays(list.openOn, 3)) planted.push({ rule: 'A26', part: 'a', subject: `batch ${list.batchId}`, why: 'paid while its roster still hung' });
    return [
      command(addDays(postedOn, -2), 'office', 'CompileRoster', id, {
        region: county, programmeId: list.programme.id, benefitFrom: list.benefitFrom, benefitTo: list.benefitTo, occurredOn: addDays(postedOn, -2),
        entries: list.lines.map(({ payee, household, amountFen }) => ({ payee: clearPerson(payee), householdId: household.id, amountFen })),
      }),
      command(postedOn, 'office', 'PostRoster', id, { level: 'village', venueName: '各村村务公开栏', occurredOn: postedOn, until }),
      command(addDays(until, 1), 'office', 'SealRoster', id, { occurredOn: addDays(until, 1) }),
    ];
  });
}
