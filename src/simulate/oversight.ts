/** What those who oversee do in a county's year: complaints answered, cases from them concluded by a second person, rectified, recovered and closed, an engagement opened. */
import type { Chance } from './chance';
import { organisationOf, type Population } from './people';
import { addDays, command, type DatedDeed } from './step';

const CASES = 40;

export function oversight(population: Population, chance: Chance): DatedDeed[] {
  const { county } = population;
  return [
    command('2018-09-03', 'auditor', 'OpenEngagement', 'SJ2018-1', {
      region: county, office: '县财政局', title: '2018年扶贫资金专项审计', auditYear: 2018, periodFrom: '2018-01-01', periodUntil: '2018-08-31', noticeOn: '2018-08-29', occurredOn: '2018-09-03',
    }),
    ...Array.from({ length: CASES }, (_, index) => aCase(population, chance.fork(`case ${String(index)}`), index)).flat(),
  ];
}

function aCase({ county, villages }: Population, chance: Chance, index: number): DatedDeed[] {
  const village = chance.pick(villages);
  const number = String(index + 1).padStart(3, '0');
  const on = addDays('2018-05-07', index * 3);
  const confirmed = index % 3 === 0;
  const amountFen = chance.whole(5, 60) * 10_000;
  const conclusion = { conclusion: confirmed ? 'confirmed' : 'refuted', ...(confirmed ? { violation: 'withholding' } : {}), amountFen: confirmed ? amountFen : 0, reasonText: confirmed ? '账、证、人三方核对一致' : '系同名人员,已核实', occurredOn: addDays(on, 30) };
  const id = `AJ2018-${number}`;
  return [
    command(on, 'inspector', 'ReceiveComplaint', `TS2018-${number}`, { region: village.code, channel: index % 2 === 0 ? '12317' : '12388', category: 'payment', matter: '反映补贴未足额到户', occurredOn: on }),
    command(addDays(on, 1), 'inspector', 'OpenCase', id, { region: county, title: `${village.name}补贴发放问题`, origin: 'complaint', subjects: [{ kind: 'region', id: village.code }], flagIds: [], amountFen, occurredOn: addDays(on, 1) }),
    command(addDays(on, 30), 'inspector', 'ProposeConclusion', id, conclusion),
    command(addDays(on, 31), 'auditor', 'ConcludeCase', id, { occurredOn: addDays(on, 31) }),
    ...(confirmed ? putRight(id, number, county, amountFen, addDays(on, 32)) : []),
    command(addDays(on, 70), 'supervisor', 'CloseCase', id, { resultText: confirmed ? '已整改、已追回' : '查否了结', occurredOn: addDays(on, 70) }),
    command(addDays(on, 71), 'inspector', 'AnswerComplaint', `TS2018-${number}`, { outcome: confirmed ? 'substantiated' : 'unsubstantiated', text: '已按程序核实并回复', occurredOn: addDays(on, 71) }),
  ];
}

function putRight(id: string, number: string, county: string, amountFen: number, on: string): DatedDeed[] {
  return [
    command(on, 'inspector', 'AssignResponsibility', id, { chain: 'principal', office: '乡镇人民政府', post: '分管负责人', level: 'township', action: 'admonition', occurredOn: on }),
    command(on, 'inspector', 'AssignResponsibility', id, { chain: 'supervision', office: '乡镇纪委', post: '纪委书记', level: 'township', action: 'talk', occurredOn: on }),
    command(on, 'inspector', 'OrderRectification', id, { rectificationId: `ZG2018-${number}`, region: county, office: '县财政局', what: '补发并完善发放台账', dueOn: addDays(on, 30), occurredOn: on }),
    command(on, 'inspector', 'OrderRecovery', id, { recoveryId: `ZH2018-${number}`, region: county, from: { kind: 'organisation', id: organisationOf('11', county, 500, '示例乡镇人民政府').uscc }, amountFen, decisionNumber: `示纪决〔2018〕${String(Number(number))}号`, returnTo: 'treasury', dueOn: addDays(on, 30), occurredOn: on }),
    command(addDays(on, 20), 'clerk', 'ReceiveRecovery', `ZH2018-${number}`, { amountFen, voucherNumber: `JK2018-${number}`, intoKind: 'treasury', occurredOn: addDays(on, 20) }),
    command(addDays(on, 25), 'clerk', 'ReportRectification', `ZG2018-${number}`, { text: '已补发,台账已完善', evidenceHashes: [number.padStart(64, '0')], occurredOn: addDays(on, 25) }),
    command(addDays(on, 30), 'inspector', 'AcceptRectification', `ZG2018-${number}`, { reason: '资料齐全,抽查属实', occurredOn: addDays(on, 30) }),
  ];
}
