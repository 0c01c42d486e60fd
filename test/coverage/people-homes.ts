/** Coverage stories of homes: dangerous houses, relocation, grants that reach the card. */
import { HASH, VILLAGE, card, fund, household, person, programme } from './county';
import { paidOut } from './paid-out';
import type { Step, Story } from './story';

const terms = (id: string, more: object = {}): Step => programme(id, { allowedPurposes: ['house-rebuilding', 'relocation'], ...more });
const list = (id: string, more: object = {}): Step => ({
  by: 'office', type: 'ListHouse', id, data: { region: VILLAGE, householdId: id, programmeId: id, grade: 'D', objectClass: 'destitute', mode: 'rebuild', occurredOn: '2018-02-01', ...more },
});
const target = (id: string, persons: number): Step => ({
  by: 'office', type: 'TargetRelocation', id, data: { region: VILLAGE, householdId: id, programmeId: id.split('-')[0], listVersion: '2016-1', persons, settlement: 'concentrated', siteId: 'S-1', occurredOn: '2016-06-30' },
});

export const peopleHomes: readonly Story[] = [
  {
    item: 35, phrase: '4类重点对象;建立危房台账并实施精准管理;对象认定程序', recordedBy: 'ListHouse, RebuildHouse, AcceptHouse', fact: 'house_listed, house_rebuilt, house_accepted', checkedBy: 'A05, A16, A17; the standard of the grade and class beside the grant',
    given: [
      terms('c35', { standardsByGrade: [{ grade: 'D', amountFen: 2_000_000 }, { grade: 'D', class: 'destitute', amountFen: 2_500_000 }] }), household('c35', 350, '2016-02-01'), list('c35', { appraisalNumber: '危鉴〔2018〕35号' }),
      { by: 'office', type: 'RebuildHouse', id: 'c35', data: { mode: 'rebuild', areaMilliM2: 58_000, members: 1, ownDebtFen: 0, occurredOn: '2018-05-20' } },
    ],
    when: { by: 'office', type: 'AcceptHouse', id: 'c35', data: { grantFen: 2_500_000, inspector: '县住建局', occurredOn: '2018-05-28' } },
    then: [{
      sql: `select h.grade, h.object_class, h.mode, h.appraisal_number, r.area_milli_m2, a.grant_fen, a.inspector,
          (select s.amount_fen from audit.programme_standard($1) s where s.programme_id = h.programme_id and s.grade = h.grade and s.class = h.object_class) as standard_fen
        from audit.house_listed($1) h join audit.house_rebuilt($1) r using (house_id) join audit.house_accepted($1) a using (house_id) where h.house_id = 'c35'`,
      rows: [{ grade: 'D', object_class: 'destitute', mode: 'rebuild', appraisal_number: '危鉴〔2018〕35号', area_milli_m2: 58_000, grant_fen: 2_500_000, inspector: '县住建局', standard_fen: 2_500_000 }],
    }],
  },
  {
    item: 42, phrase: '三条红线:人均建房不超面积、不因建房举债、建新必拆旧', recordedBy: 'SettleRelocation, DemolishOldHouse', fact: 'relocation_settled, old_house_demolished, duty', checkedBy: 'A16 (area a person), duty of taking the old house down (A44)',
    given: [
      terms('c42', { standardPer: 'square-metre', quantityCapMilli: 25_000, quantityCapPer: 'member', selfRaisedCapFen: 1_000_000, selfRaisedCapPerPersonFen: 250_000 }), household('c42', 420, '2016-02-01'), target('c42', 3),
      { by: 'office', type: 'SettleRelocation', id: 'c42', data: { areaMilliM2: 81_000, persons: 3, selfRaisedFen: 900_000, ownDebtFen: 3_000_000, movedInOn: '2018-01-10', occurredOn: '2018-01-20' } },
    ],
    when: { by: 'office', type: 'DemolishOldHouse', id: 'c42', data: { reclaimed: true, occurredOn: '2018-06-10' } },
    then: [
      {
        sql: `select s.area_milli_m2 > s.persons * v.quantity_cap_milli as too_large, s.own_debt_fen > 0 as in_debt, s.self_raised_fen > least(v.self_raised_cap_fen, s.persons * v.self_raised_cap_per_person_fen) as raised_too_much, o.reclaimed
          from audit.relocation_settled($1) s cross join lateral audit.programme_on($1, s.programme_id, s.occurred_on) v left join audit.old_house_demolished($1) o using (house_id) where s.house_id = 'c42'`,
        rows: [{ too_large: true, in_debt: true, raised_too_much: true, reclaimed: true }],
      },
      { by: 'clerk', get: '/v1/houses/c42', holds: { kind: 'relocation', householdId: 'c42', movedInOn: '2018-01-10', demolished: true } },
      { by: 'auditor', get: '/v1/duties?kind=demolish-old-house', holds: { items: [{ streamId: 'house-c42', baseOn: '2018-01-10', dueOn: '2019-01-10', shownOn: '2018-06-10', status: 'met' }] } },
    ],
  },
  {
    item: 43, phrase: '32.31万户89.08万人;集中/分散;跟踪监管;精准锁定搬迁对象', recordedBy: 'TargetRelocation', fact: 'relocation_target, settlement', checkedBy: 'A05 (paid outside the closed list)',
    given: [
      terms('c43'), ...fund('c43', 'c43', 20_000_000, '2018-03-02'), household('c43-in', 430, '2016-02-01'), household('c43-out', 431, '2016-02-01'), target('c43-in', 1),
      { by: 'office', type: 'AcceptHouse', id: 'c43-in', data: { grantFen: 1, inspector: '县住建局', occurredOn: '2018-05-28' }, refused: 'not-a-dangerous-house' },
      ...paidOut('c43', 'c43', 'c43-county', '2018-06-04', [{ serial: 430, householdId: 'c43-in', amountFen: 500_000 }, { serial: 431, householdId: 'c43-out', amountFen: 500_000 }]),
    ],
    when: { by: 'office', type: 'TargetRelocation', id: 'c43-in', data: { region: VILLAGE, householdId: 'c43-out', programmeId: 'c43', listVersion: '2018-2', persons: 1, settlement: 'scattered', occurredOn: '2018-06-05' }, refused: 'already-exists' },
    then: [
      { sql: `select household_id, list_version, persons, settlement, site_id from audit.relocation_target($1) where programme_id = 'c43'`, rows: [{ household_id: 'c43-in', list_version: '2016-1', persons: 1, settlement: 'concentrated', site_id: 'S-1' }] },
      { sql: `select l.household_id, l.amount_fen from audit.paid_line($1) l where l.programme_id = 'c43' and not exists (select from audit.relocation_target($1) t where t.household_id = l.household_id and t.programme_id = 'c43')`, rows: [{ household_id: 'c43-out', amount_fen: 500_000 }] },
    ],
  },
  {
    item: 44, phrase: '补助资金…及时足额直接拨付到农户“一卡通”账户', recordedBy: 'AcceptHouse, the batch routes', fact: 'house_accepted, account_binding, settlement, duty', checkedBy: 'duty of paying the grant within 30 days (A17); paid = due; account = household (A07)',
    given: [
      terms('c44', { oneCard: true }), ...fund('c44', 'c44', 20_000_000, '2018-03-02'), household('c44', 440, '2016-02-01'), list('c44'),
      { by: 'office', type: 'AcceptHouse', id: 'c44', data: { grantFen: 2_000_000, inspector: '县住建局', occurredOn: '2018-05-20' } },
      ...paidOut('c44-1', 'c44', 'c44-county', '2018-06-04', [{ serial: 440, householdId: 'c44', amountFen: 1_500_000 }]),
      ...paidOut('c44-2', 'c44', 'c44-county', '2018-06-28', [{ serial: 440, householdId: 'c44', amountFen: 500_000 }]),
    ],
    when: { by: 'office', type: 'BindAccount', id: 'c44', data: { account: card(440), person: person(440), bank: '农商行', branch: '示例支行', kind: 'card', openedOn: '2018-06-01', handedOverOn: '2018-06-02', enteredAt: '23:10', occurredOn: '2018-06-02' } },
    then: [
      { by: 'auditor', get: '/v1/duties?kind=pay-house-grant&subject=c44', holds: { items: [{ streamId: 'house-c44', baseOn: '2018-05-20', dueOn: '2018-06-19', shownOn: '2018-06-28', status: 'late', amountFen: 2_000_000 }] } },
      { sql: `select a.grant_fen - (select sum(l.amount_fen) from audit.paid_line($1) l where l.household_id = a.household_id and l.programme_id = a.programme_id) as short_fen from audit.house_accepted($1) a where a.house_id = 'c44'`, rows: [{ short_fen: 0 }] },
      {
        sql: `select b.bank, b.branch, b.opened_on, b.handed_over_on, b.entered_at, b.by_actor, exists (select from audit.paid_line($1) l where l.household_id = 'c44' and l.account_ref = b.account_ref and l.payee_ref = b.holder_ref) as direct from audit.account_binding($1) b where b.household_id = 'c44'`,
        rows: [{ bank: '农商行', branch: '示例支行', opened_on: '2018-06-01', handed_over_on: '2018-06-02', entered_at: '23:10', by_actor: 'office@422899', direct: true }],
      },
    ],
  },
  {
    item: 45, phrase: '危房“分类分级补助标准”;闲置农房置换或长期租赁;不浪费;信息公示制度', recordedBy: 'DefineProgramme (standardsByGrade), ListHouse, RebuildHouse (mode), PostDisclosure', fact: 'programme_standard, house_listed, house_rebuilt, disclosure', checkedBy: 'A16 (standard of grade or mode), A24',
    given: [
      terms('c45', { standardsByGrade: [{ grade: 'C', amountFen: 750_000 }, { grade: 'D', amountFen: 2_000_000 }, { grade: 'lease', amountFen: 200_000 }] }), household('c45', 450, '2016-02-01'), list('c45', { mode: 'lease' }),
      { by: 'office', type: 'RebuildHouse', id: 'c45', data: { mode: 'lease', areaMilliM2: 62_000, members: 1, ownDebtFen: 0, occurredOn: '2018-05-20' } },
    ],
    when: { by: 'office', type: 'PostDisclosure', id: 'house-c45', data: { kind: 'notice', item: 'other', level: 'village', venue: 'board', fields: ['beneficiaries', 'amount'], occurredOn: '2018-05-21', from: '2018-05-21', until: '2018-06-04', contentHash: HASH } },
    then: [
      {
        sql: `select h.mode as chosen, r.mode as done, s.amount_fen from audit.house_listed($1) h join audit.house_rebuilt($1) r using (house_id) join audit.programme_standard($1) s on s.programme_id = h.programme_id and s.grade = r.mode where h.house_id = 'c45'`,
        rows: [{ chosen: 'lease', done: 'lease', amount_fen: 200_000 }],
      },
      { sql: `select kind, venue, shown_from, shown_until from audit.disclosure($1) where stream_id = 'house-c45'`, rows: [{ kind: 'notice', venue: 'board', shown_from: '2018-05-21', shown_until: '2018-06-04' }] },
    ],
  },
];
