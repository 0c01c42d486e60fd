/** A roster in good order: compiled, posted in the village for the days the programme asks, sealed, and paid by a list of its own. */
import { addDays } from '../simulate/step';
import type { CaseWorld } from './case-world';
import type { Home, Listed } from './wishes';

/** Days a roster hangs where the programmes say seven. */
const POSTED_DAYS = 7;

export interface RosterWish {
  readonly programme: string;
  readonly homes: readonly Home[];
  readonly amountFen: number;
  /** First and last month of the benefit. */
  readonly period: readonly [string, string?];
  /** Day it is compiled; posted on the next. */
  readonly on: string;
  readonly allocation?: string;
}

export class OrderlyRoster {
  readonly id: string;
  readonly postedOn: string;
  /** Last day it hangs. */
  readonly until: string;

  constructor(readonly world: CaseWorld, readonly wish: RosterWish) {
    this.id = world.id('r');
    world.owns('roster', this.id);
    this.postedOn = addDays(wish.on, 1);
    this.until = addDays(this.postedOn, POSTED_DAYS - 1);
  }

  say(on: string, type: string, data: object): this {
    this.world.say(on, 'office', type, this.id, { ...data, occurredOn: on });
    return this;
  }

  /** As CompileRoster and SealRoster take them. */
  entries(homes = this.wish.homes, amountFen = this.wish.amountFen): object[] {
    return homes.map((home) => ({ payee: this.world.named(home.members[0]), householdId: home.id, amountFen }));
  }

  compiled(homes = this.wish.homes): this {
    const { programme: programmeId, period: [benefitFrom, benefitTo = benefitFrom], on } = this.wish;
    return this.say(on, 'CompileRoster', { region: this.wish.homes[0]?.village, programmeId, benefitFrom, benefitTo, entries: this.entries(homes) });
  }

  posted(more: object = {}, on = this.postedOn): this {
    return this.say(on, 'PostRoster', { level: 'village', venueName: '村委会公示栏', until: this.until, ...more });
  }

  sealed(more: object = {}, on = addDays(this.until, 1)): this {
    return this.say(on, 'SealRoster', more);
  }

  /** A list of the story's own on what was sealed, opened on `on`. */
  paid(on = addDays(this.until, 3), homes = this.wish.homes): Listed[] {
    const { programme, period, amountFen, allocation } = this.wish;
    return homes.map((home) => this.world.line({ programme, period, on, home, amountFen, list: this.id, roster: this.id, ...(allocation === undefined ? {} : { allocation }) }));
  }

  told(): this {
    this.compiled().posted().sealed().paid();
    return this;
  }
}
