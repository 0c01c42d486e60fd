/** A case: nobody concludes or closes their own work; nothing follows from what is not confirmed; it stays open while an order does. */
import caseDecider from '../../src/domain/case';
import { hash, recorded, ref, storyOf, told } from '../support/story';

const { given } = storyOf(caseDecider, { role: 'inspector', by: 'shen' });
const on = (occurredOn: string) => ({ occurredOn });
const flag = hash('a');
const opened = told('CaseOpened', { region: '422899', title: '甲镇套取补贴', origin: 'flag', subjects: [{ kind: 'person', personRef: ref('p', 1) }], flagIds: [flag, hash('b')], ...on('2018-06-01') }, 'lu');
const proposal = { conclusion: 'confirmed', violation: 'fraud', amountFen: 100_000, reasonText: '银行流水与笔录一致', refutedFlagIds: [hash('b')], ...on('2018-06-20') };
const proposed = told('ConclusionProposed', proposal, 'lu');
const concluded = told('CaseConcluded', { ...proposal, flagIds: [flag, hash('b')], ...on('2018-06-25') }, 'shen');
const confirmed = [opened, proposed, concluded];
const responsible = (chain: string) => told('ResponsibilityAssigned', { chain, office: '甲镇人民政府', post: '镇长', level: 'township', action: 'admonition', ...on('2018-06-26') });
const recovery = { recoveryId: 'h1', region: '422899', from: { kind: 'person', personRef: ref('p', 1) }, amountFen: 100_000, decisionNumber: '恩纪〔2018〕3号', returnTo: 'treasury', dueOn: '2018-09-30', ...on('2018-07-01') };
const rectification = { rectificationId: 'z1', region: '422899101', office: '甲镇人民政府', what: '核清名单', dueOn: '2018-08-01', ...on('2018-07-01') };
const closing = { resultText: '已追回', ...on('2018-10-01') };

describe('a case', () => {
  it('is about somebody, something or a flag, and names a person only as a person', () => {
    given().when('OpenCase', opened.data).thenRecords('CaseOpened');
    given().when('OpenCase', { ...opened.data, subjects: [], flagIds: [] }).thenRefuses('case-about-nothing');
    given().when('OpenCase', { ...opened.data, subjects: [{ kind: 'person', id: 'li' }] }).thenRefuses('subject-unclear');
    given(opened).when('OpenCase', opened.data).thenRefuses('already-exists');
    given(opened).when('AddFlagsToCase', { flagIds: [flag, hash('c'), hash('c')], ...on('2018-06-02') }).then({ type: 'FlagsAddedToCase', data: { flagIds: [hash('c')], ...on('2018-06-02') } });
    given(opened).when('AddFlagsToCase', { flagIds: [flag], ...on('2018-06-02') }).thenRefuses('case-flags-known');
  });

  it('is concluded by somebody other than who proposed it, with every flag it speaks of', () => {
    given(opened, proposed).when('ConcludeCase', on('2018-06-25'), { by: 'lu' }).thenRefuses('case-maker-is-checker');
    given(opened, proposed).when('ConcludeCase', on('2018-06-25')).then(concluded);
    given(opened).when('ConcludeCase', on('2018-06-25')).thenRefuses('conclusion-not-proposed');
    given(...confirmed).when('ConcludeCase', on('2018-06-26')).thenRefuses('conclusion-not-proposed');
    given(opened, proposed).when('ConcludeCase', on('2018-06-19')).thenRefuses('dates-reversed');
  });

  it('says which violation, to whom it is transferred, and by which distinction an error is tolerated', () => {
    given(opened).when('ProposeConclusion', { ...proposal, violation: undefined }).thenRefuses('violation-missing');
    given(opened).when('ProposeConclusion', { ...proposal, conclusion: 'refuted', refutedFlagIds: undefined }).thenRefuses('violation-unfit');
    given(opened).when('ProposeConclusion', { ...proposal, conclusion: 'transferred', violation: undefined, refutedFlagIds: undefined }).thenRefuses('transfer-unclear');
    given(opened).when('ProposeConclusion', { ...proposal, refutedFlagIds: [hash('d')] }).thenRefuses('flag-not-of-case');
    given(opened).when('ProposeConclusion', { ...proposal, tolerance: { tolerated: true, basis: 'none', reasonText: '先行先试' } }).thenRefuses('tolerance-unclear');
    given(opened).when('ProposeConclusion', { ...proposal, tolerance: { tolerated: true, basis: 'pioneering', reasonText: '先行先试' } }).thenRecords('ConclusionProposed');
  });

  it('lets nobody be held responsible, asked to pay or called dishonest before it is confirmed', () => {
    const referral = { subject: { kind: 'organisation', id: '91422801MA0000000A' }, basis: '鄂信用〔2017〕1号', decisionNumber: '恩纪〔2018〕4号', ...on('2018-07-02') };
    for (const [type, data] of [['AssignResponsibility', responsible('principal').data], ['OrderRecovery', recovery], ['ReferDishonesty', referral]] as const) {
      given(opened, proposed).when(type, data).thenRefuses('case-not-confirmed');
    }
    given(...confirmed).when('ReferDishonesty', referral).thenRecords('DishonestyReferred');
    given(...confirmed).when('OrderRecovery', recovery).thenRecords('RecoveryOrdered');
    given(...confirmed).when('OrderRecovery', { ...recovery, from: { kind: 'project', id: 'x1' } }).thenRefuses('recovery-from-unclear');
    given(...confirmed).when('OrderRecovery', { ...recovery, instalments: [{ dueOn: '2018-08-01', amountFen: 60_000 }] }).thenRefuses('instalments-differ');
    given(...confirmed).when('OrderRecovery', { ...recovery, instalments: [{ dueOn: '2018-08-01', amountFen: 60_000 }, { dueOn: '2018-07-15', amountFen: 40_000 }] }).thenRefuses('dates-reversed');
  });

  it('orders within the reach of whoever orders', () => {
    given(opened).when('OrderRectification', rectification).thenRecords('RectificationOrdered');
    given(opened).when('OrderRectification', { ...rectification, region: '422826' }).thenRefuses('region-not-yours');
    given(opened, told('RectificationOrdered', rectification)).when('OrderRectification', rectification).thenRefuses('rectification-already-ordered');
    given(...confirmed).when('OrderRecovery', { ...recovery, region: '422826' }).thenRefuses('region-not-yours');
  });

  it('closes by a third hand, once both chains are looked into and every order is done', () => {
    const chains = [responsible('principal'), responsible('supervision')];
    given(opened).when('CloseCase', closing).thenRefuses('case-not-concluded');
    given(...confirmed, ...chains, proposed).when('CloseCase', closing).thenRefuses('case-not-concluded');
    given(...confirmed, ...chains).when('CloseCase', closing, { by: 'lu' }).thenRefuses('case-maker-is-checker');
    given(...confirmed, responsible('principal')).when('CloseCase', closing).thenRefuses('case-responsibility-open');
    given(...confirmed, ...chains).when('CloseCase', closing).thenRecords('CaseClosed');
    given(...confirmed, ...chains, told('CaseClosed', closing)).when('HoldTalk', { kind: 'timely', level: 'township', with: '镇长', about: '整改', ...on('2018-10-02') }).thenRefuses('case-closed');
    const { recoveryId: _r, ...recoveryOrder } = recovery;
    const { rectificationId: _z, ...rectificationOrder } = rectification;
    const stream = (name: string, ...events: ReturnType<typeof told>[]) => [name, events.map((event, revision) => recorded(event, revision, name))] as const;
    const received = (amountFen: number) => told('RecoveryReceived', { amountFen, voucherNumber: `v-${String(amountFen)}`, intoKind: 'treasury', ...on('2018-08-01') });
    const ordered = given(...confirmed, ...chains, told('RecoveryOrdered', recovery), told('RectificationOrdered', rectification));
    const accepted = stream('rectification-z1', told('RectificationOpened', rectificationOrder), told('RectificationAccepted', { reason: '属实', ...on('2018-08-01') }));
    ordered.when('CloseCase', closing, { cited: new Map([stream('recovery-h1', told('RecoveryOpened', recoveryOrder), received(99_999)), accepted]) }).thenRefuses('case-orders-open');
    ordered.when('CloseCase', closing, { cited: new Map([stream('recovery-h1', told('RecoveryOpened', recoveryOrder), received(100_000)), stream('rectification-z1', told('RectificationOpened', rectificationOrder))]) }).thenRefuses('case-orders-open');
    ordered.when('CloseCase', closing, { cited: new Map([stream('recovery-h1', told('RecoveryOpened', recoveryOrder), received(100_000)), accepted]) }).thenRecords('CaseClosed');
  });
});
