/** A17: did somebody get less than was due when the period had closed: of an allowance, a top-up, medical costs above the cap, the grant of a house, a premium? */
import * as path from 'node:path';
import { dueSql, metSql, parameterSql, type Duty } from '../../duties/duty';
import { loadFolder } from '../../folder';
import { AllowanceEnded, AllowanceGranted, GuaranteeFellDue, MedicalBillSettled, MedicalGuaranteePaid, PremiumPaidOnBehalf } from '../../../src/domain/benefit-events';
import { DisbursementFailed } from '../../../src/domain/batch-results';
import { HouseAccepted, HouseListed } from '../../../src/domain/house';
import { MemberDied } from '../../../src/domain/household';
import { ofPeriod, shortOfGrantSql, shortOfGrantTouches } from '../allowance-paid';
import { dayEndsSql, dutiesInStepSql, dutiesSinceSql, type Clock } from '../day-steps';
import { reader, rule, yuan, type Parameter } from '../rule';
import { dayEnded, paidBatch, person, programme, said, VILLAGE, type StoryEvent } from '../story';

const duties = (loadFolder(path.join(__dirname, '..', '..', 'duties'), ['duty']) as readonly Duty[]).filter(({ rule: watching }) => watching === 'A17');
const kinds = duties.map(({ kind }) => kind);
const days = { zh: '日', en: 'days' };
const closing = { zh: '享受期末日', en: 'the last day of the benefit period' };
const CLOSE = { name: 'closeDays', value: 30 };
const GRACE = { name: 'recordingGraceDays', value: 1 };
const limits = duties.flatMap(({ limit, basis }) => (limit && 'days' in limit ? [{ name: limit.parameter, value: limit.days, basis: basis.zh }] : []));
const parameters: readonly Parameter[] = [
  { ...CLOSE, unit: days, basis: 'proposal', readAt: closing },
  ...limits.map((limit) => ({ ...limit, unit: days, readAt: { zh: '应付之日', en: 'the day it fell due' } })),
  { name: 'toleranceFen', value: 1, unit: { zh: '分', en: 'fen' }, basis: 'proposal:差额不超过 1 分属尾数', readAt: closing },
  { ...GRACE, unit: days, basis: 'proposal:银行回盘次日到达', readAt: closing },
];
const read = reader('A17', parameters);
const dutyClock: Clock = { rule: 'A17', limits, grace: GRACE };
const periodClock: Clock = { rule: 'A17', limits: [CLOSE], grace: GRACE };

const part = (nth: number): string => `split_part(p.subject, '|', ${String(nth)})`;
const [who, item] = [part(2), part(3)];
/** What of a duty is still owed. */
const stillOwed = `(case d.kind when 'pay-medical-guarantee' then least(d.amount_fen,
    (select coalesce(sum(o.amount_fen) filter (where o.change = 'due' and o.position <= d.position), 0) - coalesce(sum(o.amount_fen) filter (where o.change = 'paid'), 0)
     from audit.medical_guarantee(p.at) o where o.benefit_id = substr(d.stream_id, 9) and o.year = extract(year from d.base_on)))
  else d.amount_fen - (
    select coalesce(sum(l.amount_fen), 0) from audit.disbursement(p.at) n
    cross join lateral (select l.amount_fen from audit.paid_line(p.at) l where l.batch_id = n.batch_id and l.line = n.line and l.household_id = d.subject_id offset 0) l
    where n.household_id = d.subject_id and n.programme_id = d.programme_id and n.attempt = 1) end)::bigint`;
const dutyQuery = `
select case d.kind when 'pay-medical-guarantee' then 'c' else 'd' end, d.subject_kind, d.subject_id, d.duty_id, 'medium', ${stillOwed}, d.owner_region, d.base_on, array[d.position, l.ended_at],
  jsonb_build_object('dueFen', d.amount_fen, 'shortFen', ${stillOwed}, 'baseOn', d.base_on, 'dueOn', l.due_on, 'endedOn', l.ended_on)
from audit.duty(p.at) d
cross join lateral (
  select ${dueSql(duties, 'p.at')} as due_on, e.occurred_on as ended_on, e.position as ended_at, (${parameterSql('A17', GRACE.name, GRACE.value, 'p.at', 'd')})::integer as grace
  from audit.day_end(p.at) e where e.position > d.position order by e.position desc limit 1
) l
where not ${ofPeriod} and left(p.subject, 8) <> 'premium|' and d.duty_id = p.subject and l.ended_on >= l.due_on + l.grace and ${metSql(duties, 'p.at')} is null`;

/** A premium is made up by the last day of the year it insures. */
const premiumQuery = `
select 'e', 'person', ${who}, 'premium-' || ${item} || ' ' || ${part(4)}, 'medium', v.tier_fen - v.paid_fen, v.region, v.last_on, v.evidence || v.ended_at,
  jsonb_build_object('dueFen', v.tier_fen, 'paidFen', v.paid_fen, 'shortFen', v.tier_fen - v.paid_fen, 'insurance', ${item}, 'year', ${part(4)})
from (
  select max(x.tier_fen) as tier_fen, sum(x.paid_fen)::bigint as paid_fen, min(x.region) as region, make_date(min(x.year)::integer, 12, 31) as last_on, array_agg(x.position order by x.position) as evidence,
    (select e.position from audit.day_end(p.at) e order by e.position desc limit 1) as ended_at, (select e.occurred_on from audit.day_end(p.at) e order by e.position desc limit 1) as ended_on
  from audit.premium_payment(p.at) x
  where left(p.subject, 8) = 'premium|' and x.person_ref = ${who} and x.insurance = ${item} and x.year = (case when left(p.subject, 8) = 'premium|' then ${part(4)}::bigint end)
) v
where v.ended_on >= v.last_on and v.tier_fen - v.paid_fen > ${read('toleranceFen', 'v.region', 'v.last_on')}`;

const metTouches = `
select d.duty_id, o.position from audit.medical_guarantee($2 - 1) o
cross join lateral (select d.duty_id from audit.duty($2 - 1) d where d.stream_id = 'benefit-' || o.benefit_id and d.kind = 'pay-medical-guarantee' offset 0) d
where o.position >= $1
union all
select d.duty_id, t.position
from (
  select s.batch_id, s.line, s.position from audit.settlement($2 - 1) s where s.position >= $1
  union all
  select r.batch_id, r.line, r.position from audit.line_return($2 - 1) r where r.position >= $1
) t
cross join lateral (select n.household_id, n.programme_id from audit.disbursement($2 - 1) n where n.batch_id = t.batch_id and n.line = t.line and n.attempt = 1 offset 0) n
cross join lateral (select d.duty_id from audit.duty($2 - 1) d where d.subject_id = n.household_id and d.kind = 'pay-house-grant' offset 0) d
where exists (select from audit.house_listed($2 - 1) h where h.programme_id = n.programme_id)`;

const premiumTouches = `
select 'premium|' || x.person_ref || '|' || x.insurance || '|' || x.year, x.position from audit.premium_payment($2 - 1) x where x.position >= $1
union all
select 'premium|' || x.person_ref || '|' || x.insurance || '|' || x.year, e.position
from ${dayEndsSql} e
cross join lateral (select y.year from generate_series(extract(year from e.previous)::integer, extract(year from e.occurred_on)::integer) y (year) where make_date(y.year, 12, 31) > e.previous and make_date(y.year, 12, 31) <= e.occurred_on) y
cross join lateral (select x.* from audit.premium_payment($2 - 1) x where x.year = y.year and x.paid_fen < x.tier_fen offset 0) x`;

const low = (terms: object = {}): StoryEvent => programme('p1', { topUpBasisPoints: 2000, topUpClasses: ['elderly', 'minor'], standardFen: 40_000, ...terms });
const of = (noun: string): { region: string; personRef: string; programmeId: string } => ({ region: VILLAGE, personRef: person(noun), programmeId: 'p1' });
const grant = (terms: Partial<AllowanceGranted> = {}): StoryEvent =>
  said('benefit-g1', AllowanceGranted, { ...of('li'), from: '2018-01', amountPerMonthFen: 30_000, occurredOn: '2018-01-05', ...terms });
const paid = (month: string, amountFen: number, terms: { on?: string; benefitTo?: string } = {}): StoryEvent[] =>
  paidBatch(`b${month.slice(5)}${terms.on ? 'x' : ''}`, month, terms.on ?? `${month}-10`, [{ payee: 'li', amountFen }], terms.benefitTo === undefined ? {} : { benefitTo: terms.benefitTo });
const bill = (ownFen: number): StoryEvent[] => [
  said('benefit-m1', MedicalBillSettled, { ...of('li'), billId: 'k1', kind: 'inpatient', billFen: 2_000_000, basicFen: 2_000_000 - ownFen, seriousFen: 0, assistanceFen: 0, guaranteeFen: 0, ownFen, occurredOn: '2018-03-01' }),
  ...(ownFen > 500_000 ? [said('benefit-m1', GuaranteeFellDue, { programmeId: 'p1', year: 2018, ownBurdenFen: ownFen, capFen: 500_000, dueFen: ownFen - 500_000, occurredOn: '2018-03-01' })] : []),
];
const reimbursed = (paidFen: number, occurredOn: string): StoryEvent => said('benefit-m1', MedicalGuaranteePaid, { programmeId: 'p1', year: 2018, paidFen, occurredOn });
const house: StoryEvent[] = [
  said('house-f1', HouseListed, { region: VILLAGE, householdId: 'h1', programmeId: 'p1', grade: 'D', objectClass: 'registered', mode: 'rebuild', occurredOn: '2018-01-10' }),
  said('house-f1', HouseAccepted, { grantFen: 2_000_000, inspector: '县住建局', occurredOn: '2018-03-01' }),
];
const housePaid = (amountFen: number, on: string): StoryEvent[] => paidBatch('bh', '2018-03', on, [{ payee: 'li', household: 'h1', amountFen }]);
const premium = (paidFen: number, on = '2018-06-01', id = 'i1'): StoryEvent =>
  said(`benefit-${id}`, PremiumPaidOnBehalf, { ...of('li'), insurance: 'pension', year: 2018, tierFen: 10_000, paidFen, occurredOn: on });
const li = `person:${person('li')}`;

export default rule({
  code: 'A17',
  title: { zh: '未足额发放', en: 'Paid less than was due' },
  harm: 'delay',
  basis: [
    { zh: '《预算法》第五十七条:及时、足额拨付;《社会救助暂行办法》第六十六条', en: 'Budget law, article 57: paid in time and in full; interim measures for social assistance, article 66' },
    { zh: '湖北省三年行动实施意见四(九):不低于当地低保标准的 20% 增发;代缴全额最低标准养老保险费', en: 'Provincial three-year opinion, 4 (9): a top-up of no less than 20% of the local standard; the full lowest premium' },
    ...duties.map((duty) => duty.basis),
  ],
  parameters,
  query: `${shortOfGrantSql(read)}\nunion all\n${dutyQuery}\nunion all\n${premiumQuery}`,
  touches: [...shortOfGrantTouches(periodClock), metTouches, dutiesSinceSql(kinds), dutiesInStepSql(dutyClock, kinds), premiumTouches],
  indexes: [
    { table: 'allowance', columns: 'benefit_id' }, { table: 'allowance', columns: 'from_month where from_month is not null' }, { table: 'allowance', columns: 'occurred_on, position' },
    { table: 'premium_payment', columns: 'year where paid_fen < tier_fen' },
  ],
  sentence: (facts, part) => {
    const short = yuan(Number(facts['shortFen']));
    const [due, got] = [yuan(Number(facts['dueFen'] ?? 0)), yuan(Number(facts['paidFen'] ?? 0))];
    switch (part) {
      case 'a': return {
        zh: `项目 ${String(facts['programme'])} 自 ${String(facts['from'])} 起的享受期应发 ${due} 元,至 ${String(facts['endedOn'])} 实发 ${got} 元,差 ${short} 元,待核。`,
        en: `Programme ${String(facts['programme'])} owed ${due} yuan for the period from ${String(facts['from'])}; by ${String(facts['endedOn'])} it had paid ${got} yuan, ${short} yuan less. To be checked.`,
      };
      case 'b': return {
        zh: `项目 ${String(facts['programme'])} ${String(facts['from'])} 起的享受期应按标准增发 ${String(Number(facts['basisPoints']) / 100)}%,核定增发不足,差 ${short} 元,待核。`,
        en: `Programme ${String(facts['programme'])} tops the standard up by ${String(Number(facts['basisPoints']) / 100)}%; for the period from ${String(facts['from'])} the top-up granted is ${short} yuan less. To be checked.`,
      };
      case 'c': return { zh: `医疗个人年度负担超限应兜底 ${due} 元,应不迟于 ${String(facts['dueOn'])},至 ${String(facts['endedOn'])} 尚差 ${short} 元,待核。`, en: `${due} yuan of medical costs above the cap were due by ${String(facts['dueOn'])}; ${short} yuan were still unpaid on ${String(facts['endedOn'])}. To be checked.` };
      case 'd': return { zh: `危房改造补助 ${due} 元应不迟于 ${String(facts['dueOn'])} 拨付到户,至 ${String(facts['endedOn'])} 尚差 ${short} 元,待核。`, en: `A house grant of ${due} yuan was due by ${String(facts['dueOn'])}; ${short} yuan had not reached the household on ${String(facts['endedOn'])}. To be checked.` };
      default: return { zh: `${String(facts['year'])} 年度代缴保险费最低档 ${due} 元,实缴 ${got} 元,差 ${short} 元,待核。`, en: `The lowest premium for ${String(facts['year'])} is ${due} yuan; ${got} yuan were paid on behalf, ${short} yuan less. To be checked.` };
    }
  },
  innocent: [
    { zh: '享受首月按实际月份计发', en: 'the month of entry is paid pro rata' },
    { zh: '扣回以前多发款(有扣减记录)', en: 'an earlier over-payment was netted, and the deduction is on record' },
    { zh: '发放失败或退回,正在重发', en: 'a line failed or came back and is sent again' },
  ],
  mustAct: { zh: '业务主管部门', en: 'line department' },
  clears: { zh: '补发到账,或登记待遇终止、扣减依据', en: 'the rest is paid, or the end of the grant or the deduction is entered' },
  flagged: [
    { told: 'ten yuan short, thirty days after the end of the month', events: [low(), grant(), ...paid('2018-01', 29_000), dayEnded('2018-03-02'), dayEnded('2018-03-03')], flags: [{ part: 'a', subject: li, severity: 'medium', amountFen: 1_000 }] },
    { told: 'February of a leap year is left out', events: [low(), grant({ from: '2020-01', occurredOn: '2020-01-05' }), ...paid('2020-01', 30_000), dayEnded('2020-03-30'), dayEnded('2020-03-31')], flags: [{ part: 'a', subject: li, severity: 'medium', amountFen: 30_000 }] },
    { told: 'a quarter is paid for two months', events: [low({ cadence: 'quarterly' }), grant(), ...paid('2018-01', 60_000, { benefitTo: '2018-03' }), dayEnded('2018-05-01')], flags: [{ part: 'a', subject: li, severity: 'medium', amountFen: 30_000 }] },
    { told: 'an old man is topped up by fifteen per cent of the standard', events: [low(), grant({ topUpFen: 6_000, topUpClasses: ['elderly'] }), ...paid('2018-01', 30_000), dayEnded('2018-03-03')], flags: [{ part: 'b', subject: li, severity: 'medium', amountFen: 2_000 }] },
    { told: 'a patient bore 6,000 yuan and got 400 of 1,000 back', events: [programme('p1', { ownBurdenCapFen: 500_000 }), ...bill(600_000), reimbursed(40_000, '2018-03-20'), dayEnded('2018-03-30'), dayEnded('2018-04-01')], flags: [{ part: 'c', subject: li, severity: 'medium', amountFen: 60_000 }] },
    { told: 'half of a house grant arrives', events: [programme('p1', { payee: 'household', cadence: 'once' }), ...house, ...housePaid(1_000_000, '2018-03-20'), dayEnded('2018-03-31'), dayEnded('2018-04-01')], flags: [{ part: 'd', subject: 'household:h1', severity: 'medium', amountFen: 1_000_000 }] },
    { told: 'a premium below the lowest tier', events: [programme('p1'), premium(9_000), dayEnded('2018-12-30'), dayEnded('2018-12-31')], flags: [{ part: 'e', subject: li, severity: 'medium', amountFen: 1_000 }] },
  ],
  clean: [
    { told: 'the period has not closed, and the bank’s answer of the last day may come tomorrow', events: [low(), grant(), ...paid('2018-01', 29_000), dayEnded('2018-03-02')] },
    { told: 'a cent', events: [low(), grant(), ...paid('2018-01', 29_999), dayEnded('2018-03-03')] },
    { told: 'granted from February on: the month of entry', events: [low({ cadence: 'quarterly' }), grant({ from: '2018-02' }), ...paid('2018-01', 60_000, { benefitTo: '2018-03' }), dayEnded('2018-05-01')] },
    {
      told: 'an earlier over-payment is netted, as the list says',
      events: [low(), grant(), ...paid('2018-01', 20_000).map((event) => (event.type === 'DisbursementEntered' ? { ...event, data: { ...event.data, dueFen: 30_000, deductedFen: 10_000 } } : event)), dayEnded('2018-03-03')],
    },
    { told: 'he died in January: February is not due', events: [low(), grant(), ...paid('2018-01', 30_000), said('household-h1', MemberDied, { personRef: person('li'), source: 'civil-affairs', occurredOn: '2018-01-20' }), dayEnded('2018-03-31'), dayEnded('2018-06-01')] },
    { told: 'it ended with January', events: [low(), grant(), ...paid('2018-01', 30_000), said('benefit-g1', AllowanceEnded, { programmeId: 'p1', until: '2018-01', reason: '收入提高', occurredOn: '2018-02-01' }), dayEnded('2018-03-31'), dayEnded('2018-06-01')] },
    {
      told: 'the line failed: the matter of the rule on failed lines',
      events: [low(), grant(), ...paid('2018-01', 30_000), ...paid('2018-02', 30_000).filter(({ type }) => type !== 'DisbursementSettled'), said('batch-b02', DisbursementFailed, { ordinal: 1, attempt: 1, amountFen: 30_000, resultsId: 'r1', reason: 'F01', occurredOn: '2018-02-10' }), dayEnded('2018-03-31')],
    },
    { told: 'the rest is paid in April', events: [low(), grant({ until: '2018-01' }), ...paid('2018-01', 29_000), dayEnded('2018-03-03'), ...paid('2018-01', 1_000, { on: '2018-04-10' })] },
    { told: 'nothing was ever paid: the matter of the rule on who was left out', events: [low(), grant(), dayEnded('2018-05-01')] },
    { told: 'the decision came in April, arrears are not due yet', events: [low(), grant({ until: '2018-03', occurredOn: '2018-04-20' }), ...paid('2018-03', 30_000), dayEnded('2018-05-10')] },
    { told: 'twenty per cent exactly', events: [low(), grant({ topUpFen: 8_000, topUpClasses: ['elderly'] }), ...paid('2018-01', 30_000), dayEnded('2018-03-03')] },
    { told: 'the county has published no standard to top up: undecided, not silent', events: [low({ standardFen: undefined }), grant({ topUpFen: 6_000, topUpClasses: ['elderly'] }), ...paid('2018-01', 30_000), dayEnded('2018-03-03')] },
    { told: 'a patient bore 5,000 yuan exactly', events: [programme('p1', { ownBurdenCapFen: 500_000 }), ...bill(500_000), dayEnded('2018-06-01')] },
    { told: 'what exceeds the cap is paid on the last day', events: [programme('p1', { ownBurdenCapFen: 500_000 }), ...bill(600_000), dayEnded('2018-03-31'), reimbursed(100_000, '2018-03-31'), dayEnded('2018-06-01')] },
    { told: 'the whole of a house grant arrives on the last day', events: [programme('p1', { payee: 'household', cadence: 'once' }), ...house, dayEnded('2018-03-31'), ...housePaid(2_000_000, '2018-03-31'), dayEnded('2018-06-01')] },
    { told: 'a premium made up within the year', events: [programme('p1'), premium(9_000), premium(1_000, '2018-12-01', 'i2'), dayEnded('2018-12-31')] },
  ],
});
