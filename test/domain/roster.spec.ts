/** A roster's content is hashed by the service, every objection is answered before it is sealed, and the seal is final. */
import fc from 'fast-check';
import type { Message } from '../../src/domain/decider';
import { Refused } from '../../src/domain/refused';
import roster, { contentOf } from '../../src/domain/roster';
import { hash, ref, seed, storyOf, told } from '../support/story';

const { given } = storyOf(roster, { role: 'office' });
const on = (occurredOn: string) => ({ occurredOn });
const entries = [{ payeeRef: ref('p', 1), householdId: 'h-1', amountFen: 30_000 }, { payeeRef: ref('p', 2), amountFen: 20_000 }];
const draft = { region: '422899101201', programmeId: 'low-income', benefitFrom: '2018-03', benefitTo: '2018-03', entries, ...on('2018-03-05') };
const { contentHash } = contentOf(entries);
const compiled = told('RosterCompiled', { ...draft, contentHash });
const posting = { level: 'village', venueName: '村务公开栏', ...on('2018-03-06'), until: '2018-03-13' };
const objection = { objectionId: 'o-1', payeeRef: ref('p', 2), matter: '已购商品房', ...on('2018-03-08') };
const answer = { objectionId: 'o-1', upheld: true, answer: '核实属实,取消', ...on('2018-03-10') };
const raised = told('ObjectionRaised', objection);
const answered = told('ObjectionAnswered', answer);
const sealed = told('RosterSealed', { count: 2, totalFen: 50_000, contentHash, ...on('2018-03-14') });

describe('a roster', () => {
  it('is compiled with the hash of its entries, whatever their order', () => {
    given().when('CompileRoster', draft).then(compiled);
    given().when('CompileRoster', { ...draft, contentHash }).then(compiled);
    expect(contentOf([...entries].reverse())).toEqual(contentOf(entries));
  });

  it.each([
    ['roster-differs', { contentHash: hash('f') }],
    ['roster-empty', { entries: [] }],
    ['entry-twice', { entries: [entries[0], entries[0]] }],
    ['dates-reversed', { benefitTo: '2018-02' }],
  ])('is refused as %s', (code, change) => {
    given().when('CompileRoster', { ...draft, ...change }).thenRefuses(code);
  });

  it('is posted as it stands, or as the board showed it', () => {
    given(compiled).when('PostRoster', posting).then(told('RosterPosted', { ...posting, contentHash }));
    given(compiled).when('PostRoster', { ...posting, contentHash: hash('e') }).then(told('RosterPosted', { ...posting, contentHash: hash('e') }));
    given(compiled).when('PostRoster', { ...posting, until: '2018-03-01' }).thenRefuses('dates-reversed');
    given().when('PostRoster', posting).thenRefuses('not-found');
  });

  it('hears each objection and answers it once', () => {
    given(compiled).when('RaiseObjection', objection).thenRecords('ObjectionRaised');
    given(compiled, raised).when('RaiseObjection', objection).thenRefuses('objection-already-raised');
    given(compiled, raised).when('AnswerObjection', answer).thenRecords('ObjectionAnswered');
    given(compiled, raised, answered).when('AnswerObjection', answer).thenRefuses('objection-already-answered');
    given(compiled).when('AnswerObjection', answer).thenRefuses('no-such-objection');
  });

  it('is sealed once no objection waits, with what it holds', () => {
    given(compiled).when('SealRoster', on('2018-03-14')).then(sealed);
    given(compiled).when('SealRoster', sealed.data).then(sealed);
    given(compiled, raised).when('SealRoster', on('2018-03-14')).thenRefuses('objection-open');
    given(compiled).when('SealRoster', { ...on('2018-03-14'), totalFen: 50_001 }).thenRefuses('roster-differs');
    given(compiled, sealed).when('SealRoster', on('2018-03-15')).thenRefuses('roster-already-sealed');
  });

  it('is sealed with other entries where they are said: whether objections carry the change is for the rules', () => {
    const final = entries.slice(0, 1);
    given(compiled, raised, answered).when('SealRoster', { entries: final, ...on('2018-03-14') }).then(told('RosterSealed', { entries: final, ...on('2018-03-14'), ...contentOf(final) }));
    given(compiled).when('SealRoster', { entries: [], ...on('2018-03-14') }).thenRefuses('roster-empty');
  });

  it('keeps the sealed content for good, whatever is tried after', () => {
    const attempt: fc.Arbitrary<Message> = fc.oneof(
      fc.constant({ type: 'CompileRoster', data: draft }),
      fc.constant({ type: 'PostRoster', data: { ...posting, contentHash: hash('d') } }),
      fc.constantFrom('o-1', 'o-2', 'o-3').map((objectionId) => ({ type: 'RaiseObjection', data: { ...objection, objectionId } })),
      fc.constantFrom('o-1', 'o-2', 'o-3').map((objectionId) => ({ type: 'AnswerObjection', data: { ...answer, objectionId } })),
      fc.constantFrom([], entries.slice(0, 1), entries).map((final) => ({ type: 'SealRoster', data: { entries: final, ...on('2018-03-20') } })),
    );
    fc.assert(fc.property(fc.array(attempt, { maxLength: 25 }), (attempts) => {
      let state = given(compiled).state();
      let final: string | undefined;
      for (const command of attempts) {
        try {
          const events = roster.decide(command as never, state, { id: '1', actor: { id: 'a', role: 'office', office: 'o', region: '42' }, ledgerDay: undefined, cited: new Map() });
          for (const event of events) state = roster.evolve(state, event);
        } catch (error) {
          if (!(error instanceof Refused)) throw error;
        }
        if (final !== undefined) expect(state.content.contentHash).toBe(final);
        else if (state.sealed) final = state.content.contentHash;
      }
    }), { seed });
  });
});
