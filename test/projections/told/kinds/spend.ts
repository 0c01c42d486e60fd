/** Whoever was paid says what became of the money; a contract keeps something back. */
import { said } from '../../../../projections/anomalies/story';
import { ContractSigned } from '../../../../src/domain/project-contract';
import { FundsUseReported } from '../../../../src/domain/payment';
import { firms, pick, type Act, type Kind, type Telling } from '../telling';

function spend(told: Telling, act: Act): void {
  const on = told.on(act);
  if (act.c % 6 === 0) {
    return void told.say(said(`project-${pick(['j1', 'j2'], act.a)}`, ContractSigned, {
      contractNumber: `C${String(act.b % 2)}`, contractorUscc: pick(firms, act.b), contractorName: '示例公司', amountFen: 9_000_000, ...(act.b % 3 > 0 && { retentionBasisPoints: pick([300, 5000], act.b) }), startOn: on, endOn: on, occurredOn: on,
    }));
  }
  const payment = pick(told.payments, act.a) as string | undefined;
  if (payment === undefined) return;
  told.say(said(`payment-${payment}`, FundsUseReported, { use: pick(['used', 'held', 'returned', 'passed-on', 'used'] as const, act.b), amountFen: pick([0, 500_000, 900_000, 1_000_000], act.c), occurredOn: on }));
}

export default { weight: 1, tell: spend } satisfies Kind;
