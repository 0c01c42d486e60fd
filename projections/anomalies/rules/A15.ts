/** A15: does project or office money go to the account of a natural person, other than a household's own card or pay for work? */
import { MemberLeft } from '../../../src/domain/household';
import { AccountBound, AccountReplaced } from '../../../src/domain/household-accounts';
import { PaymentReversed, type PaymentOrdered } from '../../../src/domain/payment';
import { PURPOSE_ZH } from '../../../src/domain/programme';
import { rule, yuan } from '../rule';
import { account, household, person, said, treasuryPaid, type StoryEvent } from '../story';

/** What is meant for households; the rest of the purposes is no money for anybody's card. */
const FOR_HOUSEHOLDS = ['production', 'household-subsidy', 'wage-of-post', 'training', 'interest-subsidy', 'insurance-premium', 'house-rebuilding', 'relocation'].map((purpose) => `'${purpose}'`).join(', ');

/** The account of a care home is kept for those it looks after; where it was replaced, the new one is. */
const careHome = (of: string): string => `exists (
  select from audit.account_binding(p.at) c where c.account_ref = ${of} and c.kind = 'care-home'
  union all
  select from audit.account_binding(p.at) n join audit.account_binding(p.at) c on c.account_ref = n.old_account_ref and c.kind = 'care-home' where n.account_ref = ${of})`;

const memberOn = (who: string, of: string, on: string): string => `exists (
  select from audit.household_member(p.at) j
  where j.person_ref = ${who} and j.household_id = ${of} and j.change = 'joined' and j.occurred_on <= ${on}
    and not exists (
      select from audit.household_member(p.at) l
      where l.person_ref = j.person_ref and l.household_id = j.household_id and l.change = 'left' and l.occurred_on >= j.occurred_on and l.occurred_on <= ${on} and l.position > j.position))`;

/** A card handed over before the payment to the household the payee belongs to on that day. */
const householdCard = `exists (
  select from audit.account_binding(p.at) b where b.account_ref = y.account_ref and b.occurred_on <= y.occurred_on and ${memberOn('y.payee_ref', 'b.household_id', 'y.occurred_on')})`;

/** Pay: wages and salaries (301) and the allowance of a public post. A self-employed trader (USCC 92) may use the owner's account. */
const query = `
select v.part, 'payment' as subject_kind, v.payment_id as subject_id, 'payment' as occurrence, 'critical' as severity, v.amount_fen, v.region, v.occurred_on as read_on,
  array_remove(array[v.position, v.bound_at], null) as evidence, jsonb_build_object('amountFen', v.amount_fen, 'purpose', v.purpose, 'paidOn', v.occurred_on, 'project', v.project_id) as facts
from (
  select y.*, case when y.payee_kind = 'person' then 'a' else 'b' end as part, (select min(b.position) from audit.account_binding(p.at) b where b.account_ref = y.account_ref) as bound_at
  from audit.payment(p.at) y
  where y.payment_id = p.subject and y.kind = 'executed'
    and not exists (select from audit.payment(p.at) r where r.payment_id = y.payment_id and r.kind = 'reversed')
    and case when y.payee_kind = 'person'
      then not (left(y.economic_class, 3) = '301' or y.purpose = 'wage-of-post') and not (y.purpose in (${FOR_HOUSEHOLDS}) and ${householdCard})
      else left(coalesce(y.payee_uscc, ''), 2) <> '92' and exists (select from audit.account_binding(p.at) b where b.account_ref = y.account_ref) end
    and not ${careHome('y.account_ref')}
) v`;

/** Whose account it is, and who belongs to which household, may be told late. */
const touches = `
select y.payment_id, y.position from audit.payment($2 - 1) y where y.position >= $1
union all
select y.payment_id, t.position
from (
  select b.account_ref, b.position from audit.account_binding($2 - 1) b where b.position >= $1
  union all
  select n.account_ref, b.position
  from audit.account_binding($2 - 1) b
  cross join lateral (select n.account_ref from audit.account_binding($2 - 1) n where n.old_account_ref = b.account_ref offset 0) n
  where b.position >= $1
) t
cross join lateral (select y.payment_id from audit.payment($2 - 1) y where y.account_ref = t.account_ref offset 0) y
union all
select y.payment_id, m.position
from audit.household_member($2 - 1) m
cross join lateral (select y.payment_id from audit.payment($2 - 1) y where y.payee_ref = m.person_ref offset 0) y
where m.position >= $1`;

const toPerson = (who: string, order: Partial<PaymentOrdered> = {}): StoryEvent[] =>
  treasuryPaid('y1', '2018-06-05', { payeeKind: 'person', payeeUscc: undefined, payeeRef: person(who), accountRef: account(who), ...order });
const toOffice = (accountRef: string, payeeUscc: string): StoryEvent[] => treasuryPaid('y1', '2018-06-05', { payeeUscc, accountRef });
const TOWNSHIP = '11422801000000000F';
const careHomeAccount = said('household-h9', AccountBound, { accountRef: account('home'), personRef: person('director'), bank: '示例银行', kind: 'care-home', occurredOn: '2018-01-01' });

export default rule({
  code: 'A15',
  title: { zh: '个人账户管公款', en: 'Public money on a personal account' },
  harm: 'diversion',
  basis: [
    { zh: '《财政违法行为处罚处分条例》第十七条:以个人名义存储财政资金', en: 'Regulation on penalties for fiscal violations, article 17: keeping public money under the name of a person' },
    { zh: '《预算法实施条例》第五十二条:财政专户须经批准开立', en: 'Regulation on the Budget law, article 52: special accounts only with approval' },
  ],
  parameters: [],
  query,
  touches: [touches],
  sentence: ({ amountFen, purpose, paidOn, project }, part) => {
    const [sum, zhPurpose] = [yuan(Number(amountFen)), PURPOSE_ZH[purpose as keyof typeof PURPOSE_ZH]];
    const of = project === null ? { zh: '', en: '' } : { zh: `项目 ${String(project)} 的`, en: ` of project ${String(project)}` };
    return part === 'a'
      ? {
          zh: `${of.zh}资金 ${sum} 元(${zhPurpose})于 ${String(paidOn)} 付至个人账户,既非该户的卡,也非工资,待核。`,
          en: `${sum} yuan${of.en} for ${String(purpose)} was paid to the account of a person on ${String(paidOn)}; it is neither the household's card nor pay. To be checked.`,
        }
      : {
          zh: `${of.zh}资金 ${sum} 元(${zhPurpose})于 ${String(paidOn)} 以单位名义支付,收款账户登记在个人名下,待核。`,
          en: `${sum} yuan${of.en} for ${String(purpose)} was paid to an organisation on ${String(paidOn)}, but the account is on record as a person's. To be checked.`,
        };
  },
  innocent: [
    { zh: '偏远地点由村报账员备用金周转(仍属违规)', en: 'an imprest of the village clerk in a remote place (a violation all the same)' },
    { zh: '工资和岗位补助', en: 'wages and allowances of public posts' },
    { zh: '付给农户自己的卡,交接记录补录较晚', en: "a household's own card whose hand-over was entered late" },
    { zh: '个体工商户使用经营者账户', en: "a self-employed trader who uses the owner's account" },
  ],
  mustAct: { zh: '审计、纪检监察', en: 'audit and discipline inspection' },
  clears: { zh: '支付令冲回,或补登支付前的卡交接和户籍关系', en: 'the payment is reversed, or the hand-over of the card and the household, dated before the payment, are entered' },
  flagged: [
    { told: 'the village clerk keeps the money of a road on his own card, as an imprest', events: toPerson('clerk', { projectId: 'j1', purpose: 'rural-infrastructure' }), flags: [{ part: 'a', subject: 'payment:y1', severity: 'critical', amountFen: 10_000_000 }] },
    { told: 'a registered household is paid for a road, on its own card', events: [...household('h1', 'li'), ...toPerson('li', { purpose: 'rural-infrastructure' })], flags: [{ part: 'a', subject: 'payment:y1', severity: 'critical' }] },
    {
      told: 'the payee left the household the day before',
      events: [...household('h1', 'li'), said('household-h1', MemberLeft, { personRef: person('li'), cause: 'moved', occurredOn: '2018-06-04' }), ...toPerson('li')],
      flags: [{ part: 'a', subject: 'payment:y1', severity: 'critical' }],
    },
    { told: 'the order names a township, the account is the card of somebody', events: [...household('h1', 'li'), ...toOffice(account('li'), TOWNSHIP)], flags: [{ part: 'b', subject: 'payment:y1', severity: 'critical', amountFen: 10_000_000 }] },
  ],
  clean: [
    { told: 'a grant for production goes to the household’s own card', events: [...household('h1', 'li'), ...toPerson('li')] },
    { told: 'the hand-over of the card is entered after the payment, with its day', events: [...toPerson('li'), ...household('h1', 'li', '2018-06-05')] },
    { told: 'wages, and the allowance of a public post', events: [...toPerson('clerk', { economicClass: '30101', purpose: 'management-fee' }), ...treasuryPaid('y2', '2018-06-05', { payeeKind: 'person', payeeRef: person('ranger'), accountRef: account('ranger'), purpose: 'wage-of-post' })] },
    { told: 'the payment is taken back', events: [...toPerson('clerk'), said('payment-y1', PaymentReversed, { reason: '账户错误', occurredOn: '2018-06-07' })] },
    {
      told: 'a care home is paid on its account, and on the one that replaced it',
      events: [
        careHomeAccount, ...toOffice(account('home'), '12422801000000000Y'),
        said('household-h9', AccountReplaced, { oldAccountRef: account('home'), accountRef: account('home2'), personRef: person('director'), bank: '示例银行', reason: '换户', occurredOn: '2018-06-10' }),
        ...treasuryPaid('y2', '2018-06-12', { payeeUscc: '12422801000000000Y', accountRef: account('home2') }),
      ],
    },
    { told: 'a self-employed trader uses the owner’s account', events: [...household('h1', 'li'), ...toOffice(account('li'), '92422801MA00000001')] },
  ],
});
