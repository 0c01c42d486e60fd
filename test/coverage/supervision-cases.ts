/** Coverage stories of audit, cases, responsibility, talks, notices, recovery and the dishonest. */
import { areDrawn, drawnFen } from '../../src/domain/monetary-unit-sampling';
import { COUNTY, HASH, TOWNSHIP, uscc } from './county';
import type { Step, Story } from './story';

const FLAG = (item: number): string => String(item).repeat(32);
const openCase = (item: number, more: object = {}): Step => ({
  by: 'inspector', type: 'OpenCase', id: `c${String(item)}`, data: { region: COUNTY, title: `核查线索 ${String(item)}`, origin: 'flag', subjects: [], flagIds: [FLAG(item)], occurredOn: '2018-03-01', ...more },
});
const propose = (item: number, more: object = {}): Step => ({
  by: 'inspector', type: 'ProposeConclusion', id: `c${String(item)}`, data: { conclusion: 'confirmed', violation: 'diversion', amountFen: 500_000, reasonText: '凭证与银行流水一致', occurredOn: '2018-03-10', ...more },
});
const conclude = (item: number): Step => ({ by: 'auditor', type: 'ConcludeCase', id: `c${String(item)}`, data: { occurredOn: '2018-03-12' } });
const confirmed = (item: number): readonly Step[] => [openCase(item), propose(item), conclude(item)];
const orderRectification = (item: number, region: string = COUNTY): Step => ({
  by: 'supervisor', type: 'OrderRectification', id: `c${String(item)}`, data: { rectificationId: `c${String(item)}-z`, region, office: '县扶贫办', what: '限期归还并补公示', dueOn: '2018-04-15', occurredOn: '2018-03-15' },
});

const engagement = (item: number, auditYear = 2018): Step => ({
  by: 'auditor', type: 'OpenEngagement', id: `c${String(item)}`, data: { region: COUNTY, office: '县扶贫办', title: '扶贫资金专项审计', auditYear, periodFrom: '2017-01-01', periodUntil: '2017-12-31', occurredOn: '2018-03-01' },
});

/** Two payments of 60 and 40 yuan, both drawn: the seed has a fen in each. */
const ITEMS = [{ kind: 'payment', id: 'c55-a', amountFen: 6_000, fromFen: 0 }, { kind: 'payment', id: 'c55-b', amountFen: 4_000, fromFen: 6_000 }] as const;
const SEED = Array.from({ length: 50 }, (_, n) => `s${String(n)}`).find((seed) => areDrawn(ITEMS, drawnFen(seed, 10_000, 4))) ?? '';
const sample: Step = { by: 'auditor', type: 'DrawSample', id: 'c55', data: { seed: SEED, size: 4, populationAt: 0, populationCount: 2, populationFen: 10_000, items: ITEMS, amountFen: 10_000, occurredOn: '2018-03-02' } };
const result = (itemId: string, problemFen: number, seriousFen: number): Step => ({
  by: 'auditor', type: 'RecordSampleResult', id: 'c55', data: { kind: 'payment', itemId, problemFen, seriousFen, ...(problemFen > 0 ? { violation: 'fraud' } : {}), occurredOn: '2018-03-05' },
});

export const supervisionCases: readonly Story[] = [
  {
    item: 54, phrase: '严格扶贫资金审计;纪检监察机关和审计、扶贫等部门按照职能开展监督', recordedBy: 'OpenEngagement, RequestReply, ReplyToAudit', fact: 'engagement, inquiry, duty', checkedBy: 'duty of replying within ten days',
    given: [engagement(54), { by: 'auditor', type: 'RequestReply', id: 'c54', data: { region: COUNTY, office: '县扶贫办', matter: '结余资金超过两年', engagementId: 'c54', contentHash: HASH, occurredOn: '2018-03-05' } }],
    when: { by: 'office', type: 'ReplyToAudit', id: 'c54', data: { stance: 'partly', text: '其中部分已安排使用', evidenceHashes: [HASH], occurredOn: '2018-03-14' } },
    then: [
      { sql: `select change, office, stance from audit.inquiry($1) where inquiry_id = 'c54' order by position`, rows: [{ change: 'requested', office: '县扶贫办', stance: null }, { change: 'replied', office: '县扶贫办', stance: 'partly' }] },
      { by: 'clerk', get: '/v1/duties?subject=c54', holds: { items: [{ kind: 'reply-to-audit', dueOn: '2018-03-15', status: 'met' }] } },
    ],
  },
  {
    item: 55, phrase: '审计查出问题金额占抽查资金的比例…7.93%;严重违纪违规…1.13%', recordedBy: 'DrawSample, RecordSampleResult', fact: 'sample_item, sample_result', checkedBy: 'statistic audit-ratios, by year of the audit',
    given: [engagement(55, 2017), sample, result('c55-a', 793, 113)],
    when: result('c55-b', 0, 0),
    then: [{ by: 'auditor', get: '/v1/statistics/audit-ratios', holds: { items: [{ auditYear: 2017, engagements: 1, items: 2, itemsExamined: 2, sampledFen: 10_000, problemFen: 793, seriousFen: 113, problemBasisPoints: 793, seriousBasisPoints: 113 }] } }],
  },
  {
    item: 56, phrase: '贪污、截留、挤占、挪用扶贫资金的,绝不姑息', recordedBy: 'ProposeConclusion, ConcludeCase', fact: 'case_conclusion', checkedBy: 'violations embezzlement, withholding, crowding-out, diversion; a second person concludes',
    given: [openCase(56), propose(56, { violation: 'crowding-out' }), { by: 'inspector', type: 'ConcludeCase', id: 'c56', data: { occurredOn: '2018-03-12' }, refused: 'case-maker-is-checker' }],
    when: conclude(56),
    then: [{ sql: `select conclusion, violation, amount_fen from audit.case_conclusion($1) where case_id = 'c56'`, rows: [{ conclusion: 'confirmed', violation: 'crowding-out', amount_fen: 500_000 }] }],
  },
  {
    item: 57, phrase: '虚报冒领扶贫资金…列入失信人员名单', recordedBy: 'ReferDishonesty', fact: 'dishonesty_referral', checkedBy: 'refused before a case is confirmed; never from a flag',
    given: [
      openCase(57), { by: 'inspector', type: 'ReferDishonesty', id: 'c57', data: { subject: { kind: 'organisation', id: uscc('91', 57) }, basis: '失信联合惩戒办法', decisionNumber: '恩纪〔2018〕7号', occurredOn: '2018-03-02' }, refused: 'case-not-confirmed' },
      propose(57, { violation: 'fraud' }), conclude(57),
    ],
    when: { by: 'inspector', type: 'ReferDishonesty', id: 'c57', data: { subject: { kind: 'organisation', id: uscc('91', 57) }, basis: '失信联合惩戒办法', decisionNumber: '恩纪〔2018〕7号', occurredOn: '2018-03-13' } },
    then: [{ sql: `select subject_kind, subject_id, basis, decision_number from audit.dishonesty_referral($1) where case_id = 'c57'`, rows: [{ subject_kind: 'organisation', subject_id: uscc('91', 57), basis: '失信联合惩戒办法', decision_number: '恩纪〔2018〕7号' }] }],
  },
  {
    item: 58, phrase: '主体责任和监督责任“双查”,并追责问责', recordedBy: 'AssignResponsibility', fact: 'responsibility', checkedBy: 'a confirmed case is not closed before both chains are looked into',
    given: [
      ...confirmed(58), { by: 'inspector', type: 'AssignResponsibility', id: 'c58', data: { chain: 'principal', office: '甲镇人民政府', post: '镇长', level: 'township', action: 'admonition', occurredOn: '2018-03-13' } },
      { by: 'supervisor', type: 'CloseCase', id: 'c58', data: { resultText: '已处理', occurredOn: '2018-03-14' }, refused: 'case-responsibility-open' },
    ],
    when: { by: 'inspector', type: 'AssignResponsibility', id: 'c58', data: { chain: 'supervision', office: '甲镇纪委', post: '纪委书记', level: 'township', action: 'talk', occurredOn: '2018-03-14' } },
    then: [{ sql: `select chain, office, action from audit.responsibility($1) where case_id = 'c58' order by position`, rows: [{ chain: 'principal', office: '甲镇人民政府', action: 'admonition' }, { chain: 'supervision', office: '甲镇纪委', action: 'talk' }] }],
  },
  {
    item: 59, phrase: '“三个区分开来”;容错纠错', recordedBy: 'ProposeConclusion (tolerance with basis and reason)', fact: 'case_conclusion', checkedBy: 'tolerance without one of the three distinctions is refused',
    given: [openCase(59), propose(59, { violation: 'procedure', tolerance: { tolerated: true, basis: 'no-clear-rule', reasonText: '当时无明确规定' } })],
    when: conclude(59),
    then: [{ sql: `select violation, tolerated, tolerance_basis from audit.case_conclusion($1) where case_id = 'c59'`, rows: [{ violation: 'procedure', tolerated: true, tolerance_basis: 'no-clear-rule' }] }],
  },
  {
    item: 60, phrase: '集中约谈、及时约谈相关负责人、常态化约谈', recordedBy: 'HoldTalk', fact: 'talk, case_flag', checkedBy: 'talks by flag, level and region',
    given: [openCase(60)],
    when: { by: 'supervisor', type: 'HoldTalk', id: 'c60', data: { kind: 'timely', level: 'township', with: '甲镇镇长', about: '资金滞留', occurredOn: '2018-03-02' } },
    then: [{ sql: `select t.kind, t.level, t.talked_to, f.flag_id from audit.talk($1) t join audit.case_flag($1) f on f.case_id = t.case_id where t.case_id = 'c60'`, rows: [{ kind: 'timely', level: 'township', talked_to: '甲镇镇长', flag_id: FLAG(60) }] }],
  },
  {
    item: 61, phrase: '问题督查通报机制:通报党委政府主要负责人,抄送纪检监察机关和组织部门,督促问题整改落实;乡镇暗访全覆盖', recordedBy: 'NotifyParties, OrderRectification, ReportRectification, AcceptRectification, ReportVisit', fact: 'notice, rectification, visit, duty',
    checkedBy: 'duty of the report; visits by township',
    given: [
      openCase(61), { by: 'supervisor', type: 'NotifyParties', id: 'c61', data: { documentNumber: '恩督〔2018〕3号', recipients: ['party-committee', 'government'], copies: ['inspection', 'organisation-department'], matter: '公示不到位', dueOn: '2018-04-15', occurredOn: '2018-03-10' } },
      orderRectification(61, TOWNSHIP), engagement(61), { by: 'supervisor', type: 'ReportVisit', id: 'c61', data: { place: TOWNSHIP, covert: true, problems: 1, occurredOn: '2018-03-12' } },
      { by: 'office', type: 'ReportRectification', id: 'c61-z', data: { text: '已补公示', evidenceHashes: [HASH], occurredOn: '2018-03-20' } },
    ],
    when: { by: 'supervisor', type: 'AcceptRectification', id: 'c61-z', data: { reason: '复查属实', occurredOn: '2018-03-25' } },
    then: [
      { sql: `select recipients, copies, due_on from audit.notice($1) where case_id = 'c61'`, rows: [{ recipients: ['party-committee', 'government'], copies: ['inspection', 'organisation-department'], due_on: '2018-04-15' }] },
      { sql: `select change, due_on, evidence_count from audit.rectification($1) where rectification_id = 'c61-z' order by position`, rows: [{ change: 'ordered', due_on: '2018-04-15', evidence_count: null }, { change: 'reported', due_on: null, evidence_count: 1 }, { change: 'accepted', due_on: null, evidence_count: null }] },
      { sql: `select place, covert, problems from audit.visit($1) where engagement_id = 'c61'`, rows: [{ place: TOWNSHIP, covert: true, problems: 1 }] },
      { by: 'office', get: '/v1/rectifications/c61-z', holds: { status: 'accepted', office: '县扶贫办' } },
      { by: 'office', get: '/v1/duties?subject=c61-z', holds: { items: [{ kind: 'report-rectification', dueOn: '2018-04-15', status: 'met' }] } },
    ],
  },
  {
    item: 62, phrase: '扶贫领域政策落实监察系统', recordedBy: 'OpenCase (from flags), ConcludeCase', fact: 'case_flag, case_outcome', checkedBy: 'GET /v1/flags?status=confirmed|refuted: what was found comes back to the lead', later: 'export of leads as signed packs comes with the issue on proof',
    given: [openCase(62, { flagIds: [FLAG(62), '26'.repeat(32)] }), propose(62, { refutedFlagIds: ['26'.repeat(32)] })],
    when: conclude(62),
    then: [{ sql: `select flag_id, outcome, violation from audit.case_outcome($1) where case_id = 'c62' order by ordinal`, rows: [{ flag_id: FLAG(62), outcome: 'confirmed', violation: 'diversion' }, { flag_id: '26'.repeat(32), outcome: 'refuted', violation: null }] }],
  },
  {
    item: 63, phrase: '建立落实台账;省每季度/市州每两月/县每月专题研究', recordedBy: 'IssueAllocation (meetingRef)', fact: 'allocation', checkedBy: 'the meeting stands in the allocation it decided',
    given: [{ by: 'province', type: 'DefineProgramme', id: 'c63', data: { region: '42', name: '产业扶贫', basis: '财农〔2017〕8号', effectiveFrom: '2018-01-01', payee: 'household', cadence: 'once', allowedPurposes: ['production'], negativeList: [], economicClasses: [], exclusiveWith: [], endsWithDeath: false, rosterPostingDays: 7, occurredOn: '2018-01-01' } }],
    when: {
      by: 'province', type: 'IssueAllocation', id: 'c63',
      data: { region: '42', programmeId: 'c63', documentNumber: '鄂财农发〔2018〕63号', budgetYear: 2018, source: 'provincial', functionCode: '2130505', amountFen: 1_000_000, meetingRef: '省扶贫攻坚领导小组2018年第一季度会议', occurredOn: '2018-03-01' },
    },
    then: [{ sql: `select meeting_ref, amount_fen from audit.allocation($1) where allocation_id = 'c63'`, rows: [{ meeting_ref: '省扶贫攻坚领导小组2018年第一季度会议', amount_fen: 1_000_000 }] }],
  },
];
