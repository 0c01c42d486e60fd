/** A look-back campaign (回头看): 3,000 corrections in one request, none overwriting anything, and the ledger's sums are those that were sent. */
import { idCardCheckDigit } from '../../src/identifiers/id-card';
import { testApp, type Session, type TestApp } from '../support/app';

jest.setTimeout(120_000);

const HALF = 1_500;
const VILLAGES = ['422826101201', '422826101202', '422826102201'];
let service: TestApp;
let office: Session;
beforeAll(async () => {
  service = await testApp('api,follower');
  office = await service.as('office@422826');
});
afterAll(() => service.stop());

const person = (serial: number): { idNumber: string; name: string } => {
  const first17 = `4228261900${String(1 + Math.floor(serial / 28) % 12).padStart(2, '0')}${String(1 + serial % 28).padStart(2, '0')}${String(Math.floor(serial / 336)).padStart(3, '0')}`;
  return { idNumber: first17 + idCardCheckDigit(first17), name: '向试甲' };
};
const registration = (serial: number, more: object): string => JSON.stringify({
  key: `register-${String(serial)}`, type: 'RegisterHousehold', id: `lb-${String(serial)}`,
  data: { region: VILLAGES[serial % 3], head: person(serial), members: [{ person: person(serial), relation: 'head' }], status: 'registered', occurredOn: '2014-06-30', ...more },
});
const removal = (serial: number): string => JSON.stringify({
  key: `remove-${String(serial)}`, type: 'MarkStatus', id: `lb-${String(serial)}`, data: { status: 'removed', campaign: 'lookback-2016', basis: '回头看剔除', incomePerPersonFen: 400_000 + serial, occurredOn: '2016-06-30' },
});
const addition = (serial: number): string => registration(serial, { status: 'added-back', campaign: 'lookback-2016', incomePerPersonFen: 200_000 + serial, occurredOn: '2016-06-30' });

async function send(lines: readonly string[]): Promise<{ status: string; position: number }[]> {
  const { text } = await office.post('/v1/commands').type('application/x-ndjson').send(lines.join('\n')).expect(200);
  return text.trim().split('\n').map((line) => JSON.parse(line) as { status: string; position: number });
}

it('takes 3,000 corrections under one campaign id in one request, and adds up to what was sent', async () => {
  const serials = Array.from({ length: HALF }, (_, index) => index);
  const before = await send(serials.map((serial) => registration(serial, {})));
  const corrections = [...serials.map(removal), ...serials.map((serial) => addition(HALF + serial))];
  const answers = await send(corrections);
  expect(answers.length).toBe(3_000);
  expect([...before, ...answers].filter(({ status }) => status !== 'recorded')).toEqual([]);

  const at = Math.max(...answers.map(({ position }) => position));
  await (await service.as('auditor@422826')).get(`/v1/flags?limit=1&minPosition=${String(at)}`).expect(200);
  const { rows } = await service.database.pool.query(
    `select campaign, status, count(*)::int as households, sum(income_per_person_fen)::bigint::text as income_fen from audit.household_status($1) group by 1, 2 order by 1 nulls first, 2`, [at]);
  const sum = (from: number): string => String(serials.reduce((total, serial) => total + from + serial, 0));
  expect(rows).toEqual([
    { campaign: null, status: 'registered', households: HALF, income_fen: null },
    { campaign: 'lookback-2016', status: 'added-back', households: HALF, income_fen: sum(200_000 + HALF) },
    { campaign: 'lookback-2016', status: 'removed', households: HALF, income_fen: sum(400_000) },
  ]);
  const { rows: [joined] } = await service.database.pool.query(`select count(*)::int as people from audit.household_member($1) where campaign = 'lookback-2016' and change = 'joined'`, [at]);
  expect(joined).toEqual({ people: HALF });
  // Nothing was overwritten: what was said in 2014 still stands, before and after the campaign.
  const { rows: [first] } = await service.database.pool.query(`select (audit.status_on($1, 'lb-0', '2016-06-29')).status as then, (audit.status_on($1, 'lb-0', '2016-06-30')).status as since`, [at]);
  expect(first).toEqual({ then: 'registered', since: 'removed' });

  const again = await send(corrections);
  expect(again.filter(({ status }) => status !== 'replayed')).toEqual([]);
  expect((await service.database.pool.query('select count(*)::int as rows from audit.household_status($1)', [at + 10_000])).rows).toEqual([{ rows: 3 * HALF }]);
});
