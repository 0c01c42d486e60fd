/** The lists the county pays: lines of many stories together, split as offices split them, each paid in the usual course; and lists of a story's own. */
import type { Chance } from '../simulate/chance';
import { addDays, userOf, type DatedDeed } from '../simulate/step';
import { LAST, ListedLine, PAID_AFTER_DAYS, type PayableLine } from './wishes';

interface OpenList {
  readonly batchId: string;
  readonly county: string;
  readonly lines: ListedLine[];
  answered: boolean;
}

type Fund = (wish: { id: string; root: string; county: string; programme: string; amountFen: number; on: string }) => void;

/** Sizes are log-normal: half the lists are shorter than the first of these, few as long as the last. */
const SIZES = [12, 25, 40, 60, 90, 140, 220, 400, 900, 2_000];
const CLOSED_AFTER_DAYS = 14;
/** Of a hundred ordinary lines one or two fail, and are sent again. */
const FAILED_BASIS_POINTS = 120;
const REISSUED_AFTER_DAYS = 9;
/** Day of the year from which the county has the money of the year: no list of it is opened before. */
const MONEY_IS_HERE = '01-09';
/** Begins the labels of ordinary households. */
export const BACKGROUND = 'N';

export class CountyLists {
  private readonly own = new Map<string, OpenList>();
  private readonly common = new Map<string, ListedLine[]>();
  private readonly owners = new Map<string, string>();
  private readonly batches = new Map<string, string>();

  constructor(private readonly chance: Chance, private readonly fund: Fund) {}

  take(label: string, county: string, asked: PayableLine): ListedLine {
    const early = asked.allocation === undefined && asked.on.slice(5) < MONEY_IS_HERE;
    const wish = early ? { ...asked, on: `${asked.on.slice(0, 4)}-${MONEY_IS_HERE}` } : asked;
    const line = new ListedLine(label, wish);
    const { list, programme, period: [from, to = from], on } = wish;
    if (list === undefined) {
      const key = [county, programme, from, to, on].join('|');
      const lines = this.common.get(key) ?? [];
      lines.push(line);
      this.common.set(key, lines);
      return line;
    }
    const open = this.ownList(label, list, county);
    line.batchId = open.batchId;
    line.ordinal = open.lines.push(line);
    this.owners.set(line.subject, label);
    return line;
  }

  leaveOpen(label: string, list: string): string {
    const open = this.own.get(`${label}|${list}`);
    if (!open) throw new Error(`${label} has no list ${list}`);
    open.answered = false;
    return open.batchId;
  }

  ownerOf(subject: string): string | undefined {
    return this.owners.get(subject);
  }

  ownerOfBatch(batchId: string): string | undefined {
    return this.batches.get(batchId);
  }

  /** Every line and every own list, with the story it belongs to. Only after the lists are made up. */
  *subjects(): Generator<readonly [subject: string, label: string]> {
    for (const [line, label] of this.owners) yield [`disbursement:${line}`, label];
    for (const [batch, label] of this.batches) yield [`batch:${batch}`, label];
  }

  private ownList(label: string, list: string, county: string): OpenList {
    const open = this.own.get(`${label}|${list}`) ?? { batchId: `${label}-b-${list}`, county, lines: [], answered: true };
    this.own.set(`${label}|${list}`, open);
    this.batches.set(open.batchId, label);
    return open;
  }

  /** Called once, when every line was asked for; the money follows from what is to be paid. */
  deeds(): DatedDeed[] {
    const lists: OpenList[] = [...this.own.values()];
    let serial = 0;
    for (const [key, lines] of [...this.common].sort(([a], [b]) => (a < b ? -1 : 1))) {
      for (let from = 0; from < lines.length;) {
        const part = lines.slice(from, from + this.chance.pick(SIZES));
        from += part.length;
        serial += 1;
        const batchId = `L${String(serial).padStart(5, '0')}`;
        part.forEach((line, at) => {
          line.batchId = batchId;
          line.ordinal = at + 1;
          this.owners.set(line.subject, line.label);
        });
        lists.push({ batchId, county: key.split('|')[0] ?? '', lines: part, answered: true });
      }
    }
    this.payFrom(lists);
    return lists.flatMap((list) => disburse(list, this.chance));
  }

  /** One allocation for each programme and year, as large as its lists. */
  private payFrom(lists: readonly OpenList[]): void {
    const need = new Map<string, number>();
    for (const { county, lines } of lists) {
      for (const { wish } of lines) {
        if (wish.allocation !== undefined) continue;
        const key = [county, wish.programme, wish.on.slice(0, 4)].join('|');
        need.set(key, (need.get(key) ?? 0) + wish.amountFen);
      }
    }
    for (const [key, amountFen] of need) {
      const [county = '', programme = '', year = ''] = key.split('|');
      const id = allocationOf(county, programme, year);
      this.fund({ id, root: `${id}-42`, county, programme, amountFen, on: `${year}-01-02` });
    }
  }
}

const allocationOf = (county: string, programme: string, year: string): string => `M${year}-${programme}-${county}`;

/** Opened, entered, submitted on one day, approved and sent on the next, answered on the fourth, closed in the end. */
function disburse({ batchId, county, lines, answered }: OpenList, chance: Chance): DatedDeed[] {
  const [first] = lines;
  if (!first) return [];
  const { wish: { programme, period: [benefitFrom, benefitTo = benefitFrom], on, allocation, roster } } = first;
  const step = (day: string, as: string, action: Extract<DatedDeed['deed'], { kind: 'batch' }>['action'], body: object): DatedDeed => ({ on: day, as: userOf(as, county), deed: { kind: 'batch', batchId, action, body } });
  const total = lines.reduce((sum, line) => sum + line.wish.amountFen, 0);
  const [approvedOn, paidOn, closedOn] = [addDays(on, 1), addDays(on, PAID_AFTER_DAYS), addDays(on, CLOSED_AFTER_DAYS)];
  // Ordinary lines alone: what fails in a story is the story's to tell.
  const failed = answered && closedOn <= LAST ? lines.filter(({ label }) => label.startsWith(BACKGROUND) && chance.inTenThousand(FAILED_BASIS_POINTS)) : [];
  const result = ({ ordinal, wish: { amountFen } }: ListedLine, fails: boolean): object => ({ ordinal, outcome: fails ? 'failed' : 'settled', amountFen, ...(fails && { reason: 'F01' }) });
  const [againOn, settledOn] = [addDays(on, REISSUED_AFTER_DAYS), addDays(on, REISSUED_AFTER_DAYS + 2)];
  return [
    step(on, 'clerk', 'open', {
      region: county, programmeId: programme, allocationId: allocation ?? allocationOf(county, programme, on.slice(0, 4)), benefitFrom, benefitTo, budgetYear: Number(on.slice(0, 4)),
      declaredCount: lines.length, declaredTotalFen: total, bank: '农商行', occurredOn: on, ...(roster === undefined ? {} : { rosterId: roster }),
    }),
    step(on, 'clerk', 'lines', { lines: lines.map(entered) }),
    step(on, 'clerk', 'submit', { occurredOn: on }),
    step(approvedOn, 'checker', 'approve', { occurredOn: approvedOn }),
    step(approvedOn, 'clerk', 'send', { occurredOn: approvedOn }),
    ...(answered ? [step(paidOn, 'bank', 'results', { resultsId: `${batchId}-1`, occurredOn: paidOn, lines: lines.map((line) => result(line, failed.includes(line))) })] : []),
    ...failed.map(({ ordinal, wish: { account, payee } }) => step(againOn, 'clerk', 'reissue', { ordinal, account: { number: account.number, bank: account.bank }, payee: { idNumber: payee.idNumber }, reason: '核对后重新发放', occurredOn: againOn })),
    ...(failed.length > 0 ? [step(settledOn, 'bank', 'results', { resultsId: `${batchId}-2`, occurredOn: settledOn, lines: failed.map((line) => result(line, false)) })] : []),
    ...(answered && closedOn <= LAST ? [step(closedOn, 'clerk', 'close', { occurredOn: closedOn })] : []),
  ];
}

function entered({ wish }: ListedLine): object {
  const { payee, account, home, amountFen, quantityMilli, standardFen, dueFen, deductedFen, supplements, region = home?.village } = wish;
  return {
    ...(home && { householdId: home.id }), payee: { name: payee.name, idType: '居民身份证', idNumber: payee.idNumber, phone: payee.phone }, account: { bank: account.bank, number: account.number },
    ...(quantityMilli !== undefined && { quantityMilli }), ...(standardFen !== undefined && { standardFen }), ...(dueFen !== undefined && { dueFen }), ...(deductedFen !== undefined && { deductedFen }), amountFen, ...(region !== undefined && { region }),
    ...(supplements && { supplements: supplements.line.subject.replace('/', '-') }),
  };
}
