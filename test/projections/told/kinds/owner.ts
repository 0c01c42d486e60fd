/** Registers tell who owns firms, who holds office, and who is kin to whom. */
import { COUNTY, dayAfter, person, said } from '../../../../projections/anomalies/story';
import { RegisterImported, RegisterRowsEntered } from '../../../../src/domain/register';
import { firms, people, pick, type Act, type Kind, type Telling } from '../telling';

const kinds = ['enterprise', 'cadre', 'kinship'] as const;

function tellOwners(told: Telling, act: Act): void {
  const kind = pick(kinds, act.a);
  const on = told.on(act);
  if (act.c % 5 === 0) {
    const header = { kind, region: COUNTY, source: '示例局', asOf: on, count: 1, addedCount: 1, removedCount: 0, contentHash: '0'.repeat(64), occurredOn: on };
    return void told.say(said(`register-${kind}`, RegisterImported, header));
  }
  const who = person(pick(people.slice(0, 3), act.b));
  const row = {
    enterprise: { personRef: who, uscc: pick(firms, act.c) },
    cadre: { personRef: who, ...(act.c % 4 === 1 && { on: dayAfter(on, -10) }) },
    kinship: { personRef: who, otherRef: person(pick(people.slice(0, 3), act.b + 1 + (act.c % 2))) },
  }[kind];
  const gone = act.late % 4 === 0;
  told.say(said(`register-${kind}`, RegisterRowsEntered, { kind, region: COUNTY, rows: [{ change: gone ? 'removed' : 'added', ...row, ...(gone && act.late % 8 === 0 && { until: on }) }] }));
}

export default { weight: 1, tell: tellOwners } satisfies Kind;
