/** The works of a project: contracted by quantity, found at acceptance, closed or given up. */
import { said } from '../../../../projections/anomalies/story';
import { ProjectAccepted, ProjectClosed, ProjectTerminated } from '../../../../src/domain/project';
import { ContractSigned } from '../../../../src/domain/project-contract';
import { firms, pick, type Act, type Kind, type Telling } from '../telling';

function works(told: Telling, act: Act): void {
  const id = pick(['j1', 'j2'], act.a);
  const stream = `project-${id}`;
  if (!told.knows(stream)) return;
  const on = told.on(act);
  const quantities = (quantityMilli: number) => [{ item: '道路', unit: '公里', quantityMilli }];
  if (!told.contracts.has(`${id}|c1`)) {
    told.contracts.add(`${id}|c1`);
    return void told.say(said(stream, ContractSigned, { contractNumber: 'c1', contractorUscc: pick(firms, act.c), contractorName: '示例公司', amountFen: 3_600_000, quantities: quantities(3_000), startOn: '2017-08-01', endOn: '2017-10-10', occurredOn: on }));
  }
  switch (act.c % 7) {
    case 0: return void told.say(said(stream, ProjectClosed, { occurredOn: on }));
    case 1: return void told.say(said(stream, ProjectTerminated, { reason: '停建', occurredOn: on }));
    default: return void told.say(said(stream, ProjectAccepted, { ...(act.b % 3 > 0 && { quantities: quantities(pick([600, 2_900], act.late)) }), occurredOn: on }));
  }
}

export default { weight: 1, tell: works } satisfies Kind;
