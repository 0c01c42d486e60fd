/** A23: was a project planned, or paid for, before it was admitted to the project library? */
import { ProjectAdmitted, ProjectProposed, ProjectRemoved } from '../../../src/domain/project-library';
import { paidFor, planned } from '../project-story';
import { reader, rule, yuan, type Parameter } from '../rule';
import { said, VILLAGE, type StoryEvent } from '../story';

const parameters: readonly Parameter[] = [
  {
    name: 'libraryFromYear', value: 2018, unit: { zh: '年', en: 'year' }, basis: '《关于完善县级脱贫攻坚项目库建设的指导意见》(国务院扶贫办 2018 年 3 月 8 日):此前没有项目库',
    readAt: { zh: '计划日或支付日', en: 'the day of the plan or payment' },
  },
];
const read = reader('A23', parameters);

/** SQL condition: it stood in the library on a day. Admitted on that day counts; taken out on that day does not count yet. */
const inLibrary = (on: string): string => `exists (
  select from audit.project_library(p.at) a
  where a.project_id = p.subject and a.kind = 'admitted' and a.occurred_on <= ${on}
    and not exists (
      select from audit.project_library(p.at) r
      where r.project_id = p.subject and r.kind = 'removed' and r.occurred_on < ${on} and (r.occurred_on > a.occurred_on or (r.occurred_on = a.occurred_on and r.position > a.position))))`;

const firstAdmission = `left join lateral (
  select a.occurred_on, a.position from audit.project_library(p.at) a where a.project_id = p.subject and a.kind = 'admitted' order by a.occurred_on, a.position limit 1
) f on true`;

const since = (region: string, on: string): string => `extract(year from ${on}) >= ${read('libraryFromYear', region, on)}`;

const plannedFirst = `
select 'a' as part, 'project' as subject_kind, p.subject as subject_id, 'plan' as occurrence, 'high' as severity, j.amount_fen, j.region, j.occurred_on as read_on,
  array_remove(array[j.position, f.position], null) as evidence,
  jsonb_build_object('plannedOn', j.occurred_on, 'plannedFen', j.amount_fen, 'admittedOn', f.occurred_on) as facts
from (select j.* from audit.project(p.at) j where j.project_id = p.subject order by j.position limit 1) j
${firstAdmission}
where not j.emergency and ${since('j.region', 'j.occurred_on')} and not ${inLibrary('j.occurred_on')}`;

/** Where the plan itself came first, part a has spoken; what is paid after it, out of the library or not, follows from the plan. */
const paidFirst = `
select 'b', 'project', p.subject, 'payment-' || y.payment_id, 'high', y.amount_fen, y.region, y.occurred_on, array_remove(array[y.position, f.position], null),
  jsonb_build_object('paidOn', y.occurred_on, 'paidFen', y.amount_fen, 'admittedOn', f.occurred_on)
from audit.payment(p.at) y
${firstAdmission}
where y.project_id = p.subject and y.kind = 'executed' and ${since('y.region', 'y.occurred_on')}
  and not exists (select from audit.payment(p.at) r where r.payment_id = y.payment_id and r.kind = 'reversed')
  and not exists (select from audit.project(p.at) j where j.project_id = p.subject and (j.emergency or j.occurred_on <= y.occurred_on))
  and not ${inLibrary('y.occurred_on')}`;

const touches = `
select j.project_id, j.position from audit.project($2 - 1) j where j.position >= $1
union all
select l.project_id, l.position from audit.project_library($2 - 1) l where l.position >= $1 and l.kind in ('admitted', 'removed')
union all
select y.project_id, y.position from audit.payment($2 - 1) y where y.position >= $1 and y.project_id is not null`;

const proposed = said('project-j1', ProjectProposed, { region: VILLAGE, name: '村道硬化', projectClass: 'village-infrastructure', site: '一组', content: '硬化一公里', amountFen: 10_000_000, occurredOn: '2018-01-10' });
const admitted = (on: string): StoryEvent =>
  said('project-j1', ProjectAdmitted, { libraryVersion: '2018-1', projectClass: 'village-infrastructure', performanceTarget: '通组路硬化一公里', documentNumber: '县扶组〔2018〕1号', office: '县扶贫办', occurredOn: on });
const removed = (on: string): StoryEvent => said('project-j1', ProjectRemoved, { reason: '不具备实施条件', occurredOn: on });

export default rule({
  code: 'A23',
  title: { zh: '项目未入库先安排', en: 'Project arranged before it was in the library' },
  harm: 'process',
  basis: [
    { zh: '《中共中央国务院关于打赢脱贫攻坚战三年行动的指导意见》五(二):建立县级脱贫攻坚项目库', en: 'Guiding opinions on the three-year action against poverty, part 5 (2): a project library in each county' },
    { zh: '《关于完善县级脱贫攻坚项目库建设的指导意见》(国开办发〔2018〕10号):资金从项目库中安排项目', en: 'Guiding opinion on county project libraries (Guokaibanfa [2018] 10): money is arranged for projects of the library' },
    { zh: '《扶贫项目资金绩效管理办法》(国办发〔2018〕35号):无绩效目标不得入库、不得安排预算', en: 'Rules on the performance of poverty-relief project funds (Guobanfa [2018] 35): no target, no library, no budget' },
  ],
  parameters,
  query: [plannedFirst, paidFirst].map((part) => `select * from (${part}\n) part`).join('\nunion all\n'),
  touches: [touches],
  sentence: ({ plannedOn, plannedFen, paidOn, paidFen, admittedOn }, part) => {
    const library = admittedOn ? { zh: `当日不在项目库中(首次入库 ${String(admittedOn)})`, en: `it was not in the library that day; first admitted on ${String(admittedOn)}` } : { zh: '未见入库记录', en: 'no admission to the library is on record' };
    return part === 'a'
      ? { zh: `项目于 ${String(plannedOn)} 列入计划,金额 ${yuan(Number(plannedFen))} 元,${library.zh},待核。`, en: `The project was planned on ${String(plannedOn)} for ${yuan(Number(plannedFen))} yuan; ${library.en}. To be checked.` }
      : { zh: `项目尚无计划,${String(paidOn)} 已支付 ${yuan(Number(paidFen))} 元,${library.zh},待核。`, en: `${yuan(Number(paidFen))} yuan were paid for the project on ${String(paidOn)}, before any plan; ${library.en}. To be checked.` };
  },
  innocent: [{ zh: '应急、救灾项目', en: 'an emergency or disaster project' }, { zh: '2018 年以前的项目迁入', en: 'a project of before 2018 brought over' }],
  mustAct: { zh: '县扶贫办', en: 'county poverty-relief office' },
  clears: { zh: '录入计划日(或支付日)之前的入库记录;属应急项目的,在计划中注明', en: 'an admission dated no later than the plan or payment is entered; or the plan says that it is an emergency' },
  flagged: [
    { told: 'planned without ever having been admitted', events: [planned('j1')], flags: [{ part: 'a', subject: 'project:j1', severity: 'high', amountFen: 10_000_000 }] },
    { told: 'admitted the day after the plan', events: [proposed, planned('j1'), admitted('2018-03-02')], flags: [{ part: 'a', subject: 'project:j1', severity: 'high' }] },
    { told: 'admitted, taken out the day before the plan, then planned', events: [proposed, admitted('2018-02-01'), removed('2018-02-28'), planned('j1')], flags: [{ part: 'a', subject: 'project:j1', severity: 'high' }] },
    {
      told: 'only proposed, and paid for; admitted and planned afterwards', events: [proposed, ...paidFor('j1', 'y1', '2018-02-20', 3_000_000), admitted('2018-02-21'), planned('j1')],
      flags: [{ part: 'b', subject: 'project:j1', severity: 'high', amountFen: 3_000_000 }],
    },
  ],
  clean: [
    { told: 'admitted on the day of the plan; paid for later, when it had left the library', events: [proposed, planned('j1'), admitted('2018-03-01'), removed('2018-10-01'), ...paidFor('j1', 'y1', '2018-10-20', 3_000_000)] },
    { told: 'taken out on the day of the plan', events: [proposed, admitted('2018-02-01'), planned('j1'), removed('2018-03-01')] },
    { told: 'taken out and admitted again before the plan, entered late', events: [proposed, admitted('2018-01-15'), removed('2018-01-20'), planned('j1'), admitted('2018-02-20')] },
    { told: 'an emergency: paid for at once, planned afterwards', events: [proposed, ...paidFor('j1', 'y1', '2018-02-20', 3_000_000), planned('j1', { emergency: true })] },
    { told: 'planned on the last day before there were libraries, and brought over', events: [planned('j1', { occurredOn: '2017-12-31', campaign: 'takeover-2018' })] },
    { told: 'the payment came back', events: [proposed, ...paidFor('j1', 'y1', '2018-02-20', 3_000_000), { streamId: 'payment-y1', type: 'PaymentReversed', data: { reason: '退回', occurredOn: '2018-02-22' } }] },
  ],
});
