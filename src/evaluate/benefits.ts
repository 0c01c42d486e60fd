/** What a person is granted, held and got outside the lists: one benefit file per person, as the office keeps them. */
import type { CaseWorld } from './case-world';
import type { Home, Member } from './wishes';

/** Answers the id of the file; grants, posts and aid of the person are said of it. */
export class BenefitFile {
  readonly id: string;

  constructor(private readonly world: CaseWorld, private readonly home: Home, private readonly person: Member = home.members[0]) {
    this.id = world.id('file');
    world.owns('benefit', this.id);
  }

  /** Any command of a benefit file; whose it is is added. */
  say(on: string, type: string, data: object): this {
    const { home, person, world } = this;
    world.say(on, 'office', type, this.id, { region: home.village, householdId: home.id, person: world.named(person), ...data, occurredOn: on });
    return this;
  }

  granted(on: string, programmeId: string, from: string, amountPerMonthFen: number, terms: object = {}): this {
    return this.say(on, 'GrantAllowance', { programmeId, from, amountPerMonthFen, ...terms });
  }

  ended(on: string, programmeId: string, until: string, reason = '不再符合条件'): this {
    this.world.say(on, 'office', 'EndAllowance', this.id, { programmeId, until, reason, occurredOn: on });
    return this;
  }

  ranger(on: string, from: string, until?: string): this {
    return this.say(on, 'EngageRanger', { programmeId: 'RANGER', from, ...(until !== undefined && { until }), yearlyFen: 400_000, areaMilliMu: 500_000 });
  }

  post(on: string, from: string, terms: object = {}): this {
    return this.say(on, 'EngagePost', { programmeId: 'POST', kind: 'public-welfare', post: '村保洁员', monthlyFen: 50_000, from, ...terms });
  }

  student(on: string, schoolRegion: string, term: string, amountFen: number, programmeId = 'STUDENT'): this {
    return this.say(on, 'AidStudent', { programmeId, schoolId: `S${schoolRegion}`, schoolRegion, term, tier: 'junior', amountFen, registeredMatch: true });
  }
}
