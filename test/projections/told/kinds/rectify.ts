/** A case takes up what a rule said of a project and orders it put right; the office reports, with and without evidence, and somebody accepts or not. */
import { flagIdOf } from '../../../../src/identifiers/flag-id';
import { COUNTY, dayAfter, said } from '../../../../projections/anomalies/story';
import { CaseConcluded, CaseOpened, FlagsAddedToCase, RectificationOrdered } from '../../../../src/domain/case-events';
import { EvidenceAttached } from '../../../../src/domain/evidence';
import { RectificationAccepted, RectificationOpened, RectificationRejected, RectificationReported, RectificationWithdrawn } from '../../../../src/domain/rectification';
import { pick, type Act, type Kind, type Telling } from '../telling';

const HASH = 'e'.repeat(64);

/** A flag that rule A28 may have raised. */
function flagOf(told: Telling, n: number): string[] {
  const project = pick(told.projects, n) as Telling['projects'][number] | undefined;
  const change = project?.changes.at(-1 - (n % 2)) ?? project?.changes.at(-1);
  return project && change !== undefined ? [flagIdOf('A28', '', 'project', project.id, `change-${String(change)}`)] : [];
}

function putRight(told: Telling, act: Act): void {
  const n = pick(['1', '2'], act.a);
  const stream = `rectification-z${n}`;
  const on = told.on(act);
  const flagIds = flagOf(told, act.b);
  if (!told.knows(stream)) {
    const order = { region: COUNTY, office: '县扶贫办', what: '补办审批', dueOn: dayAfter(on, pick([5, 20], act.b)), occurredOn: on };
    return void told.say(
      said(`case-c${n}`, CaseOpened, { region: COUNTY, title: '项目变更', origin: 'flag', subjects: [], flagIds, occurredOn: on }), said(`case-c${n}`, RectificationOrdered, { ...order, rectificationId: `z${n}` }), said(stream, RectificationOpened, order),
    );
  }
  const report = said(stream, RectificationReported, { text: '已补办', evidenceHashes: act.b % 3 === 0 ? [] : [HASH], occurredOn: on });
  switch (act.c % 8) {
    case 0: return void told.say(report);
    case 1: return void told.say(said(stream, RectificationRejected, { reason: '不实', ...(act.b % 2 === 0 && { dueOn: dayAfter(on, 8) }), occurredOn: on }));
    case 2: return void told.say(said(stream, EvidenceAttached, { kind: 'photo', contentHash: HASH, mediaType: 'image/jpeg', bytes: 9, occurredOn: on }));
    case 3: return void told.say(said(`case-c${n}`, CaseConcluded, { conclusion: pick(['refuted', 'confirmed'] as const, act.b), amountFen: 0, reasonText: '核实', flagIds, occurredOn: on }));
    case 4: return void told.say(said(`case-c${n}`, FlagsAddedToCase, { flagIds, occurredOn: on }));
    case 5: return void told.say(act.b % 4 === 0 ? said(stream, RectificationWithdrawn, { reason: '撤销', occurredOn: on }) : report);
    default: return void told.say(report, said(stream, RectificationAccepted, { reason: '已核实', occurredOn: on }));
  }
}

export default { weight: 2, tell: putRight } satisfies Kind;
