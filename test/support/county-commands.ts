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
