/** A12: did money go to what its programme does not allow, or must never be spent on? */
import { PURPOSE_ZH } from '../../../src/domain/programme';
import { PaymentExecuted, PaymentOrdered, PaymentReversed } from '../../../src/domain/payment';
import { IntegratedFundsReceived } from '../../../src/domain/allocation-transfer';
import { ResultsReceived } from '../../../src/domain/batch-results';
import { monthSql } from '../granted-months';
import { rule, yuan } from '../rule';
import { account, allocation, COUNTY, paidBatch, programme, said, type StoryEvent } from '../story';

/** One class may be written shorter than the other. */
const sameCode = (code: string, other: string): string => `starts_with(${code}, ${other}) or starts_with(${other}, ${code})`;

const paymentQuery = `
select '' as part, 'payment' as subject_kind, v.payment_id as subject_id, 'payment' as occurrence, case when v.forbidden then 'critical' else 'high' end as severity,
  v.amount_fen, v.region, v.occurred_on as read_on, array[v.position, v.allotted_at, v.terms_at] as evidence,
  jsonb_build_object('amountFen', v.amount_fen, 'purpose', v.purpose, 'economicClass', v.economic_class, 'functionCode', v.function_code, 'allottedCode', v.allotted_code,
    'programme', v.programme_id, 'forbidden', v.forbidden, 'notAllowed', v.not_allowed, 'otherClass', v.other_class, 'organ', v.organ, 'otherCode', v.other_code) as facts
from (
  select y.*, a.programme_id, a.position as allotted_at, a.function_code as allotted_code, g.position as terms_at,
    y.purpose = any(g.negative_list) as forbidden,
    cardinality(g.allowed_purposes) > 0 and not y.purpose = any(g.allowed_purposes) as not_allowed,
    cardinality(g.economic_classes) > 0 and not exists (select from unnest(g.economic_classes) c (prefix) where starts_with(y.economic_class, c.prefix)) as other_class,
    left(coalesce(y.payee_uscc, ''), 2) in ('11', '12') as organ,
    not (${sameCode('y.function_code', 'a.function_code')}) and not coalesce((
      select sum(i.amount_fen) from audit.integration(p.at) i where i.allocation_id = y.allocation_id and i.direction = 'in' and (${sameCode('y.function_code', 'i.origin_function_code')})) >= y.amount_fen, false) as other_code
  from audit.payment(p.at) y
  join audit.allocation(p.at) a on a.allocation_id = y.allocation_id
  cross join lateral audit.programme_on(p.at, a.programme_id, y.occurred_on) g
  where left(p.subject, 8) = 'payment|' and y.payment_id = substr(p.subject, 9) and y.kind = 'executed'
    and not exists (select from audit.payment(p.at) r where r.payment_id = y.payment_id and r.kind = 'reversed' and ${monthSql('r.occurred_on')} = ${monthSql('y.occurred_on')})
) v
where v.forbidden or v.not_allowed or v.other_class or v.organ or v.other_code`;

const batchQuery = `
select '' as part, 'batch' as subject_kind, v.batch_id as subject_id, 'programme' as occurrence, 'high' as severity, v.amount_fen, v.region, v.read_on, v.evidence,
  jsonb_build_object('amountFen', v.amount_fen, 'programme', v.allotted_programme, 'paidProgramme', v.programme_id) as facts
from (
  select r.batch_id, r.region, r.programme_id, a.programme_id as allotted_programme, (sum(r.settled_fen) - sum(r.returned_fen))::bigint as amount_fen, max(r.occurred_on) as read_on,
    array_agg(r.position order by r.position) || min(a.position) as evidence
  from audit.batch_result(p.at) r
  join audit.allocation(p.at) a on a.allocation_id = r.allocation_id and a.programme_id <> r.programme_id
  where left(p.subject, 6) = 'batch|' and r.batch_id = substr(p.subject, 7)
  group by r.batch_id, r.region, r.programme_id, a.programme_id
  having sum(r.settled_fen) > sum(r.returned_fen)
) v`;

const touches = `
select 'payment|' || y.payment_id, y.position from audit.payment($2 - 1) y where y.position >= $1
union all
select 'batch|' || r.batch_id, r.position from audit.batch_result($2 - 1) r where r.position >= $1
union all
select 'payment|' || y.payment_id, a.position from audit.allocation($2 - 1) a join audit.payment($2 - 1) y on y.allocation_id = a.allocation_id where a.position >= $1
union all
select 'payment|' || y.payment_id, i.position from audit.integration($2 - 1) i join audit.payment($2 - 1) y on y.allocation_id = i.allocation_id where i.position >= $1 and i.direction = 'in'
union all
select 'batch|' || r.batch_id, a.position from audit.allocation($2 - 1) a join audit.batch_result($2 - 1) r on r.allocation_id = a.allocation_id where a.position >= $1
union all
select 'payment|' || y.payment_id, v.position
from audit.programme_version($2 - 1) v join audit.allocation($2 - 1) a on a.programme_id = v.programme_id join audit.payment($2 - 1) y on y.allocation_id = a.allocation_id where v.position >= $1`;

const reasons: Readonly<Record<string, { zh: string; en: string }>> = {
  forbidden: { zh: '用途在负面清单内', en: 'the purpose is on the negative list' },
  notAllowed: { zh: '用途不在允许范围', en: 'the purpose is not among the allowed ones' },
  otherClass: { zh: '经济分类不在允许范围', en: 'the economic class is not among the allowed ones' },
  organ: { zh: '收款人为机关或事业单位', en: 'the payee is an organ or public institution' },
  otherCode: { zh: '功能分类与指标不符且无调整', en: 'the function class differs from the allocation without adjustment' },
};

const paid = (id: string, order: Partial<PaymentOrdered>): StoryEvent[] => [
  said(`payment-${id}`, PaymentOrdered, {
    region: COUNTY, allocationId: 'a1', payeeKind: 'organisation', payeeUscc: '91422801MA0000000A', accountRef: account('firm'), amountFen: 20_000_000, economicClass: '31005', functionCode: '2130505',
    purpose: 'production', summary: '进度款', occurredOn: '2018-06-01', ...order,
  }),
  said(`payment-${id}`, PaymentExecuted, { voucherNumber: `V-${id}`, occurredOn: '2018-06-05' }),
];
const pooled = (amountFen: number): StoryEvent =>
  said('allocation-a1', IntegratedFundsReceived, {
    fromAllocationId: 'a9', integrationId: 'i1', amountFen, originSource: 'central', originProgrammeId: 'p9', originFunctionCode: '2130504', useProgrammeId: 'p1', planNumber: '方案1', planVersion: 1, integratedAt: 0, occurredOn: '2018-05-20',
  });
const terms = { allowedPurposes: ['production'], negativeList: ['office-building'], economicClasses: ['310'] };

export default rule({
  code: 'A12',
  title: { zh: '挤占挪用', en: 'Diversion' },
  harm: 'diversion',
  basis: [
    { zh: '财农〔2017〕8号:中央财政专项扶贫资金负面清单', en: 'Cainong [2017] 8: negative list of central poverty-relief funds' },
    { zh: '《财政违法行为处罚处分条例》第六条;《预算法》第五十七条', en: 'Regulation on penalties for fiscal violations, article 6; Budget law, article 57' },
  ],
  parameters: [],
  query: [paymentQuery, batchQuery].map((part) => `select * from (${part}\n) part`).join('\nunion all\n'),
  touches: [touches],
  sentence: (facts) => {
    const amount = yuan(Number(facts['amountFen']));
    if (facts['paidProgramme']) {
      return {
        zh: `批次发放的项目为 ${String(facts['paidProgramme'])},资金却出自 ${String(facts['programme'])} 的指标,已支付 ${amount} 元,待核。`,
        en: `The batch pays programme ${String(facts['paidProgramme'])} with money allotted to ${String(facts['programme'])}: ${amount} yuan paid. To be checked.`,
      };
    }
    const found = Object.entries(reasons).filter(([name]) => facts[name] === true).map(([, reason]) => reason);
    return {
      zh: `项目 ${String(facts['programme'])} 的资金 ${amount} 元支付用途为“${PURPOSE_ZH[facts['purpose'] as keyof typeof PURPOSE_ZH]}”:${found.map((reason) => reason.zh).join(';')},待核。`,
      en: `${amount} yuan of programme ${String(facts['programme'])} was paid for ${String(facts['purpose'])}: ${found.map((reason) => reason.en).join('; ')}. To be checked.`,
    };
  },
  innocent: [
    { zh: '经批准的统筹整合方案改变了用途', en: 'an approved integration plan maps the code' },
    { zh: '科目填错,当月已更正', en: 'mis-coded, and corrected in the same month' },
  ],
  mustAct: { zh: '审计、纪检监察', en: 'audit and discipline inspection' },
  clears: { zh: '支付令当月冲销,或登记准许该用途的项目条款、整合方案', en: 'the payment is reversed within the month, or terms of the programme or an integration that allow it are entered' },
  flagged: [
    { told: 'money for production builds an office', events: [programme('p1', terms), allocation('a1'), ...paid('y1', { purpose: 'office-building' })], flags: [{ subject: 'payment:y1', severity: 'critical', amountFen: 20_000_000 }] },
    {
      told: 'money goes to a bureau, and a batch pays another programme',
      events: [
        programme('p1', terms), programme('p2'), allocation('a1'), ...paid('y1', { payeeUscc: '11422801000000000F' }), ...paidBatch('b1', '2018-05', '2018-05-10', [{ payee: 'li' }], { programmeId: 'p2' }),
        said('batch-b1', ResultsReceived, { resultsId: 'r1', settledCount: 1, settledFen: 30_000, failedCount: 0, failedFen: 0, returnedCount: 0, returnedFen: 0, occurredOn: '2018-05-11' }),
      ],
      flags: [{ subject: 'payment:y1', severity: 'high' }, { subject: 'batch:b1', severity: 'high', amountFen: 30_000 }],
    },
    {
      told: 'money that built an office is put back five months later: it was used meanwhile',
      events: [programme('p1', terms), allocation('a1'), ...paid('y1', { purpose: 'office-building' }), said('payment-y1', PaymentReversed, { reason: '归还原渠道', occurredOn: '2018-11-05' })],
      flags: [{ subject: 'payment:y1', severity: 'critical', amountFen: 20_000_000 }],
    },
    {
      told: 'roads are paid under their own class beyond what was pooled from the money for roads',
      events: [programme('p1', terms), allocation('a1'), pooled(15_000_000), ...paid('y1', { functionCode: '2130504' })], flags: [{ subject: 'payment:y1', severity: 'high' }],
    },
  ],
  clean: [
    { told: 'a contractor is paid for production', events: [programme('p1', terms), allocation('a1'), ...paid('y1', {})] },
    { told: 'pooled under the integration plan, and paid under the class it came with', events: [programme('p1', terms), allocation('a1'), pooled(20_000_000), ...paid('y1', { functionCode: '2130504' })] },
    { told: 'keyed under a wrong purpose and taken back in the same month', events: [programme('p1', terms), allocation('a1'), ...paid('y1', { purpose: 'office-building' }), said('payment-y1', PaymentReversed, { reason: '科目录入有误', occurredOn: '2018-06-28' })] },
  ],
});
