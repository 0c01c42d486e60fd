/** A government tells its fiscal year: figures, who approved what, and the closing of its books. */
import { COUNTY, said } from '../../../../projections/anomalies/story';
import { ApprovalDelegated, FiscalYearReported, YearClosed } from '../../../../src/domain/year';
import { pick, type Act, type Kind, type Telling } from '../telling';

function tellYear(told: Telling, act: Act): void {
  const of = { region: pick(['42', COUNTY], act.a), year: pick([2017, 2018], act.b) };
  const stream = `year-${of.region}-${String(of.year)}`;
  const on = told.on(act);
  switch (act.c % 4) {
    case 0: return void told.say(said(stream, YearClosed, { ...of, occurredOn: on }));
    case 1: return void told.say(said(stream, FiscalYearReported, {
      ...of, revenueFen: 2_000_000, previousRevenueFen: pick([1_000_000, 2_500_000], act.b), specialBudgetAddedFen: pick([150_000, 149_999, 60_000], act.late), recoveredStockFen: 800_000,
      recoveredStockToPovertyFen: pick([400_000, 399_999, 100_000], act.a), poorCounty: act.b % 5 === 0, occurredOn: on,
    }));
    default: return void told.say(said(stream, ApprovalDelegated, {
      ...of, itemId: `i${String(act.late % 5)}`, what: '产业项目', level: pick(['county', 'county', 'province', 'township'] as const, act.late), countyMayApprove: act.b % 4 > 0, count: pick([60, 3], act.a), amountFen: pick([9_000, 200], act.b), occurredOn: on,
    }));
  }
}

export default { weight: 1, tell: tellYear } satisfies Kind;
