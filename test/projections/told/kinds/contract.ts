/** A contract of a project is signed, and runs its course. */
import { said } from '../../../../projections/anomalies/story';
import { ContractAmended, ContractSigned, InvoiceReceived, ProgressReported, RetentionReleased } from '../../../../src/domain/project-contract';
import { firms, pick, type Act, type Kind, type Telling } from '../telling';

const amounts = [3_600_000, 7_000_000, 350_000_000, 390_000_000, 420_000_000];

function contract(told: Telling, act: Act): void {
  const id = pick(['j1', 'j2'], act.a);
  const stream = `project-${id}`;
  if (!told.knows(stream)) return;
  const on = told.on(act);
  const contractNumber = pick(['c1', 'c2'], act.b);
  const amountFen = pick(amounts, act.c + act.a);
  if (!told.contracts.has(`${id}|${contractNumber}`)) {
    told.contracts.add(`${id}|${contractNumber}`);
    return void told.say(said(stream, ContractSigned, {
      contractNumber, contractorUscc: pick(firms, act.c), contractorName: '示例公司', amountFen, ...(act.c % 4 === 0 && { advanceBasisPoints: 3_000 }), ...(act.c % 3 === 0 && { retentionBasisPoints: 1_000 }),
      ...(act.c % 5 === 0 && { tenderNumber: 't1' }), startOn: on, endOn: on, occurredOn: on,
    }));
  }
  switch (act.c % 6) {
    case 0: return void told.say(said(stream, ContractAmended, { contractNumber, ...(act.late % 2 === 0 ? { amountFen } : { retentionBasisPoints: 0 }), reason: '调整', occurredOn: on }));
    case 1: return void told.say(said(stream, RetentionReleased, { contractNumber, amountFen: 100_000, occurredOn: on }));
    case 2: return void told.say(said(stream, InvoiceReceived, { ...(act.late % 2 === 0 && { contractNumber }), invoiceNumber: `F${String(act.late % 5)}`, sellerUscc: pick(firms, act.a), amountFen: pick(amounts, act.late), occurredOn: on }));
    default: return void told.say(said(stream, ProgressReported, { ...(act.late % 3 > 0 && { contractNumber }), basisPoints: pick([1_000, 4_000, 9_000], act.late), occurredOn: on }));
  }
}

export default { weight: 2, tell: contract } satisfies Kind;
