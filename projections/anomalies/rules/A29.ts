/** A29: was what must be put to tender bought without one, or cut into parts that each stay just below the threshold? */
import { ContractAmended, type ContractSigned } from '../../../src/domain/project-contract';
import { ProjectProposed } from '../../../src/domain/project-library';
import { latestTermSql } from '../contracts';
import { planned, signed, tendered } from '../project-story';
import { reader, rule, yuan, type Parameter } from '../rule';
import { said, VILLAGE, type StoryEvent } from '../story';

const readAt = { zh: '合同签订日', en: 'the day the contract was signed' };
const fen = { zh: '分', en: 'fen' };
const COMPULSORY = '《必须招标的工程项目规定》(发改委令第16号)第五条';
const parameters: readonly Parameter[] = [
  { name: 'worksFen', value: 400_000_000, unit: fen, basis: COMPULSORY, readAt },
  { name: 'goodsFen', value: 200_000_000, unit: fen, basis: COMPULSORY, readAt },
  { name: 'servicesFen', value: 100_000_000, unit: fen, basis: COMPULSORY, readAt },
  { name: 'windowDays', value: 180, unit: { zh: '日', en: 'days' }, basis: 'proposal', readAt },
  { name: 'similarityBasisPoints', value: 8000, unit: { zh: '万分之', en: 'basis points of likeness' }, basis: 'proposal', readAt },
  { name: 'nearBasisPoints', value: 8000, unit: { zh: '万分之', en: 'basis points of the threshold' }, basis: 'proposal', readAt },
  // Of the duty to sign, which is counted by it.
  { name: 'contractDays', value: 30, unit: { zh: '日', en: 'days' }, basis: '《招标投标法》第四十六条', readAt: { zh: '中标通知书发出之日', en: 'the day of the notice of award' } },
];
const read = reader('A29', parameters);
const at = (name: string, c: string): string => read(name, `${c}.region`, `${c}.signed_on`);

/** Asked openly or by invitation before the contract was signed; an emergency need not ask. Where no tender says what is bought, it is held to be works. */
const bought = (contracts: string): string => `
select c.*, j.unit_key, j.name_pairs,
  least(case t.category when 'goods' then ${at('goodsFen', 'c')} when 'services' then ${at('servicesFen', 'c')} else ${at('worksFen', 'c')} end, t.threshold_fen) as threshold_fen, t.method
from (select c.project_id, c.contract_number, c.tender_number, c.region, c.position, c.occurred_on as signed_on, ${latestTermSql('amount_fen', 'c')} as fen from (${contracts}) c) c
left join lateral (select j.unit_key, j.name_pairs, j.emergency from audit.project(p.at) j where j.project_id = c.project_id order by j.position limit 1) j on true
left join lateral (
  select t.category, t.threshold_fen, t.method from audit.tender(p.at) t where t.project_id = c.project_id and (c.tender_number is null or t.tender_number = c.tender_number) order by t.position limit 1
) t on true
where not coalesce(j.emergency, false)
  and not exists (
    select from audit.tender(p.at) t
    where t.project_id = c.project_id and (c.tender_number is null or t.tender_number = c.tender_number) and t.method in ('open', 'invited') and t.occurred_on <= c.signed_on)`;

const one = bought(`
  select c.* from audit.contract(p.at) c
  where left(p.subject, 9) = 'contract|' and c.project_id = split_part(p.subject, '|', 2) and c.contract_number = split_part(p.subject, '|', 3) and c.kind = 'signed'`);

/** Where nobody planned the project, its unit is not known: whether it cut its purchases cannot be said. */
const untendered = `
select case when v.fen >= v.threshold_fen then 'a' else 'b' end as part, 'project' as subject_kind, v.project_id as subject_id, case when v.fen >= v.threshold_fen then 'contract|' else 'unit|' end || v.contract_number as occurrence,
  case when v.fen >= v.threshold_fen then 'high' end as severity, v.fen as amount_fen, v.region, v.signed_on as read_on, array[v.position] as evidence,
  jsonb_build_object('number', v.contract_number, 'contractFen', v.fen, 'signedOn', v.signed_on, 'thresholdFen', v.threshold_fen, 'method', v.method) as facts
from (${one}) v
where v.fen >= v.threshold_fen or (v.unit_key is null and v.fen * 10000 >= v.threshold_fen * ${at('nearBasisPoints', 'v')})`;

const alike = `(
  n.project_id = m.project_id
  or (not (length(n.region) = 12 and length(m.region) = 12 and n.region <> m.region)
    and (select count(*) from unnest(n.name_pairs) x (pair) where x.pair = any (m.name_pairs)) * 20000 >= (cardinality(n.name_pairs) + cardinality(m.name_pairs)) * n.similarity))`;

/** Each purchase just below the threshold, with what its unit bought alike after it; one whose company is all in an earlier one's is no matter of its own. */
const cut = `
select 'b', 'project', v.project_id, 'split|' || v.contract_number, 'high', v.fen, v.region, v.signed_on, v.evidence,
  jsonb_build_object('contracts', v.contracts, 'totalFen', v.fen, 'thresholdFen', v.threshold_fen, 'from', v.signed_on, 'to', v.last_on)
from (
  with pieces as materialized (
    select b.* from (${bought(`
      select c.* from audit.project(p.at) j join audit.contract(p.at) c on c.project_id = j.project_id and c.kind = 'signed'
      where left(p.subject, 5) = 'unit|' and j.unit_key = substr(p.subject, 6)`)}) b
    where b.fen < b.threshold_fen
  ), near as materialized (
    select n.*, ${at('windowDays', 'n')}::integer as window_days, ${at('similarityBasisPoints', 'n')} as similarity from pieces n where n.fen * 10000 >= n.threshold_fen * ${at('nearBasisPoints', 'n')}
  ), groups as materialized (
    select n.project_id, n.contract_number, n.region, n.signed_on, n.position, n.threshold_fen, sum(m.fen)::bigint as fen, count(*) as contracts, max(m.signed_on) as last_on,
      array_agg(m.position order by m.position) as evidence
    from near n
    join pieces m on m.signed_on >= n.signed_on and m.signed_on <= n.signed_on + n.window_days and ${alike}
    where (select count(*) from near) >= 2
    group by n.project_id, n.contract_number, n.region, n.signed_on, n.position, n.threshold_fen
    having sum(m.fen) >= n.threshold_fen and count(*) filter (where exists (select from near o where o.position = m.position)) >= 2
  )
  select g.* from groups g
  where not exists (select from groups o where (o.signed_on < g.signed_on or (o.signed_on = g.signed_on and o.position < g.position)) and g.evidence <@ o.evidence)
) v`;

const ofProjects = `
select x.subject, t.position
from (
  ${['contract', 'tender', 'project'].map((table) => `select x.project_id, x.position from audit.${table}($2 - 1) x where x.position >= $1`).join('\n  union all\n  ')}
) t
cross join lateral (
  select 'contract|' || c.project_id || '|' || c.contract_number from audit.contract($2 - 1) c where c.project_id = t.project_id and c.kind = 'signed'
  union all
  select 'unit|' || j.unit_key from audit.project($2 - 1) j where j.project_id = t.project_id
) x (subject)`;

const sold = (id: string, amountFen: number, terms: Partial<ContractSigned> = {}): StoryEvent => signed(id, { amountFen, ...terms });
const second = { contractNumber: 'HT-2', occurredOn: '2018-09-16' };

export default rule({
  code: 'A29',
  title: { zh: '应招未招、化整为零', en: 'Not put to tender, or cut into parts' },
  harm: 'process',
  basis: [
    { zh: '《招标投标法》第四条、第四十九条:不得将依法必须招标的项目化整为零或者以其他方式规避招标', en: 'Tender law, articles 4 and 49: what must be put to tender may not be cut into parts to evade it' },
    { zh: `${COMPULSORY}:同一项目中可以合并进行的采购合并计算`, en: 'Rules on works that must be put to tender (NDRC order 16), article 5: purchases of one project that can be merged are counted together' },
  ],
  parameters,
  query: [untendered, cut].map((part) => `select * from (${part}\n) part`).join('\nunion all\n'),
  touches: [ofProjects],
  sentence: ({ number, contractFen, signedOn, thresholdFen, method, contracts, totalFen, from, to }, part) => {
    const threshold = yuan(Number(thresholdFen));
    if (part === 'a') {
      const how = method ? { zh: `登记的采购方式为 ${String(method)}`, en: `the method on record is ${String(method)}` } : { zh: '未见招标记录', en: 'no tender is on record' };
      return {
        zh: `合同 ${String(number)} 于 ${String(signedOn)} 签订,金额 ${yuan(Number(contractFen))} 元,达到招标限额 ${threshold} 元,${how.zh},待核。`,
        en: `Contract ${String(number)}, signed on ${String(signedOn)} for ${yuan(Number(contractFen))} yuan, reaches the tender threshold of ${threshold} yuan; ${how.en}. To be checked.`,
      };
    }
    return {
      zh: `同一单位于 ${String(from)} 至 ${String(to)} 签订 ${String(contracts)} 份相近合同,合计 ${yuan(Number(totalFen))} 元,每份均低于招标限额 ${threshold} 元,待核。`,
      en: `One unit signed ${String(contracts)} similar contracts between ${String(from)} and ${String(to)}, ${yuan(Number(totalFen))} yuan in all, each below the tender threshold of ${threshold} yuan. To be checked.`,
    };
  },
  innocent: [
    { zh: '确属不同村、不同工期的项目', en: 'genuinely different villages or terms' },
    { zh: '抢险救灾、以工代赈(《招标投标法》第六十六条)', en: 'an emergency, or work relief (tender law, article 66)' },
    { zh: '招标公告未及时录入', en: 'the tender was entered late' },
  ],
  mustAct: { zh: '发展改革部门、审计机关', en: 'development and reform office, audit' },
  clears: { zh: '录入签约前的公开招标或邀请招标', en: 'an open or invited tender of before the contract is entered' },
  flagged: [
    { told: 'a contract of the threshold, and no tender', events: [planned('j1'), sold('j1', 400_000_000)], flags: [{ part: 'a', subject: 'project:j1', severity: 'high', amountFen: 400_000_000 }] },
    { told: 'goods by inquiry; a tender of the day after', events: [planned('j1'), tendered('j1', { method: 'inquiry', category: 'goods' }), sold('j1', 200_000_000), tendered('j1', { tenderNumber: 'ZB-2', occurredOn: '2018-03-21' })], flags: [{ part: 'a', subject: 'project:j1', severity: 'high' }] },
    { told: 'the unit itself held an open tender to be compulsory from less', events: [planned('j1'), tendered('j1', { method: 'direct', thresholdFen: 50_000_000 }), sold('j1', 50_000_000)], flags: [{ part: 'a', subject: 'project:j1', severity: 'high' }] },
    { told: 'services raised to the threshold by an amendment', events: [planned('j1'), tendered('j1', { method: 'negotiation', category: 'services' }), sold('j1', 79_000_000), said('project-j1', ContractAmended, { contractNumber: 'HT-1', amountFen: 100_000_000, reason: '调整', occurredOn: '2018-05-01' })], flags: [{ part: 'a', subject: 'project:j1', severity: 'high' }] },
    {
      told: 'one project in two contracts, one of four fifths and one a fen below the threshold, the last day of the window apart',
      events: [planned('j1'), sold('j1', 320_000_000), sold('j1', 399_999_999, second)], flags: [{ part: 'b', subject: 'project:j1', severity: 'high', amountFen: 719_999_999 }],
    },
    {
      told: 'two phases of one road, and a small third part; then two more, half a year on',
      events: [
        planned('j1', { name: '张家村道路硬化(一期)' }), planned('j2', { name: '张家村道路硬化 第2期' }), planned('j3', { name: '张家村道路硬化工程' }), planned('j4', { name: '张家村道路硬化三期' }),
        sold('j1', 390_000_000), sold('j3', 20_000_000, { occurredOn: '2018-06-20' }), sold('j2', 380_000_000, { occurredOn: '2018-05-20' }), sold('j4', 350_000_000, { occurredOn: '2018-10-20' }),
      ],
      flags: [{ part: 'b', subject: 'project:j1', severity: 'high', amountFen: 790_000_000 }, { part: 'b', subject: 'project:j2', severity: 'high', amountFen: 750_000_000 }],
    },
    {
      told: 'the names of the works are mistyped, and the unit, which gives no code, is written with a blank',
      events: [
        planned('j1', { name: '张家村通村公路硬化工程一段', unitName: '示例镇 政府', unitUscc: undefined }), planned('j2', { name: '张佳村通村公路硬化 工程２段', unitName: '示例镇政府', unitUscc: undefined }),
        sold('j1', 390_000_000), sold('j2', 380_000_000, { occurredOn: '2018-05-20' }),
      ],
      flags: [{ part: 'b', subject: 'project:j1', severity: 'high', amountFen: 770_000_000 }],
    },
  ],
  clean: [
    { told: 'open tender on the day; by invitation, each lot below', events: [planned('j1'), tendered('j1', { occurredOn: '2018-03-20' }), sold('j1', 500_000_000), planned('j2'), tendered('j2', { method: 'invited', lots: 2 }), sold('j2', 390_000_000, { tenderNumber: 'ZB-1', lot: 1 }), sold('j2', 390_000_000, { contractNumber: 'HT-2', tenderNumber: 'ZB-1', lot: 2 })] },
    { told: 'a fen below, alone', events: [planned('j1'), sold('j1', 399_999_999)] },
    { told: 'a day more than the window apart', events: [planned('j1'), sold('j1', 320_000_000), sold('j1', 399_999_999, { ...second, occurredOn: '2018-09-17' })] },
    { told: 'one is a fen less than four fifths', events: [planned('j1'), sold('j1', 319_999_999), sold('j1', 399_999_999, second)] },
    { told: 'two villages, each with its road', events: [planned('j1'), planned('j2', { region: '422899001202' }), sold('j1', 390_000_000), sold('j2', 390_000_000)] },
    { told: 'a road and a canal; another unit', events: [planned('j1'), planned('j2', { name: '水渠整治' }), planned('j3', { unitUscc: '11422801000000001D' }), sold('j1', 390_000_000), sold('j2', 390_000_000), sold('j3', 390_000_000)] },
    { told: 'an emergency', events: [planned('j1', { emergency: true }), sold('j1', 500_000_000)] },
    {
      told: 'never planned, its unit unknown: undecided, not silent',
      events: [said('project-j1', ProjectProposed, { region: VILLAGE, name: '村道', projectClass: 'village-infrastructure', site: '一组', content: '硬化', amountFen: 390_000_000, occurredOn: '2018-01-10' }), sold('j1', 390_000_000)],
    },
  ],
});
