/** Data of commands as offices would send them, for tests over HTTP: county 422826, invented people. */

export const programme = (more: object = {}): object => ({
  region: '42', occurredOn: '2018-01-05', name: '耕地地力保护补贴', basis: '财农〔2018〕1号', effectiveFrom: '2018-01-01', payee: 'household', cadence: 'yearly',
  allowedPurposes: ['household-subsidy'], negativeList: ['office-building'], economicClasses: [], exclusiveWith: [], endsWithDeath: true, rosterPostingDays: 7, ...more,
});

export const issue = (more: object = {}): object => ({
  region: '42', programmeId: 'grain', documentNumber: '鄂财农发〔2018〕7号', budgetYear: 2018, source: 'provincial', functionCode: '2130505',
  amountFen: 100_000_000, occurredOn: '2018-02-01', ...more,
});

export const split = (more: object = {}): object => ({
  splitId: 's-1', toAllocationId: 'county-1', toRegion: '422826', documentNumber: '鄂财农发〔2018〕8号', amountFen: 60_000_000, occurredOn: '2018-02-05', ...more,
});

export const receive = (more: object = {}): object => ({
  fromAllocationId: 'root-1', splitId: 's-1', region: '422826', amountFen: 60_000_000, occurredOn: '2018-02-08', ...more,
});

/** Invented people of one household: right check digits, birth dates nobody living has. */
export const HEAD = { idNumber: '422826190001010014', name: '向大山', phone: '13800000001' };
export const SPOUSE = { idNumber: '422826190001010022', name: '覃小玉' };

export const household = (more: object = {}): object => ({
  region: '422826101201', register: { number: '4228260001' }, head: HEAD,
  members: [{ person: HEAD, relation: 'head' }, { person: SPOUSE, relation: 'spouse' }],
  status: 'registered', occurredOn: '2018-01-10', ...more,
});

export const openBatch = (more: object = {}): object => ({
  region: '422826', programmeId: 'grain', allocationId: 'county-1', benefitFrom: '2018-01', benefitTo: '2018-12', budgetYear: 2018,
  declaredCount: 2, declaredTotalFen: 300_00, bank: '咸丰农商行', occurredOn: '2018-03-01', ...more,
});

export const CARD = '6217000000000000004';
export const OTHER_CARD = '6220000000000000016';

/** A list as offices send it: a title, headings, two lines. */
export const listFile = (more: { firstId?: string; amounts?: readonly [string, string]; total?: string } = {}): string => [
  '咸丰县2018年耕地地力保护补贴发放清单',
  '序号,乡镇,村,户主姓名,受益人姓名,身份证号,开户行,账号,实发,摘要',
  `1,高乐山镇,白岩村,${HEAD.name},${HEAD.name},${more.firstId ?? HEAD.idNumber},咸丰农商行,${CARD},${more.amounts?.[0] ?? '100.00'},耕地补贴`,
  `2,高乐山镇,白岩村,${HEAD.name},${SPOUSE.name},${SPOUSE.idNumber},咸丰农商行,${OTHER_CARD},${more.amounts?.[1] ?? '200.00'},耕地补贴`,
  `合计,,,,,,,,${more.total ?? '300.00'},`, '',
].join('\r\n');
