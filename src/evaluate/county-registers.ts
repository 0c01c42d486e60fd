/** Registers of other offices as the stories need them: rows gathered by kind and day of hand-over, brought in as successive imports. */
import { clearPerson } from '../simulate/registers';
import type { Account, Person } from '../simulate/people';
import type { Chance } from '../simulate/chance';
import { addDays, command, userOf, type DatedDeed } from '../simulate/step';
import { REGISTER_KINDS } from '../domain/register';
import { PART_ROWS } from '../intake/register-difference';
import { FIRST, LAST, type Member } from './wishes';

export type RegisterKind = (typeof REGISTER_KINDS)[number];

export interface RegisterEntry {
  readonly change?: 'added' | 'removed';
  readonly person?: Member;
  readonly other?: Member;
  readonly account?: Account;
  readonly otherAccount?: Account;
  readonly uscc?: string;
  readonly role?: string;
  readonly region?: string;
  readonly on?: string;
  readonly until?: string;
  readonly amountFen?: number;
}

/** In the hard setting one hand-over in five after the first is late by up to so many days. */
const LATE_BASIS_POINTS = 2_000;
const LATE_DAYS = 45;
/** In the hard setting one row in ten misses its hand-over and comes with the next, or with a supplement where the next is far. */
const MISSING_BASIS_POINTS = 1_000;
const SUPPLEMENT_DAYS = 60;

export class CountyRegisters {
  /** `county|kind` → day → rows. */
  private readonly entries = new Map<string, Map<string, RegisterEntry[]>>();

  enter(county: string, kind: RegisterKind, entry: RegisterEntry, importedOn: string): void {
    const byDay = this.entries.get(`${county}|${kind}`) ?? new Map<string, RegisterEntry[]>();
    const rows = byDay.get(importedOn) ?? [];
    rows.push(entry);
    this.entries.set(`${county}|${kind}`, byDay.set(importedOn, rows));
  }

  /** Every kind is handed over for these counties on the first day at least: a rule that lacks its register would be undecided. */
  *deeds(counties: readonly string[], hard: boolean, chance: Chance): Generator<DatedDeed> {
    for (const county of counties) for (const kind of REGISTER_KINDS) if (!this.entries.has(`${county}|${kind}`)) this.entries.set(`${county}|${kind}`, new Map([[FIRST, []]]));
    for (const [key, byDay] of this.entries) {
      const [county = '', kind = ''] = key.split('|');
      byDay.set(FIRST, byDay.get(FIRST) ?? []);
      yield* imports(county, kind as RegisterKind, hard ? inParts(lateOnes(byDay, chance), chance) : byDay);
    }
  }
}

/** What is taken out again later was never held back. */
function inParts(byDay: ReadonlyMap<string, readonly RegisterEntry[]>, chance: Chance): ReadonlyMap<string, RegisterEntry[]> {
  const whose = ({ person, other, account, uscc }: RegisterEntry): string => [person?.idNumber, other?.idNumber, account?.number, uscc].join('|');
  const removed = new Set([...byDay.values()].flatMap((rows) => rows.filter(({ change }) => change === 'removed').map(whose)));
  const days = [...byDay.keys()].sort();
  const parts = new Map(days.map((day): [string, RegisterEntry[]] => [day, []]));
  for (const [nth, day] of days.entries()) {
    for (const row of byDay.get(day) ?? []) {
      const missing = !removed.has(whose(row)) && chance.inTenThousand(MISSING_BASIS_POINTS);
      const [next, supplement] = [days[nth + 1], addDays(day, SUPPLEMENT_DAYS)];
      const later = next !== undefined && next < supplement ? next : supplement;
      const on = missing && later <= LAST ? later : day;
      const rows = parts.get(on) ?? [];
      rows.push(row);
      parts.set(on, rows);
    }
  }
  return parts;
}

function lateOnes(byDay: ReadonlyMap<string, RegisterEntry[]>, chance: Chance): ReadonlyMap<string, RegisterEntry[]> {
  const late = new Map<string, RegisterEntry[]>();
  for (const [day, rows] of byDay) {
    const moved = day !== FIRST && chance.inTenThousand(LATE_BASIS_POINTS) ? addDays(day, chance.whole(1, LATE_DAYS)) : day;
    const on = moved > LAST ? day : moved;
    late.set(on, [...(late.get(on) ?? []), ...rows]);
  }
  return late;
}

function* imports(county: string, kind: RegisterKind, byDay: ReadonlyMap<string, readonly RegisterEntry[]>): Generator<DatedDeed> {
  const office = userOf('office', county);
  const id = `${county}-${kind}`;
  let standing = 0;
  for (const day of [...byDay.keys()].sort()) {
    const rows = byDay.get(day) ?? [];
    const removed = rows.filter((row) => row.change === 'removed').length;
    standing += rows.length - 2 * removed;
    yield command(day, office, 'ImportRegister', id, {
      kind, region: county, source: '县级主管部门', asOf: day, count: standing, addedCount: rows.length - removed, removedCount: removed, contentHash: hashOf(id, day), occurredOn: day,
    });
    for (let from = 0; from < rows.length; from += PART_ROWS) {
      yield command(day, office, 'EnterRegisterRows', id, { kind, region: county, rows: rows.slice(from, from + PART_ROWS).map(rowOf) });
    }
  }
}

function rowOf({ change = 'added', person, other, account, otherAccount, ...rest }: RegisterEntry): object {
  const numbered = ({ number, bank }: Account): object => ({ number, bank });
  return {
    change, ...(person && { person: clearPerson(person as Person) }), ...(other && { other: clearPerson(other as Person) }),
    ...(account && { account: numbered(account) }), ...(otherAccount && { otherAccount: numbered(otherAccount) }), ...rest,
  };
}

/** The content is the service's to compare; here any hash that differs from day to day does. */
const hashOf = (id: string, day: string): string => Buffer.from(`${id} ${day}`).toString('hex').padEnd(64, '0').slice(-64);
