/** Orders the treasury has not executed and batches the bank has not answered: A11 asks how long money waits there. */
import { dueSql, metSql, parameterSql, workingDaySql, type Duty } from '../duties/duty';
import type { Text } from '../../src/domain/refused';
import { dayEndsSql, dutiesSinceSql, startsSql } from './day-steps';
import { yuan, type Parameter, type Said } from './rule';

const LONG = { name: 'criticalDays', value: 180 };
const GRACE = { name: 'recordingGraceWorkdays', value: 1 };
const TREASURY = { name: 'treasuryWorkdays', value: 0 };
const TREASURY_HIGH = { name: 'treasuryHighWorkdays', value: 5 };
const BANK = { name: 'bankWorkdays', value: 5 };

const workdays = { zh: '工作日', en: 'working days' };
const readAt = { zh: '审批、送银行之日', en: 'the day of approval or of sending' };

/** Of the whole wait until a step, at least half the days less a long holiday are worked. */
const LEAST_WORKED = 2;
const HOLIDAYS = 40;

const SENTENCES: Readonly<Record<string, (sum: string, started: string, due: string, ended: string, days: string) => Text>> = {
  'execute-order': (sum, started, due, ended, days) => ({
    zh: `支付令 ${sum} 元于 ${started} 审批,国库应不迟于 ${due} 支付,至 ${ended}(第 ${days} 日)未见支付,待核。`,
    en: `A payment order of ${sum} yuan was approved on ${started} and due by ${due}; no payment by the treasury is on record by ${ended}, day ${days}. To be checked.`,
  }),
  'answer-batch': (sum, started, due, ended, days) => ({
    zh: `批次 ${sum} 元于 ${started} 送银行,应不迟于 ${due} 发放并反馈,至 ${ended}(第 ${days} 日)未见结果,待核。`,
    en: `A batch of ${sum} yuan went to the bank on ${started} and was to be answered by ${due}; no results are on record by ${ended}, day ${days}. To be checked.`,
  }),
};

/** Everything A11 says of the duties of treasury and bank. A wait once answered is none: what was late and is done clears itself. */
export class Waits {
  private readonly kinds: readonly string[];
  readonly query: string;
  readonly touches: readonly string[];
  readonly parameters: readonly Parameter[];

  constructor(private readonly duties: readonly Duty[]) {
    this.kinds = duties.map(({ kind }) => kind);
    this.query = this.querySql();
    this.touches = [this.metTouches(), dutiesSinceSql(this.kinds), this.stepTouches(), this.longTouches(), this.calendarTouches()];
    this.parameters = [
      ...duties.flatMap(({ limit, basis }) => (limit && 'workdays' in limit ? [{ name: limit.parameter, value: limit.workdays, unit: workdays, basis: basis.zh, readAt }] : [])),
      { ...TREASURY_HIGH, unit: workdays, basis: 'proposal', readAt },
      { ...GRACE, unit: workdays, basis: 'proposal:国库、银行回单次一工作日到达', readAt },
    ];
  }

  sentence(facts: Said): Text | undefined {
    return SENTENCES[String(facts['kind'])]?.(yuan(Number(facts['amountFen'])), String(facts['startedOn']), String(facts['dueOn']), String(facts['endedOn']), String(facts['days']));
  }

  private ours(row = 'd'): string {
    return `${row}.kind in (${this.kinds.map((kind) => `'${kind}'`).join(', ')})`;
  }

  /**
   * From which day-end on the wait is told, and from which it is twice as long. Treasury and bank record on working days, so the grace is counted in them;
   * an order is to be executed on a working day from the approval on, which counts as the first.
   */
  private steps(at: string, row: string): string {
    const number = ({ name, value }: { name: string; value: number }): string => parameterSql('A11', name, value, at, row);
    return `
cross join lateral (
  select case when ${row}.kind = 'execute-order' then ${row}.base_on - 1 else ${row}.base_on end as from_on,
    case when ${row}.kind = 'execute-order' then ${number(TREASURY)} + 1 else ${number(BANK)} end as limit_days,
    case when ${row}.kind = 'execute-order' then ${number(TREASURY_HIGH)} + 1 else 2 * ${number(BANK)} end as high_days, ${number(GRACE)} as grace
  offset 0
) n
cross join lateral (
  select ${workingDaySql(at, 'n.from_on', 'n.limit_days + n.grace')} as told_on, ${workingDaySql(at, 'n.from_on', 'n.high_days + n.grace')} as high_on,
    ${row}.base_on + (${number(LONG)})::integer + 1 as long_on
  offset 0
) k`;
  }

  /** What waits at the bank is the list as last submitted before it was sent. */
  private querySql(): string {
    return `
select '' as part, v.subject_kind, v.subject_id, v.duty_id as occurrence,
  case when v.told_on is null then null when v.ended_on >= v.long_on then 'critical' when v.ended_on >= v.high_on then 'high' else 'medium' end as severity,
  v.waiting_fen as amount_fen, v.owner_region as region, v.base_on as read_on, array[v.position, v.ended_at] as evidence,
  jsonb_build_object('kind', v.kind, 'amountFen', v.waiting_fen, 'startedOn', v.base_on, 'dueOn', v.due_on, 'endedOn', v.ended_on, 'days', v.ended_on - v.base_on) as facts
from (
  select d.*, k.told_on, k.high_on, k.long_on, ${dueSql(this.duties, 'p.at')} as due_on, e.occurred_on as ended_on, e.position as ended_at, coalesce((
    select a.amount_fen from audit.act(p.at) a where a.stream_id = d.stream_id and a.type = 'BatchSubmitted' and a.position < d.position order by a.position desc limit 1), d.amount_fen) as waiting_fen
  from audit.duty(p.at) d
  cross join lateral (select e.occurred_on, e.position from audit.day_end(p.at) e where e.position > d.position order by e.position desc limit 1) e
  ${this.steps('p.at', 'd')}
  where d.duty_id = p.subject and ${this.ours()} and ${metSql(this.duties, 'p.at')} is null
) v
where v.told_on is null or v.ended_on >= v.told_on`;
  }

  private metTouches(): string {
    return `
select d.duty_id, t.position
from (
  select s.payment_id as subject_id, s.position from audit.payment_step($2 - 1) s where s.position >= $1 and s.step in ('executed', 'reversed', 'rejected')
  union all
  select r.batch_id, r.position from audit.batch_result($2 - 1) r where r.position >= $1
  union all
  select r.batch_id, r.position from audit.batch_rejection($2 - 1) r where r.position >= $1
) t
cross join lateral (select d.duty_id from audit.duty($2 - 1) d where d.subject_id = t.subject_id and ${this.ours()} offset 0) d`;
  }

  /** Of the few that still wait, those told of or twice as long as due since the day-end before. */
  private stepTouches(): string {
    const names = [TREASURY, TREASURY_HIGH, BANK].map(({ name }) => `'${name}'`).join(', ');
    const most = `(select 2 * max(v.days) from (select ${String(BANK.value)} as days union all select x.value from audit.rule_parameter($2 - 1) x where x.rule = 'A11' and x.name in (${names})) v)`;
    return `
select g.duty_id, g.ended_at
from (
  select d.*, e.position as ended_at, e.occurred_on as ended_on, e.previous
  from (select e.*, e.previous - (${String(LEAST_WORKED)} * w.most + ${String(HOLIDAYS)})::integer as earliest from ${dayEndsSql} e cross join (select ${most} as most) w) e
  cross join lateral (select d.* from audit.duty(e.position) d where ${this.ours()} and d.base_on > e.earliest and d.base_on <= e.occurred_on offset 0) d
  where ${metSql(this.duties, 'e.position')} is null
  offset 0
) g
${this.steps('g.ended_at', 'g')}
where (k.told_on > g.previous and k.told_on <= g.ended_on) or (k.high_on > g.previous and k.high_on <= g.ended_on)`;
  }

  private longTouches(): string {
    return `
select d.duty_id, s.position
from ${startsSql({ rule: 'A11', limits: [LONG], beyond: 1 })} s
cross join lateral (select d.* from audit.duty(s.position) d where ${this.ours()} and d.base_on > s.after and d.base_on <= s.upto offset 0) d
where ${metSql(this.duties, 's.position')} is null`;
  }

  private calendarTouches(): string {
    return `
select d.duty_id, c.position
from (select distinct c.position, c.year from audit.calendar_day($2 - 1) c where c.position >= $1) c
cross join lateral (
  select d.* from audit.duty(c.position) d where ${this.ours()} and d.base_on >= make_date(c.year::integer - 1, 1, 1) and d.base_on <= make_date(c.year::integer + 1, 1, 1) offset 0
) d
where ${metSql(this.duties, 'c.position')} is null`;
  }
}
