/** One hostile case after another against a whole service: what is sent, what is looked at, and what the ledger must still be afterwards. */
import * as fc from 'fast-check';
import type { Pool } from 'pg';
import { county, type County } from './county';
import { anyMutation, readMutation, wireOf, type Mutation } from './mutations';
import { operationsOf, validRequest, type Known, type Operation } from './operations';
import { complaints } from './oracle';
import { speak } from './wire';

export interface Case {
  readonly does: 'read' | 'write';
  readonly operation: number;
  readonly valid: number;
  /** 0 = whose work it is; else another demo user. */
  readonly user: number;
  readonly mutations: readonly Mutation[];
}

const caseOf = (does: Case['does'], mutations: fc.Arbitrary<Mutation>): fc.Arbitrary<Case> => fc.record({
  does: fc.constant(does), operation: fc.nat({ max: 9_999 }), valid: fc.nat({ max: 400 }),
  user: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat({ max: 12 }) }), mutations: fc.oneof({ weight: 3, arbitrary: fc.array(mutations, { minLength: 1, maxLength: 1 }) }, { weight: 1, arbitrary: fc.array(mutations, { minLength: 2, maxLength: 4, size: 'max' }) }),
});

export const hostileCase: fc.Arbitrary<Case> = fc.oneof({ weight: 3, arbitrary: caseOf('write', anyMutation) }, { weight: 2, arbitrary: caseOf('read', readMutation) });

const USERS = ['clerk', 'checker', 'office', 'bank', 'auditor', 'inspector', 'supervisor', 'admin', 'province', 'rule-maker', 'rule-checker', 'rule-releaser'];

/** Everything that counts as recorded, as one number per table; that somebody was refused may be recorded as an incident. */
const STORED = `
  SELECT 'event' AS name, count(*) AS rows, coalesce(sum(hashtextextended(t::text, 1)), 0)::text AS hash FROM ledger.event t WHERE stream_id NOT LIKE 'incident-%'
  UNION ALL SELECT 'stream', count(*), coalesce(sum(hashtextextended(t::text, 1)), 0)::text FROM ledger.stream t WHERE stream_id NOT LIKE 'incident-%'
  UNION ALL SELECT 'key', count(*), coalesce(sum(hashtextextended(t::text, 1)), 0)::text FROM ledger.append_key t WHERE key NOT LIKE 'incident-%'`;

export class Fuzz {
  readonly statuses = new Map<number, number>();
  readonly codes = new Map<string, number>();
  private stored = '';
  /** The last request was cut off by its sender: what it asked for may still be done. */
  private cutOff = false;

  private constructor(private readonly town: County, private readonly operations: readonly Operation[], private readonly known: Known, private readonly sought: readonly string[]) {}

  static async begin(settings: Readonly<Record<string, string>> = {}): Promise<Fuzz> {
    const town = await county(settings);
    const operations = (await operationsOf(town.port)).filter(({ template }) => !template.startsWith('/health'));
    const auditor = await town.service.as('auditor');
    const { body } = await auditor.get('/v1/flags?limit=500');
    const { rows: jobs } = await town.service.database.pool.query<{ job_id: string }>('SELECT job_id FROM work.job');
    const { rows: refs } = await town.service.database.pool.query<{ ref: string }>('SELECT DISTINCT person_ref AS ref FROM facts.household_member ORDER BY 1');
    const known: Known = { county: town, flags: (body as { items: { id: string }[] }).items.map(({ id }) => id), jobs: jobs.map(({ job_id: id }) => id), refs: refs.map(({ ref }) => ref) };
    const { people, cards, registerNumbers } = town.personal;
    const fuzz = new Fuzz(town, operations, known, [...people.flatMap(({ idNumber, phone }) => [idNumber, phone]), ...cards, ...registerNumbers]);
    fuzz.stored = await fuzz.storedNow();
    return fuzz;
  }

  get service(): County['service'] {
    return this.town.service;
  }

  /** What is wrong with the answer, in words; empty where all is as it must be. */
  async run({ does, operation, valid, user, mutations }: Case): Promise<readonly string[]> {
    if (this.cutOff) await this.settled();
    const routes = this.operations.filter(({ method }) => (method === 'GET') === (does === 'read'));
    const route = routes[operation % routes.length] as Operation;
    const draft = validRequest(route, this.known, valid);
    const bearer = await this.town.token(user === 0 ? draft.user : (USERS[user - 1] as string));
    const people = this.known.county.personal.people;
    const request = wireOf(draft, mutations, bearer, [people[0]?.idNumber ?? '', this.known.county.personal.cards[0] ?? '', people[1]?.phone ?? '']);
    const { answer, after } = await speak(this.town.port, request);
    const said: string[] = [];
    if (answer) {
      this.count(answer.status, answer.body);
      // Rows go back in clear to the clerk who sent them, and people to an auditor who said why: both on purpose.
      const onPurpose = answer.headers.has('content-disposition') || route.template.endsWith('/reveal');
      said.push(...complaints(answer, request.method, onPurpose ? [] : this.sought));
      // What is left over of a body said to be shorter than it is, is no request.
      const leftOver = mutations.some(({ on, how }) => on === 'wire' && how === 'length too small');
      if (after !== undefined && after !== 200 && !leftOver) said.push(`the next request on the connection is answered ${String(after)}`);
    } else if (request.cutAt === undefined) said.push('no answer');
    const now = await this.storedNow();
    if (now !== this.stored && answer && answer.status >= 400) said.push(`refused with ${String(answer.status)} and yet something was recorded: ${await this.lastRecorded()}`);
    if (now !== this.stored && route.method === 'GET') said.push(`a read recorded something: ${await this.lastRecorded()}`);
    this.stored = now;
    this.cutOff = request.cutAt !== undefined || answer === undefined;
    return said.map((one) => `${route.name}: ${one}`);
  }

  async stop(): Promise<void> {
    await this.town.service.stop();
  }

  private async settled(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 200));
    this.stored = await this.storedNow();
  }

  private async lastRecorded(): Promise<string> {
    const { rows } = await this.town.service.database.pool.query<{ told: string }>('SELECT position || $1 || type || $1 || stream_id AS told FROM ledger.event ORDER BY position DESC LIMIT 3', [' ']);
    return rows.map(({ told }) => told).join(', ');
  }

  private count(status: number, body: Buffer): void {
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
    const code = status >= 400 ? /"code":"([a-z0-9-]+)"/.exec(body.toString('utf8'))?.[1] : undefined;
    if (code !== undefined) this.codes.set(code, (this.codes.get(code) ?? 0) + 1);
  }

  private async storedNow(): Promise<string> {
    const pool: Pool = this.town.service.database.pool;
    return JSON.stringify((await pool.query(STORED)).rows);
  }
}
