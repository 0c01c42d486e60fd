/** The standing of the households of a hamlet: registered, out of poverty, back again, struck out; the register is frozen. */
import { COUNTY, person, said, VILLAGE } from '../../../../projections/anomalies/story';
import { HouseholdRegistered } from '../../../../src/domain/household';
import { IncomeReported, StatusMarked } from '../../../../src/domain/household-status';
import { RegisterFrozen } from '../../../../src/domain/region';
import { pick, type Act, type Kind, type Telling } from '../telling';

const lineFen = 300_000;

const ids = Array.from({ length: 8 }, (_, n) => `x${String(n)}`);

/** What is done to households is done to several on one day. */
function tell(told: Telling, act: Act): void {
  if (act.c % 9 === 0) return freeze(told, act);
  if (!told.knows('household-x0')) return ids.slice(0, 7).forEach((id) => { tellOne(told, act, id); });
  for (const c of [act.c, act.c + 3, act.c + 5]) for (let n = 0; n <= 3 + (act.b % 5); n += 1) tellOne(told, { ...act, c }, pick(ids, act.a + n));
}

function freeze(told: Telling, act: Act): void {
  const year = pick([2017, 2016], act.b);
  told.say(said(`region-${COUNTY}`, RegisterFrozen, { region: COUNTY, year, households: 8, occurredOn: `${String(year)}-12-31` }));
}

function tellOne(told: Telling, act: Act, id: string): void {
  const stream = `household-${id}`;
  const campaign = act.late % 5 === 0 ? { campaign: 'look-back' } : {};
  if (!told.knows(stream)) {
    return void told.say(said(stream, HouseholdRegistered, { region: VILLAGE, headRef: person(id), members: [{ personRef: person(id), relation: 'head' }], status: 'registered', ...campaign, occurredOn: pick(['2015-06-01', '2015-06-01', '2017-06-01'], act.b) }));
  }
  const mark = (status: StatusMarked['status'], occurredOn: string, terms: Partial<StatusMarked> = {}): void => void told.say(said(stream, StatusMarked, { status, basis: '评议', occurredOn, ...campaign, ...terms }));
  switch (act.c % 8) {
    case 1: return void told.say(said(stream, IncomeReported, { year: 2017, perPersonFen: pick([302_000, 400_000], act.b), lineFen, source: 'village', occurredOn: told.on(act) }));
    case 2: case 3: return mark('returned', pick(['2018-02-01', '2018-12-31', '2018-04-01', '2019-03-01'], act.late));
    case 4: return mark('removed', pick(['2017-07-01', '2017-12-31', told.today], act.b));
    default: return mark('exited', pick(['2017-12-31', '2017-12-31', '2017-11-30', '2016-12-31'], act.b), act.late % 3 === 0 ? {} : { incomePerPersonFen: pick([303_000, 306_000, 500_000], act.late), lineFen });
  }
}

export default { weight: 1, tell } satisfies Kind;
