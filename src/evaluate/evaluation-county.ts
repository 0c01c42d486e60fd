/** What the stories of an evaluation share: places, serial numbers, programmes, the county's money, lists and registers; in the end, one script in order of dates. */
import { Chance } from '../simulate/chance';
import { CALENDARS } from '../simulate/calendars';
import { economicClassesOf, FORBIDDEN, MORE_PROGRAMMES, PROGRAMMES, termsOf } from '../simulate/programmes';
import { cardNumber, idNumberOf, inventedName, type Account } from '../simulate/people';
import { addDays, command, HOME_COUNTY, inOrder, userOf, withDayEnds, type DatedDeed } from '../simulate/step';
import { FIRST, LAST, type LineWish, type Member, type MoneyStep, type MoneyWish, type ListedLine } from './wishes';
import { CountyLists } from './county-lists';
import { CountyRegisters, type RegisterEntry, type RegisterKind } from './county-registers';
import { MID_YEAR, RuleChanges, type RuleChange } from './rule-changes';
import { fewTurns } from './turns';
import { Typing } from './typing';

/** Defined for everybody: seven of every county, and those of a county of full size. */
export const COUNTY_PROGRAMMES = [...PROGRAMMES, ...MORE_PROGRAMMES];

const HASH_CHARACTERS = 64;
/** Townships and villages in which most stories live side by side. */
const COMMON_TOWNSHIPS = 40;
const COMMON_VILLAGES = 20;
const FIRST_OWN_COUNTY = 428_000;
const FIRST_OWN_TOWNSHIP = 200;
const LAST_TOWNSHIP = 999;
const FIRST_OTHER_COUNTY = 427_000;
/** Most a part of an edition of region codes holds. */
const CODES = 2_000;
/** Two people in a hundred have a name with a dot between its parts. */
const DOTTED_BASIS_POINTS = 200;
const FIRST_CARD = 900_000_000_000;

/** Home, and others of codes no county bears. */
export const countiesOf = (count: number): readonly string[] => [HOME_COUNTY, ...Array.from({ length: Math.max(0, count - 1) }, (_, nth) => String(FIRST_OTHER_COUNTY + nth + 1))];

export class EvaluationCounty {
  readonly chance: Chance;
  /** Calendars and programmes: before anything else on the first day. */
  private readonly openings: DatedDeed[] = [];
  private readonly deeds: DatedDeed[] = [];
  private readonly stories = new Map<DatedDeed, string>();
  private readonly owners = new Map<string, string>();
  /** Fen that went wrong, by story. */
  readonly wrongFen = new Map<string, number>();
  private readonly serials = new Map<string, number>();
  private readonly regions = new Map<string, string>();
  private readonly lists: CountyLists;
  private readonly registers = new CountyRegisters();
  private readonly changes = new RuleChanges();

  /** `counties`: those the stories are spread over, home first. */
  constructor(seed: number, readonly hard: boolean, readonly counties: readonly string[] = [HOME_COUNTY]) {
    this.chance = new Chance(seed);
    this.lists = new CountyLists(this.chance.fork('lists'), (wish) => { this.fund(wish); });
    for (const calendar of CALENDARS) this.openings.push(command(FIRST, 'admin', 'PublishHolidays', String(calendar.year), calendar));
    for (const programme of COUNTY_PROGRAMMES) this.defineProgramme(programme.id, termsOf(programme));
    if (hard) for (const change of MID_YEAR) this.changes.add(change);
  }

  /** `story`: whose deed it is, where it touches nobody else's. */
  add(deed: DatedDeed, story?: string): void {
    if (deed.on < FIRST || deed.on > LAST) throw new Error(`a deed on ${deed.on} lies outside the years of the ledger: ${JSON.stringify(deed.deed).slice(0, 200)}`);
    this.deeds.push(deed);
    if (story !== undefined) this.stories.set(deed, story);
  }

  own(label: string, kind: string, id: string): void {
    const owner = this.owners.get(`${kind}:${id}`);
    if (owner !== undefined && owner !== label) throw new Error(`${kind} ${id} belongs to ${owner} already`);
    this.owners.set(`${kind}:${id}`, label);
  }

  /** Whose story a subject belongs to. */
  ownerOf(kind: string, id: string): string | undefined {
    return kind === 'disbursement' ? this.lists.ownerOf(id) : this.owners.get(`${kind}:${id}`) ?? (kind === 'batch' ? this.lists.ownerOfBatch(id) : undefined);
  }

  /** Every subject a flag may name, with its story. Only after the script is made. */
  *subjects(): Generator<readonly [subject: string, label: string]> {
    yield* this.owners;
    yield* this.lists.subjects();
  }

  wrong(label: string, amountFen: number): void {
    this.wrongFen.set(label, (this.wrongFen.get(label) ?? 0) + amountFen);
  }

  nextSerial(of: string): number {
    const serial = (this.serials.get(of) ?? 0) + 1;
    this.serials.set(of, serial);
    return serial;
  }

  /** Codes no county bears; demo users sign in for any. */
  newCounty(label: string): string {
    const code = String(FIRST_OWN_COUNTY + this.nextSerial('county'));
    this.regions.set(code, `示例${code}县`);
    this.own(label, 'region', code);
    for (const office of ['department', 'finance']) this.own(label, 'office', `${office}-${code}`);
    return code;
  }

  newTownship(county: string): string {
    const number = FIRST_OWN_TOWNSHIP + this.nextSerial(`township ${county}`);
    if (number > LAST_TOWNSHIP) throw new Error(`county ${county} has no number left for a township: spread the stories over more counties`);
    const code = `${county}${String(number)}`;
    this.regions.set(code, `示例${code.slice(6)}镇`);
    return code;
  }

  newVillage(county: string, township = `${county}${String(101 + (this.nextSerial(`villages ${county}`) % COMMON_TOWNSHIPS))}`): string {
    const code = `${township}${String(300 + this.nextSerial(`village ${township}`)).padStart(3, '0')}`;
    this.regions.set(code, `示例${code.slice(6)}村`);
    return code;
  }

  anyVillage(county: string, chance: Chance): string {
    const code = `${county}${String(101 + chance.whole(0, COMMON_TOWNSHIPS - 1))}${String(200 + chance.whole(0, COMMON_VILLAGES - 1))}`;
    this.regions.set(code, `示例${code.slice(6)}村`);
    return code;
  }

  /** Namesakes are many, as they are: names come from a short list. */
  newPerson(chance: Chance, county: string, { bornIn: [from, to] = [1955, 1982], bornOn, relation = 'head', surname }: { readonly bornIn?: readonly [number, number]; readonly bornOn?: string; readonly relation?: string; readonly surname?: string }): Member {
    const two = (value: number): string => String(value).padStart(2, '0');
    const born = bornOn ?? `${String(chance.whole(from, to))}-${two(chance.whole(1, 12))}-${two(chance.whole(1, 28))}`;
    const serial = this.nextSerial(`born ${county} ${born}`);
    if (serial > 999) throw new Error(`more than 999 people born on ${born} in ${county}`);
    const [idNumber, invented] = [idNumberOf(county, born, serial), inventedName(chance, surname)];
    const name = this.hard && surname === undefined ? this.perhapsDotted(idNumber, invented) : invented;
    return { idNumber, name, phone: `199${String(40_000_000 + this.nextSerial('phone'))}`, bornOn: born, relation };
  }

  private perhapsDotted(idNumber: string, name: string): string {
    const chance = this.chance.fork(`dotted ${idNumber}`);
    return chance.inTenThousand(DOTTED_BASIS_POINTS) ? `${chance.pick(['阿木', '吉克', '沙马', '曲比', '罗洪'])}·${name}` : name;
  }

  newAccount(bank = '农商行'): Account {
    return { number: cardNumber(FIRST_CARD + this.nextSerial('card')), bank, branch: `${bank}示例${String((this.nextSerial('branch') % 40) + 1)}支行` };
  }

  defineProgramme(id: string, terms: object): void {
    this.openings.push(command(FIRST, 'province', 'DefineProgramme', id, {
      region: '42', name: `示例项目${id}`, basis: '鄂扶组发〔2015〕1号', effectiveFrom: FIRST, payee: 'person', cadence: 'monthly', allowedPurposes: ['household-subsidy'], negativeList: FORBIDDEN,
      economicClasses: economicClassesOf((terms as { payee?: string }).payee), exclusiveWith: [], endsWithDeath: true, rosterPostingDays: 7, ...terms, occurredOn: FIRST,
    }));
  }

  /** From the province to the county: each step in time and announced in time, unless wished otherwise. */
  fund({ id, root, county, programme, amountFen, on, splitAfterDays = 4, budgetYear = Number(on.slice(0, 4)), source = 'central', functionCode = '2130505', announced = true }: MoneyWish & { readonly id: string; readonly root: string; readonly county: string }, story?: string): void {
    const splitOn = addDays(on, splitAfterDays);
    const receivedOn = addDays(splitOn, 2);
    const documentNumber = `鄂财农发〔${on.slice(0, 4)}〕${String(this.nextSerial(`document ${on.slice(0, 4)}`))}号`;
    const announce = (step: MoneyStep, day: string, as: string, level: string, allocation: string): void => {
      if (announced === false || (announced !== true && !announced.includes(step))) return;
      this.add(command(day, as, 'PostDisclosure', `allocation-${allocation}`, { kind: 'announcement', item: 'allocation', level, venue: 'portal', fields: ['name', 'result', 'document-number', 'source', 'hotline'], occurredOn: day, from: day, contentHash: this.newHash() }), story);
    };
    const clerk = userOf('clerk', county);
    this.add(command(on, 'province', 'IssueAllocation', root, { region: '42', programmeId: programme, documentNumber, budgetYear, source, functionCode, amountFen, occurredOn: on, purposeText: '示例资金' }), story);
    this.add(command(splitOn, 'province', 'SplitAllocation', root, { splitId: county, toAllocationId: id, toRegion: county, documentNumber: `${documentNumber}-1`, amountFen, occurredOn: splitOn }), story);
    this.add(command(receivedOn, clerk, 'ReceiveAllocation', id, { fromAllocationId: root, splitId: county, region: county, amountFen, occurredOn: receivedOn }), story);
    announce('issue', addDays(on, 5), 'province', 'province', root);
    announce('split', addDays(splitOn, 7), 'province', 'province', root);
    announce('receipt', addDays(receivedOn, 8), clerk, 'county', id);
  }

  list(label: string, county: string, wish: LineWish & { readonly payee: Member; readonly account: Account }): ListedLine {
    return this.lists.take(label, county, wish);
  }

  leaveOpen(label: string, list: string): string {
    return this.lists.leaveOpen(label, list);
  }

  enter(county: string, kind: RegisterKind, entry: RegisterEntry, importedOn: string): void {
    this.registers.enter(county, kind, entry, importedOn);
  }

  /** From `change.from` on, in that county alone. */
  changeRule(county: string, change: RuleChange): void {
    this.changes.add(change, county);
  }

  private newHash(): string {
    return String(this.nextSerial('hash')).padStart(HASH_CHARACTERS, '0');
  }

  /** Everything that was invented, in order, each day closed behind its deeds. Called once. */
  script(): DatedDeed[] {
    const registers = [...this.registers.deeds(this.counties, this.hard, this.chance.fork('registers'))];
    // Made up first: they ask for the money they need, which comes before them on its day.
    const lists = this.lists.deeds();
    const told = [...this.places(), ...this.openings, ...this.changes.deeds(), ...registers, ...this.deeds, ...lists, ...this.counties.flatMap((county) => this.freezes(county))];
    const typing = new Typing(this.chance.fork('typing'));
    const typed = told.map((deed) => (this.hard ? typing.typed(deed) : deed));
    const stories = new Map(typed.map((deed, nth) => [deed, this.stories.get(told[nth] as DatedDeed)]));
    return withDayEnds(fewTurns(inOrder(typed), (deed) => stories.get(deed)), FIRST, LAST);
  }

  /** One edition of region codes, in as many parts as it takes. */
  private places(): DatedDeed[] {
    const others = this.counties.filter((county) => county !== HOME_COUNTY).map((code) => ({ code, name: `示例${code}县` }));
    const codes = [{ code: '42', name: '示例省' }, { code: HOME_COUNTY, name: '示例县' }, ...others, ...[...this.regions].map(([code, name]) => ({ code, name }))];
    return Array.from({ length: Math.ceil(codes.length / CODES) }, (_, part) =>
      command(FIRST, 'admin', 'PublishRegionCodes', HOME_COUNTY, { edition: '2016', codes: codes.slice(part * CODES, (part + 1) * CODES), occurredOn: FIRST }));
  }

  /** The register of a county is frozen on the last day of each year, with the households entered until then. */
  private freezes(county: string): DatedDeed[] {
    const office = userOf('office', county);
    const entered = this.deeds.filter(({ as, deed }) => as === office && deed.kind === 'command' && deed.type === 'RegisterHousehold').map(({ on }) => on);
    return CALENDARS.map(({ year }) => ({ year, on: `${String(year)}-12-31` })).filter(({ on }) => on <= LAST)
      .map(({ year, on }) => command(on, userOf('admin', county), 'FreezeRegister', county, { region: county, year, households: entered.filter((day) => day <= on).length, occurredOn: on }));
  }
}
