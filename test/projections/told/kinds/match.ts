/** Programmes say whom they are for, and registers of other offices say who has what: often before, sometimes after the money went out. */
import { handedOver, person, programme, said, VILLAGE } from '../../../../projections/anomalies/story';
import { RelocationTargeted } from '../../../../src/domain/house';
import { StatusMarked } from '../../../../src/domain/household-status';
import { ProgrammeRevised } from '../../../../src/domain/programme';
import { people, pick, type Act, type Kind, type Telling } from '../telling';

const ROLES = { payroll: ['teacher', 'contract'], enterprise: ['owner', 'member'], vehicle: ['car', 'farm-vehicle'], property: ['housing', 'parking'], 'low-income': ['low-income', 'orphan'], disabled: ['grade-1', 'grade-2'] } as const;

/** For whom: for the needy, for a class of some register, for whoever stands in the closed list. */
function terms(told: Telling, act: Act): void {
  const id = pick(['p1', 'p2'], act.a);
  const whom = pick([{ targeted: true, eligibleClasses: ['household:registered', 'household:exited'] }, { eligibleClasses: ['low-income:low-income', 'disabled'] }, { targeted: true, allowedPurposes: ['relocation'] }, { targeted: false }], act.b);
  const first = programme(id, { ...whom, payee: pick(['household', 'person'] as const, act.b) });
  if (!told.knows(first.streamId)) return void told.say(first);
  told.say(said(first.streamId, ProgrammeRevised, Object.assign({}, first.data as ProgrammeRevised, { reason: '修订', effectiveFrom: pick(['2018-02-01', '2018-04-01'], act.c), occurredOn: told.on(act) })));
}

/** Several at a time, as registers come. */
function match(told: Telling, act: Act): void {
  for (let n = 0; n < 3; n += 1) matchOne(told, { ...act, a: act.a + n, b: act.b + 3 * n, c: act.c + n });
}

function matchOne(told: Telling, act: Act): void {
  const id = pick(['h1', 'h2', 'h3'], act.b);
  switch (act.a % 5) {
    case 0: return terms(told, { ...act, a: act.c });
    case 1: return void told.say(said(`house-m${id}`, RelocationTargeted, { region: VILLAGE, householdId: id, programmeId: pick(['p1', 'p2'], act.c), listVersion: '2018-1', persons: 2, settlement: 'concentrated', occurredOn: told.on(act) }));
    case 2: return told.knows(`household-${id}`) ? void told.say(said(`household-${id}`, StatusMarked, { status: pick(['exited', 'removed', 'added-back', 'registered'] as const, act.c), basis: '评议', occurredOn: told.on(act) })) : undefined;
    default: {
      const kind = pick(Object.keys(ROLES) as (keyof typeof ROLES)[], act.c);
      const row = { personRef: person(pick(people, act.b)), role: pick(ROLES[kind], act.b), ...(act.b % 5 > 0 && { on: pick(['2017-01-01', '2018-03-15', '2018-04-20'], act.b) }), ...(act.b % 7 === 0 && { until: '2018-03-31' }) };
      const [header, rows] = handedOver(kind, [{ ...row, ...(act.late % 5 === 0 && { change: 'removed' }) }]);
      if (header && (act.late % 3 === 0 || !told.knows(header.streamId))) told.say(header);
      if (rows) told.say(rows);
    }
  }
}

export default { weight: 1, tell: match } satisfies Kind;
