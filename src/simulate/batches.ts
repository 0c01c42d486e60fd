/** The disbursements of the year: lists as offices write them, approved, sent, answered by the bank, failed lines reissued. */
import type { Chance } from './chance';
import { addMonths, monthOf } from '../identifiers/period';
import { allocationIdOf } from './funds';
import type { Household, Person, Population } from './people';
import { headOf, type Death } from './registers';
import { rosters } from './rosters';
import type { Line, List } from './list';
import { plantOverStandard, plantStranger, plantUnsettled } from './list-mistakes';
import { openedOn, PERIODS } from './openings';
import { AGENT_BANK, PROGRAMMES, type SimulatedProgramme } from './programmes';
import { addDays, type DatedDeed, type OfficeFile, type Planted } from './step';

export const HEADINGS = ['序号', '乡镇', '村', '户编号', '户主姓名', '受益人姓名', '证件类型', '身份证号', '与户主关系', '开户行', '账号', '数量', '标准', '应发', '扣减', '实发', '摘要', '联系电话', '备注'];
const RELATION_ZH = { head: '户主', spouse: '配偶', child: '子女', parent: '父母' } as const;
export const yuan = (fen: number): string => `${String(Math.floor(fen / 100))}.${String(fen % 100).padStart(2, '0')}`;

function fileOf(list: List, population: Population, form: OfficeFile['form']): OfficeFile {
  const villages = new Map(population.villages.map((village) => [village.code, village]));
  const total = list.lines.reduce((sum, line) => sum + line.amountFen, 0);
  const rows = list.lines.map((line, index) => {
    const village = villages.get(line.household.village);
    const due = yuan(line.amountFen);
    return [
      String(index + 1), village?.townshipName ?? '', village?.name ?? '', line.household.registerNumber, headOf(line.household).name, line.payee.name, '居民身份证', line.payee.idNumber,
      RELATION_ZH[line.payee.relation], line.account.bank, line.account.number, String(line.quantity), yuan(line.amountFen / line.quantity), due, '0.00', due, list.programme.name.slice(-4), line.payee.phone, '',
    ];
  });
  return {
    name: `${list.programme.name}${list.benefitFrom}发放清单.${form === 'xlsx' ? 'xlsx' : 'csv'}`, form, headings: HEADINGS, rows,
    title: [`示例县${list.programme.name}发放花名册(${list.benefitFrom}至${list.benefitTo})`, `批次号:${list.batchId}  总笔数:${String(rows.length)}  总金额:${yuan(total)}`],
  };
}

/** Everything that is sent for one list; about one line in a hundred fails and is reissued, few settle and come back later. */
export function disburse(list: List, population: Population, chance: Chance, index: number): DatedDeed[] {
  const { batchId } = list;
  const total = list.lines.reduce((sum, line) => sum + line.amountFen, 0);
  const batch = (on: string, as: string, action: Extract<DatedDeed['deed'], { kind: 'batch' }>['action'], extra: { body?: object; file?: OfficeFile } = {}): DatedDeed => ({ on, as, deed: { kind: 'batch', batchId, action, ...extra } });
  const failed = list.lines.map((_, at) => at + 1).filter((ordinal) => chance.inTenThousand(100) || (ordinal === 1 && list.unsettled !== undefined));
  const returned = list.lines.map((_, at) => at + 1).filter((ordinal) => !failed.includes(ordinal) && chance.inTenThousand(15));
  const amountOf = (ordinal: number): number => (list.lines[ordinal - 1] as Line).amountFen;
  const settle = list.lines.map((_, at) => at + 1).filter((ordinal) => !failed.includes(ordinal));
  const approveOn = addDays(list.openOn, 1);
  const resultsOn = addDays(list.openOn, 3);
  const form: OfficeFile['form'] = (['csv-gb18030', 'xlsx', 'csv-utf8'] as const)[index % 3] ?? 'xlsx';
  const deeds = [
    batch(list.openOn, 'clerk', 'open', { body: {
      region: population.county, programmeId: list.programme.id, allocationId: allocationIdOf(list.programme.id, population.county), benefitFrom: list.benefitFrom, benefitTo: list.benefitTo,
      budgetYear: 2018, declaredCount: list.lines.length, declaredTotalFen: total, bank: list.programme.bank ?? AGENT_BANK, occurredOn: list.openOn, ...(list.rosterId === undefined ? {} : { rosterId: list.rosterId }),
    } }),
    batch(list.openOn, 'clerk', 'file', { file: fileOf(list, population, form) }),
    batch(list.openOn, 'clerk', 'submit', { body: { occurredOn: list.openOn } }),
    batch(approveOn, 'checker', 'approve', { body: { occurredOn: approveOn } }),
    batch(approveOn, 'clerk', 'send', { body: { occurredOn: approveOn } }),
    batch(resultsOn, 'bank', 'results', { body: { resultsId: `${batchId}-1`, occurredOn: resultsOn, lines: [
      ...settle.map((ordinal) => ({ ordinal, outcome: 'settled', amountFen: amountOf(ordinal) })),
      ...failed.map((ordinal) => ({ ordinal, outcome: 'failed', amountFen: amountOf(ordinal), reason: chance.pick(['F01', 'F03', 'F06', 'F07']) })),
    ] } }),
  ];
  const again = [...failed, ...returned].filter((ordinal) => ordinal > 1 || list.unsettled === undefined || list.unsettled === 'neighbour').sort((a, b) => a - b);
  if (returned.length > 0) {
    const on = addDays(list.openOn, 6);
    deeds.push(batch(on, 'bank', 'results', { body: { resultsId: `${batchId}-2`, occurredOn: on, lines: returned.map((ordinal) => ({ ordinal, outcome: 'returned', amountFen: amountOf(ordinal), reason: 'F14' })) } }));
  }
  if (again.length > 0) {
    const reissueOn = addDays(list.openOn, 9);
    const settledOn = addDays(list.openOn, 11);
    for (const ordinal of again) {
      const line = list.lines[ordinal === 1 && list.unsettled === 'neighbour' ? 1 : ordinal - 1] as Line;
      deeds.push(batch(reissueOn, 'clerk', 'reissue', { body: {
        ordinal, account: { number: line.account.number, bank: line.account.bank }, payee: { idNumber: line.payee.idNumber }, reason: '核对后重新发放', occurredOn: reissueOn,
      } }));
    }
    deeds.push(batch(settledOn, 'bank', 'results', { body: { resultsId: `${batchId}-3`, occurredOn: settledOn, lines: again.map((ordinal) => ({ ordinal, outcome: 'settled', amountFen: amountOf(ordinal) })) } }));
  }
  if (list.unsettled !== 'open') deeds.push(batch(addDays(list.openOn, 14), 'clerk', 'close', { body: { occurredOn: addDays(list.openOn, 14) } }));
  return deeds;
}

const EVERY_HOUSEHOLD = 10_000;
const STEP_FEN = 10_000;

/** Who gets subsistence allowance all year: where a death reported late leaves lines behind. */
export const monthlyRecipients = (population: Population, chance: Chance): Line[] =>
  PROGRAMMES.filter((programme) => programme.cadence === 'monthly').flatMap((programme) => linesFor(programme, population, chance.fork(programme.id)));

/** Whom of a household it is for. */
const WHOM: Readonly<Record<SimulatedProgramme['whom'], (household: Household) => readonly Person[]>> = {
  head: (household) => [headOf(household)],
  everyone: ({ members }) => members,
  pupils: ({ members }) => members.filter((person) => person.relation === 'child' && person.bornOn > '1999-09-01'),
  old: ({ members }) => members.filter((person) => person.bornOn < '1958-01-01'),
  oldest: ({ members }) => members.filter((person) => person.bornOn < '1938-01-01'),
};

function linesFor({ share, whom, standardFen, fromFen }: SimulatedProgramme, population: Population, chance: Chance): Line[] {
  return population.households.flatMap((household): Line[] => {
    if (share < EVERY_HOUSEHOLD && !chance.inTenThousand(share)) return [];
    const [least, most] = fromFen ?? [0, 0];
    const amountFen = standardFen ?? (least === most ? least : chance.whole(least / STEP_FEN, most / STEP_FEN) * STEP_FEN);
    return WHOM[whom](household).map((payee) => ({ household, payee, account: household.account, quantity: 1, amountFen }));
  });
}

/** A county's list is handed in by parts when it is longer than an office makes up at once; the first keeps the name a short list would have. */
function inParts(list: List, mostLines: number): List[] {
  const parts: List[] = [];
  for (let from = 0; from < list.lines.length; from += mostLines) {
    parts.push({ ...list, batchId: parts.length === 0 ? list.batchId : `${list.batchId}-${String(parts.length + 1)}`, lines: list.lines.slice(from, from + mostLines) });
  }
  return parts;
}

/** The regular lists, with the mistakes the year holds: the dead still listed, a line paid again, one account for five households. */
export function lists(population: Population, chance: Chance, deaths: readonly Death[], programmes: readonly SimulatedProgramme[], mostLines = Infinity): { lists: List[]; planted: Planted[]; deeds: DatedDeed[] } {
  const planted: Planted[] = [];
  const all: List[] = [];
  const dead = new Map(deaths.map((death) => [death.person.idNumber, death]));
  for (const [nth, programme] of programmes.entries()) {
    const eligible = linesFor(programme, population, chance.fork(programme.id));
    for (const [benefitFrom, benefitTo, usualOn] of PERIODS[programme.cadence] ?? []) {
      const openOn = openedOn(usualOn, nth);
      const lines = eligible.filter((line) => {
        const death = dead.get(line.payee.idNumber);
        // The office strikes a dead person off once it knows; a death reported late leaves lines behind.
        return !death || !programme.endsWithDeath || openOn <= death.reportedOn;
      });
      all.push(...inParts({ batchId: `B2018-${programme.id}-${benefitFrom}`, programme, benefitFrom, benefitTo, openOn, lines }, mostLines));
    }
  }
  plantDuplicate(all, chance, planted);
  plantSharedAccount(all, chance, planted);
  plantOverStandard(all, chance, planted);
  const deeds = plantStranger(all, population, planted);
  plantUnsettled(all, planted);
  for (const death of deaths.filter((each) => addDays(each.on, 90) < each.reportedOn)) {
    for (const list of all.filter((each) => each.programme.endsWithDeath && each.benefitFrom > addMonths(monthOf(death.on), 1))) {
      const at = list.lines.findIndex((line) => line.payee.idNumber === death.person.idNumber);
      if (at >= 0) planted.push({ rule: 'A02', subject: `disbursement ${list.batchId}/${String(at + 1)}`, why: `died ${death.on}, reported ${death.reportedOn}` });
    }
  }
  deeds.push(...rosters(all, population.county, planted));
  return { lists: all, planted, deeds };
}

/** A short supplementary list in June holds three people who were already in the regular one. */
function plantDuplicate(all: List[], chance: Chance, planted: Planted[]): void {
  const june = all.find((list) => list.programme.id === 'DIBAO' && list.benefitFrom === '2018-06');
  if (!june) return;
  const lines = chance.fork('duplicate').sample(june.lines, 3);
  all.push({ ...june, batchId: `${june.batchId}-S`, openOn: '2018-06-25', lines });
  for (const line of lines) planted.push({ rule: 'A03', subject: `person of ${line.household.id}`, why: 'paid twice for June' });
}

/** From July five heads' ranger pay goes to the account of a sixth who is proxy for none of them. */
function plantSharedAccount(all: List[], chance: Chance, planted: Planted[]): void {
  for (const list of all.filter((each) => each.programme.id === 'RANGER' && each.benefitFrom >= '2018-07')) {
    const index = all.indexOf(list);
    const drawn = chance.fork('shared').sample(list.lines, 6);
    const keeper = drawn[0];
    if (!keeper) continue;
    const others = new Set(drawn.slice(1));
    all[index] = { ...list, lines: list.lines.map((line) => (others.has(line) ? { ...line, account: keeper.account } : line)) };
    planted.push({ rule: 'A07', part: 'a', subject: `account of ${keeper.household.id}`, why: `${String(others.size)} other households are paid on it, ${list.benefitFrom}` });
  }
}
