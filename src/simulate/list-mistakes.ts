/** Mistakes of the year's lists that are about the payee, the amount or what the bank could not pay; beside each a look-alike that is none. */
import type { Chance } from './chance';
import type { Line, List } from './list';
import { idNumberOf, type Person, type Population } from './people';
import { clearPerson } from './registers';
import { command, type DatedDeed, type Planted } from './step';

const firstOf = (all: readonly List[], programme: string, month: string): number => all.findIndex((list) => list.programme.id === programme && list.benefitFrom === month);
const invented = (population: Population, name: string, bornOn: string): Person =>
  ({ idNumber: idNumberOf(population.county, bornOn, 990), name, phone: '19930000000', bornOn, relation: 'child' });

/** Two rangers are paid 1,300 yuan for the last quarter: one had 700 the quarter before, so that the year comes to 4,000; the other has 300 too much. */
export function plantOverStandard(all: List[], chance: Chance, planted: Planted[]): void {
  const [third, fourth] = [firstOf(all, 'RANGER', '2018-07'), firstOf(all, 'RANGER', '2018-10')];
  const [before, after] = [all[third], all[fourth]];
  if (!before || !after) return;
  const all4 = after.lines.filter(({ payee }) => before.lines.some((line) => line.payee === payee));
  const [over, made] = chance.fork('over').sample(all4, 2);
  if (!over || !made) return;
  const paid = (list: List, amounts: ReadonlyMap<Person, number>): List => ({ ...list, lines: list.lines.map((line) => ({ ...line, amountFen: amounts.get(line.payee) ?? line.amountFen })) });
  all[third] = paid(before, new Map([[made.payee, 70_000]]));
  all[fourth] = paid(after, new Map([[made.payee, 130_000], [over.payee, 130_000]]));
  planted.push({ rule: 'A16', part: 'a', subject: `person of ${over.household.id}`, why: '4,300 yuan in a year for a post that pays 4,000' });
}

/** From August the allowance list of one village holds somebody nobody registered; in March it held a child whose registration came three weeks later. */
export function plantStranger(all: List[], population: Population, planted: Planted[]): DatedDeed[] {
  const added = (month: string, payee: Person): Line | undefined => {
    const at = firstOf(all, 'DIBAO', month);
    const [list, host] = [all[at], all[at]?.lines[0]];
    if (!list || !host) return undefined;
    const line = { ...host, payee };
    all[at] = { ...list, lines: [...list.lines, line] };
    if (payee === stranger) planted.push({ rule: 'A01', part: 'b', subject: `disbursement ${list.batchId}/${String(list.lines.length + 1)}`, why: 'in no household and no register' });
    return line;
  };
  const [stranger, child] = [invented(population, '夏莲香', '1958-03-03'), invented(population, '夏小禾', '2018-02-11')];
  for (const month of ['2018-08', '2018-09']) added(month, stranger);
  const line = added('2018-03', child);
  return line ? [command('2018-04-05', 'office', 'AddMember', line.household.id, { person: clearPerson(child), relation: 'child', cause: 'birth', occurredOn: '2018-02-11' })] : [];
}

/** Failed lines: one left lying, one sent to a neighbour; where a batch was closed over its failed line the money went back. */
export function plantUnsettled(all: List[], planted: Planted[]): void {
  const ways = [['2018-04', 'open'], ['2018-07', 'neighbour'], ['2018-01', 'closed']] as const;
  for (const [month, unsettled] of ways) {
    const at = firstOf(all, 'DISABLED', month);
    const list = all[at];
    if (!list || list.lines.length < 2) continue;
    all[at] = { ...list, unsettled };
    if (unsettled === 'open') planted.push({ rule: 'A36', part: 'a', subject: `disbursement ${list.batchId}/1`, why: 'failed in June and never paid again' });
    if (unsettled === 'neighbour') planted.push({ rule: 'A36', part: 'c', subject: `disbursement ${list.batchId}/1`, why: 'sent again to another person' });
  }
}
