/** Commands drawn by chance from the ones the service knows: ids, people, sums and dates from small pools, so that they meet; fields as their classes say. */
import type { Role } from '../../src/domain/decider';
import { fieldsOf, type Class, type Field, type Kind } from '../../src/domain/field';
import { allCommands, decidersKnowing, NOUNS } from '../../src/domain/nouns';
import { Chance } from '../../src/simulate/chance';
import { clearName } from '../../src/api/command-schema';
import { card, person, uscc } from '../coverage/county';
import { sampleOf } from '../support/sample';

export interface Drawn {
  readonly by: Role;
  readonly type: string;
  readonly id: string;
  readonly data: Record<string, unknown>;
}

export const PEOPLE = 8;
const EACH = 12;
const nouns = new Set(NOUNS.map(({ noun }) => noun));
/** Time, calendars, codes and rules belong to every county alike: the story sets them up. */
const APART = new Set(['access', 'calendar', 'day', 'incident', 'region', 'rule']);
const FEN = [1_000, 2_500, 6_000] as const;
const FUND_FEN = 200_000;
const REGIONS = ['422899', '422899', '422899101', '422899101201'] as const;

const known = allCommands().filter(({ rule, nouns: of }) => rule.by.length > 0 && of.every((noun) => !APART.has(noun)));
const money = known.filter(({ nouns: of }) => of.some((noun) => ['allocation', 'batch', 'payment'].includes(noun)));
const everyRole = [...new Set(known.flatMap(({ rule }) => rule.by))];

const idIn = (noun: string, chance: Chance): string => `${noun}-${String(chance.whole(1, EACH))}`;

/** What only goes together when drawn together: both lines of a list of 20 yuan, a head who is a member, months in order. */
const TOGETHER: Readonly<Record<string, (data: Record<string, unknown>, chance: Chance) => object>> = {
  OpenBatch: ({ benefitFrom }) => ({ benefitTo: benefitFrom, declaredCount: 2, declaredTotalFen: 2_000, allocationId: 'allocation-1', region: '422899', bank: '农商行' }),
  EnterDisbursements: (_, chance) => ({ lines: [1, 2].map((ordinal) => ({ ordinal, payee: person(chance.whole(1, PEOPLE)), account: card(chance.whole(1, PEOPLE)), amountFen: 1_000 })) }),
  SubmitBatch: (_, chance) => ({ count: 2, totalFen: 2_000, contentHash: String(chance.whole(0, 9)).repeat(64), splitOffCount: 0, splitOffFen: 0 }),
  ReceiveResults: (_, chance) => ({ lines: [1, 2].slice(chance.whole(0, 1)).map((ordinal) => ({ ordinal, amountFen: 1_000, outcome: chance.pick(['settled', 'settled', 'failed', 'returned']), reason: 'F01' })) }),
  RegisterHousehold: ({ head }) => ({ members: [{ person: head, relation: 'head' }], region: '422899101201' }),
  OrderPayment: (_, chance) => ({ payeeKind: 'organisation', payeeName: '示例建设有限公司', payeeUscc: uscc('91', chance.whole(1, 3)), allocationId: 'allocation-1', region: '422899' }),
};
/** Left out, where the fields above say it in full. */
const UNSAID: Readonly<Record<string, readonly string[]>> = {
  ReceiveResults: ['declared', 'irregular', 'rejection', 'part', 'parts', 'correcting'], OpenBatch: ['rosterId', 'campaign'], OrderPayment: ['payee', 'usePlanId'], RegisterHousehold: ['criteria'],
};

/** `opened`: the streams there are. Where there is none the command is mostly one that opens it, where there is one mostly another. */
export function drawCommand(chance: Chance, opened: ReadonlySet<string>): Drawn {
  for (;;) {
    const { type, rule } = chance.pick(chance.inTenThousand(6_000) ? money : known);
    const deciders = decidersKnowing(type);
    const { noun } = chance.pick(deciders);
    const id = idIn(noun, chance);
    if ((rule.opens === true) === opened.has(`${noun}-${id}`) && chance.inTenThousand(9_500)) continue;
    const by = chance.pick(chance.inTenThousand(9_500) ? rule.by : everyRole);
    const drawn = drawData(rule.data, type, chance);
    for (const name of UNSAID[type] ?? []) Reflect.deleteProperty(drawn, name);
    return { by, type, id: deciders.length > 1 ? `${noun}-${id}` : id, data: { ...drawn, ...TOGETHER[type]?.(drawn, chance) } };
  }
}

export const streamOf = ({ type, id }: Drawn): string => {
  const deciders = decidersKnowing(type);
  return deciders.length > 1 ? id : `${deciders[0]?.noun ?? ''}-${id}`;
};

function drawData(of: Class, type: string, chance: Chance): Record<string, unknown> {
  const sample = sampleOf(of);
  const data: Record<string, unknown> = {};
  for (const field of fieldsOf(of)) {
    if (field.optional && chance.inTenThousand(6_000)) continue;
    data[field.kind.is === 'reference' || (field.kind.is === 'list' && field.kind.of.is === 'reference') ? clearName(field.name) : field.name] = drawField(field, type, sample[field.name], chance);
  }
  return data;
}

function drawField({ name, kind }: Field, type: string, sample: unknown, chance: Chance): unknown {
  if (name === 'region' || name === 'toRegion') return name === 'region' && type.startsWith('Issue') ? '42' : chance.pick(REGIONS);
  const noun = /^(?:from|to)?(\w+?)Id$/.exec(name)?.[1]?.toLowerCase();
  if (noun !== undefined && nouns.has(noun)) return idIn(noun, chance);
  if (name.endsWith('Id')) return `s${String(chance.whole(1, EACH))}`;
  return drawKind(kind, type, sample, chance);
}

function drawKind(kind: Kind, type: string, sample: unknown, chance: Chance): unknown {
  switch (kind.is) {
    case 'fen':
      return type === 'IssueAllocation' ? FUND_FEN : chance.pick(FEN);
    case 'integer':
      return Math.min(kind.max, Math.max(kind.min, chance.whole(0, 3)));
    case 'date':
      return `2018-0${String(chance.whole(2, 4))}-${String(chance.whole(10, 28))}`;
    case 'month':
      return `2018-0${String(chance.whole(1, 3))}`;
    case 'choice':
      return chance.pick(kind.values);
    case 'yes-no':
      return chance.inTenThousand(5_000);
    case 'reference':
      return clear(kind.to, chance.whole(1, PEOPLE));
    case 'list':
      return Array.from({ length: chance.whole(1, 2) }, () => drawKind(kind.of, type, Array.isArray(sample) ? sample[0] : undefined, chance));
    case 'part':
      return drawData(kind.of(), type, chance);
    case 'region':
      return chance.pick(REGIONS.filter((region) => kind.digits.includes(region.length)).concat(sample as never));
    case 'text':
      return kind.pattern?.test(uscc('91', 1)) === true && !kind.pattern.test('恩') && sample === '91422801MA0000000A' ? uscc('91', chance.whole(1, 3)) : sample;
  }
}

const clear = (to: 'person' | 'account' | 'register', serial: number): object =>
  to === 'person' ? person(serial) : to === 'account' ? card(serial) : { number: `4228999${String(serial).padStart(6, '0')}` };
