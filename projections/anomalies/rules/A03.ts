/** A03: was the same payee paid twice for the same programme and benefit period, with no link between the lines? */
import { RangerEngaged } from '../../../src/domain/benefit-events';
import { heldTwice, holdingsTouched } from '../held-twice';
import { rule, yuan } from '../rule';
import { allocation, paidBatch, person, programme, said, VILLAGE, type StoryEvent } from '../story';

const column = (nth: number): string => `split_part(p.subject, '|', ${String(nth)})`;
const columns = 'l.batch_id, l.line, l.position, l.entered_at, l.paid_on, l.amount_fen, l.payee_ref, l.household_id, l.region, l.supplements_batch, l.supplements_line';
const sameItem = `l.programme_id = ${column(3)} and l.benefit_from = ${column(4)}::date and l.benefit_to = ${column(5)}::date`;

/** What may be paid out of two posts or by two counties is A04's. */
const query = `
select '' as part, case when left(p.subject, 1) = 'h' then 'household' else 'person' end as subject_kind, ${column(2)} as subject_id,
  ${column(3)} || ' ' || ${column(4)} || '/' || ${column(5)} as occurrence, 'high' as severity, (sum(l.amount_fen) filter (where l.nth > 1))::bigint as amount_fen,
  min(l.region) as region, max(l.paid_on) as read_on, array_agg(l.position order by l.position) as evidence,
  jsonb_build_object('times', count(*), 'totalFen', sum(l.amount_fen)::bigint, 'extraFen', (sum(l.amount_fen) filter (where l.nth > 1))::bigint,
    'programme', ${column(3)}, 'from', left(${column(4)}, 7), 'to', left(${column(5)}, 7)) as facts
from (
  select l.*, row_number() over (order by l.position) as nth
  from (
    select ${columns} from audit.paid_line(p.at) l where left(p.subject, 1) = 'p' and l.payee_ref = ${column(2)} and ${sameItem}
    union all
    select ${columns} from audit.disbursement(p.at) d cross join lateral (select l.* from audit.paid_line(p.at) l where l.batch_id = d.batch_id and l.line = d.line offset 0) l
    where left(p.subject, 1) = 'h' and d.household_id = ${column(2)} and d.attempt = 1 and l.household_id = ${column(2)} and ${sameItem}
  ) l
  where not exists (
    select from audit.disbursement(p.at) e
    where e.batch_id = l.supplements_batch and e.line = l.supplements_line and e.attempt = 1 and e.position < l.entered_at
      and (e.payee_ref = l.payee_ref or e.household_id = l.household_id))
    and not ${heldTwice('l.payee_ref', column(3), `${column(4)}::date`, `${column(5)}::date`)}
) l
having count(*) >= 2
  and case when (select g.payee from audit.programme_on(p.at, ${column(3)}, ${column(4)}::date) g) = 'household'
    then left(p.subject, 1) = 'h' or bool_or(l.household_id is null) else left(p.subject, 1) = 'p' end`;

/**
 * An item is paid twice only where two attempts name it, or one line was settled twice; and once per household only by a programme that ever said so.
 * What makes that true is entered before it is paid.
 */
const twice = (key: string): string => `
  (exists (
    select from audit.disbursement($2 - 1) o
    where ${key} and o.programme_id = d.programme_id and o.benefit_from = d.benefit_from and o.benefit_to = d.benefit_to and o.position <> d.position)
  or (select count(*) from audit.settlement($2 - 1) o where o.batch_id = d.batch_id and o.line = d.line) > 1)`;

const touches = `
select x.subject, t.position
from (
  select s.batch_id, s.line, s.position from audit.settlement($2 - 1) s where s.position >= $1
  union all
  select r.batch_id, r.line, r.position from audit.line_return($2 - 1) r where r.position >= $1
  union all
  select d.batch_id, d.line, h.position from (${holdingsTouched}) h
  cross join lateral (select d.batch_id, d.line from audit.disbursement($2 - 1) d where d.payee_ref = h.person_ref and d.programme_id = h.programme_id offset 0) d
  union all
  select d.batch_id, d.line, v.position from audit.programme_version($2 - 1) v join audit.disbursement($2 - 1) d on d.programme_id = v.programme_id and d.attempt = 1 where v.position >= $1
) t
join audit.disbursement($2 - 1) d on d.batch_id = t.batch_id and d.line = t.line
cross join lateral (
  select 'p|' || d.payee_ref || '|' || d.programme_id || '|' || d.benefit_from || '|' || d.benefit_to where ${twice('o.payee_ref = d.payee_ref')}
  union all
  select 'h|' || d.household_id || '|' || d.programme_id || '|' || d.benefit_from || '|' || d.benefit_to
  where d.household_id is not null and exists (select from audit.programme_version($2 - 1) v where v.programme_id = d.programme_id and v.payee = 'household')
    and ${twice('o.household_id = d.household_id')}
) x (subject)`;

const post = (from: string): StoryEvent => said('benefit-li', RangerEngaged, { region: VILLAGE, personRef: person('li'), programmeId: 'p1', from, yearlyFen: 400_000, occurredOn: from });

export default rule({
  code: 'A03',
  title: { zh: '重复享受(同项)', en: 'Paid twice for the same item' },
  harm: 'misappropriation',
  basis: [
    { zh: '《财政违法行为处罚处分条例》第六条、第十四条(虚报、冒领、骗取财政资金)', en: 'Regulation on penalties for fiscal violations, articles 6 and 14' },
    { zh: '《社会救助暂行办法》第六十八条', en: 'Interim measures for social assistance, article 68' },
  ],
  parameters: [],
  query,
  touches: [touches],
  sentence: ({ times, totalFen, extraFen, programme: item, from, to }) => ({
    zh: `项目 ${String(item)} 在 ${String(from)} 至 ${String(to)} 期间对同一享受对象支付 ${String(times)} 次,共 ${yuan(Number(totalFen))} 元,其中疑似重复 ${yuan(Number(extraFen))} 元,且无补发或补差关联,待核。`,
    en: `Programme ${String(item)} paid the same payee ${String(times)} times for ${String(from)} to ${String(to)}, ${yuan(Number(totalFen))} yuan in all, of which ${yuan(Number(extraFen))} yuan look like a repetition; no line is linked as a top-up. To be checked.`,
  }),
  innocent: [
    { zh: '分次发放', en: 'paid in tranches' },
    { zh: '补发以前月份但仍用同一期间标注', en: 'arrears labelled with the same period' },
    { zh: '提标补差未登记关联', en: 'a top-up after a rise whose link was not recorded' },
  ],
  mustAct: { zh: '业务主管部门', en: 'line department' },
  clears: { zh: '追回或银行退回其中一笔,或登记补发、补差关联', en: 'one of the payments comes back, or a line is linked as top-up or arrears' },
  flagged: [
    {
      told: 'the same person stands in two lists of one month',
      events: [programme('p1'), allocation('a1'), ...paidBatch('b1', '2018-05', '2018-05-10', [{ payee: 'li' }]), ...paidBatch('b2', '2018-05', '2018-05-20', [{ payee: 'li', account: 'other', amountFen: 20_000 }])],
      flags: [{ subject: `person:${person('li')}`, severity: 'high', amountFen: 20_000 }],
    },
    {
      told: 'two members of one household are paid for an item that is due once per household',
      events: [programme('p1', { payee: 'household' }), ...paidBatch('b1', '2018-05', '2018-05-10', [{ payee: 'li', household: 'h1' }, { payee: 'wang', household: 'h1' }])],
      flags: [{ subject: 'household:h1', severity: 'high', amountFen: 30_000 }],
    },
  ],
  clean: [
    {
      told: 'two months, and a top-up that says which line it supplements',
      events: [
        programme('p1'), ...paidBatch('b1', '2018-05', '2018-05-10', [{ payee: 'li' }]), ...paidBatch('b2', '2018-06', '2018-06-10', [{ payee: 'li' }]),
        ...paidBatch('b3', '2018-05', '2018-06-20', [{ payee: 'li', amountFen: 5_000, supplements: 'b1-1' }]),
      ],
    },
    { told: 'out of two posts held at a time: A04’s', events: [programme('p1'), post('2018-01-01'), post('2018-05-01'), ...paidBatch('b1', '2018-05', '2018-05-10', [{ payee: 'li' }]), ...paidBatch('b2', '2018-05', '2018-05-20', [{ payee: 'li' }])] },
    {
      told: 'two members of one household are each paid for an item due per person',
      events: [programme('p1'), ...paidBatch('b1', '2018-05', '2018-05-10', [{ payee: 'li', household: 'h1' }, { payee: 'wang', household: 'h1' }])],
    },
  ],
});
