/** The people, money and papers one planted story may use: whatever is invented here belongs to the story alone, so a flag on it is the story's. */
import { addMonths } from '../identifiers/period';
import type { Chance } from '../simulate/chance';
import { hashOf } from '../simulate/funds';
import { organisationOf, type Account, type Organisation, type Person } from '../simulate/people';
import { clearAccount, clearPerson } from '../simulate/registers';
import { addDays, command, HOME_COUNTY, userOf } from '../simulate/step';
import type { RegisterEntry, RegisterKind } from './county-registers';
import type { EvaluationCounty } from './evaluation-county';
import type { RuleChange } from './rule-changes';
import { FIRST, type Member, type Home, type HomeWish, type LineWish, type Listed, type MoneyWish, type PaymentWish } from './wishes';

export class CaseWorld {
  readonly chance: Chance;
  private ids = 0;

  /** `label` is unique among stories and fit for ids: `A05b-012`. */
  constructor(readonly label: string, private readonly shared: EvaluationCounty, readonly county = HOME_COUNTY) {
    this.chance = shared.chance.fork(label);
  }

  /** The hard setting: thresholds are approached, registers come late and in parts, names are mistyped, numbers of rules change. */
  get hard(): boolean {
    return this.shared.hard;
  }

  /** An id of the story's own: `id('loan')` → `A05b-012-loan1`. */
  id(word: string): string {
    this.ids += 1;
    return `${this.label}-${word}${String(this.ids)}`;
  }

  /** Flags on this subject are the story's. Whatever the words below invent is owned already. */
  owns(kind: string, id: string): void {
    this.shared.own(this.label, kind, id);
  }

  /**
   * So much of the story's money went wrong, as an audit would count it, each fen once: paid to whom or for what it was not due, moved or lent where it must not be, held back,
   * left lying, or owed and not paid. Money that reached whom it was for by a wrong way (not tendered, posted or approved in time) did not go wrong: such a story says nothing.
   */
  wrong(amountFen: number): void {
    this.shared.wrong(this.label, amountFen);
  }

  township(): string {
    const code = this.shared.newTownship(this.county);
    for (const kind of ['region', 'township']) this.owns(kind, code);
    return code;
  }

  /** A village of the township given, or of any; own to the story. */
  village(township?: string): string {
    const code = this.shared.newVillage(this.county, township);
    for (const kind of ['region', 'village']) this.owns(kind, code);
    return code;
  }

  person(wish: { readonly bornIn?: readonly [number, number]; readonly bornOn?: string; readonly relation?: string; readonly surname?: string } = {}): Member {
    return this.shared.newPerson(this.chance, this.county, wish);
  }

  account(bank?: string): Account {
    return this.shared.newAccount(bank);
  }

  organisation(prefix: '91' | '93' | '11' | '12' = '91', name?: string): Organisation {
    const serial = this.shared.nextSerial('organisation');
    const made = organisationOf(prefix, this.county, serial, name ?? `示例第${String(serial)}号${prefix === '91' ? '有限公司' : prefix === '93' ? '专业合作社' : '单位'}`);
    this.owns('organisation', made.uscc);
    return made;
  }

  /** Registers a household, binds the head's account, and authorises the head's card for the other members. */
  household(wish: HomeWish = {}): Home {
    const head = wish.head ?? this.person({ relation: 'head' });
    const others = wish.members ?? (wish.others ?? []).map((relation) => this.person({ relation, bornIn: relation === 'child' ? [1998, 2010] : relation === 'parent' ? [1932, 1948] : [1950, 1985] }));
    const home: Home = { id: this.id('h'), village: wish.village ?? this.shared.anyVillage(this.county, this.chance), members: [{ ...head, relation: 'head' }, ...others], account: this.account() };
    const on = wish.on ?? FIRST;
    this.owns('household', home.id);
    this.say(on, 'office', 'RegisterHousehold', home.id, {
      region: home.village, head: clearPerson(head as Person), members: home.members.map((member) => ({ person: clearPerson(member as Person), relation: member.relation })), status: wish.status ?? 'registered', occurredOn: on, ...wish.terms,
    });
    if (wish.account === false) return home;
    this.say(on, 'office', 'BindAccount', home.id, { account: clearAccount(home.account, head as Person), person: clearPerson(head as Person), bank: home.account.bank, branch: home.account.branch, kind: 'card', occurredOn: on });
    for (const member of others) this.say(on, 'office', 'AuthoriseProxy', home.id, { person: clearPerson(member as Person), proxy: clearPerson(head as Person), basis: 'head-of-household', occurredOn: on });
    return home;
  }

  /** A programme of the story's own, by the terms that matter; the rest as an ordinary monthly allowance of persons. Answers its id. */
  programme(terms: object = {}): string {
    const id = this.id('p');
    this.owns('programme', id);
    this.shared.defineProgramme(id, terms);
    return id;
  }

  /** Money of the story's own, from the province to the county in good time. Answers the county's allocation. */
  money(wish: MoneyWish): string {
    const id = this.id('a');
    const root = `${id}-42`;
    this.owns('allocation', id);
    this.owns('allocation', root);
    this.shared.fund({ ...wish, id, root, county: this.county }, this.label);
    return id;
  }

  /** One line among those the county pays; the programmes of the county are in COUNTY_PROGRAMMES. */
  line(wish: LineWish): Listed {
    const { payee = wish.home?.members[0], account = wish.home?.account } = wish;
    if (!payee || !account) throw new Error(`${this.label}: a line needs a payee and an account`);
    return { line: this.shared.list(this.label, this.county, { ...wish, payee, account }) };
  }

  /** The same payee paid month after month, one line each: from the first month to the last. */
  months(wish: Omit<LineWish, 'period' | 'on'>, first: string, last: string): Listed[] {
    const lines: Listed[] = [];
    for (let month = first; month <= last; month = addMonths(month, 1)) lines.push(this.line({ ...wish, period: [month], on: `${month}-12` }));
    return lines;
  }

  /** A row of a register handed over by another office on `importedOn` (before everything where absent). */
  register(kind: RegisterKind, entry: RegisterEntry, importedOn = FIRST): void {
    this.shared.enter(this.county, kind, entry, importedOn);
  }

  /** A number of a rule holds otherwise from a day on; only in a county of the story's own. */
  changeRule(change: RuleChange): void {
    if (this.shared.counties.includes(this.county)) throw new Error(`${this.label} would change a rule for other stories`);
    this.shared.changeRule(this.county, change);
  }

  /** Ordered, and nothing more. Answers the payment's id. */
  order(wish: PaymentWish): string {
    const id = this.id('y');
    this.owns('payment', id);
    const { payee, person, on } = wish;
    this.say(on, 'clerk', 'OrderPayment', id, {
      region: this.county, allocationId: wish.allocation, payeeKind: payee ? 'organisation' : 'person',
      ...(payee ? { payeeUscc: payee.uscc, payeeName: payee.name, account: { number: payee.account, bank: '农商行', kind: 'corporate' } } : {}),
      ...(person && wish.account ? { payee: clearPerson(person as Person), account: { number: wish.account.number, bank: wish.account.bank } } : {}),
      amountFen: wish.amountFen, economicClass: wish.economicClass ?? '31005', functionCode: wish.functionCode ?? '2130505', purpose: wish.purpose, summary: '款项', occurredOn: on, ...wish.terms,
    });
    return id;
  }

  /** Ordered, approved the next day and executed the day after that. */
  pay(wish: PaymentWish): string {
    const id = this.order(wish);
    const [approvedOn, executedOn] = [addDays(wish.on, 1), addDays(wish.on, 2)];
    this.say(approvedOn, 'checker', 'ApprovePayment', id, { occurredOn: approvedOn });
    this.say(executedOn, 'clerk', 'ExecutePayment', id, { voucherNumber: `V-${id}`, occurredOn: executedOn });
    return id;
  }

  /** Any command: `on` is the day it is sent, `occurredOn` in the data the day it happened. The subject of the id is the story's where `owns` says so or the type opens it. */
  say(on: string, as: string, type: string, id: string, data: object): void {
    this.shared.add(command(on, userOf(as, this.county), type, id, data), this.label);
  }

  /** A step of an own list's batch: results, reissue, close (`POST /v1/batches/{id}/{action}`). Turn the usual course off with `unanswered`. */
  batch(on: string, as: string, action: 'results' | 'reissue' | 'close', batchId: string, body: object): void {
    this.shared.add({ on, as: userOf(as, this.county), deed: { kind: 'batch', batchId, action, body } }, this.label);
  }

  /** The bank's answer to an own list is left to the story, from `batch`. Answers the batch id. */
  unanswered(list: string): string {
    return this.shared.leaveOpen(this.label, list);
  }

  /** Clear person and account as commands take them. */
  readonly named = (member: Member): object => clearPerson(member as Person);
  readonly card = (account: Account, holder: Member): object => clearAccount(account, holder as Person);
  /** A hash nobody else has. */
  readonly hash = (): string => hashOf(this.chance);
}
