/** A09: was money taken for works that nobody accepted, that fell short, whose papers served twice, from whom an office holder owns, or on invoices for more than the contract? */
import { EvidenceAttached } from '../../../src/domain/evidence';
import { ProjectClosed, ProjectTerminated } from '../../../src/domain/project';
import { ContractAmended, InvoiceReceived, type WorkQuantity } from '../../../src/domain/project-contract';
import { RegisterImported, RegisterRowsEntered, type RegisterRow } from '../../../src/domain/register';
import { contractTouches, latestTermSql, ofContract, paidOn, signedContract } from '../contracts';
import { historySql } from '../ledger-day';
import { accepted, FIRM, OTHER_FIRM, paidFor, planned, signed } from '../project-story';
import { paperTouches, reusedPapers } from '../reused-papers';
import { reader, rule, yuan, type Parameter, type Said } from '../rule';
import { COUNTY, dayEnded, person, said, type StoryEvent } from '../story';
import { cadreBehind, registersKnown, registerTouches } from '../supplier-links';

const ofWorks = { zh: '合同完工日', en: 'the last day of the works' };
const accepting = { zh: '验收日', en: 'the day of acceptance' };
const ofPaper = { zh: '合同签订、发票或证明之日', en: 'the day of the contract, invoice or paper' };
const parameters: readonly Parameter[] = [
  { name: 'acceptDays', value: 180, unit: { zh: '日', en: 'days' }, basis: 'proposal;沭阳等地规定:逾期六个月以上未通过验收的收回资金', readAt: ofWorks },
  { name: 'shortBasisPoints', value: 1000, unit: { zh: '万分之', en: 'basis points of the quantities' }, basis: 'proposal', readAt: accepting },
  { name: 'invoiceBasisPoints', value: 10_000, unit: { zh: '万分之', en: 'basis points of the contract' }, basis: 'proposal', readAt: ofPaper },
  { name: 'criticalFromFen', value: 10_000_000, unit: { zh: '分', en: 'fen' }, basis: 'proposal;两高 2016-04-18 解释的十万元', readAt: ofPaper },
];
const read = reader('A09', parameters);
const step = (fen: string, region: string, on: string): string => `case when ${fen} >= ${read('criticalFromFen', region, on)} then 'critical' else 'high' end`;
const isProject = `left(p.subject, 8) = 'project|'`;
const projectId = `substr(p.subject, 9)`;

/** What all contracts of the project come to. */
const works = `
select c.project_id, min(c.region) as region, max(${latestTermSql('end_on', 'c')}) as end_on, sum(${latestTermSql('amount_fen', 'c')})::bigint as whole_fen, sum(y.fen)::bigint as paid_fen,
  array_agg(c.position order by c.position) as evidence
from audit.contract(p.at) c
cross join lateral (select coalesce(sum(y.amount_fen), 0)::bigint as fen from (${paidOn('c')}) y) y
where ${isProject} and c.project_id = ${projectId} and c.kind = 'signed'
group by c.project_id
having sum(y.fen) > 0`;

/** Closed without, or long past the last day of the works; given up is another matter, and history has no papers here. */
const neverAccepted = `
select 'a' as part, 'project' as subject_kind, v.project_id as subject_id, 'acceptance' as occurrence, ${step('v.paid_fen', 'v.region', 'v.end_on')} as severity, v.paid_fen as amount_fen, v.region, v.end_on as read_on,
  array_remove(v.evidence || v.closed_at || case when v.closed_at is null then v.ended_at end, null) as evidence,
  jsonb_build_object('paidFen', v.paid_fen, 'endOn', v.end_on, 'closedOn', v.closed_on, 'dueOn', v.due_on) as facts
from (
  select w.*, w.end_on + (${read('acceptDays', 'w.region', 'w.end_on')})::integer as due_on, e.occurred_on as ended_on, e.position as ended_at, x.occurred_on as closed_on, x.position as closed_at
  from (${works}) w
  left join lateral (select e.occurred_on, e.position from audit.day_end(p.at) e order by e.position desc limit 1) e on true
  left join lateral (select x.occurred_on, x.position from audit.project_end(p.at) x where x.project_id = w.project_id and x.kind = 'closed' order by x.position limit 1) x on true
  where not exists (select from audit.acceptance(p.at) a where a.project_id = w.project_id)
    and not exists (select from audit.project_end(p.at) x where x.project_id = w.project_id and x.kind = 'terminated')
    and not exists (select from audit.project(p.at) j where j.project_id = w.project_id and ${historySql('j.campaign', 'j.position', 'w.end_on')})
) v
where v.closed_at is not null or v.ended_on >= v.due_on`;

/** What was found of each item, at most what was promised; paid beyond the mean of it. What lies above the contracts is told of payments. */
const fellShort = `
select 'b', 'project', v.project_id, 'quantities', case when v.found is null then null else ${step('v.short_fen', 'v.region', 'v.accepted_on')} end, v.short_fen, v.region, v.accepted_on, v.evidence || v.accepted_at,
  jsonb_build_object('paidFen', v.paid_fen, 'contractFen', v.whole_fen, 'acceptedOn', v.accepted_on, 'foundBasisPoints', v.found)
from (
  select w.*, a.occurred_on as accepted_on, a.position as accepted_at, q.found, least(w.paid_fen, w.whole_fen) - w.whole_fen * q.found / 10000 as short_fen
  from (${works}) w
  cross join lateral (select a.occurred_on, a.position from audit.acceptance(p.at) a where a.project_id = w.project_id order by a.occurred_on, a.position limit 1) a
  cross join lateral (
    select case when bool_or(i.contracted > 0 and i.accepted > 0) then (sum(least(10000, i.accepted * 10000 / nullif(i.contracted, 0))) filter (where i.contracted > 0) / nullif(count(*) filter (where i.contracted > 0), 0))::bigint end as found
    from (
      select coalesce(sum(q.quantity_milli) filter (where q.kind = 'contracted'), 0)::bigint as contracted, coalesce(sum(q.quantity_milli) filter (where q.kind = 'accepted'), 0)::bigint as accepted
      from audit.work_quantity(p.at) q where q.project_id = w.project_id group by q.item, q.unit
    ) i
  ) q
) v
where v.found is null or least(v.paid_fen, v.whole_fen) * 10000 > v.whole_fen * (v.found + ${read('shortBasisPoints', 'v.region', 'v.accepted_on')})`;

const servedTwice = `
select 'c', v.kind, v.id, p.subject, ${step('v.amount_fen', 'v.region', 'v.used_on')}, nullif(v.amount_fen, 0), v.region, v.used_on, array[v.first_at, v.position], jsonb_build_object('what', v.what, 'usedOn', v.used_on)
from (${reusedPapers}) v where v.nth > 1`;

const officeBehind = `
select 'd', 'project', v.project_id, 'supplier|' || v.contract_number, case when v.owner_at is null then null else ${step('v.fen', 'v.region', 'v.occurred_on')} end, v.fen, v.region, v.occurred_on,
  array_remove(array[v.position, v.owner_at, v.office_at, v.kin_at], null), jsonb_build_object('number', v.contract_number, 'contractFen', v.fen, 'signedOn', v.occurred_on, 'kin', v.kin)
from (
  select c.*, ${latestTermSql('amount_fen', 'c')} as fen, h.owner_at, h.office_at, h.kin_at, h.kin
  from (${signedContract(`substr(p.subject, 10)`)}) c
  left join lateral (${cadreBehind('c')}) h on true
  where left(p.subject, 9) = 'contract|' and (h.owner_at is not null or not ${registersKnown('c')})
) v`;

/** One invoice entered twice counts once. */
const overInvoiced = `
select 'e', 'project', v.project_id, 'invoices|' || v.contract_number, ${step('v.invoiced_fen - v.whole_fen', 'v.region', 'v.last_on')}, v.invoiced_fen - v.whole_fen, v.region, v.last_on, v.evidence || v.position,
  jsonb_build_object('number', v.contract_number, 'contractFen', v.whole_fen, 'invoicedFen', v.invoiced_fen, 'invoices', v.invoices)
from (
  select c.project_id, c.contract_number, c.region, c.position, ${latestTermSql('amount_fen', 'c')} as whole_fen, i.*
  from (${signedContract(`substr(p.subject, 10)`)}) c
  cross join lateral (
    select sum(i.fen)::bigint as invoiced_fen, count(*) as invoices, max(i.last_on) as last_on, array_agg(i.first_at order by i.first_at) as evidence
    from (
      select max(x.amount_fen) as fen, max(x.occurred_on) as last_on, min(x.position) as first_at from audit.invoice(p.at) x where ${ofContract('x', 'seller_uscc', 'c')} group by x.seller_uscc, x.invoice_number
    ) i
  ) i
  where left(p.subject, 9) = 'contract|'
) v where v.invoiced_fen * 10000 > v.whole_fen * ${read('invoiceBasisPoints', 'v.region', 'v.last_on')}`;

const ofProjects = `
select 'project|' || t.project_id, t.position
from (
  ${['contract', 'payment', 'acceptance', 'project_end', 'project'].map((table) => `select x.project_id, x.position from audit.${table}($2 - 1) x where x.position >= $1 and x.project_id is not null`).join('\n  union all\n  ')}
) t
where exists (select from audit.contract($2 - 1) c where c.project_id = t.project_id)`;

/** Works that have been over for as long as the parameter says since the day-end before. */
const dayEnds = `
select 'project|' || c.project_id, g.position
from (
  select g.*, g.end_on + (${read('acceptDays', 'g.region', 'g.end_on', 'g.position')})::integer as due_on
  from (
    select distinct e.position, e.occurred_on, e.previous, c.end_on, c.region
    from (
      select e.position, e.occurred_on, coalesce((select o.occurred_on from audit.day_end(e.position - 1) o order by o.position desc limit 1), make_date(1990, 1, 1)) as previous
      from audit.day_end($2 - 1) e where e.position >= $1 offset 0
    ) e
    cross join lateral (select c.end_on, c.region from audit.contract($2 - 1) c where c.end_on >= e.previous - 400 and c.end_on <= e.occurred_on and c.position < e.position offset 0) c
  ) g
  offset 0
) g
cross join lateral (select c.project_id from audit.contract($2 - 1) c where c.end_on = g.end_on and c.region = g.region and c.position < g.position offset 0) c
where g.due_on > g.previous and g.due_on <= g.occurred_on`;
const ofContracts = `select 'contract|' || t.subject, t.position from (${contractTouches(['contract', 'invoice'])}) t (subject, position)`;

const [road, half]: readonly WorkQuantity[][] = [[{ item: '道路', unit: '公里', quantityMilli: 3_000 }, { item: '水沟', unit: '米', quantityMilli: 100_000 }], [{ item: '道路', unit: '公里', quantityMilli: 1_500 }, { item: '水沟', unit: '米', quantityMilli: 100_000 }]];
const contracted = (quantities?: WorkQuantity[], amountFen = 20_000_000): StoryEvent[] => [planned('j1'), signed('j1', { amountFen, ...(quantities && { quantities }) })];
const paid = (amountFen: number, project = 'j1'): StoryEvent[] => paidFor(project, `y-${project}`, '2018-06-01', amountFen);
const closed = said('project-j1', ProjectClosed, { occurredOn: '2018-12-01' });
const file = (streamId: string, kind: EvidenceAttached['kind'] = 'photo'): StoryEvent =>
  said(streamId, EvidenceAttached, { kind, contentHash: 'e'.repeat(64), mediaType: 'image/jpeg', bytes: 1000, about: '完工照片', occurredOn: '2018-06-01' });
const twoProjects = [planned('j1'), planned('j2')];
const invoiced = (invoiceNumber: string, amountFen: number, project = 'j1', contract: object = { contractNumber: 'HT-1' }): StoryEvent => said(`project-${project}`, InvoiceReceived, { invoiceNumber, sellerUscc: FIRM, amountFen, ...contract, occurredOn: '2018-06-01' });
const imported = (...kinds: RegisterImported['kind'][]): StoryEvent[] =>
  kinds.map((kind) => said(`register-${kind}`, RegisterImported, { kind, region: COUNTY, source: '示例局', asOf: '2018-01-01', count: 1, addedCount: 1, removedCount: 0, contentHash: '0'.repeat(64), occurredOn: '2018-01-05' }));
const entered = (kind: RegisterImported['kind'], row: Partial<RegisterRow>): StoryEvent => said(`register-${kind}`, RegisterRowsEntered, { kind, region: COUNTY, rows: [{ change: 'added', ...row }] });
const owned = entered('enterprise', { personRef: person('li'), uscc: FIRM, role: 'owner' });
const inOffice = (who: string, terms: Partial<RegisterRow> = {}): StoryEvent => entered('cadre', { personRef: person(who), role: 'village-head', ...terms });
const kin = entered('kinship', { personRef: person('wang'), otherRef: person('li'), role: 'sibling' });

const TOLD: Readonly<Record<string, (said: Said) => { zh: string; en: string }>> = {
  a: ({ paidFen, endOn, closedOn }) => {
    const what = closedOn ? { zh: `项目于 ${String(closedOn)} 办结`, en: `the project was closed on ${String(closedOn)}` } : { zh: `合同工期已于 ${String(endOn)} 届满`, en: `the works were to end by ${String(endOn)}` };
    return { zh: `${what.zh},已支付 ${yuan(Number(paidFen))} 元,未见验收,待核。`, en: `${what.en}; ${yuan(Number(paidFen))} yuan were paid and no acceptance is on record. To be checked.` };
  },
  b: ({ paidFen, acceptedOn, foundBasisPoints }) => ({
    zh: `${String(acceptedOn)} 验收的工程量平均为合同的 ${String(Number(foundBasisPoints) / 100)}%,已支付 ${yuan(Number(paidFen))} 元,待核。`,
    en: `On ${String(acceptedOn)} a mean of ${String(Number(foundBasisPoints) / 100)}% of the quantities was accepted; ${yuan(Number(paidFen))} yuan were paid. To be checked.`,
  }),
  c: ({ usedOn }) => ({ zh: `${String(usedOn)} 的证明材料此前已用于另一项目,待核。`, en: `The paper or photo of ${String(usedOn)} had proved another project before. To be checked.` }),
  d: ({ number, contractFen, signedOn, kin: related }) => ({
    zh: `合同 ${String(number)}(${String(signedOn)},${yuan(Number(contractFen))} 元)的承包单位登记为${related ? '在职干部亲属' : '在职干部'}所有,待核。`,
    en: `The contractor of ${String(number)} (${String(signedOn)}, ${yuan(Number(contractFen))} yuan) is registered to ${related ? 'kin of an office holder' : 'an office holder'}. To be checked.`,
  }),
  e: ({ number, contractFen, invoicedFen, invoices }) => ({
    zh: `合同 ${String(number)} 金额 ${yuan(Number(contractFen))} 元,${String(invoices)} 张发票合计 ${yuan(Number(invoicedFen))} 元,未见合同变更,待核。`,
    en: `Contract ${String(number)} is for ${yuan(Number(contractFen))} yuan; ${String(invoices)} invoice(s) come to ${yuan(Number(invoicedFen))} yuan without an amendment. To be checked.`,
  }),
};

export default rule({
  code: 'A09',
  title: { zh: '骗取套取(项目)', en: 'Project money drawn without the works' },
  harm: 'misappropriation',
  basis: [
    { zh: '《财政违法行为处罚处分条例》第六条、第十四条:虚报、冒领等手段骗取财政资金', en: 'Regulation on penalties for fiscal violations, articles 6 and 14: drawing public money by false reports' },
    { zh: '《财政专项扶贫资金管理办法》(财农〔2017〕8号)', en: 'Rules on special poverty-relief funds (Cainong [2017] 8)' },
  ],
  parameters,
  query: [neverAccepted, fellShort, servedTwice, officeBehind, overInvoiced].map((part) => `select * from (${part}\n) part`).join('\nunion all\n'),
  touches: [ofProjects, dayEnds, ofContracts, registerTouches, paperTouches],
  indexes: [
    { table: 'contract', columns: 'end_on, region' }, { table: 'contract', columns: 'region' }, { table: 'register_row', columns: 'other_ref, kind where other_ref is not null' },
    { table: 'payment_step', columns: 'project_id where project_id is not null' },
  ],
  sentence: (said, part) => (TOLD[part] as (typeof TOLD)[string])(said),
  innocent: [
    { zh: '验收资料迟录', en: 'the acceptance was entered late' },
    { zh: '几个项目共用图纸', en: 'several projects share drawings' },
    { zh: '同名企业变更登记、干部已离任', en: 'the firm had changed hands, or the office holder had left' },
  ],
  mustAct: { zh: '审计机关,属实的移送纪检监察', en: 'audit; discipline inspection where confirmed' },
  clears: { zh: '录入验收记录、工程量或合同变更,更正登记信息,或款项退回', en: 'the acceptance, its quantities or an amendment is entered, a register corrected, or the money comes back' },
  flagged: [
    { told: 'paid for, and no acceptance half a year after the last day', events: [...contracted(), ...paid(9_999_999), dayEnded('2019-03-28'), dayEnded('2019-03-29')], flags: [{ part: 'a', subject: 'project:j1', severity: 'high', amountFen: 9_999_999 }] },
    { told: 'paid for and closed without acceptance', events: [...contracted(), ...paid(10_000_000), closed], flags: [{ part: 'a', subject: 'project:j1', severity: 'critical' }] },
    {
      told: 'half the road was found and all of it paid', events: [...contracted(road), ...paid(20_000_000), accepted('j1', '2018-09-01', { quantities: half })],
      flags: [{ part: 'b', subject: 'project:j1', severity: 'high', amountFen: 5_000_000 }],
    },
    { told: 'the same of a larger contract', events: [...contracted(road, 40_000_000), ...paid(40_000_000), accepted('j1', '2018-09-01', { quantities: half })], flags: [{ part: 'b', subject: 'project:j1', severity: 'critical', amountFen: 10_000_000 }] },
    {
      told: 'one photo proves two projects; the second was paid for',
      events: [...twoProjects, file('project-j1'), accepted('j2', '2018-05-01', { photoHashes: ['e'.repeat(64)] }), ...paid(10_000_000, 'j2')], flags: [{ part: 'c', subject: 'project:j2', severity: 'critical', amountFen: 10_000_000 }],
    },
    {
      told: 'a receipt serves two payments of two projects, an invoice two projects',
      events: [...twoProjects, ...paid(500_000), ...paid(600_000, 'j2'), file('payment-y-j1', 'receipt'), file('payment-y-j2', 'receipt'), invoiced('F1', 300_000), invoiced('F1', 300_000, 'j2')],
      flags: [{ part: 'c', subject: 'project:j2', severity: 'high' }, { part: 'c', subject: 'project:j2', severity: 'high' }],
    },
    { told: 'the contractor belongs to a village head', events: [...contracted(undefined, 9_999_999), owned, inOffice('li')], flags: [{ part: 'd', subject: 'project:j1', severity: 'high', amountFen: 9_999_999 }] },
    { told: 'to the brother of one, who left office only later', events: [...contracted(), owned, kin, inOffice('wang'), entered('cadre', { change: 'removed', personRef: person('wang'), until: '2018-12-31' })], flags: [{ part: 'd', subject: 'project:j1', severity: 'critical' }] },
    { told: 'invoices for one fen more than the contract', events: [...contracted(), invoiced('F1', 20_000_000), invoiced('F2', 1)], flags: [{ part: 'e', subject: 'project:j1', severity: 'high', amountFen: 1 }] },
    { told: 'for half as much again, one without the number of the contract', events: [...contracted(), invoiced('F1', 20_000_000), invoiced('F2', 10_000_000, 'j1', {})], flags: [{ part: 'e', subject: 'project:j1', severity: 'critical', amountFen: 10_000_000 }] },
  ],
  clean: [
    { told: 'the acceptance is entered late', events: [...contracted(), ...paid(10_000_000), dayEnded('2019-03-29'), accepted('j1', '2018-09-30')] },
    { told: 'a day is left; nothing was paid; given up', events: [...contracted(), ...paid(10_000_000), planned('j2'), signed('j2'), dayEnded('2019-03-28'), said('project-j1', ProjectTerminated, { reason: '停建', occurredOn: '2019-03-29' }), dayEnded('2019-04-30')] },
    { told: 'brought over with its works long done', events: [dayEnded('2019-03-31'), planned('j1', { campaign: 'takeover-2019' }), signed('j1'), ...paid(10_000_000), dayEnded('2019-04-30')] },
    { told: 'a tenth short exactly', events: [...contracted(road), ...paid(20_000_000), accepted('j1', '2018-09-01', { quantities: [{ item: '道路', unit: '公里', quantityMilli: 2_400 }, { item: '水沟', unit: '米', quantityMilli: 130_000 }] })] },
    { told: 'the items are written with blanks in the acceptance', events: [...contracted(road), ...paid(20_000_000), accepted('j1', '2018-09-01', { quantities: road?.map(({ item, unit, quantityMilli }) => ({ item: `${item.slice(0, 1)} ${item.slice(1)}`, unit: `${unit}\u3000`, quantityMilli })) })] },
    { told: 'half was found and half paid; another names no quantities: undecided, not silent', events: [...contracted(road), ...paid(12_000_000), accepted('j1', '2018-09-01', { quantities: half }), planned('j2'), signed('j2'), ...paid(10_000_000, 'j2'), accepted('j2', '2018-09-01')] },
    { told: 'two projects share drawings; one receipt serves a payment and its project', events: [...twoProjects, ...paid(500_000), file('project-j1', 'other'), file('project-j2', 'other'), { ...file('payment-y-j1', 'receipt'), data: { ...file('payment-y-j1', 'receipt').data, contentHash: 'd'.repeat(64) } }, { ...file('project-j1', 'receipt'), data: { ...file('project-j1', 'receipt').data, contentHash: 'd'.repeat(64) } }] },
    {
      told: 'the owner had left office, or holds it in another county; a row was a mistake',
      events: [...imported('enterprise', 'cadre', 'kinship'), ...contracted(), owned, inOffice('li', { until: '2018-03-19' }), inOffice('li', { region: '422801' }), inOffice('li', { on: '2018-03-21' }), kin, entered('kinship', { change: 'removed', personRef: person('wang'), otherRef: person('li') }), inOffice('wang')],
    },
    { told: 'no register of kinship: undecided, not silent', events: [...imported('enterprise', 'cadre'), ...contracted()] },
    { told: 'the contract was amended; an invoice was entered twice; another seller’s names no contract', events: [...contracted(), invoiced('F1', 20_000_000), invoiced('F1', 20_000_000), invoiced('F2', 5_000_000), said('project-j1', ContractAmended, { contractNumber: 'HT-1', amountFen: 25_000_000, reason: '工程量增加', occurredOn: '2018-07-01' }), invoiced('F3', 9_000_000, 'j1', { sellerUscc: OTHER_FIRM })] },
  ],
});
