/** What a random history knows of itself while it is told: few people, accounts, loans and firms, so that they collide. */
import type { Rule } from '../../../projections/anomalies/rule';
import { dayAfter, type StoryEvent } from '../../../projections/anomalies/story';

/** One draw: which kind of thing happens, with four numbers to choose by. */
export interface Act {
  readonly kind: string;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly late: number;
}

/** A kind of thing that happens in histories; the file's name is the kind's. */
export interface Kind {
  /** How often, beside the others. */
  readonly weight: number;
  readonly tell: (told: Telling, act: Act) => void;
}

/** What a rule is about, so that the costly questions are asked where it has something to say; the file's name is the rule's code. */
export interface About {
  /** Histories dwell on the kinds of one of these. */
  readonly matters: readonly (readonly string[])[];
  /** Subjects as its `touches` name them, one of each form, for the plan test. */
  readonly subjects: readonly string[];
  /** Rules that judge beside it, where it reads what they say. */
  readonly beside?: readonly string[];
  /** Inserts that make further tables large for the plan test (10,000 rows, like those of its `fill`); a table is filled once. */
  readonly fill?: Readonly<Record<string, string>>;
}

export const people = ['li', 'wang', 'zhao', 'sun', 'qian', 'zhou', 'wu'];
export const firms = ['91422801MA0000000A', '93422801MA00000004', '11422801000000000F'];
export const pick = <T>(from: readonly T[], n: number): T => from[n % from.length] as T;

/** What the history knows of itself while it is told. */
export class Telling {
  /** `rules`: those that are released, sooner or later. */
  constructor(readonly rules: readonly Rule[]) {}

  readonly events: StoryEvent[] = [];
  private readonly revisions = new Map<string, number>();
  today = '2018-03-01';
  batches = 0;
  readonly lines: { batch: string; line: number; attempt: number; payee: string; amountFen: number; settledRevision?: number }[] = [];
  readonly loans = new Set<string>();
  readonly projects: { id: string; changes: number[] }[] = [];
  readonly contracts = new Set<string>();
  readonly payments: string[] = [];
  readonly disputes: { batch: string; revision: number }[] = [];

  say(...events: StoryEvent[]): number {
    let revision = 0;
    for (const event of events) {
      revision = this.revisions.get(event.streamId) ?? 0;
      this.revisions.set(event.streamId, revision + 1);
      this.events.push(event);
    }
    return revision;
  }

  knows(streamId: string): boolean {
    return this.revisions.has(streamId);
  }

  /** Facts come late, never early. */
  on(act: Act): string {
    return dayAfter(this.today, -(act.late % 3 === 0 ? act.late % 50 : 0));
  }
}
