/** A31: is more paid on a contract than it is worth, than may be paid before acceptance or than the works have come to, or its retention given back too soon? */
import { ContractAmended, ProgressReported, RetentionReleased, type ContractSigned } from '../../../src/domain/project-contract';
import { contractTouches, paidOn, signedContract, termSql } from '../contracts';
import { accepted, FIRM, OTHER_FIRM, paidFor, planned, signed } from '../project-story';
import { reader, rule, yuan, type Parameter } from '../rule';
import { said, type StoryEvent } from '../story';

const readAt = { zh: '支付日', en: 'the day of the payment' };
const ofAmount = { zh: '万分之', en: 'basis points of the contract' };
const RETENTION_BASIS = '《建设工程质量保证金管理办法》(建质〔2017〕138号)';
const parameters: readonly Parameter[] = [
  { name: 'retentionBasisPoints', value: 300, unit: ofAmount, basis: `${RETENTION_BASIS}第七条:保证金总预留比例不得高于工程价款结算总额的 3%;合同未约定时适用`, readAt },
  { name: 'gapBasisPoints', value: 2000, unit: ofAmount, basis: 'proposal', readAt },
  { name: 'retentionDays', value: 365, unit: { zh: '日', en: 'days' }, basis: `${RETENTION_BASIS}第二条:缺陷责任期一般为一年;一年为 proposal`, readAt: { zh: '验收日', en: 'the day of acceptance' } },
  { name: 'highFromFen', value: 10_000_000, unit: { zh: '分', en: 'fen' }, basis: 'proposal;两高 2016-04-18 解释的十万元', readAt },
];
const read = reader('A31', parameters);
const step = (fen: string, region: string, on: string): string => `case when ${fen} >= ${read('highFromFen', region, on)} then 'high' else 'medium' end`;

/** Reports on the contract, or on the project as a whole where none is on the contract. */
const reports = `
select r.* from audit.progress(p.at) r
where r.project_id = y.project_id and (r.contract_number = y.number or (r.contract_number is null and not exists (
  select from audit.progress(p.at) o where o.project_id = y.project_id and o.contract_number = y.number)))`;

/** Each payment with what had been paid up to it, and the terms of its day. */
const payments = `
with signed as materialized (${signedContract()}
), acceptance as materialized (
  select a.occurred_on, a.position from audit.acceptance(p.at) a where a.project_id = split_part(p.subject, '|', 1) order by a.occurred_on, a.position limit 1
), paid as materialized (
  select y.*, y.whole_fen * (10000 - y.retention) / 10000 as ceiling_fen, y.so_far_fen - y.amount_fen as before_fen, d.occurred_on is not null as was_accepted
  from (
    select y.payment_id, y.position, y.occurred_on, y.amount_fen, y.progress_basis_points, c.project_id, c.contract_number as number, c.region, c.position as signed_at, c.advance_basis_points,
      (sum(y.amount_fen) over (order by y.occurred_on, y.position))::bigint as so_far_fen, ${termSql('amount_fen', 'c', 'y.occurred_on')} as whole_fen,
      coalesce(${termSql('retention_basis_points', 'c', 'y.occurred_on')}, ${read('retentionBasisPoints', 'c.region', 'y.occurred_on')}) as retention
    from signed c cross join lateral (${paidOn('c')}) y
  ) y
  left join acceptance d on d.occurred_on <= y.occurred_on
)`;

const sums = `'number', y.number, 'paidFen', y.so_far_fen, 'contractFen', y.whole_fen, 'paidOn', y.occurred_on`;
const flagOf = (part: string, severity: string, fen: string, more: string): string => `
select '${part}' as part, 'project' as subject_kind, y.project_id as subject_id, y.number || '|' || y.payment_id as occurrence, ${severity} as severity, ${fen} as amount_fen, y.region, y.occurred_on as read_on,
  array[y.signed_at, y.position] as evidence, jsonb_build_object(${sums}${more}) as facts`;

const overContract = `${flagOf('a', `'high'`, 'least(y.amount_fen, y.so_far_fen - y.whole_fen)', '')}
from paid y where y.so_far_fen > y.whole_fen`;

/** What lies above the contract itself is part a's. */
const overCeiling = `
${flagOf('b', step('y.over_fen', 'y.region', 'y.occurred_on'), 'y.over_fen', `, 'ceilingFen', y.ceiling_fen, 'acceptedOn', y.accepted_on`)}
from (
  select y.*, least(y.so_far_fen, y.whole_fen) - greatest(y.before_fen, y.ceiling_fen) as over_fen, (select d.occurred_on from acceptance d) as accepted_on from paid y where not y.was_accepted
) y where y.over_fen > 0`;

/** Paid for, or claimed by the payee, beyond what the works were reported to be; an advance agreed on needs no works. */
const aheadOfWorks = `
${flagOf('c', `case when not y.told then null else ${step('y.over_fen', 'y.region', 'y.occurred_on')} end`, 'y.over_fen', `, 'paidBasisPoints', y.reached, 'reportedBasisPoints', y.reported, 'advanceBasisPoints', y.advance_basis_points`)}
from (
  select y.*, least(y.amount_fen, y.whole_fen * (y.reached - y.justified) / 10000) as over_fen
  from (
    select y.*, greatest(least(10000, y.so_far_fen * 10000 / nullif(y.whole_fen, 0)), coalesce(y.progress_basis_points, 0)) as reached, coalesce(r.basis_points, 0) as reported,
      greatest(coalesce(r.basis_points, 0), coalesce(y.advance_basis_points, 0)) as justified, exists (${reports}) as told
    from paid y
    left join lateral (select r.basis_points from (${reports}) r where r.occurred_on <= y.occurred_on order by r.occurred_on desc, r.position desc limit 1) r on true
    where not y.was_accepted
  ) y
) y where y.reached - y.justified > ${read('gapBasisPoints', 'y.region', 'y.occurred_on')}`;

const released = `
select 'd', 'project', v.project_id, v.number || '|' || v.occurred_on, ${step('v.amount_fen', 'v.region', 'v.occurred_on')}, v.amount_fen, v.region, coalesce(v.accepted_on, v.occurred_on),
  array_remove(v.evidence || v.accepted_at, null), jsonb_build_object('number', v.number, 'releasedFen', v.amount_fen, 'releasedOn', v.occurred_on, 'acceptedOn', v.accepted_on, 'dueOn', v.due_on)
from (
  select c.project_id, c.contract_number as number, c.region, r.occurred_on, sum(r.amount_fen)::bigint as amount_fen, array_agg(r.position order by r.position) as evidence,
    d.occurred_on as accepted_on, d.position as accepted_at, d.occurred_on + (${read('retentionDays', 'c.region', 'd.occurred_on')})::integer as due_on
  from signed c
  join audit.retention(p.at) r on r.project_id = c.project_id and r.contract_number = c.contract_number
  left join acceptance d on true
  group by c.project_id, c.contract_number, c.region, r.occurred_on, d.occurred_on, d.position
) v where v.due_on is null or v.occurred_on < v.due_on`;

const terms = (more: Partial<ContractSigned> = {}): StoryEvent[] => [planned('j1', { amountFen: 200_000_000 }), signed('j1', { amountFen: 100_000_000, ...more })];
const worked = (on: string, basisPoints: number, contractNumber?: string): StoryEvent => said('project-j1', ProgressReported, { basisPoints, ...(contractNumber !== undefined && { contractNumber }), occurredOn: on });
const amended = (on: string, amendment: Partial<ContractAmended>): StoryEvent => said('project-j1', ContractAmended, { contractNumber: 'HT-1', reason: '工程量增加', occurredOn: on, ...amendment });
const gaveBack = (on: string, amountFen: number): StoryEvent => said('project-j1', RetentionReleased, { contractNumber: 'HT-1', amountFen, occurredOn: on });
const paid = (id: string, on: string, amountFen: number, order = {}): StoryEvent[] => paidFor('j1', id, on, amountFen, { contractNumber: 'HT-1', ...order });
const done = worked('2018-08-01', 10_000);

export default rule({
  code: 'A31',
  title: { zh: '进度款异常', en: 'Payments out of step with the works' },
  harm: 'process',
  basis: [
    { zh: '《预算法实施条例》第五十七条:按照进度支付', en: 'Regulation on the budget law, article 57: pay by progress' },
    { zh: '《建设工程价款结算暂行办法》(财建〔2004〕369号)第十二条、第十三条:预付款与进度款', en: 'Provisional rules on settling works (Caijian [2004] 369), articles 12 and 13: advances and progress payments' },
    { zh: `${RETENTION_BASIS}第二条、第七条`, en: 'Rules on quality retention of works (Jianzhi [2017] 138), articles 2 and 7' },
  ],
  parameters,
  query: `select * from (${payments}\n${[overContract, overCeiling, aheadOfWorks, released].join('\nunion all\n')}\n) v`,
  touches: [contractTouches(['contract', 'payment', 'progress', 'acceptance', 'retention'])],
  sentence: (said, part) => {
    const [number, on] = [String(said['number']), String(said['paidOn'])];
    const [sum, whole] = [yuan(Number(said['paidFen'])), yuan(Number(said['contractFen']))];
    const points = (value: unknown): string => String(Number(value ?? 0) / 100);
    switch (part) {
      case 'a':
        return { zh: `合同 ${number} 至 ${on} 累计支付 ${sum} 元,超过合同金额 ${whole} 元,待核。`, en: `By ${on}, ${sum} yuan had been paid on contract ${number}, more than its ${whole} yuan. To be checked.` };
      case 'b':
        return {
          zh: `合同 ${number} 至 ${on} 验收前累计支付 ${sum} 元,超过扣除质保金后的 ${yuan(Number(said['ceilingFen']))} 元,待核。`,
          en: `By ${on}, before acceptance, ${sum} yuan had been paid on contract ${number}; less its retention it allows ${yuan(Number(said['ceilingFen']))} yuan. To be checked.`,
        };
      case 'c':
        return {
          zh: `合同 ${number} 至 ${on} 支付(或申报)进度 ${points(said['paidBasisPoints'])}%,报告进度 ${points(said['reportedBasisPoints'])}%,合同预付款 ${points(said['advanceBasisPoints'])}%,待核。`,
          en: `By ${on}, ${points(said['paidBasisPoints'])}% of contract ${number} were paid for or claimed, ${points(said['reportedBasisPoints'])}% reported done; its advance is ${points(said['advanceBasisPoints'])}%. To be checked.`,
        };
      default: {
        const when = said['acceptedOn'] ? { zh: `,验收于 ${String(said['acceptedOn'])},应不早于 ${String(said['dueOn'])}`, en: `; accepted on ${String(said['acceptedOn'])}, it is due no earlier than ${String(said['dueOn'])}` } : { zh: ',未见验收记录', en: '; no acceptance is on record' };
        return {
          zh: `合同 ${number} 的质保金 ${yuan(Number(said['releasedFen']))} 元于 ${String(said['releasedOn'])} 退还${when.zh},待核。`,
          en: `Retention of ${yuan(Number(said['releasedFen']))} yuan on contract ${number} was given back on ${String(said['releasedOn'])}${when.en}. To be checked.`,
        };
      }
    }
  },
  innocent: [{ zh: '合同约定的预付款', en: 'an advance the contract provides for' }, { zh: '补充协议、进度报告或验收未及时录入', en: 'an amendment, a report or the acceptance was entered late' }],
  mustAct: { zh: '业主单位、财政部门', en: 'the implementing unit and the finance office' },
  clears: { zh: '录入支付前的补充协议、进度报告或验收,或款项退回', en: 'an amendment, report or acceptance dated before the payment is entered, or the money comes back' },
  flagged: [
    {
      told: 'more than the contract, after acceptance; a later amendment does not mend it',
      events: [...terms(), done, accepted('j1', '2018-09-01'), ...paid('y1', '2018-09-10', 100_000_000), ...paid('y2', '2018-09-20', 500_000), amended('2018-09-21', { amountFen: 110_000_000 })],
      flags: [{ part: 'a', subject: 'project:j1', severity: 'high', amountFen: 500_000 }],
    },
    {
      told: 'a payment that names no contract goes to its contractor all the same',
      events: [...terms(), done, accepted('j1', '2018-09-01'), ...paid('y1', '2018-09-10', 100_000_000), ...paidFor('j1', 'y2', '2018-09-20', 300_000)],
      flags: [{ part: 'a', subject: 'project:j1', severity: 'high', amountFen: 300_000 }],
    },
    { told: 'one fen more than 97 % the day before acceptance', events: [...terms(), done, ...paid('y1', '2018-08-31', 97_000_001), accepted('j1', '2018-09-01')], flags: [{ part: 'b', subject: 'project:j1', severity: 'medium', amountFen: 1 }] },
    { told: 'the retention is a tenth, and none was kept', events: [...terms({ retentionBasisPoints: 1_000 }), done, ...paid('y1', '2018-08-31', 100_000_000)], flags: [{ part: 'b', subject: 'project:j1', severity: 'high', amountFen: 10_000_000 }] },
    { told: 'a fifth and a hundredth of a point ahead of the works', events: [...terms(), worked('2018-05-01', 1_000), ...paid('y1', '2018-05-10', 30_010_000)], flags: [{ part: 'c', subject: 'project:j1', severity: 'high', amountFen: 20_010_000 }] },
    {
      told: 'the payee claims more than was reported',
      events: [...terms({ amountFen: 10_000_000 }), worked('2018-05-01', 5_000), ...paid('y1', '2018-05-10', 4_000_000, { progressBasisPoints: 9_000 })], flags: [{ part: 'c', subject: 'project:j1', severity: 'medium', amountFen: 4_000_000 }],
    },
    {
      told: 'retention is given back on the last day but one of the year, some of it before any acceptance',
      events: [...terms(), gaveBack('2018-08-30', 10_000_000), accepted('j1', '2018-09-01'), gaveBack('2019-08-31', 3_000_000)],
      flags: [{ part: 'd', subject: 'project:j1', severity: 'high', amountFen: 10_000_000 }, { part: 'd', subject: 'project:j1', severity: 'medium' }],
    },
  ],
  clean: [
    { told: '97 % before acceptance, the rest on the day of it', events: [...terms(), done, ...paid('y1', '2018-08-20', 97_000_000), accepted('j1', '2018-09-01'), ...paid('y2', '2018-09-01', 3_000_000)] },
    { told: 'an amendment of before the payment, entered late', events: [...terms(), done, accepted('j1', '2018-09-01'), ...paid('y1', '2018-09-20', 110_000_000), amended('2018-09-20', { amountFen: 110_000_000 })] },
    { told: 'an amendment gave up the retention', events: [...terms({ retentionBasisPoints: 1_000 }), done, amended('2018-08-01', { retentionBasisPoints: 0 }), ...paid('y1', '2018-08-31', 100_000_000)] },
    { told: 'an advance clause of 30 %', events: [...terms({ advanceBasisPoints: 3_000 }), worked('2018-04-01', 0), ...paid('y1', '2018-04-01', 30_000_000)] },
    { told: 'twenty points ahead exactly; the report on the contract counts, not that on the whole', events: [...terms(), worked('2018-05-01', 1_000, 'HT-1'), worked('2018-05-02', 0), ...paid('y1', '2018-05-10', 30_000_000)] },
    { told: 'nothing was ever reported: undecided, not silent', events: [...terms(), ...paid('y1', '2018-05-10', 30_000_000)] },
    { told: 'the second payment came back', events: [...terms(), done, accepted('j1', '2018-09-01'), ...paid('y1', '2018-09-10', 100_000_000), ...paid('y2', '2018-09-20', 500_000), { streamId: 'payment-y2', type: 'PaymentReversed', data: { reason: '重复支付', occurredOn: '2018-09-22' } }] },
    { told: 'another firm is paid for the project, or the contractor has two contracts and the payment names none', events: [...terms(), ...paidFor('j1', 'y1', '2018-05-10', 100_000_001, { payeeUscc: OTHER_FIRM }), signed('j1', { contractNumber: 'HT-2', contractorUscc: FIRM }), ...paidFor('j1', 'y2', '2018-05-11', 100_000_001)] },
    { told: 'retention is given back a year after acceptance, to the day', events: [...terms(), accepted('j1', '2018-09-01'), gaveBack('2019-09-01', 3_000_000)] },
  ],
});
