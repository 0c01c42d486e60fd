/** A household's history is never overwritten: what cannot be is refused, what is merely irregular is kept for the rules. */
import fc from 'fast-check';
import household, { presentMembers } from '../../src/domain/household';
import type { Message } from '../../src/domain/decider';
import { Refused } from '../../src/domain/refused';
import { ref, seed, storyOf, told } from '../support/story';

const { given } = storyOf(household, { id: 'h-1', role: 'office' });
const on = (occurredOn: string) => ({ occurredOn });
const [wang, li, son, stranger] = [ref('p', 1), ref('p', 2), ref('p', 3), ref('p', 9)];
const [card, newCard] = [ref('a', 1), ref('a', 2)];
const registration = {
  region: '422899101201', registerRef: ref('r', 1), headRef: wang, status: 'registered', occurredOn: '2016-01-15',
  members: [{ personRef: wang, relation: 'head' }, { personRef: li, relation: 'spouse' }, { personRef: son, relation: 'child' }],
};
const registered = told('HouseholdRegistered', registration);
const died = (source: string, occurredOn: string) => ({ personRef: li, source, occurredOn });

describe('a registration', () => {
  it('opens the household in the region of its village', () => {
    given().when('RegisterHousehold', registration).thenRecords('HouseholdRegistered');
    expect(household.region(household.initial, registration)).toBe('422899101201');
    expect(household.region(given(registered).state(), {})).toBe('422899101201');
  });

  it('names its head, once, among the members, each of them once', () => {
    given().when('RegisterHousehold', { ...registration, headRef: stranger }).thenRefuses('head-not-a-member');
    given().when('RegisterHousehold', { ...registration, headRef: li }).thenRefuses('one-head');
    given().when('RegisterHousehold', { ...registration, members: [...registration.members, { personRef: son, relation: 'child' }] }).thenRefuses('person-twice');
  });

  it('stands once', () => {
    given(registered).when('RegisterHousehold', registration).thenRefuses('already-exists');
    given().when('MarkStatus', { status: 'exited', basis: '退出公示', ...on('2018-12-31') }).thenRefuses('not-found');
  });
});

describe('members', () => {
  it('join, leave and return', () => {
    const left = told('MemberLeft', { personRef: son, cause: 'moved', ...on('2017-03-01') });
    const back = { personRef: son, relation: 'child', cause: 'return', ...on('2018-03-01') };
    given(registered).when('AddMember', back).thenRefuses('already-a-member');
    given(registered, left).when('AddMember', back).thenRecords('MemberAdded');
    given(registered, left).when('ReportMemberLeft', { personRef: son, cause: 'moved', ...on('2017-04-01') }).thenRefuses('member-already-left');
    given(registered).when('ReportMemberLeft', { personRef: stranger, cause: 'moved', ...on('2017-04-01') }).thenRefuses('not-a-member');
  });

  it('are reported dead by several sources, each naming its day, also when they had left', () => {
    const first = told('MemberDied', died('village', '2017-06-20'));
    given(registered).when('ReportMemberDeath', died('village', '2017-06-20')).thenRecords('MemberDied');
    given(registered, first).when('ReportMemberDeath', died('crematorium', '2017-05-02')).thenRecords('MemberDied');
    given(registered, first).when('ReportMemberDeath', died('village', '2017-06-20')).thenRefuses('death-already-reported');
    given(registered, told('MemberLeft', { personRef: li, cause: 'moved', ...on('2017-01-01') })).when('ReportMemberDeath', died('police', '2017-05-02')).thenRecords('MemberDied');
    given(registered).when('ReportMemberDeath', { ...died('village', '2017-06-20'), personRef: stranger }).thenRefuses('not-a-member');
  });

  it('do not come back from the dead', () => {
    given(registered, told('MemberDied', died('village', '2017-06-20'))).when('AddMember', { personRef: li, relation: 'spouse', cause: 'correction', ...on('2018-01-01') }).thenRefuses('member-deceased');
  });

  it('take a new head only where the old one is gone', () => {
    const newHead = { personRef: stranger, relation: 'head', cause: 'other', ...on('2018-01-01') };
    given(registered).when('AddMember', newHead).thenRefuses('one-head');
    const after = given(registered, told('MemberDied', { ...died('village', '2017-06-20'), personRef: wang }), told('MemberAdded', newHead));
    expect(after.state().headRef).toBe(stranger);
  });
});

describe('a split', () => {
  const split = { toHouseholdId: 'h-2', personRefs: [son], reason: '结婚分户', ...on('2018-05-01') };

  it('takes present members away', () => {
    given(registered).when('SplitHousehold', split).thenRecords('HouseholdSplit');
    expect(presentMembers(given(registered, told('HouseholdSplit', split)).state())).toEqual([wang, li]);
  });

  it.each([
    ['not-a-member', { personRefs: [stranger] }],
    ['head-stays', { personRefs: [wang] }],
    ['nobody-leaves', { personRefs: [] }],
    ['person-twice', { personRefs: [son, son] }],
    ['same-household', { toHouseholdId: 'h-1' }],
  ])('is refused as %s', (code, change) => {
    given(registered).when('SplitHousehold', { ...split, ...change }).thenRefuses(code);
  });
});

describe('status, accounts and proxies', () => {
  const binding = { accountRef: card, personRef: wang, bank: '示例农商行', kind: 'card', ...on('2016-02-01') };
  const bound = told('AccountBound', binding);
  const replacement = { oldAccountRef: card, accountRef: newCard, personRef: wang, bank: '示例农商行', reason: '换卡', ...on('2018-02-01') };
  const proxy = { personRef: li, proxyRef: wang, basis: 'written-authorisation', ...on('2018-01-01'), until: '2018-12-31' };

  it('marks a status that differs', () => {
    given(registered).when('MarkStatus', { status: 'exited', basis: '退出公示', ...on('2018-12-31') }).thenRecords('StatusMarked');
    given(registered).when('MarkStatus', { status: 'registered', basis: '退出公示', ...on('2018-12-31') }).thenRefuses('status-unchanged');
  });

  it('binds an account, also one whose holder is a stranger: that is for rule A07', () => {
    given(registered).when('BindAccount', binding).thenRecords('AccountBound');
    given(registered).when('BindAccount', { ...binding, personRef: stranger }).thenRecords('AccountBound');
    given(registered, bound).when('BindAccount', binding).thenRefuses('account-already-bound');
  });

  it('replaces only an account in use', () => {
    given(registered, bound).when('ReplaceAccount', replacement).thenRecords('AccountReplaced');
    given(registered).when('ReplaceAccount', replacement).thenRefuses('account-not-bound');
    given(registered, bound, told('AccountReplaced', replacement)).when('ReplaceAccount', { ...replacement, accountRef: ref('a', 3) }).thenRefuses('account-not-bound');
    given(registered, bound).when('ReplaceAccount', { ...replacement, accountRef: card }).thenRefuses('same-account');
  });

  it('authorises a proxy for somebody else, once at a time, and ends it', () => {
    const authorised = told('ProxyAuthorised', proxy);
    const end = { personRef: li, proxyRef: wang, ...on('2018-06-30') };
    given(registered).when('AuthoriseProxy', proxy).thenRecords('ProxyAuthorised');
    given(registered, authorised).when('AuthoriseProxy', { ...proxy, occurredOn: '2018-07-01' }).thenRefuses('proxy-already-authorised');
    given(registered, authorised).when('AuthoriseProxy', { ...proxy, occurredOn: '2019-01-01', until: '2019-12-31' }).thenRecords('ProxyAuthorised');
    given(registered, authorised).when('EndProxy', end).thenRecords('ProxyEnded');
    given(registered, authorised, told('ProxyEnded', end)).when('EndProxy', end).thenRefuses('no-such-proxy');
    given(registered).when('AuthoriseProxy', { ...proxy, proxyRef: li }).thenRefuses('own-proxy');
    given(registered).when('AuthoriseProxy', { ...proxy, until: '2017-12-31' }).thenRefuses('dates-reversed');
    given(registered).when('AuthoriseProxy', { ...proxy, personRef: stranger }).thenRefuses('not-a-member');
  });
});

describe('whatever is tried', () => {
  const person = fc.integer({ min: 1, max: 5 }).map((number) => ref('p', number));
  const attempt: fc.Arbitrary<Message> = fc.oneof(
    person.map((personRef) => ({ type: 'AddMember', data: { personRef, relation: 'other-kin', cause: 'other', occurredOn: '2018-01-01' } })),
    person.map((personRef) => ({ type: 'ReportMemberLeft', data: { personRef, cause: 'other', occurredOn: '2018-01-01' } })),
    person.map((personRef) => ({ type: 'ReportMemberDeath', data: { personRef, source: 'village', occurredOn: '2018-01-01' } })),
    fc.uniqueArray(person, { maxLength: 3 }).map((personRefs) => ({ type: 'SplitHousehold', data: { toHouseholdId: 'h-2', personRefs, reason: '分户', occurredOn: '2018-01-01' } })),
  );

  it('the present members are those who came less those who went, and the dead stay dead', () => {
    fc.assert(fc.property(fc.array(attempt, { maxLength: 40 }), (attempts) => {
      let state = given(registered).state();
      const dead = new Set<string>();
      for (const command of attempts) {
        const before = presentMembers(state).length;
        try {
          const [event] = household.decide(command as never, state, { id: 'h-1', actor: { id: 'a', role: 'office', office: 'o', region: '42' }, ledgerDay: undefined, cited: new Map() });
          state = household.evolve(state, event!);
          if (event!.type === 'MemberDied') dead.add(event.data.personRef);
        } catch (error) {
          if (!(error instanceof Refused)) throw error;
        }
        const present = presentMembers(state);
        expect(present.some((personRef) => dead.has(personRef))).toBe(false);
        expect(Math.abs(present.length - before)).toBeLessThanOrEqual(3);
        expect(present.length).toBeLessThanOrEqual(state.members.size);
      }
    }), { seed });
  });
});

describe('a fee taken from a household', () => {
  it('is recorded as it was told', () => {
    const fee = { payerRef: wang, collectorRef: stranger, amountFen: 50_00, pretext: '手续费', ...on('2018-06-01') };
    given(registered).when('ReportFeeCollected', fee).thenRecords('FeeCollected');
    given().when('ReportFeeCollected', fee).thenRefuses('not-found');
  });
});
