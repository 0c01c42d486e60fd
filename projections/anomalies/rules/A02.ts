/** A02: was a benefit that ends with death paid for months after the payee had died? */
import { DisbursementReissued, DisbursementReversed } from '../../../src/domain/batch-corrections';
import { DisbursementSettled } from '../../../src/domain/batch-results';
import { MemberDied } from '../../../src/domain/household';
import { RegisterRowsEntered } from '../../../src/domain/register';
import { monthSql } from '../granted-months';
import { reader, rule, yuan, type Parameter } from '../rule';
import { account, COUNTY, paidBatch, person, programme, said } from '../story';

const readAt = { zh: '支付日', en: 'the day of the line' };
const parameters: readonly Parameter[] = [
  { name: 'graceMonths', value: 1, unit: { zh: '月', en: 'months' }, basis: 'proposal', readAt },
  { name: 'criticalMonths', value: 3, unit: { zh: '月', en: 'months' }, basis: 'proposal', readAt },
  { name: 'criticalTotalFen', value: 1_000_000, unit: { zh: '分', en: 'fen' }, basis: '两高 2016-04-18 解释:贪污扶贫、救济款物 1 万元', readAt },
];
const read = reader('A02', parameters);
const payee = `split_part(p.subject, '|', 1)`;
const item = `split_part(p.subject, '|', 2)`;
/** `offset 0`: looked up for each, not the whole register made into a table. */
const everDead = (who: string): string => `(exists (select from audit.death($2 - 1) x where x.person_ref = ${who} offset 0)
  or exists (select from audit.register_row($2 - 1) x where x.person_ref = ${who} and x.kind = 'deceased' offset 0))`;

/** A line paid twice is one line, as it was paid last; both payments count in the months and the total. */
const query = `
select '' as part, 'disbursement' as subject_kind, v.batch_id || '/' || v.line as subject_id, 'line' as occurrence,
  case when v.months >= v.critical_months or v.total_fen >= v.critical_fen then 'critical' else 'high' end as severity,
  v.amount_fen, v.region, v.paid_on as read_on, array[v.position, v.died_at] as evidence,
  jsonb_build_object('diedOn', v.died_on, 'from', v.benefit_from, 'amountFen', v.amount_fen, 'months', v.months, 'totalFen', v.total_fen, 'programme', ${item}) as facts
from (
  select l.*, sum(${monthSql('l.benefit_to')} - ${monthSql('l.benefit_from')} + 1) over w as months, sum(l.amount_fen) over w as total_fen,
    max(l.position) over (partition by l.batch_id, l.line) as last_at, ${read('criticalMonths', 'l.region', 'l.paid_on')} as critical_months, ${read('criticalTotalFen', 'l.region', 'l.paid_on')} as critical_fen
  from (
    select l.*, d.died_on, d.died_at
    from (
      select x.died_on, x.died_at from (
        select x.occurred_on as died_on, x.position as died_at from audit.death(p.at) x where x.person_ref = ${payee}
        union all
        select x.on_date, x.position from audit.register_row(p.at) x
        where x.person_ref = ${payee} and x.kind = 'deceased' and x.change = 'added' and x.on_date is not null
          and not exists (
            select from audit.register_row(p.at) r
            where r.person_ref = x.person_ref and r.kind = 'deceased' and r.change = 'removed' and (r.position, r.ordinal) > (x.position, x.ordinal) and (r.on_date is null or r.on_date = x.on_date))
      ) x order by x.died_on, x.died_at limit 1
    ) d
    join audit.paid_line(p.at) l on l.payee_ref = ${payee} and l.programme_id = ${item}
    where (select g.payee = 'person' and g.ends_with_death from audit.programme_on(p.at, l.programme_id, l.benefit_from) g)
      and ${monthSql('l.benefit_from')} > ${monthSql('d.died_on')} + ${read('graceMonths', 'l.region', 'l.paid_on')}
  ) l
  window w as (order by l.benefit_from, l.position)
) v
where v.position = v.last_at`;

/** Only of those ever said to be dead: of others there is no verdict, and word of a death touches all their lines. */
const touches = `
select d.payee_ref || '|' || d.programme_id, t.position
from (
  select s.batch_id, s.line, s.position from audit.settlement($2 - 1) s where s.position >= $1
  union all
  select r.batch_id, r.line, r.position from audit.line_return($2 - 1) r where r.position >= $1
) t
join audit.disbursement($2 - 1) d on d.batch_id = t.batch_id and d.line = t.line
where ${everDead('d.payee_ref')}`;

const deathTouches = `
select d.payee_ref || '|' || d.programme_id, t.position
from (
  select x.person_ref, x.position from audit.death($2 - 1) x where x.position >= $1
  union all
  select x.person_ref, x.position from audit.register_row($2 - 1) x where x.position >= $1 and x.kind = 'deceased'
) t
join audit.disbursement($2 - 1) d on d.payee_ref = t.person_ref`;

const programmeTouches = `
select d.payee_ref || '|' || d.programme_id, v.position
from audit.programme_version($2 - 1) v join audit.disbursement($2 - 1) d on d.programme_id = v.programme_id
where v.position >= $1 and ${everDead('d.payee_ref')}`;

export default rule({
  code: 'A02',
  title: { zh: '死亡人员领取', en: 'Paid after death' },
  harm: 'misappropriation',
  basis: [
    { zh: '《社会救助暂行办法》第六十八条;《财政违法行为处罚处分条例》第十四条', en: 'Interim measures for social assistance, article 68; regulation on penalties for fiscal violations, article 14' },
  ],
  parameters,
  query,
  touches: [touches, deathTouches, programmeTouches],
  sentence: ({ diedOn, from, amountFen, months, totalFen, programme: code }) => ({
    zh: `享受对象已知于 ${String(diedOn)} 死亡,项目 ${String(code)} 仍发放 ${String(from).slice(0, 7)} 的补贴 ${yuan(Number(amountFen))} 元;截至本笔死亡后共 ${String(months)} 个月、${yuan(Number(totalFen))} 元,待核。`,
    en: `The payee is known to have died on ${String(diedOn)}; programme ${String(code)} still paid ${yuan(Number(amountFen))} yuan for ${String(from).slice(0, 7)}. With this line ${String(months)} month(s) and ${yuan(Number(totalFen))} yuan after death. To be checked.`,
  }),
  innocent: [
    { zh: '补发生前月份', en: 'arrears for months alive' },
    { zh: '丧葬费、抚恤金', en: 'funeral or survivors’ benefit' },
    { zh: '死亡登记迟缓或有误', en: 'a late or wrong death record' },
    { zh: '按户项目由家属继续享受', en: 'a household item that goes on for survivors' },
  ],
  mustAct: { zh: '民政部门、乡镇;他人支取的移送纪检监察', en: 'civil affairs and township; discipline inspection where others drew the money' },
  clears: { zh: '更正死亡登记,或款项退回', en: 'the death record is corrected, or the money comes back' },
  flagged: [
    {
      told: 'a death in March reported in June; April is within the grace, May and June are not, August makes it three months',
      events: [
        programme('p1'), ...paidBatch('b1', '2018-04', '2018-04-10', [{ payee: 'li' }]), ...paidBatch('b2', '2018-05', '2018-05-10', [{ payee: 'li' }]), ...paidBatch('b3', '2018-06', '2018-06-10', [{ payee: 'li' }]),
        said('household-h1', MemberDied, { personRef: person('li'), source: 'village', occurredOn: '2018-03-15' }), ...paidBatch('b4', '2018-08', '2018-08-10', [{ payee: 'li' }]),
      ],
      flags: [
        { subject: 'disbursement:b2/1', severity: 'high', amountFen: 30_000 }, { subject: 'disbursement:b3/1', severity: 'high', amountFen: 30_000 },
        { subject: 'disbursement:b4/1', severity: 'critical', amountFen: 30_000 },
      ],
    },
    {
      told: 'one line is paid twice, the first payment was reversed and the money kept: one flag',
      events: [
        programme('p1'), said('household-h1', MemberDied, { personRef: person('li'), source: 'village', occurredOn: '2018-03-15' }), ...paidBatch('b1', '2018-05', '2018-05-10', [{ payee: 'li' }]),
        said('batch-b1', DisbursementReversed, { ordinal: 1, reversesRevision: 2, amountFen: 30_000, moneyBack: false, reason: '错付', occurredOn: '2018-05-12' }),
        said('batch-b1', DisbursementReissued, { ordinal: 1, attempt: 2, accountRef: account('li'), payeeRef: person('li'), reason: '重发', occurredOn: '2018-05-12' }),
        said('batch-b1', DisbursementSettled, { ordinal: 1, attempt: 2, amountFen: 30_000, resultsId: 'r2', occurredOn: '2018-05-14' }),
      ],
      flags: [{ subject: 'disbursement:b1/1', severity: 'high', amountFen: 30_000 }],
    },
  ],
  clean: [
    {
      told: 'the register of deaths is corrected, and a household item goes on for the survivors',
      events: [
        programme('p1'), programme('p2', { payee: 'household' }),
        ...paidBatch('b1', '2018-06', '2018-06-10', [{ payee: 'li' }]), ...paidBatch('b2', '2018-06', '2018-06-10', [{ payee: 'wang', household: 'h1' }], { programmeId: 'p2' }),
        said('register-r1', RegisterRowsEntered, { kind: 'deceased', region: COUNTY, rows: [{ change: 'added', personRef: person('li'), on: '2018-02-01' }, { change: 'added', personRef: person('wang'), on: '2018-02-01' }] }),
        said('register-r1', RegisterRowsEntered, { kind: 'deceased', region: COUNTY, rows: [{ change: 'removed', personRef: person('li'), on: '2018-02-01' }] }),
      ],
    },
  ],
});
