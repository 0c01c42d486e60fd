/** Requests that must be refused and that name real people of a script in every place a caller might put them. */
import iconv from 'iconv-lite';
import type { PersonalOfScript } from './personal-in-script';

export interface BadRequest {
  readonly as: string;
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  readonly type?: string;
  readonly body?: string | Buffer;
  readonly key?: string;
}

const NDJSON = 'application/x-ndjson';
const JSON_TYPE = 'application/json';

/** What one may write where a person belongs: wrong in every way, and personal. */
export function badCommands({ people, cards, registerNumbers, village }: PersonalOfScript): BadRequest[] {
  const [head, other] = [people[0], people[1]];
  const [card, register] = [cards[0], registerNumbers[0]];
  if (!head || !other || card === undefined || register === undefined) throw new Error('a script names people');
  const wrongId = `${head.idNumber.slice(0, 17)}${head.idNumber.endsWith('1') ? '2' : '1'}`;
  const household = (more: object): object => ({ region: village, register: { number: register }, head, members: [{ person: head, relation: 'head' }], status: 'registered', occurredOn: '2017-12-31', ...more });
  const data: object[] = [
    household({ status: head.name, occurredOn: head.idNumber }), household({ region: head.idNumber }), household({ head: head.name }), household({ head: { ...head, idNumber: head.name } }),
    household({ head: { ...head, idNumber: wrongId } }), household({ head: { idNumber: `${head.idNumber}${card}${head.idNumber}${card}` } }), household({ [head.idNumber]: head.name }),
    household({ [`${head.name} ${head.phone}`]: 1 }), household({ head: { ...head, [head.phone]: head.name } }), household({ members: [{ person: head, relation: head.name, [other.idNumber]: 1 }] }),
    household({ register: { number: register, [register]: head.name } }), household({ members: head.name }), household({ region: [head.idNumber] }), household({ occurredOn: '2031-01-01' }),
    household({ headRef: head.idNumber, head: undefined }), household({ register }),
  ];
  const command = (id: string, each: unknown, key: string, type = 'RegisterHousehold'): string => JSON.stringify({ key, type, id, data: each });
  const texts = [
    ...data.map((each, index) => command(`bad-${String(index)}`, each, `bad-${String(index)}`)),
    ...[head.idNumber, wrongId, card, register, head.phone, head.name].flatMap((personal) => [
      command(personal, household({}), `id-${String(personal.length)}-${personal.slice(-1) === '1' ? 'a' : 'b'}`), command('bad', household({}), personal), command('bad', household({}), `bad-type`, personal),
      command('bad', personal, 'bad-data'), command(`household-${personal}`, household({}), 'bad-stream', 'PostDisclosure'), JSON.stringify({ [personal]: personal }), JSON.stringify(personal),
      command(personal, { person: head, source: head.name, occurredOn: '2018-01-01' }, 'nobody', 'ReportMemberDeath'),
    ]),
    `{"key":"torn","data":{"head":"${head.name} ${head.idNumber}`, `${head.name},${head.idNumber},${card}`,
  ];
  return [
    ...texts.flatMap((body): BadRequest[] => [{ as: 'office', path: '/v1/commands', type: JSON_TYPE, body }, { as: 'bank', path: '/v1/commands', type: JSON_TYPE, body }]),
    { as: 'office', path: '/v1/commands', type: NDJSON, body: texts.join('\n') }, { as: 'auditor', path: '/v1/commands', type: NDJSON, body: texts.join('\n') },
    { as: 'office', path: '/v1/commands', type: 'text/plain', body: texts.join('\n') }, { as: 'office', path: '/v1/commands?atomic=true', type: NDJSON, body: texts.join('\n') },
  ];
}

/** People in addresses: of streams, of queries, of routes that are not there. */
export function badReads({ people, cards, registerNumbers }: PersonalOfScript): BadRequest[] {
  const [head] = people;
  if (!head) throw new Error('a script names people');
  const personal = [head.idNumber, `${head.idNumber.slice(0, 16)}00`, head.name, head.phone, String(cards[0]), String(registerNumbers[0])].map(encodeURIComponent);
  return personal.flatMap((each): BadRequest[] => [
    ...['households', 'batches', 'loans', 'registers', 'nowhere', 'flags', 'rules', 'jobs', 'trace/person', 'disclosures'].map((noun) => ({ as: 'office', method: 'GET' as const, path: `/v1/${noun}/${each}` })),
    ...['region', 'asOf', 'effectiveOn', 'after', 'limit', 'minPosition', 'subject', 'rule'].flatMap((name) => ['households', 'flags'].map((noun) => ({ as: 'inspector', method: 'GET' as const, path: `/v1/${noun}?${name}=${each}` }))),
    { as: 'auditor', method: 'GET', path: `/v1/households/${each}/changes?from=${each}&to=${each}` }, { as: 'clerk', path: `/v1/batches/${each}/approve`, type: JSON_TYPE, body: '{}' },
  ]);
}

const HEADINGS = '序号,村,户编号,户主姓名,受益人姓名,身份证号,开户行,账号,数量,标准,应发,实发,联系电话';

/** Lists with every kind of error in them, results for lines that are not there, steps out of order. */
export function badBatch({ people, cards, registerNumbers }: PersonalOfScript, id: string, opening: object): BadRequest[] {
  const [head, other] = [people[0], people[1]];
  if (!head || !other) throw new Error('a script names people');
  const [card, register] = [String(cards[0]), String(registerNumbers[0])];
  const row = (more: { id?: string; account?: string; name?: string; paid?: string } = {}): string =>
    `1,${head.name}村,${register},${head.name},${more.name ?? head.name},${more.id ?? head.idNumber},农商行,${more.account ?? card},1,${more.paid ?? '100.00'},100.00,${more.paid ?? '100.00'},${head.phone}`;
  const rows = [
    row(), row({ id: `${head.idNumber.slice(0, 17)}${head.idNumber.endsWith('1') ? '2' : '1'}` }), row({ id: head.name }), row({ id: `${head.idNumber}${head.name}` }), row({ id: `${head.idNumber.slice(0, 15)}000` }),
    row({ account: `${card.slice(0, 18)}${card.endsWith('1') ? '2' : '1'}` }), row({ account: head.name }), row({ account: `${card} ${head.phone}` }), row({ name: `${head.name} ${head.idNumber}` }), row({ name: '' }),
    row({ paid: head.phone }), row({ paid: head.name }), `${head.name},${head.idNumber}`, row({ id: other.idNumber, account: '' }),
  ];
  const list = (text: string): Buffer => iconv.encode(text, 'gb18030');
  const batch = `/v1/batches/${id}`;
  const line = (more: object): object => ({ payee: { idNumber: head.idNumber, name: head.name }, account: { number: card }, amountFen: 10_000, ...more });
  const results = (more: object): string => JSON.stringify({ resultsId: 'r-1', occurredOn: '2018-12-31', lines: [{ ordinal: 7, outcome: 'failed', amountFen: 1, reason: 'F01', ...more }] });
  const clerk = (path: string, body: string | Buffer, type = JSON_TYPE): BadRequest => ({ as: 'clerk', path, body, type });
  return [
    clerk('/v1/batches', JSON.stringify({ id, ...opening })), clerk('/v1/batches', JSON.stringify({ id: head.idNumber, ...opening })), clerk('/v1/batches', JSON.stringify({ id: `${id}-x`, ...opening, bank: 7, [head.name]: head.idNumber })),
    clerk(`${batch}/file?name=${encodeURIComponent(`${head.name}${head.idNumber}.csv`)}`, list([`${head.name} ${head.idNumber}发放清单`, HEADINGS, ...rows].join('\r\n')), 'text/csv'),
    clerk(`${batch}/file?name=${encodeURIComponent(`${head.name}.xlsx`)}`, Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.from(`${head.name}${head.idNumber}`.repeat(40))]), 'application/octet-stream'),
    clerk(`${batch}/file?name=${encodeURIComponent(head.name)}`, list(`${head.name},${head.idNumber},${card}\r\n`.repeat(5)), 'text/csv'), clerk(`${batch}/file`, list(`"${head.name},${head.idNumber}`), 'text/csv'),
    clerk(`${batch}/file`, `--x\r\nContent-Disposition: form-data; name="${head.name}"; filename="${head.idNumber}.csv"\r\n\r\n${head.name}`, 'multipart/form-data; boundary=x'),
    clerk(`${batch}/lines`, JSON.stringify({ lines: [line({ amountFen: head.name }), line({ [head.idNumber]: head.name }), line({ payee: head.name }), line({ account: card }), head.name] })),
    clerk(`${batch}/lines`, `{"payee":"${head.name}\n`, NDJSON), clerk(`${batch}/lines`, JSON.stringify({ lines: head.name })), clerk(`${batch}/submit`, JSON.stringify({ occurredOn: head.idNumber })), clerk(`${batch}/submit`, JSON.stringify({ occurredOn: '2018-12-31', [head.name]: 1 })),
    clerk(`${batch}/split-off`, JSON.stringify({ ordinals: [head.idNumber], reason: head.name })),
    // A list without a red line, submitted, so that the steps after it can go wrong too.
    clerk(`${batch}/lines`, JSON.stringify({ lines: [line({})] })), clerk(`${batch}/submit`, JSON.stringify({ occurredOn: '2018-12-31' })),
    { as: 'clerk', path: `${batch}/approve`, type: JSON_TYPE, body: JSON.stringify({ occurredOn: '2018-12-31' }) }, { as: 'checker', path: `${batch}/approve`, type: JSON_TYPE, body: JSON.stringify({ occurredOn: '2018-12-31', note: head.name }) },
    { as: 'checker', path: `${batch}/approve`, type: JSON_TYPE, body: JSON.stringify({ occurredOn: '2018-12-31' }) }, { as: 'checker', path: `${batch}/reject`, type: JSON_TYPE, body: JSON.stringify({ reason: { [head.name]: head.idNumber } }) },
    ...[{}, { reason: head.name }, { ordinal: head.idNumber }, { bankText: `${head.name}${card}`, [head.idNumber]: 1 }].map((more): BadRequest => ({ as: 'bank', path: `${batch}/results`, type: JSON_TYPE, body: results(more) })),
    { as: 'bank', path: `${batch}/results?occurredOn=2018-12-31&resultsId=${head.idNumber}`, type: 'text/csv', body: list(`明细号,户名,账号,金额,处理结果,失败原因\r\n9,${head.name},${card},100.00,失败,${head.name}户名不符\r\n`) },
    { as: 'bank', path: `${batch}/results?occurredOn=2018-12-31`, type: 'text/csv', body: list(`明细号,户名,账号,金额,处理结果,失败原因\r\n9,${head.name},${card},100.00,失败,${head.name}户名不符\r\n,${other.name},${other.idNumber},${head.phone},${head.name},${card}\r\n`) },
    clerk(`${batch}/reissue`, JSON.stringify({ ordinal: 9, account: { number: card }, payee: { idNumber: head.idNumber, [head.name]: 1 }, reason: { [head.name]: 1 }, occurredOn: '2018-12-31' })),
    clerk(`${batch}/close`, JSON.stringify({ occurredOn: head.name })),
  ];
}
