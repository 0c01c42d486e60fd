/** Households entered before the year, and what life does to them in it: deaths, proxies, replaced cards. */
import type { Chance } from './chance';
import type { Household, Person, Population } from './people';
import { addDays, command, type DatedDeed } from './step';

export const clearPerson = (person: Person): object => ({ idNumber: person.idNumber, name: person.name, phone: person.phone });
export const clearAccount = (account: { number: string; bank: string }, holder: Person): object => ({ number: account.number, bank: account.bank, holderName: holder.name });
export const headOf = (household: Household): Person => household.members[0] as Person;

export interface Death {
  readonly household: Household;
  readonly person: Person;
  readonly on: string;
  /** When the household's stream learns of it. */
  readonly reportedOn: string;
}

/** Somebody who is paid. */
export interface Recipient {
  readonly household: Household;
  readonly payee: Person;
}

export function registers(population: Population, on: string): DatedDeed[] {
  return population.households.flatMap((household) => {
    const head = headOf(household);
    return [
      command(on, 'office', 'RegisterHousehold', household.id, {
        region: household.village, register: { number: household.registerNumber }, head: clearPerson(head),
        members: household.members.map((member) => ({ person: clearPerson(member), relation: member.relation })), status: 'registered', occurredOn: on,
      }),
      command(on, 'office', 'BindAccount', household.id, {
        account: clearAccount(household.account, head), person: clearPerson(head), bank: household.account.bank, branch: household.account.branch, kind: 'card', occurredOn: on,
      }),
      // The head's card serves the members (按户一卡): by written authorisation, so it is not an account held for another.
      ...household.members.slice(1).map((member) => command(on, 'office', 'AuthoriseProxy', household.id, {
        person: clearPerson(member), proxy: clearPerson(head), basis: 'head-of-household', occurredOn: on,
      })),
    ];
  });
}

/** Old people die through the year; most deaths are reported within days, those of `unreported` only months later. */
export function deaths(population: Population, chance: Chance, count: number, unreported: readonly Recipient[]): { deeds: DatedDeed[]; deaths: Death[] } {
  const late = chance.sample(unreported.filter(({ payee }) => payee.bornOn < '1975-01-01'), Math.max(1, Math.floor(count / 4))).map(({ household, payee }): Death => {
    const on = addDays('2018-02-20', chance.whole(0, 120));
    return { household, person: payee, on, reportedOn: addDays(on, 130) };
  });
  const taken = new Set(late.map((death) => death.person.idNumber));
  const old = population.households.flatMap((household) => household.members.filter((person) => person.bornOn < '1950-01-01' && !taken.has(person.idNumber)).map((person) => ({ household, person })));
  const known = chance.sample(old, count).map(({ household, person }): Death => {
    const on = addDays('2018-01-20', chance.whole(0, 240));
    return { household, person, on, reportedOn: addDays(on, chance.whole(2, 9)) };
  });
  const all = [...late, ...known];
  const deeds = all.map((death) => command(death.reportedOn, 'office', 'ReportMemberDeath', death.household.id, { person: clearPerson(death.person), source: 'civil-affairs', occurredOn: death.on }));
  return { deeds, deaths: all };
}
