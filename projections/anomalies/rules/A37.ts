/** A37: did what a decision asks back come in by its last day, and where it belongs? */
import { RecoveryOpened, RecoveryReceived, RecoveryWithdrawn } from '../../../src/domain/recovery';
import { dayEndsSql } from '../day-steps';
import { rule, yuan } from '../rule';
import { COUNTY, dayEnded, daysEnded, person, said, type StoryEvent } from '../story';

/**
 * Instalment by instalment where they were granted: what came in fills the earliest first. Money that came in elsewhere is not missing, it is the matter of
 * part b. `offset 0`: worked out once.
 */
const missing = `
select 'a' as part, 'recovery' as subject_kind, v.recovery_id as subject_id, case when v.nth = 0 then 'whole' else 'instalment-' || v.nth end as occurrence, 'high' as severity,
  v.missing_fen as amount_fen, v.region, v.due_on as read_on, array[v.position, e.position] as evidence,
  jsonb_build_object('dueOn', v.due_on, 'askedFen', v.asked_fen, 'missingFen', v.missing_fen, 'instalment', v.nth, 'endedOn', e.occurred_on) as facts
from (
  select r.recovery_id, r.region, r.position, t.due_on, t.nth, t.asked_fen,
    least(t.asked_fen, t.upto_fen - coalesce((select sum(x.amount_fen) from audit.recovery_receipt(p.at) x where x.recovery_id = r.recovery_id), 0))::bigint as missing_fen
  from audit.recovery(p.at) r
  cross join lateral (
    select r.due_on, 0 as nth, r.amount_fen as asked_fen, r.amount_fen as upto_fen where r.instalments = 0
    union all
    select i.due_on, i.ordinal + 1, i.amount_fen, sum(i.amount_fen) over (order by i.ordinal) from audit.recovery_instalment(p.at) i where i.recovery_id = r.recovery_id
  ) t
  where r.recovery_id = p.subject and not exists (select from audit.recovery_withdrawal(p.at) w where w.recovery_id = r.recovery_id)
  offset 0
) v
cross join lateral (
  select e.position, e.occurred_on from audit.day_end(p.at) e where e.occurred_on >= v.due_on and e.position > v.position order by e.occurred_on, e.position limit 1
) e
where v.missing_fen > 0`;

const elsewhere = `
select 'b' as part, 'recovery' as subject_kind, x.recovery_id as subject_id, 'voucher-' || x.voucher_number as occurrence, 'high' as severity, x.amount_fen, x.region, x.occurred_on as read_on,
  array[r.position, x.position] as evidence, jsonb_build_object('amountFen', x.amount_fen, 'receivedOn', x.occurred_on, 'returnTo', x.return_to) as facts
from audit.recovery(p.at) r
join audit.recovery_receipt(p.at) x on x.recovery_id = r.recovery_id
where r.recovery_id = p.subject and x.into_kind = 'other'`;

const receiptTouches = `
select x.recovery_id, x.position from audit.recovery_receipt($2 - 1) x where x.position >= $1
union all
select w.recovery_id, w.position from audit.recovery_withdrawal($2 - 1) w where w.position >= $1`;

/** At a day-end: what came since the last one, whose day may be past, and what falls due between the two. */
const dueTouches = `
select r.recovery_id, e.position
from ${dayEndsSql} e
cross join lateral (
  select r.recovery_id from audit.recovery($2 - 1) r where r.position > e.previous_at and r.position < e.position
  union all
  select r.recovery_id from audit.recovery($2 - 1) r where r.due_on > e.previous and r.due_on <= e.occurred_on and r.position < e.position
  union all
  select i.recovery_id from audit.recovery_instalment($2 - 1) i where i.due_on > e.previous and i.due_on <= e.occurred_on and i.position < e.position
) r`;

const WHERE: Readonly<Record<string, { zh: string; en: string }>> = { treasury: { zh: '国库', en: 'the treasury' }, 'original-channel': { zh: '国库或原渠道', en: 'the treasury or the channel it came from' } };

const ordered = (terms: Partial<RecoveryOpened> = {}): StoryEvent => said('recovery-v1', RecoveryOpened, {
  region: COUNTY, from: { kind: 'person', personRef: person('li') }, amountFen: 1_000_000, decisionNumber: '县纪处〔2018〕7号', returnTo: 'treasury', dueOn: '2018-06-30', occurredOn: '2018-05-02', ...terms,
});
const received = (on: string, amountFen: number, terms: Partial<RecoveryReceived> = {}): StoryEvent =>
  said('recovery-v1', RecoveryReceived, { amountFen, voucherNumber: `V-${on}`, intoKind: 'treasury', occurredOn: on, ...terms });
const byInstalments = ordered({ instalments: [{ dueOn: '2018-05-31', amountFen: 400_000 }, { dueOn: '2018-06-30', amountFen: 600_000 }] });

export default rule({
  code: 'A37',
  title: { zh: '追回未缴', en: 'Recovery not paid in' },
  harm: 'misappropriation',
  basis: [
    { zh: '《财政违法行为处罚处分条例》第二十五条:无法退还的违法所得上缴国库', en: 'Regulation on penalties for fiscal violations, article 25: unlawful gains that cannot be returned go to the treasury' },
    { zh: '《预算法》第五十六条:政府的全部收入上缴国家金库,不得截留、占用、挪用或者拖欠', en: 'Budget law, article 56: all revenue goes to the treasury and is not withheld, used or delayed' },
  ],
  parameters: [],
  query: [missing, elsewhere].map((part) => `select * from (${part}\n) part`).join('\nunion all\n'),
  touches: [receiptTouches, dueTouches],
  indexes: [{ table: 'recovery', columns: 'due_on, position' }, { table: 'recovery_instalment', columns: 'due_on, position' }],
  sentence: (facts, part) => {
    if (part === 'b') {
      const where = WHERE[String(facts['returnTo'])] ?? { zh: String(facts['returnTo']), en: String(facts['returnTo']) };
      return {
        zh: `追回资金 ${yuan(Number(facts['amountFen']))} 元于 ${String(facts['receivedOn'])} 进入其他账户,应缴入${where.zh},待核。`,
        en: `${yuan(Number(facts['amountFen']))} yuan of a recovery went into another account on ${String(facts['receivedOn'])}; it belongs to ${where.en}. To be checked.`,
      };
    }
    const nth = Number(facts['instalment']);
    return {
      zh: `应于 ${String(facts['dueOn'])} 前追回的${nth > 0 ? `第 ${String(nth)} 期` : ''} ${yuan(Number(facts['askedFen']))} 元,至 ${String(facts['endedOn'])} 尚有 ${yuan(Number(facts['missingFen']))} 元未到,待核。`,
      en: `Of ${yuan(Number(facts['askedFen']))} yuan${nth > 0 ? ` (instalment ${String(nth)})` : ''} asked back by ${String(facts['dueOn'])}, ${yuan(Number(facts['missingFen']))} yuan had not come in by ${String(facts['endedOn'])}. To be checked.`,
    };
  },
  innocent: [
    { zh: '批准分期缴纳,未到期', en: 'instalments were granted and are not yet due' },
    { zh: '复议、诉讼期间中止执行,或决定已撤销', en: 'the decision is under appeal, or was withdrawn' },
  ],
  mustAct: { zh: '财政、纪检监察机关', en: 'finance bureau and inspectors' },
  clears: { zh: '资金到账或撤销追回;进入其他账户的,由纪检查明后结论', en: 'the money comes in or the recovery is withdrawn; money in another account is for inspectors to conclude' },
  flagged: [
    { told: 'half of it has come in on the last day', events: [ordered(), received('2018-06-20', 500_000), ...daysEnded('2018-06-29', '2018-06-30')], flags: [{ part: 'a', subject: 'recovery:v1', severity: 'high', amountFen: 500_000 }] },
    { told: 'the first instalment is not whole, the second not yet due', events: [byInstalments, received('2018-05-30', 300_000), ...daysEnded('2018-05-30', '2018-06-29')], flags: [{ part: 'a', subject: 'recovery:v1', severity: 'high', amountFen: 100_000 }] },
    { told: 'it goes into an account of the township', events: [ordered({ returnTo: 'original-channel' }), received('2018-06-20', 1_000_000, { intoKind: 'other' }), dayEnded('2018-07-01')], flags: [{ part: 'b', subject: 'recovery:v1', severity: 'high', amountFen: 1_000_000 }] },
    { told: 'told after its last day, on a leap day', events: [dayEnded('2020-02-29'), ordered({ dueOn: '2020-02-29', occurredOn: '2020-01-15' }), dayEnded('2020-03-01')], flags: [{ part: 'a', subject: 'recovery:v1', severity: 'high', amountFen: 1_000_000 }] },
  ],
  clean: [
    { told: 'not there yet, the day before the last', events: [ordered(), ...daysEnded('2018-06-28', '2018-06-29')] },
    { told: 'the last fen comes on the last day, told the day after', events: [ordered(), received('2018-06-20', 999_999), ...daysEnded('2018-06-28', '2018-06-30'), received('2018-06-30', 1), dayEnded('2018-07-01')] },
    { told: 'by instalments, each in time', events: [byInstalments, received('2018-05-31', 400_000), ...daysEnded('2018-05-30', '2018-06-29'), received('2018-06-30', 600_000), dayEnded('2018-06-30')] },
    { told: 'back to the channel it came from', events: [ordered({ returnTo: 'original-channel' }), received('2018-06-20', 1_000_000, { intoKind: 'original-channel' }), dayEnded('2018-07-01')] },
    { told: 'annulled on appeal', events: [ordered(), said('recovery-v1', RecoveryWithdrawn, { reason: '复议撤销', occurredOn: '2018-06-15' }), ...daysEnded('2018-06-29', '2018-07-31')] },
  ],
});
