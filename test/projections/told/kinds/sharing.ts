/** A village is paid one list after the other: evenly or not, the same households or others, and some of them change their status. */
import { account, COUNTY, person, programme, said, VILLAGE } from '../../../../projections/anomalies/story';
import { BatchOpened, DisbursementEntered } from '../../../../src/domain/batch';
import { DisbursementReturned, DisbursementSettled } from '../../../../src/domain/batch-results';
import { MemberAdded } from '../../../../src/domain/household';
import { StatusMarked } from '../../../../src/domain/household-status';
import { ProgrammeRevised } from '../../../../src/domain/programme';
import { RuleParameterSet } from '../../../../src/domain/rule';
import { household, type StoryEvent } from '../../../../projections/anomalies/story';
import { pick, type Act, type Kind, type Telling } from '../telling';

/** Four households are a village here: A34 is told so once it is released. */
function fewAreEnough(told: Telling): void {
  if (told.knows('rule-A34') && !told.events.some(({ type, streamId }) => type === 'RuleParameterSet' && streamId === 'rule-A34')) {
    told.say(said('rule-A34', RuleParameterSet, { name: 'households', value: 3, basis: 'proposal', region: COUNTY, effectiveFrom: '2018-01-01', proposalRevision: 1 }));
  }
}

function terms(told: Telling, { a, b, c }: Act): void {
  const first = programme('s1', { targeted: b % 4 === 0 ? undefined : b % 9 > 0, ...(c % 3 === 0 && { standardFen: pick([10_000, 7_000], a) }) });
  if (!told.knows('programme-s1')) told.say(first);
  else told.say(said('programme-s1', ProgrammeRevised, Object.assign({}, first.data as ProgrammeRevised, { reason: '修订', effectiveFrom: pick(['2018-02-01', '2018-04-01'], c) })));
}

function changeHousehold(told: Telling, act: Act): void {
  const id = `v${String(act.b % 12)}`;
  const stream = `household-${id}`;
  if (!told.knows(stream)) told.say(...household(id, id, pick(['2017-05-01', told.today], act.c)));
  else if (act.c % 2 === 0) told.say(said(stream, StatusMarked, { status: pick(['exited', 'returned'] as const, act.c), basis: '动态调整', occurredOn: pick([told.today, '2018-02-15', '2018-03-31'], act.a) }));
  else told.say(said(stream, MemberAdded, { personRef: person(`${id}c`), relation: 'child', cause: 'birth', occurredOn: told.on(act) }));
}

/** Four households from the first or from further on: the lists of neighbouring months often share none. */
function payList(told: Telling, act: Act): void {
  const id = `s${String((told.batches += 1))}`;
  const month = pick(['2018-01', '2018-02', '2018-03', '2018-04'], told.batches + (act.a % 9 === 0 ? act.b : 0));
  const lines: StoryEvent[] = [];
  told.say(said(`batch-${id}`, BatchOpened, {
    region: COUNTY, programmeId: 's1', allocationId: 'a1', benefitFrom: month, benefitTo: month, budgetYear: 2018, declaredCount: 4, declaredTotalFen: 1, bank: '示例银行', occurredOn: told.on(act),
  }));
  for (let n = 0; n < 4; n += 1) {
    const who = `v${String(((act.b % 5 > 0 ? told.batches * 4 : 0) + n) % 12)}`;
    told.say(said(`batch-${id}`, DisbursementEntered, {
      ordinal: n + 1, payeeRef: person(who), accountRef: account(who), ...(act.a % 6 > 0 && { householdId: who }), ...(act.c % 11 > 0 && { region: VILLAGE }), amountFen: act.c % 3 === 0 ? 20_000 + n : 20_000,
    }));
    if ((act.late + n) % 13 > 0) lines.push(said(`batch-${id}`, DisbursementSettled, { ordinal: n + 1, attempt: 1, amountFen: act.c % 3 === 0 ? 20_000 + n : 20_000, resultsId: 'r1', occurredOn: told.on(act) }));
  }
  told.say(...lines);
  if (act.late % 7 === 0) told.say(said(`batch-${id}`, DisbursementReturned, { ordinal: 2, attempt: 1, amountFen: 20_000, resultsId: 'r2', reason: 'F03', occurredOn: told.on(act) }));
}

export default {
  weight: 0,
  tell: (told, act) => {
    fewAreEnough(told);
    if (act.a % 8 === 0 || !told.knows('programme-s1')) terms(told, act);
    if (act.a % 3 === 1) changeHousehold(told, act);
    else payList(told, act);
  },
} satisfies Kind;
