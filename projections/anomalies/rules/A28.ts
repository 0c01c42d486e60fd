/** A28: was a project changed against its plan without an approval, and then paid? */
import { PaymentExecuted, PaymentOrdered } from '../../../src/domain/payment';
import { ProjectChangeApproved, ProjectChanged, ProjectPlanned } from '../../../src/domain/project';
import { ProjectProposed } from '../../../src/domain/project-library';
import { reader, rule, yuan, type Parameter } from '../rule';
import { account, COUNTY, said, VILLAGE, type StoryEvent } from '../story';

const parameters: readonly Parameter[] = [
  { name: 'toleranceBasisPoints', value: 1000, unit: { zh: '万分之', en: 'basis points of the plan' }, basis: 'proposal', readAt: { zh: '变更日', en: 'the day of the change' } },
];
const read = reader('A28', parameters);
const projectId = `split_part(p.subject, '|', 1)`;

const approvals = (change: string): string => `
select ${change}.approved_on as on_day where ${change}.approved_on is not null
union all
select x.approved_on from audit.project_change(p.at) x where x.kind = 'approved' and x.project_id = ${change}.project_id and x.revision = ${change}.revision`;

/** A changed amount is measured against the plan, or the last change of the amount that was approved. */
const query = `
select '' as part, 'project' as subject_kind, v.project_id as subject_id, 'change-' || v.revision as occurrence, case when v.paid_at is null then 'medium' else 'high' end as severity,
  case when v.aspect = 'amount' then abs(v.amount_fen - v.base_fen) else v.whole_fen end as amount_fen, v.region, v.occurred_on as read_on,
  array_remove(array[v.position, v.paid_at], null) as evidence,
  jsonb_build_object('aspect', v.aspect, 'baseFen', v.base_fen, 'amountFen', v.amount_fen, 'changedOn', v.occurred_on, 'paidOn', v.paid_on) as facts
from (
  select c.*, coalesce(j.amount_fen, c.planned_fen) as whole_fen, y.position as paid_at, y.occurred_on as paid_on,
    coalesce((
      select k.amount_fen from audit.project_change(p.at) k
      where k.project_id = c.project_id and k.kind = 'changed' and k.aspect = 'amount' and k.amount_fen is not null and k.revision < c.revision and exists (${approvals('k')})
      order by k.revision desc limit 1), j.amount_fen, c.planned_fen) as base_fen
  from audit.project_change(p.at) c
  left join lateral (select j.amount_fen from audit.project(p.at) j where j.project_id = c.project_id order by j.position limit 1) j on true
  left join lateral (
    select y.position, y.occurred_on from audit.payment(p.at) y
    where y.project_id = c.project_id and y.kind = 'executed' and (y.occurred_on > c.occurred_on or (y.occurred_on = c.occurred_on and y.position > c.position))
    order by y.occurred_on, y.position limit 1
  ) y on true
  where c.project_id = ${projectId} and c.revision = split_part(p.subject, '|', 2)::bigint and c.kind = 'changed'
) v
where not exists (select from (${approvals('v')}) a where a.on_day <= coalesce(v.paid_on, a.on_day))
  and not (v.aspect = 'amount' and v.amount_fen is not null and abs(v.amount_fen - v.base_fen) * 10000 <= v.base_fen * ${read('toleranceBasisPoints', 'v.region', 'v.occurred_on')})`;

const touches = `
select c.project_id || '|' || c.revision, t.position
from (
  select x.project_id, x.position from audit.project_change($2 - 1) x where x.position >= $1
  union all
  select y.project_id, y.position from audit.payment($2 - 1) y where y.position >= $1 and y.project_id is not null
  union all
  select j.project_id, j.position from audit.project($2 - 1) j where j.position >= $1
) t
join audit.project_change($2 - 1) c on c.project_id = t.project_id and c.kind = 'changed'`;

const ASPECTS: Readonly<Record<string, { zh: string; en: string }>> = {
  site: { zh: '实施地点', en: 'site' }, content: { zh: '建设内容', en: 'content' }, amount: { zh: '资金规模', en: 'amount' }, unit: { zh: '实施单位', en: 'implementing unit' }, beneficiaries: { zh: '受益对象', en: 'beneficiaries' },
};

const planned = said('project-j1', ProjectPlanned, {
  region: VILLAGE, name: '村道硬化', programmeId: 'p1', allocationId: 'a1', site: '一组', content: '硬化一公里', unitName: '示例公司', amountFen: 10_000_000, plannedStart: '2018-04-01', plannedEnd: '2018-09-30', occurredOn: '2018-03-01',
});
const changed = (change: Partial<ProjectChanged>): StoryEvent => said('project-j1', ProjectChanged, { aspect: 'amount', amountFen: 12_000_000, reason: '工程量增加', occurredOn: '2018-05-01', ...change });
const approval = { documentNumber: '县扶办〔2018〕3号', office: '县扶贫办', approvedOn: '2018-05-10' };
const paid: StoryEvent[] = [
  said('payment-y1', PaymentOrdered, {
    region: COUNTY, allocationId: 'a1', projectId: 'j1', payeeKind: 'organisation', payeeUscc: '91422801MA0000000A', accountRef: account('firm'), amountFen: 3_000_000, economicClass: '31005', functionCode: '2130505',
    purpose: 'rural-infrastructure', summary: '进度款', occurredOn: '2018-06-01',
  }),
  said('payment-y1', PaymentExecuted, { voucherNumber: 'V1', occurredOn: '2018-06-05' }),
];

export default rule({
  code: 'A28',
  title: { zh: '变更未备案', en: 'Project changed without approval' },
  harm: 'process',
  basis: [{ zh: '财政专项扶贫资金项目管理规定:项目变更须按程序报批(具体条款以地方规定为准,容差为 proposal)', en: 'Rules on managing poverty-relief projects: changes need approval (local text decides; the tolerance is a proposal)' }],
  parameters,
  query,
  touches: [touches],
  sentence: ({ aspect, baseFen, amountFen, changedOn, paidOn }) => {
    const what = ASPECTS[String(aspect)] ?? { zh: String(aspect), en: String(aspect) };
    const amounts = aspect === 'amount' && amountFen !== null ? { zh: `由 ${yuan(Number(baseFen))} 元变为 ${yuan(Number(amountFen))} 元`, en: ` from ${yuan(Number(baseFen))} to ${yuan(Number(amountFen))} yuan` } : { zh: '发生变更', en: '' };
    const payment = paidOn ? { zh: `,并于 ${String(paidOn)} 支付`, en: `, and money was paid on ${String(paidOn)}` } : { zh: '', en: '' };
    return {
      zh: `项目${what.zh}于 ${String(changedOn)} ${amounts.zh},未见批复${payment.zh},待核。`,
      en: `The project's ${what.en} changed${amounts.en} on ${String(changedOn)} without approval on record${payment.en}. To be checked.`,
    };
  },
  innocent: [{ zh: '现场签证,在容差之内', en: 'a field adjustment within tolerance' }, { zh: '批复文件未及时录入', en: 'the approval was not entered in time' }],
  mustAct: { zh: '县级业务主管部门', en: 'county line department' },
  clears: { zh: '录入支付前的批复', en: 'an approval dated before the payment is entered' },
  flagged: [
    { told: 'twenty per cent more, no approval, then paid', events: [planned, changed({}), ...paid], flags: [{ subject: 'project:j1', severity: 'high', amountFen: 2_000_000 }] },
    { told: 'another site, not paid yet', events: [planned, changed({ aspect: 'site', amountFen: undefined, after: '二组' })], flags: [{ subject: 'project:j1', severity: 'medium' }] },
    {
      told: 'approved only after the payment',
      events: [planned, changed({}), ...paid, said('project-j1', ProjectChangeApproved, { changeRevision: 1, approval: { ...approval, approvedOn: '2018-07-01' }, occurredOn: '2018-07-01' })],
      flags: [{ subject: 'project:j1', severity: 'high' }],
    },
  ],
  clean: [
    {
      told: 'proposed for less than was planned: the plan counts',
      events: [
        said('project-j1', ProjectProposed, { region: VILLAGE, name: '村道硬化', projectClass: 'village-infrastructure', site: '一组', content: '硬化一公里', amountFen: 8_000_000, occurredOn: '2018-02-01' }),
        planned, changed({ amountFen: 11_000_000 }), ...paid,
      ],
    },
    { told: 'ten per cent exactly', events: [planned, changed({ amountFen: 11_000_000 }), ...paid] },
    { told: 'approved before the payment', events: [planned, changed({}), said('project-j1', ProjectChangeApproved, { changeRevision: 1, approval, occurredOn: '2018-05-11' }), ...paid] },
  ],
});
