/** A list is entered, often approved. */
import { account, approved, COUNTY, person, said, VILLAGE } from '../../../../projections/anomalies/story';
import { BatchOpened, DisbursementEntered } from '../../../../src/domain/batch';
import { people, pick, type Act, type Kind, type Telling } from '../telling';

function enterBatch(told: Telling, { a, b, c, ...act }: Act): void {
  const id = `b${String((told.batches += 1))}`;
  const month = pick(['2018-03', '2018-04'], a);
  told.say(said(`batch-${id}`, BatchOpened, {
    region: COUNTY, programmeId: pick(['p1', 'p2'], b), allocationId: pick(['a1', 'a2'], c), benefitFrom: month, benefitTo: month, budgetYear: 2018, declaredCount: 2, declaredTotalFen: 1,
    bank: '示例银行', occurredOn: told.on({ a, b, c, ...act }), ...(a % 3 > 0 && { rosterId: pick(['r1', 'r2'], a) }), ...(c % 11 === 0 && { campaign: 'takeover' }),
  }));
  for (const line of [1, 2]) {
    const payee = pick(people, a + line * b);
    const amountFen = pick([30_000, 1_200_000], c + line);
    const supplements = (a + line) % 7 === 0 && told.batches > 1 ? { supplements: `b${String(told.batches - 1)}-1` } : {};
    told.say(said(`batch-${id}`, DisbursementEntered, {
      ordinal: line, payeeRef: person(payee), accountRef: account(pick(people, c % 3 === 0 ? a + line * b : c)), region: VILLAGE, amountFen, ...supplements,
      ...((a + line) % 3 === 0 && { quantityMilli: pick([1000, 40_000, 60_000], c) }),
      ...(b % 3 > 0 && { householdId: pick(['h1', 'h2', 'h3'], a + line) }), ...((b + line) % 6 === 0 && { amber: ['L63', pick(['L61', 'L21', 'L60'], a)] }),
    }));
    told.lines.push({ batch: id, line, attempt: 1, payee, amountFen });
  }
  if (b % 4 > 0) told.say(approved(id, told.on({ a, b, c, ...act })));
}

export default { weight: 3, tell: enterBatch } satisfies Kind;
