/** A42: is something wrong with the record itself: acts dated long before they were told, attempts on the service, money split that was never there, banks that contradict themselves? */
import { AllocationSplit } from '../../../src/domain/allocation';
import { AllocationReclaimed, IntegratedFundsReceived, ReclaimedFundsReceived } from '../../../src/domain/allocation-transfer';
import { DisputeResolved, ResultDisputed } from '../../../src/domain/batch-disputes';
import { MemberDied } from '../../../src/domain/household';
import { IncidentRecorded } from '../../../src/domain/incident';
import { RegisterRowsEntered } from '../../../src/domain/register';
import { RuleReleased } from '../../../src/domain/rule';
import { historySql, lastDaySql } from '../ledger-day';
import { reader, rule, yuan, type Parameter } from '../rule';
import { allocation, approved, COUNTY, dayEnded, paidBatch, person, posted, programme, resultsOf, said, type StoryEvent } from '../story';

const parameters: readonly Parameter[] = [
  { name: 'backDatedDays', value: 30, unit: { zh: '台账日', en: 'ledger days' }, basis: 'proposal', readAt: { zh: '所称业务日期', en: 'the day the act gives' } },
];
const read = reader('A42', parameters);

/** Money, approvals and withdrawals; postings only while no rule on false disclosure (A25) judges them. Registers and life events come late by nature and are no acts. */
const judgedHere = (at: string): string => `(a.kind in ('money', 'approval', 'withdrawal') or (a.kind = 'posting' and not exists (select from audit.rule_release(${at}) r where r.rule = 'A25')))`;

const backDated = `
select 'a' as part, v.subject_kind, v.subject_id, 'act-' || v.revision as occurrence, 'critical' as severity, v.amount_fen, v.region, v.occurred_on as read_on, array[v.position] as evidence,
  jsonb_build_object('type', v.type, 'occurredOn', v.occurred_on, 'ledgerDay', v.ledger_day, 'days', v.ledger_day - v.occurred_on) as facts
from (
  select a.*, ${lastDaySql('a.position')} + 1 as ledger_day, f.first_at
  from audit.act(p.at) a
  cross join lateral (select min(o.position) as first_at from audit.act(p.at) o where o.stream_id = a.stream_id) f
  where left(p.subject, 4) = 'act|' and a.position = substr(p.subject, 5)::bigint and ${judgedHere('p.at')}
) v
where v.ledger_day - v.occurred_on > greatest(${read('backDatedDays', 'v.region', 'v.occurred_on')}, 0) and not ${historySql('v.campaign', 'v.first_at', 'v.occurred_on')}`;

const KINDS = ['allocation', 'batch', 'household', 'loan', 'payment', 'programme', 'project', 'roster'].map((kind) => `'${kind}'`).join(', ');
const incident = `
select 'b' as part, case when v.known then split_part(v.about_stream, '-', 1) else 'region' end as subject_kind,
  case when v.known then substr(v.about_stream, position('-' in v.about_stream) + 1) else coalesce(nullif(v.region, ''), '00') end as subject_id, 'incident-' || v.incident_id as occurrence,
  'critical' as severity, null::bigint as amount_fen, v.region, v.occurred_on as read_on, array_remove(array[v.first_position, v.position], null) as evidence,
  jsonb_build_object('kind', v.kind, 'command', v.command, 'on', v.occurred_on) as facts
from (
  select i.*, coalesce(split_part(i.about_stream, '-', 1) in (${KINDS}), false) as known from audit.incident(p.at) i where left(p.subject, 9) = 'incident|' and i.incident_id = substr(p.subject, 10)
) v`;

const CAME = ['AllocationAdjusted', 'SplitWithdrawn', 'ReclaimedFundsReceived', 'IntegratedFundsReceived', 'CarriedFundsReceived'];
const WENT = ['AllocationSplit', 'AllocationReclaimed', 'FundsIntegrated', 'CarriedOver'];
const listed = (types: readonly string[]): string => types.map((type) => `'${type}'`).join(', ');

const overDrawn = `
select 'c' as part, 'allocation' as subject_kind, v.allocation_id as subject_id, 'split' as occurrence, 'critical' as severity, v.gone_fen - v.come_fen as amount_fen, v.region, v.occurred_on as read_on,
  v.evidence, jsonb_build_object('comeFen', v.come_fen, 'goneFen', v.gone_fen) as facts
from (
  select o.allocation_id, o.region, o.occurred_on, o.amount_fen + coalesce(sum(a.amount_fen) filter (where a.type in (${listed(CAME)})), 0)::bigint as come_fen,
    coalesce(sum(a.amount_fen) filter (where a.type in (${listed(WENT)})), 0)::bigint as gone_fen, array_agg(a.position order by a.position) || o.position as evidence
  from (select o.* from audit.allocation(p.at) o where left(p.subject, 11) = 'allocation|' and o.allocation_id = substr(p.subject, 12) order by o.position limit 1) o
  join audit.act(p.at) a on a.stream_id = 'allocation-' || o.allocation_id and a.type in (${listed([...CAME, ...WENT])})
  group by o.allocation_id, o.region, o.occurred_on, o.amount_fen, o.position
) v
where v.gone_fen > v.come_fen`;

/** One flag for all that one results file says against the ledger and nobody has resolved. */
const disputed = `
select 'd' as part, 'batch' as subject_kind, x.batch_id as subject_id, 'results-' || x.results_id as occurrence, 'high' as severity, sum(coalesce(x.stated_amount_fen, x.amount_fen))::bigint as amount_fen,
  min(x.region) as region, max(x.occurred_on) as read_on, array_agg(x.position order by x.position) as evidence,
  jsonb_build_object('rows', count(*), 'kinds', jsonb_agg(distinct x.kind order by x.kind), 'resultsId', x.results_id) as facts
from audit.result_dispute(p.at) x
where left(p.subject, 8) = 'results|' and x.batch_id = split_part(p.subject, '|', 2) and x.results_id = split_part(p.subject, '|', 3)
  and not exists (select from audit.dispute_resolution(p.at) s where s.batch_id = x.batch_id and s.dispute_revision = x.revision)
group by x.batch_id, x.results_id`;

/** An act dated on the ledger day itself is told in time: most are. */
const actTouches = `
select 'act|' || a.position, a.position from audit.act($2 - 1) a
where a.position >= $1 and a.kind <> 'step' and a.occurred_on <= ${lastDaySql('a.position')}
union all
select 'act|' || a.position, r.position from audit.rule_release($2 - 1) r
cross join lateral (select a.position from audit.act(r.position) a where a.kind = 'posting' offset 0) a
where r.position >= $1 and r.rule = 'A25'
union all
select 'allocation|' || a.subject_id, a.position from audit.act($2 - 1) a
where a.position >= $1 and a.type in (${listed(['AllocationIssued', 'AllocationReceived', 'CarriedAllocationOpened', ...CAME, ...WENT])})`;

const otherTouches = `
select 'incident|' || i.incident_id, i.position from audit.incident($2 - 1) i where i.position >= $1
union all
select 'results|' || x.batch_id || '|' || x.results_id, x.position from audit.result_dispute($2 - 1) x where x.position >= $1
union all
select 'results|' || x.batch_id || '|' || x.results_id, s.position
from audit.dispute_resolution($2 - 1) s
join audit.result_dispute($2 - 1) x on x.batch_id = s.batch_id and x.revision = s.dispute_revision
where s.position >= $1`;

const ACTS: Readonly<Record<string, { zh: string; en: string }>> = {
  AllocationIssued: { zh: '下达指标', en: 'an allocation was issued' }, AllocationReceived: { zh: '接收指标', en: 'an allocation was received' }, AllocationSplit: { zh: '分解指标', en: 'an allocation was split' },
  SplitWithdrawn: { zh: '撤销分解', en: 'a split was withdrawn' }, AllocationAdjusted: { zh: '调整指标', en: 'an allocation was adjusted' }, AllocationReclaimed: { zh: '收回指标', en: 'an allocation was reclaimed' },
  ReclaimedFundsReceived: { zh: '收回资金到账', en: 'reclaimed money was received' }, FundsIntegrated: { zh: '统筹整合转出', en: 'money was integrated' }, IntegratedFundsReceived: { zh: '统筹整合转入', en: 'integrated money was received' },
  CarriedOver: { zh: '结转结余转出', en: 'money was carried over' }, CarriedFundsReceived: { zh: '结转资金转入', en: 'carried money was received' }, CarriedAllocationOpened: { zh: '结转开立指标', en: 'an allocation was opened with carried money' },
  UsePlanApproved: { zh: '批复用款计划', en: 'a use plan was approved' }, ResultsReceived: { zh: '银行回盘', en: 'the bank’s results' },
  DisbursementReversed: { zh: '冲正', en: 'a line was reversed' }, FailedFundsRepaid: { zh: '退票资金缴库', en: 'returned money was brought back' }, PaymentExecuted: { zh: '支付', en: 'a payment was executed' },
  PaymentReversed: { zh: '支付冲销', en: 'a payment was reversed' }, RetentionReleased: { zh: '质保金退付', en: 'retention was released' },
  InterestSubsidyPaid: { zh: '贷款贴息', en: 'interest was subsidised' }, RiskCompensationPaid: { zh: '风险补偿', en: 'a bank was compensated' }, ProjectAdmitted: { zh: '项目入库', en: 'a project was admitted to the library' },
  BatchApproved: { zh: '批次审批', en: 'a batch was approved' }, PaymentApproved: { zh: '支付审批', en: 'a payment was approved' },
  RosterSealed: { zh: '花名册封存', en: 'a roster was sealed' }, ProjectChangeApproved: { zh: '项目变更批复', en: 'a change of a project was approved' }, DisclosurePosted: { zh: '公开', en: 'a disclosure' },
  RosterPosted: { zh: '花名册张榜', en: 'a roster was posted' }, DisclosureWithdrawn: { zh: '撤下公示', en: 'a disclosure was taken down' },
  PremiumPaidOnBehalf: { zh: '代缴保费', en: 'a premium paid on behalf' }, MedicalGuaranteePaid: { zh: '医疗兜底支付', en: 'a medical guarantee was paid' }, AllowanceGranted: { zh: '待遇审批', en: 'an allowance was granted' },
  RecoveryReceived: { zh: '追回资金入库', en: 'recovered money came in' }, CaseConcluded: { zh: '案件结论审定', en: 'a case was concluded' }, RectificationAccepted: { zh: '整改验收', en: 'a rectification was accepted' },
};
const INCIDENTS: Readonly<Record<string, { zh: string; en: string }>> = {
  'key-conflict': { zh: '同一幂等键被用于另一请求', en: 'a used idempotency key carried another request' }, fencing: { zh: '已被替换的写入者仍要写入', en: 'a writer that had been replaced wanted to write' },
  'scrub-failed': { zh: '存储内容与原记录不符', en: 'stored bytes are not what was recorded' },
};
const DISPUTES: Readonly<Record<string, { zh: string; en: string }>> = {
  'line-unknown': { zh: '无此明细', en: 'unknown lines' }, 'line-ambiguous': { zh: '对应多条明细', en: 'rows that fit several lines' }, 'line-twice': { zh: '同一明细出现多次', en: 'a line told twice' },
  'account-differs': { zh: '账号不符', en: 'other accounts' }, 'row-unreadable': { zh: '无法读取', en: 'unreadable rows' }, 'amount-differs': { zh: '金额不符', en: 'other amounts' },
  'attempt-unknown': { zh: '无此次发放', en: 'unknown attempts' }, 'second-result': { zh: '前后结果矛盾', en: 'a second, different result' }, 'money-released': { zh: '资金已退回指标仍称到账', en: 'money paid that had been released' },
  'count-differs': { zh: '笔数不符', en: 'another count' }, 'total-differs': { zh: '合计不符', en: 'another total' }, 'rejected-after-results': { zh: '已回盘又整批拒收', en: 'a rejection after results' },
};

const incidentOf = (kind: IncidentRecorded['kind']): StoryEvent =>
  said(`incident-${kind}`, IncidentRecorded, { kind, attempted: '同一幂等键用于另一请求', command: 'ApproveBatch', aboutStreamId: 'batch-b1', byActor: 'checker', byOffice: 'finance-422899', region: COUNTY, occurredOn: '2018-05-11' });
const dispute = (kind: ResultDisputed['kind'], ordinal: number): StoryEvent =>
  said('batch-b1', ResultDisputed, { resultsId: 'r2', kind, ordinal, outcome: 'settled', statedAmountFen: 30_000, occurredOn: '2018-05-12' });
const rulingOnFalsePostings: StoryEvent = said('rule-A25', RuleReleased, {
  code: 'A25', version: 1, titleZh: '公示造假', titleEn: 'False disclosure', harm: 'disclosure-lapse', sql: 'select 1', touches: 'select 2', textHash: 'a'.repeat(64), parameters: [],
});
const splitOff = (splitId: string, amountFen: number): StoryEvent =>
  said('allocation-a1', AllocationSplit, { splitId, toAllocationId: `a-${splitId}`, toRegion: COUNTY, documentNumber: '鄂财农〔2018〕2号', amountFen, occurredOn: '2018-03-02' });
const pooledIn = (amountFen: number): StoryEvent => said('allocation-a1', IntegratedFundsReceived, {
  fromAllocationId: 'a9', integrationId: 'i1', amountFen, originSource: 'central', originProgrammeId: 'p9', originFunctionCode: '2130505', useProgrammeId: 'p1', planNumber: '方案1', planVersion: 1, integratedAt: 0, occurredOn: '2018-03-01',
});
const june = [dayEnded('2018-06-14'), dayEnded('2018-06-15')];

export default rule({
  code: 'A42',
  title: { zh: '数据完整性', en: 'Integrity of the record' },
  harm: 'integrity',
  basis: [
    { zh: '《审计法》(2021)第三十四条、第三十八条:电子数据须真实、完整,不得篡改、隐匿', en: 'Audit law (2021), articles 34 and 38: electronic data are to be true and complete, not altered or hidden' },
    { zh: '《社会救助暂行办法》第六十六条第五项;回溯天数为 proposal', en: 'Interim measures for social assistance, article 66 (5); the days are a proposal' },
  ],
  parameters,
  query: [backDated, incident, overDrawn, disputed].map((part) => `select * from (${part}\n) part`).join('\nunion all\n'),
  touches: [actTouches, otherTouches],
  indexes: [{ table: 'act', columns: 'kind, position' }],
  sentence: (facts, part) => {
    switch (part) {
      case 'a': {
        const act = ACTS[String(facts['type'])] ?? { zh: String(facts['type']), en: String(facts['type']) };
        return {
          zh: `“${act.zh}”所称日期为 ${String(facts['occurredOn'])},至台账日 ${String(facts['ledgerDay'])} 才录入,晚 ${String(facts['days'])} 日,且不属于迁移数据,待核。`,
          en: `${act.en.charAt(0).toUpperCase()}${act.en.slice(1)}, dated ${String(facts['occurredOn'])} but told on ledger day ${String(facts['ledgerDay'])}, ${String(facts['days'])} days later, and no campaign brought it over. To be checked.`,
        };
      }
      case 'b': {
        const what = INCIDENTS[String(facts['kind'])] ?? { zh: String(facts['kind']), en: String(facts['kind']) };
        const command = facts['command'] ? `(${String(facts['command'])})` : '';
        return { zh: `安全事件:${what.zh}${command},待核。`, en: `Incident: ${what.en}${command === '' ? '' : ` ${command}`}. To be checked.` };
      }
      case 'c':
        return {
          zh: `指标共 ${yuan(Number(facts['comeFen']))} 元,分解和收回合计 ${yuan(Number(facts['goneFen']))} 元,超出来源,待核。`,
          en: `${yuan(Number(facts['goneFen']))} yuan was split off or reclaimed from an allocation of ${yuan(Number(facts['comeFen']))} yuan. To be checked.`,
        };
      default: {
        const kinds = (facts['kinds'] as readonly string[]).map((kind) => DISPUTES[kind] ?? { zh: kind, en: kind });
        return {
          zh: `回盘文件 ${String(facts['resultsId'])} 有 ${String(facts['rows'])} 处与台账不符且未查清:${kinds.map(({ zh }) => zh).join('、')},待核。`,
          en: `Results file ${String(facts['resultsId'])} contradicts the ledger in ${String(facts['rows'])} place(s) nobody has resolved: ${kinds.map(({ en }) => en).join(', ')}. To be checked.`,
        };
      }
    }
  },
  innocent: [
    { zh: '有标记的历史数据迁移', en: 'history brought over by a campaign that says so' },
    { zh: '死亡、迁移、名册等本来就晚到', en: 'deaths, moves and registers, which come late by nature' },
    { zh: '银行更正文件随后到达', en: 'the bank’s correction follows' },
  ],
  mustAct: { zh: '系统管理、审计', en: 'system administration and audit' },
  clears: { zh: '争议按回盘更正或人工结论办结;倒签、安全事件和超分解只能由审计查明,不会自行消除', en: 'disputes are resolved by the bank’s correction or by a person; the rest is for an auditor to conclude and does not clear by itself' },
  flagged: [
    {
      told: 'an approval and its results are dated six weeks before they are told',
      events: [...june, ...paidBatch('b1', '2018-05', '2018-05-10', [{ payee: 'li' }]), approved('b1', '2018-05-01'), resultsOf('b1', '2018-05-03')],
      flags: [{ part: 'a', subject: 'batch:b1', severity: 'critical' }, { part: 'a', subject: 'batch:b1', severity: 'critical' }],
    },
    { told: 'a posting is told late, and no rule on false disclosure judges it yet', events: [...june, allocation('a1', { occurredOn: '2018-06-16' }), posted('allocation-a1', '2018-05-01')], flags: [{ part: 'a', subject: 'allocation:a1', severity: 'critical' }] },
    { told: 'a used key carries another request; a replaced writer wants to write', events: [incidentOf('key-conflict'), said('incident-2', IncidentRecorded, { kind: 'fencing', attempted: '写入者已被替换' })], flags: [{ part: 'b', subject: 'batch:b1', severity: 'critical' }, { part: 'b', subject: 'region:00', severity: 'critical' }] },
    {
      told: 'more is split off than came in',
      events: [allocation('a1', { amountFen: 1_000_000 }), splitOff('s1', 1_200_000)],
      flags: [{ part: 'c', subject: 'allocation:a1', severity: 'critical', amountFen: 200_000 }],
    },
    { told: 'the bank tells of a line nobody sent and of another amount', events: [...paidBatch('b1', '2018-05', '2018-05-10', [{ payee: 'li' }]), dispute('line-unknown', 9), dispute('amount-differs', 1)], flags: [{ part: 'd', subject: 'batch:b1', severity: 'high', amountFen: 30_000 }] },
  ],
  clean: [
    { told: 'told thirty days later, to the day', events: [dayEnded('2018-06-08'), ...paidBatch('b1', '2018-05', '2018-05-10', [{ payee: 'li' }]), approved('b1', '2018-05-10')] },
    { told: 'a campaign brings last year’s allocations and batches over', events: [...june, programme('p1'), allocation('a1', { occurredOn: '2017-03-01', campaign: 'takeover-2018' }), ...paidBatch('b1', '2017-05', '2017-05-10', [{ payee: 'li' }], { campaign: 'takeover-2018' }), approved('b1', '2017-05-11'), resultsOf('b1', '2017-05-13')] },
    {
      told: 'a death is reported months later, a register is handed over late',
      events: [...june, said('household-h1', MemberDied, { personRef: person('li'), source: 'village', occurredOn: '2018-01-05' }), said('register-r1', RegisterRowsEntered, { kind: 'deceased', region: COUNTY, rows: [{ change: 'added', personRef: person('li'), on: '2018-01-05' }] })],
    },
    {
      told: 'what was pooled in, and what came back from below, is split off again',
      events: [
        allocation('a1', { amountFen: 1_000_000 }), pooledIn(500_000), splitOff('s1', 1_500_000), said('allocation-a-s1', AllocationReclaimed, { amountFen: 300_000, documentNumber: '鄂财农〔2018〕9号', reason: '结余', occurredOn: '2018-03-03' }),
        said('allocation-a1', ReclaimedFundsReceived, { fromAllocationId: 'a-s1', reclaimRevision: 1, amountFen: 300_000, reclaimedAt: 3, occurredOn: '2018-03-03' }), splitOff('s2', 300_000),
      ],
    },
    { told: 'a late-recorded posting is the matter of the rule on false disclosure, once there is one', events: [...june, allocation('a1', { occurredOn: '2018-06-16' }), posted('allocation-a1', '2018-05-01'), rulingOnFalsePostings] },
    { told: 'the bank’s own correction resolves what it had said', events: [...paidBatch('b1', '2018-05', '2018-05-10', [{ payee: 'li' }]), dispute('amount-differs', 1), said('batch-b1', DisputeResolved, { disputeRevision: 3, ordinal: 1, resolution: 'bank-agreed', resultsId: 'r3', occurredOn: '2018-05-14' })] },
  ],
});
