/** A01: was a line paid under an identity that cannot be, or to somebody no register knows? */
import { DisbursementEntered } from '../../../src/domain/batch';
import { DisbursementReturned, DisbursementSettled } from '../../../src/domain/batch-results';
import { HouseholdRegistered, MemberAdded } from '../../../src/domain/household';
import { RegisterRowsEntered } from '../../../src/domain/register';
import { inCountyOf } from '../regions';
import { reader, rule, yuan, type Parameter } from '../rule';
import { account, COUNTY, paidBatch, person, programme, said, VILLAGE, type StoryEvent } from '../story';

const readAt = { zh: '支付日', en: 'the day of the line' };
const parameters: readonly Parameter[] = [
  { name: 'snapshotLagDays', value: 30, unit: { zh: '日', en: 'days' }, basis: 'proposal', readAt },
];
const read = reader('A01', parameters);
const batchId = `split_part(p.subject, '|', 2)`;
const line = `split_part(p.subject, '|', 3)::bigint`;

/** A county of which no household is registered has no register here: nobody can be absent from it. */
const registered = (region: string, at: string): string => `exists (select from audit.household(${at}) h where ${inCountyOf('h', region)})`;

/** Known to a household or a register of persons before the benefit period was over, give or take the lag of a snapshot. */
const knownPerson = (who: string, until: string, at: string): string => `(
  exists (select from audit.household_member(${at}) m where m.person_ref = ${who} and m.change = 'joined' and m.occurred_on <= ${until})
  or exists (select from audit.register_row(${at}) r where r.person_ref = ${who} and r.kind in ('low-income', 'disabled', 'student') and r.change = 'added' and coalesce(r.on_date, r.occurred_on, ${until}) <= ${until}))`;

/** The number of the line as entered belongs to the payee as entered: a reissue to somebody else is another matter. A line paid twice is one line. */
const impossible = `
select 'a' as part, 'disbursement' as subject_kind, l.batch_id || '/' || l.line as subject_id, 'line' as occurrence, 'high' as severity, l.amount_fen, l.region, l.paid_on as read_on,
  array[l.position, d.position] as evidence, jsonb_build_object('amountFen', l.amount_fen, 'programme', l.programme_id, 'codes', to_jsonb(d.codes)) as facts
from audit.paid_line(p.at) l
join audit.identity_doubt(p.at) d on d.batch_id = l.batch_id and d.line = l.line and d.payee_ref = l.payee_ref
where left(p.subject, 5) = 'line|' and l.batch_id = ${batchId} and l.line = ${line}
order by l.position desc limit 1`;

const absent = `
select 'b' as part, 'disbursement' as subject_kind, l.batch_id || '/' || l.line as subject_id, 'line' as occurrence, 'high' as severity, l.amount_fen, l.region, l.paid_on as read_on,
  array[l.position, l.entered_at] as evidence, jsonb_build_object('amountFen', l.amount_fen, 'programme', l.programme_id, 'from', l.benefit_from, 'to', l.benefit_to) as facts
from audit.paid_line(p.at) l
where left(p.subject, 5) = 'line|' and l.batch_id = ${batchId} and l.line = ${line}
  and not exists (select from audit.identity_doubt(p.at) d where d.batch_id = l.batch_id and d.line = l.line and d.payee_ref = l.payee_ref)
  and not ${knownPerson('l.payee_ref', `(l.benefit_to + 30 + greatest(${read('snapshotLagDays', 'l.batch_region', 'l.paid_on')}, 0)::integer)`, 'p.at')}
  and ${registered('l.batch_region', 'p.at')}
order by l.position desc limit 1`;

/** A county whose register is not here: said once per batch, not of each line. */
const uncovered = `
select 'b' as part, 'batch' as subject_kind, b.batch_id as subject_id, 'register' as occurrence, null::text as severity, null::bigint as amount_fen, b.region, b.occurred_on as read_on,
  array[b.position] as evidence, jsonb_build_object('lacking', 'household register of the county') as facts
from audit.batch(p.at) b
where left(p.subject, 6) = 'batch|' and b.batch_id = ${batchId} and not ${registered('b.region', 'p.at')}`;

/** Who was in a register by the end of the benefit period when the line was paid can never make a flag: only the rest is looked at. */
const unknown = (at: string): string => `not ${knownPerson('d.payee_ref', 'd.benefit_to', at)} and ${registered('d.batch_region', '$2 - 1')}`;

const lineTouches = `
select 'line|' || t.batch_id || '|' || t.line, t.position
from (
  select s.batch_id, s.line, s.position from audit.settlement($2 - 1) s where s.position >= $1
  union all
  select r.batch_id, r.line, r.position from audit.line_return($2 - 1) r where r.position >= $1
) t
where exists (select from audit.identity_doubt($2 - 1) i where i.batch_id = t.batch_id and i.line = t.line)
  or exists (select from audit.disbursement($2 - 1) d where d.batch_id = t.batch_id and d.line = t.line and ${unknown('t.position')})`;

const personTouches = `
select 'line|' || d.batch_id || '|' || d.line, t.position
from (
  select m.person_ref, m.position from audit.household_member($2 - 1) m where m.position >= $1 and m.change = 'joined'
  union all
  select r.person_ref, r.position from audit.register_row($2 - 1) r where r.position >= $1 and r.kind in ('low-income', 'disabled', 'student') and r.change = 'added'
) t
join audit.disbursement($2 - 1) d on d.payee_ref = t.person_ref and d.position < t.position`;

/** The first household of a county brings its register into being, for every batch and line there is. */
const countyTouches = `
select x.subject, f.position
from audit.household($2 - 1) f
cross join lateral (
  select 'batch|' || b.batch_id from audit.batch(f.position) b where ${inCountyOf('b', 'f.region')}
  union all
  select 'line|' || d.batch_id || '|' || d.line
  from audit.batch(f.position) b
  cross join lateral (select d.batch_id, d.line, d.payee_ref, d.benefit_to, d.batch_region from audit.disbursement(f.position) d where d.batch_id = b.batch_id offset 0) d
  where ${inCountyOf('b', 'f.region')} and ${unknown('f.position')}
) x (subject)
where f.position >= $1 and not ${registered('f.region', 'f.position - 1')}`;

const batchTouches = `select 'batch|' || b.batch_id, b.position from audit.batch($2 - 1) b where b.position >= $1 and not ${registered('b.region', 'b.position')}`;

const WRONG: Readonly<Record<string, { zh: string; en: string }>> = {
  L20: { zh: '位数或字符不对', en: 'wrong length or characters' }, L21: { zh: '校验码不对', en: 'wrong check digit' }, L22: { zh: '出生日期不存在', en: 'a birth date that does not exist' },
  L61: { zh: '年龄、出生日期或省份不可能', en: 'an age, birth date or province that cannot be' },
};

const inRegister = (who: string, on: string): StoryEvent =>
  said(`household-h-${who}`, HouseholdRegistered, { region: VILLAGE, headRef: person(who), members: [{ personRef: person(who), relation: 'head' }], status: 'registered', occurredOn: on });
/** A line that carries what the intake doubted. */
const doubted = (id: string, payee: string, code: string): StoryEvent[] => [
  ...paidBatch(id, '2018-05', '2018-05-10', []).slice(0, 1),
  said(`batch-${id}`, DisbursementEntered, { ordinal: 1, payeeRef: person(payee), accountRef: account(payee), region: VILLAGE, amountFen: 30_000, amber: ['L63', code] }),
  said(`batch-${id}`, DisbursementSettled, { ordinal: 1, attempt: 1, amountFen: 30_000, resultsId: 'r1', occurredOn: '2018-05-12' }),
];
const returned: StoryEvent = said('batch-b1', DisbursementReturned, { ordinal: 1, attempt: 1, amountFen: 30_000, resultsId: 'r2', reason: 'F03', occurredOn: '2018-05-20' });

export default rule({
  code: 'A01',
  title: { zh: '虚报冒领(身份不实)', en: 'Paid under an identity that cannot be' },
  harm: 'misappropriation',
  basis: [
    { zh: '《社会救助暂行办法》第六十八条;《财政违法行为处罚处分条例》第六条、第十四条(虚报、冒领、骗取)', en: 'Interim measures for social assistance, article 68; regulation on penalties for fiscal violations, articles 6 and 14' },
    { zh: 'GB 11643 公民身份号码', en: 'GB 11643, citizen identification number' },
  ],
  parameters,
  query: [impossible, absent, uncovered].map((part) => `select * from (${part}\n) part`).join('\nunion all\n'),
  touches: [lineTouches, personTouches, countyTouches, batchTouches],
  indexes: [{ table: 'household', columns: 'region, position' }],
  sentence: ({ amountFen, programme: item, codes, from, to }, part) => {
    const sum = yuan(Number(amountFen));
    if (part === 'a') {
      const wrong = (codes as readonly string[]).map((code) => WRONG[code] ?? { zh: code, en: code });
      return {
        zh: `项目 ${String(item)} 向证件号码不实的对象发放 ${sum} 元:${wrong.map(({ zh }) => zh).join('、')},待核。`,
        en: `Programme ${String(item)} paid ${sum} yuan to somebody whose identity number cannot be right: ${wrong.map(({ en }) => en).join(', ')}. To be checked.`,
      };
    }
    return {
      zh: `项目 ${String(item)} 发放 ${String(from).slice(0, 7)} 至 ${String(to).slice(0, 7)} 的补贴 ${sum} 元,享受对象在该期间不在本县任何登记户或名册内,待核。`,
      en: `Programme ${String(item)} paid ${sum} yuan for ${String(from).slice(0, 7)} to ${String(to).slice(0, 7)} to somebody who is in no household and no register of the county for that time. To be checked.`,
    };
  },
  innocent: [
    { zh: '15 位旧身份证号,或录入差错已退回更正', en: 'an old number of fifteen digits, or a mistyped one that was returned and mended' },
    { zh: '公安换发了新号码', en: 'a new number was issued' },
    { zh: '名册快照滞后', en: 'the register lags behind' },
  ],
  mustAct: { zh: '业务主管部门、乡镇', en: 'line department and township' },
  clears: { zh: '登记该人所在的户或名册(含换发的新号码),或款项退回', en: 'the person is entered in a household or register, under a new number too, or the money comes back' },
  flagged: [
    { told: 'a list brought over pays an identity number whose check digit is wrong', events: [programme('p1'), ...doubted('b1', 'ghost', 'L21')], flags: [{ part: 'a', subject: 'disbursement:b1/1', severity: 'high', amountFen: 30_000 }] },
    {
      told: 'somebody is paid whom no household of the county knows; another is registered only a year later',
      events: [programme('p1'), inRegister('li', '2018-01-01'), ...paidBatch('b1', '2018-05', '2018-05-10', [{ payee: 'li' }, { payee: 'ghost' }, { payee: 'late' }]), inRegister('late', '2019-06-01')],
      flags: [{ part: 'b', subject: 'disbursement:b1/2', severity: 'high', amountFen: 30_000 }, { part: 'b', subject: 'disbursement:b1/3', severity: 'high', amountFen: 30_000 }],
    },
  ],
  clean: [
    { told: 'an old number of fifteen digits, of somebody in the register', events: [programme('p1'), inRegister('li', '2018-01-01'), ...doubted('b1', 'li', 'L60')] },
    { told: 'a mistyped number is found by the bank and the money comes back', events: [programme('p1'), ...doubted('b1', 'ghost', 'L61'), returned] },
    {
      told: 'a new number was issued: the household enters it as a correction',
      events: [
        programme('p1'), inRegister('li', '2018-01-01'), ...paidBatch('b1', '2018-05', '2018-05-10', [{ payee: 'li-new' }]),
        said('household-h-li', MemberAdded, { personRef: person('li-new'), relation: 'head', cause: 'correction', occurredOn: '2018-04-20' }),
      ],
    },
    {
      told: 'the register lags by three weeks, and an allowance of another office knows the second person',
      events: [
        programme('p1'), inRegister('wang', '2018-01-01'), ...paidBatch('b1', '2018-05', '2018-05-10', [{ payee: 'li' }, { payee: 'sun' }]), inRegister('li', '2018-06-20'),
        said('register-r1', RegisterRowsEntered, { kind: 'disabled', region: COUNTY, rows: [{ change: 'added', personRef: person('sun'), on: '2017-03-01' }] }),
      ],
    },
    { told: 'the county’s households are not in the ledger: undecided per batch, not a flag per line', events: [programme('p1'), ...paidBatch('b1', '2018-05', '2018-05-10', [{ payee: 'ghost' }])] },
  ],
});
