/** A county no example knows, told over HTTP: the flags it must raise, in order, at the right positions, and none besides. */
import { luhnDigit } from '../../src/identifiers/bank-account';
import { idCardCheckDigit } from '../../src/identifiers/id-card';
import { usccCheckDigit } from '../../src/identifiers/uscc';
import { addDays } from '../../src/simulate/step';
import { testApp, type Session, type TestApp } from '../support/app';

const COUNTY = '422826';
const person = (serial: number, bornOn = '19480311'): { idNumber: string; name: string } => {
  const first17 = `${COUNTY}${bornOn}${String(serial).padStart(3, '0')}`;
  return { idNumber: first17 + idCardCheckDigit(first17), name: `${'冉田谭覃向'[serial % 5] ?? '冉'}试${'甲乙丙丁戊己庚辛'[serial % 8] ?? '甲'}` };
};
const card = (serial: number): { number: string; bank: string } => {
  const before = `622000${String(serial).padStart(12, '0')}`;
  return { number: before + luhnDigit(before), bank: '邮储银行' };
};
const uscc = (prefix: string, serial: number): string => {
  const first17 = `${prefix}${COUNTY}MA${String(serial).padStart(7, '0')}`;
  return first17 + usccCheckDigit(first17);
};
const COMPANY = uscc('91', 71);

let service: TestApp;
let province: Session;
let clerk: Session;
let checker: Session;
let office: Session;
let bank: Session;
let admin: Session;
let today = '2019-02-28';
let last = 0;

beforeAll(async () => {
  service = await testApp('api,follower');
  [province, clerk, checker, office, bank, admin] = await Promise.all(['province', 'clerk@422826', 'checker@422826', 'office@422826', 'bank@422826', 'admin@422826'].map((user) => service.as(user))) as [Session, Session, Session, Session, Session, Session];
});
afterAll(() => service.stop());

/** Sends a command that must be recorded; answers its position. */
async function record(by: Session, type: string, id: string, data: object, key = `${type}-${id}-${String(last)}`): Promise<number> {
  const answer = await by.send(type, id, data, key);
  if (answer.status !== 201) throw new Error(`${type} ${id}: ${String(answer.status)} ${answer.text}`);
  last = (answer.body as { position: number }).position;
  return last;
}
async function call(by: Session, path: string, body: object): Promise<number> {
  const answer = await by.post(path).set('Idempotency-Key', `${path}-${String(last)}`).send(body);
  if (answer.status >= 300) throw new Error(`${path}: ${String(answer.status)} ${answer.text}`);
  return (answer.body as { position: number }).position;
}
/** Ends days up to and including `date`; answers the position of the last day-end. */
async function endDays(date: string): Promise<number> {
  let position = last;
  for (; today <= date; today = addDays(today, 1)) position = await record(admin, 'EndDay', 'ledger', { occurredOn: today });
  return position;
}

const announce = (on: string, level: string): object => ({
  kind: 'announcement', item: 'allocation', level, venue: 'portal', fields: ['name', 'result', 'document-number'], occurredOn: on, from: on, contentHash: 'ab'.repeat(32),
});
const terms = (more: object): object => ({
  region: '42', basis: '鄂政发〔2019〕3号', effectiveFrom: '2019-01-01', negativeList: ['office-building', 'vehicles-and-equipment'], exclusiveWith: [], rosterPostingDays: 7, occurredOn: '2019-02-28', ...more,
});

async function fund(programmeId: string, issuedOn: string, amountFen: number): Promise<void> {
  const id = `${programmeId}-422826`;
  await endDays(addDays(issuedOn, -1));
  await record(province, 'IssueAllocation', `${programmeId}-42`, { region: '42', programmeId, documentNumber: '鄂财农发〔2019〕31号', budgetYear: 2019, source: 'provincial', functionCode: '2130599', amountFen, occurredOn: issuedOn });
  await record(province, 'SplitAllocation', `${programmeId}-42`, { splitId: 'to-422826', toAllocationId: id, toRegion: COUNTY, documentNumber: '鄂财农发〔2019〕32号', amountFen, occurredOn: issuedOn });
  await record(province, 'PostDisclosure', `allocation-${programmeId}-42`, announce(issuedOn, 'province'));
  await record(clerk, 'ReceiveAllocation', id, { fromAllocationId: `${programmeId}-42`, splitId: 'to-422826', region: COUNTY, amountFen, occurredOn: issuedOn });
}

/** One batch of person lines for one month, settled the day after it was sent; answers the position of the results. */
async function payMonth(month: string, on: string, payees: readonly { idNumber: string; name: string }[]): Promise<void> {
  const id = `care-${month}`;
  await endDays(addDays(on, -1));
  await call(clerk, '/v1/batches', {
    id, region: COUNTY, programmeId: 'care', allocationId: 'care-422826', benefitFrom: month, benefitTo: month, budgetYear: 2019,
    declaredCount: payees.length, declaredTotalFen: payees.length * 20_000, bank: '邮储银行', occurredOn: on,
  });
  await call(clerk, `/v1/batches/${id}/lines`, { lines: payees.map((payee, at) => ({ payee, account: { ...card(at + 1), holderName: payee.name }, amountFen: 20_000 })) });
  await call(clerk, `/v1/batches/${id}/submit`, { occurredOn: on });
  await call(checker, `/v1/batches/${id}/approve`, { occurredOn: on });
  await call(clerk, `/v1/batches/${id}/send`, { occurredOn: on });
  await call(bank, `/v1/batches/${id}/results`, { resultsId: `${id}-r`, occurredOn: on, lines: payees.map((_, at) => ({ ordinal: at + 1, outcome: 'settled', amountFen: 20_000 })) });
}

interface Flag {
  rule: string;
  part?: string;
  severity: string;
  status: string;
  subject: { kind: string; id: string };
  amountFen: number | null;
  raisedAt: { position: number; ledgerDay: string };
  sentence: { zh: string; en: string };
  evidence: number[];
}

it('raises exactly what happened: a late announcement, money for an office building, loans to one company, a dead payee', async () => {
  const late = addDays;
  await record(admin, 'PublishHolidays', '2019', {
    year: 2019, holidays: ['2019-04-05', '2019-04-06', '2019-04-07', '2019-05-01', '2019-05-02', '2019-05-03', '2019-05-04', '2019-06-07', '2019-06-08', '2019-06-09'], workdays: ['2019-04-28', '2019-05-05'],
    documentNumber: '国办发明电〔2018〕15号', occurredOn: '2018-12-06',
  });
  await record(province, 'DefineProgramme', 'care', terms({ name: '高龄津贴', payee: 'person', cadence: 'monthly', standardFen: 20_000, standardPer: 'person', allowedPurposes: ['household-subsidy'], economicClasses: ['303'], endsWithDeath: true }));
  await record(province, 'DefineProgramme', 'bridge', terms({ name: '便民桥建设', payee: 'organisation', cadence: 'by-progress', allowedPurposes: ['rural-infrastructure'], economicClasses: ['310'], endsWithDeath: false }));
  const old = [person(1), person(2), person(3)];
  for (const [at, payee] of old.entries()) {
    await record(office, 'RegisterHousehold', `H-${String(at + 1)}`, { region: '422826101201', head: payee, members: [{ person: payee, relation: 'head' }], status: 'registered', occurredOn: '2019-02-28' });
    await record(office, 'BindAccount', `H-${String(at + 1)}`, { account: { ...card(at + 1), holderName: payee.name }, person: payee, bank: '邮储银行', kind: 'card', occurredOn: '2019-02-28' });
  }

  // Received on Friday 8 March: fifteen working days end on Friday 29 March; posted on Tuesday 2 April.
  await fund('care', '2019-03-08', 10_000_000);
  await fund('bridge', '2019-03-08', 50_000_000);
  await endDays('2019-03-11');
  await record(clerk, 'PostDisclosure', 'allocation-bridge-422826', announce('2019-03-12', 'county'));
  await payMonth('2019-03', '2019-03-20', old);
  const lapse = await endDays('2019-03-29');
  await endDays('2019-04-01');
  await record(clerk, 'PostDisclosure', 'allocation-care-422826', announce('2019-04-02', 'county'));
  await payMonth('2019-04', '2019-04-18', old);

  await endDays('2019-04-22');
  await record(clerk, 'OrderPayment', 'desk-1', {
    region: COUNTY, allocationId: 'bridge-422826', payeeKind: 'organisation', payeeUscc: uscc('91', 80), payeeName: '某某装饰有限公司', account: { number: '170042282600000080', bank: '邮储银行', kind: 'corporate' },
    amountFen: 12_000_000, economicClass: '31001', functionCode: '2130599', purpose: 'office-building', summary: '办公楼改造', occurredOn: '2019-04-23',
  });
  await record(checker, 'ApprovePayment', 'desk-1', { occurredOn: '2019-04-23' });
  const diverted = await record(clerk, 'ExecutePayment', 'desk-1', { voucherNumber: 'V-1', occurredOn: '2019-04-23' });

  // Five households of another village borrow; sixty per cent of each loan ends at one company within weeks.
  let fifth = 0;
  for (let at = 1; at <= 5; at += 1) {
    const borrower = person(10 + at, '19800505');
    const id = `loan-${String(at)}`;
    await record(office, 'RegisterHousehold', `B-${String(at)}`, { region: '422826102204', head: borrower, members: [{ person: borrower, relation: 'head' }], status: 'registered', occurredOn: '2019-04-23' });
    await record(bank, 'GrantLoan', id, {
      region: '422826102204', householdId: `B-${String(at)}`, borrower, bank: '农商行', product: '扶贫小额信贷', principalFen: 3_000_000, termMonths: 24, rateBasisPoints: 475, mode: 'self', use: 'production', collateral: false, occurredOn: '2019-04-23',
    });
    await record(bank, 'PayOutLoan', id, { amountFen: 3_000_000, account: card(100 + at), occurredOn: '2019-04-23' });
    fifth = await record(bank, 'ReportLoanProceeds', id, { hop: 1, amountFen: 1_800_000, counterpartyKind: 'organisation', counterpartyUscc: COMPANY, counterpartyName: '某某农业公司', occurredOn: '2019-04-23' });
  }

  await payMonth('2019-05', '2019-05-17', old);
  await endDays('2019-06-04');
  // Died in February; March is within the grace of a month, April and May are not.
  const learnt = await record(office, 'ReportMemberDeath', 'H-2', { person: person(2), source: 'civil-affairs', occurredOn: late('2019-02-01', 9) });
  await endDays('2019-06-05');

  const inspector = await service.as('inspector@422826');
  const answer = await inspector.get(`/v1/flags?limit=100&minPosition=${String(last)}`).expect(200);
  const flags = (answer.body as { items: Flag[] }).items.sort((a, b) => a.raisedAt.position - b.raisedAt.position);
  expect(flags.map((flag) => `${flag.rule}${flag.part ?? ''} ${flag.subject.kind} @${String(flag.raisedAt.position)}`)).toEqual([
    `A24 allocation @${String(lapse)}`,
    `A12 payment @${String(diverted)}`,
    `A19b organisation @${String(fifth)}`,
    `A02 disbursement @${String(learnt)}`,
    `A02 disbursement @${String(learnt)}`,
  ]);
  expect(flags.map((flag) => flag.subject.id)).toEqual(['care-422826', 'desk-1', COMPANY, 'care-2019-04/2', 'care-2019-05/2']);
  expect(flags.every((flag) => flag.status === 'raised')).toBe(true);
  expect(flags[1]).toMatchObject({ severity: 'critical', amountFen: 12_000_000 });
}, 120_000);
