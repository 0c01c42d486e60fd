/** What the vault and the facts know of the people, accounts and households of a list; it creates nothing. */
import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { BatchOpened } from '../domain/batch';
import type { BatchLine } from '../intake/batch-line';
import type { HouseholdOf, Known, KnownOfLine } from '../intake/known';
import { POOL } from '../tokens';
import type { KnownForm } from '../vault/known-forms';
import type { NamedPerson } from '../vault/named-people';
import { Vault } from '../vault/vault';
import { accountIn, personIn } from './list-entry';
import { mostFor, type Terms } from './standard';

interface Homes {
  readonly ids: ReadonlySet<string>;
  readonly last: HouseholdOf;
}

interface Looked {
  readonly people: readonly (NamedPerson | undefined)[];
  readonly holders: ReadonlyMap<string, ReadonlySet<string>>;
  readonly households: ReadonlyMap<string, Homes>;
  readonly paid: ReadonlyMap<string, string>;
  readonly accounts: readonly (KnownForm | undefined)[];
  /** Household by its number, for each line that gives one; null where no such household is registered. */
  readonly numbered: readonly (string | null | undefined)[];
}

/** References as an array literal: they hold no character that would have to be escaped, and a list has many. */
const defined = (refs: readonly (string | undefined)[]): string => `{${[...new Set(refs.filter((ref) => ref !== undefined))].join(',')}}`;

const NO_REFS = '{}';

@Injectable()
export class KnownPeople {
  constructor(@Inject(POOL) private readonly pool: Pool, private readonly vault: Vault) {}

  /** Asked page by page while a list of this batch is read; `at` is how far the facts are. */
  async forBatch(opening: BatchOpened, at: number | undefined): Promise<Known> {
    // Before the first follower ran, or while facts are rebuilt, nothing is known: then nothing is said.
    if (at === undefined) return { look: (lines) => Promise.resolve(lines.map(() => ({}))) };
    const terms = await this.termsOf(opening, at);
    return { look: async (lines) => this.answers(lines, await this.lookUp(lines, opening, at), terms, opening) };
  }

  /** The household each person belongs to as last recorded; absent where the register does not know. */
  async householdsOf(personRefs: readonly string[]): Promise<ReadonlyMap<string, HouseholdOf>> {
    if (!(await this.factsThere())) return new Map();
    const { rows } = await this.pool.query<{ person_ref: string; household_id: string; region: string }>(
      `SELECT DISTINCT ON (person_ref) person_ref, household_id, region FROM facts.household_member
       WHERE person_ref = ANY($1) AND change = 'joined' ORDER BY person_ref, position DESC`, [personRefs],
    );
    return new Map(rows.map((row) => [row.person_ref, { householdId: row.household_id, region: row.region }]));
  }

  /** What foreseen references and households rest on: while it is the same, so are they. `at` bounds it to what was seen then. */
  async basis(at?: number): Promise<string> {
    const { rows: [row] } = (await this.factsThere()) ? await this.pool.query<{ last: string | null }>('SELECT max(position) AS last FROM facts.household_member WHERE position <= $1', [at ?? Number.MAX_SAFE_INTEGER]) : { rows: [] };
    return `${String(await this.vault.epoch())}|${row?.last ?? ''}`;
  }

  async factsThere(): Promise<boolean> {
    const { rows } = await this.pool.query<{ there: boolean }>(`SELECT to_regclass('facts.household') IS NOT NULL AS there`);
    return rows[0]?.there ?? false;
  }

  private async termsOf({ programmeId, occurredOn }: BatchOpened, at: number): Promise<Terms | undefined> {
    const { rows } = await this.pool.query<{ standard_fen: string | null; cadence: string }>(
      'SELECT standard_fen, cadence FROM audit.programme_on($1, $2, $3)', [at, programmeId, occurredOn],
    );
    const [row] = rows;
    return row && row.standard_fen !== null ? { standardFen: Number(row.standard_fen), cadence: row.cadence } : undefined;
  }

  private async lookUp(lines: readonly BatchLine[], opening: BatchOpened, at: number): Promise<Looked> {
    const [people, accounts, registers] = await Promise.all([
      this.vault.findNamed(lines.map(({ idNumber }) => idNumber ?? ''), lines.map(({ payeeName }) => payeeName), lines.map(personIn)),
      this.accounts(lines),
      this.vault.findMany('register', lines.map(({ text }) => text.householdNumber ?? '')),
    ]);
    const refs = defined(people.map((person) => person?.ref));
    const [holders, households, paid, numbered] = await Promise.all([
      this.sets('SELECT account_ref AS key, array_agg(holder_ref) AS held FROM audit.account_binding($1) WHERE account_ref = ANY($2) GROUP BY 1', at, defined(accounts.map((account) => account?.ref))),
      this.homes(refs, at),
      this.paidBefore(refs, opening, at),
      this.numbered(lines.map(({ text }) => text.householdNumber), registers, at),
    ]);
    return { people, accounts, holders, households, paid, numbered };
  }

  /** By another key than today's there is no telling what is new in the form. */
  private async accounts(lines: readonly BatchLine[]): Promise<readonly (KnownForm | undefined)[]> {
    const found = await this.vault.recogniseAccounts(lines.map(accountIn));
    const missing = [...found.keys()].filter((index) => found[index] === undefined && lines[index]?.account !== undefined);
    if (missing.length === 0) return found;
    const others = await this.vault.findMany('account', missing.map((index) => lines[index]?.account as string));
    for (const [order, index] of missing.entries()) {
      const ref = others[order];
      if (ref !== undefined) found[index] = { ref, nothingNew: false };
    }
    return found;
  }

  private async homes(refs: string, at: number): Promise<ReadonlyMap<string, Homes>> {
    if (refs === NO_REFS) return new Map();
    const { rows } = await this.pool.query<{ person_ref: string; held: [string, ...string[]]; regions: [string, ...string[]] }>(
      `SELECT person_ref, array_agg(household_id ORDER BY position DESC) AS held, array_agg(region ORDER BY position DESC) AS regions
         FROM audit.household_member($1) WHERE change = 'joined' AND person_ref = ANY($2) GROUP BY 1`, [at, refs],
    );
    return new Map(rows.map(({ person_ref: person, held, regions }) => [person, { ids: new Set(held), last: { householdId: held[0], region: regions[0] } }]));
  }

  private async sets(sql: string, at: number, keys: string): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
    if (keys === NO_REFS) return new Map();
    const { rows } = await this.pool.query<{ key: string; held: string[] }>(sql, [at, keys]);
    return new Map(rows.map(({ key, held }) => [key, new Set(held)]));
  }

  private async paidBefore(refs: string, { programmeId, benefitFrom, benefitTo }: BatchOpened, at: number): Promise<ReadonlyMap<string, string>> {
    if (refs === NO_REFS) return new Map();
    const { rows } = await this.pool.query<{ payee_ref: string; line: string }>(
      `SELECT DISTINCT ON (payee_ref) payee_ref, batch_id || '/' || line AS line FROM audit.paid_line($1)
       WHERE payee_ref = ANY($2) AND programme_id = $3 AND benefit_from <= $5::date AND benefit_to >= $4::date ORDER BY payee_ref, "position"`,
      [at, refs, programmeId, `${benefitFrom}-01`, `${benefitTo}-01`],
    );
    return new Map(rows.map((row) => [row.payee_ref, row.line]));
  }

  private async numbered(numbers: readonly (string | undefined)[], registers: readonly (string | undefined)[], at: number): Promise<readonly (string | null | undefined)[]> {
    if (numbers.every((number) => number === undefined)) return numbers.map(() => undefined);
    const { rows } = await this.pool.query<{ register_ref: string | null; household_id: string }>(
      'SELECT register_ref, household_id FROM audit.household($1) WHERE register_ref = ANY($2) OR household_id = ANY($3)', [at, defined(registers), [...new Set(numbers.filter((number) => number !== undefined))]],
    );
    const byRegister = new Map(rows.map((row) => [row.register_ref, row.household_id]));
    const ids = new Set(rows.map((row) => row.household_id));
    return numbers.map((number, index) => {
      if (number === undefined) return undefined;
      return byRegister.get(registers[index] ?? '') ?? (ids.has(number) ? number : null);
    });
  }

  private answers(lines: readonly BatchLine[], looked: Looked, terms: Terms | undefined, opening: BatchOpened): readonly KnownOfLine[] {
    return lines.map((line, index) => {
      const person = looked.people[index];
      const household = looked.numbered[index];
      const most = terms && mostFor(terms, opening, line.quantityMilli);
      const answer: Growing = {};
      if (household !== undefined) answer.householdKnown = household !== null;
      if (line.idNumber !== undefined) answer.personKnown = person !== undefined;
      if (person !== undefined) tellPerson(answer, line, person, household, looked.accounts[index], looked);
      if (most !== undefined && line.amountFen !== undefined && line.amountFen > most) answer.overStandardFen = most;
      return answer;
    });
  }
}

/** An answer while it is found; grown in place because there are many of them. */
type Growing = { -readonly [K in keyof KnownOfLine]: KnownOfLine[K] };

function tellPerson(answer: Growing, line: BatchLine, person: NamedPerson, household: string | null | undefined, account: KnownForm | undefined, looked: Looked): void {
  const { ref, nameAgrees } = person;
  const homes = looked.households.get(ref);
  const holding = looked.holders.get(account?.ref ?? '');
  const paid = line.extras['supplements'] === undefined ? looked.paid.get(ref) : undefined;
  if (nameAgrees !== undefined) answer.nameAgrees = nameAgrees;
  if (typeof household === 'string' && homes) answer.inHousehold = homes.ids.has(household);
  if (holding) answer.holderIsPayee = holding.has(ref);
  if (paid !== undefined) answer.paidBefore = paid;
  if (person.nothingNew && account?.nothingNew) answer.foreseen = { payeeRef: ref, accountRef: account.ref, ...(homes ? { household: homes.last } : {}) };
}
